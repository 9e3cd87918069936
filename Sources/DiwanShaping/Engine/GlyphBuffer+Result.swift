import DiwanDocument

extension GlyphBuffer {
    /// Puts the glyphs into `glyphs`, whose memory is used again.
    func copyGlyphs(to glyphs: inout [Glyph]) {
        glyphs.removeAll(keepingCapacity: true)
        glyphs.reserveCapacity(length)
        for index in 0..<length {
            let glyph = info[index]
            let position = positions[index]
            glyphs.append(
                Glyph(
                    id: UInt16(truncatingIfNeeded: glyph.codepoint), cluster: glyph.cluster, xAdvance: position.xAdvance,
                    yAdvance: position.yAdvance, xOffset: position.xOffset, yOffset: position.yOffset,
                    flags: UInt16(truncatingIfNeeded: glyph.mask & GlyphInfo.unsafeToBreak)))
        }
    }
}
