/// The outlines of a font's glyphs as a subset takes them over: without instructions, each read only once.
struct OutlinePool {
    /// A glyph's outline in the pool.
    struct Outline {
        /// The place of its bytes in `bytes`; none for a blank glyph.
        var range: Range<Int>
        /// The box of the outline's header, in font units.
        var box: GlyphBox
        /// Its own points and contours, 0 for a composite.
        var points: Int
        var contours: Int
        /// The glyphs that a composite refers to, and where in its bytes each number stands.
        var components: [(glyph: UInt16, offset: Int)]
        /// The glyph that a composite draws and nothing else, where that glyph stands by itself.
        var only: UInt16?

        var isBlank: Bool { range.isEmpty }
    }

    private let glyf: GlyfTable
    private(set) var bytes: [UInt8] = []
    private var outlines: [Outline] = []
    /// For each glyph of the font the index of its outline, or −1 when it has not been read.
    private var indexOfGlyph: [Int32]

    init(_ glyf: GlyfTable, glyphCount: Int) {
        self.glyf = glyf
        indexOfGlyph = [Int32](repeating: -1, count: glyphCount)
    }

    /// The outline of `glyph`. Throws when the glyph is not in the font or its data end too early.
    mutating func outline(of glyph: UInt16) throws(FontError) -> Outline {
        guard Int(glyph) < indexOfGlyph.count else { throw .invalid(table: "glyf", offset: Int(glyph)) }
        let known = indexOfGlyph[Int(glyph)]
        if known >= 0 { return outlines[Int(known)] }
        let outline = try read(glyph)
        indexOfGlyph[Int(glyph)] = Int32(outlines.count)
        outlines.append(outline)
        return outline
    }

    private mutating func read(_ glyph: UInt16) throws(FontError) -> Outline {
        let data = glyf.data(of: glyph)
        let contours = data.i16(0)
        let start = bytes.count
        guard data.count >= 12, contours != 0 else {
            return Outline(
                range: start..<start, box: GlyphBox(minX: 0, minY: 0, maxX: 0, maxY: 0), points: 0, contours: 0, components: [])
        }
        var outline = Outline(
            range: start..<start, box: GlyphBox(minX: data.i16(2), minY: data.i16(4), maxX: data.i16(6), maxY: data.i16(8)),
            points: 0, contours: 0, components: [])
        if contours > 0 {
            let instructions = 10 + 2 * contours
            guard data.has(2, at: instructions) else { throw .truncated(table: "glyf", offset: instructions, needed: 2) }
            let flags = instructions + 2 + data.u16(instructions)
            guard data.has(1, at: flags) else { throw .truncated(table: "glyf", offset: flags, needed: 1) }
            copy(data.part(at: 0, length: instructions))
            bytes.append(contentsOf: [0, 0])
            copy(data.part(at: flags))
            outline.points = data.u16(instructions - 2) + 1
            outline.contours = contours
        } else {
            copyComposite(data, glyf.components(of: glyph), &outline)
        }
        // Short locations count in units of two bytes.
        if bytes.count & 1 == 1 { bytes.append(0) }
        outline.range = start..<bytes.count
        return outline
    }

    /// Copies a composite up to the end of its last component; the instructions after it are left out.
    private mutating func copyComposite(_ data: TableData, _ components: [GlyfTable.Component], _ outline: inout Outline) {
        let start = bytes.count
        copy(data.part(at: 0, length: 10))
        for (index, component) in components.enumerated() {
            let end = index + 1 < components.count ? components[index + 1].glyphOffset - 2 : component.end
            let place = bytes.count
            copy(data.part(at: component.glyphOffset - 2, length: end - component.glyphOffset + 2))
            // No instructions follow, and the advance is the subset's own: bits 8 and 9 off. Bit 5 says whether more components follow.
            var flags = component.flags & ~0x0300
            flags = index + 1 < components.count ? flags | 0x0020 : flags & ~0x0020
            bytes.setUInt16(flags, at: place)
            outline.components.append((component.glyph, place + 2 - start))
        }
        // An offset of zero (bit 1, both arguments), and no scale (bits 3, 6 and 7).
        if components.count == 1, let first = components.first, first.flags & 0x00CA == 0x0002, first.argument1 == 0, first.argument2 == 0 {
            outline.only = first.glyph
        }
        if components.isEmpty { bytes.removeLast(bytes.count - start) }
    }

    private mutating func copy(_ data: TableData) {
        data.withBytes { bytes.append(contentsOf: $0) }
    }
}

extension GlyfTable.Component {
    /// The offset after the record: flags and glyph, two arguments, and a scale of one, two or four numbers.
    fileprivate var end: Int {
        let arguments = flags & 0x0001 != 0 ? 4 : 2
        let scale = flags & 0x0008 != 0 ? 2 : flags & 0x0040 != 0 ? 4 : flags & 0x0080 != 0 ? 8 : 0
        return glyphOffset + 2 + arguments + scale
    }
}
