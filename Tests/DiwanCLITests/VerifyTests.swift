import DiwanTestSupport
import Foundation
import Testing

@Suite("diwan verify")
struct VerifyTests {
    private let office: Office

    init() throws {
        office = try Office()
        #expect(try office.diwan(["render", "letter", "--sample", "--embed-data", "-o", "a.pdf"]).status == 0)
        #expect(try office.diwan(["render", "letter", "--sample", "-o", "plain.pdf"]).status == 0)
    }

    /// The lines of a report as subject and words.
    private func lines(_ run: ProgramRun) -> [String: String] {
        var lines: [String: String] = [:]
        for line in run.outputText.split(separator: "\n") {
            let parts = line.split(separator: "\t", maxSplits: 1)
            if parts.count == 2 { lines[String(parts[0])] = String(parts[1]) }
        }
        return lines
    }

    private func json(_ run: ProgramRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
    }

    @Test("A file tells what it claims and what it carries, and what was not checked")
    func facts() throws {
        let run = try office.diwan(["verify", "a.pdf"])
        #expect(run.status == 0 && run.errorText == "")
        let found = lines(run)
        #expect(found["claims"] == "PDF/A-3a, PDF/UA-1; a claim is no proof")
        #expect(found["source"] == "template letter 1.2.0, made by Diwan 0.1.0 at 2025-11-05 00:00:00 in Riyadh")
        #expect(found["issuing"]?.hasPrefix("not checked") == true && found["result"] == nil)
        let plain = try office.diwan(["verify", "plain.pdf"])
        #expect(plain.status == 0 && lines(plain)["source"] == "the file does not carry what it was made from")
    }

    @Test("A document is made again at its own time, from standard input too, with the letterhead and the identifier that it has")
    func passes() throws {
        let run = try office.diwan(["verify", "--rerender", "a.pdf"], environment: ["SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Tokyo"])
        #expect(run.status == 0 && lines(run)["result"] == "passed: the document is made again byte for byte")
        let object = try json(office.diwan(["verify", "--rerender", "--json", "a.pdf"]))
        #expect(object["status"] as? Int == 0 && (object["rerender"] as? [String: Any])?["passed"] as? Bool == true)
        for (name, more) in [
            ("b.pdf", ["--letterhead", "none"]), ("c.pdf", ["--document-id", "000102030405060708090A0b0c0d0e0f"]),
            ("d.pdf", ["--pdf-standard", "ua-1", "--input", "note=ملاحظة <&> \u{201C}x\u{201D}"]), ("e.pdf", ["--blank"]),
        ] {
            let sample = name == "e.pdf" ? [] : ["--sample"]
            let made = try office.diwan(["render", "letter", "--embed-data", "-o", name] + sample + more)
            #expect(made.status == 0, "\(made.errorText)")
            let run = try office.diwan(["verify", "--rerender", name])
            #expect(run.status == 0, "\(name): \(run.outputText)")
        }
        let identifier = try ProgramRun("qpdf", ["--show-object=trailer", office.work + "/c.pdf"])
        #expect(identifier.outputText.contains("<000102030405060708090a0b0c0d0e0f>"))
    }

    @Test("What has changed is named, with status 4")
    func fails() throws {
        try office.edit("Templates/base/page.xml", "</template>", "<!-- changed --></template>")
        let comment = try office.diwan(["verify", "--rerender", "a.pdf"])
        #expect(comment.status == 4)
        #expect(lines(comment)["changed"] == "the template's file base/page.xml has changed since")
        #expect(lines(comment)["result"]?.contains("apart from that the document is made again byte for byte") == true)

        try office.edit("Templates/letter/template.xml", "نشير إلى طلبكم", "ننظر إلى طلبكم")
        let words = try office.diwan(["verify", "--rerender", "a.pdf"])
        #expect(words.status == 4)
        #expect(lines(words)["text"]?.contains("the file has «نشير», its source makes «ننظر»") == true, "\(words.outputText)")
        #expect(lines(words)["first"]?.hasPrefix("byte ") == true && lines(words)["differs"]?.contains("page 1") == true)
        let object = try json(office.diwan(["verify", "--rerender", "--json", "a.pdf"]))
        let rerender = try #require(object["rerender"] as? [String: Any])
        #expect(object["status"] as? Int == 4 && (rerender["changes"] as? [String])?.count == 2 && rerender["offset"] is Int)

        // A template with mistakes, and none at all.
        try office.edit("Templates/letter/template.xml", "<h1>", "<h9>")
        let broken = try office.diwan(["verify", "--rerender", "a.pdf"])
        #expect(broken.status == 4 && broken.errorText.contains("the document cannot be made again"))
        try FileManager.default.removeItem(atPath: office.path("Templates/letter"))
        let gone = try office.diwan(["verify", "--rerender", "a.pdf"])
        #expect(gone.status == 4 && lines(gone)["changed"] == "the template letter is not here")
    }

