internal import DiwanBytes

/// Makes font programs of some glyphs of a TrueType font: `glyf`, `head`, `hhea`, `hmtx`, `loca` and `maxp` only, unhinted.
///
/// The same glyphs give the same bytes. An object keeps the outlines that it has read, so use it again; it serves one caller at a time.
public final class TrueTypeSubsetter {
    private let font: Font
    private let head: TableData
    private let hhea: TableData
    private var pool: OutlinePool
    /// For each glyph of the font its number among those that only composites use, or −1; only set while a subset is made.
    private var extraIndex: [Int32]

    /// A subsetter of `font`. Throws when the font has no TrueType outlines.
    public init(_ font: Font) throws(FontError) {
        guard let glyf = font.glyf else { throw .missingTable("glyf") }
        guard let head = font.table("head") else { throw .missingTable("head") }
        guard let hhea = font.table("hhea") else { throw .missingTable("hhea") }
        self.font = font
        self.head = head
        self.hhea = hhea
        pool = OutlinePool(glyf, glyphCount: font.glyphCount)
        extraIndex = [Int32](repeating: -1, count: font.glyphCount)
    }

    /// A font program of `glyphs`, which become the glyphs from 1 on, in their order.
    ///
    /// Throws when a glyph is not in the font, its outline is damaged, or all glyphs with those that they refer to are more than 65,535.
    public func subset(_ glyphs: [SubsetGlyph]) throws(FontError) -> FontSubset {
        let first = 1 + glyphs.count
        var extras: [UInt16] = []
        defer { for glyph in extras { extraIndex[Int(glyph)] = -1 } }
        try collect(glyphs, &extras)
        guard first + extras.count <= 65_535 else { throw .invalid(table: "maxp", offset: 4) }

        var writer = OutlineWriter(capacity: first + extras.count)
        try writeOriginal(0, first, &writer)
        for glyph in glyphs {
            switch glyph {
            case .glyph(let id): try writeOriginal(id, first, &writer)
            case .composite(let components, let advance): try writeComposite(components, advance, first, &writer)
            case .blank(let width): writer.addBlank(width: width)
            }
        }
        for glyph in extras { try writeOriginal(glyph, first, &writer) }
        return FontSubset(program: writer.file(head: head, hhea: hhea), advances: writer.advances, box: writer.box)
    }

    /// Finds the glyphs that composites refer to, directly or through others, in the order of their first mention.
    private func collect(_ glyphs: [SubsetGlyph], _ extras: inout [UInt16]) throws(FontError) {
        try collectComponents(of: 0, &extras)
        for glyph in glyphs {
            switch glyph {
            case .glyph(let id): try collectComponents(of: id, &extras)
            case .composite(let components, _): for component in components { try add(component.glyph, &extras) }
            case .blank: break
            }
        }
        // What was added may refer to more.
        var next = 0
        while next < extras.count {
            try collectComponents(of: extras[next], &extras)
            next += 1
        }
    }

    private func collectComponents(of glyph: UInt16, _ extras: inout [UInt16]) throws(FontError) {
        for component in try pool.outline(of: glyph).components { try add(component.glyph, &extras) }
    }

    private func add(_ glyph: UInt16, _ extras: inout [UInt16]) throws(FontError) {
        guard Int(glyph) < extraIndex.count else { throw .invalid(table: "glyf", offset: Int(glyph)) }
        guard extraIndex[Int(glyph)] < 0 else { return }
        extraIndex[Int(glyph)] = Int32(extras.count)
        extras.append(glyph)
    }

    private func writeOriginal(_ glyph: UInt16, _ first: Int, _ writer: inout OutlineWriter) throws(FontError) {
        let outline = try pool.outline(of: glyph)
        writer.beginGlyph()
        pool.bytes.withUnsafeBufferPointer { writer.glyf.append(contentsOf: $0[outline.range]) }
        for component in outline.components {
            let number = UInt16(first + Int(extraIndex[Int(component.glyph)]))
            writer.glyf.setUInt16(number, at: writer.start + component.offset)
        }
        let size = try outlineSize(of: glyph, level: 0)
        writer.endGlyph(
            advance: font.horizontal.advance(glyph), bearing: outline.isBlank ? 0 : font.horizontal.leftSideBearing(glyph),
            box: outline.isBlank ? nil : outline.box, size: size)
    }

    private func writeComposite(
        _ components: [SubsetComponent], _ advance: Int, _ first: Int, _ writer: inout OutlineWriter
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
            guard let x16 = Int16(exactly: x), let y16 = Int16(exactly: y) else { throw .invalid(table: "glyf", offset: 0) }
            if size.elements == 0 { writer.glyf.append(contentsOf: repeatElement(0, count: 10)) }
            lastFlags = writer.glyf.count
            // ARGS_ARE_XY_VALUES and MORE_COMPONENTS, and ARG_1_AND_2_ARE_WORDS where bytes do not do (OpenType 1.9.1, "glyf").
            if let x8 = Int8(exactly: x), let y8 = Int8(exactly: y) {
                writer.glyf.appendUInt16(0x0022)
                writer.glyf.appendUInt16(UInt16(first + Int(extraIndex[Int(component.glyph)])))
                writer.glyf.append(UInt8(bitPattern: x8))
                writer.glyf.append(UInt8(bitPattern: y8))
            } else {
                writer.glyf.appendUInt16(0x0023)
                writer.glyf.appendUInt16(UInt16(first + Int(extraIndex[Int(component.glyph)])))
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
        writer.setBox(box, at: start + 2)
        writer.endGlyph(advance: advance, bearing: box.minX, box: box, size: size)
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
