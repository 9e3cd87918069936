/// A font of the font library: an index, the same for the life of the library.
public struct FontID: Hashable, Sendable {
    /// The index in the library.
    public var rawValue: UInt16

    /// The font with the index `rawValue`.
    @inlinable
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }
}

/// A glyph with its place, in font units.
public struct Glyph: Hashable, Sendable {
    /// The glyph's index in the font.
    public var id: UInt16
    /// Bit 0: a line that breaks before this cluster must be shaped again.
    public var flags: UInt16
    /// The index of the first character of the glyph's cluster in the run's text.
    public var cluster: Int32
    /// How far the pen moves to the right.
    public var xAdvance: Int32
    /// How far the pen moves up.
    public var yAdvance: Int32
    /// How far to the right of the pen the glyph is drawn.
    public var xOffset: Int32
    /// How far above the pen the glyph is drawn.
    public var yOffset: Int32

    /// A glyph with its place.
    @inlinable
    public init(
        id: UInt16, cluster: Int32, xAdvance: Int32, yAdvance: Int32 = 0, xOffset: Int32 = 0, yOffset: Int32 = 0, flags: UInt16 = 0
    ) {
        self.id = id
        self.flags = flags
        self.cluster = cluster
        self.xAdvance = xAdvance
        self.yAdvance = yAdvance
        self.xOffset = xOffset
        self.yOffset = yOffset
    }

    /// Whether a line that breaks before this cluster must be shaped again.
    @inlinable
    public var isUnsafeToBreak: Bool {
        flags & 1 != 0
    }
}

/// Characters of one font, size, colour and direction on one line, and the glyphs that show them.
public struct GlyphRun: Hashable, Sendable {
    /// The font.
    public var font: FontID
    /// The size of the em.
    public var size: Length
    /// The colour.
    public var color: Color
    /// The embedding level (UAX #9); odd levels are right to left.
    public var level: UInt8
    /// The glyphs from left to right.
    public var glyphs: [Glyph]
    /// The characters, in logical order. Every character belongs to a cluster: the one that begins last at or before it.
    public var text: [Unicode.Scalar]
    /// The index of the first character in the text of the paragraph: the logical order of a paragraph's runs.
    public var textOffset: Int32
    /// The width: the sum of the advances at this size.
    public var width: Length

    /// A run of glyphs.
    @inlinable
    public init(
        font: FontID, size: Length, color: Color, level: UInt8, glyphs: [Glyph], text: [Unicode.Scalar], textOffset: Int32, width: Length
    ) {
        self.font = font
        self.size = size
        self.color = color
        self.level = level
        self.glyphs = glyphs
        self.text = text
        self.textOffset = textOffset
        self.width = width
    }
}
