import DiwanFont
import DiwanUnicode

/// Normalisation to what the font has: a character that the font lacks is taken apart, marks are put in order, and a mark joins its base
/// where the font has the two in one. Not a normalisation form of Unicode: a character that the font has stays as it is.
extension GlyphBuffer {
    /// Longer runs of marks stay in the order of the text, so that sorting takes no quadratic time.
    private static let maximumMarks = 32

    /// Chooses characters and their glyphs (`glyphIndex`).
    mutating func normalize(_ layout: FontLayout, _ plan: ShapePlan) {
        let isSimple = decompose(layout)
        if !isSimple { reorderMarks(plan) }
        if hasGraphemeJoiner { showUselessJoiners() }
        if !isSimple, isWithinLimits { compose(layout, withForms: plan.composesHebrewForms) }
    }

    // MARK: Decomposition

    /// Returns whether the text has no marks.
    private mutating func decompose(_ layout: FontLayout) -> Bool {
        let cmap = layout.font.cmap
        var isSimple = true
        beginOutput()
        while index < length, isWithinLimits {
            // Characters up to the one before a mark stand alone.
            var end = index &+ 1
            while end < length, !info[end].isUnicodeMark { end &+= 1 }
            if end < length { end &-= 1 }
            while index < end, isWithinLimits {
                let glyph = cmap.glyph(info[index].codepoint)
                if glyph != 0 { nextCharacter(glyph) } else { decomposeCharacter(layout, keepsWhole: true) }
            }
            if index == length || !isWithinLimits { break }
            isSimple = false
            end = index &+ 1
            while end < length, info[end].isUnicodeMark { end &+= 1 }
            decomposeCluster(layout, end)
        }
        endOutput()
        return isSimple
    }

    @inline(__always) private mutating func nextCharacter(_ glyph: UInt16) {
        info[index].glyphIndex = glyph
        nextGlyph()
    }

    private mutating func outputCharacter(_ character: UInt32, _ glyph: UInt16) {
        info[index].glyphIndex = glyph
        outputGlyph(character)
        if outputLength > 0 { setCharacter(output + (outputLength &- 1)) }
    }

    private mutating func decomposeCharacter(_ layout: FontLayout, keepsWhole: Bool) {
        let character = info[index].codepoint
        let glyph = layout.font.cmap.glyph(character)
        if keepsWhole, glyph != 0 {
            nextCharacter(glyph)
            return
        }
        if outputDecomposition(layout, character, keepsWhole: keepsWhole) {
            skipGlyph()
            return
        }
        if glyph != 0 {
            nextCharacter(glyph)
            return
        }
        if info[index].category == CharacterRecord.space, let kind = SpaceFallback(character), layout.space != 0 {
            info[index].unicodeProps = info[index].unicodeProps & 0x00FF | UInt16(kind.rawValue) << 8
            hasSpaceFallback = true
            nextCharacter(layout.space)
            return
        }
        // The hyphen that does not break looks like the one that does.
        if character == 0x2011 {
            let hyphen = layout.font.cmap.glyph(0x2010)
            if hyphen != 0 {
                nextCharacter(hyphen)
                return
            }
        }
        nextCharacter(0)
    }

    /// Writes the decomposition of `character` as far as the font has glyphs for it; false when it has none.
    private mutating func outputDecomposition(_ layout: FontLayout, _ character: UInt32, keepsWhole: Bool) -> Bool {
        guard let scalar = Unicode.Scalar(character), let pair = ScalarMapping.canonicalDecomposition(of: scalar) else { return false }
        let cmap = layout.font.cmap
        var secondGlyph: UInt16 = 0
        if let second = pair.second {
            secondGlyph = cmap.glyph(second)
            if secondGlyph == 0 { return false }
        }
        let firstGlyph = cmap.glyph(pair.first)
        if !(keepsWhole && firstGlyph != 0), outputDecomposition(layout, pair.first.value, keepsWhole: keepsWhole) {
            if let second = pair.second { outputCharacter(second.value, secondGlyph) }
            return true
        }
        guard firstGlyph != 0 else { return false }
        outputCharacter(pair.first.value, firstGlyph)
        if let second = pair.second { outputCharacter(second.value, secondGlyph) }
        return true
    }

