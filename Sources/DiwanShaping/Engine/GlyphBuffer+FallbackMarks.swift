import DiwanFont

/// Marks in fonts that say nothing of their places (no GPOS): above, below or beside their base by combining class, by the boxes of the
/// outlines.
extension GlyphBuffer {
    /// A box as offset and size; the height is negative, since it goes down from the top.
    private struct Extents {
        var x: Int32
        var top: Int32
        var width: Int32
        var height: Int32
    }

    /// Gives the marks whose class is of their script the class of the side where they stand.
    mutating func recategorizeMarks() {
        for position in 0..<length where info[position].category == CharacterRecord.mark {
            let value = GlyphBuffer.side(info[position].codepoint, info[position].combiningClass)
            info[position].unicodeProps = info[position].unicodeProps & 0x00FF | UInt16(value) << 8
        }
    }

    // Canonical combining classes that name a side (UAX #44, table 15).
    private static let attachedBelowLeft: UInt8 = 200
    private static let attachedBelow: UInt8 = 202
    private static let attachedAbove: UInt8 = 214
    private static let attachedAboveRight: UInt8 = 216
    private static let belowLeft: UInt8 = 218
    private static let below: UInt8 = 220
    private static let belowRight: UInt8 = 222
    private static let aboveLeft: UInt8 = 228
    private static let above: UInt8 = 230
    private static let aboveRight: UInt8 = 232
    private static let doubleBelow: UInt8 = 233
    private static let doubleAbove: UInt8 = 234

    /// The side of a mark, whose class is that of `CombiningOrder`.
    private static func side(_ character: UInt32, _ value: UInt8) -> UInt8 {
        if value >= 200 { return value }
        switch character {
        case 0x0E31, 0x0E34...0x0E37, 0x0E47, 0x0E4C...0x0E4E: if value == 0 { return aboveRight }
        case 0x0EB1, 0x0EB4...0x0EB7, 0x0EBB, 0x0ECC, 0x0ECD: if value == 0 { return above }
        case 0x0EBC: if value == 0 { return below }
        case 0x0E3A: return belowRight
        default: break
        }
        switch value {
        // Hebrew.
        case 22, 15, 16, 17, 23, 18, 19, 20, 21, 24, 25: return below
        case 13: return attachedAbove
        case 10: return aboveRight
        case 11, 14: return aboveLeft
        case 26: return above
        // Arabic and Syriac.
        case 28, 29, 31, 32, 27, 34, 35, 36: return above
        case 30, 33: return below
        // Thai and Lao.
        case 3: return belowRight
        case 107: return aboveRight
        case 118: return below
        case 122: return above
        // Tibetan.
        case 129, 131: return below
        case 132: return above
        default: return value
        }
    }

    /// Places all marks around the glyph before them that is none.
    mutating func placeMarks(_ layout: FontLayout, movesBack: Bool) {
        var base = 0
        while base < length {
            var end = base &+ 1
            while end < length, info[end].isUnicodeMark { end &+= 1 }
            if end &- base > 1, !info[base].isUnicodeMark { placeMarks(layout, around: base, end, movesBack) }
            base = end
        }
    }

    private func extents(_ layout: FontLayout, _ glyph: UInt32) -> Extents? {
        guard let glyf = layout.font.glyf, Int(glyph) < layout.font.glyphCount else { return nil }
        let number = UInt16(truncatingIfNeeded: glyph)
        guard let box = glyf.box(of: number) else { return Extents(x: 0, top: 0, width: 0, height: 0) }
        let (low, high) = (min(box.minY, box.maxY), max(box.minY, box.maxY))
        return Extents(
            x: Int32(layout.font.horizontal.leftSideBearing(number)), top: Int32(high), width: Int32(abs(box.maxX - box.minX)),
            height: Int32(low - high))
    }

