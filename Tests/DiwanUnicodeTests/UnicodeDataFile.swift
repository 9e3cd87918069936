import Foundation
import Testing

/// The files of the system's Unicode Character Database, which the tests read whole.
enum UnicodeDataFile {
    static let folder = "/usr/share/unicode/"

    /// Every byte of a file; a file that is missing fails the test.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder + name)))
    }

    /// What a command prints; a command that is missing or fails fails the test.
    static func output(of command: String, _ arguments: [String], input: [UInt8]? = nil) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        if let input {
            // Through a file, since two pipes that are both full would wait for each other.
            let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            try Data(input).write(to: path)
            process.standardInput = try FileHandle(forReadingFrom: path)
            try FileManager.default.removeItem(at: path)
        }
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command) failed")
        return [UInt8](data)
    }

    /// The lines of `bytes` without comments and without blank ends, the empty ones left out.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A).compactMap { line in
            var line = line.prefix { $0 != UInt8(ascii: "#") }
            while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
            return line.isEmpty ? nil : line
        }
    }

    /// The fields of the data lines of a file, with the range of code points that the first one names.
    static func entries(_ name: String) throws -> [(range: ClosedRange<Int>, fields: [String])] {
        lines(try bytes(name)).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
                String(decoding: field, as: UTF8.self).trimmingCharacters(in: .whitespaces)
            }
            let ends = fields[0].split(separator: ".").compactMap { Int($0, radix: 16) }
            guard let first = ends.first, let last = ends.last else { return nil }
            return (first...last, Array(fields.dropFirst()))
        }
    }

    /// One value for every code point, `missing` where the file names none.
    static func values(_ name: String, missing: String, field: Int = 0, where isWanted: ([String]) -> Bool = { _ in true }) throws
        -> [String]
    {
        var values = [String](repeating: missing, count: 0x11_0000)
        for (range, fields) in try entries(name) where isWanted(fields) {
            for codePoint in range { values[codePoint] = fields[field] }
        }
        return values
    }
}

/// Counts the cases of a long test and keeps the first that fail.
struct CaseTally {
    private(set) var count = 0
    private(set) var failures: [String] = []

    mutating func check(_ isRight: Bool, _ what: @autoclosure () -> String) {
        count += 1
        if !isRight, failures.count < 10 { failures.append(what()) }
    }

    /// Requires that no case failed and that there were `expected`.
    func expect(_ expected: Int) {
        #expect(failures.isEmpty)
        #expect(count == expected)
    }
}

/// A reader of code points and numbers in ASCII, byte by byte: the conformance files are too long for strings.
struct ASCIIScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    private mutating func skipBlanks() {
        while position < bytes.endIndex, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    /// Skips `byte` when it comes next after blanks.
    mutating func skip(_ byte: Character) -> Bool {
        skipBlanks()
        guard position < bytes.endIndex, bytes[position] == byte.asciiValue else { return false }
        position += 1
        return true
    }

    /// Skips `byte`, which must come next after blanks.
    mutating func require(_ byte: Character) throws {
        let isNext = skip(byte)
        try #require(isNext)
    }

    /// The next number, which must be there.
    mutating func requireNumber(radix: Int) throws -> Int {
        let value = number(radix: radix)
        return try #require(value)
    }

    /// The next number in `radix` up to 16, or nil when something else follows.
    mutating func number(radix: Int) -> Int? {
        skipBlanks()
        var value = 0
        let start = position
        while position < bytes.endIndex {
            let byte = bytes[position]
            let digit = byte < 0x3A ? Int(byte) - 0x30 : Int(byte | 0x20) - 0x57
            guard digit >= 0, digit < radix, byte < 0x3A || byte | 0x20 >= 0x61 else { break }
            value = value * radix + digit
            position += 1
        }
        return position > start ? value : nil
    }

    /// The scalars that come next, in hexadecimal.
    mutating func scalars() -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        while let value = number(radix: 16), let scalar = Unicode.Scalar(UInt32(value)) { result.append(scalar) }
        return result
    }

    /// The word that comes next: bytes up to a blank or a semicolon.
    mutating func word() -> ArraySlice<UInt8> {
        skipBlanks()
        let start = position
        while position < bytes.endIndex, bytes[position] != 0x20, bytes[position] != 0x09, bytes[position] != 0x3B { position += 1 }
        return bytes[start..<position]
    }
}
