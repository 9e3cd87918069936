/// Bytes as hexadecimal digits, two a byte.
public enum Hexadecimal {
    /// `bytes` in lower-case digits.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            for value in [byte >> 4, byte & 15] { digits.append(value < 10 ? 0x30 + value : 0x57 + value) }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes that an even number of digits, of either case, stand for; `nil` for every other text.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in text.utf8 {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x41...0x46: value = digit - 0x37
            case 0x61...0x66: value = digit - 0x57
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? bytes : nil
    }
}
