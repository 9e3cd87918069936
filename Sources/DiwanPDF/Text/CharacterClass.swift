/// What extraction cares about in a character.
enum CharacterClass: UInt8 {
    /// A letter that is read from right to left.
    case rightToLeftLetter
    /// Any other letter.
    case otherLetter
    /// A mark that combines with the character before it.
    case mark
    /// A digit.
    case digit
    /// A space.
    case space
    /// A bracket or quotation mark that is drawn mirrored in right-to-left text (UAX #9, rule L4).
    case mirrored
    /// Punctuation and symbols.
    case neutral
    /// An invisible character that is a part of the text: ZWJ, ZWNJ.
    case joiner
    /// A character that is not handed on: bidi controls, which visual order makes meaningless, and what no PDF may map to.
    case dropped

    var isNeutral: Bool { self == .space || self == .neutral }
}

/// Looks characters' classes up, and remembers them from one file to the next.
final class CharacterClasses {
    private static let unknown: UInt8 = 255
    /// A class for each character of the basic plane. The memory is the object's own, so that a look-up checks nothing.
    private let basicPlane = UnsafeMutablePointer<UInt8>.allocate(capacity: 65_536)

    init() { basicPlane.initialize(repeating: Self.unknown, count: 65_536) }

    deinit { basicPlane.deallocate() }

    /// The class of `scalar`.
    @inline(__always)
    func of(_ scalar: Unicode.Scalar) -> CharacterClass {
        let value = Int(scalar.value)
        guard value < 65_536 else { return Self.classify(scalar) }
        if let known = CharacterClass(rawValue: basicPlane[value]) { return known }
        let found = Self.classify(scalar)
        basicPlane[value] = found.rawValue
        return found
    }

    private static func classify(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar.value {
        case 0...0x1F, 0x7F, 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: return .dropped
        case 0x200C, 0x200D: return .joiner
        default: break
        }
        let properties = scalar.properties
        if properties.isBidiMirrored { return .mirrored }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return .mark
        case .decimalNumber: return .digit
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return .space
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark, .letterNumber:
            return isRightToLeft(scalar.value) ? .rightToLeftLetter : .otherLetter
        case .format, .control, .surrogate: return .joiner
        default: return .neutral
        }
    }

    /// Whether a letter with this code is of the classes R or AL: the blocks that the UCD sets aside for them (DerivedBidiClass.txt).
    private static func isRightToLeft(_ value: UInt32) -> Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}

/// Directional marks, and characters that one code gives together with a mark before them: values beyond those of Unicode.
enum MarkedCharacter {
    static let leftToRightMark: UInt32 = 0x200E
    static let rightToLeftMark: UInt32 = 0x200F
    private static let rightToLeft: UInt32 = 0x20_0000
    private static let leftToRight: UInt32 = 0x40_0000

    /// The value for `character` after the mark of a direction.
    static func value(of character: UInt32, isRightToLeft: Bool) -> UInt32 {
        character | (isRightToLeft ? rightToLeft : leftToRight)
    }

    /// The mark and the character of a value; a character of Unicode has no mark.
    static func parts(of value: UInt32) -> (mark: UInt32?, character: UInt32) {
        if value & rightToLeft != 0 { return (rightToLeftMark, value & ~rightToLeft) }
        if value & leftToRight != 0 { return (leftToRightMark, value & ~leftToRight) }
        return (nil, value)
    }
}
