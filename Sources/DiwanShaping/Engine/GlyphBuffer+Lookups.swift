import DiwanFont

/// Running lookups over the text.
extension GlyphBuffer {
    /// Runs the lookups of `range` of `program`, one after the other.
    mutating func run(_ program: LookupProgram, _ range: Range<Int>) {
        var next = range.lowerBound
        while next < range.upperBound {
            // The next lookup that some glyph can start.
            let waiting = activeWords[next &>> 6] &>> UInt64(next & 63)
            if waiting == 0 {
                next = (next | 63) &+ 1
                continue
            }
            let order = next &+ waiting.trailingZeroBitCount
            if order >= range.upperBound { return }
            next = order &+ 1
            let planned = program.lookups[order]
            lookupMask = planned.mask
            skipsZWNJ = planned.skipsZWNJ
            skipsZWJ = planned.skipsZWJ
            isRandom = planned.isRandom
            let lookup = lookups[Int(planned.index)]
            lookupFlags = lookup.flags
            if lookup.isReverse { runBackward(lookup, order) } else { runForward(program, lookup, order) }
            if !isWithinLimits { return }
        }
    }

    /// Takes the tables of `program`, and notes which lookups the glyphs of the text can start.
    mutating func begin(_ program: LookupProgram, _ layout: FontLayout) -> Bool {
        guard let table = program.table, program.count > 0 else { return false }
        data = table.data
        lookups = table.lookups
        lookupCount = table.lookupCount
        subtables = table.subtables
        maps = table.maps
        sieves = table.sieves
        pool = table.pool
        isPositioning = table.isPositioning
        glyphProps = layout.glyphProps
        glyphCount = layout.font.glyphCount
        hasGlyphClasses = layout.hasGlyphClasses
        markSets = layout.markSets
        markSetCount = layout.markSetCount
        markSetStride = layout.markSetStride
        glyphWords = program.glyphWords
        wordCount = program.wordCount
        depth = 0
        randomState = 1
        ensureActive(wordCount)
        for word in 0..<wordCount { activeWords[word] = 0 }
        for position in 0..<length { activate(info[position].codepoint) }
        return true
    }

    /// Notes the lookups that `glyph` can start.
    @inline(__always) func activate(_ glyph: UInt32) {
        let words = glyphWords + wordCount &* min(Int(glyph), glyphCount)
        for word in 0..<wordCount { activeWords[word] |= words[word] }
    }

    /// Whether `glyph` is in the coverage of some subtable of the lookup `order`.
    @inline(__always) private func canStart(_ glyph: UInt32, _ word: Int, _ bit: UInt64) -> Bool {
        glyphWords[wordCount &* min(Int(glyph), glyphCount) &+ word] & bit != 0
    }

    private mutating func runForward(_ program: LookupProgram, _ lookup: Lookup, _ order: Int) {
        let dispatch = program.dispatches[order]
        let (starts, entries) = (program.entryStarts + Int(dispatch.start), program.entries)
        let word = order &>> 6
        let bit: UInt64 = 1 &<< UInt64(order & 63)
        let (flags, mask) = (lookup.flags, lookupMask)
        var start = 0
        while start < length {
            let glyph = info + start
            if canStart(glyph.pointee.codepoint, word, bit), glyph.pointee.mask & mask != 0, isVisible(glyph, flags) { break }
            start &+= 1
        }
        if start == length { return }
        if !isPositioning { beginOutput() }
        // What is before the first candidate is written in place.
        index = start
        outputLength = isPositioning ? 0 : start
        while index < length, isWithinLimits {
            let glyph = info + index
            if canStart(glyph.pointee.codepoint, word, bit), glyph.pointee.mask & mask != 0, isVisible(glyph, flags) {
                if dispatch.count == 0 {
                    if apply(lookup) { continue }
                } else {
                    if apply(dispatch, starts, entries) { continue }
                }
            }
            nextGlyph()
        }
        if !isPositioning { endOutput() } else { index = 0 }
    }

