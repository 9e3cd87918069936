import Diwan
import DiwanData
import DiwanDocument
import DiwanLayout
import DiwanPDF
import DiwanTemplate
import DiwanTestSupport
import Testing

/// Files against the rules of PDF/A-3a and PDF/UA-1 that a program can see, by a checker over pikepdf (`Vectors/conformance.py`).
@Suite("Conformance")
struct ConformanceTests {
    private static let checker = Repository.root() + "/Tests/DiwanTests/Vectors/conformance.py"

    /// What the checker says of files.
    func check(_ files: [[UInt8]]) throws -> [String] {
        let folder = try TemporaryFolder()
        var paths: [String] = []
        for (index, file) in files.enumerated() { paths.append(try folder.write(file, to: "\(index).pdf")) }
        let run = try ProgramRun("/usr/bin/python3", [Self.checker] + paths)
        #expect(run.status == 0, "\(run.errorText)")
        let lines = run.outputText.split(separator: "\n").map(String.init)
        #expect(lines.last == "checked \(files.count)")
        return Array(lines.dropLast())
    }

    @Test("Every template's documents and forms, filled and blank, break no rule", arguments: TemplatesFixture.ids)
    func templates(id: String) throws {
        let office = try TemplatesFixture()
        let template = try office.template(id)
        var files: [[UInt8]] = []
        for data in try TemplatesFixture.samples(id) {
            files.append(try office.pdf(template, office.instance(template, data).document).bytes)
        }
        files.append(try office.pdf(template, office.instance(template, .object([]), blank: true).document).bytes)
        for data in try [.object([])] + TemplatesFixture.samples(id) {
            files.append(try office.pdf(template, office.instance(template, data, form: true).document).bytes)
        }
        // With what it was made from.
        let environment = try EmbeddedRecordTests.environment()
        let renderer = try DocumentRenderer(try TemplateLocation(id, in: environment), in: environment)
        let data = try #require(try RecordData.variants(file: "\(TemplatesFixture.root)/\(id)/sample.json").last)
        files.append(try EmbeddedRecordTests.embed(renderer, data).pdf)
        #expect(try check(files) == [])
    }

    /// A document that has what templates of today have not: headings out of order, notes, lists in lists, ragged tables, nothing at all.
    private static func document(_ body: [Block], title: String = "عنوان") -> Document {
        let margin = Sides(all: Length.points(60))
        let running = [block(.paragraph(Paragraph(textStyle: style, content: [.text("رأس ", style), .pageNumber(.latin, style)])))]
        return Document(
            metadata: DocumentMetadata(title: title, author: "جهة <&>"), firstPageMargin: margin, margin: margin,
            header: RunningContent(first: running, others: running), footer: RunningContent(first: running, others: running), body: body)
    }

    private static let style = TextStyle(family: "Amiri", size: .points(14))

    private static func block(_ content: Block.Content) -> Block { Block(origin: ElementID(rawValue: 0), content: content) }

    private static func paragraph(_ text: String, _ role: Paragraph.Role = .body, _ more: [Inline] = []) -> Block {
        block(.paragraph(Paragraph(role: role, textStyle: style, content: [.text(text, style)] + more)))
    }

    private func file(_ document: Document, _ options: PDFOptions = PDFOptions()) throws -> [UInt8] {
        let fonts = TemplatesFixture.fonts
        let pages = try DocumentLayout(fonts: fonts).layout(document).document
        let exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        return try exporter.export(pages, options)
    }

