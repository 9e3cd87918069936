import DiwanFont
import DiwanTestSupport
import Testing

/// The subtable formats that few fonts have, in a font made of Noto Kufi Arabic with another `cmap`; HarfBuzz is the reference.
@Suite struct CmapFormatTests {
    private static let base = "/usr/share/fonts/truetype/noto/NotoKufiArabic-Regular.ttf"

    private func words(_ values: Int...) -> [UInt8] { values.flatMap { [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] } }

    private func long(_ value: Int) -> [UInt8] { words(value >> 16, value & 0xFFFF) }

    /// The base font with the subtables `subtables` (platform, encoding, bytes) as its `cmap`.
    private func font(_ subtables: [(Int, Int, [UInt8])]) throws -> [UInt8] {
        let original = try Font(path: CmapFormatTests.base)
        var cmap = words(0, subtables.count)
        var offset = 4 + 8 * subtables.count
        for (platform, encoding, bytes) in subtables {
            cmap += words(platform, encoding) + long(offset)
            offset += bytes.count
        }
        for (_, _, bytes) in subtables { cmap += bytes }
        let kept: [DiwanFont.Tag] = ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"]
        var directory = words(1, 0, kept.count, 0, 0, 0)
        var body: [UInt8] = []
        let start = 12 + 16 * kept.count
        for tag in kept {
            let bytes = tag == "cmap" ? cmap : original.table(tag)?.bytes ?? []
            directory += long(Int(tag.rawValue)) + long(0) + long(start + body.count) + long(bytes.count)
            body += bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
        }
        return directory + body
    }

    /// The glyphs that HarfBuzz finds for each of `texts`.
    private func harfBuzzGlyphs(_ font: [UInt8], _ texts: [[UInt32]]) throws -> [[Int]] {
        let scratch = try TemporaryFolder()
        let path = try scratch.write(font, to: "font.ttf")
        return try texts.map { text in
            let unicodes = text.map { String($0, radix: 16) }.joined(separator: ",")
            let outcome = try ProgramRun(
                "hb-shape",
                [
                    "--shapers=ot", "--no-glyph-names", "--no-positions", "--no-clusters", "--direction=ltr", "--script=Latn",
                    "--unicodes=\(unicodes)", path,
                ])
            try #require(outcome.status == 0, "\(outcome.errorText)")
            return outcome.outputText.split { !$0.isNumber }.compactMap { Int($0) }
        }
    }

    private func check(_ subtables: [(Int, Int, [UInt8])], _ characters: [UInt32]) throws {
        let bytes = try font(subtables)
        let cmap = try Font(FontBytes(bytes)).cmap
        let expected = try harfBuzzGlyphs(bytes, characters.map { [$0] })
        for (character, glyphs) in zip(characters, expected) {
            #expect([Int(cmap.glyph(character))] == glyphs, "U+\(String(character, radix: 16))")
        }
        #expect(characters.contains { cmap.glyph($0) != 0 })
    }

    @Test("Format 0 has the glyphs of the first 256 characters")
    func format0() throws {
        let glyphs = (0..<256).map { UInt8($0 % 200) }
        try check([(0, 3, words(0, 262, 0) + glyphs)], [0x21, 0x41, 0xFF, 0x100, 0x627])
    }

    @Test("Format 6 has the glyphs of one range")
    func format6() throws {
        try check([(3, 1, words(6, 18, 0, 0x620, 4, 7, 0, 9, 11))], [0x61F, 0x620, 0x621, 0x622, 0x623, 0x624])
    }

    @Test("Format 10 has the glyphs of one range beyond the first plane")
    func format10() throws {
        let table = words(10, 0) + long(26) + long(0) + long(0x1_F600) + long(3) + words(5, 6, 7)
        try check([(3, 10, table)], [0x1_F5FF, 0x1_F600, 0x1_F602, 0x1_F603])
    }

    @Test("Format 12 counts the glyphs of a group up, format 13 has one for all of them")
    func groups() throws {
        for format in [12, 13] {
            let table =
                words(format, 0) + long(40) + long(0) + long(2) + long(0x41) + long(0x45) + long(3) + long(0x1_0000) + long(0x1_0010)
                + long(20)
            try check([(3, 10, table)], [0x40, 0x41, 0x43, 0x45, 0x46, 0xFFFF, 0x1_0000, 0x1_0010, 0x1_0011])
        }
    }

    @Test("Format 4 finds glyphs by delta and by array")
    func format4() throws {
        // Segments: U+0041 to U+0043 by delta, U+0062 to U+0064 by array, and the last one.
        let table =
            words(4, 48, 0, 6, 4, 1, 2) + words(0x43, 0x64, 0xFFFF) + words(0) + words(0x41, 0x62, 0xFFFF) + words(-0x3C, 2, 1)
            + words(0, 4, 0) + words(10, 0, 12)
        try check([(3, 1, table)], [0x40, 0x41, 0x43, 0x44, 0x61, 0x62, 0x63, 0x64, 0x65, 0xFFFF])
    }

    @Test("A symbol font has its characters at U+F000 too")
    func symbols() throws {
        try check([(3, 0, words(6, 16, 0, 0xF041, 3, 7, 8, 9))], [0x40, 0x41, 0x43, 0xF041, 0xF043, 0xF044])
    }

    @Test("A variation selector takes the glyph of the sequence, or the character's own where the font says so")
    func variations() throws {
        let characters = words(12, 0) + long(28) + long(0) + long(1) + long(0x41) + long(0x45) + long(3)
        let three: (Int) -> [UInt8] = { [UInt8($0 >> 16), UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] }
        // Two selectors: U+FE00 with both kinds of sequence, U+FE01 with one.
        let header = words(14) + long(32 + 8 + 14 + 9) + long(2)
        let records = three(0xFE00) + long(32) + long(40) + three(0xFE01) + long(0) + long(54)
        let standard = long(1) + three(0x41) + [1]
        let others = long(2) + three(0x43) + words(30) + three(0x44) + words(31)
        let single = long(1) + three(0x41) + words(32)
        let table = header + records + standard + others + single
        let bytes = try font([(0, 5, table), (3, 10, characters)])
        let cmap = try Font(FontBytes(bytes)).cmap
        let sequences: [[UInt32]] = [[0x41, 0xFE00], [0x42, 0xFE00], [0x43, 0xFE00], [0x44, 0xFE00], [0x45, 0xFE00], [0x41, 0xFE01]]
        for (sequence, glyphs) in zip(sequences, try harfBuzzGlyphs(bytes, sequences)) {
            // HarfBuzz leaves the selector as a glyph of its own where the font does not know the sequence.
            let ours: [Int] =
                switch cmap.variation(sequence[0], sequence[1]) {
                case .none: [Int(cmap.glyph(sequence[0]))]
                case .standard: [Int(cmap.glyph(sequence[0]))]
                case .glyph(let glyph): [Int(glyph)]
                }
            #expect(ours == Array(glyphs.prefix(1)))
        }
        #expect(cmap.variation(0x43, 0xFE00) == .glyph(30))
        #expect(cmap.variation(0x42, 0xFE00) == .standard)
        #expect(cmap.variation(0x45, 0xFE00) == .none)
    }
}
