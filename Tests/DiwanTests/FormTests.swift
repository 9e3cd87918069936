import Diwan
import DiwanData
import DiwanDocument
import DiwanLayout
import DiwanPDF
import DiwanTemplate
import DiwanTestSupport
import Foundation
import Testing

/// Forms that are filled in on screen, as pypdf, qpdf, Poppler, MuPDF and PDFium see them.
@Suite("Forms")
struct FormTests {
    private static let script = Repository.root() + "/Tests/DiwanTests/Vectors/forms.py"

    /// The form of a template, as a file.
    private func form(_ id: String, _ data: JSONValue = .object([])) throws -> [UInt8] {
        let office = try TemplatesFixture()
        let template = try office.template(id)
        return try office.pdf(template, office.instance(template, data, form: true).document).bytes
    }

    private func run(_ arguments: [String]) throws -> String {
        let run = try ProgramRun("/usr/bin/python3", [Self.script] + arguments)
        #expect(run.status == 0, "\(run.errorText)")
        return run.outputText
    }

    /// What pypdf reads: the type and the value of each field by its name.
    private func readByPypdf(_ path: String) throws -> [String: (type: String, value: String?)] {
        let fields = try #require(try JSONParser().parse(Array(run(["read", path]).utf8), file: "pypdf").members)
        return Dictionary(
            uniqueKeysWithValues: fields.map { ($0.name, ($0.value.elements?[0].string ?? "", $0.value.elements?[1].string)) })
    }

    /// What qpdf reads: the value of each field by its name.
    private func readByQPDF(_ path: String) throws -> [String: String?] {
        let run = try ProgramRun("qpdf", ["--json", "--json-key=acroform", path])
        #expect(run.status == 0, "\(run.errorText)")
        let form = try JSONParser().parse(Array(run.outputText.utf8), file: "qpdf")["acroform"]
        #expect(form?["needappearances"] == .boolean(false) || form?["needappearances"]?.string == nil)
        var values: [String: String?] = [:]
        for field in form?["fields"]?.elements ?? [] {
            // Strings of the newer output say first how they are written.
            var value = field["value"]?.string
            if let text = value, text.hasPrefix("u:") { value = String(text.dropFirst(2)) }
            values[field["fullname"]?.string ?? ""] = value
        }
        return values
    }

    // MARK: Names and values

    /// The paths of a template's fields that have a value of their own, without places in lists, with the options of choices.
    private static func paths(_ fields: [FieldDescription]) -> Set<String> {
        fields.reduce(into: []) { paths, field in
            paths.insert(field.path)
            if field.type == "choice", field.repeats { paths.formUnion(field.options.map { field.path + "." + $0.value }) }
            paths.formUnion(Self.paths(field.children))
        }
    }

    @Test("Fields are called as the data is, and there are some in every template", arguments: TemplatesFixture.ids)
    func names(id: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(try form(id), to: "form.pdf")
        let known = Self.paths(try TemplatesFixture().template(id).fields)
        let read = try readByPypdf(path).keys.filter { !$0.hasPrefix("signature:") }
        #expect(!read.isEmpty)
        for name in read { #expect(known.contains(name.replacing(/\[\d+\]/, with: "")), "\(name)") }
        #expect(Set(try readByQPDF(path).keys).isSuperset(of: read))
    }

    @Test("What was given is read back by pypdf and qpdf, in logical order")
    func values() throws {
        let folder = try TemporaryFolder()
        let data = try #require(try TemplatesFixture.samples("support-request").first)
        let path = try folder.write(try form("support-request", data), to: "form.pdf")
        let read = try readByPypdf(path)
        let other = try readByQPDF(path)
        let wanted = [
            ("ben.name", "/Tx", "نورة بنت سعد بن فهد"), ("ben.id", "/Tx", "١١٠٠٠٠٠٠٠٧"), ("ben.birth", "/Tx", "١٤٠٥/٠٧/٠١هـ"),
            ("fam[2].name", "/Tx", "ريم"), ("income.social-security", "/Tx", "٢٬٣٥٠٫٥٠"), ("fam[1].gender", "/Ch", "m"),
            ("req.type", "/Btn", "/new"), ("req.kind.food", "/Btn", "/true"), ("req.kind.rent", "/Btn", "/Off"),
            ("ben.gender", "/Btn", "/f"),
        ]
        for (name, type, value) in wanted {
            #expect(read[name]?.type == type && read[name]?.value == value, "\(name): \(String(describing: read[name]))")
            #expect(other[name] == value, "\(name): \(String(describing: other[name]))")
        }
        #expect(read["req.reason"]?.value == data["req"]?["reason"]?.string)
        #expect(read["fam[4].name"]?.type == "/Tx" && read["fam[4].name"]?.value == nil)
        let own = try PDFFile(form("support-request", data)).formFields()
        #expect(own.first { $0.name == "fam[1].gender" }?.shownText == "ذكر")
        #expect(own.first { $0.name == "ben.name" }?.isRequired == true && own.first { $0.name == "ben.work" }?.isRequired == false)
    }

    @Test("What pypdf fills in is read back")
    func filling() throws {
        let folder = try TemporaryFolder()
        let blank = try folder.write(try form("support-request"), to: "blank.pdf")
        let filled = folder.path("filled.pdf")
        _ = try run(["fill", blank, filled, "ben.name=سارة بنت خالد", "fam[7].relation=ابن", "req.no=1447/ط/9"])
        let read = try readByPypdf(filled)
        #expect(read["ben.name"]?.value == "سارة بنت خالد" && read["fam[7].relation"]?.value == "ابن")
        let own = try PDFFile(try FileBytes.read(filled)).formFields()
        #expect(own.first { $0.name == "req.no" }?.value == "1447/ط/9")
        #expect(own.first { $0.name == "ben.name" }?.shownText == "سارة بنت خالد")
    }

    @Test("Tabs go from right to left in a row, and rows from top to bottom")
    func tabOrder() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(try form("support-request"), to: "form.pdf")
        let found = try #require(try JSONParser().parse(Array(run(["tabs", path]).utf8), file: "tabs").elements)
        let places = found.compactMap(\.elements).filter { $0.count == 4 }
        #expect(places.count == found.count && places.count > 150)
        func number(_ value: JSONValue) -> Double {
            if case .number(let text) = value.kind { Double(text) ?? 0 } else { 0 }
        }
        let rows = places.filter { $0[1].string?.hasPrefix("fam[") == true }
        #expect(rows.count == 7 * 8)
        for (first, second) in zip(rows, rows.dropFirst()) {
            let isSameRow = abs(number(first[3]) - number(second[3])) < 1
            #expect(isSameRow ? number(second[2]) < number(first[2]) : number(second[3]) < number(first[3]))
        }
        let kinds = places.filter { $0[1].string == "req.type" }.map { number($0[2]) }
        #expect(kinds.count == 3 && kinds == kinds.sorted(by: >))
    }

