import DiwanUnicode

/// The first steps of shaping, on characters.
extension GlyphBuffer {
    /// Takes the characters of `range` of `text`, each a cluster of its own, with the features of `mask`.
    mutating func addCharacters(_ text: UnsafeBufferPointer<Unicode.Scalar>, _ range: Range<Int>, _ mask: UInt32) {
        let low = CharacterRecord.low
        var cluster = Int32(truncatingIfNeeded: range.lowerBound)
        var seen: UInt16 = 0
        var all: UInt32 = 0
        for position in range {
            let character = text[position].value
            let record = character < CharacterRecord.lowCount ? low[Int(character)] : CharacterRecord(character)
            all |= character
            seen |= record.props
            if character == 0x034F { hasGraphemeJoiner = true }
            if character == 0x2044 { hasFractionSlash = true }
            info[length] = GlyphInfo(
                codepoint: character, mask: mask, cluster: cluster, unicodeProps: record.props, glyphProps: 0, ligatureProps: 0,
                action: record.joining, glyphIndex: record.isMirrored ? 1 : 0)
            length &+= 1
            cluster &+= 1
        }
        hasNonASCII = all >= 0x80
        hasDefaultIgnorables = seen & GlyphInfo.ignorable != 0
        if hasNonASCII { setContinuations() }
    }

    /// Finds the characters that continue a grapheme and are no marks: joiners, emoji modifiers and sequences, tags.
    private mutating func setContinuations() {
        var position = 0
        while position < length {
            let glyph = info[position]
            switch glyph.codepoint {
            case 0..<0x200D: break
            case 0x200D:
                info[position].unicodeProps |= GlyphInfo.continuation
                if position &+ 1 < length, ScalarProperties(value: info[position &+ 1].codepoint).isExtendedPictographic {
                    position &+= 1
                    info[position].unicodeProps |= GlyphInfo.continuation
                }
            case 0x1F3FB...0x1F3FF, 0xFF9E...0xFF9F, 0xE0020...0xE007F: info[position].unicodeProps |= GlyphInfo.continuation
            case 0x1F1E6...0x1F1FF:
                // Regional indicators go in pairs.
                if position > 0, 0x1F1E6...0x1F1FF ~= info[position &- 1].codepoint,
                    info[position &- 1].unicodeProps & GlyphInfo.continuation == 0
                {
                    info[position].unicodeProps |= GlyphInfo.continuation
                }
            default: break
            }
            position &+= 1
        }
    }

    /// The end of the grapheme that begins at `start`.
    @inline(__always) private func graphemeEnd(_ start: Int) -> Int {
        var end = start &+ 1
        while end < length, info[end].unicodeProps & GlyphInfo.continuation != 0 { end &+= 1 }
        return end
    }

    /// Makes each grapheme one cluster.
    mutating func formClusters() {
        guard hasNonASCII else { return }
        var start = 0
        while start < length {
            let end = graphemeEnd(start)
            if end &- start > 1 { mergeClusters(start, end) }
            start = end
        }
    }

    /// Turns the text round when its direction is not the script's own, grapheme by grapheme: fonts are made for the script's direction.
    mutating func turnRound() {
        var start = 0
        while start < length {
            let end = graphemeEnd(start)
            if end &- start > 1 { reverseCharacters(start, end) }
            start = end
        }
        reverseCharacters(0, length)
    }

    /// Whether the text has digits or regional indicators and no letters: it runs to the right in any script.
    func isNumeric() -> Bool {
        var hasNumber = false
        for position in 0..<length {
            let category = info[position].category
            if category == CharacterRecord.digit || 0x1F1E6...0x1F1FF ~= info[position].codepoint { hasNumber = true }
            if category <= CharacterRecord.otherLetter { return false }
        }
        return hasNumber
    }

    /// Replaces brackets and the like by their mirror images where the font has these; the others get the feature `rtlm`.
    mutating func mirror(_ layout: FontLayout, _ mask: UInt32) {
        for position in 0..<length {
            if info[position].glyphIndex != 0, let scalar = Unicode.Scalar(info[position].codepoint),
                let mirrored = ScalarMapping.mirroringGlyph(of: scalar), layout.font.cmap.glyph(mirrored) != 0
            {
                info[position].codepoint = mirrored.value
            } else {
                info[position].mask |= mask
            }
        }
    }

    /// Turns on the fraction features around each fraction slash.
    mutating func markFractions(_ plan: ShapePlan) {
        guard hasFractionSlash, plan.hasFractions else { return }
        let numerator = plan.numeratorMask | plan.fractionMask
        let denominator = plan.denominatorMask | plan.fractionMask
        let (before, after) = isForward ? (numerator, denominator) : (denominator, numerator)
        var position = 0
        while position < length {
            guard info[position].codepoint == 0x2044 else {
                position &+= 1
                continue
            }
            var start = position
            while start > 0, info[start &- 1].category == CharacterRecord.digit { start &-= 1 }
            var end = position &+ 1
            while end < length, info[end].category == CharacterRecord.digit { end &+= 1 }
            unsafeToBreak(start, end)
            for digit in start..<position { info[digit].mask |= before }
            info[position].mask |= plan.fractionMask
            for digit in (position &+ 1)..<end { info[digit].mask |= after }
            position = end
        }
    }

    /// Turns on the features that the caller wants for a part of the text.
    mutating func markPartialFeatures(_ plan: ShapePlan) {
        for feature in plan.partialFeatures {
            for position in 0..<length where feature.range.contains(Int(info[position].cluster)) {
                info[position].mask = info[position].mask & ~feature.mask | feature.bits
            }
        }
    }

    /// Sets what the character `codepoint` has, after the normaliser has changed it.
    mutating func setCharacter(_ glyph: UnsafeMutablePointer<GlyphInfo>) {
        let record = CharacterRecord(glyph.pointee.codepoint)
        glyph.pointee.unicodeProps = record.props
        glyph.pointee.action = record.joining
        if record.props & GlyphInfo.ignorable != 0 { hasDefaultIgnorables = true }
    }
}
