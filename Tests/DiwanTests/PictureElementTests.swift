import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanLayout
import DiwanPDF
import DiwanTemplate
import DiwanTestSupport
import Testing

/// `img`, `svg`, and pictures in the place of signatures and stamps: from a template and its data to the page.
@Suite("Pictures in templates")
struct PictureElementTests {
    /// A picture of 24 by 16 pixels with red in its left half and blue in its right; its file says 96 pixels an inch.
    private static let png: [UInt8] = pnm(["pnmtopng", "-size", "3780 3780 1"])
    /// The same without a size.
    private static let jpeg: [UInt8] = pnm(["cjpeg", "-quality", "100", "-sample", "1x1"])
    private static let svg = Array(
        "<svg xmlns='http://www.w3.org/2000/svg' width='24' height='16'><rect width='12' height='16' fill='#f00'/><rect x='12' width='12' height='16' fill='#00f'/></svg>"
            .utf8)

    private static func pnm(_ command: [String]) -> [UInt8] {
        var map = "P3 24 16 255\n"
        for _ in 0..<16 { for x in 0..<24 { map += x < 12 ? "255 0 0 " : "0 0 255 " } }
        return (try? ProgramRun(command[0], Array(command[1...]), input: Array(map.utf8)).output) ?? []
    }

    private static let files = ["t/a.png": png, "t/sub/a.jpg": jpeg, "t/a.svg": svg, "b/a.svg": svg]

    private let office: TemplatesFixture

    init() throws {
        office = try TemplatesFixture()
    }

    private func compile(_ body: String, files: [String: [UInt8]] = files) -> Template.Result {
        let text = """
            <template xmlns="urn:diwan:template:1" id="t" version="1"><title>صور</title>
            <fields><field name="photo" type="image"><label>الصورة</label></field><field name="no" type="text"><label>الرقم</label></field></fields>
            \(body)
            </template>
            """
        return Template.compile("t/template.xml", profile: office.profile) { path in
            path == "t/template.xml" ? Array(text.utf8) : files[path]
        }
    }

    private func template(_ body: String) throws -> CompiledTemplate {
        let result = compile(body)
        #expect(result.diagnostics.map { "\($0.position?.description ?? ""): \($0.message)" } == [])
        return try #require(result.template)
    }

    private func mistakes(_ body: String, files: [String: [UInt8]] = files) -> [String] {
        compile(body, files: files).diagnostics.map { "\($0.position.map { "\($0.file):\($0.line):\($0.column)" } ?? "") \($0.message)" }
    }

    private func document(_ body: String, photo: String? = nil, blank: Bool = false) throws -> Document {
        let data = JSONValue.object(photo.map { [("photo", .string($0))] } ?? [])
        return try instance(try template(body), data, blank: blank)
    }

