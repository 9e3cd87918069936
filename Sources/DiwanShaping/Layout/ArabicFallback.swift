import DiwanFont

/// Substitutions for Arabic fonts that have no features for the joining forms, but glyphs for the presentation forms of Unicode: made as
/// a small GSUB table, which then runs like any other.
struct ArabicFallback {
    /// The lookups, and the features whose glyphs they are for, in the order in which they run.
    private(set) var features: [Tag] = []
    private var lookups: [[UInt8]] = []
    private let cmap: CmapTable

    /// The substitutions that `font` has glyphs for.
    init(_ font: Font) {
        cmap = font.cmap
        let forms: [(feature: Tag, number: Int)] = [("init", 2), ("medi", 3), ("fina", 1), ("isol", 0)]
        for (feature, number) in forms { addSingles(feature, number) }
        addLigatures(ArabicFallback.triples, of: 3, ignoresMarks: true)
        addLigatures(ArabicFallback.pairs, of: 2, ignoresMarks: true)
        addLigatures(ArabicFallback.shaddas, of: 2, ignoresMarks: false)
    }

    /// The table, or nil when the font has none of the forms.
    var table: LayoutTable? {
        if lookups.isEmpty { return nil }
        // Version 1.0, no scripts, no features, the lookups.
        var bytes: [UInt8] = []
        bytes.append16(1, 0, 0, 0, 10, lookups.count)
        var offset = 2 + 2 * lookups.count
        for lookup in lookups {
            bytes.append16(offset)
            offset += lookup.count
        }
        return LayoutTable(FontBytes(bytes + lookups.flatMap { $0 }).all, isPositioning: false)
    }

    // MARK: Lookups

    /// A lookup of one subtable, whose coverage table of `glyphs` is at its end.
    private mutating func add(_ feature: Tag, _ type: Int, ignoresMarks: Bool, _ subtable: [UInt8], covering glyphs: [UInt16]) {
        var bytes: [UInt8] = []
        bytes.append16(type, ignoresMarks ? Int(Lookup.ignoreMarks) : 0, 1, 8)
        bytes += subtable
        bytes.append16(1, glyphs.count)
        for glyph in glyphs { bytes.append16(Int(glyph)) }
        features.append(feature)
        lookups.append(bytes)
    }

    private mutating func addSingles(_ feature: Tag, _ number: Int) {
        var pairs: [(glyph: UInt16, form: UInt16)] = []
        for letter in ArabicFallback.letters {
            guard let form = ArabicFallback.form(number, of: letter) else { continue }
            let (from, to) = (cmap.glyph(letter.character), cmap.glyph(form))
            if from != 0, to != 0, from != to, !pairs.contains(where: { $0.glyph == from }) { pairs.append((from, to)) }
        }
        if pairs.isEmpty { return }
        pairs.sort { $0.glyph < $1.glyph }
        var subtable: [UInt8] = []
        subtable.append16(2, 6 + 2 * pairs.count, pairs.count)
        for pair in pairs { subtable.append16(Int(pair.form)) }
        add(feature, 1, ignoresMarks: true, subtable, covering: pairs.map(\.glyph))
    }

    /// Ligatures of `count` characters, packed with 16 bits for each: first the ligature, then its components.
    private mutating func addLigatures(_ ligatures: [UInt64], of count: Int, ignoresMarks: Bool) {
        var sets: [UInt16: [[UInt16]]] = [:]
        for packed in ligatures {
            // The glyphs of ligature and components, first the ligature.
            let glyphs = (0...count).map { cmap.glyph(UInt32(packed >> UInt64(16 * (count - $0)) & 0xFFFF)) }
            if !glyphs.contains(0) { sets[glyphs[1], default: []].append(glyphs) }
        }
        var found: [(glyph: UInt16, set: [UInt8])] = []
        for (first, ligatures) in sets {
            var set: [UInt8] = []
            set.append16(ligatures.count)
            for number in 0..<ligatures.count { set.append16(2 + 2 * ligatures.count + (2 + 2 * count) * number) }
            for glyphs in ligatures {
                set.append16(Int(glyphs[0]), count)
                for component in glyphs.dropFirst(2) { set.append16(Int(component)) }
            }
            found.append((first, set))
        }
        if found.isEmpty { return }
        found.sort { $0.glyph < $1.glyph }
        var subtable: [UInt8] = []
        let start = 6 + 2 * found.count
        subtable.append16(1, start + found.reduce(0) { $0 + $1.set.count }, found.count)
        var offset = start
        for (_, set) in found {
            subtable.append16(offset)
            offset += set.count
        }
        for (_, set) in found { subtable += set }
        add("rlig", 4, ignoresMarks: ignoresMarks, subtable, covering: found.map(\.glyph))
    }

    // MARK: The presentation forms (Unicode 15.0, "Arabic Presentation Forms-A" and "-B")

    /// A letter and where its forms begin: isolated, final, initial and medial follow each other, as many as there are.
    private struct Letter {
        var character: UInt32
        var forms: UInt32
        var count: UInt32
    }

    private static func form(_ number: Int, of letter: Letter) -> UInt32? {
        // The initial and medial forms of alef maksura are elsewhere.
        if letter.character == 0x0649, number >= 2 { return 0xFBE8 + UInt32(number - 2) }
        return number < Int(letter.count) ? letter.forms + UInt32(number) : nil
    }

