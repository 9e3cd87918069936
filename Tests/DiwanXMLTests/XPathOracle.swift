import Foundation

/// libxml2 called from another program, on expressions and an XML text.
struct XPathOracle {
    struct Failure: Error { var words: String }

    /// A line of answer for each of `expressions`.
    static func answers(_ expressions: [String], over xml: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("diwan-xpath-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("data.xml")
        let input = folder.appendingPathComponent("input")
        let output = folder.appendingPathComponent("output")
        try Data(xml.utf8).write(to: file)
        try Data((expressions.joined(separator: "\n") + "\n").utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/xpath_oracle.py")
        process.arguments = ["python3", script.path, file.path]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(words: "the oracle failed: python3 with ctypes and libxml2.so.2 are needed")
        }
        let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        guard lines.count == expressions.count + 1 else { throw Failure(words: "the oracle gave \(lines.count - 1) answers") }
        return Array(lines.dropLast())
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
