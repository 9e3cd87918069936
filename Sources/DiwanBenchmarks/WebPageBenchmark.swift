import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanHTML
import DiwanTemplate

/// What pages for browsers cost: a page to read from the record on, and the empty form page, in pages a second of processor time.
enum WebPageBenchmark {
    static func run(root: String, names: [String], rounds: Int) throws {
        guard let profile = try TextFile.profile(root + "/profile.json") else {
            return print("the profile has mistakes")
        }
        let environment = TemplateEnvironment(
            today: try CivilDate(year: 2026, month: 11, day: 24), workingCalendar: profile.workingCalendar)
        let fonts = FontStacks(["body": ["Amiri"], "heading": ["Amiri"], "latin": ["Amiri"]])
        for name in names {
            let result = Template.compile("\(name)/template.xml", profile: profile) { try? TextFile.bytes(root + "/" + $0) }
            let source = SourceText(file: "sample.json", bytes: try TextFile.bytes(root + "/\(name)/sample.json"))
            let sample = try JSONParser().parse(source)
            guard let template = result.template,
                let record = template.validate(sample.elements?.first ?? sample, environment: environment).record
            else {
                print("\(name): mistakes")
                continue
            }
            let form = FormPage.Content(
                title: template.title, institution: profile.name, fields: template.fields, data: .null, faults: [])
            let kinds: [(String, () -> Int)] = [
                ("read", { ReadingPage(fonts: fonts).bytes(template.instantiate(record, environment: environment).document).count }),
                ("form", { FormPage(fonts: fonts).bytes(form).count }),
            ]
            for (kind, make) in kinds {
                let begin = Clock.processorSeconds
                var bytes = 0
                for _ in 0..<rounds { bytes = make() }
                let rate = Double(rounds) / (Clock.processorSeconds - begin)
                print("\(name)\t\(kind)\t\(Clock.text(rate)) a second\t\(bytes) bytes")
            }
        }
    }
}
