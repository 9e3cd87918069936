import Diwan
import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Signed papers that come back as scans: Poppler's picture of the page, put through what a scanner does to it by Pillow.
@Suite(.serialized)
struct ScannedPaperTests {
    /// A scanner: the paper lies askew, the picture is grey, noisy and pressed into JPEG, or comes as a PDF file of several pages.
    private static let scanner = """
        import random, sys
        from PIL import Image
        source, target, degrees, noise = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
        pages = []
        for name in source.split(","):
            page = Image.open(name).convert("L").rotate(degrees, resample=Image.BICUBIC, expand=True, fillcolor=235)
            grain = Image.frombytes("L", page.size, random.Random(4).randbytes(page.size[0] * page.size[1]))
            pages.append(Image.blend(page, grain, noise / 100))
        pages[0].save(target, quality=70, resolution=150, **({"save_all": True, "append_images": pages[1:]} if target.endswith(".pdf") else {}))
        """

    /// The scan of issued documents, a page after the other.
    private func scan(
        _ documents: [String], _ fixture: OfficeFixture, as name: String, degrees: Double = 1.5, noise: Int = 10
    ) throws -> String {
        let office = try fixture.open("2026-11-15T08:00:00Z")
        let dots = name.hasSuffix("pdf") ? 150 : 200
        var pages: [String] = []
        for document in documents {
            let page = fixture.temporary.path("page-\(pages.count)")
            let file = office.folder.document(try office.document(document).hash)
            let drawn = try ProgramRun("pdftoppm", ["-r", "\(dots)", "-png", "-singlefile", file, page])
            try #require(drawn.status == 0, "\(drawn.errorText)")
            pages.append(page + ".png")
        }
        let path = fixture.temporary.path(name)
        let run = try ProgramRun("/usr/bin/python3", ["-c", Self.scanner, pages.joined(separator: ","), path, "\(degrees)", "\(noise)"])
        try #require(run.status == 0, "\(run.errorText)")
        return path
    }

    private func file(_ path: String) throws -> AttachedFile { try #require(AttachedFile(try readFile(path))) }

    @Test(
        "A scan is matched by its code, askew, grey and noisy, as a picture of 200 dots an inch and as PDF of 150",
        arguments: [("a.png", 1.5), ("b.jpg", -3.0), ("c.pdf", 0.7), ("d.jpg", 90.5), ("e.pdf", 181.5)])
    func matched(name: String, degrees: Double) throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let office = try fixture.open("2026-11-15T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let scan = try file(scan([number], fixture, as: name, degrees: degrees, noise: name.hasSuffix("pdf") ? 25 : 10))
        let paper = try office.take(scan: scan, signer: "نورة", keeper: "archive", by: officer)
        #expect(paper.fate == .recorded && paper.match == .code && paper.number == number, "\(paper.words)")
        let event = try #require(try office.document(number).events.last)
        #expect(event.kind == .signedPaper && event.sequence == paper.entry && event.text("matched") == "code")
        #expect(event.text("keeper") == "archive" && event.bytes("scan") == SHA256.hash(scan.bytes))
        let evidence = try #require(try office.evidence(of: event))
        #expect(evidence["signer"]?.string == "نورة")
        #expect(try office.store.file(try #require(evidence["scan"])) == scan.bytes)
    }

    @Test("Forms, declarations and contracts bear code and number when the office issues them, and are found by the code")
    func forms() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-15T08:00:00Z")
        for template in ["volunteer-application", "data-declaration", "undertaking", "committee-minutes"] {
            let bytes = try readFile(Repository.root() + "/Templates/\(template)/sample.json")
            var record = try #require((try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]])?.last)
            record["issued"] = nil
            // What the office gives itself.
            if let document = record["doc"] as? [String: Any] { record["doc"] = document.filter { !["no", "date"].contains($0.key) } }
            let order = IssueOrder(template: template, data: try fixture.data(record))
            let issued = try office.issue(order, by: try fixture.actor("p-06", in: office))
            let text = try ProgramRun("pdftotext", ["-layout", issued.path, "-"]).outputText
            // Every page has the number at its foot.
            #expect(text.components(separatedBy: "رقم الوثيقة").count == issued.pages + 1, "\(template): \(text)")
            let paper = try office.take(
                scan: try file(scan([issued.number], fixture, as: "\(template).pdf")), signer: nil, keeper: "archive",
                by: try fixture.actor("p-01", in: office))
            #expect(paper.fate == .recorded && paper.match == .code && paper.number == issued.number, "\(template): \(paper.words)")
        }
    }

