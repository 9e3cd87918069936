import DiwanUnicode
import Testing

@Suite struct LineBreakerTests {
    /// `text` with a bar at each allowed break and an exclamation mark at each mandatory one.
    private func broken(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = ""
        var start = 0
        for opportunity in LineBreaker().opportunities(in: scalars) {
            for scalar in scalars[start..<opportunity.offset] { result.unicodeScalars.append(scalar) }
            result += opportunity.isMandatory ? "!" : "|"
            start = opportunity.offset
        }
        return result
    }

    @Test("LineBreakTest.txt holds for every line")
    func conformance() throws {
        var tally = CaseTally()
        for line in UnicodeDataFile.lines(try UnicodeDataFile.bytes("auxiliary/LineBreakTest.txt")) {
            var text: [Unicode.Scalar] = []
            var expected: [Int] = []
            for word in line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
                if word.elementsEqual("÷".utf8) {
                    expected.append(text.count)
                } else if !word.elementsEqual("×".utf8) {
                    var scanner = ASCIIScanner(word)
                    text += scanner.scalars()
                }
            }
            let opportunities = LineBreaker().opportunities(in: text)
            tally.check(opportunities.map(\.offset) == expected, "\(text): \(opportunities), not \(expected)")
        }
        tally.expect(7654)
    }

    @Test(
        "Text breaks where a reader expects it",
        arguments: [
            ("", ""),
            ("كلمة", "كلمة!"),
            ("في يوم الأحد", "في |يوم |الأحد!"),
            ("سطر\nسطر", "سطر\n!سطر!"),
            ("سطر\r\n\r\nسطر", "سطر\r\n!\r\n!سطر!"),
            ("سطر\u{2028}سطر", "سطر\u{2028}!سطر!"),
            ("قال: «نعم، هو».", "قال: |«نعم، |هو».!"),
            ("١٬٢٣٤٫٥٠ ر.س", "١٬٢٣٤٫٥٠ |ر.س!"),
            ("12,345.67 %", "12,345.67 |%!"),
            ("$(12.35)", "$(12.35)!"),
            ("من٥إلى٦", "من٥إلى٦!"),
            ("أ\u{A0}ب", "أ\u{A0}ب!"),
            ("طويل\u{200B}جدا", "طويل\u{200B}|جدا!"),
            ("\u{0627}\u{200C}\u{0628}", "\u{0627}\u{200C}\u{0628}!"),
            ("مُحَمَّدٌ رَسُولٌ", "مُحَمَّدٌ |رَسُولٌ!"),
            ("a-b", "a-|b!"), ("-5", "-5!"), (" \u{301}a", " |\u{301}a!"),
        ])
    func ordinaryText(_ text: String, _ expected: String) {
        #expect(broken(text) == expected)
    }

    @Test(
        "A long text of any kind takes time in proportion to its length", .timeLimit(.minutes(5)),
        arguments: ["م", "م ", "$(", "$(\u{301}", "\u{301}", "1,", "\u{1F1E6}"])
    func linearTime(_ pattern: String) {
        let unit = Array(pattern.unicodeScalars)
        let text = (0..<300_000).map { unit[$0 % unit.count] }
        let opportunities = LineBreaker().opportunities(in: text)
        #expect(opportunities.last == LineBreakOpportunity(offset: text.count, isMandatory: true))
        #expect(zip(opportunities, opportunities.dropFirst()).allSatisfy { $0.offset < $1.offset })
    }
}
