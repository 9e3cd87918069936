import Diwan
import DiwanData
import DiwanDocument
import DiwanPDF
import DiwanTemplate
import DiwanTestSupport
import Testing

/// What documents carry of their source.
@Suite("Embedded record")
struct EmbeddedRecordTests {
    /// The repository's own environment, at a fixed time.
    static func environment(_ templates: String = TemplatesFixture.root, letterhead: Bool = true) throws -> DiwanEnvironment {
        let places = ResourceFolders.Places(templates: templates, fonts: Repository.root() + "/Fonts/fonts.json")
        return try DiwanEnvironment(places: places, printsLetterhead: letterhead, time: try #require(CreationTime(seconds: 1_772_100_000)))
    }

    /// The document of some data, and what it carries.
    static func embed(
        _ renderer: DocumentRenderer, _ data: RecordData, blank: Bool = false
    ) throws -> (made: DocumentRenderer.Made, record: [UInt8], pdf: [UInt8]) {
        let made = try renderer.document(data, blank: blank, notesPrinted: true)
        let pages = try renderer.pages(made.document).pages
        let attachment = try renderer.embeddedRecord(of: made, pages: pages, standards: .all)
        return (made, attachment.content, try renderer.pdf(pages, attachments: [attachment]))
    }

    private static func samples(_ id: String) throws -> [RecordData] {
        try RecordData.variants(file: "\(TemplatesFixture.root)/\(id)/sample.json")
    }

    @Test("Every template's documents are made again from what they show, filled and blank", arguments: TemplatesFixture.ids)
    func replays(id: String) throws {
        let environment = try Self.environment()
        let renderer = try DocumentRenderer(try TemplateLocation(id, in: environment), in: environment)
        for (data, blank) in try Self.samples(id).map({ ($0, false) }) + [(RecordData(), true)] {
            let (made, xml, _) = try Self.embed(renderer, data, blank: blank)
            let record = try EmbeddedRecord.canonical(xml)
            #expect(record.printed == made.printed && record.printed.isBlank == blank)
            if record.printed.withheld.isEmpty {
                let again = try renderer.template.instantiate(record.printed, environment: environment.templateEnvironment)
                #expect(again == made.document)
            } else {
                #expect(id == "support-request")
                #expect(throws: PrintedRecord.Fault.withheld(record.printed.withheld.map(\.path))) {
                    try renderer.template.instantiate(record.printed, environment: environment.templateEnvironment)
                }
            }
        }
    }

    @Test("pdfdetach takes the record out as it was put in, and xmllint's canonical form of it has the same bytes")
    func isCanonical() throws {
        let environment = try Self.environment()
        let folder = try TemporaryFolder()
        for id in ["decision-acceptance", "support-request", "research-referral"] {
            let renderer = try DocumentRenderer(try TemplateLocation(id, in: environment), in: environment)
            let (_, xml, pdf) = try Self.embed(renderer, try Self.samples(id)[0])
            let path = try folder.write(pdf, to: id + ".pdf")
            let taken = try ProgramRun("pdfdetach", ["-save", "1", "-o", folder.path("record.xml"), path])
            #expect(taken.status == 0, "\(taken.errorText)")
            #expect(try readFile(folder.path("record.xml")) == xml)
            let canonical = try ProgramRun("xmllint", ["--c14n", folder.path("record.xml")])
            #expect(canonical.status == 0 && canonical.output == xml)
        }
    }

    @Test("A masked value travels masked, a sensitive one not at all, and neither stands anywhere in the record")
    func keepsSecrets() throws {
        let environment = try Self.environment()
        func record(_ id: String, _ variant: Int) throws -> String {
            let renderer = try DocumentRenderer(try TemplateLocation(id, in: environment), in: environment)
            return String(decoding: try Self.embed(renderer, try Self.samples(id)[variant]).record, as: UTF8.self)
        }
        let referral = try record("research-referral", 0)
        let id = try #require(try Self.samples("research-referral")[0].value["id"]?.string)
        #expect(!referral.contains(id) && referral.contains("<id mask=\"stars\">******\(id.suffix(4))</id>"))
        let request = try record("support-request", 0)
        for secret in ["إصابة في الظهر", "ربو"] {
            #expect(!request.contains(secret))
        }
        let later = try record("support-request", 1)
        #expect(!later.contains("إصابة في الظهر") && !later.contains("18000") && !later.contains("<creditor>"))
        #expect((request + later).contains("<health withheld=\"sensitive\"></health>"))
    }
}
