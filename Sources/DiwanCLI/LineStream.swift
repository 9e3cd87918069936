import Glibc

/// Lines in, lines out: what the `inspect` commands share.
///
/// Output is kept until there is a block of it or until the next read could wait, so that a long file goes fast and a program that
/// asks line by line gets its answers.
struct LineStream {
    private let console: Console
    private let descriptor: Int32
    private let name: String

    /// The lines of the file at `path`; `-` is standard input.
    init(path: String, console: Console) throws(CommandFailure) {
        self.console = console
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw Self.failure(name) }
    }

    /// Calls `body` with each line, without its line feed and a carriage return before it, and writes what it appends to its second argument.
    ///
    /// A last line without a line feed counts when it is not empty. A failure of `body` gets the line's number, after what came before it
    /// is written.
    func forEachLine(_ body: Body) throws(CommandFailure) {
        defer { if descriptor != 0 { close(descriptor) } }
        var state = State()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // The bytes of `buffer` that hold the beginning of a line whose end is not read yet.
        var kept = 0
        while true {
            if kept == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + kept, $0.count - kept) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.failure(name)
            }
            let filled = kept + count
            let consumed = buffer.withUnsafeBufferPointer { bytes in
                lines(in: UnsafeBufferPointer(rebasing: bytes[..<filled]), searchFrom: kept, isEnd: count == 0, &state, body)
            }
            try console.write(state.output)
            state.output.removeAll(keepingCapacity: true)
            if let failure = state.failure { throw failure }
            if count == 0 { return }
            buffer.withUnsafeMutableBytes { bytes in
                bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[consumed..<filled]))
            }
            kept = filled - consumed
        }
    }

    /// What is done with a line; results are appended to the second argument.
    typealias Body = (UnsafeBufferPointer<UInt8>, inout [UInt8]) throws(CommandFailure) -> Void

    /// What goes on from one block to the next.
    private struct State {
        /// What is not written yet.
        var output: [UInt8] = []
        /// The number of the last line.
        var line = 0
        /// Why the work ends.
        var failure: CommandFailure?
    }

    /// Calls `body` with the lines that end within `bytes`, and says how many bytes they took.
    private func lines(
        in bytes: UnsafeBufferPointer<UInt8>, searchFrom: Int, isEnd: Bool, _ state: inout State, _ body: Body
    ) -> Int {
        var start = 0
        var search = searchFrom
        do throws(CommandFailure) {
            while start < bytes.count {
                var end = bytes.count
                if search < end, let found = memchr(bytes.baseAddress! + search, 0x0A, end - search) {
                    end = bytes.baseAddress!.distance(to: found.assumingMemoryBound(to: UInt8.self))
                } else if !isEnd {
                    break
                }
                state.line += 1
                let last = end > start && bytes[end - 1] == 0x0D ? end - 1 : end
                try body(UnsafeBufferPointer(rebasing: bytes[start..<last]), &state.output)
                start = min(end + 1, bytes.count)
                search = start
                if state.output.count >= 1 << 16 {
                    try console.write(state.output)
                    state.output.removeAll(keepingCapacity: true)
                }
            }
        } catch {
            state.failure = error
            state.failure?.message = "\(name), line \(state.line): " + (error.message ?? "")
        }
        return start
    }

    private static func failure(_ name: String) -> CommandFailure {
        CommandFailure(status: .inputOutput, message: "\(name) cannot be read: \(String(cString: strerror(errno)))")
    }
}

extension [UInt8] {
    /// Appends `fields` with TABs between them and a line feed after them. A TAB or line feed within a field becomes a space.
    mutating func append(fields: [String]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { append(0x09) }
            for byte in field.utf8 { append(byte == 0x09 || byte == 0x0A ? 0x20 : byte) }
        }
        append(0x0A)
    }
}
