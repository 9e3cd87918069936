internal import DiwanBytes

/// Makes font programs of some glyphs of a TrueType font: `glyf`, `head`, `hhea`, `hmtx`, `loca` and `maxp` only, unhinted.
///
/// The same glyphs give the same bytes. An object keeps the outlines that it has read, so use it again; it serves one caller at a time.
public final class TrueTypeSubsetter {
    private let font: Font
    private let head: TableData
    private let hhea: TableData
    private var pool: OutlinePool
    /// For each glyph of the font the number under which the subset draws it, or −1; only set while a subset is made.
    private var partNumber: [Int32]

    /// A subsetter of `font`. Throws when the font has no TrueType outlines.
    public init(_ font: Font) throws(FontError) {
        guard let glyf = font.glyf else { throw .missingTable("glyf") }
        guard let head = font.table("head") else { throw .missingTable("head") }
        guard let hhea = font.table("hhea") else { throw .missingTable("hhea") }
        self.font = font
        self.head = head
        self.hhea = hhea
        pool = OutlinePool(glyf, glyphCount: font.glyphCount)
        partNumber = [Int32](repeating: -1, count: font.glyphCount)
    }

    /// The glyphs that many subsets begin with. `glyphs` become the glyphs from 1 on, in their order.
    ///
    /// Throws as `subset` does.
    public func base(_ glyphs: [SubsetGlyph]) throws(FontError) -> FontSubsetBase {
        var parts: [UInt16] = []
        var writer = OutlineWriter(capacity: 2 * glyphs.count)
        defer { forget(parts) }
        try append(glyphs, &parts, &writer)
        writer.alignToWord()
        return FontSubsetBase(
            writer: writer, parts: parts.map { (glyph: $0, number: partNumber[Int($0)]) }, tables: ProgramWriter.BaseTables(writer))
    }

    /// A font program of `glyphs`, which become the glyphs from 1 on, in their order, or those after the glyphs of `base`.
    ///
    /// Throws when a glyph is not in the font, its outline is damaged, or all glyphs with those that they refer to are more than 65,535.
    public func subset(_ glyphs: [SubsetGlyph], after base: FontSubsetBase? = nil) throws(FontError) -> FontSubset {
        var parts: [UInt16] = base?.parts.map(\.glyph) ?? []
        for part in base?.parts ?? [] { partNumber[Int(part.glyph)] = part.number }
        defer { forget(parts) }
        var writer = base.map { OutlineWriter(after: $0.writer, capacity: 2 * glyphs.count) } ?? OutlineWriter(capacity: 2 * glyphs.count)
        try append(glyphs, &parts, &writer)
        let (start, rests) = ProgramWriter.file(of: writer, after: base?.tables, head: head, hhea: hhea)
        return FontSubset(start: start, rests: rests, advances: writer.advances, box: writer.box)
    }

    private func forget(_ parts: [UInt16]) {
        for glyph in parts { partNumber[Int(glyph)] = -1 }
    }

    /// Appends `glyphs`, and then the glyphs that they refer to and that are not in the subset yet; `parts` are the glyphs of the font that
    /// the subset draws under a number.
    private func append(_ glyphs: [SubsetGlyph], _ parts: inout [UInt16], _ writer: inout OutlineWriter) throws(FontError) {
        let known = parts.count
        let isFirst = writer.glyphCount == 0
        let first = writer.glyphCount + (isFirst ? 1 : 0)
        // A glyph that is asked for by itself is the part of composites too.
        for (index, glyph) in glyphs.enumerated() {
            guard case .glyph(let id) = glyph else { continue }
            let plain = try plain(id)
            guard partNumber[Int(plain)] < 0, try !pool.outline(of: plain).isBlank else { continue }
            partNumber[Int(plain)] = Int32(first + index)
            parts.append(plain)
        }
        if isFirst { try collectComponents(of: 0, &parts) }
        for case .composite(let components, _) in glyphs {
            for component in components { try add(plain(component.glyph), &parts) }
        }
        // What was added may refer to more.
        var next = known
        while next < parts.count {
            try collectComponents(of: parts[next], &parts)
            next += 1
        }
        var count = first + glyphs.count
        let own = parts[known...].filter { partNumber[Int($0)] == 0 }
        guard count + own.count <= 65_535 else { throw .invalid(table: "maxp", offset: 4) }
        for glyph in own {
            partNumber[Int(glyph)] = Int32(count)
            count += 1
        }

        if isFirst { try writeOriginal(0, of: 0, advance: font.horizontal.advance(0), &writer) }
        for (index, glyph) in glyphs.enumerated() {
            switch glyph {
            case .glyph(let id):
                let plain = try plain(id)
                if partNumber[Int(plain)] < 0 || partNumber[Int(plain)] == Int32(first + index) {
                    try writeOriginal(plain, of: id, advance: font.horizontal.advance(id), &writer)
                } else {
                    try writeComposite([SubsetComponent(glyph: id, x: 0, y: 0)], font.horizontal.advance(id), &writer)
                }
            case .composite(let components, let advance): try writeComposite(components, advance, &writer)
            case .blank(let width): writer.addBlank(width: width)
            }
        }
        // Nobody asks for the advances of parts, and equal ones are shorter.
        for glyph in own { try writeOriginal(glyph, of: glyph, advance: 0, &writer) }
    }

