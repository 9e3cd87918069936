import DiwanDocument
import DiwanPDF
import DiwanTestSupport
import Foundation
import Testing

/// What readers make of the text of a document that has everything hard to read back: the share of words that come back exactly, in
/// logical order.
@Suite("Reading")
struct ReadingTests {
    private static let vectors = Repository.root() + "/Tests/DiwanTests/Vectors"

    /// The document's file in one family, and the words that its template says.
    private func sample(_ family: String) throws -> (pdf: [UInt8], words: [String]) {
        let source = String(decoding: try readFile(Self.vectors + "/reading/template.xml"), as: UTF8.self)
        let office = try TemplatesFixture()
        let result = office.compile("reading/template.xml", replacing: ["reading/template.xml": source.replacing("FAMILY", with: family)])
        let template = try #require(result.template)
        let document = try office.instance(template, .object([])).document
        let text = source.split(separator: "\n").dropFirst(6).map { line in
            line.replacing(/<[^>]*>/, with: "").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
        }
        return (try office.pdf(template, document).bytes, words(of: text.joined(separator: "\n")))
    }

    /// The words of a text, without what steers direction and without the marks of the list's items.
    private func words(of text: String) -> [String] {
        let kept = text.unicodeScalars.filter { !(0x200E...0x200F).contains($0.value) && !(0x202A...0x202E).contains($0.value) }
        return String(String.UnicodeScalarView(kept)).precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace).map(
            String.init
        )
        .filter { $0 != "•" && $0.wholeMatch(of: /[1-3]\./) == nil }
    }

    /// How many of a thousand words come back in their order: the longest common subsequence.
    private func share(of found: [String], in wanted: [String]) -> Int {
        var row = [Int](repeating: 0, count: wanted.count + 1)
        for word in found {
            var last = 0
            for (index, other) in wanted.enumerated() {
                let here = row[index + 1]
                row[index + 1] = word == other ? last + 1 : max(row[index + 1], row[index])
                last = here
            }
        }
        return row[wanted.count] * 1000 / wanted.count
    }

    /// The words that a program prints for a file.
    private func words(of pdf: [UInt8], by program: String, _ arguments: (String) -> [String]) throws -> [String] {
        let folder = try TemporaryFolder()
        let run = try ProgramRun(program, arguments(folder.write(pdf, to: "file.pdf")))
        #expect(run.status == 0, "\(run.errorText)")
        return words(of: run.outputText)
    }

    private static let families = ["Amiri", "Noto Naskh Arabic"]

    @Test("Poppler gives 99 words of a hundred back", arguments: families)
    func poppler(family: String) throws {
        let (pdf, wanted) = try sample(family)
        #expect(share(of: try words(of: pdf, by: "pdftotext") { [$0, "-"] }, in: wanted) >= 990)
    }

    @Test("PDFium gives 93 words of a hundred back", arguments: families)
    func pdfium(family: String) throws {
        let (pdf, wanted) = try sample(family)
        let found = try words(of: pdf, by: "/usr/bin/python3") { [Self.vectors + "/pdfium_text.py", $0] }
        #expect(share(of: found, in: wanted) >= 930)
    }

    @Test("The structure tree has every word in logical order", arguments: families)
    func structure(family: String) throws {
        let (pdf, wanted) = try sample(family)
        #expect(share(of: words(of: try PDFFile(pdf).text()), in: wanted) >= 999)
    }

    @Test("Runs are written in logical order, with their spaces", arguments: families)
    func content(family: String) throws {
        // What pdf.js does: each stretch that the pen does not jump back in is turned round by itself, and put after the one before it.
        let (pdf, wanted) = try sample(family)
        let found = try words(of: pdf, by: "/usr/bin/python3") { [Self.vectors + "/stretches.py", $0] }
        #expect(share(of: found, in: wanted) >= 980)
    }
}
