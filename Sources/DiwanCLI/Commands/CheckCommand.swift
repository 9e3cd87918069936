import Diwan
import DiwanDiagnostics
import DiwanTemplate

extension Command {
    /// `diwan check`.
    static let check = Command(
        name: "check", summary: "every mistake of templates and data at once",
        details: [
            "Each template is checked with its sample data, every variant of it, or with the data of --data: the template, the values, "
                + "whether the pages can be set, and whether it has what its kind must have. Status 1 when there is a mistake; warnings "
                + "alone are no mistake.",
            "With --style its words are reviewed by style.json of the templates root: words that leave women out or are harsh, long "
                + "sentences, passives, mixed digits, numbers that come out in another order, pictures without words, outcomes without reasons.",
        ],
        operands: [
            Operand(
                name: "TEMPLATE", summary: "ids in the templates root, or paths; all of the root when none is named", kind: .template,
                isOptional: true, isRepeated: true)
        ],
        options: [
            Option(name: "--data", value: .required("FILE", .file), summary: "the data, in JSON, instead of the sample data"),
            Option(name: "--style", summary: "review the words of the templates, by style.json"),
            Option(name: "--strict", summary: "end with status 1 for warnings too"),
            .profile, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        let environment = try arguments.environment()
        let guide: StyleGuide?
        do throws(EnvironmentError) {
            guide = try environment.styleGuide()
        } catch {
            throw CommandFailure(error)
        }
        if arguments.has("--style"), guide == nil {
            throw .arguments(
                "there is no style guide for --style",
                hint: "it is the file style.json in the templates root, \(environment.folders.templates)")
        }
        var names = arguments.operands
        if names.isEmpty {
            do throws(EnvironmentError) {
                names = try TemplateIndex(root: environment.folders.templates).ids
            } catch {
                throw CommandFailure(error)
            }
        }
        var check = TemplateCheck(
            environment: environment, data: arguments.value("--data"), guide: guide, reviewsWords: arguments.has("--style"))
        check.diagnostics = environment.profileWarnings
        for name in names {
            do throws(RenderError) {
                try check.run(name)
            } catch {
                throw CommandFailure(error)
            }
        }
        let diagnostics = check.diagnostics.sortedForPrinting()
        console.sayRaw(DiagnosticPrinter(sources: check.sources, usesColor: console.usesColor).text(diagnostics))
        if arguments.has("--json") { try console.write(DiagnosticJSON.array(diagnostics)) }
        let errors = diagnostics.filter { $0.severity == .error }.count
        let warnings = diagnostics.filter { $0.severity == .warning }.count
        let checked = names.count == 1 ? "1 template" : "\(names.count) templates"
        let mistakes = errors == 0 ? "no mistake" : errors == 1 ? "1 mistake" : "\(errors) mistakes"
        console.say("\(checked): \(mistakes)" + (warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", \(warnings) warnings"))
        return errors == 0 && (warnings == 0 || !arguments.has("--strict")) ? .done : .mistake
    }
}

/// Gathers the mistakes of templates and of the data that they are checked with.
private struct TemplateCheck {
    let environment: DiwanEnvironment
    /// The data's file; `nil` for the sample beside each template.
    let data: String?
    /// What the house asks of its templates, where it says so.
    let guide: StyleGuide?
    /// Whether their words are reviewed.
    let reviewsWords: Bool
    var diagnostics: [Diagnostic] = []
    var sources: [SourceText] = []

    init(environment: DiwanEnvironment, data: String?, guide: StyleGuide?, reviewsWords: Bool) {
        self.environment = environment
        self.data = data
        self.guide = guide
        self.reviewsWords = reviewsWords
    }

    /// Checks the template `name`.
    ///
    /// - Throws: what keeps from checking: a template that is not there, a font, a file. Mistakes are gathered.
    mutating func run(_ name: String) throws(RenderError) {
        let location = try TemplateLocation(name, in: environment)
        let review = TemplateReview(location, guide: guide, words: reviewsWords, in: environment)
        diagnostics += review.diagnostics
        sources += review.sources
        do throws(RenderError) {
            let renderer = try DocumentRenderer(location, in: environment)
            sources += renderer.sources
            diagnostics += renderer.warnings
            for record in try records(location) { try check(record, renderer) }
        } catch {
            try gather(error)
        }
    }

    private mutating func check(_ record: RecordData, _ renderer: DocumentRenderer) throws(RenderError) {
        do throws(RenderError) {
            let made = try renderer.document(record)
            diagnostics += made.warnings
            sources += made.sources
            diagnostics += try renderer.pages(made.document).warnings
        } catch {
            try gather(error)
        }
    }

    private func records(_ location: TemplateLocation) throws(RenderError) -> [RecordData] {
        if let data { return [try RecordData(file: data)] }
        return try location.hasSample ? RecordData.variants(file: location.sample) : []
    }

    /// Takes the mistakes of `error`, or throws it when it is about something else.
    private mutating func gather(_ error: RenderError) throws(RenderError) {
        guard case .faults(let faults, let files) = error else { throw error }
        diagnostics += faults
        sources += files
    }
}
