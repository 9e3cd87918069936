import DiwanFont

/// The layout tables of a font, prepared for shaping.
final class FontLayout: @unchecked Sendable {
    // Unchecked is sound: nothing is written after `init`.

    let font: Font
    let substitution: LayoutTable?
    let positioning: LayoutTable?
    let kern: KernTable?
    let hasGlyphClasses: Bool
    /// For each glyph its class as a bit (2 base, 4 ligature, 8 mark: the bits of the lookup flags that ignore them) and, of a mark, the
    /// attachment class in the upper byte.
    let glyphProps: UnsafePointer<UInt16>
    /// The mark filtering sets: a bit for each glyph, `markSetStride` bytes for each set.
    let markSets: UnsafePointer<UInt8>
    let markSetCount: Int
    let markSetStride: Int
    let advances: UnsafePointer<Int32>
    /// The glyph of the space, 0 when there is none.
    let space: UInt16

    init(_ font: Font) {
        self.font = font
        substitution = font.table("GSUB").map { LayoutTable($0, isPositioning: false) }
        positioning = font.table("GPOS").map { LayoutTable($0, isPositioning: true) }
        kern = font.table("kern").flatMap { KernTable($0) }
        space = font.cmap.glyph(0x20)
        let count = font.glyphCount
        let props = UnsafeMutablePointer<UInt16>.allocate(capacity: count)
        props.initialize(repeating: 0, count: count)
        font.gdef?.glyphClasses?.forEachRange { first, last, value in
            let bits: UInt16 =
                switch GdefTable.GlyphClass(rawValue: value) {
                case .base: GlyphInfo.baseGlyph
                case .ligature: GlyphInfo.ligatureGlyph
                case .mark: GlyphInfo.markGlyph
                default: 0
                }
            for glyph in Int(first)...Int(last) where glyph < count { props[glyph] = bits }
        }
        font.gdef?.markAttachmentClasses?.forEachRange { first, last, value in
            for glyph in Int(first)...Int(last) where glyph < count && props[glyph] == GlyphInfo.markGlyph {
                props[glyph] |= UInt16(truncatingIfNeeded: value << 8)
            }
        }
        glyphProps = UnsafePointer(props)
        hasGlyphClasses = font.gdef?.glyphClasses != nil

        let sets = font.gdef?.markFilteringSets ?? []
        let stride = (count + 7) / 8
        // At most what a real font has, so that a hostile one cannot take memory without end.
        let setCount = min(sets.count, 1024)
        let bits = UnsafeMutablePointer<UInt8>.allocate(capacity: max(setCount * stride, 1))
        bits.initialize(repeating: 0, count: max(setCount * stride, 1))
        for index in 0..<setCount {
            sets[index].forEachRange { first, last, _ in
                for glyph in Int(first)...Int(last) where glyph < count { bits[index * stride + glyph / 8] |= 1 << UInt8(glyph % 8) }
            }
        }
        markSets = UnsafePointer(bits)
        markSetCount = setCount
        markSetStride = stride

        let widths = UnsafeMutablePointer<Int32>.allocate(capacity: count)
        for glyph in 0..<count { (widths + glyph).initialize(to: Int32(font.horizontal.advance(UInt16(glyph)))) }
        advances = UnsafePointer(widths)
    }

    deinit {
        UnsafeMutablePointer(mutating: glyphProps).deallocate()
        UnsafeMutablePointer(mutating: markSets).deallocate()
        UnsafeMutablePointer(mutating: advances).deallocate()
    }
}
