import DiwanUnicode
import Testing

@Suite struct ScalarMappingTests {
    private var scalars: some Sequence<Unicode.Scalar> { (UInt32(0)...0x10_FFFF).lazy.compactMap(Unicode.Scalar.init) }

    @Test("Every mirrored character gives its mirror image, and no other has one")
    func mirroring() throws {
        var expected: [UInt32: String] = [:]
        for (range, fields) in try UnicodeDataFile.entries("BidiMirroring.txt") { expected[UInt32(range.lowerBound)] = fields[0] }
        #expect(expected.count == 428)
        var tally = CaseTally()
        for scalar in scalars {
            let mirror = expected[scalar.value].flatMap { UInt32($0, radix: 16) }
            tally.check(ScalarMapping.mirroringGlyph(of: scalar)?.value == mirror, "\(scalar)")
        }
        tally.expect(0x11_0000 - 0x800)
    }

    @Test("Every paired bracket gives its pair and its side, and nothing else is one")
    func brackets() throws {
        var expected: [UInt32: [String]] = [:]
        for (range, fields) in try UnicodeDataFile.entries("BidiBrackets.txt") { expected[UInt32(range.lowerBound)] = fields }
        #expect(expected.count == 128)
        var tally = CaseTally()
        for scalar in scalars {
            let fields = expected[scalar.value]
            let properties = ScalarProperties(scalar)
            tally.check(properties.isOpeningBracket == (fields?[1] == "o"), "\(scalar)")
            tally.check(properties.isClosingBracket == (fields?[1] == "c"), "\(scalar)")
            let pair = fields.flatMap { UInt32($0[0], radix: 16) }
            tally.check(ScalarMapping.pairedBracket(of: scalar)?.value == pair, "\(scalar)")
        }
        tally.expect(3 * (0x11_0000 - 0x800))
    }

    @Test("Every decomposition of the database is given, in one step or in full")
    func decompositions() throws {
        var tally = CaseTally()
        for (range, fields) in try UnicodeDataFile.entries("UnicodeData.txt") {
            guard let scalar = Unicode.Scalar(UInt32(range.lowerBound)), !fields[0].contains("Hangul Syllable") else { continue }
            let isCompatibility = fields[4].hasPrefix("<")
            let target = fields[4].split(separator: " ").compactMap { UInt32($0, radix: 16) }.compactMap(Unicode.Scalar.init)
            let pair = ScalarMapping.canonicalDecomposition(of: scalar)
            tally.check((pair.map { [$0.first] + ($0.second.map { [$0] } ?? []) } ?? []) == (isCompatibility ? [] : target), "\(scalar)")
            let full = ScalarMapping.compatibilityDecomposition(of: scalar)
            tally.check((full != nil) == isCompatibility, "\(scalar)")
            if isCompatibility { tally.check(full == NormalizationForm.nfkd.normalize(target), "\(scalar)") }
        }
        #expect(tally.failures.isEmpty)
        #expect(tally.count > 70_000)
        #expect(ScalarMapping.compatibilityDecomposition(of: "\u{FEFB}") == ["\u{0644}", "\u{0627}"])
        #expect(ScalarMapping.compatibilityDecomposition(of: "\u{FDFA}")?.count == 18)
    }

    @Test("A pair composes when the database says so and it is not excluded")
    func compositions() throws {
        let exclusions = try UnicodeDataFile.values("DerivedNormalizationProps.txt", missing: "") { $0[0] == "Full_Composition_Exclusion" }
        var tally = CaseTally()
        for scalar in scalars {
            guard let pair = ScalarMapping.canonicalDecomposition(of: scalar), let second = pair.second else { continue }
            let isExcluded = !exclusions[Int(scalar.value)].isEmpty
            tally.check(ScalarMapping.primaryComposite(pair.first, second) == (isExcluded ? nil : scalar), "\(scalar)")
        }
        #expect(tally.failures.isEmpty)
        #expect(tally.count > 11_172 + 900)
        #expect(ScalarMapping.primaryComposite("\u{0627}", "\u{0653}") == "\u{0622}")
        #expect(ScalarMapping.primaryComposite("\u{0628}", "\u{0653}") == nil)
        #expect(ScalarMapping.primaryComposite("a", "b") == nil)
        #expect(ScalarMapping.primaryComposite("\u{AC01}", "\u{11A8}") == nil)
    }
}
