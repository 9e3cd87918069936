import Foundation

/// A reference program in Python, in `Vectors`, asked about many things at once.
struct PythonOracle {
    struct Failure: Error { var words: String }

    /// A line of answer for each line of `input`.
    static func answers(_ script: String, file: String? = nil, _ input: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("diwan-xml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appendingPathComponent("input")
        let outputFile = folder.appendingPathComponent("output")
        let dataFile = folder.appendingPathComponent("data")
        try Data((input.joined(separator: "\n") + "\n").utf8).write(to: inputFile)
        try Data((file ?? "").utf8).write(to: dataFile)
        try Data().write(to: outputFile)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/\(script)").path
        process.arguments = ["python3", path, dataFile.path]
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(words: "\(script) failed: python3 with ctypes, expat and libxml2.so.2 is needed")
        }
        let lines = try String(contentsOf: outputFile, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == input.count + 1 else { throw Failure(words: "\(script) gave \(lines.count - 1) answers") }
        return lines.dropLast().map(String.init)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    static func text(_ hexadecimal: String) -> String {
        let values = hexadecimal.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x57 }
        return String(decoding: stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }, as: UTF8.self)
    }
}

/// A small deterministic generator (splitmix64), so that a failing case can be made again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