    private mutating func placeMarks(_ layout: FontLayout, around base: Int, _ end: Int, _ movesBack: Bool) {
        unsafeToBreak(base, end)
        guard var baseBox = extents(layout, info[base].codepoint) else {
            for position in (base &+ 1)..<end where info[position].category == CharacterRecord.mark {
                if movesBack { positions[position].xOffset &-= positions[position].xAdvance }
                positions[position].xAdvance = 0
            }
            return
        }
        baseBox.top &+= positions[base].yOffset
        // The advance serves better than the box, and blank glyphs have one too.
        baseBox.x = 0
        baseBox.width = Int(info[base].codepoint) < layout.font.glyphCount ? layout.advances[Int(info[base].codepoint)] : 0
        let id = info[base].ligatureID
        let components = Int32(info[base].componentCount)
        var shift: Int32 = isForward ? 0 &- positions[base].xAdvance : 0
        var componentBox = baseBox
        var box = baseBox
        var lastComponent: Int32 = -1
        var lastClass: UInt8 = 255
        for position in (base &+ 1)..<end {
            let value = info[position].combiningClass
            if value == 0 {
                shift = isForward ? shift &- positions[position].xAdvance : shift &+ positions[position].xAdvance
                continue
            }
            if components > 1 {
                var component = Int32(info[position].ligatureComponent) &- 1
                if id == 0 || id != info[position].ligatureID || component < 0 || component >= components { component = components &- 1 }
                if lastComponent != component {
                    lastComponent = component
                    lastClass = 255
                    componentBox = baseBox
                    let number = isForward ? component : components &- 1 &- component
                    componentBox.x &+= number &* componentBox.width / components
                    componentBox.width /= components
                }
            }
            if lastClass != value {
                lastClass = value
                box = componentBox
            }
            placeMark(layout, position, value, &box)
            positions[position].xAdvance = 0
            positions[position].yAdvance = 0
            positions[position].xOffset &+= shift
        }
    }

    /// Places one mark at the side `side` of `base`, which grows by it.
    private mutating func placeMark(_ layout: FontLayout, _ position: Int, _ side: UInt8, _ base: inout Extents) {
        guard let mark = extents(layout, info[position].codepoint) else { return }
        let gap = Int32(layout.font.unitsPerEm / 16)
        var x: Int32
        switch side {
        case GlyphBuffer.doubleBelow, GlyphBuffer.doubleAbove:
            x = base.x &+ (isForward ? base.width : 0) &- mark.width / 2 &- mark.x
        case GlyphBuffer.attachedBelowLeft, GlyphBuffer.belowLeft, GlyphBuffer.aboveLeft: x = base.x &- mark.x
        case GlyphBuffer.attachedAboveRight, GlyphBuffer.belowRight, GlyphBuffer.aboveRight:
            x = base.x &+ base.width &- mark.width &- mark.x
        default: x = base.x &+ (base.width &- mark.width) / 2 &- mark.x
        }
        var y: Int32 = 0
        switch side {
        case GlyphBuffer.doubleBelow, GlyphBuffer.belowLeft, GlyphBuffer.below, GlyphBuffer.belowRight, GlyphBuffer.attachedBelowLeft,
            GlyphBuffer.attachedBelow:
            if side != GlyphBuffer.attachedBelowLeft, side != GlyphBuffer.attachedBelow { base.height &-= gap }
            y = base.top &+ base.height &- mark.top
            // A mark below never moves up.
            if y > 0 {
                base.height &-= y
                y = 0
            }
            base.height &+= mark.height
        case GlyphBuffer.doubleAbove, GlyphBuffer.aboveLeft, GlyphBuffer.above, GlyphBuffer.aboveRight, GlyphBuffer.attachedAbove,
            GlyphBuffer.attachedAboveRight:
            if side != GlyphBuffer.attachedAbove, side != GlyphBuffer.attachedAboveRight {
                base.top &+= gap
                base.height &-= gap
            }
            y = base.top &- (mark.top &+ mark.height)
            // A mark above does not move down by much.
            if y <= 0 {
                let correction = (0 &- y) / 2
                base.top &+= correction
                base.height &-= correction
                y &+= correction
            }
            base.top &-= mark.height
            base.height &+= mark.height
        default: break
        }
        positions[position].xOffset = x
        positions[position].yOffset = y
    }
}
