import DiwanFont

/// What a rule's values are compared with.
struct GlyphMatcher {
    enum Kind {
        /// The values are glyphs, read from the table.
        case glyphs
        /// The values are classes, read from the table.
        case classes
        /// The values are coverage maps.
        case coverages
    }

    let kind: Kind
    /// Where the first value is: in bytes from the start of the table, or an index of the maps.
    let start: Int
    let classes: GlyphMap

    @inline(__always) static func glyphs(_ start: Int) -> GlyphMatcher { GlyphMatcher(kind: .glyphs, start: start, classes: GlyphMap()) }
    @inline(__always) static func classes(_ start: Int, _ classes: GlyphMap) -> GlyphMatcher {
        GlyphMatcher(kind: .classes, start: start, classes: classes)
    }
    @inline(__always) static func coverages(_ start: Int) -> GlyphMatcher {
        GlyphMatcher(kind: .coverages, start: start, classes: GlyphMap())
    }
}

/// Finding the glyphs that a rule names, with those skipped that the lookup flags or the kind of character say.
extension GlyphBuffer {
    /// Whether a glyph is passed over.
    enum Skip {
        case no
        /// Only when it does not match.
        case maybe
        case yes
    }

    /// Whether the lookup flags `flags` let the glyph be seen.
    @inline(__always) func isVisible(_ glyph: UnsafeMutablePointer<GlyphInfo>, _ flags: UInt32) -> Bool {
        let props = UInt32(glyph.pointee.glyphProps)
        if props & flags & Lookup.ignoreFlags != 0 { return false }
        if props & UInt32(GlyphInfo.markGlyph) == 0 { return true }
        if flags & Lookup.useMarkFilteringSet != 0 { return isInMarkSet(Int(flags >> 16), glyph.pointee.codepoint) }
        if flags & Lookup.markAttachmentType != 0 {
            return flags & Lookup.markAttachmentType == props & Lookup.markAttachmentType
        }
        return true
    }

    @inline(__always) private func isInMarkSet(_ set: Int, _ glyph: UInt32) -> Bool {
        guard set < markSetCount, Int(glyph) < glyphCount else { return false }
        return markSets[set &* markSetStride &+ Int(glyph >> 3)] >> UInt8(glyph & 7) & 1 != 0
    }

    @inline(__always)
    func skip(_ glyph: UnsafeMutablePointer<GlyphInfo>, _ flags: UInt32, zwnj: Bool, zwj: Bool) -> Skip {
        if !isVisible(glyph, flags) { return .yes }
        if glyph.pointee.isSkippableIgnorable, zwnj || !glyph.pointee.isZWNJ, zwj || !glyph.pointee.isZWJ { return .maybe }
        return .no
    }

    /// Whether `glyph` is what value `number` of the rule asks for.
    @inline(__always) private func matches(_ glyph: UInt32, _ matcher: GlyphMatcher, _ number: Int) -> Bool {
        switch matcher.kind {
        case .glyphs: Int(glyph) == data.u16(matcher.start &+ 2 &* number)
        case .classes: matcher.classes.value(glyph, pool) == data.u16(matcher.start &+ 2 &* number)
        case .coverages: maps[matcher.start &+ number].value(glyph, pool) != 0
        }
    }

