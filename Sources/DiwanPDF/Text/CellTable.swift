internal import DiwanFont

/// The codes of one embedded font. A code stands for one character, one drawing and one advance; code `n` is glyph `n` of the subset.
///
/// Codes are given in the order in which they are first asked for, from 1 on: 0 is .notdef, which is never shown. A table can begin with
/// the cells of a base, after which the base's own parts take some numbers.
struct CellTable {
    /// What a code stands for. Its drawing is `components[start..<start + count]`; none is a blank cell.
    struct Cell: Equatable {
        var start: Int32
        var count: Int32
        /// The pen's way, in font units.
        var advance: Int32
        var character: UInt32
    }

    private(set) var cells: [Cell] = []
    private(set) var components: [SubsetComponent] = []
    /// The number of cells of the base, and of the glyphs that stand between them and the cells after them.
    private(set) var baseCount = 0
    private(set) var gap = 0
    /// Open addressing: the code in each slot, 0 for an empty one; the size is a power of two.
    private var slots = [UInt16](repeating: 0, count: 512)

    /// More codes than this would not leave room in the font for the glyphs that composites refer to.
    static let limit = 40_000

    /// The code that draws `drawing`, moves the pen by `advance` and means `character`; nil when there is none left.
    mutating func code(drawing: [SubsetComponent], advance: Int, character: UInt32) -> UInt16? {
        var hash = UInt64(character) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: advance)
        for component in drawing {
            let packed =
                UInt64(component.glyph) | (UInt64(truncatingIfNeeded: component.x) & 0xFF_FFFF) &<< 16
                | UInt64(truncatingIfNeeded: component.y) &<< 40
            hash = (hash ^ packed) &* 0xBF58_476D_1CE4_E5B9
            hash ^= hash &>> 29
        }
        hash = (hash ^ hash &>> 32) &* 0x94D0_49BB_1331_11EB
        var slot = Int(truncatingIfNeeded: hash &>> 40) & (slots.count &- 1)
        while slots[slot] != 0 {
            if matches(cells[Int(slots[slot]) &- 1], drawing, advance, character) { return code(at: Int(slots[slot]) &- 1) }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        guard cells.count + gap < Self.limit else { return nil }
        cells.append(
            Cell(start: Int32(components.count), count: Int32(drawing.count), advance: Int32(advance), character: character))
        components.append(contentsOf: drawing)
        slots[slot] = UInt16(cells.count)
        let code = code(at: cells.count - 1)
        if 2 * cells.count > slots.count { grow() }
        return code
    }

    /// The code of a cell.
    @inline(__always)
    func code(at index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: index &+ 1 &+ (index >= baseCount ? gap : 0))
    }

    /// Makes the cells so far a base, whose glyphs are `glyphCount` with .notdef and the parts of composites.
    mutating func endBase(glyphCount: Int) {
        baseCount = cells.count
        gap = glyphCount - 1 - cells.count
    }

    @inline(__always)
    private func matches(_ cell: Cell, _ drawing: [SubsetComponent], _ advance: Int, _ character: UInt32) -> Bool {
        guard cell.character == character, Int(cell.advance) == advance, Int(cell.count) == drawing.count else { return false }
        for index in 0..<drawing.count where components[Int(cell.start) &+ index] != drawing[index] { return false }
        return true
    }

    /// Doubles the slots; every cell is asked for again, in its order, so codes stay as they are.
    private mutating func grow() {
        let old = self
        self = CellTable()
        baseCount = old.baseCount
        gap = old.gap
        slots = [UInt16](repeating: 0, count: 2 * old.slots.count)
        for cell in old.cells {
            let drawing = Array(old.components[Int(cell.start)..<Int(cell.start + cell.count)])
            _ = code(drawing: drawing, advance: Int(cell.advance), character: cell.character)
        }
    }

    /// The glyphs of the cells after the base, in the order of the codes.
    func subsetGlyphs(of font: Font) -> [SubsetGlyph] {
        cells[baseCount...].map { cell in
            let drawing = components[Int(cell.start)..<Int(cell.start + cell.count)]
            guard let first = drawing.first else { return .blank(width: Int(cell.advance)) }
            if drawing.count == 1, first.x == 0, first.y == 0, font.horizontal.advance(first.glyph) == Int(cell.advance) {
                return .glyph(first.glyph)
            }
            return .composite(Array(drawing), advance: Int(cell.advance))
        }
    }
}

extension CellTable: Equatable {
    /// Whether both have the same codes.
    static func == (left: CellTable, right: CellTable) -> Bool {
        left.gap == right.gap && left.cells == right.cells && left.components == right.components
    }
}