    @Test("Pictures of every kind, in headers, text, cells, signatures and stamps, break no rule")
    func pictures() throws {
        var map = "P3 31 20 65535\n"
        var gray = "P2 31 20 255\n"
        for y in 0..<20 {
            for x in 0..<31 {
                map += "\(x * 2000) \(y * 3000) \(x * y % 5 * 9000) "
                gray += "\(x * 8) "
            }
        }
        let folder = try TemporaryFolder()
        let opacity = try folder.write(Array(gray.utf8), to: "opacity.pgm")
        let eight = try ProgramRun("pamdepth", ["255"], input: Array(map.utf8)).output
        let few = try ProgramRun("pnmquant", ["13"], input: eight).output
        func png(_ options: [String], _ map: [UInt8]) throws -> [UInt8] { try ProgramRun("pnmtopng", options, input: map).output }
        var files = [
            "16.png": try png([], Array(map.utf8)), "alpha.png": try png(["-alpha=\(opacity)"], eight),
            "palette.png": try png([], few), "clear.png": try png(["-transparent", "=black"], few),
            "gray.png": try png(["-interlace"], Array(gray.utf8)), "a.jpg": try ProgramRun("cjpeg", [], input: eight).output,
            "g.jpg": try ProgramRun("cjpeg", ["-grayscale", "-progressive"], input: eight).output,
            "a.svg": try FileBytes.read(TemplatesFixture.root + "/logo.svg"),
        ]
        #expect(files.values.allSatisfy { $0.count > 100 })
        let body = files.keys.sorted().map { "<img src='\($0)' alt='صورة' width='30mm'/>" }.joined()
        files["t.xml"] = Array(
            """
            <template xmlns="urn:diwan:template:1" id="t" version="1"><title>صور</title>
            <header><img src="alpha.png" alt="شعار" height="8mm"/></header>
            <h1>عنوان</h1>\(body)
            <table columns="1fr 1fr"><tr><td><img src="a.svg" alt=""/></td><td><img src="clear.png" alt="صورة"/></td></tr></table>
            <page-break/><p>نص</p><page-break/>
            <columns><column><stamp src="alpha.png"/></column><column><signature role="executive-director" src="16.png"/></column></columns>
            <qr of="'7'" alt="رقم">سبعة</qr><qr of="'7'" alt="رقم" caption-side="end">سبعة</qr>
            </template>
            """.utf8)
        let office = try TemplatesFixture()
        let all = files
        let result = Template.compile("t.xml", profile: office.profile) { all[$0] }
        let template = try #require(result.template, "\(result.diagnostics)")
        let document = try office.instance(template, .object([])).document
        #expect(try check([office.pdf(template, document).bytes]) == [])
    }

