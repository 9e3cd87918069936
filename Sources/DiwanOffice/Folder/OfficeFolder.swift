import Diwan
import Glibc

/// Where everything of an office stands.
///
/// | Path | What |
/// |---|---|
/// | `office.json`, `policy.json`, `people.json`, `profile.json` | what the office sets itself |
/// | `references/NAME.json` | documents whose articles are cited |
/// | `resources.json` | the templates and fonts that were adopted, by hash |
/// | `ledger/` | the log |
/// | `records/evidence/AB/…` | what stands behind the entries, with the salts: private |
/// | `records/files/AB/…` | scans, pictures and strokes that evidence names: private |
/// | `records/parties/AB/…` | the pseudonym of each identity number, under a secret of the office: private |
/// | `documents/AB/…` | what was issued, by the hash of the file, and proofs beside it |
/// | `index/keys` | what finds things in the log; made anew where it is missing |
/// | `index/seen` | the last checkpoint that was written here |
/// | `keys/` | the keys, for `openssl` alone |
public struct OfficeFolder: Hashable, Sendable {
    /// The folder, without a slash at the end.
    public let path: String

    /// The office at `path`.
    public init(_ path: String) {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// A file or folder of the office.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A file that the settings name: below the office's folder, or anywhere where it begins with a slash.
    func named(_ name: String) -> String { name.hasPrefix("/") ? name : file(name) }

    /// The folders of an office, in the order in which they are made.
    static let folders = [
        "references", "ledger", "records", "records/evidence", "records/files", "records/parties", "documents", "index", "keys",
    ]

    /// Whether a symbolic link stands at a path.
    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    /// Files that are written anew while the office works.
    private static let rewritten = ["index/keys", "index/seen", "resources.json", "verifier-keys"]

    /// Refuses a folder or a file of the office in whose place a symbolic link stands: what is private would be written elsewhere, and
    /// what is elsewhere be written over.
    func holdNoLinks() throws(OfficeError) {
        for name in Self.folders + Self.rewritten where Self.isLink(file(name)) { throw .file(FileError(.write, file(name), code: ELOOP)) }
    }

    /// Where the evidence of a commitment stands.
    func evidence(_ commitment: String) -> String { Self.split(commitment, below: file("records/evidence"), "") }
    /// Where a file that evidence names stands.
    func recordFile(_ id: OpaqueID) -> String { Self.split(id.text, below: file("records/files"), "") }
    /// Where a document stands.
    /// - Parameter hash: the SHA-256 of its bytes in hexadecimal.
    public func document(_ hash: String) -> String { Self.split(hash, below: file("documents"), ".pdf") }
    /// Where the proof of a document stands.
    func proof(_ hash: String) -> String { Self.split(hash, below: file("documents"), ".tlog-proof") }

    /// Hexadecimal digits as a path: a folder of the first two, so that no folder grows without bound.
    private static func split(_ digits: String, below folder: String, _ suffix: String) -> String {
        "\(folder)/\(digits.prefix(2))/\(digits.dropFirst(2))\(suffix)"
    }
}
