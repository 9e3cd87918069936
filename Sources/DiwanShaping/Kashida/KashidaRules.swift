import DiwanUnicode

/// Where a scribe would stretch a word, before any font is asked.
///
/// The order of preference: where the author wrote a tatweel; after seen and sad; before a final teh marbuta, heh or dal; before a final
/// alef, tah, lam, kaf or gaf; before a tooth that reh or yeh follows; before a final waw, ain, qaf or feh; before any other final letter.
/// Never within lam-alef, in the name of God, at a joiner, before a final yeh (but after seen or sad), or in words of two letters.
enum KashidaRules {
    static let tatweel: Unicode.Scalar = "\u{0640}"

    /// A letter of the word with what joining makes of it.
    private struct Letter {
        var offset: Int
        var scalar: Unicode.Scalar
        var shape: ArabicLetterShape
        /// Whether it joins with the letter after it.
        var joinsNext = false
        /// Whether something that steers joining stands between it and the letter after it.
        var isBesideJoiner = false
    }

    /// The offsets in `word` at which a tatweel may be put in, best first; of two equally good ones the one nearer to the end.
    static func places(in word: [Unicode.Scalar]) -> [Int] {
        let letters = letters(of: word)
        guard letters.count > 2, !isNameOfGod(letters) else { return [] }
        var found: [(rank: Int, offset: Int)] = []
        for index in 0..<(letters.count - 1) where letters[index].joinsNext && !letters[index].isBesideJoiner {
            if let rank = rank(letters, index) { found.append((rank, letters[index + 1].offset)) }
        }
        found.sort { $0.rank != $1.rank ? $0.rank < $1.rank : $0.offset > $1.offset }
        return found.map(\.offset)
    }

    private static func letters(of word: [Unicode.Scalar]) -> [Letter] {
        var letters: [Letter] = []
        var previousType = JoiningType.nonJoining
        for (offset, scalar) in word.enumerated() {
            if scalar.value == 0x200C || scalar.value == 0x200D {
                if !letters.isEmpty { letters[letters.count - 1].isBesideJoiner = true }
                if scalar.value == 0x200C { previousType = .nonJoining }
                continue
            }
            let type = ScalarProperties(scalar).joiningType
            if type == .transparent { continue }
            let joinsNext = previousType == .dualJoining || previousType == .joinCausing || previousType == .leftJoining
            let joinsPrevious = type == .dualJoining || type == .joinCausing || type == .rightJoining
            if joinsNext, joinsPrevious, !letters.isEmpty { letters[letters.count - 1].joinsNext = true }
            letters.append(Letter(offset: offset, scalar: scalar, shape: ArabicLetterShape(scalar)))
            previousType = type
        }
        return letters
    }

    /// How good the place after the letter at `index` is; `nil` when it is none.
    private static func rank(_ letters: [Letter], _ index: Int) -> Int? {
        let before = letters[index], after = letters[index + 1]
        if before.scalar == tatweel { return 1 }
        if after.scalar == tatweel { return nil }
        if before.shape == .lam, after.shape == .alef { return nil }
        if before.shape == .seen || before.shape == .sad { return 2 }
        let isFinal = !after.joinsNext
        if isFinal {
            switch after.shape {
            case .yeh: return nil
            case .tehMarbuta, .heh, .dal: return 3
            case .alef, .tah, .lam, .kaf, .gaf: return 4
            case .waw, .ain, .qaf, .feh: return 6
            default: return 7
            }
        }
        guard after.shape.isTooth, index + 2 < letters.count else { return nil }
        let next = letters[index + 2]
        let isFinalYeh = next.shape == .yeh && !next.joinsNext
        return next.shape == .reh || isFinalYeh ? 5 : nil
    }

    /// Whether the word holds «لله»: two lams and a heh, in a row.
    private static func isNameOfGod(_ letters: [Letter]) -> Bool {
        for index in letters.indices.dropLast(2)
        where letters[index].scalar.value == 0x0644 && letters[index + 1].scalar.value == 0x0644
            && letters[index + 2].scalar.value == 0x0647
        {
            return true
        }
        return false
    }
}
