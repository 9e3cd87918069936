import Foundation

/// A reference reader in Python, asked about many texts at once.
struct DataOracle {
    struct Failure: Error { var words: String }

    /// An answer for each of `inputs`: nil for refused, else bytes.
    static func answers(_ script: String, _ inputs: [[UInt8]]) throws -> [[UInt8]?] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("diwan-data-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("input")
        let output = folder.appendingPathComponent("output")
        try Data(inputs.map { hexadecimal($0) + "\n" }.joined().utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors/\(script)").path,
        ]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(words: "the oracle failed: python3 is needed") }
        let lines = try String(contentsOf: output, encoding: .utf8).split(separator: "\n")
        guard lines.count == inputs.count else { throw Failure(words: "the oracle gave \(lines.count) answers to \(inputs.count)") }
        return lines.map { $0 == "refused" ? nil : bytes($0) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    private static func bytes(_ text: Substring) -> [UInt8] {
        let digits = text.utf8.map { $0 < 0x40 ? $0 - 0x30 : $0 - 0x57 }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
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

    /// `bytes` with one to three bytes taken out, put in, exchanged or moved.
    mutating func mutated(_ bytes: [UInt8], inserting pieces: [[UInt8]]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) {
            guard !bytes.isEmpty else { break }
            let place = Int.random(in: 0..<bytes.count, using: &self)
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(contentsOf: pieces.randomElement(using: &self)!, at: place)
            case 2: bytes[place] = UInt8.random(in: 0...255, using: &self)
            case 3: bytes.replaceSubrange(place..<(place + 1), with: pieces.randomElement(using: &self)!)
            default: bytes.removeLast(min(bytes.count, Int.random(in: 1...4, using: &self)))
            }
        }
        return bytes
    }
}
