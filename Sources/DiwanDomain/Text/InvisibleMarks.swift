/// Marks that people paste together with a value and that are no part of it.
public enum InvisibleMarks {
    /// Whether `scalar` is a bidirectional control, a zero-width character or a byte order mark:
    /// U+200B…200F, U+061C, U+202A–202E, U+2066–2069, U+FEFF.
    @inlinable public static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200B...0x200F, 0x61C, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// `text` without those marks.
    public static func removed(from text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !contains(scalar) { out.append(scalar) }
        return String(out)
    }

    /// `value` between U+2066 and U+2069 when a right-to-left paragraph would otherwise tear it apart:
    /// it has a digit, no Arabic letter, and a sign, star, hyphen, space or Latin letter. Others stay as they are.
    /// For use at render time only, never for storage.
    public static func isolated(_ value: String) -> String {
        var hasDigit = false
        var tears = false
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x2066...0x2069: return value
            case 0x620...0x65F, 0x66E...0x6EF, 0x6FA...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC:
                return value
            case 0x2A, 0x2B, 0x2D, 0x20, 0xA0, 0x41...0x5A, 0x61...0x7A, 0x2212: tears = true
            default: if DigitSystem.value(of: scalar) != nil { hasDigit = true }
            }
        }
        return hasDigit && tears ? "\u{2066}" + value + "\u{2069}" : value
    }

    /// Whether `scalar` is a space that may be dropped or folded: a white space of Unicode, tabs and no-break spaces included.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    /// `text` without white space and invisible marks at its two ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isEdge: (Unicode.Scalar) -> Bool = { isSpace($0) || contains($0) }
        guard let first = scalars.firstIndex(where: { !isEdge($0) }), let last = scalars.lastIndex(where: { !isEdge($0) }) else {
            return ""
        }
        return String(scalars[first...last])
    }
}
