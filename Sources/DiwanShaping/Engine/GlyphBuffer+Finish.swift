import DiwanFont
import DiwanUnicode

/// Advances, spaces, invisible characters, and the older ways of positioning.
extension GlyphBuffer {
    /// Gives each glyph its advance.
    mutating func setAdvances(_ layout: FontLayout) {
        clearPositions()
        let (advances, count) = (layout.advances, layout.font.glyphCount)
        for position in 0..<length {
            let glyph = Int(info[position].codepoint)
            positions[position].xAdvance = glyph < count ? advances[glyph] : 0
        }
        if hasSpaceFallback { setSpaceWidths(layout) }
    }

    /// The widths of the spaces that the font has no glyphs for.
    private mutating func setSpaceWidths(_ layout: FontLayout) {
        let em = Int32(layout.font.unitsPerEm)
        func width(_ character: UInt32) -> Int32? {
            let glyph = layout.font.cmap.glyph(character)
            return glyph == 0 ? nil : Int32(layout.font.horizontal.advance(glyph))
        }
        for position in 0..<length where info[position].category == CharacterRecord.space {
            guard info[position].glyphProps & GlyphInfo.ligated == 0,
                let kind = SpaceFallback(rawValue: UInt8(info[position].unicodeProps >> 8))
            else { continue }
            switch kind {
            case .space: break
            case .em, .half, .third, .fourth, .fifth, .sixth, .sixteenth:
                let part = Int32(kind.rawValue)
                positions[position].xAdvance = (em + part / 2) / part
            case .fourEighteenths: positions[position].xAdvance = em * 4 / 18
            case .figure:
                for digit: UInt32 in 0x30...0x39 {
                    guard let advance = width(digit) else { continue }
                    positions[position].xAdvance = advance
                    break
                }
            case .punctuation:
                if let advance = width(0x2E) ?? width(0x2C) { positions[position].xAdvance = advance }
            case .narrow: positions[position].xAdvance /= 2
            }
        }
    }

    /// Marks take no room. In fonts that do not place them, they move back over the glyph before.
    mutating func zeroMarkWidths(movesBack: Bool) {
        for position in 0..<length where info[position].isMark {
            if movesBack { positions[position].xOffset &-= positions[position].xAdvance }
            positions[position].xAdvance = 0
            positions[position].yAdvance = 0
        }
    }

    /// Default ignorables take no room.
    mutating func zeroIgnorableWidths() {
        guard hasDefaultIgnorables else { return }
        for position in 0..<length where info[position].isDefaultIgnorable {
            positions[position].xAdvance = 0
            positions[position].yAdvance = 0
            positions[position].xOffset = 0
            positions[position].yOffset = 0
        }
    }

    /// Default ignorables are drawn as a space, or left out when the font has none.
    mutating func hideIgnorables(_ layout: FontLayout) {
        guard hasDefaultIgnorables else { return }
        guard layout.space != 0 else {
            deleteIgnorables()
            return
        }
        for position in 0..<length where info[position].isDefaultIgnorable { info[position].codepoint = UInt32(layout.space) }
    }

    /// Kerning by the table `kern`, half on each side of the gap. The table is for glyphs from left to right.
    mutating func kern(_ table: KernTable, _ mask: UInt32) {
        lookupMask = mask
        skipsZWJ = true
        lookupFlags = Lookup.ignoreMarks
        for subtable in table.subtables where subtable.isHorizontal {
            if !isForward { reverse() }
            var position = 0
            while position < length {
                guard info[position].mask & mask != 0, let next = nextVisible(position, Lookup.ignoreMarks) else {
                    position &+= 1
                    continue
                }
                let value = table.kerning(subtable, info[position].codepoint, info[next].codepoint)
                if value != 0 {
                    if subtable.isCrossStream {
                        positions[next].yOffset = value
                    } else {
                        let half = value >> 1
                        positions[position].xAdvance &+= half
                        positions[next].xAdvance &+= value &- half
                        positions[next].xOffset &+= value &- half
                    }
                    unsafeToBreak(position, next &+ 1)
                }
                position = next
            }
            if !isForward { reverse() }
        }
    }

    // MARK: Stretching