    @Test("A scan that was taken before is known, even under another number, and after the index was made anew")
    func known() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let circular = try fixture.issueCircular().number
        var office = try fixture.open("2026-11-15T08:00:00Z")
        let scan = try file(scan([number], fixture, as: "a.png"))
        let officer = try fixture.actor("p-01", in: office)
        let entry = try office.take(scan: scan, signer: nil, keeper: "archive", by: officer).entry
        let size = office.size
        for isNew in [false, true] {
            if isNew {
                try? FileManager.default.removeItem(atPath: fixture.folder.file("index/keys"))
                office = try fixture.open("2026-11-15T08:00:00Z")
            }
            let again = try office.take(scan: scan, signer: nil, keeper: "archive", by: officer)
            #expect(again.fate == .known && again.entry == entry && again.number == number)
            let other = try office.take(scan: scan, of: circular, signer: nil, keeper: "archive", by: officer)
            #expect(other.fate == .refused && other.words.contains(number) && other.words.contains(circular))
        }
        #expect(office.size == size)
    }

    @Test("Nothing is recorded of a scan that is of another document, of several, of one that was revoked, or of none of the office's")
    func refused() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let circular = try fixture.issueCircular().number
        let office = try fixture.open("2026-11-15T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        func take(_ scan: String, of name: String? = nil) throws -> ScannedPaper {
            let size = office.size
            let paper = try office.take(scan: try file(scan), of: name, signer: nil, keeper: "archive", by: officer)
            #expect(office.size == size && !paper.words.isEmpty && !paper.arabic.isEmpty)
            return paper
        }
        let letter = try scan([number], fixture, as: "letter.png")
        let wrong = try take(letter, of: circular)
        #expect(wrong.fate == .refused && wrong.words == "the scan is of \(number), not of \(circular)")
        let both = try take(try scan([number, circular], fixture, as: "both.pdf"))
        #expect(both.fate == .refused && both.number == nil)
        let blank = fixture.temporary.path("blank.png")
        let made = try ProgramRun("/usr/bin/python3", ["-c", "from PIL import Image; Image.new('L', (600, 800), 250).save('\(blank)')"])
        try #require(made.status == 0)
        #expect(try take(blank).fate == .unmatched)
        #expect(try take(try fixture.temporary.write("%PDF-1.7 scanned", to: "broken.pdf")).fate == .unmatched)
        try office.act(.revoke(reason: "خطأ"), onDocument: number, by: try fixture.actor("p-06", in: office))
        let revoked = try take(letter)
        #expect(revoked.fate == .refused && revoked.number == number && revoked.words.contains("revoked"))
        // Another office, whose documents have the same site.
        let other = try OfficeFixture()
        let stranger = try other.open("2026-11-15T08:00:00Z")
        let unknown = try stranger.take(
            scan: try file(letter), signer: nil, keeper: "archive", by: try other.actor("p-01", in: stranger))
        #expect(unknown.fate == .unmatched && unknown.number == nil)
    }

    @Test("A second page without a code is recorded under the number that is named")
    func byNumber() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let office = try fixture.open("2026-11-15T08:00:00Z")
        let blank = fixture.temporary.path("blank.png")
        let made = try ProgramRun("/usr/bin/python3", ["-c", "from PIL import Image; Image.new('L', (600, 800), 250).save('\(blank)')"])
        try #require(made.status == 0)
        let paper = try office.take(
            scan: try file(blank), of: number, signer: nil, keeper: "archive", by: try fixture.actor("p-01", in: office))
        #expect(paper.fate == .recorded && paper.match == .number)
        #expect(try office.evidence(of: office.event(at: try #require(paper.entry)))?["signer"] == nil)
    }

    @Test(
        "Only an address of the office's own site with a whole code is one",
        arguments: [
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4", true),
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4?n=1448/ق/00001", true),
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4?q=1", false),
            ("https://www.charity.example/v/4k7qx-9m2pa-6t3hw-8c5vn-1r0dg4", false),
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG", false),
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4/../x", false),
            ("https://www.charity.example.org/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4", false),
            ("http://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4", false),
            ("xhttps://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4", false),
            ("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4?n=" + String(repeating: "1", count: 512), false), ("", false),
        ])
    func addresses(text: String, isOne: Bool) {
        #expect((VerificationAddress(text, site: "www.charity.example") != nil) == isOne)
    }

    @Test("Whatever a code says, an address that is read is written just so")
    func anyText() {
        var generator = SeededGenerator(seed: 7)
        let good = Array("https://www.charity.example/v/4K7QX-9M2PA-6T3HW-8C5VN-1R0DG4?n=1448/ق/00001".utf8)
        var count = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let address = VerificationAddress(text, site: "www.charity.example") else { continue }
            count += 1
            let number = address.number.map { "?n=" + $0 } ?? ""
            #expect(text == "https://www.charity.example/v/" + address.code.text + number)
        }
        #expect(count > 5_000 && count < 20_000)
    }

    @Test("A program that is not there is named by the doctor and by whoever wants it")
    func missingProgram() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let path = fixture.folder.file("office.json")
        let text = String(decoding: try readFile(path), as: UTF8.self).replacingOccurrences(of: "zbarimg", with: "no-such-reader")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let office = try fixture.open("2026-11-15T08:00:00Z")
        var inspection = OfficeInspection(fixture.folder)
        try inspection.add(office)
        #expect(inspection.findings.contains { $0.subject == "scans" && $0.words.contains("no-such-reader") })
        let scan = try file(scan([number], fixture, as: "a.png"))
        do {
            _ = try office.take(scan: scan, of: number, signer: nil, keeper: "archive", by: try fixture.actor("p-01", in: office))
            Issue.record("a scan was taken without its reader")
        } catch OfficeError.program(let words) {
            #expect(words.contains("no-such-reader") && words.contains("office.json"))
        }
    }

    @Test("A day's scans are taken together, and those that could not be are listed; one alone says why by its status")
    func command() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.issueCircular().number
        let circular = try fixture.issueCircular().number
        let day = fixture.temporary.path("day")
        try FileManager.default.createDirectory(atPath: day + "/deeper", withIntermediateDirectories: true)
        _ = try scan([number], fixture, as: "day/1.jpg")
        _ = try scan([circular], fixture, as: "day/2.pdf")
        try fixture.temporary.write("a note", to: "day/3.txt")
        let now = "1794816000"
        let sign = ["sign", "paper", "--keeper", "archive", "--as", "p-01"]
        let run = try fixture.diwan(sign + ["day"], at: now)
        #expect(run.status == 6, "\(run.errorText)")
        let lines = run.outputText.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.map { $0[0] } == ["day/1.jpg", "day/2.pdf", "day/3.txt"])
        #expect(lines.map { $0[1] } == ["recorded", "recorded", "unmatched"])
        #expect(lines.map { $0[2] } == [number, circular, ""] && lines[0][3] == "code")
        #expect(try fixture.diwan(sign + ["day/1.jpg"], at: now).status == 0)
        #expect(try fixture.diwan(sign + ["day/3.txt"], at: now).status == 1)
        let wrong = try fixture.diwan(sign + ["day/1.jpg", "--document", circular, "--json"], at: now)
        #expect(wrong.status == 5 && wrong.errorText.contains(number))
        let json = try JSONSerialization.jsonObject(with: Data(wrong.output)) as? [[String: Any]]
        #expect(json?.first?["fate"] as? String == "refused")
        #expect(try fixture.diwan(sign + ["deeper"], at: now).status != 0)
        #expect(try fixture.faults() == [])
    }
}
