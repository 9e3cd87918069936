import Foundation

/// The vector files beside the tests: one JSON object a line.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")

    /// The rows of a file as dictionaries; traps when the file is missing or broken.
    static func rows(_ name: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: folder.appending(path: name + ".jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            guard let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else {
                throw CocoaError(.fileReadCorruptFile)
            }
            return row
        }
    }
}

/// A small generator of repeatable pseudorandom numbers (xorshift64).
struct Repeatable: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
