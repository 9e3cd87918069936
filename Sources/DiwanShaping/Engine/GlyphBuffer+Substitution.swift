import DiwanFont

/// The substitutions of GSUB.
extension GlyphBuffer {
    /// Gives the glyphs their classes before the first lookup.
    mutating func beginSubstitution(_ layout: FontLayout) {
        let (props, count) = (layout.glyphProps, layout.font.glyphCount)
        for position in 0..<length {
            let glyph = info + position
            glyph.pointee.codepoint = UInt32(glyph.pointee.glyphIndex)
            glyph.pointee.ligatureProps = 0
            let number = Int(glyph.pointee.glyphIndex)
            glyph.pointee.glyphProps = number < count ? props[number] : 0
        }
        if layout.hasGlyphClasses { return }
        // A font that does not say which glyphs are marks: those of nonspacing marks. A default ignorable is none, so that it is not
        // passed over where marks are.
        for position in 0..<length {
            let isMark = info[position].category == CharacterRecord.mark && !info[position].isDefaultIgnorable
            info[position].glyphProps = isMark ? GlyphInfo.markGlyph : GlyphInfo.baseGlyph
        }
    }

    /// Sets the class of the current glyph, which becomes `glyph`; `guess` is for fonts without classes.
    @inline(__always)
    private mutating func setClass(_ glyph: UInt32, guess: UInt16 = 0, isLigature: Bool = false, isComponent: Bool = false) {
        var props = info[index].glyphProps | GlyphInfo.substituted
        if isLigature {
            props |= GlyphInfo.ligated
            // The last of ligating and multiplying counts.
            props &= ~GlyphInfo.multiplied
        }
        if isComponent { props |= GlyphInfo.multiplied }
        if hasGlyphClasses {
            props &= GlyphInfo.preserved
            if Int(glyph) < glyphCount { props |= glyphProps[Int(glyph)] }
        } else if guess != 0 {
            props = props & GlyphInfo.preserved | guess
        }
        info[index].glyphProps = props
        activate(glyph)
    }

    @inline(__always) private mutating func substitute(_ glyph: UInt32) {
        setClass(glyph)
        replaceGlyph(glyph)
    }

    // MARK: Types 1 to 3

    @inline(__always) mutating func applySingle(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        if subtable.pointee.kind == .single1 {
            substitute((info[index].codepoint &+ UInt32(truncatingIfNeeded: subtable.pointee.count0)) & 0xFFFF)
            return true
        }
        let base = subtable.pointee.base
        guard covered < data.u16(base &+ 4) else { return false }
        substitute(UInt32(data.u16(base &+ 6 &+ 2 &* covered)))
        return true
    }

    mutating func applyMultiple(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        guard covered < data.u16(base &+ 4) else { return false }
        let sequence = base &+ data.u16(base &+ 6 &+ 2 &* covered)
        let count = data.u16(sequence)
        if count == 1 {
            substitute(UInt32(data.u16(sequence &+ 2)))
            return true
        }
        if count == 0 {
            deleteGlyph()
            return true
        }
        let guess = info[index].glyphProps & GlyphInfo.ligatureGlyph != 0 ? GlyphInfo.baseGlyph : 0
        // A mark that belongs to a ligature goes on belonging to it.
        let isAttached = info[index].ligatureID != 0
        for number in 0..<count where isWithinLimits {
            if !isAttached { info[index].setComponent(0, number) }
            let glyph = UInt32(data.u16(sequence &+ 2 &+ 2 &* number))
            setClass(glyph, guess: guess, isComponent: true)
            outputGlyph(glyph)
        }
        skipGlyph()
        return true
    }

    mutating func applyAlternate(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        guard covered < data.u16(base &+ 4) else { return false }
        let set = base &+ data.u16(base &+ 6 &+ 2 &* covered)
        let count = data.u16(set)
        guard count > 0 else { return false }
        var number = Int((lookupMask & info[index].mask) >> UInt32(lookupMask.trailingZeroBitCount))
        if number == Int(FeatureMap.randomValue), isRandom {
            unsafeToBreak(0, length)
            randomState = UInt32(UInt64(randomState) * 48_271 % 2_147_483_647)
            number = Int(randomState) % count + 1
        }
        guard number > 0, number <= count else { return false }
        substitute(UInt32(data.u16(set &+ 2 &* number)))
        return true
    }