    /// The glyph whose outline `glyph` draws: its own, or that of the only part of a composite that does nothing else.
    private func plain(_ glyph: UInt16) throws(FontError) -> UInt16 {
        var glyph = glyph
        // Circles are found when the outline's size is asked for.
        for _ in 0..<16 {
            guard let only = try pool.outline(of: glyph).only else { return glyph }
            glyph = only
        }
        return glyph
    }

    private func collectComponents(of glyph: UInt16, _ parts: inout [UInt16]) throws(FontError) {
        for component in try pool.outline(of: glyph).components { try add(plain(component.glyph), &parts) }
    }

    private func add(_ glyph: UInt16, _ parts: inout [UInt16]) throws(FontError) {
        guard Int(glyph) < partNumber.count else { throw .invalid(table: "glyf", offset: Int(glyph)) }
        guard partNumber[Int(glyph)] < 0 else { return }
        // The number is known when all parts are.
        partNumber[Int(glyph)] = 0
        parts.append(glyph)
    }

    /// Writes the outline of `glyph` with the bearing of `original`, whose outline it is.
    private func writeOriginal(_ glyph: UInt16, of original: UInt16, advance: Int, _ writer: inout OutlineWriter) throws(FontError) {
        let outline = try pool.outline(of: glyph)
        writer.beginGlyph()
        pool.bytes.withUnsafeBufferPointer { writer.glyf.append(contentsOf: $0[outline.range]) }
        for component in outline.components {
            let number = UInt16(partNumber[Int(try plain(component.glyph))])
            writer.glyf.setUInt16(number, at: writer.start + component.offset)
        }
        let size = try outlineSize(of: glyph, level: 0)
        writer.endGlyph(
            advance: advance, bearing: outline.isBlank ? 0 : font.horizontal.leftSideBearing(original),
            box: outline.isBlank ? nil : outline.box, size: size)
    }

    private func writeComposite(
        _ components: [SubsetComponent], _ advance: Int, _ writer: inout OutlineWriter
    ) throws(FontError) {
        writer.beginGlyph()
        var box: GlyphBox?
        var size = OutlineWriter.OutlineSize(elements: 0)
        let start = writer.start
        var lastFlags = 0
        for component in components {
            let outline = try pool.outline(of: component.glyph)
            if outline.isBlank { continue }
            // Rasterisers move an outline so that its left edge stands at the bearing; a component is not moved, so it is done here.
            let x = component.x + font.horizontal.leftSideBearing(component.glyph) - outline.box.minX
            let y = component.y
            let number = UInt16(partNumber[Int(try plain(component.glyph))])
            guard let x16 = Int16(exactly: x), let y16 = Int16(exactly: y) else { throw .invalid(table: "glyf", offset: 0) }
            if size.elements == 0 { writer.glyf.append(contentsOf: repeatElement(0, count: 10)) }
            lastFlags = writer.glyf.count
            // ARGS_ARE_XY_VALUES and MORE_COMPONENTS, and ARG_1_AND_2_ARE_WORDS where bytes do not do (OpenType 1.9.1, "glyf").
            if let x8 = Int8(exactly: x), let y8 = Int8(exactly: y) {
                writer.glyf.appendUInt16(0x0022)
                writer.glyf.appendUInt16(number)
                writer.glyf.append(UInt8(bitPattern: x8))
                writer.glyf.append(UInt8(bitPattern: y8))
            } else {
                writer.glyf.appendUInt16(0x0023)
                writer.glyf.appendUInt16(number)
                writer.glyf.appendInt16(x16)
                writer.glyf.appendInt16(y16)
            }
            let part = outline.box.moved(x: x, y: y)
            box = box?.union(part) ?? part
            size.add(try outlineSize(of: component.glyph, level: 1))
        }
        guard let box, box.fitsInt16 else {
            guard box == nil else { throw .invalid(table: "glyf", offset: 0) }
            // Nothing to draw: a blank glyph keeps its place all the same.
            writer.addBlankOutline(width: advance)
            return
        }
        writer.glyf.setUInt16(writer.glyf.uint16(at: lastFlags) & ~0x0020, at: lastFlags)
        writer.glyf.setUInt16(0xFFFF, at: start)
        // The header's box may be larger than what is drawn, and few different boxes compress well. The left edge is the bearing, so that
        // nothing is moved.
        let rounded = box.rounded(outwardsTo: font.unitsPerEm / 2)
        let header = rounded.fitsInt16 ? rounded : box
        writer.setBox(header, at: start + 2)
        writer.endGlyph(advance: advance, bearing: header.minX, box: box, header: header, size: size)
    }

    /// How much a glyph holds, with all that it refers to. Composites deeper than 16 are refused, so a circle is too.
    private func outlineSize(of glyph: UInt16, level: Int) throws(FontError) -> OutlineWriter.OutlineSize {
        guard level < 16 else { throw .invalid(table: "glyf", offset: Int(glyph)) }
        let outline = try pool.outline(of: glyph)
        guard !outline.components.isEmpty else {
            return OutlineWriter.OutlineSize(points: outline.points, contours: outline.contours)
        }
        var size = OutlineWriter.OutlineSize(elements: 0)
        for component in outline.components { size.add(try outlineSize(of: component.glyph, level: level + 1)) }
        return size
    }
}
