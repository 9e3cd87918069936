public import DiwanSystem

/// Why nothing was signed, or no key was made.
public enum SignerError: Error, Equatable, Sendable {
    /// The program `openssl` is not installed.
    case openSSLMissing(program: String)
    /// There is no such key file.
    case keyMissing(file: String)
    /// A file of that name is there already; keys are never overwritten.
    case keyExists(file: String)
    /// Others than its owner may read or write the key file; it must have mode 0600 or 0400.
    case keyExposed(file: String, mode: Int)
    /// The key file is encrypted, and the passphrase is wrong or missing.
    case wrongPassphrase(file: String)
    /// The file holds no Ed25519 private key.
    case notAKey(file: String)
    /// `openssl` failed otherwise; `text` is what it said.
    case openSSLFailed(text: String)
    /// A program could not be run.
    case process(ChildProcessError)
    /// A system call failed, with its `errno`.
    case system(call: String, file: String, code: Int32)
    /// What came back is no signature of the key `name`.
    case falseSignature(name: String)
    /// The name is not one that a key may have.
    case name(NoteError)
}
