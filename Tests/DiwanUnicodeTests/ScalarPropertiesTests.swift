import DiwanUnicode
import Testing

/// Every code point, compared with the files of the database. Where the generator reads the extracted files, these tests read the
/// original ones.
@Suite struct ScalarPropertiesTests {
    private func compare(_ expected: [String], _ actual: (ScalarProperties) -> String) {
        var tally = CaseTally()
        for (codePoint, value) in expected.enumerated() {
            let properties = ScalarProperties(value: UInt32(codePoint))
            tally.check(actual(properties) == value, "\(String(codePoint, radix: 16)): \(actual(properties)), not \(value)")
        }
        tally.expect(0x11_0000)
    }

    /// A field of UnicodeData.txt for every code point; ranges are written as a First and a Last line.
    private func unicodeData(_ field: Int, missing: String) throws -> [String] {
        var values = [String](repeating: missing, count: 0x11_0000)
        var first = 0
        for (range, fields) in try UnicodeDataFile.entries("UnicodeData.txt") {
            if fields[0].hasSuffix("First>") { first = range.lowerBound }
            for codePoint in (fields[0].hasSuffix("Last>") ? first : range.lowerBound)...range.upperBound {
                values[codePoint] = fields[field]
            }
        }
        return values
    }

    @Test("Every code point has its general category")
    func generalCategory() throws {
        compare(try unicodeData(1, missing: "Cn")) { "\($0.generalCategory)".prefix(1).uppercased() + "\($0.generalCategory)".dropFirst() }
    }

    @Test("Every code point has its canonical combining class")
    func combiningClass() throws {
        compare(try unicodeData(2, missing: "0")) { "\($0.combiningClass)" }
    }

    @Test("Every assigned code point has its bidi class, and the others that of their range")
    func bidiClass() throws {
        var expected = try unicodeData(3, missing: "")
        let defaults: [(ClosedRange<Int>, String)] = [
            (0x0590...0x05FF, "R"), (0x0600...0x07BF, "AL"), (0x07C0...0x085F, "R"), (0x0860...0x08FF, "AL"), (0x20A0...0x20CF, "ET"),
            (0xFB1D...0xFB4F, "R"), (0xFB50...0xFDCF, "AL"), (0xFDF0...0xFDFF, "AL"), (0xFE70...0xFEFF, "AL"), (0x1_0800...0x1_0CFF, "R"),
            (0x1_0D00...0x1_0D3F, "AL"), (0x1_0D40...0x1_0EBF, "R"), (0x1_0EC0...0x1_0EFF, "AL"), (0x1_0F00...0x1_0F2F, "R"),
            (0x1_0F30...0x1_0F6F, "AL"), (0x1_0F70...0x1_0FFF, "R"), (0x1_E800...0x1_EC6F, "R"), (0x1_EC70...0x1_ECBF, "AL"),
            (0x1_ECC0...0x1_ECFF, "R"), (0x1_ED00...0x1_ED4F, "AL"), (0x1_ED50...0x1_EDFF, "R"), (0x1_EE00...0x1_EEFF, "AL"),
            (0x1_EF00...0x1_EFFF, "R"),
        ]
        for (range, value) in defaults { for codePoint in range where expected[codePoint].isEmpty { expected[codePoint] = value } }
        let isIgnorable = try UnicodeDataFile.values("DerivedCoreProperties.txt", missing: "") {
            $0[0] == "Default_Ignorable_Code_Point"
        }
        for codePoint in expected.indices where expected[codePoint].isEmpty {
            let isNoncharacter = 0xFDD0...0xFDEF ~= codePoint || codePoint & 0xFFFE == 0xFFFE
            expected[codePoint] = isNoncharacter || !isIgnorable[codePoint].isEmpty ? "BN" : "L"
        }
        compare(expected) { "\($0.bidiClass)".uppercased() }
    }

