import DiwanDocument

/// Shaped words, found again by their characters: a letter has hundreds of words, and most stand in the letter before it too.
///
/// An open-addressing table over three pools; a lookup makes no allocation. When a pool is full everything is forgotten.
struct ShapedWords {
    /// What a word is shaped with besides its characters: font, direction, script and language, packed.
    typealias Setting = UInt64

    private struct Entry {
        var hash: UInt64
        var setting: Setting
        var text: Int32
        var textCount: Int32
        var glyphs: Int32
        var glyphCount: Int32
    }

    private static let capacity = 1 << 16
    private static let poolLimit = 1 << 20

    private var slots = [Int32](repeating: -1, count: 1 << 10)
    private var entries: [Entry] = []
    private var texts: [Unicode.Scalar] = []
    private var glyphs: [Glyph] = []

    /// Appends the glyphs of a word to `output`, with `offset` added to their clusters; `false` when the word is not known.
    func append(_ word: ArraySlice<Unicode.Scalar>, _ setting: Setting, hash: UInt64, offset: Int32, to output: inout [Glyph]) -> Bool {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.setting == setting, Int(entry.textCount) == word.count,
                texts[Int(entry.text)..<Int(entry.text + entry.textCount)].elementsEqual(word)
            {
                for index in Int(entry.glyphs)..<Int(entry.glyphs + entry.glyphCount) {
                    var glyph = glyphs[index]
                    glyph.cluster += offset
                    output.append(glyph)
                }
                return true
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return false
    }

    /// Remembers a word whose glyphs' clusters count from `offset`.
    mutating func insert(
        _ word: ArraySlice<Unicode.Scalar>, _ setting: Setting, hash: UInt64, offset: Int32, glyphs shaped: ArraySlice<Glyph>
    ) {
        if entries.count >= Self.capacity || texts.count > Self.poolLimit || glyphs.count > Self.poolLimit { removeAll() }
        if entries.count * 2 >= slots.count { grow() }
        let entry = Entry(
            hash: hash, setting: setting, text: Int32(texts.count), textCount: Int32(word.count), glyphs: Int32(glyphs.count),
            glyphCount: Int32(shaped.count))
        texts.append(contentsOf: word)
        for var glyph in shaped {
            glyph.cluster -= offset
            glyphs.append(glyph)
        }
        entries.append(entry)
        place(entries.count - 1)
    }

    /// A hash of a word and its setting (FNV-1a, 64 bits, over whole characters).
    static func hash(_ word: ArraySlice<Unicode.Scalar>, _ setting: Setting) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ setting
        for scalar in word {
            hash = (hash ^ UInt64(scalar.value)) &* 0x0000_0100_0000_01B3
        }
        return hash ^ hash >> 29
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(index)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for index in entries.indices { place(index) }
    }

    private mutating func removeAll() {
        slots = [Int32](repeating: -1, count: 1 << 10)
        entries.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        glyphs.removeAll(keepingCapacity: true)
    }
}
