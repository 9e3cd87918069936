/// `hhea` and `hmtx` (OpenType 1.9.1, "hhea" and "hmtx"), in font units.
public struct HorizontalMetrics: Sendable {
    /// How far the font reaches above the baseline.
    public let ascender: Int
    /// How far the font reaches below the baseline; usually negative.
    public let descender: Int
    /// The extra space between lines.
    public let lineGap: Int
    /// The number of glyphs with an advance of their own; the last of these counts for all that follow.
    public let longMetricCount: Int
    @usableFromInline let metrics: TableData
    @usableFromInline let glyphCount: Int

    init(hhea: TableData, hmtx: TableData, glyphCount: Int) throws(FontError) {
        try hhea.require(36, at: 0, of: "hhea")
        ascender = hhea.i16(4)
        descender = hhea.i16(6)
        lineGap = hhea.i16(8)
        guard hhea.u16(34) > 0 else { throw .invalid(table: "hhea", offset: 34) }
        longMetricCount = min(hhea.u16(34), hmtx.count / 4)
        try hmtx.require(4, at: 0, of: "hmtx")
        metrics = hmtx
        self.glyphCount = glyphCount
    }

    /// The advance of `glyph`; 0 beyond the font's last glyph.
    @inlinable public func advance(_ glyph: UInt16) -> Int {
        let index = Int(glyph)
        guard index < glyphCount else { return 0 }
        return metrics.u16(4 &* min(index, longMetricCount &- 1))
    }

    /// The left side bearing of `glyph`; 0 where the table has none.
    public func leftSideBearing(_ glyph: UInt16) -> Int {
        let index = Int(glyph)
        return index < longMetricCount
            ? metrics.i16(4 * index + 2) : metrics.i16(4 * longMetricCount + 2 * (index - longMetricCount))
    }
}
