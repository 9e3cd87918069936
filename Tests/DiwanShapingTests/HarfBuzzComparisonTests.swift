import DiwanDocument
import DiwanFont
import DiwanShaping
import DiwanTestSupport
import DiwanUnicode
import Testing

@Suite struct HarfBuzzComparisonTests {
    /// The strings whose glyphs are not those of HarfBuzz, each with both lines.
    private func differences(
        _ texts: [[Unicode.Scalar]], font: String, script: Script, direction: TextDirection, language: String,
        features: [FeatureSetting] = [], options: [String] = []
    ) throws -> [String] {
        let expected = try HarfBuzz.lines(
            texts, font: font, script: script, direction: direction, language: language, options: options)
        let shaper = Shaper(try Font(path: font))
        let plan = shaper.plan(script: script, direction: direction, language: language, features: features)
        let buffer = ShapingBuffer()
        var found: [String] = []
        for (text, line) in zip(texts, expected) {
            shaper.shape(text, plan: plan, into: buffer)
            let ours = ShapedText.description(of: buffer.glyphs)
            if ours != line { found.append("\(text.map { String($0.value, radix: 16) }): \(ours), not \(line)") }
        }
        return found
    }

    @Test("Arabic has the glyphs, clusters, advances and offsets of HarfBuzz", arguments: TestFonts.arabic)
    func arabic(font: String) throws {
        var corpus = ShapingCorpus(seed: 1)
        let texts = (0..<5000).map { _ in corpus.arabic() }
        let found = try differences(texts, font: font, script: .arabic, direction: .rightToLeft, language: "ar")
        #expect(found.isEmpty, "\(found.count) differ: \(found.first ?? "")")
    }

    @Test("Persian, Urdu and Sindhi have their own forms, as in HarfBuzz", arguments: ["fa", "ur", "sd"])
    func languages(language: String) throws {
        for font in [TestFonts.amiri, TestFonts.naskh, TestFonts.noto("NotoNastaliqUrdu-Regular")] {
            var corpus = ShapingCorpus(seed: 2)
            let texts = (0..<500).map { _ in corpus.arabic() }
            let found = try differences(texts, font: font, script: .arabic, direction: .rightToLeft, language: language)
            #expect(found.isEmpty, "\(font): \(found.count) differ: \(found.first ?? "")")
        }
    }

    @Test(
        "Latin, Greek and Cyrillic are shaped as in HarfBuzz",
        arguments: [TestFonts.noto("NotoSans-Regular"), TestFonts.noto("NotoSerif-Bold"), TestFonts.amiri])
    func latin(font: String) throws {
        var corpus = ShapingCorpus(seed: 3)
        let texts = (0..<2000).map { _ in corpus.latin() }
        let found = try differences(texts, font: font, script: .latin, direction: .leftToRight, language: "en")
        #expect(found.isEmpty, "\(found.count) differ: \(found.first ?? "")")
    }

    @Test("A run against its script's direction is turned round as in HarfBuzz", arguments: [TestFonts.amiri, TestFonts.naskh])
    func otherDirection(font: String) throws {
        var corpus = ShapingCorpus(seed: 4)
        let texts = (0..<500).map { _ in corpus.arabic() }
        for (script, direction) in [(Script.arabic, TextDirection.leftToRight), (.latin, .rightToLeft), (.common, .rightToLeft)] {
            let found = try differences(texts, font: font, script: script, direction: direction, language: "ar")
            #expect(found.isEmpty, "\(script): \(found.count) differ: \(found.first ?? "")")
        }
    }

    @Test("Features are turned on and off as in HarfBuzz, for all of the text and for a part")
    func features() throws {
        var corpus = ShapingCorpus(seed: 5)
        let texts = (0..<300).map { _ in corpus.arabic() }
        let settings: [([FeatureSetting], String)] = [
            ([FeatureSetting("kern", 0)], "kern=0"), ([FeatureSetting("liga", 0), FeatureSetting("calt", 0)], "liga=0,calt=0"),
            ([FeatureSetting("ss01")], "ss01=1"), ([FeatureSetting("rlig", 0, range: 1..<3)], "rlig[1:3]=0"),
            ([FeatureSetting("salt", 2)], "salt=2"), ([FeatureSetting("mark", 0)], "mark=0"), ([FeatureSetting("init", 1)], "init=1"),
        ]
        for (features, option) in settings {
            let found = try differences(
                texts, font: TestFonts.amiri, script: .arabic, direction: .rightToLeft, language: "ar", features: features,
                options: ["--features=\(option)"])
            #expect(found.isEmpty, "\(option): \(found.count) differ: \(found.first ?? "")")
        }
    }

