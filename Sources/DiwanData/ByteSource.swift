import Glibc

/// Bytes that come piece by piece: from memory, from an open file, or from anything that fills a buffer.
public final class ByteSource {
    private let fill: (UnsafeMutableRawBufferPointer) -> Result<Int, ReadFailure>
    private(set) var isAtEnd = false

    /// A reading that failed, in the system's words.
    public struct ReadFailure: Error, Sendable {
        /// Why.
        public let words: String

        /// A failure in these words.
        public init(words: String) { self.words = words }
    }

    /// A source that calls `fill` for more bytes; it writes into the buffer from its start and returns how many, 0 at the end.
    public init(_ fill: @escaping (UnsafeMutableRawBufferPointer) -> Result<Int, ReadFailure>) { self.fill = fill }

    /// A source of bytes in memory.
    public convenience init(bytes: [UInt8]) {
        var offset = 0
        self.init { buffer in
            let count = min(buffer.count, bytes.count - offset)
            bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<(offset + count)])) }
            offset += count
            return .success(count)
        }
    }

    /// A source that reads an open file descriptor, which the caller closes afterwards.
    public convenience init(fileDescriptor: Int32) {
        self.init { buffer in
            while true {
                let count = Glibc.read(fileDescriptor, buffer.baseAddress, buffer.count)
                if count >= 0 { return .success(count) }
                if errno != EINTR { return .failure(ReadFailure(words: String(cString: strerror(errno)))) }
            }
        }
    }

    /// Appends up to `count` bytes to `buffer`; nothing at the end.
    func read(_ count: Int, into buffer: inout [UInt8]) throws(ReadFailure) {
        guard !isAtEnd else { return }
        var result = Result<Int, ReadFailure>.success(0)
        let piece = [UInt8](unsafeUninitializedCapacity: count) { memory, initialized in
            result = fill(UnsafeMutableRawBufferPointer(memory))
            if case .success(let filled) = result {
                precondition((0...count).contains(filled), "a source filled more than its buffer")
                initialized = filled
            }
        }
        let added = try result.get()
        buffer.append(contentsOf: piece)
        isAtEnd = added == 0
    }
}

/// Cuts a byte source into records of bounded length, holding one record and one piece at a time.
struct RecordCutter {
    private let source: ByteSource
    private let file: String
    private let limit: Int
    private var buffer: [UInt8] = []
    private var start = 0
    private var isFinished = false
    /// The line on which the next record starts, from 1.
    private(set) var line = 1

    private static let pieceLength = 1 << 16

    init(source: ByteSource, file: String, limit: Int) {
        self.source = source
        self.file = file
        self.limit = limit
    }

    /// The bytes up to and with the next line end that stands outside quotation marks, or the last bytes; nil at the end.
    ///
    /// `isTooLong` is set when the record goes past the limit; it is then cut there, and there are no more records.
    mutating func next(quoted: Bool) throws(DataError) -> (record: ArraySlice<UInt8>, isTooLong: Bool)? {
        guard !isFinished else { return nil }
        var scanned = start
        var inQuotes = false
        while true {
            let end = buffer.withUnsafeBufferPointer { bytes -> Int? in
                while scanned < bytes.count {
                    let byte = bytes[scanned]
                    scanned += 1
                    if byte == 0x0A, !inQuotes { return scanned }
                    if byte == UInt8(ascii: "\""), quoted { inQuotes.toggle() }
                }
                return nil
            }
            if let end {
                defer { start = end }
                isFinished = end - start > limit
                return (buffer[start..<end], isFinished)
            }
            if buffer.count - start > limit {
                isFinished = true
                return (buffer[start...], true)
            }
            if start > 0 {
                buffer.removeSubrange(0..<start)
                scanned -= start
                start = 0
            }
            do throws(ByteSource.ReadFailure) { try source.read(RecordCutter.pieceLength, into: &buffer) } catch {
                isFinished = true
                throw DataError(
                    reason: .reading, words: "reading failed: \(error.words)", position: .init(file: file, line: line, column: 1))
            }
            if source.isAtEnd {
                guard !buffer.isEmpty else { return nil }
                isFinished = true
                return (buffer[...], false)
            }
        }
    }

    /// Counts the lines that a record took.
    mutating func passLines(_ count: Int) { line += count }
}
