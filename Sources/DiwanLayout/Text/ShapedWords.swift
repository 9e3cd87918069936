import DiwanDocument

/// Shaped words, or whole runs of them, found again by their characters: a letter has hundreds of words, and most stand in the letter
/// before it too.
///
/// An open-addressing table over three pools; a lookup makes no allocation.
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
        var ties: Ties
    }

    /// Whether a word may change with the word beside it.
    struct Ties: OptionSet {
        var rawValue: UInt8
        static let next = Ties(rawValue: 1)
        static let previous = Ties(rawValue: 2)
    }

    private let capacity: Int
    private let poolLimit: Int

    private var slots = [Int32](repeating: -1, count: 1 << 10)
    private var entries: [Entry] = []
    private var texts: [Unicode.Scalar] = []
    private var glyphs: [Glyph] = []

    /// Room for about `capacity` words of sixteen characters.
    init(capacity: Int) {
        self.capacity = capacity
        poolLimit = 16 * capacity
    }

    /// A remembered word: its index.
    typealias Word = Int32

    /// Whether so much is remembered that everything is to be forgotten before the next text.
    var isFull: Bool {
        entries.count >= capacity || texts.count > poolLimit || glyphs.count > poolLimit
    }

    /// The word, if it is known.
    func find(_ word: ArraySlice<Unicode.Scalar>, _ setting: Setting, hash: UInt64) -> Word? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.setting == setting, Int(entry.textCount) == word.count, isText(of: entry, word) {
                return slots[slot]
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isText(of entry: Entry, _ word: ArraySlice<Unicode.Scalar>) -> Bool {
        texts.withUnsafeBufferPointer { texts in
            word.withUnsafeBufferPointer { word in
                let start = Int(entry.text)
                for index in word.indices where texts[start + index] != word[index] { return false }
                return true
            }
        }
    }

    /// Remembers a word whose glyphs' clusters count from `offset`.
    mutating func insert(
        _ word: ArraySlice<Unicode.Scalar>, _ setting: Setting, hash: UInt64, offset: Int32, glyphs shaped: some Collection<Glyph>,
        ties: Ties
    ) -> Word {
        if entries.count * 2 >= slots.count { grow() }
        let entry = Entry(
            hash: hash, setting: setting, text: Int32(texts.count), textCount: Int32(word.count), glyphs: Int32(glyphs.count),
            glyphCount: Int32(shaped.count), ties: ties)
        texts.append(contentsOf: word)
        for var glyph in shaped {
            glyph.cluster -= offset
            glyphs.append(glyph)
        }
        entries.append(entry)
        place(entries.count - 1)
        return Word(entries.count - 1)
    }

    /// Appends the glyphs of a word to `output`, with `offset` added to their clusters.
    func append(_ word: Word, offset: Int32, to output: inout [Glyph]) {
        let entry = entries[Int(word)]
        let start = output.count
        output.append(contentsOf: glyphs[Int(entry.glyphs)..<Int(entry.glyphs + entry.glyphCount)])
        output.withUnsafeMutableBufferPointer { output in
            for index in start..<output.count { output[index].cluster += offset }
        }
    }

    /// What ties a word to its neighbours.
    func ties(of word: Word) -> Ties { entries[Int(word)].ties }

    /// Forgets everything.
    mutating func removeAll() {
        slots = [Int32](repeating: -1, count: 1 << 10)
        entries.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        glyphs.removeAll(keepingCapacity: true)
    }

    /// A hash of a word and its setting (FNV-1a, 64 bits, over whole characters).
    static func hash(_ word: ArraySlice<Unicode.Scalar>, _ setting: Setting) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ setting
        word.withUnsafeBufferPointer { word in
            for scalar in word {
                hash = (hash ^ UInt64(scalar.value)) &* 0x0000_0100_0000_01B3
            }
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
}
