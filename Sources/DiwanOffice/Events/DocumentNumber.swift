/// A number of a series of the office: `1448/ق/00045`, with a branch before the series `1448/ش/ق/00045`.
///
/// The series is all but the last part, so each year and each branch counts by itself.
public struct DocumentNumber: Hashable, Sendable {
    /// Year, branch and code: `1448/ق`.
    public let series: String
    /// Which of the series it is, from 1.
    public let count: Int
    /// The number as it is written.
    public let text: String

    /// The number `count` of a series.
    /// - Parameter digits: how many digits the count has at least.
    public init(series: String, count: Int, digits: Int) {
        self.series = series
        self.count = count
        let number = String(count)
        text = "\(series)/" + String(repeating: "0", count: max(0, digits - number.count)) + number
    }

    /// The number that `text` writes; `nil` when it is none.
    public init?(_ text: String) {
        guard let slash = text.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let last = text[text.utf8.index(after: slash)...]
        guard !last.isEmpty, last.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(last), count > 0 else { return nil }
        series = String(text[..<slash])
        self.count = count
        self.text = text
    }
}
