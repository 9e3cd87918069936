import DiwanUnicode
import Testing

@Suite struct NormalizationFormTests {
    @Test("NormalizationTest.txt holds for every line and every form")
    func conformance() throws {
        let bytes = try UnicodeDataFile.output(of: "bzcat", [UnicodeDataFile.folder + "NormalizationTest.txt.bz2"])
        var tally = CaseTally()
        var isPart1 = false
        var listed = Set<UInt32>()
        for line in UnicodeDataFile.lines(bytes) {
            if line.first == UInt8(ascii: "@") {
                isPart1 = line.starts(with: "@Part1".utf8)
                continue
            }
            var scanner = ASCIIScanner(line)
            var columns: [[Unicode.Scalar]] = []
            for _ in 0..<5 {
                columns.append(scanner.scalars())
                if !scanner.skip(";") { break }
            }
            guard columns.count == 5 else { continue }
            if isPart1 { listed.insert(columns[0][0].value) }
            var isRight = true
            for (number, column) in columns.enumerated() {
                let canonical = number < 3
                isRight = isRight && NormalizationForm.nfc.normalize(column) == columns[canonical ? 1 : 3]
                isRight = isRight && NormalizationForm.nfd.normalize(column) == columns[canonical ? 2 : 4]
                isRight = isRight && NormalizationForm.nfkc.normalize(column) == columns[3]
                isRight = isRight && NormalizationForm.nfkd.normalize(column) == columns[4]
            }
            tally.check(isRight, "\(columns[0])")
        }
        tally.expect(19_074)
        var others = CaseTally()
        for value in UInt32(0)...0x10_FFFF where !listed.contains(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            others.check(NormalizationForm.allCases.allSatisfy { $0.normalize([scalar]) == [scalar] }, "\(scalar)")
        }
        others.expect(0x11_0000 - 0x800 - listed.count)
    }

    @Test("A long run of marks is ordered stably and in short time")
    func longRunOfMarks() {
        var text: [Unicode.Scalar] = ["\u{0628}"]
        for number in 0..<100_000 { text.append(number % 2 == 0 ? "\u{0651}" : "\u{064B}") }
        let ordered = NormalizationForm.nfc.normalize(text)
        #expect(ordered.count == text.count)
        #expect(ordered[1..<50_001].allSatisfy { $0 == "\u{064B}" })
        #expect(ordered[50_001...].allSatisfy { $0 == "\u{0651}" })
    }

    @Test("The quick check knows Arabic in its usual spelling")
    func quickCheck() {
        #expect(NormalizationForm.isComposed(Array("محمّد رسول أحمد".unicodeScalars)))
        #expect(!NormalizationForm.isComposed(["\u{0627}", "\u{0654}"]))
        #expect(!NormalizationForm.isComposed(["\u{0628}", "\u{0651}", "\u{064E}"]))
        #expect(NormalizationForm.nfc.normalize(["\u{0627}", "\u{0654}"]) == ["\u{0623}"])
        #expect(NormalizationForm.nfc.normalize([]) == [])
    }
}
