public import DiwanDiagnostics
import DiwanDocument

/// Short messages of a template that declares one.
extension CompiledTemplate {
    /// A `short` element, compiled.
    struct Short: Sendable {
        /// What it says.
        var program: Program
        /// In how many parts it must fit.
        var segments: Int
        /// Where it stands.
        var position: SourcePosition
    }

    /// Whether the template declares a short message.
    public var hasShortMessage: Bool { short != nil }

    /// The short message of a record that this template validated, with what is wrong with it: it is too long, or it says a number that
    /// only the one it belongs to should read.
    ///
    /// - Precondition: the template declares a short message.
    public func shortMessage(_ record: Record, environment: TemplateEnvironment) -> (message: ShortMessage, diagnostics: [Diagnostic]) {
        guard let short else { preconditionFailure("the template declares no short message") }
        precondition(record.owner === identity, "the record was checked against another template")
        let target = instantiation(of: record, environment: environment)
        let message = ShortMessage(text: PlainText.of(target.collectInlines(short.program)))
        var diagnostics: [Diagnostic] = []
        if message.segments > short.segments {
            diagnostics.append(
                Diagnostic(
                    .error, "the short message takes \(message.segments) parts, and \(short.segments) are allowed", at: short.position,
                    length: 6, hint: "say less, or allow more by segments=\"\(message.segments)\""))
        }
        let numbers = ShortMessage.personalNumbers(in: message.text, except: profile.texts.map(\.value))
        if !numbers.isEmpty {
            diagnostics.append(
                Diagnostic(
                    .error, "the short message says an identity number, an account or a mobile number", at: short.position, length: 6,
                    hint: "take it out of the data that the message prints"))
        }
        return (message, diagnostics)
    }
}
