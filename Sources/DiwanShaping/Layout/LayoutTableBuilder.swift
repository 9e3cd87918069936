import DiwanFont

/// Reads the lookups of a layout table into flat arrays.
struct LayoutTableBuilder: ~Copyable {
    private let data: TableData
    private let isPositioning: Bool
    private(set) var lookups: [Lookup] = []
    private(set) var subtables: [Subtable] = []
    private(set) var maps: [GlyphMap] = []
    var pool = NumberPool()
    // Fonts share coverage and class tables between subtables; each is read once.
    private var coverages: [Int: GlyphMap] = [:]
    private var classes: [Int: GlyphMap] = [:]

    // Far beyond any real font; a hostile one must not take memory without end.
    private static let poolLimit = 1 << 25
    private static let subtableLimit = 100_000
    private static let mapLimit = 1_000_000

    init(_ data: TableData, isPositioning: Bool) {
        self.data = data
        self.isPositioning = isPositioning
    }

    /// Reads the lookup list at `list`.
    mutating func addLookups(at list: Int) {
        guard list != 0 else { return }
        let count = data.u16(list)
        lookups.reserveCapacity(count)
        for index in 0..<count {
            let offset = data.u16(list + 2 + 2 * index)
            addLookup(at: offset == 0 ? data.count : list + offset)
        }
    }

    private mutating func addLookup(at start: Int) {
        let type = data.u16(start)
        var flags = UInt32(data.u16(start + 2))
        let count = data.u16(start + 4)
        if flags & Lookup.useMarkFilteringSet != 0 { flags |= UInt32(data.u16(start + 6 + 2 * count)) << 16 }
        var lookup = Lookup(flags: flags, firstSubtable: Int32(subtables.count), subtableCount: 0, isReverse: false)
        let extensionType = isPositioning ? 9 : 7
        for index in 0..<count where subtables.count < LayoutTableBuilder.subtableLimit && data.has(2, at: start + 6 + 2 * index) {
            var base = start + data.u16(start + 6 + 2 * index)
            var subtableType = type
            if type == extensionType {
                guard data.u16(base) == 1 else { continue }
                subtableType = data.u16(base + 2)
                base += data.u32(base + 4)
            }
            guard subtableType != extensionType, data.has(4, at: base) else { continue }
            if !isPositioning, subtableType == 8, index == 0 { lookup.isReverse = true }
            if isPositioning { addPositioning(subtableType, base) } else { addSubstitution(subtableType, base) }
        }
        lookup.subtableCount = Int32(subtables.count) - lookup.firstSubtable
        lookups.append(lookup)
    }

    private mutating func addSubstitution(_ type: Int, _ base: Int) {
        switch (type, data.u16(base)) {
        case (1, 1):
            var table = covered(.single1, base)
            table.count0 = data.u16(base + 4)
            subtables.append(table)
        case (1, 2): subtables.append(covered(.single2, base))
        case (2, 1): subtables.append(covered(.multiple, base))
        case (3, 1): subtables.append(covered(.alternate, base))
        case (4, 1): subtables.append(covered(.ligature, base))
        case (5, _): addContext(base)
        case (6, _): addChain(base)
        case (8, 1): addReverseChain(base)
        default: return
        }
    }

    private mutating func addPositioning(_ type: Int, _ base: Int) {
        switch (type, data.u16(base)) {
        case (1, 1), (1, 2):
            var table = covered(data.u16(base) == 1 ? .positionSingle1 : .positionSingle2, base)
            table.format1 = data.u16(base + 4)
            subtables.append(table)
        case (2, 1), (2, 2):
            let isClasses = data.u16(base) == 2
            var table = covered(isClasses ? .pair2 : .pair1, base)
            table.format1 = data.u16(base + 4)
            table.format2 = data.u16(base + 6)
            if isClasses {
                table.second = classMap(base, data.u16(base + 8))
                table.third = classMap(base, data.u16(base + 10))
                table.count0 = data.u16(base + 12)
                table.count1 = data.u16(base + 14)
            }
            subtables.append(table)
        case (3, 1): subtables.append(covered(.cursive, base))
        case (4, 1), (5, 1), (6, 1):
            let kinds: [Subtable.Kind] = [.markToBase, .markToLigature, .markToMark]
            var table = covered(kinds[type - 4], base)
            table.second = coverageMap(base, data.u16(base + 4))
            table.count0 = data.u16(base + 6)
            subtables.append(table)
        case (7, _): addContext(base)
        case (8, _): addChain(base)
        default: return
        }
    }

