/// Which subtables of a lookup a glyph can start, so that the others need not be looked at.
struct SubtableDispatch {
    /// A subtable and the glyph's coverage index in it.
    struct Entry {
        var subtable: Int32
        var covered: Int32
    }

    /// The first glyph, or 0.
    var first: Int32 = 0
    /// The number of glyphs; 0 when the lookup has few subtables and no dispatch.
    var count: Int32 = 0
    /// Where the glyphs' starts begin: one for each glyph, and one more for the end.
    var start: Int32 = 0
}

/// Collects the dispatches of a program.
struct SubtableDispatchBuilder {
    private(set) var dispatches: [SubtableDispatch] = []
    private(set) var starts: [Int32] = []
    private(set) var entries: [SubtableDispatch.Entry] = []

    private static let fewestSubtables = 3
    // Far beyond any real font; a hostile one must not take memory without end.
    private static let entryLimit = 1 << 22

    /// Adds the dispatch of `lookup`; an empty one when it has few subtables.
    mutating func add(_ table: LayoutTable, _ lookup: Lookup) {
        let range = Int(lookup.firstSubtable)..<Int(lookup.firstSubtable + lookup.subtableCount)
        let maps = range.map { table.subtables[$0].coverage }.filter { $0.count > 0 }
        let cells = maps.reduce(0) { $0 + Int($1.count) }
        let isWorthwhile =
            range.count >= SubtableDispatchBuilder.fewestSubtables
            || range.contains { SubtableDispatchBuilder.hasNeighbours(table.subtables[$0].kind) }
        guard isWorthwhile, let first = maps.map(\.first).min(),
            let end = maps.map({ $0.first + $0.count }).max(), entries.count + cells <= SubtableDispatchBuilder.entryLimit,
            starts.count + Int(end - first) < SubtableDispatchBuilder.entryLimit
        else {
            dispatches.append(SubtableDispatch())
            return
        }
        let start = starts.count
        // Count each glyph's subtables, make places of the counts, and then fill these.
        starts.append(contentsOf: repeatElement(0, count: Int(end - first) + 1))
        for map in maps {
            for position in 0..<Int(map.count) where table.pool[Int(map.start) + position] != 0 {
                starts[start + Int(map.first - first) + position + 1] += 1
            }
        }
        starts[start] = Int32(entries.count)
        for position in (start + 1)..<starts.count { starts[position] += starts[position - 1] }
        let blank = SubtableDispatch.Entry(subtable: 0, covered: 0)
        entries.append(contentsOf: repeatElement(blank, count: Int(starts[starts.count - 1]) - entries.count))
        var filled = Array(starts[start..<starts.count])
        for subtable in range {
            let map = table.subtables[subtable].coverage
            for position in 0..<Int(map.count) {
                let value = table.pool[Int(map.start) + position]
                if value == 0 { continue }
                let glyph = Int(map.first - first) + position
                entries[Int(filled[glyph])] = SubtableDispatch.Entry(subtable: Int32(subtable), covered: Int32(value) - 1)
                filled[glyph] += 1
            }
        }
        dispatches.append(SubtableDispatch(first: first, count: end - first, start: Int32(start)))
    }

    private static func hasNeighbours(_ kind: Subtable.Kind) -> Bool { kind == .context3 || kind == .chain3 }
}
