import Diwan
import DiwanBytes
import DiwanDiagnostics
import DiwanPDF
import DiwanTestSupport
import Foundation
import Testing

@testable import DiwanOffice

/// Signatures on a screen, drawn on the document.
@Suite(.serialized)
struct ScreenSignatureTests {
    private static let time = "2026-11-16T08:00:00Z"

    /// A signature with loops, fast and slow.
    static let strokes: SourceText = {
        var points: [String] = []
        for step in 0...90 {
            let angle = Double(step) / 6
            let x = 60 + Double(step) * 5.2 + 28 * cos(angle)
            let y = 100 + 62 * sin(angle) * (1 - Double(step) / 150)
            points.append("[\(Int(x)),\(Int(y)),\(step * (step < 40 ? 22 : 9) + (step < 40 ? 0 : 520))]")
        }
        let text =
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[["# + points.joined(separator: ",")
            + "],[[120,178,2000],[330,170,2150],[560,182,2260]],[[300,30,2600]]]}"
        return SourceText(file: "strokes.json", bytes: Array(text.utf8))
    }()

    private func signature(_ room: String? = nil) -> ScreenSignature {
        ScreenSignature(signer: "نورة بنت سعد", strokes: Self.strokes, consent: ("1.0.0", "أقر بما ورد"), room: room)
    }

    /// The page as Poppler draws it, 8-bit grey, and its width.
    private func page(_ bytes: [UInt8], _ number: Int, _ fixture: OfficeFixture) throws -> (pixels: [UInt8], width: Int) {
        let run = try ProgramRun(
            "pdftoppm", ["-r", "100", "-gray", "-f", "\(number)", "-l", "\(number)", try fixture.temporary.write(bytes, to: "page.pdf")])
        #expect(run.status == 0)
        let words = run.output.prefix(30).split { $0 == 0x20 || $0 == 0x0A }
        let width = try #require(Int(String(decoding: words[1], as: UTF8.self)))
        return (run.output, width)
    }

    /// Holds the drawing against the place: all that was changed on the page is within it, and there is ink.
    private func expectDrawn(_ before: [UInt8], _ after: [UInt8], in room: SignatureField, _ fixture: OfficeFixture) throws {
        let (old, width) = try page(before, room.page + 1, fixture)
        let (new, _) = try page(after, room.page + 1, fixture)
        try #require(old.count == new.count)
        let height = Int((842.0 * 100 / 72).rounded(.up))
        let begin = old.count - width * height
        let place = try #require(room.place)
        func pixels(_ length: Int64) -> Int { Int(Double(length) / 65_536 * 100 / 72) }
        let (left, top) = (pixels(place.origin.x.rawValue), pixels(place.origin.y.rawValue))
        let (right, bottom) = (left + pixels(place.size.width.rawValue), top + pixels(place.size.height.rawValue))
        var changed = 0
        for index in begin..<old.count where old[index] != new[index] {
            let (x, y) = ((index - begin) % width, (index - begin) / width)
            changed += 1
            #expect(x >= left - 2 && x <= right + 2 && y >= top - 3 && y <= bottom + 3, "\(x) \(y)")
        }
        #expect(changed > 300, "\(changed)")
    }

    @Test(
        "In an office with a seal the strokes are drawn in a field of the sealed file, under a seal of their own", arguments: [true, false])
    func sealed(certify: Bool) throws {
        let fixture = try OfficeFixture()
        try fixture.useSeal(certify: certify)
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let before = try office.file(of: office.document(number))
        let room = try #require(try PDFFile(before).blankSignatureFields().first { $0.place != nil })
        let drawing = try office.signOnScreen(number, signature(), by: officer)
        #expect(drawing == .drawn(room: room.name, page: room.page + 1))
        let after = try office.file(of: office.document(number))
        try fixture.expectAccepted(after, count: 2)
        try expectDrawn(before, after, in: room, fixture)
        let record = try office.document(number)
        #expect(record.latest.event.kind == .signedScreen && record.latest.event.text("certificate") != nil)
        #expect(try PDFFile(after).signatures().last?.reason == "توقيع نورة بنت سعد على الشاشة")
        #expect(try office.verify(after).isGenuine)
        // The room is taken.
        #expect(try office.signOnScreen(number, signature(), by: officer) == .noRoom)
        #expect(try office.document(number).revisions.count == 2)
        #expect(throws: OfficeError.self) { try office.signOnScreen(number, signature("chair"), by: officer) }
        #expect(try fixture.faults(ofSettings: false).isEmpty)
    }

    @Test("A signature is drawn where the document has its room, whatever letterhead and templates the office has by then")
    func otherLetterhead() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let before = try office.file(of: office.document(number))
        let room = try #require(try office.rooms(of: office.document(number), in: try PDFFile(before)).signatures.first)
        // Another letterhead moves the rooms of later documents.
        try fixture.shell(#"sed -i 's/"name": *"/"name": "أ /' profile.json"#)
        let changed = try fixture.open(Self.time)
        let drawing = try changed.signOnScreen(number, signature(), by: try fixture.actor("p-01", in: changed))
        #expect(drawing == .drawn(room: room.name, page: room.page + 1))
        try expectDrawn(before, try changed.file(of: changed.document(number)), in: room, fixture)
    }

    @Test("In an office without a seal the strokes are a stamp on the page, which keeps to PDF/A and PDF/UA, is proven and made again")
    func plain() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let before = try office.file(of: office.document(number))
        let room = try #require(try office.rooms(of: office.document(number), in: try PDFFile(before)).signatures.first)
        #expect(try office.signOnScreen(number, signature(), by: officer) == .drawn(room: room.name, page: room.page + 1))
        let record = try office.document(number)
        let after = try office.file(of: record)
        #expect(after.starts(with: before) && record.revisions.count == 2)
        try fixture.expectSound(after)
        try expectDrawn(before, after, in: room, fixture)
        #expect(try PDFFile(after).stampNames() == [room.name])
        let words = try ProgramRun("/usr/bin/python3", ["-c", Self.annotations, try fixture.temporary.write(after, to: "a.pdf")])
        #expect(words.outputText == "/Stamp توقيع نورة بنت سعد على الشاشة /Annot\n", "\(words.outputText) \(words.errorText)")
        #expect(try office.signOnScreen(number, signature(), by: officer) == .noRoom)
        // The proof of the later file is all that is needed elsewhere.
        let offline = try DocumentVerification(
            after, proof: readFile(fixture.folder.proof(record.latest.hash)), keys: LogKeys(fixture.folder.file("verifier-keys")))
        #expect(offline.isGenuine && offline.number == number)
        let again = try fixture.diwan(["verify", number, "--rerender"], at: "1794816000")
        #expect(again.status == 0 && again.outputText.contains("byte for byte"), "\(again.outputText)")
        // A seal covers what was drawn before it.
        try fixture.useSeal()
        let sealing = try fixture.open(Self.time)
        try sealing.act(.sealed(nil), onDocument: number, by: try fixture.actor("p-06", in: sealing))
        try fixture.expectAccepted(sealing.file(of: sealing.document(number)), count: 1)
        #expect(try fixture.faults(ofSettings: false).isEmpty)
    }

    /// The annotations of the first page that are no fields, with their words and the kind of their element.
    private static let annotations = """
        import pikepdf, sys
        pdf = pikepdf.open(sys.argv[1])
        for page in pdf.pages:
            for a in page.obj.get("/Annots", []):
                nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums) if "/Nums" in pdf.Root.StructTreeRoot.ParentTree else []
                for kid in pdf.Root.StructTreeRoot.ParentTree.get("/Kids", []): nums += list(kid.Nums)
                element = dict(zip(map(int, nums[::2]), nums[1::2]))[int(a.StructParent)]
                assert str(element.Alt) == str(a.Contents)
                print(a.Subtype, a.Contents, element.S)
        """

    @Test(
        "Where others signed the file and the office has no seal, nothing is drawn, and that is said")
    func notDrawn() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let director = try fixture.actor("p-06", in: office)
        try office.act(.countersigned(try fixture.credentials("chair")), onDocument: number, by: director)
        let event = try { () throws -> OfficeEvent in
            let result = try office.signOnScreen(number, signature(), by: officer)
            #expect(result == .noSeal)
            return try #require(try office.document(number).events.last)
        }()
        #expect(event.kind == .signedScreen && event.text("number") == nil)
        #expect(event.text("sha256") == (try office.document(number).latest.hash))
        #expect(try fixture.faults().isEmpty)
    }
}
