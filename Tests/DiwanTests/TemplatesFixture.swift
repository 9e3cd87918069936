import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanLayout
import DiwanPDF
import DiwanShaping
import DiwanTemplate
import DiwanTestSupport
import Testing

/// The templates of the repository, compiled for an office, and documents made of their samples.
struct TemplatesFixture {
    /// The templates root.
    static let root = Repository.root() + "/Templates"
    /// The templates, by name.
    static let ids: [String] = (try? TemplateIndex(root: root))?.ids ?? []
    /// The fonts of this machine.
    static let fonts: FontLibrary = {
        guard let list = try? FontList(in: .init(fonts: Repository.root() + "/Fonts/fonts.json")) else { return FontLibrary(faces: []) }
        return FontLibrary(faces: list.faces)
    }()

    /// The office.
    private(set) var profile: Profile

    /// The office of `profile.json`, its text changed by `change`.
    init(_ change: (String) -> String = { $0 }) throws {
        let text = String(decoding: try FileBytes.read(Self.root + "/profile.json"), as: UTF8.self)
        let (profile, diagnostics) = Profile.read(Array(change(text).utf8), file: "profile.json") { name in
            try? FileBytes.read("\(Self.root)/\(name)")
        }
        #expect(diagnostics.map(\.message) == [])
        self.profile = try #require(profile)
    }

    /// The office that has set bounds for its answer, and prints on paper with its own letterhead: what the sample office does not.
    static func other() throws -> TemplatesFixture {
        var office = try TemplatesFixture { text in
            text.replacing("\"at-least\": \"P14D\", \"at-most\": null", with: "\"at-least\": \"P21D\", \"at-most\": \"P30D\"")
        }
        office.profile.texts.append(("letterhead", "none"))
        return office
    }

    /// The day that counts as today.
    func environment() throws -> TemplateEnvironment {
        TemplateEnvironment(today: try CivilDate(year: 2026, month: 2, day: 26), workingCalendar: profile.workingCalendar)
    }

    /// What came of compiling a template; `replacing` gives other bytes for some files.
    func compile(_ path: String, replacing files: [String: String] = [:]) -> Template.Result {
        Template.compile(path, profile: profile) { path in
            files[path].map { Array($0.utf8) } ?? (try? FileBytes.read(Self.root + "/" + path))
        }
    }

    /// A template without mistakes.
    func template(_ id: String) throws -> CompiledTemplate {
        let result = compile(id + "/template.xml")
        #expect(DiagnosticPrinter(sources: result.sources).text(result.diagnostics) == "")
        return try #require(result.template)
    }

    /// The records of a template's sample.
    static func samples(_ id: String) throws -> [JSONValue] {
        let path = "\(root)/\(id)/sample.json"
        let value = try JSONParser().parse(try FileBytes.read(path), file: path)
        return value.elements ?? [value]
    }

    /// The document of a record without faults.
    func instance(_ template: CompiledTemplate, _ data: JSONValue, blank: Bool = false, form: Bool = false) throws
        -> CompiledTemplate.Instance
    {
        let validation = template.validate(data, environment: try environment(), blank: blank || form)
        #expect(validation.diagnostics.map { "\($0.data?.path ?? ""): \($0.message)" } == [])
        let instance = template.instantiate(try #require(validation.record), environment: try environment(), form: form)
        #expect(instance.warnings.map(\.message) == [])
        return instance
    }

    /// The faults of a record, each as its path and whether it is an error.
    func faults(_ id: String, _ data: JSONValue) throws -> [String] {
        try template(id).validate(data, environment: environment()).diagnostics.compactMap(\.data?.path)
    }

    /// The PDF file of a document, and its number of pages.
    func pdf(_ template: CompiledTemplate, _ document: Document, isPlain: Bool = false) throws -> (bytes: [UInt8], pages: Int) {
        let result = try DocumentLayout(fonts: Self.fonts).layout(document)
        let problems = result.warnings.map { "\(template.elements[Int($0.origin.rawValue)].position): \($0.kind)" }
        #expect(problems == [])
        let fonts = Self.fonts
        let exporter = PDFExporter { id in
            guard let font = try? fonts.font(id) else { preconditionFailure("layout has read the font") }
            return font
        }
        return (try exporter.export(result.document, PDFOptions(isPlain: isPlain)), result.document.pages.count)
    }

    /// `data` with the value at `path` (`req.date`, `attach[1].expiry`) set to `value`, or taken out with `nil`.
    static func setting(_ path: String, to value: JSONValue?, in data: JSONValue) -> JSONValue {
        let parts = path.split { $0 == "." || $0 == "[" || $0 == "]" }.map(String.init)
        return setting(parts[...], to: value, in: data) ?? .null
    }

    private static func setting(_ path: ArraySlice<String>, to value: JSONValue?, in data: JSONValue) -> JSONValue? {
        guard let name = path.first else { return value }
        if let index = Int(name), var elements = data.elements {
            elements[index - 1] = setting(path.dropFirst(), to: value, in: elements[index - 1]) ?? .null
            return .array(elements)
        }
        var members = (data.members ?? []).map { (name: $0.name, value: $0.value) }
        let old = members.first { $0.name == name }?.value ?? .object([])
        members.removeAll { $0.name == name }
        if let new = setting(path.dropFirst(), to: value, in: old) { members.append((name, new)) }
        return .object(members)
    }
}
