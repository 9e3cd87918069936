/// A text as the bits of QR segments: the fewest that numeric, alphanumeric and byte mode together can do (ISO/IEC 18004:2015, 7.4).
struct QRSegments {
    /// A way to code characters.
    private enum Mode: UInt8 {
        /// Digits, three in ten bits.
        case numeric
        /// Digits, capital letters and nine signs, two in eleven bits.
        case alphanumeric
        /// Bytes.
        case byte

        /// The mode indicator (table 2).
        var indicator: Int { 1 << Int(rawValue) }

        /// Bits of the character count (table 3).
        func countBits(_ group: Int) -> Int {
            switch self {
            case .numeric: [10, 12, 14][group]
            case .alphanumeric: [9, 11, 13][group]
            case .byte: [8, 16, 16][group]
            }
        }
    }

    /// The most bytes that any symbol holds, as digits.
    private static let mostBytes = 7_089

    private let bytes: [UInt8]
    /// Whether the bytes must be told to be UTF-8.
    private let needsECI: Bool

    init(_ text: String) {
        bytes = Array(text.utf8)
        needsECI = bytes.contains { $0 >= 0x80 }
    }

    /// The group of versions that have the same character counts (table 3).
    static func group(of version: Int) -> Int { version < 10 ? 0 : version < 27 ? 1 : 2 }

    /// The bits of the text in a version of `group`, without a terminator; `nil` when there are far too many for any symbol.
    func bits(group: Int) -> QRBits? {
        guard bytes.count <= Self.mostBytes else { return nil }
        let modes = modes(group: group)
        var bits = QRBits()
        if needsECI {
            // Mode ECI, then assignment number 26: UTF-8 (7.4.2, table 4; AIM ECI register).
            bits.append(0b0111, 4)
            bits.append(26, 8)
        }
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, modes[end] == modes[start] { end += 1 }
            append(start..<end, modes[start], group, to: &bits)
            start = end
        }
        return bits
    }

    /// The bits that the text would need if all of it were digits: never more than it needs.
    var leastBits: Int { 4 + 14 + (10 * bytes.count + 2) / 3 }

    private func append(_ range: Range<Int>, _ mode: Mode, _ group: Int, to bits: inout QRBits) {
        bits.append(mode.indicator, 4)
        bits.append(range.count, mode.countBits(group))
        switch mode {
        case .numeric:
            for place in stride(from: range.lowerBound, to: range.upperBound, by: 3) {
                let digits = bytes[place..<min(place + 3, range.upperBound)]
                bits.append(digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }, 3 * digits.count + 1)
            }
        case .alphanumeric:
            for place in stride(from: range.lowerBound, to: range.upperBound, by: 2) {
                let letters = bytes[place..<min(place + 2, range.upperBound)]
                bits.append(letters.reduce(0) { 45 * $0 + Self.alphanumericValue($1)! }, letters.count == 2 ? 11 : 6)
            }
        case .byte: for byte in bytes[range] { bits.append(Int(byte), 8) }
        }
    }

    /// The mode of each byte.
    ///
    /// `cost[m]` is the least cost, in sixths of a bit, of all bytes so far when the last is in mode m. A numeric character costs 20
    /// sixths and an alphanumeric one 33; a segment's end rounds up to whole bits. Rounding keeps the order of two costs, so the
    /// cheapest way to each state is enough.
    private func modes(group: Int) -> [Mode] {
        let all: [Mode] = [.numeric, .alphanumeric, .byte]
        let header = all.map { 6 * (4 + $0.countBits(group)) }
        let never = Int.max / 2
        var cost = [never, never, never]
        // For each byte and mode, the mode of the byte before.
        var before: [[Mode]] = []
        before.reserveCapacity(bytes.count)
        for (place, byte) in bytes.enumerated() {
            let characterCost = [
                0x30...0x39 ~= byte ? 20 : never, Self.alphanumericValue(byte) != nil ? 33 : never, 48,
            ]
            var next = [never, never, never]
            var from = all
            for mode in 0..<3 where characterCost[mode] < never {
                var best = place == 0 ? header[mode] : cost[mode]
                if place > 0 {
                    for other in 0..<3 where other != mode && cost[other] < never {
                        let switched = (cost[other] + 5) / 6 * 6 + header[mode]
                        if switched < best { (best, from[mode]) = (switched, all[other]) }
                    }
                }
                next[mode] = best + characterCost[mode]
            }
            before.append(from)
            cost = next
        }
        var result = [Mode](repeating: .byte, count: bytes.count)
        guard !bytes.isEmpty else { return result }
        var mode = all[0]
        for other in all where (cost[Int(other.rawValue)] + 5) / 6 < (cost[Int(mode.rawValue)] + 5) / 6 { mode = other }
        for place in bytes.indices.reversed() {
            result[place] = mode
            mode = before[place][Int(mode.rawValue)]
        }
        return result
    }

    /// The value of a character in alphanumeric mode (table 5).
    private static func alphanumericValue(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x5A: Int(byte) - 0x41 + 10
        case UInt8(ascii: " "): 36
        case UInt8(ascii: "$"): 37
        case UInt8(ascii: "%"): 38
        case UInt8(ascii: "*"): 39
        case UInt8(ascii: "+"): 40
        case UInt8(ascii: "-"): 41
        case UInt8(ascii: "."): 42
        case UInt8(ascii: "/"): 43
        case UInt8(ascii: ":"): 44
        default: nil
        }
    }
}

/// Bits, the first in the highest bit of the first byte.
struct QRBits {
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0

    /// Appends the low `length` bits of `value`, the highest first.
    mutating func append(_ value: Int, _ length: Int) {
        for bit in (0..<length).reversed() {
            if count & 7 == 0 { bytes.append(0) }
            if value >> bit & 1 == 1 { bytes[count >> 3] |= 0x80 >> UInt8(count & 7) }
            count += 1
        }
    }

    /// The codewords of a symbol with room for `capacity` of them: terminator, bits to a whole codeword, pad codewords (7.4.9, 7.4.10).
    func padded(to capacity: Int) -> [UInt8] {
        var padded = self
        padded.append(0, min(4, 8 * capacity - count))
        padded.append(0, -padded.count & 7)
        for index in 0..<capacity - padded.bytes.count { padded.append(index % 2 == 0 ? 0xEC : 0x11, 8) }
        return padded.bytes
    }
}
