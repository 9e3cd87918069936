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
