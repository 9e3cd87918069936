/// `post` (OpenType 1.9.1, "post"); lengths in font units.
public struct PostTable: Sendable {
    /// The slant in degrees anticlockwise from upright, 16.16 fixed point; negative leans right.
    public let italicAngle: Int32
    /// The middle of the underline, below the baseline when negative.
    public let underlinePosition: Int
    /// The thickness of the underline.
    public let underlineThickness: Int
    /// Whether all glyphs are equally wide.
    public let isFixedPitch: Bool

    init?(_ data: TableData) {
        guard data.count >= 16 else { return nil }
        italicAngle = Int32(truncatingIfNeeded: data.u32(4))
        underlinePosition = data.i16(8)
        underlineThickness = data.i16(10)
        isFixedPitch = data.u32(12) != 0
    }
}
