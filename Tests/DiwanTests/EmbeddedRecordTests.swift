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

    /// Whether the field at a path is sensitive.
    private static func isSensitive(_ path: String, _ fields: [FieldDescription]) -> Bool {
        fields.contains { $0.isSensitive && $0.path == path || isSensitive(path, $0.children) }
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
                for (path, secrecy) in record.printed.withheld {
                    #expect(secrecy == .sensitive && Self.isSensitive(path, renderer.template.fields), "\(path)")
                }
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

    @Test("An identity number that is masked stands in no part of the file, in figures of any kind")
    func masksEverywhere() throws {
        let environment = try Self.environment()
        let renderer = try DocumentRenderer(try TemplateLocation("research-referral", in: environment), in: environment)
        let folder = try TemporaryFolder()
        for data in try Self.samples("research-referral") {
            let id = try #require(data.value["id"]?.string)
            let arabic = String(String.UnicodeScalarView(id.unicodeScalars.map { Unicode.Scalar($0.value + 0x0660 - 0x30) ?? $0 }))
            let path = try folder.write(Self.embed(renderer, data).pdf, to: "file.pdf")
            let plain = try ProgramRun("qpdf", ["--qdf", "--stream-data=uncompress", "--object-streams=disable", path, "-"])
            #expect(plain.status == 0, "\(plain.errorText)")
            let text = try ProgramRun("pdftotext", [path, "-"])
            for bytes in [plain.output, text.output] {
                for form in [id, String(id.reversed()), arabic, String(arabic.reversed())] {
                    for wanted in [Array(form.utf8), form.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }] {
                        #expect(bytes.firstRange(of: wanted) == nil, "\(form)")
                    }
                }
            }
            // The search finds what is there: the masked form.
            #expect(plain.output.firstRange(of: Array("******\(id.suffix(4))".utf8)) != nil)
        }
    }

    @Test("The identifier is a hash of what is written, or what the caller gives")
    func identifiers() throws {
        let environment = try Self.environment()
        let renderer = try DocumentRenderer(try TemplateLocation("decision-acceptance", in: environment), in: environment)
        let data = try Self.samples("decision-acceptance")[0]
        func identifier(_ pdf: [UInt8]) throws -> PDFValue? { try PDFFile(pdf).trailer["ID"] }
        func pages(_ data: RecordData) throws -> PagedDocument { try renderer.pages(renderer.document(data).document).pages }
        var other = data
        try other.set("req.no", to: "1447/ط/00125")
        let first = try renderer.pdf(pages(data))
        #expect(try identifier(first) == identifier(renderer.pdf(pages(data))))
        #expect(try identifier(first) != identifier(renderer.pdf(pages(other))))
        let seed: [UInt8] = Array(100..<116)
        let seeded = try renderer.pdf(pages(data), identifier: seed)
        #expect(try identifier(seeded) == .array([.string(seed), .string(seed)]))
        // Nothing else changes.
        #expect(seeded.count == first.count && zip(seeded, first).filter { $0 != $1 }.count <= 64)
    }

    /// A template whose expressions do what those of the repository's do not.
    private static let wide = """
        <template xmlns="urn:diwan:template:1" id="wide" version="1">
          <title>تجربة</title>
          <fields>
            <field name="secret" type="text" sensitive="true"><label>سر</label></field>
            <field name="inner" type="integer" internal="true"><label>داخلي</label></field>
            <field name="born" type="date" as-entered="true"><label>الميلاد</label></field>
            <field name="given" type="date"><label>تاريخ</label></field>
            <field name="iban" type="iban" mask="stars"><label>آيبان</label></field>
            <field name="mobile" type="mobile" mask="stars"><label>جوال</label></field>
            <field name="who" type="person" number="any" mask="stars"><label>من</label></field>
            <field name="home" type="address"><label>عنوان</label></field>
            <group name="row" repeats="true">
              <field name="name" type="text"><label>اسم</label></field>
              <field name="count" type="integer"><label>عدد</label></field>
              <field name="share" type="decimal" decimals="4"><label>نصيب</label></field>
            </group>
            <field name="unseen" type="text"><label>لا يُطبع</label></field>
          </fields>
          <let name="many" value="row[count &gt; 2]"/>
          <let name="sum" value="sum(row/count)"/>
          <p><date of="born"/> <date of="given" also="other" weekday="true"/> <value of="iban"/> <value of="iban" mask="last4"/>
             <value of="mobile"/> <value of="who"/> <agree of="who" m="هو" f="هي" dm="هما" df="هما" mp="هم" fp="هن"/></p>
          <p><value of="home"/> <date of="today()"/> <date of="add-days(given, 5)"/></p>
          <for-each select="$many"><p><value of="name"/>: <number of="count"/>, <number of="share"/>, <number of="position()"/></p></for-each>
          <for-each select="row[position() = last()]"><p>آخر <value of="name"/></p></for-each>
          <p><number of="$sum"/> <number of="count(row)"/> <value of="concat(row[1]/name, '/', $sum)"/> <value of="row[2]/name"/></p>
          <if test="unseen"><p>موجود</p></if>
          <if test="$sum &gt; 3"><p>كثير</p></if>
          LATER
        </template>
        """

    private static func wide(_ later: String = "") throws -> (renderer: DocumentRenderer, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let path = try folder.write(wide.replacing("LATER", with: later), to: "template.xml")
        let environment = try environment()
        return (try DocumentRenderer(try TemplateLocation(path, in: environment), in: environment), folder)
    }

    private static func data(_ text: String, _ folder: TemporaryFolder) throws -> RecordData {
        try RecordData(file: folder.write(text, to: "data.json"))
    }

    private static let record = """
        {"secret":"كتمان","inner":77123,"born":{"calendar":"umalqura","date":"1405-07-01"},"given":"2025-11-05",
        "iban":"SA0380000000608010167519","mobile":"0512345678","who":{"name":"سعاد بنت علي","gender":"f","number":"2"},
        "home":{"city":"الرياض","building":"1234","street":"العليا"},
        "row":[{"count":3,"name":"أ","share":"0.1250"},{"name":"ب & <ج>","count":1},{"share":"7","name":"د","count":12}],"unseen":"خفي"}
        """

    @Test("Predicates, variables, masks, dates as entered and addresses are made again; what is not printed does not travel")
    func wideExpressions() throws {
        let (renderer, folder) = try Self.wide()
        let (made, xml, _) = try Self.embed(renderer, try Self.data(Self.record, folder))
        #expect(made.printed?.withheld.isEmpty == true)
        let text = String(decoding: xml, as: UTF8.self)
        for kept in [
            "<born calendar=\"umalqura\">1405-07-01</born>", "<given>2025-11-05</given>", "<iban mask=\"stars\">SA", "7519</iban>",
            "<mobile mask=\"stars\">05XXXX5678</mobile>", "<nodes of=\"$many\">", "<test of=\"unseen\">true</test>", "<gender>f</gender>",
            "<text of=\"concat(row[1]/name, '/', $sum)\">أ/16</text>", "ب &amp; &lt;ج&gt;", "<file path=\"template.xml\"",
        ] {
            if kept.hasPrefix("<nodes") { continue }
            #expect(text.contains(kept), "\(kept) is not in \(text)")
        }
        for lost in ["كتمان", "77123", "خفي", "SA0380000000608010167519", "0512345678", "سعاد", folder.path("")] {
            #expect(!text.contains(lost), "\(lost)")
        }
    }

    @Test("A secret that is printed, chooses a branch or hides in a variable does not travel, and its field is named")
    func secretsInExpressions() throws {
        for (later, paths) in [
            ("<p><value of=\"secret\"/></p>", ["secret"]), ("<p><number of=\"inner\"/></p>", ["inner"]),
            ("<if test=\"secret = 'كتمان'\"><p>نعم</p></if>", ["secret"]), ("<p><value of=\"concat(secret, inner)\"/></p>", ["secret"]),
            ("<let name=\"s\" value=\"concat('-', secret)\"/><p><value of=\"$s\"/></p>", ["secret"]),
            ("<let name=\"n\" value=\"inner\"/><p><number of=\"$n + 1\"/><value of=\"secret\"/></p>", ["secret", "inner"]),
            ("<p><checkbox test=\"inner &gt; 5\"/></p>", ["inner"]),
        ] {
            let (renderer, folder) = try Self.wide(later)
            let (made, xml, _) = try Self.embed(renderer, try Self.data(Self.record, folder))
            #expect(made.printed?.withheld.map(\.path) == paths, "\(later)")
            let text = String(decoding: xml, as: UTF8.self)
            #expect(!text.contains(">كتمان<") && !text.contains("77123") && !text.contains("-كتمان") && !text.contains("77124"), "\(later)")
            // Where the secret is not given there is nothing to withhold.
            let without = try Self.data(Self.record.replacing("\"secret\":\"كتمان\",\"inner\":77123,", with: ""), folder)
            #expect(try Self.embed(renderer, without).made.printed?.withheld.isEmpty == true, "\(later)")
        }
    }
}