    private mutating func runBackward(_ lookup: Lookup, _ order: Int) {
        let word = order &>> 6
        let bit: UInt64 = 1 &<< UInt64(order & 63)
        index = length &- 1
        while index >= 0 {
            let glyph = info + index
            if canStart(glyph.pointee.codepoint, word, bit), glyph.pointee.mask & lookupMask != 0, isVisible(glyph, lookup.flags) {
                _ = apply(lookup)
            }
            index &-= 1
        }
        index = 0
    }

    /// Applies the first subtable of `lookup` that fits the current glyph; it moves on in the text.
    mutating func apply(_ lookup: Lookup) -> Bool {
        let glyph = info[index].codepoint
        var subtable = subtables + Int(lookup.firstSubtable)
        let end = subtable + Int(lookup.subtableCount)
        while subtable < end {
            let covered = subtable.pointee.coverage.value(glyph, pool)
            if covered != 0, apply(subtable, covered &- 1) { return true }
            subtable += 1
        }
        return false
    }

    /// Applies the first of the dispatched subtables that fits the current glyph, which is one of the dispatch.
    @inline(__always)
    private mutating func apply(
        _ dispatch: SubtableDispatch, _ starts: UnsafePointer<Int32>, _ entries: UnsafePointer<SubtableDispatch.Entry>
    ) -> Bool {
        let position = Int(info[index].codepoint) &- Int(dispatch.first)
        guard UInt(bitPattern: position) < UInt(bitPattern: Int(dispatch.count)) else { return false }
        var entry = entries + Int(starts[position])
        let end = entries + Int(starts[position &+ 1])
        if entry == end { return false }
        let before = glyphBefore()
        let after = glyphAfter()
        while entry < end {
            let number = Int(entry.pointee.subtable)
            if before.passes(sieves[number].before), after.passes(sieves[number].after),
                apply(subtables + number, Int(entry.pointee.covered))
            {
                return true
            }
            entry += 1
        }
        return false
    }

    /// The nearest glyph on one side of the current one, as far as contexts can tell it.
    private enum Neighbour {
        case none
        case glyph(UInt32)
        /// A character that is skipped only when it does not match stands there.
        case unknown

        @inline(__always) func passes(_ digest: GlyphDigest) -> Bool {
            switch self {
            case .none: digest.isAll
            case .glyph(let glyph): digest.mayHold(glyph)
            case .unknown: true
            }
        }
    }

    @inline(__always) private func glyphBefore() -> Neighbour {
        var position = backtrackLength
        while position > 0 {
            position &-= 1
            let glyph = output + position
            if !isVisible(glyph, lookupFlags) { continue }
            return glyph.pointee.isSkippableIgnorable ? .unknown : .glyph(glyph.pointee.codepoint)
        }
        return .none
    }

    @inline(__always) private func glyphAfter() -> Neighbour {
        var position = index &+ 1
        while position < length {
            let glyph = info + position
            position &+= 1
            if !isVisible(glyph, lookupFlags) { continue }
            return glyph.pointee.isSkippableIgnorable ? .unknown : .glyph(glyph.pointee.codepoint)
        }
        return .none
    }

    /// Applies `subtable`; `covered` is the current glyph's coverage index.
    private mutating func apply(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        switch subtable.pointee.kind {
        case .single1, .single2: applySingle(subtable, covered)
        case .multiple: applyMultiple(subtable, covered)
        case .alternate: applyAlternate(subtable, covered)
        case .ligature: applyLigature(subtable, covered)
        case .context1, .context2, .chain1, .chain2: applyRules(subtable, covered)
        case .context3, .chain3: applyCoverageContext(subtable)
        case .reverseChain: applyReverseChain(subtable, covered)
        case .positionSingle1, .positionSingle2: positionSingle(subtable, covered)
        case .pair1: positionPair(subtable, covered)
        case .pair2: positionClassPair(subtable)
        case .cursive: attachCursive(subtable, covered)
        case .markToBase: attachMarkToBase(subtable, covered)
        case .markToLigature: attachMarkToLigature(subtable, covered)
        case .markToMark: attachMarkToMark(subtable, covered)
        }
    }

