import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Whether a file is a document of the office.
@Suite(.serialized)
struct DocumentVerificationTests {
    private func states(_ verification: DocumentVerification) -> [String] {
        verification.findings.map { "\($0.subject) \($0.state.rawValue)" }
    }

    @Test("A file is checked by the log's public key and the proof beside it, without the office")
    func offline() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let (file, proof) = (try readFile(issued.path), try readFile(issued.path.replacingOccurrences(of: ".pdf", with: ".tlog-proof")))
        let keys = try LogKeys(fixture.folder.file("verifier-keys"))
        let right = try DocumentVerification(file, proof: proof, keys: keys)
        #expect(right.isGenuine && right.number == issued.number)
        #expect(right.findings.allSatisfy { !$0.arabic.isEmpty && !$0.words.isEmpty })
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<40 {
            var wrong = file
            wrong[Int.random(in: 0..<file.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(try !DocumentVerification(wrong, proof: proof, keys: keys).isGenuine)
            var other = proof
            other[Int.random(in: 0..<proof.count, using: &generator)] ^= UInt8.random(in: 1...127, using: &generator)
            #expect(try !DocumentVerification(file, proof: other, keys: keys).isGenuine)
            let short = Array(proof.prefix(Int.random(in: 0..<proof.count, using: &generator)))
            #expect(try !DocumentVerification(file, proof: short, keys: keys).isGenuine)
        }
    }

    @Test("The program needs the key alone, and says in both languages what is wrong")
    func offlineCommand() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let key = String(decoding: try fixture.bytes("verifier-keys"), as: UTF8.self).trimmingCharacters(in: .newlines)
        try fixture.shell("cp \(issued.path) ../a.pdf; cp \(issued.path.dropLast(4)).tlog-proof ../a.tlog-proof; mv ../office ../gone")
        func run(_ arguments: [String]) throws -> ProgramRun {
            try ProgramRun(
                Repository.diwan(), ["verify"] + arguments, environment: ["DIWAN_HOME": "/", "DIWAN_OFFICE": nil],
                directory: fixture.temporary.path)
        }
        let right = try run(["a.pdf", "--key", key])
        #expect(right.status == 0 && right.outputText.contains("issuing\tpassed: \(issued.number)"), "\(right.errorText)")
        let moved = try run(["a.pdf", "--key", "gone/verifier-keys", "--proof", "a.tlog-proof"])
        #expect(moved.outputText == right.outputText)
        try #require(
            try ProgramRun(
                "sh", ["-c", "cp a.pdf b.pdf; cp a.tlog-proof b.tlog-proof; printf A | dd of=b.pdf bs=1 seek=3001 conv=notrunc"],
                directory: fixture.temporary.path
            ).status == 0)
        let wrong = try run(["b.pdf", "--key", key])
        #expect(wrong.status == 4)
        #expect(wrong.outputText.contains("these are not the bytes of \(issued.number)") && wrong.outputText.contains("ليس الوثيقة"))
        let lost = try run(["a.pdf", "--key", key, "--proof", "none"])
        #expect(lost.status == 3 && lost.errorText.contains("diwan ledger prove"))
    }

    /// Checks a proof by its specification with Python's hashes: the root that the entry leads to, and the checkpoint's signature by openssl.
    private static let otherVerifier = """
        import base64, hashlib, json, subprocess, sys, tempfile
        pdf, proof, vkey = sys.argv[1:]
        head, text, signatures = open(proof, "rb").read().decode().split("\\n\\n")
        lines = head.split("\\n")
        entry = base64.b64decode(lines[1].removeprefix("extra "))
        index = int(lines[2].removeprefix("index "))
        origin, size, root = text.split("\\n")[:3]
        h = lambda b: hashlib.sha256(b).digest()
        # RFC 9162, 2.1.3.2.
        fn, sn, r = index, int(size) - 1, h(b"\\0" + entry)
        for p in map(base64.b64decode, lines[3:]):
            if fn & 1 or fn == sn:
                r = h(b"\\1" + p + r)
                while fn and not fn & 1:
                    fn >>= 1; sn >>= 1
            else:
                r = h(b"\\1" + r + p)
            fn >>= 1; sn >>= 1
        assert sn == 0 and r == base64.b64decode(root)
        name, keyid, key = vkey.split("+", 2)
        key = base64.b64decode(key)[1:]
        line = next(s for s in signatures.split("\\n") if s)
        sig = base64.b64decode(line.split(" ")[2])
        assert name == origin and sig[:4].hex() == keyid
        with tempfile.TemporaryDirectory() as d:
            open(d + "/k", "wb").write(bytes.fromhex("302a300506032b6570032100") + key)
            open(d + "/m", "wb").write((text + "\\n").encode())
            open(d + "/s", "wb").write(sig[4:])
            subprocess.run(["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", d + "/k", "-in", d + "/m", "-sigfile", d + "/s"], check=True, stdout=subprocess.DEVNULL)
        assert json.loads(entry)["data"]["sha256"] == hashlib.sha256(open(pdf, "rb").read()).hexdigest()
        print(json.loads(entry)["data"]["number"])
        """

    @Test("A proof holds by the specification alone, with other programs than ours")
    func otherPrograms() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.work()
        let issued = try fixture.issueCircular("2026-11-05T08:00:00Z")
        let key = String(decoding: try fixture.bytes("verifier-keys"), as: UTF8.self).trimmingCharacters(in: .newlines)
        let proof = issued.path.replacingOccurrences(of: ".pdf", with: ".tlog-proof")
        let run = try ProgramRun("python3", ["-c", Self.otherVerifier, issued.path, proof, key])
        #expect(run.status == 0 && run.outputText == issued.number + "\n", "\(run.errorText)")
    }

    @Test("The proof of another log, or under another key, is refused")
    func foreign() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let (file, proof) = (try readFile(issued.path), try readFile(issued.path.replacingOccurrences(of: ".pdf", with: ".tlog-proof")))
        let made = try fixture.diwan(["init", "other", "--origin", "other.example/log"], office: false)
        try #require(made.status == 0, "\(made.errorText)")
        let other = try LogKeys(fixture.temporary.path("other/verifier-keys"))
        let verification = try DocumentVerification(file, proof: proof, keys: other)
        #expect(!verification.isGenuine && verification.findings.contains { $0.words.contains("charity.example/diwan") })
        let same = try fixture.diwan(["init", "same"], office: false)
        try #require(same.status == 0)
        let sameName = try DocumentVerification(file, proof: proof, keys: try LogKeys(fixture.temporary.path("same/verifier-keys")))
        #expect(!sameName.isGenuine && sameName.findings.contains { $0.words.contains("no known key") })
        // A checkpoint of another log stands for none of this one.
        let checkpoint = try readFile(fixture.temporary.path("other/ledger/checkpoint"))
        let office = try fixture.open("2026-11-05T08:00:00Z")
        #expect(throws: OfficeError.self) { try office.verify(file, older: checkpoint) }
        try fixture.overwrite("ledger/checkpoint", checkpoint)
        #expect(try fixture.faults().contains { $0.contains("other.example/log") })
    }

    @Test("A document that was revoked or replaced is told to be so, its file unchanged")
    func status() throws {
        let fixture = try OfficeFixture()
        let first = try fixture.issueCircular()
        let office = try fixture.open("2026-11-04T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        #expect(try office.verify(try readFile(first.path)).isGenuine)
        var order = IssueOrder(template: "circular", data: try fixture.data(OfficeFixture.circular))
        order.supersedes = (first.number, "تغيّر التاريخ")
        let second = try office.issue(order, by: director)
        let superseded = try office.verify(try readFile(first.path))
        #expect(!superseded.isGenuine)
        #expect(
            superseded.findings.contains {
                $0.words.contains("superseded by \(second.number)") && $0.arabic.contains("حلت الوثيقة \(second.number)")
            })
        try office.act(.revoke(reason: "صدر خطأ"), onDocument: second.number, by: director)
        let revoked = try office.verify(document: second.number)
        #expect(!revoked.isGenuine)
        #expect(revoked.findings.contains { $0.words.contains("was revoked") && $0.arabic.contains("أُلغيت الوثيقة \(second.number)") })
        #expect(states(revoked).contains("bytes ok"))
        let run = try fixture.diwan(["verify", second.path])
        #expect(run.status == 4 && run.outputText.contains("was revoked"))
    }

    @Test("A document is found by its number and by its code as people type it")
    func names() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        for name in [
            issued.number, issued.code.text, issued.code.text.lowercased(),
            issued.code.text.replacingOccurrences(of: "-", with: " ").lowercased(), issued.hash,
        ] {
            let run = try fixture.diwan(["verify", name])
            #expect(
                run.status == 0 && run.outputText.contains("issuing\tpassed: \(issued.number)"),
                "\(name): \(run.outputText)\(run.errorText)")
        }
        let run = try fixture.diwan(["verify", "--json", issued.number])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        let issuing = try #require(object["issuing"] as? [String: Any])
        #expect(issuing["passed"] as? Bool == true && issuing["number"] as? String == issued.number)
        let findings = try #require(issuing["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["subject"] as? String == "signature" })
        let other = VerificationCode()
        #expect(try fixture.diwan(["verify", other.text]).status == 1)
        #expect(try fixture.diwan(["verify", "--rerender", issued.number], at: "1").outputText.contains("result\tpassed"))
    }

    @Test("What was added after an issued document is listed, and the document is known")
    func updates() throws {
        let fixture = try OfficeFixture()
        let issued = try fixture.work()
        let update = Array("7 0 obj\n<< /A 1 >>\nendobj\nstartxref\n0\n%%EOF\n".utf8)
        let file = try readFile(issued.path) + update + update
        let original = try readFile(issued.path)
        #expect(file.starts(with: original))
        let office = try fixture.open("2026-11-05T08:00:00Z")
        let verification = try office.verify(file)
        #expect(verification.number == issued.number && !verification.isGenuine)
        #expect(verification.findings.contains { $0.words.hasPrefix("the first \(original.count) bytes are \(issued.number)") })
        #expect(verification.findings.filter { $0.subject == "update" }.map { String($0.words.prefix(6)) } == ["1 of 2", "2 of 2"])
        // A changed byte before the update is no issued document; its identifier says what it claims to be.
        var wrong = file
        wrong[2_000] ^= 1
        let claimed = try office.verify(wrong)
        #expect(claimed.findings.contains { $0.subject == "first" && $0.words.hasPrefix("byte 2000 ") }, "\(claimed.findings)")
    }
}
