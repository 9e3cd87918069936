import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import Testing

@testable import DiwanTemplate

/// Small templates as strings, and what the tests ask of them.
enum Fixture {
    /// A profile with one signatory, three rules of policy and a holiday.
    static let profileText = """
        {"id": "test", "name": "جمعية الاختبار", "phone": "0140000000", "email": "info@charity.example", "hours": "الأحد–الخميس 8–2",
         "licence": "0000",
         "address": {"building": "1234", "street": "النخيل", "city": "تبوك", "postal": "47311", "additional": "5678", "short": "ABCD1234"},
         "lists": {"channels": ["الموقع", "البريد"]},
         "signatories": [{"role": "director", "title": "المدير التنفيذي", "name": "خالد بن محمد"}],
         "holidays": [{"from": "2026-03-19", "to": "2026-03-22", "name": "عيد الفطر", "confirmed": true}],
         "style": {"h1": {"font-size": "18pt"}, ".note": {"font-size": "9pt", "color": "#444444"}},
         "policy": {"version": "1.0", "rules": {
            "answer-period": {"at-least": "P14D", "at-most": null},
            "objection": {"at-most": "P15D"},
            "supply": {"at-most": "P15D", "counting": "working"}}}}
        """

    static func profile(_ text: String = profileText) throws -> Profile {
        let (profile, diagnostics) = Profile.read(Array(text.utf8), file: "profile.json")
        #expect(diagnostics.map(\.message) == [])
        return try #require(profile)
    }

    static func environment() throws -> TemplateEnvironment {
        TemplateEnvironment(today: try CivilDate(year: 2026, month: 2, day: 5), workingCalendar: try profile().workingCalendar)
    }

    /// A whole template with these fields and this body.
    static func template(fields: String = "", _ body: String, attributes: String = "") -> String {
        """
        <template xmlns="urn:diwan:template:1" id="t" version="1" \(attributes)><title>ت</title>
        <fields>\(fields)</fields>
        \(body)
        </template>
        """
    }

    /// Compiles `files`, the template being `t.xml`.
    static func compile(_ files: [String: String], profile: Profile? = nil) throws -> Template.Result {
        Template.compile("t.xml", profile: try profile ?? self.profile()) { path in files[path].map { Array($0.utf8) } }
    }

    /// The compiled template; mistakes fail the test.
    static func compiled(_ text: String, files: [String: String] = [:]) throws -> CompiledTemplate {
        let result = try compile(files.merging(["t.xml": text]) { $1 })
        #expect(result.diagnostics.map { "\($0.position?.description ?? ""): \($0.message)" } == [])
        return try #require(result.template)
    }

    /// The mistakes of a template, each as `line:column severity message | hint`.
    static func mistakes(_ text: String, files: [String: String] = [:]) throws -> [String] {
        try compile(files.merging(["t.xml": text]) { $1 }).diagnostics.map { diagnostic in
            let place = diagnostic.position.map { ($0.file == "t.xml" ? "" : $0.file + ":") + "\($0.line):\($0.column) " } ?? ""
            return place + diagnostic.message + (diagnostic.hint.map { " | " + $0 } ?? "")
        }
    }

    /// The document of a record.
    static func instance(
        _ template: CompiledTemplate, _ json: String = "{}", blank: Bool = false
    ) throws -> CompiledTemplate.Instance {
        let source = SourceText(file: "data.json", bytes: Array(json.utf8))
        let validation = template.validate(try JSONParser().parse(source), source: source, environment: try environment(), blank: blank)
        #expect(validation.diagnostics.map { "\($0.data?.path ?? ""): \($0.message)" } == [])
        return template.instantiate(try #require(validation.record), environment: try environment())
    }

    /// The plain text of the document of a record.
    static func text(_ template: String, _ json: String = "{}", blank: Bool = false, files: [String: String] = [:]) throws -> String {
        PlainText.of(try instance(compiled(template, files: files), json, blank: blank).document)
    }

    /// The faults of data, each as `path: words`.
    static func faults(_ template: String, _ json: String) throws -> [String] {
        let source = SourceText(file: "data.json", bytes: Array(json.utf8))
        return try compiled(template).validate(try JSONParser().parse(source), source: source, environment: environment()).diagnostics.map {
            "\($0.data?.path ?? ""): \($0.message)"
        }
    }
}