    /// Notes the glyphs that `stch` made of one: they stretch over the word, the even ones fixed and the odd ones repeated.
    mutating func recordStretch(_ plan: ShapePlan) {
        guard plan.hasStretch else { return }
        for position in 0..<length where info[position].isMultiplied {
            let isOdd = info[position].ligatureComponent % 2 == 1
            info[position].action = isOdd ? ArabicAction.stretchRepeating : ArabicAction.stretchFixed
            hasStretch = true
        }
    }

    @inline(__always) private func isStretching(_ position: Int) -> Bool {
        info[position].action >= ArabicAction.stretchFixed
    }

    /// Whether the glyph is of a word, over which a mark such as the Syriac abbreviation mark stretches.
    private func isOfWord(_ position: Int) -> Bool {
        if info[position].isDefaultIgnorable { return true }
        switch GeneralCategory(rawValue: UInt8(info[position].category)) {
        case .lm, .lo, .mn, .mc, .me, .nd, .nl, .no, .sm, .sc, .sk, .so, .co, .cn: return true
        default: return false
        }
    }

    /// Repeats the repeating parts until the word before them, in visual order, is covered.
    mutating func stretch(_ layout: FontLayout) {
        guard hasStretch else { return }
        if isForward { reverse() }
        var needed = 0
        stretchOnce(layout, measuring: true, &needed)
        if ensure(length &+ needed) { stretchOnce(layout, measuring: false, &needed) }
        if isForward { reverse() }
    }

    private mutating func stretchOnce(_ layout: FontLayout, measuring: Bool, _ needed: inout Int) {
        let newLength = length &+ (measuring ? 0 : needed)
        var target = newLength
        var position = length
        while position > 0 {
            guard isStretching(position &- 1) else {
                position &-= 1
                if !measuring {
                    target &-= 1
                    info[target] = info[position]
                    positions[target] = positions[position]
                }
                continue
            }
            let end = position
            var (fixed, repeating): (Int32, Int32) = (0, 0)
            var repeatingCount = 0
            while position > 0, isStretching(position &- 1) {
                position &-= 1
                let width = advance(info[position].codepoint, layout)
                if info[position].action == ArabicAction.stretchFixed {
                    fixed &+= width
                } else {
                    repeating &+= width
                    repeatingCount &+= 1
                }
            }
            let start = position
            var context = position
            var total: Int32 = 0
            while context > 0, !isStretching(context &- 1), isOfWord(context &- 1) {
                context &-= 1
                total &+= positions[context].xAdvance
            }
            let remaining = total &- fixed
            var copies: Int32 = 0
            if remaining > repeating, repeating > 0 { copies = remaining / repeating - 1 }
            // One more copy, squeezed together, where a gap is left.
            var overlap: Int32 = 0
            if remaining &- repeating &* (copies &+ 1) > 0, repeatingCount > 0 {
                copies &+= 1
                let excess = (copies &+ 1) &* repeating &- remaining
                if excess > 0 { overlap = excess / (copies &* Int32(repeatingCount)) }
            }
            // A hostile font must not fill the memory with copies of a narrow glyph.
            copies = min(copies, 1024)
            if measuring {
                needed &+= Int(copies) &* repeatingCount
                continue
            }
            unsafeToBreak(context, end)
            var offset: Int32 = 0
            var part = end
            while part > start {
                part &-= 1
                let width = advance(info[part].codepoint, layout)
                let times = info[part].action == ArabicAction.stretchRepeating ? 1 &+ copies : 1
                let (glyph, place) = (info[part], positions[part])
                for number in 0..<times {
                    if !isForward {
                        offset &-= width
                        if number > 0 { offset &+= overlap }
                    }
                    target &-= 1
                    info[target] = glyph
                    positions[target] = place
                    positions[target].xOffset = offset
                    if isForward {
                        offset &+= width
                        if number > 0 { offset &-= overlap }
                    }
                }
            }
        }
        if !measuring { length = newLength }
    }

    @inline(__always) private func advance(_ glyph: UInt32, _ layout: FontLayout) -> Int32 {
        Int(glyph) < layout.font.glyphCount ? layout.advances[Int(glyph)] : 0
    }
}
