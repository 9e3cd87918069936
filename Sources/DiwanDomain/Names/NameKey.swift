/// Folding of Arabic words for comparison.
public enum NameKey {
    /// `text` without harakat, tatweel and spaces, with one form for each letter that is spelt in several ways:
    /// أإآٱ as ا, ؤ as و, ئ and ى as ي, ة as ه; ء is dropped; digits are ASCII.
    public static func folded(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let folded = fold(scalar) { out.append(folded) }
        }
        return String(out)
    }

    /// The folded form of one scalar; nil when it is dropped.
    public static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7, 0x6E8, 0x6EA...0x6ED, 0x8D3...0x8FF:
            return nil
        case 0x621: return nil
        case 0x622, 0x623, 0x625, 0x671: return "ا"
        case 0x624: return "و"
        case 0x626, 0x649, 0x6CC: return "ي"
        case 0x629, 0x6C1, 0x6BE: return "ه"
        case 0x6A9: return "ك"
        default:
            if let digit = DigitSystem.value(of: scalar) { return Unicode.Scalar(UInt8(0x30 + digit)) }
            return InvisibleMarks.contains(scalar) || InvisibleMarks.isSpace(scalar) ? nil : scalar
        }
    }
}
