/// Reads the numbers and words of an attribute's value from its UTF-8 bytes.
struct SVGScanner {
    let bytes: [UInt8]
    /// The index of the next byte.
    var offset: Int
    let end: Int

    init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        offset = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    var isAtEnd: Bool { offset >= end }

    /// The next byte, 0 at the end.
    var peek: UInt8 { offset < end ? bytes[offset] : 0 }

    mutating func skipSpace() {
        while offset < end, Self.isSpace(bytes[offset]) { offset += 1 }
    }

    /// Passes over white space with at most one comma in it. Says whether there was a comma.
    @discardableResult
    mutating func skipSeparator() -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: ",") else { return false }
        offset += 1
        skipSpace()
        return true
    }

    /// Passes over `byte` if it is next.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte, !isAtEnd else { return false }
        offset += 1
        return true
    }

    /// The letters and hyphens that come next.
    mutating func word() -> String {
        let start = offset
        while offset < end, (0x61...0x7A).contains(bytes[offset] | 0x20) || bytes[offset] == UInt8(ascii: "-") { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// The next number (SVG 1.1, 8.3.9); nothing is read when there is none.
    ///
    /// Up to 18 digits count. Numbers of up to 15 digits with powers of ten up to 22 are correctly rounded.
    mutating func number() -> Double? {
        var place = offset
        var isNegative = false
        if place < end, bytes[place] == UInt8(ascii: "-") || bytes[place] == UInt8(ascii: "+") {
            isNegative = bytes[place] == UInt8(ascii: "-")
            place += 1
        }
        var mantissa = 0
        var exponent = 0
        var digits = 0
        var isFraction = false
        while place < end {
            let byte = bytes[place]
            if byte == UInt8(ascii: "."), !isFraction {
                // A point has a digit before it or after it.
                guard digits > 0 || (place + 1 < end && 0x30...0x39 ~= bytes[place + 1]) else { break }
                isFraction = true
            } else if 0x30...0x39 ~= byte {
                digits += 1
                if mantissa < 100_000_000_000_000_000 {
                    mantissa = 10 * mantissa + Int(byte - 0x30)
                    if isFraction { exponent -= 1 }
                } else if !isFraction {
                    exponent += 1
                }
            } else {
                break
            }
            place += 1
        }
        guard digits > 0 else { return nil }
        if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
            var sign = 1
            var next = place + 1
            if next < end, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "+") {
                sign = bytes[next] == UInt8(ascii: "-") ? -1 : 1
                next += 1
            }
            // Without a digit it is a unit: em, ex.
            if next < end, 0x30...0x39 ~= bytes[next] {
                var written = 0
                while next < end, 0x30...0x39 ~= bytes[next] {
                    written = min(10 * written + Int(bytes[next] - 0x30), 10_000)
                    next += 1
                }
                exponent += sign * written
                place = next
            }
        }
        offset = place
        var value = Double(mantissa)
        while exponent != 0, value != 0, value.isFinite {
            // 10^22 is the highest power of ten that is exact.
            let step = min(22, abs(exponent))
            var power = 1.0
            for _ in 0..<step { power *= 10 }
            value = exponent < 0 ? value / power : value * power
            exponent += exponent < 0 ? step : -step
        }
        return isNegative ? -value : value
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x0C }
}
