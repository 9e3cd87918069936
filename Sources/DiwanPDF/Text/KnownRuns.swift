internal import DiwanDocument

/// Runs that were written with codes of a font's base alone, and the operators that show them: what a template prints for every record is
/// encoded once.
final class KnownRuns {
    private struct Entry {
        var run: GlyphRun
        var surroundings: CellEncoder.Surroundings
        var operators: [UInt8]
    }

    private var entries: [UInt64: [Entry]] = [:]
    private var count = 0
    /// A letter has about a hundred runs; those with values of a record come and go.
    private static let capacity = 2_048
    private static let longestChain = 4

    /// A number that most runs have for themselves: a few of their glyphs, and how they stand.
    static func key(_ run: GlyphRun, _ surroundings: CellEncoder.Surroundings) -> UInt64 {
        var hash = UInt64(run.glyphs.count) ^ UInt64(bitPattern: Int64(run.size.rawValue)) &<< 16 ^ UInt64(run.level) &<< 8
        func add(_ value: UInt64) {
            hash = (hash ^ value) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash &>> 32
        }
        if let first = run.glyphs.first, let last = run.glyphs.last {
            let middle = run.glyphs[run.glyphs.count / 2]
            for glyph in [first, middle, last] { add(UInt64(glyph.id) &<< 32 | UInt64(UInt32(bitPattern: glyph.xAdvance))) }
        }
        add(UInt64(run.text.count) &<< 32 | UInt64(surroundings.next?.value ?? 0))
        add(UInt64(bitPattern: Int64(surroundings.roomBefore?.rawValue ?? -1)))
        return hash
    }

    /// The operators of a run that looks and stands the same; its colour and its place in the text do not matter.
    func find(_ run: GlyphRun, _ surroundings: CellEncoder.Surroundings, _ key: UInt64) -> [UInt8]? {
        entries[key]?.first { entry in
            entry.surroundings == surroundings && entry.run.size == run.size && entry.run.level == run.level
                && entry.run.glyphs == run.glyphs && entry.run.text == run.text
        }?.operators
    }

    /// Remembers a run.
    func insert(_ run: GlyphRun, _ surroundings: CellEncoder.Surroundings, _ key: UInt64, _ operators: ArraySlice<UInt8>) {
        if count >= Self.capacity { removeAll() }
        guard entries[key, default: []].count < Self.longestChain else { return }
        entries[key, default: []].append(Entry(run: run, surroundings: surroundings, operators: Array(operators)))
        count += 1
    }

    /// Forgets everything.
    func removeAll() {
        entries.removeAll(keepingCapacity: true)
        count = 0
    }
}
