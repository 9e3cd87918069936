/// One paragraph under the Unicode Bidirectional Algorithm (UAX #9 for Unicode 15.0.0), with isolates and bracket pairs.
///
/// The levels are resolved once; lines are then cut from it at will. Offsets count scalars. The time is linear in the length.
public struct BidiParagraph: Sendable {
    /// How the level of a paragraph is found.
    public enum Direction: Hashable, Sendable {
        /// Level 0.
        case leftToRight
        /// Level 1.
        case rightToLeft
        /// From the first strong character outside isolates, level 0 when there is none (rules P2 and P3).
        case automatic
    }

    /// Stands for the level of a character that rule X9 removes: an embedding control or a boundary neutral.
    public static let removedLevel: UInt8 = 0xFF

    /// The paragraph embedding level: 0 or 1.
    public let baseLevel: UInt8
    /// The level of each character after rule I2, before the rules for lines; `removedLevel` where there is none.
    public let levels: [UInt8]
    /// The original classes, which rule L1 looks at.
    let classes: [BidiClass]

    /// Resolves `text`, which should be one paragraph (rule P1). A paragraph separator before the end closes all embeddings and
    /// isolates; what follows has the same base level.
    public init(text: [Unicode.Scalar], direction: Direction) {
        self.init(classes: text.map { ScalarProperties($0).bidiClass }, text: text, direction: direction)
    }

    /// Resolves characters of which only the classes are known: none of them is a bracket.
    public init(classes: [BidiClass], direction: Direction) {
        self.init(classes: classes, text: [], direction: direction)
    }

    private init(classes: [BidiClass], text: [Unicode.Scalar], direction: Direction) {
        self.classes = classes
        switch direction {
        case .leftToRight: baseLevel = 0
        case .rightToLeft: baseLevel = 1
        case .automatic: baseLevel = BidiParagraph.firstStrongLevel(classes) ?? 0
        }
        levels = BidiResolver.levels(classes: classes, text: text, baseLevel: baseLevel)
    }

    /// The paragraphs of `text` (rule P1), each with its separator; CR LF is one separator.
    public static func paragraphs(in text: [Unicode.Scalar]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for (offset, scalar) in text.enumerated() where ScalarProperties(scalar).bidiClass == .b {
            if scalar == "\r", offset + 1 < text.count, text[offset + 1] == "\n" { continue }
            ranges.append(start..<offset + 1)
            start = offset + 1
        }
        if start < text.count { ranges.append(start..<text.count) }
        return ranges
    }

    /// Rules P2 and P3: the level of the first strong character that is not in an isolate.
    private static func firstStrongLevel(_ classes: [BidiClass]) -> UInt8? {
        var depth = 0
        for bidiClass in classes {
            switch bidiClass {
            case .l where depth == 0: return 0
            case .r where depth == 0, .al where depth == 0: return 1
            case .lri, .rli, .fsi: depth += 1
            case .pdi: if depth > 0 { depth -= 1 }
            case .b: return nil
            default: break
            }
        }
        return nil
    }

    /// The levels of the line that `range` cuts out: separators, and the white space before them and at the end of the line, get the
    /// paragraph's level (rule L1). Removed characters keep `removedLevel`.
    public func lineLevels(_ range: Range<Int>) -> [UInt8] {
        var result = Array(levels[range])
        // Backwards: whether what lies between here and the next separator, or the end, is white space alone.
        var isTrailing = true
        for offset in stride(from: result.count - 1, through: 0, by: -1) {
            switch classes[range.lowerBound + offset] {
            case .b, .s:
                result[offset] = baseLevel
                isTrailing = true
            case .ws, .lri, .rli, .fsi, .pdi:
                if isTrailing { result[offset] = baseLevel }
            case .lre, .rle, .lro, .rlo, .pdf, .bn:
                break
            default:
                isTrailing = false
            }
        }
        return result
    }
}
