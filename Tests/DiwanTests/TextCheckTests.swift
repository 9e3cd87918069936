import DiwanDocument
import DiwanPDF
import DiwanTestSupport
import Testing

@testable import Diwan

@Suite("Text check")
struct TextCheckTests {
    @Test("Every template's files and forms, filled and blank, say what their documents say", arguments: TemplatesFixture.ids)
    func templates(id: String) throws {
        let office = try TemplatesFixture()
        let template = try office.template(id)
        var documents = try TemplatesFixture.samples(id).map { try office.instance(template, $0).document }
        documents.append(try office.instance(template, .object([]), blank: true).document)
        for data in try [.object([])] + TemplatesFixture.samples(id) {
            documents.append(try office.instance(template, data, form: true).document)
        }
        for document in documents {
            let check = try TextCheck(office.pdf(template, document).bytes, against: document)
            #expect(check.isPassed, "\(id): missing \(check.missing), extra \(check.extra)")
        }
    }

    @Test("A file of another document does not pass, and the words that differ are named")
    func difference() throws {
        let office = try TemplatesFixture()
        let template = try office.template("decision-rejection")
        let samples = try TemplatesFixture.samples("decision-rejection")
        let document = try office.instance(template, samples[0]).document
        let other = try office.instance(template, TemplatesFixture.setting("req.no", to: .string("1447/ط/99999"), in: samples[0])).document
        let check = try TextCheck(office.pdf(template, other).bytes, against: document)
        #expect(!check.isPassed)
        #expect(check.extra.contains { $0.contains("٩٩٩٩٩") })
        #expect(!check.missing.isEmpty && check.missing.count < 8)
    }

    @Test("Words are compared one for one, whatever steers their direction")
    func words() {
        let same = TextCheck(read: "\u{200F}قرار\u{200E} (1)\nقرار", document: "قرار\tقرار (1) ☐ …… \u{2066}\u{2069}")
        #expect(same.isPassed)
        let pages = TextCheck(read: "صفحة ٣ من ١٢ س 2", document: "صفحة # من ## س2")
        #expect(pages.isPassed, "\(pages)")
        let lost = TextCheck(read: "صفحة من ١٢", document: "صفحة # من ##")
        #expect(lost.missing == ["#"])
        let less = TextCheck(read: "قرار", document: "قرار قرار رقم")
        #expect(less.missing == ["قرار", "رقم"] && less.extra == [])
    }
}
