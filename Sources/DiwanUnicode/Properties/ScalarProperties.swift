/// The properties of one code point, from the Unicode Character Database 15.0.0.
///
/// Making one is a single look-up; every property is then a shift and a mask. Code points beyond U+10FFFF have the properties of an
/// unassigned code point.
public struct ScalarProperties: Hashable, Sendable {
    @usableFromInline let record: UInt64

    // Not inlinable: in this target the tables are constants, in another one each use of a table would first ask whether it is
    // initialised and count a reference (22 ns instead of 3 ns a look-up).

    /// The properties of the code point `value`; surrogates have theirs too.
    public init(value: UInt32) {
        guard value <= 0x10_FFFF else {
            record = ScalarTable.records[0]
            return
        }
        let codePoint = Int(value)
        let block = ScalarProperties.element(codePoint >> 6, of: ScalarTable.index)
        let number = ScalarProperties.element(block << 6 | codePoint & 63, of: ScalarTable.blocks)
        record = ScalarTable.records[number]
    }

    /// The properties of `scalar`.
    @inlinable public init(_ scalar: Unicode.Scalar) {
        self.init(value: scalar.value)
    }

    /// The 16-bit element at `position` of a packed table.
    private static func element(_ position: Int, of words: [UInt64]) -> Int {
        Int(truncatingIfNeeded: words[position >> 2] &>> UInt64(truncatingIfNeeded: (position & 3) << 4) & 0xFFFF)
    }

    @inlinable func field(_ shift: UInt64, _ mask: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: record &>> shift & mask)
    }

    // The generator only writes raw values that the enumerations have, in order from 0, so the bits are those of the case.

    /// Bidi_Class (UAX #9).
    @inlinable public var bidiClass: BidiClass { unsafeBitCast(field(0, 31), to: BidiClass.self) }

    /// Joining_Type (Unicode 15.0, section 9.2).
    @inlinable public var joiningType: JoiningType { unsafeBitCast(field(5, 7), to: JoiningType.self) }

    /// The part of Joining_Group that has rules of its own (Unicode 15.0, section 9.3).
    @inlinable public var joiningGroup: JoiningGroup { unsafeBitCast(field(56, 3), to: JoiningGroup.self) }

    /// General_Category (UAX #44).
    @inlinable public var generalCategory: GeneralCategory { unsafeBitCast(field(8, 31), to: GeneralCategory.self) }

    /// East_Asian_Width (UAX #11).
    @inlinable public var eastAsianWidth: EastAsianWidth { unsafeBitCast(field(13, 7), to: EastAsianWidth.self) }

    /// Canonical_Combining_Class, 0 to 254 (UAX #44).
    @inlinable public var combiningClass: UInt8 { field(16, 255) }

    /// Script (UAX #24).
    @inlinable public var script: Script { unsafeBitCast(field(24, 255), to: Script.self) }

    /// Line_Break (UAX #14).
    @inlinable public var lineBreakClass: LineBreakClass { unsafeBitCast(field(32, 63), to: LineBreakClass.self) }

    /// Default_Ignorable_Code_Point: drawn as nothing when the font has no glyph for it (UAX #44).
    @inlinable public var isDefaultIgnorable: Bool { record &>> 38 & 1 != 0 }

    /// Extended_Pictographic (UTS #51).
    @inlinable public var isExtendedPictographic: Bool { record &>> 39 & 1 != 0 }

    /// Bidi_Mirrored: drawn mirrored in right-to-left text (UAX #9, rule L4), with another character or not.
    @inlinable public var isBidiMirrored: Bool { record &>> 40 & 1 != 0 }

    /// Whether Bidi_Paired_Bracket_Type is Open (UAX #9, definition BD14).
    @inlinable public var isOpeningBracket: Bool { record &>> 41 & 3 == 1 }

    /// Whether Bidi_Paired_Bracket_Type is Close (UAX #9, definition BD15).
    @inlinable public var isClosingBracket: Bool { record &>> 41 & 3 == 2 }

    /// Whether there is a canonical decomposition; a Hangul syllable has one.
    @inlinable public var hasCanonicalDecomposition: Bool { record &>> 43 & 1 != 0 }

    /// Whether there is a compatibility decomposition.
    @inlinable public var hasCompatibilityDecomposition: Bool { record &>> 44 & 1 != 0 }

    /// Whether NFC_Quick_Check is Yes: the code point is in every normalised text what it is here (UAX #15, section 9).
    @inlinable public var isStableInNFC: Bool { record &>> 45 & 3 == 0 }

    /// Whether the code point can be the second of a pair that composes (NFC_Quick_Check is Maybe).
    @inlinable public var composesWithPrevious: Bool { record &>> 45 & 3 == 1 }

    /// Whether Bidi_Mirroring_Glyph names another character.
    @inlinable public var hasMirroringGlyph: Bool { record &>> 55 & 1 != 0 }

    /// Script_Extensions (UAX #24): the scripts that use the code point, in the order of `Script`. It is `script` alone where
    /// nothing else is listed.
    public var scriptExtensions: [Script] {
        let number = Int(field(47, 255))
        if number == 0 { return [script] }
        return scriptSetMembers(number - 1).map { unsafeBitCast(ScalarProperties.scriptSetMember($0), to: Script.self) }
    }

    /// Whether `script` is one of `scriptExtensions`; nothing is allocated.
    public func isUsed(in script: Script) -> Bool {
        let number = Int(field(47, 255))
        if number == 0 { return self.script == script }
        return scriptSetMembers(number - 1).contains { ScalarProperties.scriptSetMember($0) == script.rawValue }
    }

    private func scriptSetMembers(_ set: Int) -> Range<Int> {
        let start = ScalarProperties.element(set, of: ScalarTable.scriptSetStarts)
        return start..<ScalarProperties.element(set + 1, of: ScalarTable.scriptSetStarts)
    }

    private static func scriptSetMember(_ position: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: ScalarTable.scriptSetMembers[position >> 3] &>> UInt64((position & 7) << 3))
    }
}
