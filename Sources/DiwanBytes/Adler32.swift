/// The checksum at the end of a zlib stream (RFC 1950, section 8.2).
public enum Adler32 {
    private static let modulus: UInt32 = 65_521

    /// The checksum of `bytes`.
    public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 1 }
        var sum: UInt32 = 1
        var sumOfSums: UInt32 = 0
        var index = 0
        while index < bytes.count {
            // 5552 bytes is the most before 32 bits could overflow; it is 173 steps of 32 bytes and 16 bytes.
            let end = min(index &+ 5536, bytes.count)
            while index &+ 32 <= end {
                // Σ over 32 bytes of (32 − i) · byte, and Σ byte: two independent sums, which the compiler turns into vectors.
                var plain: UInt32 = 0
                var weighted: UInt32 = 0
                let chunk = start + index
                for position in 0..<32 {
                    let byte = UInt32(chunk[position])
                    plain &+= byte
                    weighted &+= byte &* UInt32(truncatingIfNeeded: 32 &- position)
                }
                sumOfSums &+= 32 &* sum &+ weighted
                sum &+= plain
                index &+= 32
            }
            while index < end {
                sum &+= UInt32(start[index])
                sumOfSums &+= sum
                index &+= 1
            }
            sum %= modulus
            sumOfSums %= modulus
        }
        return sumOfSums << 16 | sum
    }

    /// The checksum of bytes with the checksum `first` and then `secondCount` bytes with the checksum `second`.
    public static func combined(_ first: UInt32, _ second: UInt32, secondCount: Int) -> UInt32 {
        let modulus = UInt64(modulus)
        let count = UInt64(secondCount) % modulus
        let firstSum = UInt64(first & 0xFFFF)
        // Each checksum begins with 1, which is counted once in the whole.
        let sum = (firstSum + UInt64(second & 0xFFFF) + modulus - 1) % modulus
        let sumOfSums = (UInt64(first >> 16) + UInt64(second >> 16) + count * (firstSum + modulus - 1)) % modulus
        return UInt32(sumOfSums) << 16 | UInt32(sum)
    }

    /// The checksum of `bytes`.
    public static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { checksum($0) }
    }
}
