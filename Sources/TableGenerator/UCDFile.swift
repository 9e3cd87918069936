import Glibc

/// One data line of a file of the Unicode Character Database: a range of code points and the fields after it.
struct UCDLine {
    var range: ClosedRange<Int>
    var fields: [String]
}

/// A file of the Unicode Character Database (UAX #44, 4.2): fields between semicolons, comments after a number sign.
struct UCDFile {
    /// The lines with data, in the file's order.
    let lines: [UCDLine]
    /// The `@missing` lines: the values of the code points that no data line names (UAX #44, 4.2.10).
    let missing: [UCDLine]

    init(_ path: String) {
        var lines: [UCDLine] = []
        var missing: [UCDLine] = []
        for line in readFile(path).split(separator: UInt8(ascii: "\n")) {
            if line.first == UInt8(ascii: "#") {
                let text = String(decoding: line, as: UTF8.self)
                if text.hasPrefix("# @missing: "), let parsed = UCDFile.parse(text.dropFirst(12).utf8) { missing.append(parsed) }
                continue
            }
            let data = line.prefix { $0 != UInt8(ascii: "#") }
            if let parsed = UCDFile.parse(data) { lines.append(parsed) }
        }
        self.lines = lines
        self.missing = missing
    }

    private static func parse<Bytes: Collection>(_ line: Bytes) -> UCDLine? where Bytes.Element == UInt8 {
        let parts = line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
            let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
            var text = Array(part.drop(while: isBlank))
            while let last = text.last, isBlank(last) { text.removeLast() }
            return String(decoding: text, as: UTF8.self)
        }
        guard parts.count > 1, let range = codePointRange(parts[0]) else { return nil }
        return UCDLine(range: range, fields: Array(parts.dropFirst()))
    }
}

/// `0061` or `0061..007A`.
func codePointRange(_ text: String) -> ClosedRange<Int>? {
    let ends = text.split(separator: ".").compactMap { Int($0, radix: 16) }
    guard let first = ends.first, let last = ends.last, first <= last else { return nil }
    return first...last
}

/// Code points in hexadecimal, separated by spaces.
func codePoints(_ text: String) -> [UInt32] {
    text.split(separator: " ").map { part in
        guard let value = UInt32(part, radix: 16) else { fail("not a code point: \(part)") }
        return value
    }
}

/// Every byte of the file at `path`.
func readFile(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fail("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = fread(&buffer, 1, buffer.count, file)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// Writes `text` as the whole of the file at `path`.
func writeFile(_ path: String, _ text: String) {
    guard let file = fopen(path, "w") else { fail("cannot write \(path)") }
    let written = Array(text.utf8).withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    guard written == text.utf8.count, fclose(file) == 0 else { fail("cannot write \(path)") }
}

/// Says what is wrong with the data and ends the program.
func fail(_ message: String) -> Never {
    let line = Array("TableGenerator: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(1)
}
