import Glibc

/// The three streams of the program: results go to standard output, words for people to standard error.
final class Console: Sendable {
    /// Whether a person may be looking at standard error.
    let isTerminal: Bool
    /// Whether colours may be used there.
    let usesColor: Bool

    /// The program's own streams.
    init() {
        isTerminal = isatty(2) == 1
        usesColor = isTerminal && getenv("NO_COLOR") == nil
    }

    /// Writes words for people, with a line feed after them.
    func say(_ text: String) {
        write(text + "\n", descriptor: 2)
    }

    /// Writes words for people as they are.
    func sayRaw(_ text: String) {
        write(text, descriptor: 2)
    }

    /// Writes a result to standard output.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        if let failure = bytes.withUnsafeBytes({ Self.write($0, to: 1) }) {
            throw CommandFailure(status: .inputOutput, message: "standard output cannot be written: \(String(cString: strerror(failure)))")
        }
    }

    /// Writes a result of text to standard output.
    func write(_ text: String) throws(CommandFailure) {
        try write(Array(text.utf8))
    }

    private func write(_ text: String, descriptor: Int32) {
        // Where words for people cannot be written, there is nobody to tell.
        _ = Array(text.utf8).withUnsafeBytes { Self.write($0, to: descriptor) }
    }

    /// Writes all of `bytes`; the `errno` of a failure, else `nil`.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
