/// One glyph of a font subset: a glyph of the font, or one that is made up for the subset. Lengths are in font units.
public enum SubsetGlyph: Hashable, Sendable {
    /// The font's own glyph, with its own advance.
    case glyph(UInt16)
    /// Glyphs of the font drawn one over the other, each moved; the pen moves by `advance`, from 0 to 32,767.
    case composite([SubsetComponent], advance: Int)
    /// No ink, but a box from (0, 0) to (`width`, 0), since PDFium drops a glyph whose box is empty; the pen moves by
    /// `width`, from 0 to 32,767.
    case blank(width: Int)
}

/// A glyph of the font within a composite glyph of a subset.
public struct SubsetComponent: Hashable, Sendable {
    /// The glyph in the font.
    public var glyph: UInt16
    /// How far to the right of the composite's origin it is drawn, in font units.
    public var x: Int
    /// How far above the baseline it is drawn, in font units.
    public var y: Int

    /// `glyph` moved by (`x`, `y`).
    @inlinable
    public init(glyph: UInt16, x: Int, y: Int) {
        self.glyph = glyph
        self.x = x
        self.y = y
    }
}

/// The glyphs that many subsets of a font begin with: their outlines are laid out once, and stand in the same bytes in each.
public struct FontSubsetBase: Sendable {
    let writer: OutlineWriter
    /// The glyphs of the font that composites can refer to, with their numbers.
    let parts: [SubsetBuilder.Part]
    let tables: ProgramWriter.BaseTables

    /// The number of glyphs: .notdef, those asked for, and those that they refer to. The next glyph of a subset has this number.
    public var glyphCount: Int { writer.glyphCount }

    /// The advance of each glyph, in font units; 0 for those that only composites use.
    public var advances: [Int] { writer.advances }

    /// The bytes that programs which begin with these glyphs hold, in the order in which they stand there.
    public var sections: [[UInt8]] { tables.sections.map(\.bytes) }
}

/// A font program made of some glyphs of a font, to be embedded in a PDF (ISO 32000-1, 9.9, `FontFile2`).
///
/// It is a TrueType file without `cmap`: glyph `n` of the file is asked for by its index. Glyph 0 is .notdef, then come the asked ones in
/// their order, then those that only composites use, whose advance is 0.
public struct FontSubset: Sendable {
    /// The beginning of the file: all of it when there is no base.
    public var start: [UInt8]
    /// What stands in the file after each of the base's sections, or after the first ones when the last is another in this file.
    public var rests: [[UInt8]]
    /// The advance of each glyph after those of the base, in font units.
    public var advances: [Int]
    /// The box around all glyphs, in font units.
    public var box: GlyphBox

    /// The file, which begins with the glyphs of `base`.
    public func program(after base: FontSubsetBase? = nil) -> [UInt8] {
        zip(base?.sections ?? [], rests).reduce(into: start) { $0 += $1.0 + $1.1 }
    }
}
