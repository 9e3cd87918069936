import DiwanBytes

/// The code that is printed on a document, by which anyone can ask whether it is genuine: 128 random bits.
///
/// It is written in Crockford's base 32 (digits and capital letters without I, L, O and U), 26 characters in groups of five or six, so
/// that it can be read out and typed. The log holds only its SHA-256: who knows the log does not know the code.
public struct VerificationCode: Hashable, Sendable {
    /// The 16 bytes.
    public let bytes: [UInt8]

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    /// The number of characters: 128 bits in fives.
    private static let length = 26

    /// A code drawn from the system's generator.
    public init() { bytes = SecureRandom.bytes(16) }

    /// The code that `text` writes, as people type it: small letters, spaces and hyphens, O for 0, I and L for 1; `nil` for all else.
    public init?(_ text: String) {
        var bits: [UInt8] = []
        var value = 0
        var count = 0
        var characters = 0
        // What a copied text may have beside the code: marks of direction, the end of its first line.
        let typed = text.unicodeScalars.filter { $0.properties.generalCategory != .format && !$0.properties.isWhitespace }
        for byte in String(String.UnicodeScalarView(typed)).utf8 where byte != 0x2D {
            let letter: UInt8
            switch byte & 0xDF {
            case UInt8(ascii: "O"): letter = UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): letter = UInt8(ascii: "1")
            default: letter = byte >= 0x61 ? byte & 0xDF : byte
            }
            guard let digit = Self.alphabet.firstIndex(of: letter) else { return nil }
            characters += 1
            value = value << 5 | digit
            count += 5
            if count >= 8 {
                count -= 8
                bits.append(UInt8(value >> count))
                value &= (1 << count) - 1
            }
        }
        guard characters == Self.length, bits.count == 16, value == 0 else { return nil }
        bytes = bits
    }

    /// The code as it is printed: `4K7QX-9M2PA-…`.
    public var text: String {
        var digits: [UInt8] = []
        var value = 0
        var count = 0
        for byte in bytes {
            value = value << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                digits.append(Self.alphabet[value >> count & 31])
            }
            value &= (1 << count) - 1
        }
        if count > 0 { digits.append(Self.alphabet[value << (5 - count) & 31]) }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, index % 5 == 0, index < 25 { text += "-" }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }

    /// The SHA-256 of the 16 bytes, as the log has it.
    public var hash: [UInt8] { SHA256.hash(bytes) }
}