    // MARK: Type 4

    mutating func applyLigature(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        let base = subtable.pointee.base
        guard covered < data.u16(base &+ 4) else { return false }
        let set = base &+ data.u16(base &+ 6 &+ 2 &* covered)
        let setCount = data.u16(set)
        guard allowsRules(setCount) else { return false }
        for number in 0..<setCount {
            let ligature = set &+ data.u16(set &+ 2 &+ 2 &* number)
            let count = data.u16(ligature &+ 2)
            if count == 0 { continue }
            if count == 1 {
                substitute(UInt32(data.u16(ligature)))
                return true
            }
            if matchInput(count, .glyphs(ligature &+ 4)) {
                ligate(count, UInt32(data.u16(ligature)))
                return true
            }
        }
        return false
    }

    /// Makes the matched glyphs one. The marks between and after them remember which component they belong to.
    private mutating func ligate(_ count: Int, _ glyph: UInt32) {
        let places = matches + depth &* GlyphBuffer.maximumContext
        mergeClusters(index, matchEnd)
        // A base with marks stays a base; marks alone stay a mark, of the ligature that they belonged to.
        var isBase = info[places[0]].glyphProps & GlyphInfo.baseGlyph != 0
        var isMark = info[places[0]].isMark
        for number in 1..<count where !info[places[number]].isMark {
            isBase = false
            isMark = false
            break
        }
        let isLigature = !isBase && !isMark
        let id: UInt8 = isLigature ? newLigatureID() : 0
        var lastID = info[index].ligatureID
        var lastCount = info[index].componentCount
        var componentsSoFar = lastCount
        if isLigature {
            info[index].setLigature(id, components: matchedComponents)
            if info[index].category == CharacterRecord.mark {
                info[index].unicodeProps = info[index].unicodeProps & ~GlyphInfo.categoryMask | CharacterRecord.otherLetter
            }
        }
        setClass(glyph, guess: isLigature ? GlyphInfo.ligatureGlyph : 0, isLigature: true)
        replaceGlyph(glyph)
        for number in 1..<count {
            while index < places[number], isWithinLimits {
                if isLigature {
                    var component = Int(info[index].ligatureComponent)
                    if component == 0 { component = lastCount }
                    info[index].setComponent(id, componentsSoFar &- lastCount &+ min(component, lastCount))
                }
                nextGlyph()
            }
            guard index < length else { return }
            lastID = info[index].ligatureID
            lastCount = info[index].componentCount
            componentsSoFar &+= lastCount
            skipGlyph()
        }
        guard !isMark, lastID != 0 else { return }
        var position = index
        while position < length, info[position].ligatureID == lastID {
            let component = Int(info[position].ligatureComponent)
            if component == 0 { break }
            info[position].setComponent(id, componentsSoFar &- lastCount &+ min(component, lastCount))
            position &+= 1
        }
    }

    // MARK: Type 8

    /// Reverse chaining: one glyph by its neighbours, in place; not from within another lookup.
    mutating func applyReverseChain(_ subtable: UnsafePointer<Subtable>, _ covered: Int) -> Bool {
        guard depth == 0, covered < subtable.pointee.count2 else { return false }
        let lookahead = subtable.pointee.maps &+ subtable.pointee.count0
        guard let start = matchBacktrack(subtable.pointee.count0, .coverages(subtable.pointee.maps)),
            let end = matchLookahead(subtable.pointee.count1, .coverages(lookahead), from: index &+ 1)
        else { return false }
        unsafeToBreakFromOutput(start, end)
        let glyph = UInt32(data.u16(subtable.pointee.records &+ 2 &* covered))
        setClass(glyph)
        info[index].codepoint = glyph
        return true
    }
}