    private mutating func addContext(_ base: Int) {
        switch data.u16(base) {
        case 1: subtables.append(covered(.context1, base))
        case 2:
            var table = covered(.context2, base)
            table.second = classMap(base, data.u16(base + 4))
            subtables.append(table)
        case 3:
            var table = Subtable(.context3, base)
            table.count1 = data.u16(base + 2)
            table.recordCount = data.u16(base + 4)
            guard table.count1 > 0, data.has(2 * table.count1, at: base + 6), maps.count + table.count1 <= LayoutTableBuilder.mapLimit
            else {
                return
            }
            table.maps = maps.count
            for index in 0..<table.count1 { maps.append(coverageMap(base, data.u16(base + 6 + 2 * index))) }
            table.coverage = maps[table.maps]
            table.records = base + 6 + 2 * table.count1
            subtables.append(table)
        default: return
        }
    }

    private mutating func addChain(_ base: Int) {
        switch data.u16(base) {
        case 1: subtables.append(covered(.chain1, base))
        case 2:
            var table = covered(.chain2, base)
            table.second = classMap(base, data.u16(base + 4))
            table.third = classMap(base, data.u16(base + 6))
            table.fourth = classMap(base, data.u16(base + 8))
            subtables.append(table)
        case 3:
            var table = Subtable(.chain3, base)
            var at = base + 2
            let first = maps.count
            table.count0 = addCoverages(base, &at)
            table.count1 = addCoverages(base, &at)
            table.count2 = addCoverages(base, &at)
            guard table.count1 > 0 else { return }
            table.maps = first
            table.coverage = maps[first + table.count0]
            table.recordCount = data.u16(at)
            table.records = at + 2
            subtables.append(table)
        default: return
        }
    }

    private mutating func addReverseChain(_ base: Int) {
        var table = covered(.reverseChain, base)
        var at = base + 4
        table.maps = maps.count
        table.count0 = addCoverages(base, &at)
        table.count1 = addCoverages(base, &at)
        table.count2 = data.u16(at)
        table.records = at + 2
        subtables.append(table)
    }

    /// Adds the coverages of the array at `at` (a count, then offsets from `base`), and moves `at` behind it.
    private mutating func addCoverages(_ base: Int, _ at: inout Int) -> Int {
        let count = data.u16(at)
        guard data.has(2 * count, at: at + 2), maps.count + count <= LayoutTableBuilder.mapLimit else { return 0 }
        for index in 0..<count { maps.append(coverageMap(base, data.u16(at + 2 + 2 * index))) }
        at += 2 + 2 * count
        return count
    }

    private mutating func covered(_ kind: Subtable.Kind, _ base: Int) -> Subtable {
        var table = Subtable(kind, base)
        table.coverage = coverageMap(base, data.u16(base + 2))
        return table
    }

    /// The coverage table at `offset` from `base`; one at 0 covers nothing.
    private mutating func coverageMap(_ base: Int, _ offset: Int) -> GlyphMap {
        guard offset != 0 else { return GlyphMap() }
        if let known = coverages[base + offset] { return known }
        let coverage = Coverage(data, at: base + offset)
        var map = range { body in coverage.forEachRange { first, last, _ in body(first, last) } }
        guard pool.count + Int(map.count) <= LayoutTableBuilder.poolLimit else { return GlyphMap() }
        map.start = Int32(pool.count)
        let numbers = pool.add(Int(map.count))
        coverage.forEachRange { first, last, index in
            var position = Int(first) - Int(map.first)
            var value = index
            for glyph in first...last {
                map.digest.insert(UInt32(glyph))
                // The last index of a full table has no place; no font has 65,536 glyphs.
                if value < 0xFFFF { numbers[position] = UInt16(value + 1) }
                value += 1
                position += 1
            }
        }
        coverages[base + offset] = map
        return map
    }

    /// The class definition table at `offset` from `base`; one at 0 puts all glyphs in class 0.
    private mutating func classMap(_ base: Int, _ offset: Int) -> GlyphMap {
        guard offset != 0 else { return GlyphMap() }
        if let known = classes[base + offset] { return known }
        let definition = ClassDefinition(data, at: base + offset)
        var map = range { body in definition.forEachRange { first, last, _ in body(first, last) } }
        guard pool.count + Int(map.count) <= LayoutTableBuilder.poolLimit else { return GlyphMap() }
        map.start = Int32(pool.count)
        let numbers = pool.add(Int(map.count))
        definition.forEachRange { first, last, value in
            for glyph in first...last { numbers[Int(glyph) - Int(map.first)] = UInt16(value) }
        }
        classes[base + offset] = map
        return map
    }

    /// The smallest range that holds all the ranges that `ranges` gives.
    private func range(_ ranges: ((UInt16, UInt16) -> Void) -> Void) -> GlyphMap {
        var lowest = Int.max
        var highest = -1
        ranges { first, last in
            lowest = min(lowest, Int(first))
            highest = max(highest, Int(last))
        }
        return highest < 0 ? GlyphMap() : GlyphMap(first: Int32(lowest), count: Int32(highest - lowest + 1), start: 0)
    }
}