    @Test("Every code point has its joining type; unlisted marks and format characters are transparent")
    func joiningType() throws {
        let names = [
            "R": "rightJoining", "L": "leftJoining", "D": "dualJoining", "C": "joinCausing", "T": "transparent", "U": "nonJoining",
        ]
        let categories = try unicodeData(1, missing: "Cn")
        var expected = categories.map { $0 == "Mn" || $0 == "Me" || $0 == "Cf" ? "transparent" : "nonJoining" }
        for (range, fields) in try UnicodeDataFile.entries("ArabicShaping.txt") {
            for codePoint in range { expected[codePoint] = try #require(names[fields[1]]) }
        }
        compare(expected) { "\($0.joiningType)" }
    }

    @Test("The Syriac groups of the Arabic shaping file are told apart")
    func joiningGroup() throws {
        var expected = [String](repeating: "other", count: 0x11_0000)
        for (range, fields) in try UnicodeDataFile.entries("ArabicShaping.txt") {
            if fields[2] == "ALAPH" { expected[range.lowerBound] = "alaph" }
            if fields[2] == "DALATH RISH" { expected[range.lowerBound] = "dalathRish" }
        }
        compare(expected) { "\($0.joiningGroup)" }
    }

    @Test("Every code point has its line break class")
    func lineBreakClass() throws {
        var expected = try UnicodeDataFile.values("LineBreak.txt", missing: "")
        let ideographic = [
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x1_F000...0x1_FAFF, 0x1_FC00...0x1_FFFD, 0x2_0000...0x2_FFFD,
            0x3_0000...0x3_FFFD,
        ]
        for range in ideographic { for codePoint in range where expected[codePoint].isEmpty { expected[codePoint] = "ID" } }
        for codePoint in 0x20A0...0x20CF where expected[codePoint].isEmpty { expected[codePoint] = "PR" }
        for codePoint in expected.indices where expected[codePoint].isEmpty { expected[codePoint] = "XX" }
        compare(expected) { "\($0.lineBreakClass)".uppercased() }
    }

    @Test("Every code point has its East Asian width")
    func eastAsianWidth() throws {
        let names = ["N": "neutral", "A": "ambiguous", "H": "halfwidth", "W": "wide", "F": "fullwidth", "Na": "narrow", "": "neutral"]
        var expected = try UnicodeDataFile.values("EastAsianWidth.txt", missing: "")
        for range in [0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x2_FFFD, 0x3_0000...0x3_FFFD] {
            for codePoint in range where expected[codePoint].isEmpty { expected[codePoint] = "W" }
        }
        compare(try expected.map { try #require(names[$0]) }) { "\($0.eastAsianWidth)" }
    }

    @Test("Every code point has its script, and the tags are those of ISO 15924")
    func script() throws {
        var tags: [String: String] = [:]
        for line in UnicodeDataFile.lines(try UnicodeDataFile.bytes("PropertyValueAliases.txt")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: ";").map { $0.split(separator: " ").first ?? "" }
            if fields[0] == "sc" { tags[String(fields[2])] = String(fields[1]) }
        }
        let expected = try UnicodeDataFile.values("Scripts.txt", missing: "Unknown").map { try #require(tags[$0]) }
        let actual = Dictionary(uniqueKeysWithValues: Script.allCases.map { ($0, $0.tag) })
        compare(expected) { actual[$0.script] ?? "" }
        for script in Script.allCases { #expect(Script(tag: script.tag) == script) }
        #expect(Script(tag: "Arab") == .arabic)
        #expect(Script(tag: "Hrkt") == nil)
        #expect(Script(tag: "arabic") == nil)
        #expect(Script.arabic.tagValue == 0x4172_6162)
    }

    @Test("Every code point has its script extensions, and is used in those scripts only")
    func scriptExtensions() throws {
        let expected = try UnicodeDataFile.values("ScriptExtensions.txt", missing: "")
        var tally = CaseTally()
        for (codePoint, value) in expected.enumerated() {
            let properties = ScalarProperties(value: UInt32(codePoint))
            if value.isEmpty {
                tally.check(properties.isUsed(in: properties.script), "\(codePoint)")
                continue
            }
            let scripts = value.split(separator: " ").compactMap { Script(tag: String($0)) }
            tally.check(Set(properties.scriptExtensions) == Set(scripts), "\(codePoint)")
            for script in Script.allCases where properties.isUsed(in: script) != scripts.contains(script) {
                tally.check(false, "\(codePoint) \(script)")
            }
        }
        tally.expect(0x11_0000)
        #expect(ScalarProperties("a").scriptExtensions == [.latin])
    }

    @Test(
        "Every code point has its binary properties",
        arguments: [
            "DerivedCoreProperties.txt Default_Ignorable_Code_Point", "emoji/emoji-data.txt Extended_Pictographic",
            "extracted/DerivedBinaryProperties.txt Bidi_Mirrored",
        ])
    func binaryProperty(_ place: String) throws {
        let parts = place.split(separator: " ").map(String.init)
        let expected = try UnicodeDataFile.values(parts[0], missing: "") { $0[0] == parts[1] }
        #expect(expected.contains(parts[1]))
        compare(expected) { properties in
            switch parts[1] {
            case "Bidi_Mirrored": properties.isBidiMirrored ? parts[1] : ""
            case "Extended_Pictographic": properties.isExtendedPictographic ? parts[1] : ""
            default: properties.isDefaultIgnorable ? parts[1] : ""
            }
        }
    }

    @Test("A value beyond the code points is unassigned")
    func beyondTheLast() {
        for value: UInt32 in [0x11_0000, 0x7FFF_FFFF, 0xFFFF_FFFF] {
            let properties = ScalarProperties(value: value)
            #expect(properties.generalCategory == .cn)
            #expect(properties.bidiClass == .l)
            #expect(properties.script == .unknown)
            #expect(properties.lineBreakClass == .xx)
            #expect(!properties.isDefaultIgnorable)
        }
    }

    @Test("General categories are grouped as UAX #44 groups them")
    func categoryGroups() {
        for category in GeneralCategory.allCases {
            let name = "\(category)"
            #expect(category.isMark == name.hasPrefix("m"))
            #expect(category.isLetter == name.hasPrefix("l"))
            #expect(category.isNumber == name.hasPrefix("n"))
            #expect(category.isPunctuation == name.hasPrefix("p"))
        }
    }
}