    /// Whether the next glyphs are those of a rule of `count` glyphs, the first of which, the current one, has matched. Sets `matchEnd`,
    /// `matchedComponents` and the places of this depth in `matches`.
    @inline(__always)
    mutating func matchInput(_ count: Int, _ matcher: GlyphMatcher) -> Bool {
        guard count <= GlyphBuffer.maximumContext else { return false }
        let places = matches + depth &* GlyphBuffer.maximumContext
        let (mask, flags, zwj) = (lookupMask, lookupFlags, skipsZWJ)
        places[0] = index
        let first = info[index]
        let (firstID, firstComponent) = (first.ligatureID, first.ligatureComponent)
        var components = first.componentCount
        var baseIsSkipped: Bool?
        var position = index
        var number = 1
        while number < count {
            // Find the next glyph that is not skipped.
            while true {
                guard position &+ (count &- number) < length else { return false }
                position &+= 1
                let glyph = info + position
                let skipped = skip(glyph, flags, zwnj: isPositioning, zwj: zwj)
                if skipped == .yes { continue }
                if glyph.pointee.mask & mask != 0, matches(glyph.pointee.codepoint, matcher, number &- 1) { break }
                if skipped == .no { return false }
            }
            places[number] = position
            let glyph = info + position
            let (id, component) = (glyph.pointee.ligatureID, glyph.pointee.ligatureComponent)
            if firstID != 0, firstComponent != 0 {
                // Marks of different components do not go together, unless the ligature that they belong to is itself skipped.
                if firstID != id || firstComponent != component {
                    let mayJoin = baseIsSkipped ?? isLigatureBaseSkipped(firstID)
                    baseIsSkipped = mayJoin
                    if !mayJoin { return false }
                }
            } else if id != 0, component != 0, id != firstID {
                // A mark of some ligature goes only with that ligature.
                return false
            }
            components &+= glyph.pointee.componentCount
            number &+= 1
        }
        matchEnd = position &+ 1
        matchedComponents = components
        return true
    }

    /// Whether the ligature `id`, which ends the output but for its marks, is one that the lookup does not see.
    private func isLigatureBaseSkipped(_ id: UInt8) -> Bool {
        var position = outputLength
        while position > 0, output[position &- 1].ligatureID == id {
            position &-= 1
            if output[position].ligatureComponent == 0 {
                return skip(output + position, lookupFlags, zwnj: isPositioning, zwj: skipsZWJ) == .yes
            }
        }
        return false
    }

    /// Whether the glyphs before the current one are those of a backtrack sequence, nearest first; if so, where it begins.
    @inline(__always)
    func matchBacktrack(_ count: Int, _ matcher: GlyphMatcher) -> Int? {
        var position = backtrackLength
        let zwnj = isPositioning || skipsZWNJ
        var number = 0
        while number < count {
            while true {
                guard position > count &- number &- 1 else { return nil }
                position &-= 1
                let glyph = output + position
                let skipped = skip(glyph, lookupFlags, zwnj: zwnj, zwj: true)
                if skipped == .yes { continue }
                if matches(glyph.pointee.codepoint, matcher, number) { break }
                if skipped == .no { return nil }
            }
            number &+= 1
        }
        return position
    }

    /// Whether the glyphs from `start` on are those of a lookahead sequence; if so, where it ends.
    @inline(__always)
    func matchLookahead(_ count: Int, _ matcher: GlyphMatcher, from start: Int) -> Int? {
        var position = start &- 1
        let zwnj = isPositioning || skipsZWNJ
        var number = 0
        while number < count {
            while true {
                guard position &+ (count &- number) < length else { return nil }
                position &+= 1
                let glyph = info + position
                let skipped = skip(glyph, lookupFlags, zwnj: zwnj, zwj: true)
                if skipped == .yes { continue }
                if matches(glyph.pointee.codepoint, matcher, number) { break }
                if skipped == .no { return nil }
            }
            number &+= 1
        }
        return position &+ 1
    }

    /// The place of the nearest glyph before the current one that `flags` let be seen, or nil.
    @inline(__always)
    func previousVisible(_ start: Int, _ flags: UInt32) -> Int? {
        var position = start
        while position > 0 {
            position &-= 1
            let glyph = output + position
            if skip(glyph, flags, zwnj: true, zwj: skipsZWJ) != .no { continue }
            // A glyph without the feature ends the search.
            return glyph.pointee.mask & lookupMask == 0 ? nil : position
        }
        return nil
    }

    /// The place of the nearest glyph after `start` that `flags` let be seen, or nil.
    @inline(__always)
    func nextVisible(_ start: Int, _ flags: UInt32) -> Int? {
        var position = start &+ 1
        while position < length {
            let glyph = info + position
            if skip(glyph, flags, zwnj: true, zwj: skipsZWJ) == .no { return glyph.pointee.mask & lookupMask == 0 ? nil : position }
            position &+= 1
        }
        return nil
    }
}
