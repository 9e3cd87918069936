import Glibc

/// A file that cannot be read or written.
public struct FileError: Error, Hashable, Sendable {
    /// What was tried.
    public enum Operation: Sendable {
        /// Reading it.
        case read
        /// Making or writing it.
        case write
        /// Making it where there must be none.
        case create
    }

    /// What was tried.
    public let operation: Operation
    /// The file, as it was named; `-` for standard input or output.
    public let path: String
    /// The system's error number.
    public let code: Int32

    /// A failure of the system call that set `errno` to `code`.
    public init(_ operation: Operation, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// What went wrong, in plain words: `letter.json cannot be read: No such file or directory`.
    public var words: String {
        let why = String(cString: strerror(code))
        switch operation {
        case .read where code == EBADMSG: return "\(path) is not as it was written: it was changed or damaged"
        case .read: return "\(path == "-" ? "standard input" : path) cannot be read: \(why)"
        case .write: return "\(path == "-" ? "standard output" : path) cannot be written: \(why)"
        case .create where code == EEXIST: return "\(path) is there already, and is left as it is"
        case .create: return "\(path) cannot be made: \(why)"
        }
    }
}
