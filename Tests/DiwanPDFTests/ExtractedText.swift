import Foundation

/// Compares what a reader extracts with what was written.
enum ExtractedText {
    /// The words, without direction controls (default-ignorable, and embedding marks that the reader adds), in one normalisation form.
    static func words(of text: String) -> [String] {
        let kept = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(kept)).precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace).map(
            String.init)
    }

    /// The first place where two lists of words differ, in words.
    static func firstDifference(_ left: [String], _ right: [String]) -> String {
        for index in 0..<max(left.count, right.count) {
            let pair = (index < left.count ? left[index] : "(end)", index < right.count ? right[index] : "(end)")
            if pair.0 != pair.1 { return "word \(index): found \(pair.0), written \(pair.1)" }
        }
        return "equal"
    }

    /// The length of the longest common subsequence.
    static func commonCount(_ left: [String], _ right: [String]) -> Int {
        var row = [Int](repeating: 0, count: right.count + 1)
        for word in left {
            var last = 0
            for (index, other) in right.enumerated() {
                let here = row[index + 1]
                row[index + 1] = word == other ? last + 1 : max(row[index + 1], row[index])
                last = here
            }
        }
        return row[right.count]
    }
}

/// A grey picture in the binary form of PGM (`P5`).
struct GrayImage {
    let width: Int
    let height: Int
    let pixels: [UInt8]

    struct Malformed: Error {}

    init(_ file: [UInt8]) throws {
        let fields = file.prefix(40).split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, fields[0].elementsEqual("P5".utf8) else { throw Malformed() }
        let size = String(decoding: fields[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        guard size.count == 2, file.count >= size[0] * size[1] else { throw Malformed() }
        width = size[0]
        height = size[1]
        pixels = Array(file.suffix(width * height))
    }

    /// How many pixels in some columns are not white.
    func ink(columns: Range<Int>) -> Int {
        var count = 0
        for row in 0..<height { for column in columns where pixels[row * width + column] < 250 { count += 1 } }
        return count
    }
}
