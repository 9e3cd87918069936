/// A small number for each glyph of a range, 0 outside of it: a coverage table as index + 1, or a class definition table.
///
/// The numbers lie in the pool of the `LayoutTable` that made the map.
struct GlyphMap {
    /// The first glyph of the range.
    var first: Int32 = 0
    /// The number of glyphs in the range.
    var count: Int32 = 0
    /// Where the range begins in the pool.
    var start: Int32 = 0

    /// The number of `glyph`.
    @inline(__always) func value(_ glyph: UInt32, _ pool: UnsafePointer<UInt16>) -> Int {
        let position = Int(glyph) &- Int(first)
        // One comparison for both ends: a negative position is a huge unsigned number.
        guard UInt(bitPattern: position) < UInt(bitPattern: Int(count)) else { return 0 }
        return Int(pool[Int(start) &+ position])
    }
}
