import DiwanData
import DiwanDiagnostics
import DiwanDomain
import DiwanTemplate
import Glibc

/// Compiles the templates of a folder, and prints for each what compiling it, checking the first record of its sample and making its
/// document take, in microseconds of processor time.
enum TemplateBenchmark {
    static func run(root: String, names: [String], rounds: Int) throws {
        guard let profile = try TextFile.profile(root + "/profile.json") else { return print("the profile has mistakes") }
        let environment = TemplateEnvironment(
            today: try CivilDate(year: 2026, month: 2, day: 26), workingCalendar: profile.workingCalendar)
        for name in names {
            let source: TemplateSource = { try? TextFile.bytes(root + "/" + $0) }
            let result = Template.compile("\(name)/template.xml", profile: profile, source: source)
            guard let template = result.template else {
                print("\(name): \(result.diagnostics.count) mistakes")
                continue
            }
            let sample = SourceText(file: "sample.json", bytes: try TextFile.bytes(root + "/\(name)/sample.json"))
            let json = try JSONParser().parse(sample)
            let data = json.elements?.first ?? json
            guard let record = template.validate(data, source: sample, environment: environment).record else {
                print("\(name): the sample has faults")
                continue
            }
            let compile = measure(max(1, rounds / 100)) { _ = Template.compile("\(name)/template.xml", profile: profile, source: source) }
            let validate = measure(rounds) { _ = template.validate(data, source: sample, environment: environment) }
            let instantiate = measure(rounds) { _ = template.instantiate(record, environment: environment) }
            print("\(name)\tcompile \(compile)\tvalidate \(validate)\tinstantiate \(instantiate)")
        }
    }

    /// Microseconds of processor time of one call of `body`, the mean of `rounds`.
    private static func measure(_ rounds: Int, _ body: () -> Void) -> String {
        body()
        let begin = Clock.processorSeconds
        for _ in 0..<rounds { body() }
        return Clock.text((Clock.processorSeconds - begin) * 1e6 / Double(rounds))
    }
}
