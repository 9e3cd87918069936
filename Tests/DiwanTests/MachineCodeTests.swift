import Diwan
import DiwanData
import DiwanDocument
import DiwanLayout
import DiwanTemplate
import DiwanTestSupport
import Testing

/// The codes that machines read, on the page: zbarimg reads poppler's picture of it.
@Suite("Codes on the page")
struct MachineCodeTests {
    private func template(_ body: String) throws -> CompiledTemplate {
        let text = """
            <template xmlns="urn:diwan:template:1" id="code" version="1"><title>رمز</title>
            <fields><field name="text" type="text"><label>النص</label></field></fields>
            \(body)
            </template>
            """
        let result = try TemplatesFixture().compile("code/template.xml", replacing: ["code/template.xml": text])
        return try #require(result.template, "\(result.diagnostics)")
    }

    private func page(_ body: String, _ text: String) throws -> [UInt8] {
        let office = try TemplatesFixture()
        let template = try template(body)
        let document = try office.instance(template, .object([("text", .string(text))])).document
        return try office.pdf(template, document).bytes
    }

    private func scanned(_ body: String, _ text: String) throws -> String {
        let folder = try TemporaryFolder()
        let file = try folder.write(try page(body, text), to: "page.pdf")
        let drawn = try ProgramRun("pdftoppm", ["-r", "200", "-png", "-singlefile", file, "\(folder.path)/page"])
        #expect(drawn.status == 0, "\(drawn.errorText)")
        let read = try ProgramRun("zbarimg", ["--quiet", "--raw", "--nodbus", "\(folder.path)/page.png"])
        #expect(read.status == 0, "no code was read: \(read.errorText)")
        return String(decoding: read.output, as: UTF8.self)
    }

    @Test(
        "A QR code on the page reads as its text",
        arguments: ["", " level='L'", " level='H' size='40mm'", " text-align='end'", " text-align='center' size='30mm'"])
    func qr(attributes: String) throws {
        for text in ["7", "DIWAN-1448-000123", "https://example.org/v?d=abc&n=12", "قرار اللجنة رقم ١٢"] {
            #expect(try scanned("<p>قبل</p><qr of='text' alt='رمز'\(attributes)/><p>بعد</p>", text) == text + "\n")
        }
    }

    @Test("A bar code on the page reads as its text", arguments: ["", " width='90mm' height='20mm'", " text-align='end'"])
    func barcode(attributes: String) throws {
        for text in ["DIWAN-1448-7", "1234567890", "Ab 12/34"] {
            #expect(try scanned("<barcode of='text' alt='رمز'\(attributes)/>", text) == text + "\n")
        }
    }

    @Test("The box that the structure gives a code is that of its ink", arguments: ["start", "center", "end"])
    func box(alignment: String) throws {
        let folder = try TemporaryFolder()
        let body = "<qr of='text' alt='رمز' size='40mm' text-align='\(alignment)'/>"
        let file = try folder.write(try page(body, "DIWAN-1448-000123"), to: "page.pdf")
        let tree = try ProgramRun("pdfinfo", ["-struct", file]).outputText
        let given = try #require(tree.firstMatch(of: /\/BBox \[?([-0-9. ]+)/), "\(tree)").1.split(separator: " ").compactMap { Double($0) }
        // At 72 to the inch a pixel is a point; the last line of the picture is at the foot of the page.
        _ = try ProgramRun("pdftoppm", ["-r", "72", "-gray", "-singlefile", file, "\(folder.path)/page"])
        let image = try GrayImage(readFile("\(folder.path)/page.pgm"))
        let columns = (0..<image.width).filter { image.ink(columns: $0..<$0 + 1) > 0 }
        let rows = (0..<image.height).filter { image.ink(rows: $0..<$0 + 1) > 0 }
        let ink = [columns[0], image.height - rows[rows.count - 1] - 1, columns[columns.count - 1] + 1, image.height - rows[0]]
        #expect(given.count == 4)
        for (edge, other) in zip(given, ink) { #expect(abs(edge - Double(other)) <= 1.5, "\(given) and \(ink)") }
    }

    @Test("A text that a bar code cannot hold is an error at the element")
    func cannotHold() throws {
        let template = try template("<p>نص</p><barcode of='text' alt='رمز'/>")
        let document = try TemplatesFixture().instance(template, .object([("text", .string("قرار"))])).document
        let error = try #require(throws: LayoutError.self) {
            try DocumentLayout(fonts: TemplatesFixture.fonts).layout(document)
        }
        #expect(error.problems.map(\.kind) == [.codeCannotHold("قرار")])
        #expect(error.problems.map { template.elements[Int($0.origin.rawValue)].position.line } == [3])
    }

    @Test("No text, no code")
    func empty() throws {
        let document = try TemplatesFixture().instance(try template("<qr of='text' alt='رمز'/><p>نص</p>"), .object([])).document
        #expect(document.body.count == 1)
    }
}
