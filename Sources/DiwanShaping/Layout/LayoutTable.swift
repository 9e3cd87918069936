import DiwanFont
import Glibc

/// `GSUB` or `GPOS`, prepared for shaping (OpenType 1.9.1, "OpenType Layout Common Table Formats").
///
/// Immutable. The pointers live as long as the object, and point into memory that only it owns.
final class LayoutTable: @unchecked Sendable {
    // Unchecked is sound: nothing is written after `init`.

    /// The table's bytes.
    let data: TableData
    let isPositioning: Bool
    let lookupCount: Int
    let lookups: UnsafePointer<Lookup>
    let subtables: UnsafePointer<Subtable>
    /// For each subtable, sieves for the nearest glyphs before and after that a context of coverages asks for.
    let sieves: UnsafePointer<NeighbourSieve>
    let maps: UnsafePointer<GlyphMap>
    let pool: UnsafePointer<UInt16>

    private let scriptList: Int
    private let featureList: Int

    init(_ data: TableData, isPositioning: Bool) {
        self.data = data
        self.isPositioning = isPositioning
        let isKnown = data.u16(0) == 1
        scriptList = isKnown ? data.u16(4) : 0
        featureList = isKnown ? data.u16(6) : 0
        var builder = LayoutTableBuilder(data, isPositioning: isPositioning)
        if isKnown { builder.addLookups(at: data.u16(8)) }
        lookupCount = builder.lookups.count
        lookups = LayoutTable.keep(builder.lookups)
        subtables = LayoutTable.keep(builder.subtables)
        maps = LayoutTable.keep(builder.maps)
        sieves = LayoutTable.keep(builder.subtables.map { NeighbourSieve($0, builder.maps) })
        pool = builder.pool.take()
    }

    deinit {
        UnsafeMutablePointer(mutating: lookups).deallocate()
        UnsafeMutablePointer(mutating: subtables).deallocate()
        UnsafeMutablePointer(mutating: sieves).deallocate()
        UnsafeMutablePointer(mutating: maps).deallocate()
        free(UnsafeMutablePointer(mutating: pool))
    }

    /// A copy of `elements` that stays where it is, for the caller to free.
    static func keep<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { copy.initialize(from: start, count: source.count) }
        }
        return UnsafePointer(copy)
    }

    /// The language system for the first of `scripts` that is here, else for the default script, and `language` in it.
    func languageSystem(scripts: [Tag], language: Tag?) -> LanguageSystem {
        guard scriptList != 0 else { return LanguageSystem(script: nil, offset: nil) }
        var chosen: (tag: Tag, offset: Int)?
        for tag in scripts + ["DFLT", "dflt", "latn"] where chosen == nil {
            if let offset = record(tag, at: scriptList) { chosen = (tag, scriptList + offset) }
        }
        guard let chosen else { return LanguageSystem(script: nil, offset: nil) }
        for tag in [language, "dflt"].compactMap({ $0 }) {
            if let offset = record(tag, at: chosen.offset + 2), offset != 0 {
                return LanguageSystem(script: chosen.tag, offset: chosen.offset + offset)
            }
        }
        let standard = data.u16(chosen.offset)
        return LanguageSystem(script: chosen.tag, offset: standard == 0 ? nil : chosen.offset + standard)
    }

    /// The offset in the record named `tag` of the list at `list`: a count, then records of a tag and a 16-bit offset.
    private func record(_ tag: Tag, at list: Int) -> Int? {
        for row in 0..<data.u16(list) where data.tag(list + 2 + 6 * row) == tag { return data.u16(list + 6 + 6 * row) }
        return nil
    }

    /// The index of the feature `tag` in the language system, or nil.
    func feature(_ tag: Tag, in system: LanguageSystem) -> Int? {
        guard let offset = system.offset else { return nil }
        for row in 0..<data.u16(offset + 4) {
            let index = data.u16(offset + 6 + 2 * row)
            if index < data.u16(featureList), data.tag(featureList + 2 + 6 * index) == tag { return index }
        }
        return nil
    }

    /// The index and tag of the feature that the language system requires, or nil.
    func requiredFeature(in system: LanguageSystem) -> (index: Int, tag: Tag)? {
        guard let offset = system.offset, data.has(6, at: offset) else { return nil }
        let index = data.u16(offset + 2)
        guard index != 0xFFFF, index < data.u16(featureList) else { return nil }
        return (index, data.tag(featureList + 2 + 6 * index))
    }

    /// The lookups of feature `index` that exist.
    func lookups(ofFeature index: Int) -> [Int] {
        guard index < data.u16(featureList) else { return [] }
        let feature = featureList + data.u16(featureList + 6 + 6 * index)
        var found: [Int] = []
        for row in 0..<data.u16(feature + 2) where data.has(2, at: feature + 4 + 2 * row) {
            let lookup = data.u16(feature + 4 + 2 * row)
            if lookup < lookupCount { found.append(lookup) }
        }
        return found
    }
}

/// What was chosen of a table for a script and a language.
struct LanguageSystem {
    /// The script's tag, or nil when the table has not even a default.
    var script: Tag?
    /// Where the language system table begins, in bytes from the start of the table; nil when there is none.
    var offset: Int?
}
