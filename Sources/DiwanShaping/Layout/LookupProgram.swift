import DiwanFont

/// The lookups of one table that a plan runs, with an index from glyphs to lookups: most lookups have nothing to do in a word, and are
/// skipped by one test of a bit.
final class LookupProgram: @unchecked Sendable {
    // Unchecked is sound: nothing is written after `init`.

    let table: LayoutTable?
    let count: Int
    let lookups: UnsafePointer<FeatureMap.PlannedLookup>
    /// The number of 64-bit words that have a bit for each lookup.
    let wordCount: Int
    let glyphCount: Int
    /// For each lookup with several subtables, which of them a glyph can start.
    let dispatches: UnsafePointer<SubtableDispatch>
    /// For each glyph of a dispatch where its entries begin, one after the other.
    let entryStarts: UnsafePointer<Int32>
    let entries: UnsafePointer<SubtableDispatch.Entry>
    /// `wordCount` words for each glyph, and then as many zero words, for glyphs that the font does not have.
    let glyphWords: UnsafePointer<UInt64>

    // Far beyond any real font; a hostile one must not take time and memory without end.
    private static let lookupLimit = 4096
    private static let workLimit = 1 << 27

    init(_ all: [FeatureMap.PlannedLookup], _ table: LayoutTable?, glyphCount: Int) {
        self.table = table
        self.glyphCount = glyphCount
        let planned = all.prefix(LookupProgram.lookupLimit)
        count = planned.count
        let kept = UnsafeMutablePointer<FeatureMap.PlannedLookup>.allocate(capacity: max(count, 1))
        for (index, lookup) in planned.enumerated() { (kept + index).initialize(to: lookup) }
        lookups = UnsafePointer(kept)
        wordCount = (count + 63) / 64
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: max(wordCount * (glyphCount + 1), 1))
        words.initialize(repeating: 0, count: max(wordCount * (glyphCount + 1), 1))
        if let table {
            var work = 0
            for (order, planned) in planned.enumerated() {
                let lookup = table.lookups[Int(planned.index)]
                for subtable in 0..<Int(lookup.subtableCount) {
                    let coverage = table.subtables[Int(lookup.firstSubtable) + subtable].coverage
                    let first = Int(coverage.first)
                    work += Int(coverage.count)
                    if work > LookupProgram.workLimit { break }
                    for position in 0..<min(Int(coverage.count), max(glyphCount - first, 0))
                    where table.pool[Int(coverage.start) + position] != 0 {
                        words[wordCount * (first + position) + order / 64] |= 1 << UInt64(order % 64)
                    }
                }
            }
        }
        glyphWords = UnsafePointer(words)
        var builder = SubtableDispatchBuilder()
        if let table {
            for lookup in planned { builder.add(table, table.lookups[Int(lookup.index)]) }
        }
        dispatches = LayoutTable.keep(builder.dispatches)
        entryStarts = LayoutTable.keep(builder.starts)
        entries = LayoutTable.keep(builder.entries)
    }

    deinit {
        UnsafeMutablePointer(mutating: dispatches).deallocate()
        UnsafeMutablePointer(mutating: entryStarts).deallocate()
        UnsafeMutablePointer(mutating: entries).deallocate()
        UnsafeMutablePointer(mutating: lookups).deallocate()
        UnsafeMutablePointer(mutating: glyphWords).deallocate()
    }
}