    private func instance(_ template: CompiledTemplate, _ data: JSONValue, blank: Bool = false) throws -> Document {
        var environment = try office.environment()
        environment.pictures = { name in Self.files["t/" + name] }
        let validation = template.validate(data, environment: environment, blank: blank)
        #expect(validation.diagnostics.map(\.message) == [])
        return template.instantiate(try #require(validation.record), environment: environment).document
    }

    private func pictures(_ blocks: [Block]) -> [PlacedPicture] {
        blocks.compactMap { if case .picture(let picture) = $0.content { picture } else { nil } }
    }

    /// The coloured pixels of the first page at 96 dots an inch: how many columns and rows, and which is the left half.
    private func seen(_ template: CompiledTemplate, _ document: Document) throws -> (columns: Int, rows: Int, isRedLeft: Bool) {
        let folder = try TemporaryFolder()
        let file = try folder.write(office.pdf(template, document).bytes, to: "page.pdf")
        let run = try ProgramRun("pdftocairo", ["-r", "96", "-png", "-singlefile", file, folder.path("page")])
        #expect(run.status == 0 && run.errorText.isEmpty, "\(run.errorText)")
        let map = try ProgramRun("pngtopnm", ["-plain", folder.path("page.png")]).outputText.split(whereSeparator: \.isWhitespace)
        let (width, numbers) = (Int(map[1])!, map.dropFirst(4).map { Int($0)! })
        var columns: Set<Int> = []
        var rows: Set<Int> = []
        var reds: Set<Int> = []
        for pixel in 0..<numbers.count / 3 {
            let (red, green, blue) = (numbers[3 * pixel], numbers[3 * pixel + 1], numbers[3 * pixel + 2])
            guard green < 60, abs(red - blue) > 150 else { continue }
            columns.insert(pixel % width)
            rows.insert(pixel / width)
            if red > blue { reds.insert(pixel % width) }
        }
        let middle = ((columns.min() ?? 0) + (columns.max() ?? 0)) / 2
        // Where a picture is stretched, its two colours run into one another in the middle.
        func extent(_ places: Set<Int>) -> Int { places.isEmpty ? 0 : places.max()! - places.min()! + 1 }
        return (extent(columns), extent(rows), !reds.isEmpty && reds.allSatisfy { $0 <= middle + 1 })
    }

    @Test(
        "A picture stands on the page in its own size, or in the one that is asked for",
        arguments: [
            ("src='a.png'", 24, 16), ("src='sub/a.jpg'", 24, 16), ("src='a.svg'", 24, 16), ("src='a.png' width='36pt'", 48, 32),
            ("src='a.svg' height='24pt'", 48, 32), ("src='a.png' width='72pt' height='24pt'", 96, 32),
            ("src='a.png' width='2000pt' height='1000pt'", 624, 312),
        ])
    func size(attributes: String, width: Int, height: Int) throws {
        let template = try template("<page size='A4' margin='60pt 63.5pt'/><img \(attributes) alt='علم'/>")
        let seen = try seen(template, try instance(template, .object([])))
        #expect(abs(seen.columns - width) <= 1 && abs(seen.rows - height) <= 1, "\(seen)")
        #expect(seen.isRedLeft)
    }

    @Test("A picture may stand in headers, cells, columns and boxes, and a signature and a stamp may be one")
    func places() throws {
        let bodies = [
            "<header><img src='a.png' alt='علم'/></header><p>نص</p>",
            "<table columns='1fr 2fr'><tr><td><img src='a.svg' alt='علم'/></td><td>نص</td></tr></table>",
            "<table columns='auto 1fr'><tr><td><img src='a.svg' alt='علم'/></td><td>نص</td></tr></table>",
            "<columns><column><img src='a.png' alt='علم' text-align='end'/></column><column><p>نص</p></column></columns>",
            "<box><img src='a.png' alt=''/></box>", "<p>نص</p><signature role='executive-director' src='a.png'/>",
            "<p>نص</p><stamp src='a.svg'>الختم</stamp>",
        ]
        for body in bodies {
            let template = try template(body)
            let seen = try seen(template, try instance(template, .object([])))
            #expect(abs(seen.columns - 24) <= 1 && abs(seen.rows - 16) <= 1 && seen.isRedLeft, "\(seen) \(body)")
        }
    }

    @Test("The data give a picture as a file beside them or as a data URI, and the absence of one leaves nothing")
    func data() throws {
        let uri = "data:image/png;base64," + (try ProgramRun("base64", ["-w", "0"], input: Self.png).outputText)
        let body = "<p>نص</p><img of='photo' alt='صورة المتقدم'/>"
        for photo in [uri, "a.png", "sub/a.jpg", "a.svg"] {
            let picture = try #require(pictures(document(body, photo: photo).body).first)
            #expect(picture.size == Size(width: .points(18), height: .points(12)) || photo == uri || photo == "a.png")
            #expect(picture.alternative == "صورة المتقدم")
        }
        #expect(try pictures(document(body).body).isEmpty)
        let blank = try #require(pictures(document(body, blank: true).body).first)
        #expect(blank.size == Size(width: .millimetres(30), height: .millimetres(40)))
        let signed = try document("<signature role='executive-director' of='photo'/><stamp of='photo'/>", photo: "a.png")
        guard case .signature(let signature) = signed.body[0].content, case .stamp(let stamp) = signed.body[1].content else {
            Issue.record("\(signed.body)")
            return
        }
        #expect(signature.picture?.alternative == "توقيع المدير التنفيذي" && stamp.picture?.alternative?.hasPrefix("ختم جمعية") == true)
        let unsigned = try document("<signature role='executive-director' of='photo'/>")
        if case .signature(let signature) = unsigned.body[0].content { #expect(signature.picture == nil) }
    }

    @Test("Pictures that the data name wrongly are faults of their field")
    func wrongData() throws {
        let template = try template("<img of='photo' alt='صورة'/>")
        func fault(_ photo: JSONValue, files: Bool = true) throws -> String? {
            var environment = try office.environment()
            if files {
                environment.pictures = { name in
                    name == "bad.png" ? Array(Self.png.dropLast(30)) : name == "n.gif" ? Array("GIF89a".utf8) : nil
                }
            }
            let diagnostics = template.validate(.object([("photo", photo)]), environment: environment).diagnostics
            #expect(diagnostics.allSatisfy { $0.data?.path == "photo" && $0.data?.label == "الصورة" })
            return diagnostics.first?.message
        }
        #expect(try fault(.string("none.png")) == "لا يوجد ملف بهذا الاسم بجانب ملف البيانات")
        for name in ["../a.png", "/etc/a.png", "a/../../b.png", "c:\\a.png", "http://example.org/a.png", "a//b.png", "./a.png"] {
            #expect(try fault(.string(name)) == "ليس اسم ملف في مجلد ملف البيانات")
        }
        #expect(try fault(.string("a.png"), files: false) == "لا يُقبل اسم ملف هنا")
        #expect(try fault(.string("bad.png")) == "ملف الصورة ناقص")
        #expect(try fault(.string("n.gif")) == "الملف ليس PNG ولا JPEG ولا SVG")
        #expect(try fault(.string("data:image/png;base64,AAAA")) == "الملف ليس PNG ولا JPEG ولا SVG")
        #expect(try fault(.string("data:image/png;base64,A")) == "ليس النص ترميز base64 صحيحًا")
        #expect(try fault(.integer(3)) == "القيمة ليست نصًّا")
        #expect(try fault(.null) == nil)
        #expect(try fault(.string(" ")) == nil)
    }

    @Test("Mistakes of an author are at their place")
    func mistakesOfAuthors() throws {
        let text = Array("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>\n  <text>ا</text>\n</svg>".utf8)
        let files = ["t/text.svg": text, "t/cut.png": Array(Self.png.dropLast(20)), "t/n.gif": Array("GIF89a".utf8)].merging(Self.files) {
            $1
        }
        #expect(mistakes("<img src='none.png' alt='ا'/>") == ["t/template.xml:3:11 there is no picture \"t/none.png\""])
        #expect(
            mistakes("<img src='../b/a.svg' alt='ا'/>") == [
                "t/template.xml:3:11 \"../b/a.svg\" is not a picture in the folder of this file"
            ])
        #expect(
            mistakes("<img src='/b/a.svg' alt='ا'/>") == ["t/template.xml:3:11 \"/b/a.svg\" is not a picture in the folder of this file"])
        #expect(mistakes("<img src='a.png'/>") == ["t/template.xml:3:1 \"img\" has no \"alt\""])
        #expect(mistakes("<img alt='ا'/>") == ["t/template.xml:3:1 \"img\" has neither \"src\" nor \"of\""])
        #expect(mistakes("<img alt='ا' of='no'/>") == ["t/template.xml:3:18 \"no\" is not a picture"])
        #expect(mistakes("<img alt='ا' of='photo' src='a.png'/>") == ["t/template.xml:3:18 \"img\" has both \"src\" and \"of\""])
        #expect(mistakes("<img alt='ا' src='a.png' width='0mm'/>") == ["t/template.xml:3:33 a picture with no width cannot be seen"])
        #expect(mistakes("<p><value of='photo'/></p>") == ["t/template.xml:3:15 \"photo\" is a picture, not text"])
        #expect(
            mistakes("<img src='cut.png' alt='ا'/>", files: files).first?.hasPrefix(
                "t/template.xml:3:11 the picture \"cut.png\" cannot be shown: the file is cut off")
                == true)
        #expect(
            mistakes("<img src='n.gif' alt='ا'/>", files: files) == [
                "t/template.xml:3:11 the picture \"n.gif\" cannot be shown: the file is a GIF picture; a picture is PNG, JPEG or SVG"
            ])
        let drawing = mistakes("<img src='text.svg' alt='ا'/>", files: files)
        #expect(drawing.count == 2 && drawing.contains { $0.hasPrefix("t/template.xml:3:11 the picture \"text.svg\" cannot be shown") })
        #expect(drawing.contains { $0.hasPrefix("t/text.svg:2:3 ") })
        #expect(mistakes("<svg src='a.png' alt='ا'/>") == ["t/template.xml:3:11 \"a.png\" is no drawing"])
        #expect(mistakes("<svg alt='ا'/>") == ["t/template.xml:3:1 \"svg\" has no drawing"])
        let inline = mistakes("<svg alt='ا'>\n<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>ا</text></svg></svg>")
        #expect(inline.count == 1 && inline[0].hasPrefix("t/template.xml:4:"))
    }

    @Test("The text of a document names its pictures and codes")
    func text() throws {
        let document = try document("<p>قبل</p><img src='a.png' alt='علم'/><img src='a.svg' alt=''/><qr of=\"'7'\" alt='رقم'>سبعة</qr>")
        let text = String(decoding: DocumentText.bytes(document), as: UTF8.self)
        #expect(text == "قبل\n\n[صورة: علم]\n\n[رمز: رقم]\nسبعة\n")
    }

    @Test("The logo of an office is one for all its templates, and its mistakes are those of the profile")
    func logo() throws {
        #expect(office.profile.logo?.size == Size(width: .millimetres(20), height: .millimetres(20)))
        func faults(_ logo: String) -> [String] {
            Profile.read(Array("{\"name\": \"ا\", \"logo\": \"\(logo)\"}".utf8), file: "p.json") {
                $0 == "n.gif" ? Array("GIF8".utf8) : nil
            }
            .diagnostics.map { "\($0.position?.column ?? 0) \($0.message)" }
        }
        #expect(faults("none.svg") == ["23 there is no picture \"none.svg\" beside the profile"])
        #expect(faults("../a.svg") == ["23 \"../a.svg\" is not a file beside the profile"])
        #expect(faults("n.gif").first?.hasPrefix("23 the picture \"n.gif\" cannot be shown: the file is a GIF picture") == true)
    }

    @Test("A record that was printed does not have its pictures, says why, and makes no document without them")
    func printed() throws {
        let template = try template("<p>نص</p><img of='photo' alt='صورة'/>")
        var environment = try office.environment()
        environment.pictures = { _ in Self.png }
        let record = try #require(template.validate(.object([("photo", .string("a.png"))]), environment: environment).record)
        let instance = template.instantiate(record, environment: environment, notesPrinted: true)
        let printed = try #require(instance.printed)
        #expect(printed.fields.map(\.content) == [.withheld(.picture)])
        #expect(throws: PrintedRecord.Fault.withheld(["photo"])) {
            try template.instantiate(printed, environment: office.environment())
        }
    }
}
