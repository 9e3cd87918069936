/// `head` (OpenType 1.9.1, "head").
public struct HeadTable: Sendable {
    /// The units of an em, 16 to 16,384.
    public let unitsPerEm: Int
    /// The box around all glyphs, in font units.
    public let box: GlyphBox
    /// Bit 0 bold, bit 1 italic.
    public let macStyle: UInt16
    /// The version that the maker of the font gives, 16.16 fixed point.
    public let revision: UInt32
    /// Whether `loca` has 32-bit offsets.
    public let hasLongLocations: Bool

    init(_ data: TableData) throws(FontError) {
        try data.require(54, at: 0, of: "head")
        unitsPerEm = data.u16(18)
        guard unitsPerEm >= 16, unitsPerEm <= 16_384 else { throw .invalid(table: "head", offset: 18) }
        box = GlyphBox(minX: data.i16(36), minY: data.i16(38), maxX: data.i16(40), maxY: data.i16(42))
        macStyle = UInt16(data.u16(44))
        revision = UInt32(truncatingIfNeeded: data.u32(4))
        guard data.u16(50) <= 1 else { throw .invalid(table: "head", offset: 50) }
        hasLongLocations = data.u16(50) == 1
    }
}

/// A box in font units; y grows upwards.
public struct GlyphBox: Hashable, Sendable {
    /// The left edge.
    public var minX: Int
    /// The lower edge.
    public var minY: Int
    /// The right edge.
    public var maxX: Int
    /// The upper edge.
    public var maxY: Int

    /// A box from its edges.
    public init(minX: Int, minY: Int, maxX: Int, maxY: Int) {
        self.minX = minX
        self.minY = minY
        self.maxX = maxX
        self.maxY = maxY
    }
}
