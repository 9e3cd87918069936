/// Conjoining jamo behaviour (Unicode 15.0, section 3.12): composition and decomposition by arithmetic.
enum Hangul {
    private static let syllables: UInt32 = 0xAC00
    private static let leading: UInt32 = 0x1100
    private static let vowels: UInt32 = 0x1161
    /// One before the first trailing consonant, so that 0 means none.
    private static let trailing: UInt32 = 0x11A7
    private static let leadingCount: UInt32 = 19
    private static let vowelCount: UInt32 = 21
    private static let trailingCount: UInt32 = 28

    /// One step: LVT to LV and T, LV to L and V; nil when `codePoint` is no syllable.
    static func decomposition(of codePoint: UInt32) -> (first: UInt32, second: UInt32)? {
        let index = codePoint &- syllables
        guard index < leadingCount * vowelCount * trailingCount else { return nil }
        if index % trailingCount != 0 { return (codePoint - index % trailingCount, trailing + index % trailingCount) }
        return (leading + index / (vowelCount * trailingCount), vowels + index / trailingCount % vowelCount)
    }

    /// L and V to LV, LV and T to LVT; nil otherwise.
    static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let consonant = first &- leading
        let vowel = second &- vowels
        if consonant < leadingCount, vowel < vowelCount { return syllables + (consonant * vowelCount + vowel) * trailingCount }
        let syllable = first &- syllables
        let final = second &- trailing
        guard syllable < leadingCount * vowelCount * trailingCount, syllable % trailingCount == 0 else { return nil }
        return final > 0 && final < trailingCount ? first + final : nil
    }
}
