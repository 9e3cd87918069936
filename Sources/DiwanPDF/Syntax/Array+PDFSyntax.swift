internal import DiwanDocument

/// The lexical conventions of ISO 32000-1, 7.2 and 7.3.
extension Array where Element == UInt8 {
    /// Appends ASCII text as it stands.
    @inline(__always)
    mutating func append(ascii text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a whole number (7.3.3).
    mutating func append(integer value: Int) {
        if value < 0 {
            append(UInt8(ascii: "-"))
            append(digits: value.magnitude)
        } else {
            append(digits: UInt(value))
        }
    }

    private mutating func append(digits value: UInt) {
        // Up to eight digits stand in one word, the first of them lowest.
        var digits: UInt64 = 0
        var count = 0
        var rest = value
        while count < 8 {
            digits = digits << 8 | UInt64(0x30 &+ rest % 10)
            count &+= 1
            rest /= 10
            if rest == 0 { break }
        }
        if rest > 0 { append(digits: rest) }
        for _ in 0..<count {
            append(UInt8(truncatingIfNeeded: digits))
            digits >>= 8
        }
    }

    /// Appends `value` / 1000 as a real number without needless zeros (7.3.3).
    mutating func append(thousandths value: Int) {
        var magnitude = value.magnitude
        if value < 0 { append(UInt8(ascii: "-")) }
        let whole = magnitude / 1000
        magnitude %= 1000
        if whole > 0 || magnitude == 0 { append(digits: whole) }
        guard magnitude > 0 else { return }
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") &+ UInt8(magnitude / 100))
        guard magnitude % 100 > 0 else { return }
        append(UInt8(ascii: "0") &+ UInt8(magnitude / 10 % 10))
        guard magnitude % 10 > 0 else { return }
        append(UInt8(ascii: "0") &+ UInt8(magnitude % 10))
    }

    /// Appends `value` / 1000000 as a real number without needless zeros.
    mutating func append(millionths value: Int) {
        guard value % 1000 != 0 else {
            append(thousandths: value / 1000)
            return
        }
        if value < 0 { append(UInt8(ascii: "-")) }
        let magnitude = value.magnitude
        if magnitude >= 1_000_000 { append(digits: magnitude / 1_000_000) }
        append(UInt8(ascii: "."))
        var rest = magnitude % 1_000_000
        var place: UInt = 100_000
        while rest > 0 {
            append(UInt8(ascii: "0") &+ UInt8(rest / place))
            rest %= place
            place /= 10
        }
    }

    /// Appends a length in points, to the nearest thousandth.
    @inline(__always)
    mutating func append(length: Length) {
        append(thousandths: length.thousandthsOfPoint)
    }

    /// Appends bytes as a literal string (7.3.4.2).
    mutating func append(literalString bytes: some Sequence<UInt8>) {
        append(UInt8(ascii: "("))
        for byte in bytes { append(inLiteralString: byte) }
        append(UInt8(ascii: ")"))
    }

    /// Appends one byte of a literal string. A bare carriage return would be read as a line feed, so it is escaped too.
    @inline(__always)
    mutating func append(inLiteralString byte: UInt8) {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
            append(UInt8(ascii: "\\"))
            append(byte)
        case 0x0D:
            append(ascii: "\\r")
        default:
            append(byte)
        }
    }

    /// Appends bytes as a hexadecimal string (7.3.4.3).
    mutating func append(hexString bytes: some Sequence<UInt8>) {
        append(UInt8(ascii: "<"))
        for byte in bytes { append(hex: byte) }
        append(UInt8(ascii: ">"))
    }

    /// Appends a byte as two hexadecimal digits.
    @inline(__always)
    mutating func append(hex byte: UInt8) {
        append(Self.digit(byte >> 4))
        append(Self.digit(byte & 15))
    }

    /// Appends the low 16 bits of `value` as four hexadecimal digits.
    mutating func append(hex16 value: UInt32) {
        append(hex: UInt8(truncatingIfNeeded: value >> 8))
        append(hex: UInt8(truncatingIfNeeded: value))
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Appends a text string (7.9.2.2): ASCII as it is, any other text as UTF-16 with a byte order mark.
    mutating func append(textString text: String) {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            append(literalString: text.utf8)
            return
        }
        var bytes: [UInt8] = [0xFE, 0xFF]
        for unit in text.utf16 {
            bytes.append(UInt8(unit >> 8))
            bytes.append(UInt8(unit & 255))
        }
        append(literalString: bytes)
    }

    /// Appends a name (7.3.5); bytes that are not regular characters become `#xx`.
    mutating func append(name: String) {
        append(UInt8(ascii: "/"))
        for byte in name.utf8 {
            switch byte {
            case ...0x20, 0x7F..., UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "#"):
                append(UInt8(ascii: "#"))
                append(hex: byte)
            default: append(byte)
            }
        }
    }
}

extension Length {
    /// The length in 1/1000 pt, to the nearest one.
    @inline(__always)
    var thousandthsOfPoint: Int {
        Int((rawValue &* 1000 &+ 32_768) >> 16)
    }
}
