/// A hash of 128 bits by which inputs are told apart, fed piece by piece. It costs a tenth of SHA-256, and guards against nobody who looks
/// for two inputs with the same one.
///
/// Every step can be undone, so two inputs with the same lengths of their pieces meet only where a later difference makes up for an
/// earlier one. The pieces count: two bytes in one are not the same as one byte in each of two.
public struct Fingerprint: Sendable {
    // The golden ratio's fraction, and two odd multipliers without a pattern in their bits.
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0x6A09_E667_F3BC_C908

    /// The fingerprint of nothing yet.
    public init() {}

    @inline(__always)
    private mutating func add(_ one: UInt64, _ other: UInt64) {
        second = (second ^ other) &* 0xD6E8_FEB8_6659_FD93
        second = second &<< 29 | second &>> 35
        first = (first ^ one) &* 0xBF58_476D_1CE4_E5B9
        first = (first &<< 31 | first &>> 33) &+ second
    }

    /// Adds a piece.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var state = self
        var offset = 0
        while offset &+ 16 <= bytes.count {
            state.add(
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self)))
            offset &+= 16
        }
        var rest: (UInt64, UInt64) = (0, 0)
        for index in offset..<bytes.count {
            let byte = UInt64(bytes[index]) &<< UInt64(8 &* (index & 7))
            if index &- offset < 8 { rest.0 |= byte } else { rest.1 |= byte }
        }
        state.add(rest.0, rest.1)
        state.add(UInt64(bytes.count), 0)
        self = state
    }

    /// Adds a piece.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Adds a piece.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The 16 bytes of the fingerprint of all that was added. More may be added afterwards.
    public func finalized() -> [UInt8] {
        var end = self
        // Until each bit has reached every other.
        for round in 0..<4 {
            end.add(end.second &>> 32, UInt64(round))
            end.first ^= end.first &>> 29
            end.second ^= end.first &>> 32
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        bytes.appendUInt64(end.first)
        bytes.appendUInt64(end.second)
        return bytes
    }
}
