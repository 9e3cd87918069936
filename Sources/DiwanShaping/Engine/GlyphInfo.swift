/// A character, and then a glyph, on its way through the shaper.
struct GlyphInfo: BitwiseCopyable {
    /// The character, and from the mapping to glyphs on the glyph.
    var codepoint: UInt32
    /// The features that are on (see `FeatureMap`); bit 0 says that a line must not break before without shaping again.
    var mask: UInt32
    /// The index of the first character of the cluster.
    var cluster: Int32
    /// Properties of the character: see the bits below.
    var unicodeProps: UInt16
    /// Class of the glyph and what was done to it: see the bits below.
    var glyphProps: UInt16
    /// The ligature (3 bits), whether this is the ligature itself (1 bit), and the component or their number (4 bits).
    var ligatureProps: UInt8
    /// The joining form, as `ArabicAction`; later whether the glyph stretches.
    var action: UInt8
    /// The glyph that the character has in the font, until the mapping to glyphs.
    var glyphIndex: UInt16

    static let unsafeToBreak: UInt32 = 1

    // unicodeProps: the general category in five bits; the combining class, the kind of joiner or the kind of space in the upper byte.
    static let ignorable: UInt16 = 0x0020
    static let hidden: UInt16 = 0x0040
    static let continuation: UInt16 = 0x0080
    static let zwj: UInt16 = 0x0100
    static let zwnj: UInt16 = 0x0200

    // glyphProps. The first three are the bits of the lookup flags that ignore such glyphs.
    static let baseGlyph: UInt16 = 0x02
    static let ligatureGlyph: UInt16 = 0x04
    static let markGlyph: UInt16 = 0x08
    static let substituted: UInt16 = 0x10
    static let ligated: UInt16 = 0x20
    static let multiplied: UInt16 = 0x40
    static let preserved: UInt16 = substituted | ligated | multiplied

    // The numbers of the general categories that matter here, as `CharacterRecord` stores them.
    static let categoryMask: UInt16 = 0x1F

    @inline(__always) var category: UInt16 { unicodeProps & GlyphInfo.categoryMask }
    @inline(__always) var isUnicodeMark: Bool { CharacterRecord.isMark(category) }
    /// The combining class as the normaliser uses it; 0 for what is no mark.
    @inline(__always) var combiningClass: UInt8 { isUnicodeMark ? UInt8(truncatingIfNeeded: unicodeProps >> 8) : 0 }
    @inline(__always) var isMark: Bool { glyphProps & GlyphInfo.markGlyph != 0 }
    @inline(__always) var isMultiplied: Bool { glyphProps & GlyphInfo.multiplied != 0 }
    @inline(__always) var isZWNJ: Bool { category == CharacterRecord.format && unicodeProps & GlyphInfo.zwnj != 0 }
    @inline(__always) var isZWJ: Bool { category == CharacterRecord.format && unicodeProps & GlyphInfo.zwj != 0 }
    @inline(__always) var isDefaultIgnorable: Bool {
        unicodeProps & GlyphInfo.ignorable != 0 && glyphProps & GlyphInfo.substituted == 0
    }
    @inline(__always) var isSkippableIgnorable: Bool {
        unicodeProps & (GlyphInfo.ignorable | GlyphInfo.hidden) == GlyphInfo.ignorable && glyphProps & GlyphInfo.substituted == 0
    }

    @inline(__always) var ligatureID: UInt8 { ligatureProps >> 5 }
    /// The component of the ligature that a mark belongs to, from 1; 0 for the ligature itself.
    @inline(__always) var ligatureComponent: UInt8 { ligatureProps & 0x10 != 0 ? 0 : ligatureProps & 0x0F }
    /// The number of components that the glyph has.
    @inline(__always) var componentCount: Int {
        glyphProps & GlyphInfo.ligatureGlyph != 0 && ligatureProps & 0x10 != 0 ? Int(ligatureProps & 0x0F) : 1
    }
    @inline(__always) mutating func setLigature(_ id: UInt8, components: Int) {
        ligatureProps = id << 5 | 0x10 | UInt8(truncatingIfNeeded: components) & 0x0F
    }
    @inline(__always) mutating func setComponent(_ id: UInt8, _ component: Int) {
        ligatureProps = id << 5 | UInt8(truncatingIfNeeded: component) & 0x0F
    }
}

/// Where a glyph is drawn, in font units, and the glyph that it is attached to.
struct GlyphPosition: BitwiseCopyable {
    var xAdvance: Int32 = 0
    var yAdvance: Int32 = 0
    var xOffset: Int32 = 0
    var yOffset: Int32 = 0
    /// How many glyphs further the one is that this one is attached to; 0 when it is attached to none.
    var attachChain: Int32 = 0
    /// Whether the attachment is of a mark or cursive.
    var isMarkAttachment = false
}
