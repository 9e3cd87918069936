import DiwanTestSupport
import Foundation
import Testing

@Suite("check, templates and doctor")
struct CheckTests {
    private let office: Office

    init() throws {
        office = try Office()
    }

    @Test("A template without mistakes, and its samples, end with status 0")
    func good() throws {
        let run = try office.diwan(["check", "letter"])
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.output.isEmpty)
        #expect(run.errorText == "1 template: no mistake\n")
    }

    @Test("Every mistake of every template is told, with its place, its line and a hint")
    func bad() throws {
        let run = try office.diwan(["check"])
        #expect(run.status == 1)
        let path = office.path("Templates/broken/template.xml")
        #expect(run.errorText.contains("\(path):7:19: error: "))
        #expect(run.errorText.contains("\(path):8:5: error: "))
        #expect(run.errorText.contains("hint: did you mean \"no\"?"))
        #expect(run.errorText.contains("    <pp>نص</pp>\n"))
        #expect(run.errorText.hasSuffix("2 templates: 2 mistakes\n"))
        let json = try office.diwan(["check", "broken", "--json"])
        #expect(json.status == 1)
        let faults = try #require(try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]])
        #expect(faults.map { $0["line"] as? Int } == [7, 8])
        #expect(faults.allSatisfy { $0["file"] as? String == path && $0["severity"] as? String == "error" })
    }

    @Test("Mistakes of the sample and of given data are told as well")
    func data() throws {
        try office.edit("Templates/letter/sample.json", "\"1250.50\"", "\"كثير\"")
        let sample = try office.diwan(["check", "letter"])
        #expect(sample.status == 1)
        #expect(sample.errorText.contains("sample.json:2:"), "\(sample.errorText)")
        try office.folder.write("{}", to: "work/d.json")
        let given = try office.diwan(["check", "letter", "--data", "d.json"])
        #expect(given.status == 1)
        #expect(given.errorText.contains("req.no"))
    }

    @Test("What the pages cannot hold is a mistake")
    func layout() throws {
        try office.edit("Templates/letter/template.xml", "columns=\"40mm 1fr\"", "columns=\"400mm 1fr\"")
        let run = try office.diwan(["check", "letter"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("letter/template.xml:"), "\(run.errorText)")
        #expect(run.errorText.contains(" mm\n"), "\(run.errorText)")
    }

    @Test("--style reviews words by style.json: warnings, which --strict makes count, and JSON")
    func style() throws {
        let none = try office.diwan(["check", "letter", "--style"])
        #expect(none.status == 1)
        #expect(none.errorText.contains("there is no style guide for --style"), "\(none.errorText)")
        let guide = "{\"words\": {\"harsh\": {\"fault\": \"is harsh\", \"entries\": [{\"say\": \"تجربة\", \"rather\": \"مثال\"}]}}}"
        try office.folder.write(guide, to: "home/Templates/style.json")
        #expect(try office.diwan(["check", "letter"]).errorText == "1 template: no mistake\n")
        let run = try office.diwan(["check", "letter", "--style"])
        #expect(run.status == 0)
        let path = office.path("Templates/letter/template.xml")
        #expect(run.errorText.contains("\(path):"), "\(run.errorText)")
        #expect(run.errorText.contains("warning: «تجربة» is harsh") && run.errorText.contains("hint: rather: مثال"))
        #expect(run.errorText.hasSuffix("1 template: no mistake, 1 warning\n"), "\(run.errorText)")
        #expect(try office.diwan(["check", "letter", "--style", "--strict"]).status == 1)
        let json = try office.diwan(["check", "letter", "--style", "--json"])
        let found = try #require(try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]])
        #expect(found.map { $0["severity"] as? String } == ["warning"])
        try office.folder.write("{\"words\": 1}", to: "home/Templates/style.json")
        let damaged = try office.diwan(["check", "letter"])
        #expect(damaged.status == 1)
        #expect(damaged.errorText.contains("style.json:1:11: error: an object { … } is wanted"), "\(damaged.errorText)")
    }

    @Test("The list of templates has ids, versions and titles; a root without any is empty")
    func templates() throws {
        let run = try office.diwan(["templates"])
        #expect(run.outputText == "broken\t1.0.0\tخطاب فيه أخطاء\nletter\t1.2.0\tخطاب تجربة\n")
        let json = try JSONSerialization.jsonObject(with: Data(try office.diwan(["templates", "--json"]).output)) as? [[String: Any]]
        #expect(json?.map { $0["sample"] as? Bool } == [false, true])
        try FileManager.default.createDirectory(atPath: office.work + "/none", withIntermediateDirectories: false)
        #expect(try office.diwan(["templates", "--templates", "none"]).output.isEmpty)
        #expect(try office.diwan(["templates", "--templates", "none", "--json"]).outputText == "[]\n")
    }

    @Test("--schema writes the JSON Schema of a template's data, and tells the mistakes of a template that has some")
    func schema() throws {
        let run = try office.diwan(["templates", "--schema", "letter"])
        #expect(run.status == 0, "\(run.errorText)")
        let schema = try #require(try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any])
        #expect(schema["title"] as? String == "خطاب تجربة")
        #expect(Set((schema["properties"] as? [String: Any] ?? [:]).keys) == ["ben", "req", "amount", "note"])
        #expect(Set(schema["required"] as? [String] ?? []).isSuperset(of: ["ben", "amount"]))
        let broken = try office.diwan(["templates", "--schema", "broken"])
        #expect(broken.status == 1)
        #expect(broken.output.isEmpty && broken.errorText.contains("did you mean \"no\"?"))
    }

    @Test("doctor finds nothing wrong where all is here, and names what is wrong where it is not")
    func doctor() throws {
        let good = try office.diwan(["doctor"])
        #expect(good.status == 0, "\(good.outputText)")
        for line in ["ok\tfonts for body\tAmiri\n", "ok\tprofile\tمكتب الاختبار\n", "ok\ttoday\t2025-11-05 (1447-05-14)\n"] {
            #expect(good.outputText.contains(line), "\(good.outputText)")
        }
        try office.edit("Fonts/fonts.json", "\"file\": \"NotoSans-", "\"file\": \"Gone-")
        try office.edit("Fonts/fonts.json", "\"file\": \"NotoSerif-", "\"file\": \"Gone-")
        try office.edit("Templates/profile.json", "\"arab\"", "\"arabic\"")
        let bad = try office.diwan(["doctor"])
        #expect(bad.status == 2)
        #expect(bad.outputText.contains("wrong\tfonts for latin\tnone can be used\n"))
        #expect(bad.outputText.contains("note\tfont\tNoto Sans regular is not installed; the package fonts-noto-core provides it\n"))
        #expect(bad.outputText.contains("wrong\tenvironment\t"))
        let json = try office.diwan(["doctor", "--json"])
        #expect(json.status == 2)
        #expect(try JSONSerialization.jsonObject(with: Data(json.output)) is [[String: Any]])
    }
}
