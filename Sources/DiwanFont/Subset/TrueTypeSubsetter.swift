internal import DiwanBytes

/// Makes font programs of some glyphs of a TrueType font: `glyf`, `head`, `hhea`, `hmtx`, `loca` and `maxp` only, unhinted.
///
/// The same glyphs give the same bytes. An object keeps the outlines that it has read, so use it again; it serves one caller at a time.
public final class TrueTypeSubsetter {
    private let head: TableData
    private let hhea: TableData
    private var builder: SubsetBuilder

    /// A subsetter of `font`. Throws when the font has no TrueType outlines.
    public init(_ font: Font) throws(FontError) {
        guard let glyf = font.glyf else { throw .missingTable("glyf") }
        guard let head = font.table("head") else { throw .missingTable("head") }
        guard let hhea = font.table("hhea") else { throw .missingTable("hhea") }
        self.head = head
        self.hhea = hhea
        builder = SubsetBuilder(font, glyf)
    }

    /// The glyphs that many subsets begin with. `glyphs` become the glyphs from 1 on, in their order.
    ///
    /// Throws as `subset` does.
    public func base(_ glyphs: [SubsetGlyph]) throws(FontError) -> FontSubsetBase {
        var writer = OutlineWriter(capacity: 2 * glyphs.count)
        let parts = try builder.append(glyphs, after: [], &writer)
        writer.alignToWord()
        return FontSubsetBase(writer: writer, parts: parts, tables: ProgramWriter.BaseTables(writer))
    }

    /// A font program of `glyphs`, which become the glyphs from 1 on, in their order, or those after the glyphs of `base`.
    ///
    /// Throws when a glyph is not in the font, its outline is damaged, or all glyphs with those that they refer to are more than 65,535.
    public func subset(_ glyphs: [SubsetGlyph], after base: FontSubsetBase? = nil) throws(FontError) -> FontSubset {
        var writer = base.map { OutlineWriter(after: $0.writer, capacity: 2 * glyphs.count) } ?? OutlineWriter(capacity: 2 * glyphs.count)
        _ = try builder.append(glyphs, after: base?.parts ?? [], &writer)
        let (start, rests) = ProgramWriter.file(of: writer, after: base?.tables, head: head, hhea: hhea)
        return FontSubset(start: start, rests: rests, advances: writer.advances, box: writer.box)
    }
}
