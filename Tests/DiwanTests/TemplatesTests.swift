import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanTemplate
import DiwanTestSupport
import Foundation
import Testing

@Suite("The templates")
struct TemplatesTests {
    /// The bases that a template extends, one after the other.
    private static func bases(_ id: String) -> [String] {
        var bases: [String] = []
        var path = "\(id)/template.xml"
        while let text = try? FileBytes.read("\(TemplatesFixture.root)/\(path)"),
            let base = String(decoding: text, as: UTF8.self).firstMatch(of: /<template [^>]*extends="([^"]+)"/)?.1
        {
            path = String(base)
            bases.append(path)
        }
        return bases
    }

    /// The letters: they have a closing and a signature.
    private static let letters = TemplatesFixture.ids.filter { bases($0).contains("base/letter.xml") }
    /// The contracts, of which no clause may be missing.
    private static let contracts = TemplatesFixture.ids.filter { bases($0).contains("base/contract.xml") }
    /// The templates that tell the beneficiary's rights.
    private static let telling = ["receipt-notice", "decision-acceptance", "decision-rejection", "decision-deferral"]

    @Test("There are the documents of a support request, from the form to the decision")
    func all() {
        #expect(Set(TemplatesFixture.ids).isSuperset(of: Self.telling + ["support-request", "data-declaration", "missing-documents"]))
    }

    @Test("A template has no mistakes, and is called as its folder", arguments: TemplatesFixture.ids)
    func check(id: String) throws {
        for office in [try TemplatesFixture(), try .other()] { #expect(try office.template(id).id == id) }
        let template = try TemplatesFixture().template(id)
        #expect(!template.version.isEmpty)
        #expect(!template.title.isEmpty)
        #expect(template.audience != nil)
    }

    @Test("The samples of a template take every branch of it", arguments: TemplatesFixture.ids)
    func branches(id: String) throws {
        var left: Set<String> = []
        var taken: Set<String> = []
        for office in [try TemplatesFixture(), try .other()] {
            let template = try office.template(id)
            var instances = try TemplatesFixture.samples(id).map { try office.instance(template, $0) }
            instances.append(try office.instance(template, .object([]), blank: true))
            for (index, branch) in template.branches.enumerated() {
                let name = "\(branch.position) \(branch.words)"
                if instances.contains(where: { $0.taken[index] }) { taken.insert(name) } else { left.insert(name) }
            }
        }
        #expect(left.subtracting(taken).sorted() == [])
    }

    @Test("Every sample becomes a whole PDF file whose words can be found again", arguments: TemplatesFixture.ids)
    func render(id: String) throws {
        let office = try TemplatesFixture()
        let template = try office.template(id)
        var documents = try TemplatesFixture.samples(id).map { try office.instance(template, $0).document }
        documents.append(try office.instance(template, .object([]), blank: true).document)
        let folder = try TemporaryFolder()
        for (index, document) in documents.enumerated() {
            let (bytes, pages) = try office.pdf(template, document)
            let path = folder.path("\(index).pdf")
            try FileBytes.write(bytes, to: path)
            let qpdf = try ProgramRun("qpdf", ["--check", path])
            #expect(qpdf.status == 0, "\(qpdf.outputText)\(qpdf.errorText)")
            #expect(try ProgramRun("pdfinfo", [path]).outputText.contains(/Pages:\s+(\d+)/) { Int($0.1) == pages })
            let found = Self.words(try ProgramRun("pdftotext", [path, "-"]).outputText)
            let lost = Self.words(PlainText.of(document)).subtracting(found)
            #expect(lost.sorted() == [], "\(id) \(index)")
            if index < documents.count - 1 { #expect(try office.pdf(template, document).bytes == bytes) }
        }
    }

    @Test(
        "An office with large print, with Latin digits or with the Gregorian calendar first gets every document, with no word cut",
        arguments: [
            ["\"text-scale\": 100", "\"text-scale\": 140"], ["\"digits\": \"arab\"", "\"digits\": \"latn\""],
            ["\"calendar\": \"umalqura\"", "\"calendar\": \"gregorian\""],
        ], TemplatesFixture.ids)
    func otherHouses(change: [String], id: String) throws {
        let office = try TemplatesFixture { $0.replacing(change[0], with: change[1]) }
        let template = try office.template(id)
        for data in try TemplatesFixture.samples(id) { _ = try office.pdf(template, office.instance(template, data).document) }
        _ = try office.pdf(template, office.instance(template, .object([]), blank: true).document)
    }

    @Test("What belongs to the house stands in the profile alone: no template names a colour, the institution or a formula of letters")
    func house() throws {
        let profile = try TemplatesFixture().profile
        let words = profile.formulas.map(\.value).filter { $0.contains(" ") } + [profile.name, "#"]
        for folder in TemplatesFixture.ids + ["base", "parts"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(TemplatesFixture.root)/\(folder)")
            where name.hasSuffix(".xml") {
                let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(folder)/\(name)"), as: UTF8.self)
                    .replacing(/&#\d+;/, with: "").replacing(/(?s)<style name=.*?\/>/, with: "")
                for word in words { #expect(!text.contains(word), "\(folder)/\(name): \(word)") }
            }
        }
    }

    /// The words of two Arabic letters and more, without marks, and the numbers.
    private static func words(_ text: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .otherLetter, .decimalNumber, .lowercaseLetter, .uppercaseLetter: word.unicodeScalars.append(scalar)
            case .nonspacingMark, .format, .modifierLetter: break
            default:
                if word.unicodeScalars.count > 1 { words.insert(word) }
                word = ""
            }
        }
        return words
    }

    @Test("A signature shares its page with at least two lines of the letter", arguments: letters)
    func signaturePage(id: String) throws {
        let office = try TemplatesFixture()
        let template = try office.template(id)
        let folder = try TemporaryFolder()
        for (index, data) in try TemplatesFixture.samples(id).enumerated() {
            let path = folder.path("\(index).pdf")
            let (bytes, pages) = try office.pdf(template, office.instance(template, data).document)
            try FileBytes.write(bytes, to: path)
            let last = try ProgramRun("pdftotext", ["-f", String(pages), "-layout", path, "-"]).outputText
            let lines = last.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
            let closing = try #require(lines.firstIndex { $0.contains("وتقبلوا") }, "\(last)")
            // Above them the running header has one line.
            #expect(closing >= 3, "\(last)")
        }
    }

    @Test("A contract without a clause is refused, and the clause is named", arguments: contracts)
    func clauses(id: String) throws {
        let office = try TemplatesFixture()
        let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(id)/template.xml"), as: UTF8.self)
        for clause in ["performance", "default", "liability"] {
            let without = text.replacing(try Regex("(?s)<block name=\"\(clause)\">.*?</block>"), with: "")
            #expect(without != text)
            let result = office.compile("\(id)/template.xml", replacing: ["\(id)/template.xml": without])
            #expect(result.diagnostics.contains { $0.message == "the template must fill the block \"\(clause)\"" })
        }
    }

    @Test(
        "A receipt or a decision without the notice of rights is refused",
        arguments: TemplatesFixture.ids.filter { bases($0).contains("base/rights-letter.xml") })
    func rights(id: String) throws {
        let office = try TemplatesFixture()
        let text = String(decoding: try FileBytes.read("\(TemplatesFixture.root)/\(id)/template.xml"), as: UTF8.self)
        let without = text.replacing(/<block name="rights">.*<\/block>/, with: "")
        #expect(without != text)
        let result = office.compile("\(id)/template.xml", replacing: ["\(id)/template.xml": without])
        #expect(result.diagnostics.map(\.message) == ["the template must fill the block \"rights\""])
        let template = try office.template(id)
        for data in try TemplatesFixture.samples(id) {
            #expect(PlainText.of(try office.instance(template, data).document).contains("من حقوقكم لدى الجمعية"))
        }
    }

    @Test("A decision guards its issue by the answer period", arguments: telling.dropFirst())
    func answerPeriod(id: String) throws {
        let office = try TemplatesFixture()
        let instance = try office.instance(try office.template(id), try #require(TemplatesFixture.samples(id).first))
        let period = try #require(instance.policies.first { $0.guardsIssue })
        #expect(period.rule.name == "answer-period")
        #expect(period.earliestIssue?.iso == "2026-02-22")
    }
}

extension String {
    /// Whether the first match of a pattern satisfies `condition`.
    fileprivate func contains<Output>(_ pattern: some RegexComponent<Output>, where condition: (Output) -> Bool) -> Bool {
        firstMatch(of: pattern).map { condition($0.output) } ?? false
    }
}