    private static func isVariationSelector(_ character: UInt32) -> Bool {
        0xFE00...0xFE0F ~= character || 0xE0100...0xE01EF ~= character
    }

    /// A base and its marks, up to `end`.
    private mutating func decomposeCluster(_ layout: FontLayout, _ end: Int) {
        for position in index..<end where GlyphBuffer.isVariationSelector(info[position].codepoint) {
            selectVariations(layout, end)
            return
        }
        while index < end, isWithinLimits { decomposeCharacter(layout, keepsWhole: false) }
    }

    /// A cluster with variation selectors: each takes the glyph that the font gives for the sequence, and nothing is decomposed.
    private mutating func selectVariations(_ layout: FontLayout, _ end: Int) {
        let cmap = layout.font.cmap
        while index &+ 1 < end, isWithinLimits {
            guard GlyphBuffer.isVariationSelector(info[index &+ 1].codepoint) else {
                nextCharacter(cmap.glyph(info[index].codepoint))
                continue
            }
            var selected: UInt16 = 0
            switch cmap.variation(info[index].codepoint, info[index &+ 1].codepoint) {
            case .glyph(let glyph): selected = glyph
            case .standard: selected = cmap.glyph(info[index].codepoint)
            case .none: break
            }
            if selected != 0 {
                info[index].glyphIndex = selected
                replaceTwo(info[index].codepoint)
            } else {
                nextCharacter(cmap.glyph(info[index].codepoint))
                nextCharacter(cmap.glyph(info[index].codepoint))
            }
            while index < end, GlyphBuffer.isVariationSelector(info[index].codepoint) {
                nextCharacter(cmap.glyph(info[index].codepoint))
            }
        }
        if index < end { nextCharacter(cmap.glyph(info[index].codepoint)) }
    }

    /// Writes `codepoint` in place of the current two.
    private mutating func replaceTwo(_ codepoint: UInt32) {
        guard makeRoom(2, 1) else { return }
        mergeClusters(index, index &+ 2)
        output[outputLength] = info[index]
        output[outputLength].codepoint = codepoint
        index &+= 2
        outputLength &+= 1
    }

    // MARK: Order of marks

    private mutating func reorderMarks(_ plan: ShapePlan) {
        var position = 0
        while position < length {
            guard info[position].combiningClass != 0 else {
                position &+= 1
                continue
            }
            var end = position &+ 1
            while end < length, info[end].combiningClass != 0 { end &+= 1 }
            if end &- position > 1, end &- position <= GlyphBuffer.maximumMarks {
                sortMarks(position, end)
                if plan.isArabic { putModifiersFirst(position, end) }
                if plan.isHebrew { reorderHebrew(position, end) }
            } else if end &- position == 1, plan.isArabic {
                putModifiersFirst(position, end)
            }
            position = end &+ 1
        }
    }

    /// Sorts by combining class; marks of one class keep their order. Marks that move become one cluster with those they pass.
    private mutating func sortMarks(_ start: Int, _ end: Int) {
        for position in (start &+ 1)..<end {
            let moved = info[position]
            var place = position
            while place > start, info[place &- 1].combiningClass > moved.combiningClass { place &-= 1 }
            if place == position { continue }
            mergeClusters(place, position &+ 1)
            let merged = info[position]
            var target = position
            while target > place {
                info[target] = info[target &- 1]
                target &-= 1
            }
            info[place] = merged
        }
    }

