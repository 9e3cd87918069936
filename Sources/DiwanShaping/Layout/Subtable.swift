/// One subtable of a lookup, with its coverage and classes made quick to look up.
struct Subtable {
    /// The type and format (OpenType 1.9.1, "GSUB" and "GPOS"); extensions are resolved.
    enum Kind: UInt8 {
        case single1, single2, multiple, alternate, ligature
        case context1, context2, context3, chain1, chain2, chain3, reverseChain
        case positionSingle1, positionSingle2, pair1, pair2, cursive, markToBase, markToLigature, markToMark
    }

    let kind: Kind
    /// Where the subtable begins, in bytes from the start of the table.
    let base: Int
    /// The glyphs that the subtable is for.
    var coverage = GlyphMap()
    /// The second coverage (bases, ligatures, second marks), or the classes of the first glyph, of the input or of the backtrack.
    var second = GlyphMap()
    /// The classes of the second glyph, or of the input of a chain.
    var third = GlyphMap()
    /// The classes of the lookahead.
    var fourth = GlyphMap()
    /// Coverage maps of a context of format 3: backtrack, input and lookahead, one after the other, from this index.
    var maps = 0
    /// The number of backtrack coverages; of classes, where marks or pairs have them; the delta of a single substitution.
    var count0 = 0
    /// The number of input coverages, or of classes of the second glyph of a pair.
    var count1 = 0
    /// The number of lookahead coverages, or of substitutes.
    var count2 = 0
    /// Where the lookup records or the substitutes begin, in bytes from the start of the table.
    var records = 0
    /// The number of lookup records.
    var recordCount = 0
    /// The formats of the value records of a single or pair positioning.
    var format1 = 0
    var format2 = 0

    init(_ kind: Kind, _ base: Int) {
        self.kind = kind
        self.base = base
    }
}

/// A lookup: its flags and where its subtables are.
struct Lookup {
    /// The lookup flags; a mark filtering set's index is in the upper half.
    var flags: UInt32
    /// The index of the first subtable.
    var firstSubtable: Int32
    /// The number of subtables.
    var subtableCount: Int32
    /// Whether the lookup runs from the end of the text to its start (GSUB type 8).
    var isReverse: Bool

    static let rightToLeft: UInt32 = 0x0001
    static let ignoreMarks: UInt32 = 0x0008
    static let ignoreFlags: UInt32 = 0x000E
    static let useMarkFilteringSet: UInt32 = 0x0010
    static let markAttachmentType: UInt32 = 0xFF00
}

/// What must stand beside the current glyph for a context of coverages to fit; anything may, for other subtables.
struct NeighbourSieve {
    var before = GlyphDigest.all
    var after = GlyphDigest.all

    init(_ subtable: Subtable, _ maps: [GlyphMap]) {
        guard subtable.kind == .context3 || subtable.kind == .chain3 else { return }
        if subtable.count0 > 0 { before = maps[subtable.maps].digest }
        if subtable.count1 > 1 || subtable.count2 > 0 { after = maps[subtable.maps + subtable.count0 + 1].digest }
    }
}