    /// Applies lookup `number` to the current glyph, as part of a contextual one.
    private mutating func applyNested(_ number: Int) -> Bool {
        operationsLeft &-= 1
        guard number < lookupCount, depth < GlyphBuffer.maximumDepth, operationsLeft > 0 else { return false }
        let flags = lookupFlags
        let lookup = lookups[number]
        lookupFlags = lookup.flags
        depth &+= 1
        let isApplied = apply(lookup)
        depth &-= 1
        lookupFlags = flags
        return isApplied
    }

    // MARK: Contexts

    /// Types 5 and 6 of GSUB, 7 and 8 of GPOS, formats 1 and 2: the rules of the set for the current glyph or its class.
    private mutating func applyRules(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        let glyph = info[index].codepoint
        let set: Int
        let counts: Int
        switch subtable.pointee.kind {
        case .context2: (set, counts) = (subtable.pointee.second.value(glyph, pool), base &+ 6)
        case .chain2: (set, counts) = (subtable.pointee.third.value(glyph, pool), base &+ 10)
        default: (set, counts) = (covered, base &+ 4)
        }
        guard set < data.u16(counts) else { return false }
        let offset = data.u16(counts &+ 2 &+ 2 &* set)
        guard offset != 0 else { return false }
        let rules = base &+ offset
        let isChain = subtable.pointee.kind == .chain1 || subtable.pointee.kind == .chain2
        let count = data.u16(rules)
        guard allowsRules(count) else { return false }
        for number in 0..<count {
            let rule = data.u16(rules &+ 2 &+ 2 &* number)
            guard rule != 0 else { continue }
            let isApplied = isChain ? applyChainRule(subtable, rules &+ rule) : applyRule(subtable, rules &+ rule)
            if isApplied { return true }
        }
        return false
    }

    /// Counts `count` rules; false when a hostile font has made the text too much work.
    @inline(__always) mutating func allowsRules(_ count: Int) -> Bool {
        rulesLeft &-= count
        if rulesLeft < 0 { isWithinLimits = false }
        return rulesLeft >= 0
    }

    private mutating func applyRule(_ subtable: UnsafePointer<Subtable>, _ rule: Int) -> Bool {
        let count = data.u16(rule)
        guard count > 0 else { return false }
        let values = rule &+ 4
        let matcher =
            subtable.pointee.kind == .context2 ? GlyphMatcher.classes(values, subtable.pointee.second) : GlyphMatcher.glyphs(values)
        guard matchInput(count, matcher) else { return false }
        unsafeToBreak(index, matchEnd)
        applyRecords(count, at: values &+ 2 &* (count &- 1), data.u16(rule &+ 2))
        return true
    }

    private mutating func applyChainRule(_ subtable: UnsafePointer<Subtable>, _ rule: Int) -> Bool {
        let backtrackCount = data.u16(rule)
        let backtrack = rule &+ 2
        let inputCount = data.u16(backtrack &+ 2 &* backtrackCount)
        guard inputCount > 0 else { return false }
        let input = backtrack &+ 2 &* backtrackCount &+ 2
        let lookaheadCount = data.u16(input &+ 2 &* (inputCount &- 1))
        let lookahead = input &+ 2 &* (inputCount &- 1) &+ 2
        let records = lookahead &+ 2 &* lookaheadCount
        if subtable.pointee.kind == .chain2 {
            return applyChain(
                backtrackCount, .classes(backtrack, subtable.pointee.second), inputCount, .classes(input, subtable.pointee.third),
                lookaheadCount, .classes(lookahead, subtable.pointee.fourth), records &+ 2, data.u16(records))
        }
        return applyChain(
            backtrackCount, .glyphs(backtrack), inputCount, .glyphs(input), lookaheadCount, .glyphs(lookahead), records &+ 2,
            data.u16(records))
    }

