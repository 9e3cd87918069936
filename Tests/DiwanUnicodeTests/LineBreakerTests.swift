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

    // Without hyphens: ICU keeps one at the beginning of a word with the word.
    @Test("Random text breaks where ICU breaks it")
    func icu() throws {
        let icu = try ICULineBreaker()
        let lineBreakClass = { (scalar: Unicode.Scalar) in ScalarProperties(scalar).lineBreakClass }
        let alphabet = Array(
            "aاאب中ㄱ가각각1٢3٤   ,.،؛:;!؟?/()[]（）「」«»\"'$€%٪°…—\u{301}\u{64E}\u{A0}\u{200B}\u{200C}\u{200D}\u{2060}\u{AD}\u{FFFC}\n\r\u{85}\u{2028}🇦🇦👍🏽\u{1F02C}"
                .unicodeScalars)
        var generator = SplitMix(state: 14)
        var tally = CaseTally()
        for _ in 0..<50_000 {
            let length = Int(generator.next() % 20) + 1
            var text = (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
            // ICU keeps a digit with a comma or a point before it that belongs to no number; LineBreakTest.txt breaks there.
            for offset in text.indices where lineBreakClass(text[offset]) == .nu && offset > 0 {
                let isPlain =
                    lineBreakClass(text[offset - 1]) != .is && lineBreakClass(text[offset - 1]) != .cm
                    && lineBreakClass(text[offset - 1]) != .zwj
                let isDecimal = offset > 1 && lineBreakClass(text[offset - 1]) == .is && lineBreakClass(text[offset - 2]) == .nu
                if !isPlain, !isDecimal { text[offset] = "a" }
            }
            var units: [UInt16] = []
            var starts: [Int] = []
            for scalar in text {
                starts.append(units.count)
                units += UTF16.encode(scalar).map(Array.init) ?? []
            }
            starts.append(units.count)
            let actual = LineBreaker().opportunities(in: text).map { starts[$0.offset] }
            let expected = try icu.offsets(units)
            tally.check(actual == expected, "\(text): \(actual), not \(expected)")
        }
        tally.expect(50_000)
    }

    @Test(
        "A long text of any kind takes time in proportion to its length", .timeLimit(.minutes(10)),
        arguments: ["م", "م ", "$(", "$(\u{301}", "\u{301}", "1,", "\u{1F1E6}"])
    func linearTime(_ pattern: String) {
        let unit = Array(pattern.unicodeScalars)
        let text = (0..<300_000).map { unit[$0 % unit.count] }
        let opportunities = LineBreaker().opportunities(in: text)
        #expect(opportunities.last == LineBreakOpportunity(offset: text.count, isMandatory: true))
        #expect(zip(opportunities, opportunities.dropFirst()).allSatisfy { $0.offset < $1.offset })
    }
}
