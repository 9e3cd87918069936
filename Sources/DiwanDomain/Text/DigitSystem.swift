/// The digits a document prints: `arab` ٠١٢٣ or `latn` 0123 (the names of CLDR's numbering systems).
public enum DigitSystem: String, Sendable, Hashable, CaseIterable {
    /// ASCII digits.
    case latn
    /// Arabic-Indic digits, U+0660…U+0669.
    case arab
    /// Extended Arabic-Indic digits, U+06F0…U+06F9, as in Persian and Urdu.
    case arabext

    /// The scalar of the digit zero.
    @inlinable public var zero: UInt32 {
        switch self {
        case .latn: 0x30
        case .arab: 0x660
        case .arabext: 0x6F0
        }
    }

    /// The decimal point of formatted numbers (CLDR `ar_SA`): U+066B beside Arabic digits.
    public var decimalPoint: String { self == .latn ? "." : "\u{66B}" }
    /// The mark between groups of three digits (CLDR `ar_SA`): U+066C beside Arabic digits.
    public var groupMark: String { self == .latn ? "," : "\u{66C}" }
    /// The percent sign that goes with these digits.
    public var percentSign: String { self == .latn ? "%" : "\u{66A}" }

    /// `text` with every ASCII, Arabic-Indic, extended and fullwidth digit written in this system; all else stays.
    public func digits(in text: String) -> String {
        // Most text has no other digits.
        let isWritten = text.unicodeScalars.allSatisfy { scalar in
            Self.value(of: scalar).map { zero + UInt32($0) == scalar.value } ?? true
        }
        if isWritten { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let value = Self.value(of: scalar), let digit = Unicode.Scalar(zero + UInt32(value)) {
                out.append(digit)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// `number` in this system's digits, with no grouping, and with zeros before it up to `width` digits.
    public func string(_ number: Int, width: Int = 1) -> String {
        let plain = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - plain.utf8.count))
        let latin = (number < 0 ? "-" : "") + zeros + plain
        return self == .latn ? latin : digits(in: latin)
    }

    /// The value 0…9 of a digit of one of the four accepted sets (U+0030, U+0660, U+06F0, U+FF10), else nil.
    @inlinable public static func value(of scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        case 0x30...0x39: Int(scalar.value - 0x30)
        case 0x660...0x669: Int(scalar.value - 0x660)
        case 0x6F0...0x6F9: Int(scalar.value - 0x6F0)
        case 0xFF10...0xFF19: Int(scalar.value - 0xFF10)
        default: nil
        }
    }
}
