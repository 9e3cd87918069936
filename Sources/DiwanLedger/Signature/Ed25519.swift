import DiwanBytes

/// Checks Ed25519 signatures (RFC 8032, 5.1.7). Nothing here is secret; signing is left to the `openssl` command.
public enum Ed25519 {
    /// Whether `signature` (64 bytes) over `message` was made with the private key of `publicKey` (32 bytes).
    ///
    /// Strict: the key and R must be written the one way there is, S must be below the order of the group, and the equation is checked without
    /// the cofactor, as OpenSSL and Go do.
    public static func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard signature.count == 64, publicKey.count == 32, isBelowOrder(signature[32...]), let key = EdwardsPoint(publicKey[...]) else {
            return false
        }
        let scalar = reduced(SHA512.hash(signature[..<32] + publicKey + message))
        return EdwardsPoint.sum(signature[32...], scalar, -key).bytes == Array(signature[..<32])
    }

    /// Whether `publicKey` is 32 bytes that stand for a point.
    static func isPublicKey(_ publicKey: some Collection<UInt8>) -> Bool {
        EdwardsPoint(Array(publicKey)[...]) != nil
    }

    /// The order of the group, L = 2^252 + 27742317777372353535851937790883648493, the low byte first (RFC 8032, 5.1).
    private static let order: [UInt8] = {
        let rest: UInt128 = 27_742_317_777_372_353_535_851_937_790_883_648_493
        return (0..<16).map { UInt8(truncatingIfNeeded: rest >> UInt128(8 * $0)) } + [UInt8](repeating: 0, count: 15) + [0x10]
    }()

    private static func isBelowOrder(_ scalar: ArraySlice<UInt8>) -> Bool {
        for (byte, limit) in zip(scalar.reversed(), order.reversed()) where byte != limit { return byte < limit }
        return false
    }

    /// The number in `bytes` modulo the order, as 32 bytes; the low byte first.
    private static func reduced(_ bytes: [UInt8]) -> [UInt8] {
        let limit = words(order)
        var rest: [UInt64] = [0, 0, 0, 0]
        // A bit after the other from the top: twice the rest and the bit is below twice the order, which has 253 bits.
        for byte in bytes.reversed() {
            for shift in stride(from: 7, through: 0, by: -1) {
                var carry = UInt64(byte >> UInt8(shift) & 1)
                for index in 0..<4 {
                    let high = rest[index] >> 63
                    rest[index] = rest[index] << 1 | carry
                    carry = high
                }
                var difference = rest
                var borrow: UInt64 = 0
                for index in 0..<4 {
                    let (first, below) = difference[index].subtractingReportingOverflow(limit[index])
                    let (second, belowToo) = first.subtractingReportingOverflow(borrow)
                    difference[index] = second
                    borrow = below || belowToo ? 1 : 0
                }
                if borrow == 0 { rest = difference }
            }
        }
        return rest.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }

    private static func words(_ bytes: [UInt8]) -> [UInt64] {
        (0..<4).map { word in (0..<8).reduce(0) { $0 | UInt64(bytes[8 * word + $1]) << UInt64(8 * $1) } }
    }
}
