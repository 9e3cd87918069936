import DiwanUnicode

/// What the shaper needs of a character's properties, in four bytes.
struct CharacterRecord: BitwiseCopyable {
    /// The first value of `GlyphInfo.unicodeProps`.
    var props: UInt16
    /// The column of the joining table (`ArabicJoining`).
    var joining: UInt8
    /// Whether the character has a mirror image.
    var isMirrored: Bool

    static let mark: UInt16 = UInt16(GeneralCategory.mn.rawValue)
    static let enclosingMark: UInt16 = UInt16(GeneralCategory.me.rawValue)
    static let digit: UInt16 = UInt16(GeneralCategory.nd.rawValue)
    static let space: UInt16 = UInt16(GeneralCategory.zs.rawValue)
    static let format: UInt16 = UInt16(GeneralCategory.cf.rawValue)
    static let otherLetter: UInt16 = UInt16(GeneralCategory.lo.rawValue)

    /// Whether the general category `category` is a mark: Mn, Mc or Me.
    @inline(__always) static func isMark(_ category: UInt16) -> Bool { category &- mark <= enclosingMark &- mark }

    static let lowCount: UInt32 = 0x0800
    /// The records of U+0000 to U+07FF, made at the first use; they are never freed.
    nonisolated(unsafe) static let low: UnsafePointer<CharacterRecord> = {
        let records = UnsafeMutablePointer<CharacterRecord>.allocate(capacity: Int(lowCount))
        for character in 0..<lowCount { (records + Int(character)).initialize(to: CharacterRecord(character)) }
        return UnsafePointer(records)
    }()

    /// The record of the code point `character`.
    init(_ character: UInt32) {
        let properties = ScalarProperties(value: character)
        var props = UInt16(properties.generalCategory.rawValue)
        if CharacterRecord.isDefaultIgnorable(character, properties) {
            props |= GlyphInfo.ignorable
            switch character {
            case 0x200C: props |= GlyphInfo.zwnj
            case 0x200D: props |= GlyphInfo.zwj
            // Hidden like the others, but not skipped in matching: they select glyphs.
            case 0x034F, 0x180B...0x180D, 0xE0020...0xE007F: props |= GlyphInfo.hidden
            default: break
            }
        }
        if properties.generalCategory.isMark {
            props |= GlyphInfo.continuation
            props |= UInt16(CombiningOrder.combiningClass(character, properties.combiningClass)) << 8
        }
        self.props = props
        joining = ArabicJoining.column(properties)
        isMirrored = properties.hasMirroringGlyph
    }

    /// Default_Ignorable_Code_Point without the fillers, which fonts draw as spaces, the shorthand format controls, and the fourth Mongolian
    /// variation selector, which the reference shows.
    private static func isDefaultIgnorable(_ character: UInt32, _ properties: ScalarProperties) -> Bool {
        switch character {
        case 0x115F, 0x1160, 0x180F, 0x3164, 0xFFA0, 0x1BCA0...0x1BCA3: false
        default: properties.isDefaultIgnorable
        }
    }
}

/// The order of marks within a cluster: that of the Unicode combining classes, but for scripts whose classes do not give the order in which
/// their marks are drawn.
enum CombiningOrder {
    /// The class by which `character`, whose canonical combining class is `value`, is sorted.
    static func combiningClass(_ character: UInt32, _ value: UInt8) -> UInt8 {
        switch character {
        case 0x1037: return 0
        case 0x1A60, 0x0FC6: return 254
        case 0x0F39: return 127
        default: break
        }
        switch value {
        // Hebrew points, in the order of the SBL Hebrew manual.
        case 10...26: return hebrew[Int(value) - 10]
        // Arabic: shadda before the vowels.
        case 27...32: return value + 1
        case 33: return 27
        case 84, 91: return 0
        case 103: return 3
        case 130: return 132
        case 132: return 131
        default: return value
        }
    }

    private static let hebrew: [UInt8] = [22, 15, 16, 17, 23, 18, 19, 20, 21, 14, 24, 12, 25, 13, 10, 11, 26]
}
