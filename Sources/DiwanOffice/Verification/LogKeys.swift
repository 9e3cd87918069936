import Diwan
import DiwanLedger

/// The public keys of an office's log, by which its documents are checked on a machine that has nothing else of the office.
public struct LogKeys: Sendable {
    let keys: [VerifierKey]

    /// The name of the log, which the keys carry.
    public var origin: String { keys[0].name }

    init(_ keys: [VerifierKey]) {
        precondition(!keys.isEmpty)
        self.keys = keys
    }

    /// The public keys of the office at `folder`.
    init(_ keys: [VerifierKey], _ folder: OfficeFolder) throws(OfficeError) {
        guard !keys.isEmpty else { throw .log("\(folder.file(VerifierKeys.fileName)) has no key") }
        self.init(keys)
    }

    /// The keys as text: one a line, as `verifier-keys` of an office has them.
    /// - Parameter name: what an error calls the text.
    public init(_ text: [UInt8], name: String) throws(OfficeError) {
        keys = try VerifierKeys.read(text, name)
        guard let first = keys.first else { throw .argument("\(name) has no key", hint: nil) }
        guard keys.allSatisfy({ $0.name == first.name && $0.algorithm == .ed25519 }) else {
            throw .argument("the keys of \(name) are not all of one log", hint: nil)
        }
    }

    /// The key that `value` is, or the keys in the file that it names.
    public init(_ value: String) throws(OfficeError) {
        if (try? VerifierKey(value)) != nil {
            try self.init(Array(value.utf8), name: "the key")
            return
        }
        let text = try Office.files { () throws(FileError) in try FileBytes.read(value) }
        try self.init(text, name: value)
    }

    /// What a signed checkpoint in `bytes` says.
    func checkpoint(_ bytes: [UInt8], name: String) throws(OfficeError) -> Checkpoint {
        do throws(NoteError) {
            return try SignedCheckpoint(bytes, origin: origin, keys: keys).checkpoint
        } catch {
            throw .log("\(name): \(error.words)")
        }
    }
}
