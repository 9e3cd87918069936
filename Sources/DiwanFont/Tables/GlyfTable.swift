/// `glyf` and `loca`: the TrueType outlines (OpenType 1.9.1, "glyf").
public struct GlyfTable: Sendable {
    /// One part of a composite glyph.
    public struct Component: Hashable, Sendable {
        /// The glyph that is drawn.
        public let glyph: UInt16
        /// The flags of the record: bit 0 the arguments are words, bit 1 they are offsets, bit 5 more components follow.
        public let flags: UInt16
        /// The first argument: the x offset in font units, or a point's number.
        public let argument1: Int
        /// The second argument: the y offset in font units, or a point's number.
        public let argument2: Int
        /// Where the record's two-byte glyph id is, in bytes from the start of the glyph's data.
        public let glyphOffset: Int
    }

    private let glyf: TableData
    private let loca: TableData
    private let isLong: Bool
    private let glyphCount: Int

    init(glyf: TableData, loca: TableData, isLong: Bool, glyphCount: Int) {
        self.glyf = glyf
        self.loca = loca
        self.isLong = isLong
        self.glyphCount = glyphCount
    }

    /// The bytes of `glyph`; empty for a blank glyph, one that is not in the font, or one whose place is out of the table.
    public func data(of glyph: UInt16) -> TableData {
        let index = Int(glyph)
        let width = isLong ? 4 : 2
        guard index < glyphCount, loca.has(2 * width, at: width * index) else { return glyf.part(at: 0, length: 0) }
        let start = isLong ? loca.u32(4 * index) : 2 * loca.u16(2 * index)
        let end = isLong ? loca.u32(4 * index + 4) : 2 * loca.u16(2 * index + 2)
        guard start < end, glyf.has(10, at: start) else { return glyf.part(at: 0, length: 0) }
        return glyf.part(at: start, length: end - start)
    }

    /// The box around `glyph`, or nil when it is blank.
    public func box(of glyph: UInt16) -> GlyphBox? {
        let outline = data(of: glyph)
        guard outline.count >= 10 else { return nil }
        return GlyphBox(minX: outline.i16(2), minY: outline.i16(4), maxX: outline.i16(6), maxY: outline.i16(8))
    }

    /// Whether `glyph` is put together from other glyphs.
    public func isComposite(_ glyph: UInt16) -> Bool { data(of: glyph).i16(0) < 0 }

    /// The parts of a composite glyph in the order of drawing; empty for any other glyph. Cut where the data end.
    public func components(of glyph: UInt16) -> [Component] {
        let outline = data(of: glyph)
        guard outline.i16(0) < 0 else { return [] }
        var found: [Component] = []
        var at = 10
        while outline.has(4, at: at) {
            let flags = outline.u16(at)
            let hasWords = flags & 0x0001 != 0
            let areOffsets = flags & 0x0002 != 0
            guard outline.has(hasWords ? 8 : 6, at: at) else { break }
            let first: Int
            let second: Int
            switch (hasWords, areOffsets) {
            case (true, true): (first, second) = (outline.i16(at + 4), outline.i16(at + 6))
            case (true, false): (first, second) = (outline.u16(at + 4), outline.u16(at + 6))
            case (false, true):
                (first, second) = (Int(Int8(truncatingIfNeeded: outline.u8(at + 4))), Int(Int8(truncatingIfNeeded: outline.u8(at + 5))))
            case (false, false): (first, second) = (outline.u8(at + 4), outline.u8(at + 5))
            }
            found.append(
                Component(
                    glyph: UInt16(outline.u16(at + 2)), flags: UInt16(flags), argument1: first, argument2: second, glyphOffset: at + 2))
            at += hasWords ? 8 : 6
            if flags & 0x0008 != 0 {
                at += 2
            } else if flags & 0x0040 != 0 {
                at += 4
            } else if flags & 0x0080 != 0 {
                at += 8
            }
            if flags & 0x0020 == 0 { break }
        }
        return found
    }
}