    /// Modifier combining marks, such as the hamza above, come before the other marks of their class (UTR #53).
    private mutating func putModifiersFirst(_ first: Int, _ end: Int) {
        var start = first
        var position = first
        for wanted: UInt8 in [220, 230] {
            while position < end, info[position].combiningClass < wanted { position &+= 1 }
            if position == end { break }
            if info[position].combiningClass > wanted { continue }
            var next = position
            while next < end, info[next].combiningClass == wanted, ArabicJoining.isModifierMark(info[next].codepoint) { next &+= 1 }
            if next == position { continue }
            mergeClusters(start, next)
            // Rotate the modifiers from `position` up to `next` to `start`.
            for modifier in position..<next {
                let moved = info[modifier]
                var target = modifier
                let place = start &+ (modifier &- position)
                while target > place {
                    info[target] = info[target &- 1]
                    target &-= 1
                }
                info[place] = moved
            }
            let newStart = start &+ (next &- position)
            // A class below those of all Arabic marks keeps the sequence sorted.
            let newClass: UInt16 = wanted == 220 ? 25 : 26
            while start < newStart {
                info[start].unicodeProps = info[start].unicodeProps & 0x00FF | newClass << 8
                start &+= 1
            }
            position = next
        }
    }

    /// A grapheme joiner that kept no marks apart need not be seen by lookups.
    private mutating func showUselessJoiners() {
        guard length > 2 else { return }
        for position in 1..<(length &- 1) where info[position].codepoint == 0x034F {
            let next = info[position &+ 1].combiningClass
            if next == 0 || info[position &- 1].combiningClass <= next { info[position].unicodeProps &= ~GlyphInfo.hidden }
        }
    }

    // MARK: Composition

    private static func composite(_ first: UInt32, _ second: UInt32, _ withForms: Bool) -> UInt32? {
        guard let base = Unicode.Scalar(first), let mark = Unicode.Scalar(second) else { return nil }
        return ScalarMapping.primaryComposite(base, mark)?.value ?? (withForms ? HebrewMarks.composite(first, second) : nil)
    }

    private mutating func compose(_ layout: FontLayout, withForms: Bool) {
        guard length > 0 else { return }
        beginOutput()
        var starter = 0
        nextGlyph()
        while index < length, isWithinLimits {
            if info[index].isUnicodeMark,
                starter == outputLength &- 1 || output[outputLength &- 1].combiningClass < info[index].combiningClass,
                let composed = GlyphBuffer.composite(output[starter].codepoint, info[index].codepoint, withForms)
            {
                let glyph = layout.font.cmap.glyph(composed)
                if glyph != 0 {
                    nextGlyph()
                    guard isWithinLimits else { break }
                    mergeOutputClusters(starter, outputLength)
                    outputLength &-= 1
                    output[starter].codepoint = composed
                    output[starter].glyphIndex = glyph
                    setCharacter(output + starter)
                    continue
                }
            }
            nextGlyph()
            guard isWithinLimits else { break }
            if output[outputLength &- 1].combiningClass == 0 { starter = outputLength &- 1 }
        }
        endOutput()
    }
}

/// The width of a space that the font has no glyph for: the space's glyph is drawn with another advance.
enum SpaceFallback: UInt8 {
    case em = 1
    case half = 2
    case third = 3
    case fourth = 4
    case fifth = 5
    case sixth = 6
    case sixteenth = 16
    case fourEighteenths
    case space
    case figure
    case punctuation
    case narrow

    /// The kind of the space `character`; nil for U+1680, which is drawn.
    init?(_ character: UInt32) {
        switch character {
        case 0x0020, 0x00A0: self = .space
        case 0x2000, 0x2002: self = .half
        case 0x2001, 0x2003, 0x3000: self = .em
        case 0x2004: self = .third
        case 0x2005: self = .fourth
        case 0x2006: self = .sixth
        case 0x2007: self = .figure
        case 0x2008: self = .punctuation
        case 0x2009: self = .fifth
        case 0x200A: self = .sixteenth
        case 0x202F: self = .narrow
        case 0x205F: self = .fourEighteenths
        default: return nil
        }
    }
}
