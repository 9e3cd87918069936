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
    /// The glyphs with a number, as a sieve.
    var digest = GlyphDigest()

    /// The number of `glyph`.
    @inline(__always) func value(_ glyph: UInt32, _ pool: UnsafePointer<UInt16>) -> Int {
        let position = Int(glyph) &- Int(first)
        // One comparison for both ends: a negative position is a huge unsigned number.
        guard UInt(bitPattern: position) < UInt(bitPattern: Int(count)) else { return 0 }
        return Int(pool[Int(start) &+ position])
    }
}

/// A sieve for glyphs: what it does not hold is not in the set, what it holds may be.
struct GlyphDigest {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// The sieve that holds every glyph.
    static let all: GlyphDigest = {
        var digest = GlyphDigest()
        (digest.low, digest.high) = (.max, .max)
        return digest
    }()

    /// Whether no glyph is kept out.
    @inline(__always) var isAll: Bool { low & high == .max }

    @inline(__always) mutating func insert(_ glyph: UInt32) {
        low |= 1 &<< UInt64(glyph & 63)
        high |= 1 &<< UInt64(glyph >> 6 & 63)
    }

    @inline(__always) func mayHold(_ glyph: UInt32) -> Bool {
        low &>> UInt64(glyph & 63) & high &>> UInt64(glyph >> 6 & 63) & 1 != 0
    }
}