    /// Format 3: coverages.
    private mutating func applyCoverageContext(_ subtable: UnsafePointer<Subtable>) -> Bool {
        let input = subtable.pointee.maps &+ subtable.pointee.count0
        if subtable.pointee.kind == .context3 {
            guard matchInput(subtable.pointee.count1, .coverages(input &+ 1)) else { return false }
            unsafeToBreak(index, matchEnd)
            applyRecords(subtable.pointee.count1, at: subtable.pointee.records, subtable.pointee.recordCount)
            return true
        }
        return applyChain(
            subtable.pointee.count0, .coverages(subtable.pointee.maps), subtable.pointee.count1, .coverages(input &+ 1),
            subtable.pointee.count2, .coverages(input &+ subtable.pointee.count1), subtable.pointee.records, subtable.pointee.recordCount)
    }

    @inline(__always)
    private mutating func applyChain(
        _ backtrackCount: Int, _ backtrack: GlyphMatcher, _ inputCount: Int, _ input: GlyphMatcher, _ lookaheadCount: Int,
        _ lookahead: GlyphMatcher, _ records: Int, _ recordCount: Int
    ) -> Bool {
        guard matchInput(inputCount, input) else { return false }
        let inputEnd = matchEnd
        guard let end = matchLookahead(lookaheadCount, lookahead, from: inputEnd), let start = matchBacktrack(backtrackCount, backtrack)
        else { return false }
        unsafeToBreakFromOutput(start, end)
        matchEnd = inputEnd
        applyRecords(inputCount, at: records, recordCount)
        return true
    }

    /// Runs the lookups of a matched rule, each at its place, and moves behind the matched glyphs. Lookups that add or remove glyphs move
    /// the places that follow.
    private mutating func applyRecords(_ matchedCount: Int, at records: Int, _ recordCount: Int) {
        let places = matches + depth &* GlyphBuffer.maximumContext
        var count = matchedCount
        // Places count from the start of the output from here on.
        let shift = backtrackLength &- index
        var end = matchEnd &+ shift
        for number in 0..<count { places[number] &+= shift }
        for record in 0..<recordCount where isWithinLimits {
            let number = data.u16(records &+ 4 &* record)
            if number >= count { continue }
            let before = backtrackLength &+ lookaheadLength
            if places[number] >= before { continue }
            guard move(to: places[number]), operationsLeft > 0 else { break }
            if !applyNested(data.u16(records &+ 4 &* record &+ 2)) { continue }
            var delta = backtrackLength &+ lookaheadLength &- before
            if delta == 0 { continue }
            end &+= delta
            if end < places[number] {
                // The nested lookup removed glyphs beyond the end; never go back before its own place.
                delta &+= places[number] &- end
                end = places[number]
            }
            var next = number &+ 1
            if delta > 0 {
                if delta &+ count > GlyphBuffer.maximumContext { break }
            } else {
                delta = max(delta, next &- count)
                next &-= delta
            }
            moveBytes(places + (next &+ delta), places + next, count &- next)
            next &+= delta
            count &+= delta
            var filled = number &+ 1
            while filled < next {
                places[filled] = places[filled &- 1] &+ 1
                filled &+= 1
            }
            while next < count {
                places[next] &+= delta
                next &+= 1
            }
        }
        _ = move(to: end)
    }

    @inline(__always) private func moveBytes(_ target: UnsafeMutablePointer<Int>, _ source: UnsafeMutablePointer<Int>, _ count: Int) {
        if count > 0 { UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: count &* MemoryLayout<Int>.stride) }
    }
}