    // MARK: Looks

    private static let style = TextStyle(family: "Amiri", size: .points(14))

    private static func document(_ cells: [[[Inline]]]) -> Document {
        func block(_ content: Block.Content) -> Block { Block(origin: ElementID(rawValue: 0), content: content) }
        let rows = cells.map { row in
            Table.Row(
                origin: ElementID(rawValue: 0),
                cells: row.map { content in
                    Table.Cell(
                        origin: ElementID(rawValue: 0), padding: Sides(all: .points(4)),
                        blocks: [block(.paragraph(Paragraph(textStyle: Self.style, content: content)))])
                })
        }
        let table = Table(
            columns: [.proportional(1), .proportional(1)], head: [], body: rows, outerBorder: Stroke(width: .points(1)),
            rowBorder: Stroke(width: .points(1)))
        let margin = Sides(all: Length.points(60))
        return Document(
            metadata: DocumentMetadata(title: "نموذج"), pageSize: .a5, firstPageMargin: margin, margin: margin, body: [block(.table(table))]
        )
    }

    private func file(_ document: Document) throws -> [UInt8] {
        let fonts = TemplatesFixture.fonts
        let pages = try DocumentLayout(fonts: fonts).layout(document).document
        let exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        return try exporter.export(pages)
    }

    /// The grey levels of the first page of a file, drawn by a program.
    private func pixels(_ program: String, _ arguments: [String], _ path: String, _ folder: TemporaryFolder) throws -> [UInt8] {
        let output = path + "." + (program.split(separator: "/").last.map(String.init) ?? program)
        let run = try ProgramRun(program, arguments.map { $0.replacing("IN", with: path).replacing("OUT", with: output) })
        #expect(run.status == 0, "\(run.errorText)")
        let bytes = try FileBytes.read(output + ".pgm")
        return Array(bytes.drop { $0 != 0x0A }.dropFirst())
    }

    @Test("Poppler, MuPDF and PDFium draw what fields hold as they draw plain text and check boxes, in one line or several")
    func looks() throws {
        let texts = [
            "نورة بنت سعد بن فهد", "١٤٤٧/٠٥/١٤هـ", "SA03 8000 0000 6080",
            "أعول ثلاثة أبناء بعد وفاة زوجي، ودخلنا من الضمان الاجتماعي لا يفي بإيجار المسكن ومصروف الدراسة.",
        ]
        var plain: [[[Inline]]] = [], filled: [[[Inline]]] = []
        for (index, text) in texts.enumerated() {
            let content = [Inline.isolate(index == 2 ? .leftToRight : .rightToLeft, [.text(text, Self.style)])]
            let isOn = index % 2 == 0
            plain.append([content, [.checkbox(isChecked: isOn, Self.style), .text(" نعم", Self.style)]])
            let field = FormField(
                name: "f.t\(index)", label: "نص", kind: .text(isMultiline: false, maximumLength: nil), value: text, content: content)
            let box = FormField(name: "f.b\(index)", label: "مربع", kind: .checkbox(value: "true"), value: isOn ? "true" : "false")
            filled.append([
                [.field(field, FieldRoom(width: nil, leader: .none), Self.style)],
                [.field(box, FieldRoom(width: nil, leader: .none), Self.style), .text(" نعم", Self.style)],
            ])
        }
        let folder = try TemporaryFolder()
        let plainPath = try folder.write(try file(Self.document(plain)), to: "plain.pdf")
        let formPath = try folder.write(try file(Self.document(filled)), to: "form.pdf")
        for (program, arguments) in [
            ("pdftoppm", ["-r", "100", "-gray", "-singlefile", "IN", "OUT"]),
            ("mutool", ["draw", "-q", "-r", "100", "-o", "OUT.pgm", "IN", "1"]),
            ("/usr/bin/python3", [Repository.root() + "/Tests/DiwanTests/Vectors/pdfium_page.py", "IN", "OUT.pgm", "100"]),
        ] {
            let first = try pixels(program, arguments, plainPath, folder), second = try pixels(program, arguments, formPath, folder)
            #expect(first.count == second.count && first.count > 100_000)
            let dark = first.count { $0 < 128 }
            // Places are rounded once more, so edges may differ by a shade; half a pixel off would be a third of the text.
            let different = zip(first, second).count { abs(Int($0) - Int($1)) > 64 }
            #expect(dark > 1_000 && different * 50 <= dark, "\(program): \(different) of \(dark)")
        }
    }