    @Test("Headings, notes, lists, check boxes and tables of any kind break no rule")
    func structures() throws {
        func cell(_ text: String, _ scope: Table.Cell.Scope? = nil, columns: Int = 1, rows: Int = 1) -> Table.Cell {
            Table.Cell(
                origin: ElementID(rawValue: 0), scope: scope, columnSpan: columns, rowSpan: rows, padding: Sides(all: .points(2)),
                blocks: [Self.paragraph(text)])
        }
        func row(_ cells: [Table.Cell]) -> Table.Row { Table.Row(origin: ElementID(rawValue: 0), cells: cells) }
        func list(_ blocks: [Block]) -> Block {
            let mark = Paragraph(textStyle: Self.style, content: [.text("١.", Self.style)])
            return Self.block(
                .list(List(isOrdered: true, markWidth: .points(10), markGap: .points(4), items: [List.Item(mark: mark, blocks: blocks)])))
        }
        let note = Inline.footnote(mark: [.text("(1)", Self.style)], note: [.text("حاشية", Self.style)], Self.style)
        let boxes: [Inline] = [
            .text("قبل ", Self.style), .checkbox(isChecked: true, Self.style), .text(" نعم ", Self.style),
            .checkbox(isChecked: false, Self.style), .text(" لا", Self.style),
        ]
        let line = Stroke(width: .points(1))
        let columns: [ColumnWidth] = [.proportional(1), .proportional(1), .proportional(1)]
        let ragged = Self.block(
            .table(
                Table(
                    columns: columns, head: [row([cell("ا", .column), cell("ب", .column, columns: 2)])],
                    body: [row([cell("ج", rows: 2), cell("د")]), row([cell("ه"), cell("و")]), row([cell("ز")])], outerBorder: line)))
        let headOnly = Self.block(.table(Table(columns: columns, head: [row([cell("ا", .column)])], body: [])))
        let arrangement = Self.block(.table(Table(columns: columns, head: [], body: [row([cell("ا"), cell("ب")])])))
        let long = Self.block(
            .table(
                Table(
                    columns: [.proportional(1)], head: [row([cell("رأس", .column)])], body: (0..<90).map { row([cell("صف \($0)")]) },
                    rowBorder: line)))
        let body = [
            Self.paragraph("ثالث", .heading(3)), Self.paragraph("أول", .heading(1)), Self.paragraph("ثالث", .heading(3)),
            Self.paragraph("نص", .body, [note]), Self.paragraph("نص", .body, [note]), Self.paragraph("صناديق ", .body, boxes),
            list([Self.paragraph("بند"), list([Self.paragraph("بند في بند")])]), ragged, headOnly, arrangement, long,
            Self.block(
                .stamp(
                    Stamp(
                        diameter: .points(60), stroke: line, label: Paragraph(textStyle: Self.style, content: [.text("ختم", Self.style)]),
                        alignment: .end))),
            Self.block(
                .signature(Signature(role: "r", order: 1, label: [Self.paragraph("رئيس")], space: .points(30), leader: .dots, name: []))),
        ]
        let date = PDFDate(year: 2026, month: 11, day: 24, hour: 9, utcOffset: 180)
        let plain = try file(Self.document(body), PDFOptions(isPlain: true))
        let folder = try TemporaryFolder()
        let shown = try ProgramRun("qpdf", ["--stream-data=uncompress", try folder.write(plain, to: "plain.pdf"), "-"]).output
        let content = String(decoding: shown, as: UTF8.self)
        for kind in ["/Type/Pagination/Subtype/Header", "/Type/Pagination/Subtype/Footer", "/Type/Pagination>>"] {
            #expect(content.contains("/Artifact<<\(kind)") == true, "no artifact has \(kind)")
        }
        #expect(
            try check([
                file(Self.document(body), PDFOptions(date: date)), plain,
                file(Self.document([])),
            ]) == [])
    }

    @Test("Files that travel within a document break no rule, in the small form and in the plain one")
    func attachments() throws {
        let files = [
            PDFAttachment(name: "سجل.xml", description: "سجل", mediaType: "application/xml", relationship: .data, content: [1, 2, 3]),
            PDFAttachment(name: "b (2).bin", description: "b", mediaType: "application/octet-stream", relationship: .source, content: []),
            PDFAttachment(
                name: "a.txt", description: "وصف", mediaType: "text/plain", relationship: .supplement,
                content: Array(repeating: 65, count: 70_000)),
        ]
        let document = Self.document([Self.paragraph("نص")])
        let date = PDFDate(year: 2026, month: 11, day: 24, hour: 9, utcOffset: 180)
        var written: [[UInt8]] = []
        for isPlain in [false, true] {
            var options = PDFOptions(date: date, isPlain: isPlain)
            options.attachments = files
            written.append(try file(document, options))
            let found = try PDFFile(written[written.count - 1]).attachments()
            #expect(found.map(\.name) == ["a.txt", "b (2).bin", "سجل.xml"])
            #expect(found.map(\.content) == [files[2], files[1], files[0]].map(\.content))
            #expect(found.map(\.relationship) == ["Supplement", "Source", "Data"] && found.map(\.description) == ["وصف", "b", "سجل"])
            #expect(found.map(\.mediaType) == ["text/plain", "application/octet-stream", "application/xml"])
            let folder = try TemporaryFolder()
            let path = try folder.write(written[written.count - 1], to: "file.pdf")
            let run = try ProgramRun("pdfdetach", ["-saveall", "-o", folder.path("."), path])
            #expect(run.status == 0, "\(run.errorText)")
            for file in files { #expect(try readFile(folder.path(file.name)) == file.content) }
            let check = try ProgramRun("qpdf", ["--check", path])
            #expect(check.status == 0, "\(check.errorText)")
        }
        #expect(try check(written) == [])
        // The checker sees a file that only the catalogue's names know.
        let mark = Array("/AF[".utf8)
        let place = try #require(written[1].indices.first { written[1][$0...].starts(with: mark) })
        written[1][place + 1] = UInt8(ascii: "X")
        #expect(try check([written[1]]).contains { $0.contains("associated with nothing") })
    }

    @Test("A file that claims less is found to claim less: the checker sees what is missing")
    func narrower() throws {
        let document = Self.document([Self.paragraph("نص")])
        let none = try check([file(document, PDFOptions(standards: .none))])
        #expect(none.contains { $0.contains("claim of PDF/A-3a") } && none.contains { $0.contains("claim of PDF/UA-1") })
        #expect(none.contains { $0.contains("one output intent") })
        let accessible = try check([file(document, PDFOptions(standards: PDFStandards("ua-1")))])
        #expect(!accessible.contains { $0.contains("claim of PDF/UA-1") } && accessible.contains { $0.contains("claim of PDF/A-3a") })
        let level = try check([file(document, PDFOptions(standards: PDFStandards("a-3b,ua-1")))])
        #expect(level.count == 1 && level[0].contains("claim of PDF/A-3a"))
    }

    @Test("Standards are read from a list, and what cannot be is refused")
    func lists() throws {
        #expect(try PDFStandards("a-3a,ua-1") == .all)
        #expect(try PDFStandards("ua-1,A-3U") == PDFStandards(archival: .u, isAccessible: true))
        #expect(try PDFStandards("none") == .none)
        #expect(throws: PDFStandards.Fault.unknown("a-2a")) { try PDFStandards("a-2a") }
        #expect(throws: PDFStandards.Fault.unknown("")) { try PDFStandards("a-3a,") }
        #expect(throws: PDFStandards.Fault.twoLevels("a-3a", "a-3b")) { try PDFStandards("a-3a,a-3b") }
        #expect(throws: PDFStandards.Fault.noneBesideOthers) { try PDFStandards("none,ua-1") }
        #expect(throws: PDFError.noTitle) { try file(Self.document([], title: "")) }
    }
}
