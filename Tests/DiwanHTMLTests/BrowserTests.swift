import DiwanTestSupport
import Foundation
import Testing

/// Pages of every template as Chromium shows and prints them, html5lib reads them and axe-core judges them.
@Suite(.serialized) struct BrowserTests {
    let report: BrowserReport

    init() throws { report = try BrowserReport.shared.get() }

    @Test func everyTemplateHasAPageToReadAndAPageToFillIn() {
        #expect(report.templates.count > 10)
        for template in report.templates {
            #expect(report.pages[template + ".html"] != nil, "\(template)")
            #expect(report.pages[template + ".form.html"] != nil, "\(template)")
        }
    }

    @Test func strictParserFindsNothingWrong() {
        for (name, page) in report.pages {
            #expect(page.parse == [], "\(name)")
            #expect(page.nesting == [], "\(name)")
        }
    }

    @Test func nothingIsLoadedAndTheConsoleIsSilent() {
        for (name, page) in report.pages {
            #expect(page.loaded == [], "\(name)")
            #expect(page.console == [], "\(name)")
        }
    }

    @Test func narrowWindowNeedsNoScrollingSideways() {
        for (name, page) in report.pages { #expect(page.wide == ["320": 0, "1000": 0], "\(name)") }
    }

    @Test func axeFindsNoViolation() {
        for (name, page) in report.pages { #expect(page.violations == [], "\(name)") }
    }

    @Test func pageShowsTheWordsOfTheTextInTheirOrder() throws {
        for template in report.templates {
            var text = String(decoding: try readFile(report.folder.path(template + ".txt")), as: UTF8.self)
            // What stands for a code or a picture is not shown: it is what is said of it.
            text.replace(/\[(رمز|صورة): [^\]]*\]/, with: "")
            let page = try #require(report.pages[template + ".html"])
            #expect(BrowserReport.words(page.text) == BrowserReport.words(text), "\(template)")
        }
    }

    @Test func printedPageLosesNoLetter() throws {
        for template in report.templates {
            let page = try #require(report.pages[template + ".html"])
            var printed = BrowserReport.letters(page.printed)
            let shown = BrowserReport.letters(page.text)
            for (letter, count) in shown {
                printed[letter, default: 0] -= count
                if printed[letter, default: 0] < 0 { Issue.record("\(template): \(letter) is printed \(-printed[letter]!) times less") }
            }
            // Numbers of pages come on top; a table's cell that is cut may be read twice.
            #expect(printed.values.reduce(0, +) <= 60, "\(template)")
        }
    }

    // MARK: Forms

    /// A document made of what a browser posted, and one made of the JSON that the form was filled in with.
    private func documents(_ template: String, _ posted: String, _ json: String) throws -> (posted: ProgramRun, json: ProgramRun) {
        func made(_ data: String) throws -> ProgramRun {
            try BrowserReport.diwan(["render", template, "--data", data, "-f", "text", "-o", "-"], in: report.folder)
        }
        return (try made(posted), try made(json))
    }

    @Test func formThatShowsASampleAndIsPostedMakesTheSampleDocument() throws {
        for template in report.templates {
            for variant in 1...(report.variants[template] ?? 1) {
                let name = "\(template).\(variant)"
                #expect(report.posts[name + ".form"] == "", "\(name)")
                let (posted, json) = try documents(template, name + ".form", name + ".json")
                #expect(posted.errorText == "" && posted.status == 0, "\(name)")
                #expect(posted.outputText == json.outputText, "\(name)")
            }
        }
    }

    @Test func formFilledInByKeysMakesTheSamePDFAsJSON() throws {
        let template = BrowserReport.filled
        for variant in 1...(report.variants[template] ?? 1) {
            let name = "\(template).\(variant)"
            #expect(report.posts[name + ".typed.form"] == "")
            let files = try [name + ".typed.form", name + ".given.json"].map { data in
                let run = try BrowserReport.diwan(["render", template, "--data", data, "-o", "-"], in: report.folder)
                #expect(run.errorText == "" && run.status == 0)
                return run.output
            }
            #expect(files[0] == files[1] && !files[0].isEmpty)
        }
    }

    @Test func formShowsWhatIsWrongWithItsData() throws {
        let page = String(decoding: try readFile(report.folder.path("faulty.html")), as: UTF8.self)
        #expect(page.contains("<title>خطأ: "))
        #expect(page.contains("role=\"alert\""))
        for path in ["ben.id", "req.date", "fam.1.id", "fam.1.name", "req.kind.1"] {
            #expect(page.contains("<a href=\"#\(path)\"") && page.contains("id=\"\(path)\""), "\(path)")
        }
        for path in ["ben.id", "req.date", "fam.1.id", "fam.1.name", "req.kind"] {
            #expect(
                page.contains("id=\"\(path).fault\"") && page.contains(" \(path).fault\"") || page.contains("\"\(path).fault\""), "\(path)")
        }
        // What was given is still there to be mended.
        #expect(page.contains("value=\"1100000008\"") && page.contains("value=\"2026-02-30\""))
    }

    // MARK: Schemas

    @Test func samplesAreValidByTheirSchemas() throws {
        let program = """
            import json, sys
            import jsonschema
            schema = json.load(open(sys.argv[1], encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for name in sys.argv[2:]:
                for error in validator.iter_errors(json.load(open(name, encoding="utf-8"))):
                    print(name, error.json_path, error.message)
            """
        for template in report.templates {
            let schema = try BrowserReport.diwan(["templates", "--schema", template], in: report.folder)
            try report.folder.write(schema.output, to: template + ".schema.json")
            let samples = (1...(report.variants[template] ?? 1)).map { "\(template).\($0).json" }
            let run = try ProgramRun(
                "/usr/bin/python3", ["-c", program, template + ".schema.json"] + samples, directory: report.folder.path)
            #expect(run.status == 0 && run.outputText == "", "\(run.outputText)\(run.errorText)")
        }
    }

    @Test func schemaRefusesWhatIsNotDeclared() throws {
        let schema = try BrowserReport.diwan(["templates", "--schema", BrowserReport.filled], in: report.folder)
        try report.folder.write(schema.output, to: "one.schema.json")
        let program = """
            import json, jsonschema
            validator = jsonschema.Draft202012Validator(json.load(open("one.schema.json", encoding="utf-8")))
            print(sorted(error.json_path for error in validator.iter_errors({"ben": {"name": 5, "gendre": "m"}, "req": {"kind": "food"}})))
            """
        let run = try ProgramRun("/usr/bin/python3", ["-c", program], directory: report.folder.path)
        for path in ["$.ben", "$.ben.name", "$.req.kind"] {
            #expect(run.outputText.contains("'\(path)'"), "\(run.outputText)\(run.errorText)")
        }
    }
}
