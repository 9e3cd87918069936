import DiwanTestSupport
import Foundation

/// Seeded data of the kinds that are compressed here, and of the kinds that break compressors.
enum SampleData {
    /// The same samples every time, each with a name.
    static func all() throws -> [(name: String, bytes: [UInt8])] {
        var random = SeededGenerator(seed: 20_261_124)
        var samples: [(String, [UInt8])] = [("empty", []), ("one byte", [65]), ("two bytes", [65, 65]), ("three bytes", [1, 2, 3])]
        samples.append(("zeros", [UInt8](repeating: 0, count: 100_000)))
        samples.append(("length 258 twice", [UInt8](repeating: 7, count: 258 + 259)))
        samples.append(("random", (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &random) }))
        samples.append(("random of two values", (0..<70_000).map { _ in UInt8.random(in: 0...1, using: &random) }))
        let far = (0..<33_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        samples.append(("a match at the end of the window", Array(far[0..<32_768]) + far[0..<300] + far))
        // One symbol twice as frequent as the next, down to 1: the code without a limit would be too long.
        var skewed: [UInt8] = []
        for symbol in 0..<17 { skewed.append(contentsOf: [UInt8](repeating: UInt8(symbol * 13), count: 1 << symbol)) }
        samples.append(("skewed frequencies", skewed.shuffled(using: &random)))
        samples.append(("every byte once", (0...255).map { UInt8($0) }))
        for count in [5, 17, 100, 1000] {
            samples.append(("small \(count)", (0..<count).map { _ in UInt8.random(in: 97...100, using: &random) }))
        }
        samples.append(("content stream", contentStream(lines: 600, &random)))
        samples.append(("large content stream", contentStream(lines: 20_000, &random)))
        samples.append(("font program", try font(bytes: 40_000)))
        samples.append(("large font program", try font(bytes: 400_000)))
        return samples
    }

    /// Text operators like those of a page: two-byte codes in hexadecimal with small adjustments between.
    static func contentStream(lines: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var text = "q\nBT\n/F1 12 Tf\n"
        for line in 0..<lines {
            text +=
                "1 0 0 1 \(Int.random(in: 50...520, using: &random)).\(Int.random(in: 0...999, using: &random)) \(780 - line % 60 * 12) Tm\n["
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                text += "<"
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    // Few codes are frequent and many are rare, as in a language.
                    let code = Int.random(in: 1...16, using: &random) * Int.random(in: 1...16, using: &random)
                    let digits = String(code, radix: 16)
                    text += String(repeating: "0", count: 4 - digits.count) + digits
                }
                text += ">\(Int.random(in: -300...300, using: &random))"
            }
            text += "]TJ\n"
        }
        return Array((text + "ET\nQ\n").utf8)
    }

    /// The first bytes of a TrueType font's outlines.
    static func font(bytes count: Int) throws -> [UInt8] {
        let path = "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf"
        let font = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        return Array(font[0..<min(count, font.count)])
    }
}
