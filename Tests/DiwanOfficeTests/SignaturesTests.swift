import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Signatures on screen and on paper.
@Suite(.serialized)
struct SignaturesTests {
    private static func strokes(_ text: String) -> (strokes: Strokes?, faults: [Diagnostic]) {
        Strokes.read(SourceText(file: "strokes.json", bytes: Array(text.utf8)))
    }

    private static let good =
        #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[50,100,0],[150,40,30],[300,160,60],[450,60,90]],[[500,100,400]]]}"#

    @Test(
        "What is no signature is refused, with its place",
        arguments: [
            "{}", "[]", #"{"diwan-strokes":2,"width":1,"height":1,"strokes":[]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[]]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[0,0,0],[601,0,1]]]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[0,0,5],[500,0,4]]]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[0,0],[500,0]]]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[0,0,0],[20,20,4]]]}"#,
            #"{"diwan-strokes":1,"width":0,"height":200,"strokes":[[[0,0,0]]]}"#,
            #"{"diwan-strokes":1,"width":600,"height":200,"pen":"blue","strokes":[[[0,0,0],[500,20,4]]]}"#,
        ])
    func noSignature(text: String) {
        let (strokes, faults) = Self.strokes(text)
        #expect(strokes == nil)
        #expect(faults.contains { $0.severity == .error && $0.position != nil })
    }

    @Test("Strokes are drawn through their points: a reader of SVG sees ink at each of them, and none in the corners")
    func drawing() throws {
        let strokes = try #require(Self.strokes(Self.good).strokes)
        let folder = try TemporaryFolder()
        try folder.write(strokes.svg, to: "s.svg")
        let run = try ProgramRun(
            "rsvg-convert", ["-w", "600", "-h", "200", "-b", "white", "-o", folder.path("s.png"), folder.path("s.svg")])
        #expect(run.status == 0, "\(run.errorText)")
        let pixels = try ProgramRun("pngtopnm", [folder.path("s.png")])
        #expect(pixels.status == 0)
        // A PNM of type P6 or P5, 600 by 200, a byte or three a pixel.
        let channels = pixels.output.starts(with: Array("P6".utf8)) ? 3 : 1
        let body = Array(pixels.output.suffix(600 * 200 * channels))
        func isDark(_ x: Int, _ y: Int) -> Bool { body[(y * 600 + x) * channels] < 128 }
        for line in strokes.lines { for point in line { #expect(isDark(point.x, point.y), "\(point)") } }
        for (x, y) in [(2, 2), (597, 2), (2, 197), (597, 197), (50, 40)] { #expect(!isDark(x, y)) }
    }

    @Test("A signature on a screen keeps strokes and words of consent in evidence, and only their version in the log")
    func onScreen() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let source = SourceText(file: "s.json", bytes: Array(Self.good.utf8))
        let signature = ScreenSignature(signer: "نورة بنت سعد", strokes: source, consent: ("1.0.0", "أقر بما ورد"))
        _ = try office.signOnScreen(number, signature, by: officer)
        let document = try office.document(number)
        let event = try #require(document.events.last)
        #expect(event.kind == .signedScreen && event.text("text") == "1.0.0" && event.text("sha256") == document.latest.hash)
        let evidence = try #require(try office.evidence(of: event))
        #expect(evidence["consent"]?.string == "أقر بما ورد" && evidence["seen"]?.string == document.hash)
        #expect(try office.store.file(try #require(evidence["strokes"])) == source.bytes)
    }

    @Test("A thumbprint wants a witness, whoever declines says why, no one countersigns twice, and nothing is signed that was revoked")
    func rules() throws {
        let fixture = try OfficeFixture()
        let (office, number) = try fixture.issuedLetter()
        let officer = try fixture.actor("p-01", in: office)
        let director = try fixture.actor("p-06", in: office)
        let thumb = Office.DocumentAction.signedByThumb(signer: "نورة", witnesses: [], keeper: "archive")
        #expect(try refusal { try office.act(thumb, onDocument: number, by: officer) } == "witness")
        #expect(throws: OfficeError.self) {
            try office.act(.declined(signer: "نورة", reason: ""), onDocument: number, by: officer)
        }
        #expect(try office.act(.countersigned(nil), onDocument: number, by: director) == 1)
        #expect(try refusal { try office.act(.countersigned(nil), onDocument: number, by: director) } == "signed-once")
        #expect(try refusal { try office.act(.revoke(reason: "خطأ"), onDocument: number, by: officer) } == "roles")
        try office.act(.revoke(reason: "خطأ"), onDocument: number, by: director)
        #expect(
            try refusal { try office.act(.countersigned(nil), onDocument: number, by: try fixture.actor("p-03", in: office)) } == "in-force"
        )
        #expect(try refusal { try office.act(.revoke(reason: "خطأ"), onDocument: number, by: director) } == "in-force")
    }
}

extension OfficeFixture {
    /// An office in which the letter of a decision was issued on 2026-11-15, and the letter's number.
    func issuedLetter() throws -> (office: Office, number: String) {
        let request = try decidedRequest()
        let office = try open("2026-11-15T08:00:00Z")
        let order = IssueOrder(template: "decision-acceptance", request: request, data: try data(Self.letter))
        let issued = try office.issue(order, by: try actor("p-06", in: office))
        return (office, issued.number)
    }
}
