/// A set of classes, one bit each.
struct BidiClassSet: OptionSet {
    let rawValue: UInt32

    init(rawValue: UInt32) { self.rawValue = rawValue }

    init(_ bidiClass: BidiClass) { rawValue = 1 &<< UInt32(bidiClass.rawValue) }

    /// The classes from `first` to `last` of the enumeration.
    private init(_ first: BidiClass, through last: BidiClass) {
        rawValue = (2 &<< UInt32(last.rawValue)) &- (1 &<< UInt32(first.rawValue))
    }

    /// Embeddings, overrides, isolates and what ends them.
    static let explicit = BidiClassSet(.lre, through: .pdi)
    /// What changes the level in force, or does not take it (rules X2 to X5c, X6a to X9).
    static let steering = BidiClassSet(.lre, through: .pdi).union(BidiClassSet(.bn)).union(
        BidiClassSet(.b))
    /// What can give a character a level above an odd embedding level.
    static let leftToRight = BidiClassSet([BidiClassSet(.l), BidiClassSet(.en), BidiClassSet(.an)])
    /// What can give a character a level above an even embedding level, when the text before is left to right.
    static let rightToLeft = BidiClassSet([BidiClassSet(.r), BidiClassSet(.al), BidiClassSet(.an)])
    /// Numbers and what can become part of one (rules W4 to W7).
    static let numeric = BidiClassSet(.en, through: .cs)
}

/// Puts the rules together: from the classes of a paragraph to its levels, before the rules for lines.
enum BidiResolver {
    /// The levels after rule I2. `text` is empty when only the classes are known; then nothing is a bracket.
    static func levels(classes: [BidiClass], text: [Unicode.Scalar], baseLevel: UInt8) -> [UInt8] {
        var present = BidiClassSet()
        var hasInnerSeparator = false
        for bidiClass in classes { present.formUnion(BidiClassSet(bidiClass)) }
        if present.contains(BidiClassSet(.b)) { hasInnerSeparator = classes.dropLast().contains(.b) }
        var sequence = BidiRunSequence(text: text)
        if present.isDisjoint(with: .explicit), !hasInnerSeparator {
            // The whole paragraph is one run at the paragraph's level.
            var levels = [UInt8](repeating: baseLevel, count: classes.count)
            if present.contains(BidiClassSet(.bn)) {
                for (offset, bidiClass) in classes.enumerated() where bidiClass == .bn { levels[offset] = BidiParagraph.removedLevel }
            }
            let direction: BidiClass = baseLevel == 0 ? .l : .r
            let limits = BidiRunSequence.Limits(level: baseLevel, start: direction, end: direction)
            sequence.look(at: 0..<classes.count, classes)
            if !sequence.isUniform(limits) {
                sequence.append(0..<classes.count, classes, levels)
                sequence.resolve(limits, classes, &levels)
            }
            return levels
        }
        var explicit = BidiExplicitLevels(classes: classes, present: present, baseLevel: baseLevel)
        let runs = BidiLevelRuns(classes: classes, levels: explicit.levels, baseLevel: baseLevel)
        for first in runs.sequenceStarts {
            let limits = runs.limits(ofSequenceFrom: first)
            sequence.removeAll()
            var run: Int? = first
            while let number = run {
                sequence.look(at: runs.runs[number].range, explicit.classes)
                run = runs.next(number)
            }
            if sequence.isUniform(limits) { continue }
            run = first
            while let number = run {
                sequence.append(runs.runs[number].range, explicit.classes, explicit.levels)
                run = runs.next(number)
            }
            sequence.resolve(limits, explicit.classes, &explicit.levels)
        }
        return explicit.levels
    }
}
