public import DiwanDocument

/// A word that can be stretched at one place.
public struct Kashida: Sendable {
    /// The offset in the word before which the tatweels stand.
    public let offset: Int
    /// The word's glyphs without a tatweel, from left to right.
    public let natural: [Glyph]
    /// For each number of tatweels, from 1 on, the word's glyphs from left to right. What the tatweels draw belongs to the cluster of the
    /// letter before them: a reader of the text never meets them.
    public let stretched: [[Glyph]]
    /// For each number of tatweels, from 1 on, how much wider the word is, in font units.
    public let extents: [Int32]
}

extension Shaper {
    /// The offsets in `word` at which it can be stretched in this font, best first: those at which putting in a tatweel and shaping again
    /// changes no other glyph.
    public func kashidaOffsets(in word: [Unicode.Scalar], plan: ShapePlan, into buffer: ShapingBuffer) -> [Int] {
        let places = KashidaRules.places(in: word)
        guard !places.isEmpty else { return [] }
        shape(word, plan: plan, into: buffer)
        let natural = buffer.glyphs
        return places.filter { stretched(word, at: $0, by: 1, natural, plan, buffer) != nil }
    }

    /// The best way to stretch `word` by at most `limit` font units, or nil when there is none.
    public func kashida(of word: [Unicode.Scalar], limit: Int32, plan: ShapePlan, into buffer: ShapingBuffer) -> Kashida? {
        let places = KashidaRules.places(in: word)
        guard !places.isEmpty else { return nil }
        shape(word, plan: plan, into: buffer)
        let natural = buffer.glyphs
        for place in places {
            var steps: [[Glyph]] = []
            var extents: [Int32] = []
            while steps.count < 8, let step = stretched(word, at: place, by: steps.count + 1, natural, plan, buffer) {
                guard step.extent <= limit, step.extent > extents.last ?? 0 else { break }
                steps.append(step.glyphs)
                extents.append(step.extent)
            }
            if !steps.isEmpty { return Kashida(offset: place, natural: natural, stretched: steps, extents: extents) }
        }
        return nil
    }

    /// The glyphs with `count` tatweels at `place`; nil when another glyph changes, or nothing is drawn.
    private func stretched(
        _ word: [Unicode.Scalar], at place: Int, by count: Int, _ natural: [Glyph], _ plan: ShapePlan, _ buffer: ShapingBuffer
    ) -> (glyphs: [Glyph], extent: Int32)? {
        var text = word
        text.insert(contentsOf: repeatElement(KashidaRules.tatweel, count: count), at: place)
        shape(text, plan: plan, into: buffer)
        var previousCluster: Int32 = 0
        for glyph in natural where glyph.cluster < Int32(place) { previousCluster = max(previousCluster, glyph.cluster) }
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(natural.count + count)
        var extent: Int32 = 0
        var matched = 0
        for var glyph in buffer.glyphs {
            if glyph.cluster >= Int32(place), glyph.cluster < Int32(place + count) {
                extent += glyph.xAdvance
                glyph.cluster = previousCluster
                glyphs.append(glyph)
                continue
            }
            if glyph.cluster >= Int32(place + count) { glyph.cluster -= Int32(count) }
            guard matched < natural.count else { return nil }
            let same = natural[matched]
            guard
                glyph.id == same.id, glyph.cluster == same.cluster, glyph.xAdvance == same.xAdvance, glyph.yAdvance == same.yAdvance,
                glyph.xOffset == same.xOffset, glyph.yOffset == same.yOffset
            else { return nil }
            matched += 1
            glyph.flags = same.flags
            glyphs.append(glyph)
        }
        guard matched == natural.count, extent > 0 else { return nil }
        return (glyphs, extent)
    }
}
