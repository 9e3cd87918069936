public import Diwan
public import DiwanDiagnostics

/// Why the office did not do what was asked.
public enum OfficeError: Error, Sendable {
    /// The folder is no office.
    case notAnOffice(String)
    /// The folder holds something already.
    case notEmpty(String)
    /// Mistakes of the office's files, or of data.
    case faults([Diagnostic], sources: [SourceText])
    /// The policy does not allow it.
    case refused(PolicyRefusal)
    /// A document cannot be made.
    case render(RenderError)
    /// Templates, fonts or profile cannot be used.
    case environment(EnvironmentError)
    /// A file cannot be read or written.
    case file(FileError)
    /// The log cannot be read or written, or is not what it should be; in words.
    case log(String)
    /// The log could not be written, and nothing was; in words.
    case logUnwritten(String)
    /// It is not known whether the log was written; in words.
    case logUnknown(String)
    /// The clock goes before the last entry of the log.
    case clock(now: String, last: String)
    /// An entry of the log is no event.
    case event(EventFault)
    /// There is nothing of this number, id or code.
    case unknown(String)
    /// Wrong arguments; in words.
    case argument(String, hint: String?)
    /// What stands behind an entry was destroyed, or is not there.
    case noEvidence(Int)
    /// What stands behind an entry is not what the log says.
    case damagedEvidence(Int, path: String)
    /// A document could not be sealed or signed with a certificate and its key.
    case sealing(SealingError, certificate: String, key: String)
    /// A program that the office calls failed; in words.
    case program(String)
}
