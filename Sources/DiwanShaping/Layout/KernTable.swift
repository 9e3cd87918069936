import DiwanFont

/// `kern`, the older table of kerning pairs (OpenType 1.9.1, "kern"), version 0 with subtables of format 0 and 2.
struct KernTable: Sendable {
    /// One subtable.
    struct Subtable {
        let start: Int
        let format: Int
        /// Whether the values move across the line instead of along it.
        let isCrossStream: Bool
        let isHorizontal: Bool
    }

    let subtables: [Subtable]
    private let data: TableData

    init?(_ data: TableData) {
        guard data.u16(0) == 0, data.count > 4 else { return nil }
        var found: [Subtable] = []
        var at = 4
        for _ in 0..<data.u16(2) where data.has(6, at: at) {
            let coverage = data.u16(at + 4)
            found.append(
                Subtable(start: at, format: coverage >> 8, isCrossStream: coverage & 4 != 0, isHorizontal: coverage & 1 != 0))
            let length = data.u16(at + 2)
            if length < 6 { break }
            at += length
        }
        guard !found.isEmpty else { return nil }
        subtables = found
        self.data = data
    }

    /// Whether any subtable moves glyphs across the line.
    var hasCrossStream: Bool { subtables.contains { $0.isCrossStream } }

    /// The kerning between `left` and `right`, in font units; 0 where the subtable has no such pair.
    func kerning(_ subtable: Subtable, _ left: UInt32, _ right: UInt32) -> Int32 {
        let start = subtable.start + 6
        switch subtable.format {
        case 0:
            var low = 0
            var high = data.u16(start)
            let wanted = Int(left) << 16 | Int(right)
            while low < high {
                let middle = (low + high) / 2
                let at = start + 8 + 6 * middle
                let found = data.u32(at)
                if found == wanted { return Int32(data.i16(at + 4)) }
                if found < wanted, data.has(6, at: at) { low = middle + 1 } else { high = middle }
            }
            return 0
        case 2:
            let leftOffset = classOffset(subtable.start + data.u16(start + 2), left)
            let rightOffset = classOffset(subtable.start + data.u16(start + 4), right)
            // The classes of the left glyph hold the array's place, those of the right glyph the column.
            let offset = leftOffset + rightOffset
            guard offset >= data.u16(start + 6) else { return 0 }
            return Int32(data.i16(subtable.start + offset))
        default: return 0
        }
    }

    private func classOffset(_ table: Int, _ glyph: UInt32) -> Int {
        let index = Int(glyph) - data.u16(table)
        return index >= 0 && index < data.u16(table + 2) ? data.u16(table + 4 + 2 * index) : 0
    }
}
