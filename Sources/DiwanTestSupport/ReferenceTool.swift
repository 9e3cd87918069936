import Foundation

/// Runs a reference tool that a test compares with.
public enum ReferenceTool {
    /// What a tool did.
    public struct Outcome: Sendable {
        /// Its exit status.
        public var status: Int32
        /// What it wrote to standard output.
        public var output: [UInt8]
        /// What it wrote to standard error.
        public var errors: String
        /// The output as text.
        public var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs `name`, found on PATH, to its end with `input` on its standard input.
    ///
    /// Throws when the tool is not installed: a test without its reference fails.
    public static func run(_ name: String, _ arguments: [String], input: [UInt8] = []) throws -> Outcome {
        let scratch = try ScratchDirectory()
        let inputPath = try scratch.write(input, to: "input")
        let outputPath = try scratch.write([], to: "output")
        let errorPath = try scratch.write([], to: "errors")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        // Files, not pipes: no tool can block on a full one.
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try process.run()
        process.waitUntilExit()
        let outcome = Outcome(
            status: process.terminationStatus,
            output: [UInt8](try Data(contentsOf: URL(fileURLWithPath: outputPath))),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: errorPath)), as: UTF8.self))
        if outcome.status == 127 { throw Missing(name: name, errors: outcome.errors) }
        return outcome
    }

    /// A reference tool that is not installed.
    public struct Missing: Error {
        /// Its name.
        public var name: String
        /// What `env` said.
        public var errors: String
    }
}

/// A new directory in the system's place for temporary files, removed with this object.
public final class ScratchDirectory: Sendable {
    /// The absolute path, without a slash at its end.
    public let path: String

    /// Makes the directory.
    public init() throws {
        let base = FileManager.default.temporaryDirectory.path
        path = base + "/diwan-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // Nothing can be done about a directory that will not go; the system clears it later.
        _ = try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes `bytes` to the file `name` in the directory, and gives its path.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// The bytes of the file `name` in the directory.
    public func read(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
    }
}

/// Random numbers from a seed, the same on every machine (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// A sequence that depends on `seed` only.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
