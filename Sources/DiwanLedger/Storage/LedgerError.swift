/// Why a log could not be read, checked or added to. Files are named by their path below the log's folder.
public enum LedgerError: Error, Equatable, Sendable {
    /// A system call failed, with its `errno`.
    case system(call: String, file: String, code: Int32)
    /// There is no such file.
    case missing(file: String)
    /// A symbolic link, a device or a folder stands where a file or a folder must be.
    case wrongKind(file: String)
    /// Everyone on the machine may write there.
    case unsafeMode(file: String, mode: Int)
    /// There is a log in the folder already.
    case exists(file: String)
    /// A file is longer or shorter than the checkpoint says.
    case wrongLength(file: String, expected: Int, found: Int)
    /// The content of a file is not what the checkpoint was signed for; `entry` is the first entry, or the first under the hash, that differs.
    case damaged(file: String, entry: Int?)
    /// A checkpoint is malformed, of another log or not signed by its key.
    case note(NoteError, file: String)
    /// A file that is no part of the log.
    case extra(file: String)
    /// The checkpoint could not be signed; nothing was added.
    case signer(SignerError)
    /// An entry has more than 65,535 bytes; `position` counts the entries of the call from 0.
    case entryTooLong(position: Int, bytes: Int)
    /// The log has no entry `index` at `size`.
    case outside(index: Int, size: Int)
    /// The log has `size` entries, but `seen` were there before.
    case rolledBack(size: Int, seen: Int)
    /// The log is not the one that had the checkpoint of `size` entries.
    case forked(size: Int)
    /// The new checkpoint may or may not be on disk: a call failed at its renaming or after it. The next `append` settles which.
    case outcomeUnknown(call: String, code: Int32)
}

extension LedgerError {
    /// The file that the error is about, below the folder of the log.
    public var file: String? {
        switch self {
        case .system(_, let file, _), .missing(let file), .wrongKind(let file), .unsafeMode(let file, _), .exists(let file),
            .wrongLength(let file, _, _), .damaged(let file, _), .note(_, let file), .extra(let file):
            file
        case .signer, .entryTooLong, .outside, .rolledBack, .forked, .outcomeUnknown: nil
        }
    }
}