    @Test("Letters join across the ends of the range that is shaped, as in HarfBuzz")
    func context() throws {
        let shaper = Shaper(try Font(path: TestFonts.amiri))
        let plan = shaper.plan(script: .arabic, direction: .rightToLeft, language: "ar")
        let buffer = ShapingBuffer()
        for word in ["كتاب", "مَدْرَسَة", "الجمعية", "ب\u{200D}", "لله"] {
            let scalars = Array(word.unicodeScalars)
            for start in 0..<scalars.count {
                for end in (start + 1)...scalars.count {
                    var options: [String] = []
                    if start > 0 { options.append("--text-before=" + HarfBuzz.string(Array(scalars[..<start]))) }
                    if end < scalars.count { options.append("--text-after=" + HarfBuzz.string(Array(scalars[end...]))) }
                    let expected = try HarfBuzz.lines(
                        [Array(scalars[start..<end])], font: TestFonts.amiri, script: .arabic, direction: .rightToLeft, language: "ar",
                        options: options)
                    shaper.shape(scalars, range: start..<end, plan: plan, into: buffer)
                    let ours = buffer.glyphs.map { glyph in
                        var moved = glyph
                        moved.cluster -= Int32(start)
                        return moved
                    }
                    #expect(ShapedText.description(of: ours) == expected[0], "\(word) \(start)..<\(end)")
                }
            }
        }
    }

    @Test("Lines may break without shaping again at the places that HarfBuzz says", arguments: [TestFonts.amiri, TestFonts.sans])
    func unsafeBreaks(font: String) throws {
        var corpus = ShapingCorpus(seed: 6)
        let texts = (0..<1000).map { _ in corpus.arabic() }
        let expected = try HarfBuzz.lines(
            texts, font: font, script: .arabic, direction: .rightToLeft, language: "ar", options: ["--no-positions", "--show-flags"])
        let shaper = Shaper(try Font(path: font))
        for (text, line) in zip(texts, expected) {
            let glyphs = shaper.glyphs(of: text, script: .arabic, direction: .rightToLeft, language: "ar")
            let ours = glyphs.map { "\($0.id)=\($0.cluster)\($0.isUnsafeToBreak ? "#1" : "")" }.joined(separator: "|")
            #expect("[\(ours)]" == line)
        }
    }

    @Test("Other scripts and fonts are shaped as in HarfBuzz")
    func otherFonts() throws {
        let cases: [(String, Script, TextDirection)] = [
            ("NotoSansHebrew-Regular", .hebrew, .rightToLeft), ("NotoSansSyriac-Regular", .syriac, .rightToLeft),
            ("NotoSansThaana-Regular", .thaana, .rightToLeft), ("NotoSansArmenian-Regular", .armenian, .leftToRight),
            ("NotoSansGeorgian-Regular", .georgian, .leftToRight), ("NotoSansEthiopic-Regular", .ethiopic, .leftToRight),
            ("NotoSansCoptic-Regular", .coptic, .leftToRight),
        ]
        for (name, script, direction) in cases {
            let font = TestFonts.noto(name)
            let cmap = try Font(path: font).cmap
            let letters = (0x20..<0x1_1000 as Range<UInt32>).compactMap { Unicode.Scalar($0) }.filter { scalar in
                let properties = ScalarProperties(scalar)
                let isOfScript = properties.script == script || properties.script == .common || properties.script == .inherited
                return isOfScript && scalar != "\u{2028}" && scalar != "\u{2029}" && scalar != "\u{85}" && cmap.glyph(scalar) != 0
            }
            var numbers = SeededGenerator(seed: 7)
            let texts = (0..<300).map { _ in
                (0..<Int.random(in: 1...9, using: &numbers)).map { _ in letters[Int.random(in: 0..<letters.count, using: &numbers)] }
            }
            let found = try differences(texts, font: font, script: script, direction: direction, language: "en")
            #expect(found.isEmpty, "\(name): \(found.count) differ: \(found.first ?? "")")
        }
    }

    @Test(
        "Fonts that lack tables get joining forms, kerning and mark places by other means, as in HarfBuzz",
        arguments: [
            (TestFonts.amiri, ["GSUB"]), (TestFonts.amiri, ["GSUB", "GPOS", "GDEF"]), (TestFonts.naskh, ["GPOS"]),
            (TestFonts.scheherazade, ["GDEF"]), (TestFonts.dejaVu, ["GPOS"]), (TestFonts.dejaVu, ["GSUB", "GPOS"]),
        ] as [(String, [String])])
    func missingTables(path: String, tables: [String]) throws {
        var bytes = try Font(path: path).data.all.bytes
        // A table of another name is not found; GSUC comes where GSUB was, since the directory is in order.
        for row in 0..<Int(bytes[5]) where tables.contains(String(decoding: bytes[12 + 16 * row..<16 + 16 * row], as: UTF8.self)) {
            bytes[15 + 16 * row] += 1
        }
        let scratch = try TemporaryFolder()
        let font = try scratch.write(bytes, to: "font.ttf")
        var corpus = ShapingCorpus(seed: 8)
        let arabic = (0..<500).map { _ in corpus.arabic() }
        let latin = (0..<500).map { _ in corpus.latin() }
        let inArabic = try differences(arabic, font: font, script: .arabic, direction: .rightToLeft, language: "ar")
        #expect(inArabic.isEmpty, "\(inArabic.count) differ: \(inArabic.first ?? "")")
        let inLatin = try differences(latin, font: font, script: .latin, direction: .leftToRight, language: "en")
        #expect(inLatin.isEmpty, "\(inLatin.count) differ: \(inLatin.first ?? "")")
    }
}
