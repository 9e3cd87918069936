extension BidiRunSequence {
    /// Two brackets that belong together, as places in the sequence.
    private struct BracketPair {
        var opening: Int
        /// The place of the closing bracket, or -1 while it is not found.
        var closing = -1
    }

    /// Rule N0: brackets that belong together take one direction, from what is between them and before them. `original` are the
    /// paragraph's classes before rule W1.
    mutating func resolveBrackets(_ limits: Limits, _ original: [BidiClass]) {
        for pair in bracketPairs() where pair.closing >= 0 {
            guard let direction = direction(of: pair, limits) else { continue }
            set(direction, from: pair.opening, original)
            set(direction, from: pair.closing, original)
        }
    }

    /// Definition BD16: the pairs in the order of their opening brackets. An opening bracket that is never closed has no closing place.
    private func bracketPairs() -> [BracketPair] {
        var pairs: [BracketPair] = []
        // The closing brackets that are waited for, each with the number of its pair.
        var open: [(closing: Unicode.Scalar, pair: Int)] = []
        for index in classes.indices where classes[index] == .on {
            let scalar = text[Int(positions[index])]
            let properties = ScalarProperties(scalar)
            if properties.isOpeningBracket {
                guard let closing = ScalarMapping.pairedBracket(of: scalar), open.count < 63 else { return pairs }
                open.append((BidiRunSequence.canonical(closing), pairs.count))
                pairs.append(BracketPair(opening: index))
            } else if properties.isClosingBracket {
                let closing = BidiRunSequence.canonical(scalar)
                guard let place = open.lastIndex(where: { $0.closing == closing }) else { continue }
                pairs[open[place].pair].closing = index
                open.removeSubrange(place...)
            }
        }
        return pairs
    }

    /// U+2329 and U+232A are canonically equivalent to U+3008 and U+3009, and pair with them.
    private static func canonical(_ bracket: Unicode.Scalar) -> Unicode.Scalar {
        ScalarMapping.canonicalDecomposition(of: bracket)?.first ?? bracket
    }

    /// Steps b to d of rule N0: the direction of a pair; nil when nothing strong is inside.
    private func direction(of pair: BracketPair, _ limits: Limits) -> BidiClass? {
        var hasOpposite = false
        for index in pair.opening + 1..<pair.closing {
            guard let strong = BidiRunSequence.strongDirection(classes[index]) else { continue }
            if strong == limits.embedding { return strong }
            hasOpposite = true
        }
        if !hasOpposite { return nil }
        var before = limits.start
        for index in stride(from: pair.opening - 1, through: 0, by: -1) {
            guard let strong = BidiRunSequence.strongDirection(classes[index]) else { continue }
            before = strong
            break
        }
        // The opposite direction when it is that of the text before, else the embedding direction: the text before has only these.
        return before
    }

    /// Gives a bracket its direction, and the marks on it too, which rule W1 had made like the bracket.
    private mutating func set(_ direction: BidiClass, from bracket: Int, _ original: [BidiClass]) {
        classes[bracket] = direction
        var index = bracket + 1
        while index < classes.count, original[Int(positions[index])] == .nsm {
            classes[index] = direction
            index += 1
        }
    }
}
