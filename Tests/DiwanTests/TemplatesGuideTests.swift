import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanTemplate
import DiwanTestSupport
import Foundation
import Testing

/// The author's guide, `Templates/README.md`: its examples are true.
@Suite("The author's guide")
struct TemplatesGuideTests {
    private let guide: String
    private let office: TemplatesFixture

    init() throws {
        guide = String(decoding: try FileBytes.read(TemplatesFixture.root + "/README.md"), as: UTF8.self)
        office = try TemplatesFixture()
    }

    /// The code blocks of a language, in order.
    private func blocks(_ language: String) -> [String] {
        guide.matches(of: /(?s)\n```(\w+)\n(.*?)\n```/).filter { $0.1 == language }.map { String($0.2) }
    }

    private static let declarations = ["<fields", "<policy", "<style", "<page", "<header", "<footer"]

    private func isDeclaration(_ block: String) -> Bool { Self.declarations.contains { block.hasPrefix($0) } }

    private func mistakes(_ template: String) -> String {
        // The examples name a drawing beside the template and a part, and have them.
        let drawing = (try? FileBytes.read(TemplatesFixture.root + "/logo.svg")) ?? []
        let result = office.compile(
            "guide/template.xml",
            replacing: [
                "guide/template.xml": template, "guide/pictures/hall.svg": String(decoding: drawing, as: UTF8.self),
                "parts/guide.xml": blocks("xml").first { $0.hasPrefix("<part") } ?? "",
            ])
        return DiagnosticPrinter(sources: result.sources).text(result.diagnostics)
    }

    @Test("Every example compiles")
    func examples() {
        let declared = blocks("xml").filter(isDeclaration).joined(separator: "\n")
        var count = 0
        for block in blocks("xml") where !isDeclaration(block) && !block.hasPrefix("<part") {
            count += 1
            let whole =
                block.hasPrefix("<template")
                ? block
                : "<template xmlns=\"urn:diwan:template:1\" id=\"guide\" version=\"1\"><title>ت</title>\n\(declared)\n\(block)\n</template>"
            #expect(mistakes(whole) == "", "\(block)")
        }
        #expect(count > 20)
    }

    @Test("The first template and its data make a letter")
    func firstTemplate() throws {
        let text = try #require(blocks("xml").first)
        let template = try #require(office.compile("thanks/template.xml", replacing: ["thanks/template.xml": text]).template)
        let sample = try #require(blocks("json").first)
        let data = try JSONParser().parse(Array(sample.utf8), file: "sample.json")
        let document = try office.instance(template, data).document
        #expect(try office.pdf(template, document).pages == 1)
        let zero = TemplatesFixture.setting("amount", to: .string("0"), in: data)
        #expect(template.validate(zero, environment: try office.environment()).diagnostics.compactMap(\.data?.path) == ["amount"])
    }

    @Test("The guide shows every element of the language")
    func everyElement() {
        let shown = blocks("xml").joined()
        let missing = ElementRegistry.names.filter { name in
            !shown.contains("<\(name)>") && !shown.contains("<\(name) ") && !shown.contains("<\(name)/>")
        }
        #expect(missing.filter { !["part", "title"].contains($0) } == [])
    }

    @Test("The guide's table names every template")
    func everyTemplate() {
        for id in TemplatesFixture.ids { #expect(guide.contains("| `\(id)` |"), "\(id)") }
    }

    @Test("REFERENCE.md is what the registry of elements says")
    func reference() throws {
        let text =
            "# The elements of the template language\n\nWritten from the program's own registry of elements; the examples are in [README.md](README.md).\n\n"
            + ElementRegistry.reference
        let path = TemplatesFixture.root + "/REFERENCE.md"
        if ProcessInfo.processInfo.environment["DIWAN_UPDATE"] == "1" { try FileBytes.write(Array(text.utf8), to: path) }
        #expect(String(decoding: try FileBytes.read(path), as: UTF8.self) == text, "run the test with DIWAN_UPDATE=1")
    }
}