    @Test("A file without a record, a damaged file, one that is not there and wrong arguments have their own status")
    func refuses() throws {
        let plain = try office.diwan(["verify", "--rerender", "plain.pdf"])
        #expect(plain.status == 4 && lines(plain)["result"]?.contains("without a record") == true)
        #expect(try office.diwan(["verify", "-"], input: "no PDF").status == 4)
        let cut = Array(try readFile(office.work + "/a.pdf").prefix(2_000))
        try Data(cut).write(to: URL(fileURLWithPath: office.work + "/cut.pdf"))
        let damaged = try office.diwan(["verify", "cut.pdf"])
        #expect(damaged.status == 4 && damaged.errorText.contains("cut.pdf cannot be read as PDF"))
        #expect(try office.diwan(["verify", "none.pdf"]).status == 3)
        #expect(try office.diwan(["verify", "a.pdf", "--data", "x.json"]).status == 1)
        #expect(try office.diwan(["render", "letter", "--sample", "--document-id", "12"]).status == 1)
        #expect(try office.diwan(["render", "letter", "--sample", "-f", "text", "--embed-data"]).status == 1)
        #expect(try office.diwan(["render", "letter", "--sample", "-f", "form", "--embed-data"]).status == 1)
    }

    @Test("inspect pdf lists the record and writes it out")
    func inspects() throws {
        let facts = try office.diwan(["inspect", "pdf", "a.pdf"])
        let line = facts.outputText.split(separator: "\n").first { $0.hasPrefix("attachment") }
        let record = try office.diwan(["inspect", "pdf", "a.pdf", "--attachment", "diwan-record.xml"])
        #expect(line == "attachment\tdiwan-record.xml\tapplication/xml\tData\t\(record.output.count)")
        let canonical = try ProgramRun("xmllint", ["--c14n", "-"], input: record.output)
        #expect(canonical.output == record.output && record.outputText.hasPrefix("<record xmlns=\"urn:diwan:record:1\""))
        #expect(try office.diwan(["inspect", "pdf", "a.pdf", "--attachment", "x"]).status == 1)
    }

