/// A number modulo 2^255 − 19, the field of edwards25519 (RFC 8032, 5.1), in five limbs of 51 bits.
///
/// Only public values are computed with: the time that an operation takes depends on them.
struct FieldElement {
    /// Limbs below 2^52 each, the low one first.
    private var l0: UInt64
    private var l1: UInt64
    private var l2: UInt64
    private var l3: UInt64
    private var l4: UInt64

    private static let mask: UInt64 = 1 << 51 - 1

    static let zero = FieldElement(0)
    static let one = FieldElement(1)

    /// The number `value`, below 2^51.
    init(_ value: UInt64) {
        (l0, l1, l2, l3, l4) = (value, 0, 0, 0, 0)
    }

    /// The number in the low 255 bits of 32 bytes, the low byte first. It may be 2^255 − 19 or above.
    init(_ bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 32)
        func word(_ offset: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(bytes[bytes.startIndex + offset + $1]) << UInt64(8 * $1) }
        }
        l0 = word(0) & Self.mask
        l1 = word(6) >> 3 & Self.mask
        l2 = word(12) >> 6 & Self.mask
        l3 = word(19) >> 1 & Self.mask
        l4 = word(24) >> 12 & Self.mask
    }

    /// The number below 2^255 − 19 as 32 bytes, the low byte first.
    var bytes: [UInt8] {
        var value = self
        value.carry()
        value.carry()
        // The limbs are below 2^51 + 19 now: one subtraction of the modulus is enough. It is due when adding 19 reaches 2^255.
        var over = (value.l0 + 19) >> 51
        for limb in [value.l1, value.l2, value.l3, value.l4] { over = (limb + over) >> 51 }
        value.l0 += 19 * over
        var limbs = [value.l0, value.l1, value.l2, value.l3, value.l4]
        for index in 0..<4 {
            limbs[index + 1] += limbs[index] >> 51
            limbs[index] &= Self.mask
        }
        limbs[4] &= Self.mask
        var bytes: [UInt8] = []
        var pending: UInt64 = 0
        var bits = 0
        for limb in limbs {
            // `pending` has fewer than eight bits.
            pending |= limb << UInt64(bits)
            bits += 51
            while bits >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                bits -= 8
            }
        }
        bytes.append(UInt8(truncatingIfNeeded: pending))
        return bytes
    }

    var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

    /// The low bit of the number below the modulus: the sign of RFC 8032, 5.1.2.
    var isOdd: Bool { bytes[0] & 1 == 1 }

    /// Brings limbs below 2^63 under 2^52.
    private mutating func carry() {
        l1 &+= l0 &>> 51
        l0 &= Self.mask
        l2 &+= l1 &>> 51
        l1 &= Self.mask
        l3 &+= l2 &>> 51
        l2 &= Self.mask
        l4 &+= l3 &>> 51
        l3 &= Self.mask
        l0 &+= 19 &* (l4 &>> 51)
        l4 &= Self.mask
    }

    static func + (left: FieldElement, right: FieldElement) -> FieldElement {
        var sum = left
        sum.l0 &+= right.l0
        sum.l1 &+= right.l1
        sum.l2 &+= right.l2
        sum.l3 &+= right.l3
        sum.l4 &+= right.l4
        sum.carry()
        return sum
    }

    static func - (left: FieldElement, right: FieldElement) -> FieldElement {
        // Four times the modulus keeps every limb above zero.
        let first = 4 * (mask - 18)
        let other = 4 * mask
        var difference = left
        difference.l0 &+= first &- right.l0
        difference.l1 &+= other &- right.l1
        difference.l2 &+= other &- right.l2
        difference.l3 &+= other &- right.l3
        difference.l4 &+= other &- right.l4
        difference.carry()
        return difference
    }

    static func * (a: FieldElement, b: FieldElement) -> FieldElement {
        @inline(__always) func product(_ x: UInt64, _ y: UInt64) -> UInt128 {
            let (high, low) = x.multipliedFullWidth(by: y)
            return UInt128(high) &<< 64 | UInt128(low)
        }
        // 2^255 is 19: what lies above comes back by that factor.
        let (b1, b2, b3, b4) = (19 &* b.l1, 19 &* b.l2, 19 &* b.l3, 19 &* b.l4)
        var r0 = product(a.l0, b.l0) &+ product(a.l1, b4) &+ product(a.l2, b3) &+ product(a.l3, b2) &+ product(a.l4, b1)
        var r1 = product(a.l0, b.l1) &+ product(a.l1, b.l0) &+ product(a.l2, b4) &+ product(a.l3, b3) &+ product(a.l4, b2)
        var r2 = product(a.l0, b.l2) &+ product(a.l1, b.l1) &+ product(a.l2, b.l0) &+ product(a.l3, b4) &+ product(a.l4, b3)
        var r3 = product(a.l0, b.l3) &+ product(a.l1, b.l2) &+ product(a.l2, b.l1) &+ product(a.l3, b.l0) &+ product(a.l4, b4)
        var r4 = product(a.l0, b.l4) &+ product(a.l1, b.l3) &+ product(a.l2, b.l2) &+ product(a.l3, b.l1) &+ product(a.l4, b.l0)
        let mask = UInt128(mask)
        r1 &+= r0 &>> 51
        r0 &= mask
        r2 &+= r1 &>> 51
        r1 &= mask
        r3 &+= r2 &>> 51
        r2 &= mask
        r4 &+= r3 &>> 51
        r3 &= mask
        r0 &+= 19 &* (r4 &>> 51)
        r4 &= mask
        r1 &+= r0 &>> 51
        r0 &= mask
        var result = FieldElement(UInt64(truncatingIfNeeded: r0))
        result.l1 = UInt64(truncatingIfNeeded: r1)
        result.l2 = UInt64(truncatingIfNeeded: r2)
        result.l3 = UInt64(truncatingIfNeeded: r3)
        result.l4 = UInt64(truncatingIfNeeded: r4)
        return result
    }

    /// The number to the power of 2^`bits` − `less`, for a `less` of 1 to 255.
    func power(bits: Int, less: Int) -> FieldElement {
        // The bits of 2^bits − less below the eighth, and ones above.
        let low = 256 - less
        var result = FieldElement.one
        for bit in stride(from: bits - 1, through: 0, by: -1) {
            result = result * result
            if bit >= 8 || low >> bit & 1 == 1 { result = result * self }
        }
        return result
    }

    /// One divided by the number (zero for zero): its power of 2^255 − 21.
    var inverse: FieldElement { power(bits: 255, less: 21) }

    /// A square root of −1: 2 to the power of (p − 1) / 4 = 2^253 − 5.
    static let rootOfMinusOne = FieldElement(2).power(bits: 253, less: 5)
}

extension FieldElement: Equatable {
    static func == (left: FieldElement, right: FieldElement) -> Bool {
        (left - right).isZero
    }
}
