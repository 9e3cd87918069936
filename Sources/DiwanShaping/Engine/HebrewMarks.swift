import DiwanUnicode

/// What Hebrew has of its own: letters composed with points in fonts that do not place marks, and the order of a few points.
enum HebrewMarks {
    /// The presentation form of `letter` with `point`, which Unicode leaves out of composition, or nil.
    static func composite(_ letter: UInt32, _ point: UInt32) -> UInt32? {
        switch (point, letter) {
        case (0x05B4, 0x05D9): return 0xFB1D
        case (0x05B7, 0x05F2): return 0xFB1F
        case (0x05B7, 0x05D0): return 0xFB2E
        case (0x05B8, 0x05D0): return 0xFB2F
        case (0x05B9, 0x05D5): return 0xFB4B
        // Dagesh; het, final mem, final nun, ayin and final tsadi have no such form.
        case (0x05BC, 0x05D7), (0x05BC, 0x05DD), (0x05BC, 0x05DF), (0x05BC, 0x05E2), (0x05BC, 0x05E5): return nil
        case (0x05BC, 0x05D0...0x05EA): return letter - 0x05D0 + 0xFB30
        case (0x05BC, 0xFB2A): return 0xFB2C
        case (0x05BC, 0xFB2B): return 0xFB2D
        case (0x05BF, 0x05D1): return 0xFB4C
        case (0x05BF, 0x05DB): return 0xFB4D
        case (0x05BF, 0x05E4): return 0xFB4E
        case (0x05C1, 0x05E9): return 0xFB2A
        case (0x05C1, 0xFB49): return 0xFB2C
        case (0x05C2, 0x05E9): return 0xFB2B
        case (0x05C2, 0xFB49): return 0xFB2D
        default: return nil
        }
    }
}

extension GlyphBuffer {
    /// After patah or qamats, meteg comes before sheva or hiriq.
    mutating func reorderHebrew(_ start: Int, _ end: Int) {
        guard end &- start > 2 else { return }
        for position in (start &+ 2)..<end {
            let (first, second) = (info[position &- 2].combiningClass, info[position &- 1].combiningClass)
            let third = info[position].combiningClass
            guard first == 20 || first == 21, second == 22 || second == 23, third == 25 || third == 220 else { continue }
            mergeClusters(position &- 1, position &+ 1)
            (info[position &- 1], info[position]) = (info[position], info[position &- 1])
            return
        }
    }
}