    @Test("A picture of the data does not travel: the document is made again with its data; a link out of the data's folder is no picture")
    func picture() throws {
        let template = """
            <template xmlns="urn:diwan:template:1" id="photo" version="1"><title>صورة</title>
            <fields><field name="photo" type="image"><label>الصورة</label></field></fields>
            <p>نص</p><img of="photo" alt="صورة المستفيد" width="20mm"/></template>
            """
        let folder = office.path("Templates/photo")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try Data(template.utf8).write(to: URL(fileURLWithPath: folder + "/template.xml"))
        let image = "from PIL import Image; Image.new('RGB', (40, 20), (200, 30, 30)).save('a.png')"
        #expect(try ProgramRun("/usr/bin/python3", ["-c", image], directory: office.work).status == 0)
        try Data(#"{"photo":"a.png"}"#.utf8).write(to: URL(fileURLWithPath: office.work + "/data.json"))
        let made = try office.diwan(["render", "photo", "--data", "data.json", "--embed-data", "-o", "photo.pdf"])
        #expect(made.status == 0 && made.errorText.contains("صورة فلم تُضمَّن"), "\(made.errorText)")
        #expect(try office.diwan(["verify", "photo.pdf", "--rerender"]).status == 4)
        let again = try office.diwan(["verify", "photo.pdf", "--rerender", "--data", "data.json"])
        #expect(again.status == 0 && again.outputText.contains("byte for byte"), "\(again.outputText)\(again.errorText)")

        try FileManager.default.moveItem(atPath: office.work + "/a.png", toPath: office.path("outside.png"))
        try FileManager.default.createSymbolicLink(atPath: office.work + "/a.png", withDestinationPath: office.path("outside.png"))
        let linked = try office.diwan(["render", "photo", "--data", "data.json", "-o", "linked.pdf"])
        #expect(linked.status == 1 && linked.errorText.contains("لا يوجد ملف"), "\(linked.errorText)")
    }

    @Test("The signatures of a file are told; one that is broken, or that nobody stands for, is status 4")
    func signatures() throws {
        let authority = try TestAuthority()
        try authority.make("signer", "/O=جهة/CN=Signer", key: TestAuthority.p256, section: "signer", issuer: "middle")
        let script = Repository.root() + "/Tests/DiwanTests/Vectors/signatures.py"
        func pyhanko(_ arguments: [String]) throws {
            let run = try ProgramRun(
                "/usr/bin/python3", [script] + arguments, environment: ["PYTHONPATH": "/usr/local/share/diwan-pyhanko"],
                directory: office.work)
            #expect(run.status == 0, "\(run.errorText)")
        }
        let keys = ["signer.pem", "signer.key"].map { authority.folder.path($0) }
        try pyhanko(["sign", "plain.pdf", "signed.pdf"] + keys + ["Seal", "2"])
        let run = try office.diwan(["verify", "signed.pdf"])
        let found = lines(run)
        #expect(run.status == 0 && found["signature"] == "Seal: signed by CN=Signer, O=جهة", "\(run.outputText) \(run.errorText)")
        #expect(found["covers"] == "the whole file" && found["intact"] == "the signature is right for what it covers")
        #expect(found["certifies"] == "fields may be filled in, and blank signature fields signed")
        #expect(found["trust"]?.hasPrefix("not checked") == true && found["broken"] == nil)
        #expect(found["certificate"]?.count == "SHA-256 ".count + 64)
        let inspected = try office.diwan(["inspect", "pdf", "signed.pdf"]).outputText
        #expect(inspected.contains("signature\tSeal\tETSI.CAdES.detached\tCN=Signer, O=جهة\twhole\t2\n"), "\(inspected)")

        let roots = try authority.folder.write(authority.file("root.pem") + authority.file("middle.pem"), to: "roots.pem")
        let trusted = try office.diwan(["verify", "--roots", roots, "--json", "signed.pdf"])
        let signature = try #require((try json(trusted)["signatures"] as? [[String: Any]])?.first)
        #expect(trusted.status == 0 && signature["trust"] as? String == "trusted" && signature["passed"] as? Bool == true)
        #expect(signature["certifies"] as? Int == 2 && (signature["problems"] as? [String])?.isEmpty == true)
        let foreign = try office.diwan(["verify", "--roots", authority.folder.path("root.pem"), "signed.pdf"])
        #expect(foreign.status == 4 && lines(foreign)["trust"]?.hasPrefix("nobody whom you trust stands for it: ") == true)
        #expect(try office.diwan(["verify", "--roots", "plain.pdf", "signed.pdf"]).status == 1)

        try pyhanko(["note", "signed.pdf", "noted.pdf"])
        let noted = try office.diwan(["verify", "noted.pdf"])
        #expect(noted.status == 4 && lines(noted)["broken"] == "notes were made on page 1, which is not allowed", "\(noted.outputText)")
        var bytes = try readFile(office.work + "/signed.pdf")
        bytes[bytes.count / 3] ^= 1
        try office.folder.write(bytes, to: "work/flipped.pdf")
        let flipped = try office.diwan(["verify", "flipped.pdf"])
        #expect(flipped.status == 4, "\(flipped.outputText)")
    }

}
