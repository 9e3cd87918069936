import DiwanFont

/// Finds out whether a glyph has any part in some lookups: if the space has none, the words on its two sides do not change each other.
struct InvolvementSearch {
    private let table: LayoutTable
    private let data: TableData
    private let pool: UnsafePointer<UInt16>
    private let maps: UnsafePointer<GlyphMap>
    /// The contexts in which the glyph only stands between two others.
    private(set) var context: SpaceContext
    /// Rules and records that may still be looked at. A font with more is a hostile one, and anything may be true of it.
    private var workLeft = 10_000_000

    init(_ table: LayoutTable, _ context: SpaceContext) {
        self.table = table
        self.context = context
        data = table.data
        pool = table.pool
        maps = table.maps
    }

    /// Whether `glyph`, whose `GlyphInfo.glyphProps` are `props`, can be changed by one of the lookups `planned`, lets one of them change
    /// another glyph, or is passed over by one. Where it only stands between two others in a context of GPOS, these are added to
    /// `context` instead. A true answer may be wrong; a false one is not. That a mark attaches to the glyph does not count.
    mutating func involves(_ glyph: UInt32, _ props: UInt16, in planned: [Int]) -> Bool {
        var waiting = planned
        var seen = Set(planned)
        while let number = waiting.popLast() {
            guard number < table.lookupCount else { continue }
            let lookup = table.lookups[number]
            if UInt32(props) & lookup.flags & Lookup.ignoreFlags != 0 { return true }
            for offset in 0..<Int(lookup.subtableCount) {
                let subtable = table.subtables[Int(lookup.firstSubtable) + offset]
                if involves(glyph, subtable) || workLeft < 0 { return true }
                for nested in nestedLookups(subtable) where seen.insert(nested).inserted { waiting.append(nested) }
            }
        }
        return false
    }

    private mutating func involves(_ glyph: UInt32, _ subtable: Subtable) -> Bool {
        workLeft -= 1
        let isCovered = subtable.coverage.value(glyph, pool) != 0
        switch subtable.kind {
        case .pair1: return isCovered || isSecondOfPair(glyph, subtable)
        case .pair2: return hasClassPair(glyph, subtable, isCovered)
        case .single1, .single2, .multiple, .alternate, .positionSingle1, .positionSingle2, .cursive, .markToBase, .markToLigature,
            .markToMark:
            return isCovered
        case .ligature: return isCovered || isComponent(glyph, subtable)
        case .context3, .chain3, .reverseChain: return isInContext(glyph, subtable)
        case .context1, .context2, .chain1, .chain2:
            if isCovered { return true }
            return rules(of: subtable).contains { isInRule(glyph, subtable, $0) }
        }
    }

    /// A context of coverages. Where GPOS has the glyph between two others, the font looks for those on its two sides.
    private mutating func isInContext(_ glyph: UInt32, _ subtable: Subtable) -> Bool {
        workLeft -= subtable.count0 + subtable.count1 + subtable.count2
        var sequence = (0..<subtable.count0).map { maps[subtable.maps + $0] }.reversed() as [GlyphMap]
        if subtable.kind == .reverseChain { sequence.append(subtable.coverage) }
        let rest = subtable.count1 + (subtable.kind == .chain3 ? subtable.count2 : 0)
        sequence += (0..<rest).map { maps[subtable.maps + subtable.count0 + $0] }
        let places = sequence.indices.filter { sequence[$0].value(glyph, pool) != 0 }
        guard let place = places.first else { return false }
        guard table.isPositioning, places.count == 1, place > 0, place + 1 < sequence.count else { return true }
        context.add(before: sequence[place - 1], pool)
        context.add(after: sequence[place + 1], pool)
        return false
    }

    private mutating func isSecondOfPair(_ glyph: UInt32, _ subtable: Subtable) -> Bool {
        let size = 2 + 2 * (subtable.format1.nonzeroBitCount + subtable.format2.nonzeroBitCount)
        for number in 0..<data.u16(subtable.base + 8) {
            let set = subtable.base + data.u16(subtable.base + 10 + 2 * number)
            workLeft -= 1 + data.u16(set)
            if workLeft < 0 { return true }
            for record in 0..<data.u16(set) where data.u16(set + 2 + size * record) == Int(glyph) { return true }
        }
        return false
    }

