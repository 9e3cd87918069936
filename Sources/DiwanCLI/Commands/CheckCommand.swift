import Diwan
import DiwanDiagnostics

extension Command {
    /// `diwan check`.
    static let check = Command(
        name: "check", summary: "every mistake of templates and data at once",
        details: [
            "Each template is checked with its sample data, every variant of it, or with the data of --data: the template, the values, "
                + "and whether the pages can be set. Status 1 when there is a mistake; warnings alone are no mistake."
        ],
        operands: [
            Operand(
                name: "TEMPLATE", summary: "ids in the templates root, or paths; all of the root when none is named", kind: .template,
                isOptional: true, isRepeated: true)
        ],
        options: [
            Option(name: "--data", value: .required("FILE", .file), summary: "the data, in JSON, instead of the sample data"),
            .profile, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        let environment = try arguments.environment()
        var names = arguments.operands
        if names.isEmpty {
            do throws(EnvironmentError) {
                names = try TemplateIndex(root: environment.folders.templates).ids
            } catch {
                throw CommandFailure(error)
            }
        }
        var check = TemplateCheck(environment: environment, data: arguments.value("--data"))
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
        let checked = names.count == 1 ? "1 template" : "\(names.count) templates"
        console.say(errors == 0 ? "\(checked): no mistake" : "\(checked): \(errors == 1 ? "1 mistake" : "\(errors) mistakes")")
        return errors == 0 ? .done : .mistake
    }
}

/// Gathers the mistakes of templates and of the data that they are checked with.
private struct TemplateCheck {
    let environment: DiwanEnvironment
    /// The data's file; `nil` for the sample beside each template.
    let data: String?
    var diagnostics: [Diagnostic] = []
    var sources: [SourceText] = []

    init(environment: DiwanEnvironment, data: String?) {
        self.environment = environment
        self.data = data
    }

    /// Checks the template `name`.
    ///
    /// - Throws: what keeps from checking: a template that is not there, a font, a file. Mistakes are gathered.
    mutating func run(_ name: String) throws(RenderError) {
        let location = try TemplateLocation(name, in: environment)
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
