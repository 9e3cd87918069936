import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import Foundation
import Testing

@testable import DiwanTemplate

/// The templates of the repository: each folder of `Templates/` with a `template.xml` is tested without being named here.
@Suite("The templates of the repository")
struct TemplatesTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Templates")

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted().filter {
            FileManager.default.fileExists(atPath: root.appendingPathComponent($0).appendingPathComponent("template.xml").path)
        }

    static let source: TemplateSource = { path in
        (try? Data(contentsOf: root.appendingPathComponent(path))).map { Array($0) }
    }

    static func profile() throws -> Profile {
        let (profile, diagnostics) = Profile.read(try #require(source("profile.json")), file: "profile.json")
        #expect(diagnostics.map(\.message) == [])
        return try #require(profile)
    }

    @Test("There are templates, and their profile has no mistakes")
    func found() throws {
        #expect(Self.names.count >= 7)
        #expect(try !Self.profile().name.isEmpty)
    }

    @Test("A template has no mistakes, its samples no faults, and together the samples take every branch", arguments: names)
    func samples(_ name: String) throws {
        let profile = try Self.profile()
        let result = Template.compile("\(name)/template.xml", profile: profile, source: Self.source)
        #expect(DiagnosticPrinter(sources: result.sources).text(result.diagnostics) == "")
        let template = try #require(result.template)
        #expect(template.id == name)
        let sample = SourceText(file: "\(name)/sample.json", bytes: try #require(Self.source("\(name)/sample.json")))
        let json = try JSONParser().parse(sample)
        let environment = TemplateEnvironment(
            today: try CivilDate(year: 2026, month: 2, day: 26), workingCalendar: profile.workingCalendar)
        var taken = [Bool](repeating: false, count: template.branches.count)
        for data in json.elements ?? [json] {
            let validation = template.validate(data, source: sample, environment: environment)
            #expect(DiagnosticPrinter(sources: [sample]).text(validation.diagnostics) == "")
            let instance = template.instantiate(try #require(validation.record), environment: environment)
            #expect(instance.warnings.map(\.message) == [])
            let text = PlainText.of(instance.document)
            #expect(!text.isEmpty)
            // What a letter must not have: gaps where a value should be, and digits of two kinds side by side.
            for trace in ["()", "( )", "،،،،", " ،", "NaN", "true", "false"] { #expect(!text.contains(trace), "\(trace) in \(text)") }
            for (index, branch) in instance.taken.enumerated() where branch { taken[index] = true }
            #expect(instance == template.instantiate(try #require(validation.record), environment: environment))
        }
        let left = zip(template.branches, taken).filter { !$1 }.map { "\($0.0.position): \($0.0.words)" }
        #expect(left == [])
        let blank = try #require(template.validate(.object([]), environment: environment, blank: true).record)
        #expect(!template.instantiate(blank, environment: environment).document.body.isEmpty)
    }

    @Test("Every letter can be set in large print", arguments: names)
    func largePrint(_ name: String) throws {
        var profile = try Self.profile()
        profile.textScale = 150
        let result = Template.compile("\(name)/template.xml", profile: profile, source: Self.source)
        #expect(result.diagnostics.isEmpty)
    }
}

extension CompiledTemplate.Instance {
    /// Whether two instances have equal documents and took the same branches.
    fileprivate static func == (a: CompiledTemplate.Instance, b: CompiledTemplate.Instance) -> Bool {
        a.document == b.document && a.taken == b.taken && a.policies == b.policies
    }
}
