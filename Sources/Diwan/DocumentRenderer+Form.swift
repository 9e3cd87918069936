import DiwanData
import DiwanDiagnostics
import DiwanHTML
import DiwanTemplate

/// Forms for browsers, and short messages.
extension DocumentRenderer {
    /// The form page of the template, with what `data` have filled in; what is wrong with them is told in the page. Without data it is
    /// empty, and nothing is missing yet.
    public func formPage(_ data: RecordData?) -> [UInt8] {
        var faults: [Diagnostic] = []
        if let data {
            faults = template.validate(data.value, source: data.source, environment: environment.templateEnvironment).diagnostics
        }
        let content = FormPage.Content(
            title: template.title, institution: environment.profile.name, fields: template.fields, data: data?.value ?? .null,
            faults: faults)
        return FormPage(fonts: environment.fontList.stacks).bytes(content)
    }

    /// The short message of a record, in UTF-8 with a line feed at the end, and in how many parts a network carries it.
    ///
    /// - Throws: `faults` with every fault of the data; or when the template declares no short message, or the message is too long, or it
    ///   says what only the one it belongs to should read.
    public func shortMessage(_ data: RecordData) throws(RenderError) -> (bytes: [UInt8], segments: Int) {
        guard template.hasShortMessage else {
            let hint = "add <short>…</short> to it, or make the text by -f text"
            throw .faults([Diagnostic(.error, "the template \(template.id) declares no short message", hint: hint)], sources: [])
        }
        let surroundings = environment.templateEnvironment
        let validation = template.validate(data.value, source: data.source, environment: surroundings)
        guard let record = validation.record else { throw .faults(validation.diagnostics, sources: data.source.map { [$0] } ?? []) }
        let (message, diagnostics) = template.shortMessage(record, environment: surroundings)
        guard !diagnostics.hasErrors else { throw .faults(environment.shown(diagnostics), sources: sources) }
        return (Array((message.text + "\n").utf8), message.segments)
    }
}
