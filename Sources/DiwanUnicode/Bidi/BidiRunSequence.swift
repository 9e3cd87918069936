/// The rules for weak and neutral characters and implicit levels (W1 to W7, N0 to N2, I1 and I2 of UAX #9) in one isolating run
/// sequence. The value is kept from one sequence to the next for its buffers.
struct BidiRunSequence {
    /// What lies around a sequence.
    struct Limits {
        /// The level of its runs.
        var level: UInt8
        /// sos: the direction of the level at its start, L or R.
        var start: BidiClass
        /// eos: the same at its end.
        var end: BidiClass

        /// The direction of the level.
        var embedding: BidiClass { level & 1 == 0 ? .l : .r }
    }

    /// The characters of the paragraph; empty when only their classes are known.
    let text: [Unicode.Scalar]
    /// The class of each character of the sequence as the rules have changed it so far.
    var classes: [BidiClass] = []
    /// Where each of them lies in the paragraph.
    private(set) var positions: [Int32] = []
    private var present = BidiClassSet()

    init(text: [Unicode.Scalar]) {
        self.text = text
    }

    /// Empties the sequence for the next one.
    mutating func removeAll() {
        classes.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        present = []
    }

    /// Takes note of the classes of a level run of the sequence.
    mutating func look(at range: Range<Int>, _ paragraphClasses: [BidiClass]) {
        for bidiClass in paragraphClasses[range] { present.formUnion(BidiClassSet(bidiClass)) }
    }

    /// Adds the characters of a level run that rule X9 keeps.
    mutating func append(_ range: Range<Int>, _ paragraphClasses: [BidiClass], _ levels: [UInt8]) {
        classes.reserveCapacity(classes.count + range.count)
        positions.reserveCapacity(positions.count + range.count)
        for position in range where levels[position] != BidiParagraph.removedLevel {
            classes.append(paragraphClasses[position])
            positions.append(Int32(truncatingIfNeeded: position))
        }
    }

    /// Whether all characters of the sequence, whose classes were looked at, keep its level. In a right-to-left run that is so when
    /// nothing is left to right and no digit is there; in a left-to-right run when nothing is right to left, since rule W7 then makes
    /// the European digits L.
    func isUniform(_ limits: Limits) -> Bool {
        guard limits.start == limits.embedding, limits.end == limits.embedding else { return false }
        return present.isDisjoint(with: limits.embedding == .r ? .leftToRight : .rightToLeft)
    }

    /// Sets the levels of the sequence's characters, which are not uniform. `original` are the paragraph's classes before rule W1.
    mutating func resolve(_ limits: Limits, _ original: [BidiClass], _ levels: inout [UInt8]) {
        resolveMarksAndLetters(limits)
        if !present.isDisjoint(with: .numeric) { resolveNumbers(limits) }
        if !text.isEmpty, present.contains(BidiClassSet(.on)) { resolveBrackets(limits, original) }
        resolveNeutrals(limits)
        setLevels(limits, &levels)
    }

    /// Rules W1 to W3.
    private mutating func resolveMarksAndLetters(_ limits: Limits) {
        var previous = limits.start
        var lastStrong = limits.start
        classes.withUnsafeMutableBufferPointer { classes in
            for index in classes.indices {
                var bidiClass = classes[index]
                if bidiClass == .nsm { bidiClass = previous }
                // What W1 makes of a mark after AL, or after EN in Arabic text, must be seen before W2 and W3 change it.
                switch bidiClass {
                case .lri, .rli, .fsi, .pdi:
                    previous = .on
                case .l, .r, .al:
                    previous = bidiClass
                    lastStrong = bidiClass
                default:
                    previous = bidiClass
                }
                if bidiClass == .en, lastStrong == .al { bidiClass = .an }
                classes[index] = bidiClass == .al ? .r : bidiClass
            }
        }
    }

    /// Rules W4 to W7.
    private mutating func resolveNumbers(_ limits: Limits) {
        if classes.count > 2 {
            for index in 1..<classes.count - 1 {
                let isSeparator = classes[index] == .cs || classes[index] == .es && classes[index - 1] == .en
                guard isSeparator, classes[index - 1] == .en || classes[index - 1] == .an else { continue }
                if classes[index - 1] == classes[index + 1] { classes[index] = classes[index - 1] }
            }
        }
        var lastStrong = limits.start
        // Whether the character before is a European number: rule W7 may have made it L since.
        var isAfterNumber = false
        var index = 0
        while index < classes.count {
            var end = index + 1
            switch classes[index] {
            case .en:
                isAfterNumber = true
                if lastStrong == .l { classes[index] = .l }
            case .et:
                while end < classes.count, classes[end] == .et { end += 1 }
                isAfterNumber = isAfterNumber || end < classes.count && classes[end] == .en
                let bidiClass: BidiClass = isAfterNumber ? (lastStrong == .l ? .l : .en) : .on
                for terminator in index..<end { classes[terminator] = bidiClass }
            case .l, .r:
                lastStrong = classes[index]
                isAfterNumber = false
            case .es, .cs:
                classes[index] = .on
                isAfterNumber = false
            default:
                isAfterNumber = false
            }
            index = end
        }
    }

    /// Rules N1 and N2.
    private mutating func resolveNeutrals(_ limits: Limits) {
        classes.withUnsafeMutableBufferPointer { classes in
            var before = limits.start
            var index = 0
            while index < classes.count {
                if let strong = BidiRunSequence.strongDirection(classes[index]) {
                    before = strong
                    index += 1
                    continue
                }
                var end = index + 1
                var after = limits.end
                while end < classes.count {
                    if let strong = BidiRunSequence.strongDirection(classes[end]) {
                        after = strong
                        break
                    }
                    end += 1
                }
                let direction = before == after ? before : limits.embedding
                for neutral in index..<end { classes[neutral] = direction }
                index = end
            }
        }
    }

    /// Rules I1 and I2.
    private func setLevels(_ limits: Limits, _ levels: inout [UInt8]) {
        let isEven = limits.embedding == .l
        levels.withUnsafeMutableBufferPointer { levels in
            for (bidiClass, position) in zip(classes, positions) {
                let raise: UInt8
                if isEven {
                    raise = bidiClass == .l ? 0 : bidiClass == .r ? 1 : 2
                } else {
                    raise = bidiClass == .r ? 0 : 1
                }
                levels[Int(position)] = limits.level + raise
            }
        }
    }

    /// The direction of a strong character or a number, which counts as R for neutrals (rules N0 and N1); nil for a neutral.
    static func strongDirection(_ bidiClass: BidiClass) -> BidiClass? {
        switch bidiClass {
        case .l: .l
        case .r, .en, .an: .r
        default: nil
        }
    }
}
