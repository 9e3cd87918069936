/// One font of a TrueType file or collection, with its tables parsed as far as layout and embedding need them.
///
/// Lengths are in font units, `unitsPerEm` of them to the em. Immutable, so any number of threads may share it.
public final class Font: Sendable {
    /// One row of the table directory (OpenType 1.9.1, "Table Directory").
    public struct TableRecord: Hashable, Sendable {
        /// The table's tag.
        public let tag: Tag
        /// The check sum that the file claims.
        public let checksum: UInt32
        /// Where the table begins, in bytes from the start of the file.
        public let offset: Int
        /// The table's length in bytes.
        public let length: Int
    }

    /// The file.
    public let data: FontBytes
    /// The table directory, in the order of the file.
    public let tables: [TableRecord]
    /// `head`: the units of the em, the style and the box around all glyphs.
    public let head: HeadTable
    /// `hhea` and `hmtx`: ascender, descender, line gap and advances.
    public let horizontal: HorizontalMetrics
    /// `OS/2`, or nil when the font has none.
    public let os2: OS2Table?
    /// `post`, or nil when the font has none.
    public let post: PostTable?
    /// `name`: the names of family, style, and the PostScript name.
    public let names: FontNames
    /// `cmap`: characters to glyphs.
    public let cmap: CmapTable
    /// `glyf` and `loca`, or nil when the font has no TrueType outlines.
    public let glyf: GlyfTable?
    /// `GDEF`, or nil when the font has none.
    public let gdef: GdefTable?
    /// The number of glyphs, 1 to 65,535.
    public let glyphCount: Int

    /// The number of units in an em, 16 to 16,384.
    public var unitsPerEm: Int { head.unitsPerEm }

    /// Reads font `index` of `data` (0 when the file is no collection).
    public init(_ data: FontBytes, index: Int = 0) throws(FontError) {
        self.data = data
        let all = data.all
        var start = 0
        var signature = all.u32(0)
        if signature == 0x7474_6366 {  // 'ttcf'
            let count = all.u32(8)
            guard index >= 0, index < count else { throw .noSuchFont(index: index, count: count) }
            try all.require(4, at: 12 + 4 * index, of: "ttcf")
            start = all.u32(12 + 4 * index)
            signature = all.u32(start)
        } else if index != 0 {
            throw .noSuchFont(index: index, count: 1)
        }
        if signature == 0x4F54_544F { throw .unsupportedOutlines(table: "CFF ") }  // 'OTTO'
        guard signature == 0x0001_0000 || signature == 0x7472_7565 else {
            throw .notAFont(signature: UInt32(truncatingIfNeeded: signature))
        }
        let count = all.u16(start + 4)
        try all.require(16 * count, at: start + 12, of: "sfnt")
        var records: [TableRecord] = []
        records.reserveCapacity(count)
        for row in 0..<count {
            let at = start + 12 + 16 * row
            records.append(
                TableRecord(
                    tag: all.tag(at), checksum: UInt32(truncatingIfNeeded: all.u32(at + 4)), offset: all.u32(at + 8),
                    length: all.u32(at + 12)))
        }
        tables = records

        head = try HeadTable(Font.required("head", records, all))
        let maxp = try Font.required("maxp", records, all)
        try maxp.require(6, at: 0, of: "maxp")
        guard maxp.u16(4) > 0 else { throw .invalid(table: "maxp", offset: 4) }
        glyphCount = maxp.u16(4)
        horizontal = try HorizontalMetrics(
            hhea: Font.required("hhea", records, all), hmtx: Font.required("hmtx", records, all), glyphCount: glyphCount)
        cmap = try CmapTable(Font.required("cmap", records, all))
        names = FontNames(Font.find("name", records, all))
        os2 = Font.find("OS/2", records, all).flatMap { OS2Table($0) }
        post = Font.find("post", records, all).flatMap { PostTable($0) }
        gdef = Font.find("GDEF", records, all).flatMap { GdefTable($0) }
        if let glyfData = Font.find("glyf", records, all), let loca = Font.find("loca", records, all) {
            glyf = GlyfTable(glyf: glyfData, loca: loca, isLong: head.hasLongLocations, glyphCount: glyphCount)
        } else {
            for tag in ["CFF ", "CFF2"] as [Tag] where Font.find(tag, records, all) != nil {
                throw .unsupportedOutlines(table: tag.description)
            }
            glyf = nil
        }
    }

    /// Maps the file at `path` and reads its font `index`.
    public convenience init(path: String, index: Int = 0) throws(FontError) {
        try self.init(FontBytes(path: path), index: index)
    }

    /// The table named `tag`, or nil. A table that runs past the end of the file is cut there.
    public func table(_ tag: Tag) -> TableData? { Font.find(tag, tables, data.all) }

    private static func find(_ tag: Tag, _ records: [TableRecord], _ all: TableData) -> TableData? {
        for record in records where record.tag == tag {
            let part = all.part(at: record.offset, length: record.length)
            return part.count > 0 ? part : nil
        }
        return nil
    }

    private static func required(_ tag: Tag, _ records: [TableRecord], _ all: TableData) throws(FontError) -> TableData {
        guard let found = find(tag, records, all) else { throw .missingTable(tag.description) }
        return found
    }
}
