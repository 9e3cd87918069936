/// The bytes of one source file, with the means to turn a byte offset into a line and a column.
///
/// Lines end with LF, CR LF or CR. A UTF-8 byte order mark at the start is not part of the first line.
public final class SourceText: Sendable {
    /// The file as the user named it.
    public let file: String
    /// The whole file, UTF-8 (malformed bytes are allowed; they count as one column each).
    public let bytes: [UInt8]
    /// The number of the first line; more than 1 when the bytes are a part of a longer file, such as one record of it.
    public let firstLine: Int
    /// The byte offset at which each line starts.
    private let lineStarts: [Int]

    /// Keeps `bytes` and finds where its lines start; the first of them has the number `firstLine`.
    public init(file: String, bytes: [UInt8], firstLine: Int = 1) {
        self.file = file
        self.bytes = bytes
        self.firstLine = firstLine
        lineStarts = bytes.withUnsafeBufferPointer { SourceText.lineStarts(in: $0, mayHaveMark: firstLine == 1) }
    }

    /// The number of lines; at least 1.
    public var lineCount: Int { lineStarts.count }

    /// The length in bytes of the byte order mark at the start: 3 or 0.
    public var byteOrderMarkLength: Int { lineStarts[0] }

    /// The place of the byte at `offset`; offsets outside the file are moved to its nearest end.
    public func position(at offset: Int) -> SourcePosition {
        let offset = min(max(offset, lineStarts[0]), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return SourcePosition(file: file, line: firstLine + low, column: scalars(from: lineStarts[low], to: offset) + 1)
    }

    /// The number of Unicode scalars that start in the bytes `start..<end`.
    public func scalars(from start: Int, to end: Int) -> Int {
        precondition(start <= end && start >= 0 && end <= bytes.count)
        var count = 0
        for index in start..<end where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }

    /// The text of line `number`, counted from `firstLine`, without its line end; nil when there is no such line.
    public func line(_ number: Int) -> String? {
        let number = number - firstLine + 1
        guard number >= 1, number <= lineStarts.count else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        if end > start, bytes[end - 1] == 0x0A { end -= 1 }
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func lineStarts(in bytes: UnsafeBufferPointer<UInt8>, mayHaveMark: Bool) -> [Int] {
        let mark = mayHaveMark && bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        var starts = [mark ? 3 : 0]
        var index = starts[0]
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0A {
                starts.append(index)
            } else if byte == 0x0D {
                if index < bytes.count, bytes[index] == 0x0A { index += 1 }
                starts.append(index)
            }
        }
        return starts
    }
}
