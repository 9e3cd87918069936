/// `OS/2` (OpenType 1.9.1, "OS/2"), in font units.
public struct OS2Table: Sendable {
    /// The version, 0 to 5.
    public let version: Int
    /// The average width of the glyphs.
    public let averageWidth: Int
    /// 400 regular, 700 bold.
    public let weightClass: Int
    /// 5 is normal.
    public let widthClass: Int
    /// What the licence allows of embedding (`fsType`).
    public let embedding: UInt16
    /// The ten bytes of the PANOSE classification.
    public let panose: [UInt8]
    /// `fsSelection`: bit 0 italic, bit 5 bold, bit 7 "use the typographic metrics".
    public let selection: UInt16
    /// `sFamilyClass`.
    public let familyClass: Int
    /// The ascender that text layout is to use.
    public let typoAscender: Int
    /// The descender that text layout is to use; usually negative.
    public let typoDescender: Int
    /// The space between lines that text layout is to use.
    public let typoLineGap: Int
    /// The height above the baseline where glyphs may be cut; positive.
    public let winAscent: Int
    /// The depth below the baseline where glyphs may be cut; positive.
    public let winDescent: Int
    /// The height of x, or nil before version 2.
    public let xHeight: Int?
    /// The height of H, or nil before version 2.
    public let capHeight: Int?
    /// The thickness of the line that strikes text out.
    public let strikeoutSize: Int
    /// The height of the line that strikes text out.
    public let strikeoutPosition: Int

    init?(_ data: TableData) {
        guard data.count >= 68 else { return nil }
        version = data.u16(0)
        averageWidth = data.i16(2)
        weightClass = data.u16(4)
        widthClass = data.u16(6)
        embedding = UInt16(data.u16(8))
        strikeoutSize = data.i16(26)
        strikeoutPosition = data.i16(28)
        familyClass = data.i16(30)
        panose = data.part(at: 32, length: 10).bytes
        selection = UInt16(data.u16(62))
        typoAscender = data.i16(68)
        typoDescender = data.i16(70)
        typoLineGap = data.i16(72)
        winAscent = data.u16(74)
        winDescent = data.u16(76)
        let hasHeights = version >= 2 && data.count >= 90
        xHeight = hasHeights ? data.i16(86) : nil
        capHeight = hasHeights ? data.i16(88) : nil
    }
}