    /// Whether any value of a pair with `glyph` is not 0.
    private mutating func hasClassPair(_ glyph: UInt32, _ subtable: Subtable, _ isCovered: Bool) -> Bool {
        workLeft -= subtable.count0 + subtable.count1
        let words = subtable.format1.nonzeroBitCount + subtable.format2.nonzeroBitCount
        func isZero(_ class1: Int, _ class2: Int) -> Bool {
            let record = subtable.base + 16 + 2 * words * (class1 * subtable.count1 + class2)
            for word in 0..<words where data.u16(record + 2 * word) != 0 { return false }
            return true
        }
        let (class1, class2) = (subtable.second.value(glyph, pool), subtable.third.value(glyph, pool))
        if isCovered, class1 < subtable.count0 {
            for other in 0..<subtable.count1 where !isZero(class1, other) { return true }
        }
        if class2 < subtable.count1 {
            for other in 0..<subtable.count0 where !isZero(other, class2) { return true }
        }
        return false
    }

    private mutating func isComponent(_ glyph: UInt32, _ subtable: Subtable) -> Bool {
        for number in 0..<data.u16(subtable.base + 4) {
            let set = subtable.base + data.u16(subtable.base + 6 + 2 * number)
            for row in 0..<data.u16(set) {
                let ligature = set + data.u16(set + 2 + 2 * row)
                workLeft -= 1 + data.u16(ligature + 2)
                if workLeft < 0 { return true }
                for component in 1..<max(data.u16(ligature + 2), 1) where data.u16(ligature + 2 + 2 * component) == Int(glyph) {
                    return true
                }
            }
        }
        return false
    }

    // MARK: Rules of contexts

    /// Where the rules of a context of format 1 or 2 begin, in bytes from the start of the table.
    private mutating func rules(of subtable: Subtable) -> [Int] {
        let counts =
            switch subtable.kind {
            case .context2: subtable.base + 6
            case .chain2: subtable.base + 10
            default: subtable.base + 4
            }
        var found: [Int] = []
        for set in 0..<data.u16(counts) {
            let offset = data.u16(counts + 2 + 2 * set)
            guard offset != 0 else { continue }
            let rules = subtable.base + offset
            workLeft -= 1 + data.u16(rules)
            if workLeft < 0 { return found }
            for number in 0..<data.u16(rules) {
                let rule = data.u16(rules + 2 + 2 * number)
                if rule != 0 { found.append(rules + rule) }
            }
        }
        return found
    }

    private func isInRule(_ glyph: UInt32, _ subtable: Subtable, _ rule: Int) -> Bool {
        func holds(_ start: Int, _ count: Int, _ value: Int) -> Bool {
            for number in 0..<max(count, 0) where data.u16(start + 2 * number) == value { return true }
            return false
        }
        let plain = Int(glyph)
        let isClasses = subtable.kind == .context2 || subtable.kind == .chain2
        if subtable.kind == .context1 || subtable.kind == .context2 {
            return holds(rule + 4, data.u16(rule) - 1, isClasses ? subtable.second.value(glyph, pool) : plain)
        }
        let parts = chainParts(rule)
        return holds(rule + 2, parts.backtrackCount, isClasses ? subtable.second.value(glyph, pool) : plain)
            || holds(parts.input, parts.inputCount - 1, isClasses ? subtable.third.value(glyph, pool) : plain)
            || holds(parts.lookahead, parts.lookaheadCount, isClasses ? subtable.fourth.value(glyph, pool) : plain)
    }

    private func chainParts(
        _ rule: Int
    ) -> (backtrackCount: Int, input: Int, inputCount: Int, lookahead: Int, lookaheadCount: Int, records: Int) {
        let backtrackCount = data.u16(rule)
        let input = rule + 4 + 2 * backtrackCount
        let inputCount = data.u16(input - 2)
        let lookahead = input + 2 * max(inputCount - 1, 0) + 2
        let lookaheadCount = data.u16(lookahead - 2)
        return (backtrackCount, input, inputCount, lookahead, lookaheadCount, lookahead + 2 * lookaheadCount)
    }

    /// The lookups that a context runs.
    private mutating func nestedLookups(_ subtable: Subtable) -> [Int] {
        var found: [Int] = []
        func add(_ records: Int, _ count: Int) {
            workLeft -= count
            if workLeft < 0 { return }
            for record in 0..<count where data.has(4, at: records + 4 * record) { found.append(data.u16(records + 4 * record + 2)) }
        }
        switch subtable.kind {
        case .context3, .chain3: add(subtable.records, subtable.recordCount)
        case .context1, .context2:
            for rule in rules(of: subtable) { add(rule + 4 + 2 * max(data.u16(rule) - 1, 0), data.u16(rule + 2)) }
        case .chain1, .chain2:
            for rule in rules(of: subtable) {
                let records = chainParts(rule).records
                add(records + 2, data.u16(records))
            }
        default: break
        }
        return found
    }
}