    @Test("A value that its blank is too narrow for becomes smaller, and one that is much too long is refused")
    func room() throws {
        func layout(_ text: String) throws -> FieldWidget? {
            let field = FormField(
                name: "a", label: "نص", kind: .text(isMultiline: false, maximumLength: nil), value: text, content: [.text(text, Self.style)]
            )
            let inline = Inline.field(field, FieldRoom(width: .points(90), leader: .dots), Self.style)
            let pages = try DocumentLayout(fonts: TemplatesFixture.fonts).layout(Self.document([[[inline], []]])).document.pages
            return Self.widgets(pages[0]).first
        }
        #expect(try layout("قصير")?.fontSize == .points(14))
        let smaller = try #require(try layout("نورة بنت سعد بن فهد بن خالد"))
        #expect(smaller.fontSize < .points(14) && smaller.fontSize >= .points(7) && smaller.size.width == .points(90))
        #expect(throws: LayoutError.self) { try layout(String(repeating: "نورة بنت سعد ", count: 20)) }
    }

    private static func widgets(_ frame: Frame) -> [FieldWidget] {
        frame.items.flatMap { placed -> [FieldWidget] in
            switch placed.item {
            case .field(let widget): [widget]
            case .frame(let inner): widgets(inner)
            case .glyphs, .path, .picture: []
            }
        }
    }

    // MARK: What may not be

    @Test(
        "A form with a fault is found out: the checker sees each one",
        arguments: [
            ("w.F = 6", "flags"), ("w.AP.D = w.AP.N", "appearances"), ("del w.StructParent", "no Form element"), ("w.TU = ''", "no words"),
            ("pdf.Root.AcroForm.NeedAppearances = True", "NeedAppearances"), ("del pdf.Root.AcroForm.Fields[0]", "differ"),
            ("w.T = pikepdf.String('b')", "two fields"), ("w.V = pikepdf.String('غير')", "the look says"),
            ("b.AS = pikepdf.Name('/On')", "state"), ("del b.AP.N['/Off']", "no look"), ("w.AA = pikepdf.Dictionary()", "/AA"),
            ("w.DA = pikepdf.String('/Helv 12 Tf 0 g')", "default appearance"),
            ("pdf.pages[0].Annots = pikepdf.Array(reversed(list(pdf.pages[0].Annots)))", "order of annotations"),
        ])
    func faults(change: String, words: String) throws {
        func field(_ name: String, _ kind: FormField.Kind, _ value: String, _ content: [Inline] = []) -> [Inline] {
            [
                .field(
                    FormField(name: name, label: "حقل", kind: kind, value: value, content: content), FieldRoom(width: nil, leader: .none),
                    Self.style)
            ]
        }
        let text = FormField.Kind.text(isMultiline: false, maximumLength: nil)
        let cells = [
            [field("a", text, "نص", [.text("نص", Self.style)]), field("b", text, "")], [field("c", .checkbox(value: "true"), "true"), []],
        ]
        let folder = try TemporaryFolder()
        let path = try folder.write(try file(Self.document(cells)), to: "form.pdf")
        let checker = Repository.root() + "/Tests/DiwanTests/Vectors/conformance.py"
        #expect(try ProgramRun("/usr/bin/python3", [checker, path]).outputText == "checked 1\n")
        let broken = folder.path("broken.pdf")
        let script = """
            import sys, pikepdf
            pdf = pikepdf.open(sys.argv[1])
            fields = {str(f.T): f for f in pdf.Root.AcroForm.Fields}
            w, b = fields['a'], fields['c']
            \(change)
            pdf.save(sys.argv[2], compress_streams=False)
            """
        let edit = try ProgramRun("/usr/bin/python3", ["-c", script, path, broken])
        #expect(edit.status == 0, "\(edit.errorText)")
        #expect(try ProgramRun("/usr/bin/python3", [checker, broken]).outputText.contains(words))
    }
}
