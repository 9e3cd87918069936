import DiwanDiagnostics

/// Why a command could not do its work.
struct CommandFailure: Error {
    /// With what the program ends.
    var status: ExitStatus
    /// What went wrong, in a sentence without a full stop; `nil` when the diagnostics say it.
    var message: String?
    /// What to do about it.
    var hint: String?
    /// Every mistake of a template or of data.
    var diagnostics: [Diagnostic] = []
    /// The files that the diagnostics speak of.
    var sources: [SourceText] = []

    /// Wrong arguments.
    static func arguments(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(status: .mistake, message: message, hint: hint)
    }
}
