public import DiwanDocument

/// How far the space takes part in what a font does: whether words that stand between spaces can be shaped one by one.
///
/// In each case a word that begins with a mark or with an invisible character, or that stands beside more than one space, goes with its
/// neighbours.
public enum SpaceInfluence: Sendable {
    /// Words never change each other across a space, nor does a space change them.
    case none
    /// Two words change each other across a space when the context says so of both: those go together, all others one by one.
    case between(SpaceContext)
    /// Nothing is known: only the whole text gives the right glyphs.
    case everywhere
}

/// The glyphs that a font looks for on the two sides of a space.
public struct SpaceContext: Sendable {
    private(set) var before: GlyphSet
    private(set) var after: GlyphSet

    init(glyphCount: Int) {
        before = GlyphSet(glyphCount)
        after = GlyphSet(glyphCount)
    }

    /// Whether a word whose glyphs are `glyphs` may change, or be changed by, the word after it.
    public func concernsNext(_ glyphs: [Glyph]) -> Bool { before.holdsAny(of: glyphs) }

    /// Whether a word whose glyphs are `glyphs` may change, or be changed by, the word before it.
    public func concernsPrevious(_ glyphs: [Glyph]) -> Bool { after.holdsAny(of: glyphs) }

    mutating func add(before map: GlyphMap, _ pool: UnsafePointer<UInt16>) { before.insert(map, pool) }
    mutating func add(after map: GlyphMap, _ pool: UnsafePointer<UInt16>) { after.insert(map, pool) }
    var isEmpty: Bool { before.isEmpty && after.isEmpty }
}

/// A set of glyphs, a bit for each.
struct GlyphSet: Sendable {
    private var words: [UInt64]
    private(set) var isEmpty = true

    init(_ glyphCount: Int) { words = Array(repeating: 0, count: (glyphCount + 63) / 64) }

    mutating func insert(_ map: GlyphMap, _ pool: UnsafePointer<UInt16>) {
        for position in 0..<Int(map.count) where pool[Int(map.start) + position] != 0 {
            let glyph = Int(map.first) + position
            guard glyph / 64 < words.count else { return }
            words[glyph / 64] |= 1 << UInt64(glyph % 64)
            isEmpty = false
        }
    }

    func holdsAny(of glyphs: [Glyph]) -> Bool {
        for glyph in glyphs where Int(glyph.id) / 64 < words.count {
            if words[Int(glyph.id) / 64] >> UInt64(glyph.id % 64) & 1 != 0 { return true }
        }
        return false
    }
}
