internal import DiwanBytes

/// Puts the outlines of a subset together: the glyphs that are asked for, and those that they refer to.
///
/// It keeps the outlines that were read from one subset to the next.
struct SubsetBuilder {
    private let font: Font
    private var pool: OutlinePool
    /// For each glyph of the font the number under which the subset draws it, or −1; only set while a subset is made.
    private var partNumber: [Int32]

    init(_ font: Font, _ glyf: GlyfTable) {
        self.font = font
        pool = OutlinePool(glyf, glyphCount: font.glyphCount)
        partNumber = [Int32](repeating: -1, count: font.glyphCount)
    }

    /// A glyph of the font that the subset draws under a number.
    typealias Part = (glyph: UInt16, number: Int32)

    /// Appends `glyphs`, and then the glyphs that they refer to and that are not among `known` yet. What is drawn under a number is given.
    mutating func append(_ glyphs: [SubsetGlyph], after known: [Part], _ writer: inout OutlineWriter) throws(FontError) -> [Part] {
        var parts: [UInt16] = []
        parts.reserveCapacity(known.count + 2 * glyphs.count)
        for part in known {
            partNumber[Int(part.glyph)] = part.number
            parts.append(part.glyph)
        }
        defer { for glyph in parts { partNumber[Int(glyph)] = -1 } }
        try append(glyphs, &parts, &writer)
        return parts.map { (glyph: $0, number: partNumber[Int($0)]) }
    }

    private mutating func append(_ glyphs: [SubsetGlyph], _ parts: inout [UInt16], _ writer: inout OutlineWriter) throws(FontError) {
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
    private mutating func plain(_ glyph: UInt16) throws(FontError) -> UInt16 {
        var glyph = glyph
        // Circles are found when the outline's size is asked for.
        for _ in 0..<16 {
            guard let only = try pool.outline(of: glyph).only else { return glyph }
            glyph = only
        }
        return glyph
    }

    private mutating func collectComponents(of glyph: UInt16, _ parts: inout [UInt16]) throws(FontError) {
        for component in try pool.outline(of: glyph).components { try add(plain(component.glyph), &parts) }
    }

    private mutating func add(_ glyph: UInt16, _ parts: inout [UInt16]) throws(FontError) {
        guard Int(glyph) < partNumber.count else { throw .invalid(table: "glyf", offset: Int(glyph)) }
        guard partNumber[Int(glyph)] < 0 else { return }
        // The number is known when all parts are.
        partNumber[Int(glyph)] = 0
        parts.append(glyph)
    }

    /// Writes the outline of `glyph` with the bearing of `original`, whose outline it is.
    private mutating func writeOriginal(_ glyph: UInt16, of original: UInt16, advance: Int, _ writer: inout OutlineWriter) throws(FontError)
    {
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

    private mutating func writeComposite(
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
    private mutating func outlineSize(of glyph: UInt16, level: Int) throws(FontError) -> OutlineWriter.OutlineSize {
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
