import DiwanFont
import DiwanShaping
import DiwanTemplate
import DiwanUnicode
import Glibc

/// Shapes every line of a file again and again, without any memory of words, and prints how many words a processor second makes.
/// Its output is what the HarfBuzz program of the peers prints, so that the two can be put side by side.
enum ShapingBenchmark {
    static func run(font path: String, text file: String, seconds: Double) throws {
        let font = try Font(path: path)
        let shaper = Shaper(font)
        let runs = try TextFile.lines(file).map { Array($0.unicodeScalars) }
        let words = runs.reduce(0) { sum, run in sum + 1 + run.count { $0 == " " } }
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        let buffer = ShapingBuffer()
        let begin = Clock.processorSeconds
        var passes = 0, glyphs = 0
        var first = 0.0, spent = 0.0
        repeat {
            for run in runs {
                shaper.shape(run, plan: plan, into: buffer)
                glyphs += buffer.glyphs.count
            }
            spent = Clock.processorSeconds - begin
            if passes == 0 { first = spent }
            passes += 1
        } while spent < seconds
        print(
            "{\"by\": \"diwan\", \"runs\": \(runs.count), \"words\": \(words), \"glyphs\": \(glyphs / passes), \"passes\": \(passes), "
                + "\"first_pass_s\": \(Clock.text(first, digits: 5)), \"words_per_cpu_s\": \(Int(Double(words * passes) / spent)), "
                + "\"us_per_run\": \(Clock.text(spent * 1e6 / Double(runs.count * passes), digits: 3))}")
    }
}

/// Text files, for the benchmarks.
enum TextFile {
    /// A file that cannot be read.
    struct Unreadable: Error {
        var path: String
    }

    /// The lines of a file, without the ends.
    static func lines(_ path: String) throws -> [String] {
        try bytes(path).split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The profile in a file, with the pictures beside it; `nil` when it has mistakes.
    static func profile(_ path: String) throws -> Profile? {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        return Profile.read(try bytes(path), file: path) { name in try? bytes(folder + name) }.profile
    }

    /// The bytes of a file.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { break }
            bytes += buffer[0..<count]
        }
        return bytes
    }
}