    /// The letters, each packed as character, first form and number of forms.
    private static let letters: [Letter] = [
        0x0621_FE80_1, 0x0622_FE81_2, 0x0623_FE83_2, 0x0624_FE85_2, 0x0625_FE87_2, 0x0626_FE89_4, 0x0627_FE8D_2, 0x0628_FE8F_4,
        0x0629_FE93_2, 0x062A_FE95_4, 0x062B_FE99_4, 0x062C_FE9D_4, 0x062D_FEA1_4, 0x062E_FEA5_4, 0x062F_FEA9_2, 0x0630_FEAB_2,
        0x0631_FEAD_2, 0x0632_FEAF_2, 0x0633_FEB1_4, 0x0634_FEB5_4, 0x0635_FEB9_4, 0x0636_FEBD_4, 0x0637_FEC1_4, 0x0638_FEC5_4,
        0x0639_FEC9_4, 0x063A_FECD_4, 0x0641_FED1_4, 0x0642_FED5_4, 0x0643_FED9_4, 0x0644_FEDD_4, 0x0645_FEE1_4, 0x0646_FEE5_4,
        0x0647_FEE9_4, 0x0648_FEED_2, 0x0649_FEEF_2, 0x064A_FEF1_4, 0x0671_FB50_2, 0x0677_FBDD_1, 0x0679_FB66_4, 0x067A_FB5E_4,
        0x067B_FB52_4, 0x067E_FB56_4, 0x067F_FB62_4, 0x0680_FB5A_4, 0x0683_FB76_4, 0x0684_FB72_4, 0x0686_FB7A_4, 0x0687_FB7E_4,
        0x0688_FB88_2, 0x068C_FB84_2, 0x068D_FB82_2, 0x068E_FB86_2, 0x0691_FB8C_2, 0x0698_FB8A_2, 0x06A4_FB6A_4, 0x06A6_FB6E_4,
        0x06A9_FB8E_4, 0x06AD_FBD3_4, 0x06AF_FB92_4, 0x06B1_FB9A_4, 0x06B3_FB96_4, 0x06BA_FB9E_2, 0x06BB_FBA0_4, 0x06BE_FBAA_4,
        0x06C0_FBA4_2, 0x06C1_FBA6_4, 0x06C5_FBE0_2, 0x06C6_FBD9_2, 0x06C7_FBD7_2, 0x06C8_FBDB_2, 0x06C9_FBE2_2, 0x06CB_FBDE_2,
        0x06CC_FBFC_4, 0x06D0_FBE4_4, 0x06D2_FBAE_2, 0x06D3_FBB0_2,
    ].map { (packed: UInt64) in
        Letter(
            character: UInt32(packed >> 20), forms: UInt32(packed >> 4 & 0xFFFF), count: UInt32(packed & 0xF))
    }

    /// The ligatures of two letters that fonts without features have: ligature, first and second form, 16 bits each.
    private static let pairs: [UInt64] = [
        0xFC08_FE91_FEE2, 0xFC0E_FE97_FEE2, 0xFC12_FE9B_FEE2, 0xFC32_FED3_FEF2, 0xFC3F_FEDF_FE9E, 0xFC40_FEDF_FEA2,
        0xFC41_FEDF_FEA6, 0xFC42_FEDF_FEE2, 0xFC44_FEDF_FEF2, 0xFC4E_FEE7_FEE2, 0xFC6A_FE92_FEAE, 0xFC6D_FE92_FEE6,
        0xFC6F_FE92_FEF2, 0xFC70_FE98_FEAE, 0xFC73_FE98_FEE6, 0xFC75_FE98_FEF2, 0xFC86_FEE0_FEF0, 0xFC8F_FEE8_FEF2,
        0xFC91_FEF4_FEAE, 0xFC94_FEF4_FEE6, 0xFC9C_FE91_FEA0, 0xFC9D_FE91_FEA4, 0xFC9E_FE91_FEA8, 0xFC9F_FE91_FEE4,
        0xFCA1_FE97_FEA0, 0xFCA2_FE97_FEA4, 0xFCA3_FE97_FEA8, 0xFCA4_FE97_FEE4, 0xFCA8_FE9F_FEE4, 0xFCAA_FEA3_FEE4,
        0xFCAC_FEA7_FEE4, 0xFCB0_FEB3_FEE4, 0xFCC9_FEDF_FEA0, 0xFCCA_FEDF_FEA4, 0xFCCB_FEDF_FEA8, 0xFCCC_FEDF_FEE4,
        0xFCCD_FEDF_FEEC, 0xFCCE_FEE3_FEA0, 0xFCCF_FEE3_FEA4, 0xFCD0_FEE3_FEA8, 0xFCD1_FEE3_FEE4, 0xFCD2_FEE7_FEA0,
        0xFCD3_FEE7_FEA4, 0xFCD5_FEE7_FEE4, 0xFCDA_FEF3_FEA0, 0xFCDB_FEF3_FEA4, 0xFCDC_FEF3_FEA8, 0xFCDD_FEF3_FEE4,
        0xFD30_FEB7_FEE4, 0xFEF5_FEDF_FE82, 0xFEF6_FEE0_FE82, 0xFEF7_FEDF_FE84, 0xFEF8_FEE0_FE84, 0xFEF9_FEDF_FE88,
        0xFEFA_FEE0_FE88, 0xFEFB_FEDF_FE8E, 0xFEFC_FEE0_FE8E,
    ]

    /// Shadda with a vowel: ligature, shadda and vowel, 16 bits each.
    private static let shaddas: [UInt64] = [0xFC5E_0651_064C, 0xFC60_0651_064E, 0xFC61_0651_064F, 0xFC62_0651_0650]

    /// Lam, meem and hah: ligature and the three forms, 16 bits each.
    private static let triples: [UInt64] = [0xFD88_FEDF_FEE4_FEA4]
}

extension [UInt8] {
    /// Appends numbers of 16 bits, high byte first.
    fileprivate mutating func append16(_ values: Int...) {
        for value in values {
            append(UInt8(truncatingIfNeeded: value >> 8))
            append(UInt8(truncatingIfNeeded: value))
        }
    }
}
