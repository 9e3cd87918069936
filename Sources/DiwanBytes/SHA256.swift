/// The SHA-256 hash (FIPS 180-4, section 6.2), fed piece by piece.
public struct SHA256: Sendable {
    private var state = State()
    /// Bytes not yet hashed, fewer than 64.
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// The hash of no bytes yet.
    public init() {
        pending.reserveCapacity(64)
    }

    /// Adds `bytes` to what is hashed.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var start = 0
        if !pending.isEmpty {
            start = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[0..<start])
            guard pending.count == 64 else { return }
            pending.withUnsafeBytes { state.hash($0, blocks: 1) }
            pending.removeAll(keepingCapacity: true)
        }
        let blocks = (bytes.count - start) / 64
        if blocks > 0 {
            state.hash(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64 * blocks]), blocks: blocks)
            start += 64 * blocks
        }
        pending.append(contentsOf: bytes[start...])
    }

    /// Adds `bytes` to what is hashed.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Adds `bytes` to what is hashed.
    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// The 32 bytes of the hash of all that was added. More may be added afterwards.
    public func finalized() -> [UInt8] {
        var end = pending
        end.append(0x80)
        end.append(contentsOf: repeatElement(0, count: (120 - end.count) % 64))
        end.appendUInt64(length &* 8)
        var last = state
        end.withUnsafeBytes { last.hash($0, blocks: $0.count / 64) }
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for word in [last.a, last.b, last.c, last.d, last.e, last.f, last.g, last.h] { digest.appendUInt32(word) }
        return digest
    }

    /// The 32 bytes of the hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalized()
    }

    /// Writes the hash of `prefix` followed by `bytes` to the first 32 bytes of `digest`, without memory of its own.
    ///
    /// `digest` may lie in `bytes`. Traps when it is too short.
    public static func hash(_ prefix: UInt8, _ bytes: UnsafeRawBufferPointer, into digest: UnsafeMutableRawBufferPointer) {
        precondition(digest.count >= 32)
        var state = State()
        withUnsafeTemporaryAllocation(byteCount: 128, alignment: 8) { block in
            block[0] = prefix
            let first = min(63, bytes.count)
            if first > 0 { block[1...first].copyBytes(from: bytes[0..<first]) }
            var filled = first + 1
            if filled == 64 {
                state.hash(UnsafeRawBufferPointer(block), blocks: 1)
                var start = first
                let blocks = (bytes.count - start) / 64
                if blocks > 0 {
                    state.hash(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64 * blocks]), blocks: blocks)
                    start += 64 * blocks
                }
                filled = bytes.count - start
                block[0..<filled].copyBytes(from: bytes[start...])
            }
            // The padding (FIPS 180-4, 5.1.1): a one bit, zeros, the length in bits.
            block[filled] = 0x80
            let end = filled < 56 ? 64 : 128
            for index in filled + 1..<end - 8 { block[index] = 0 }
            block.storeBytes(of: ((UInt64(bytes.count) &+ 1) &* 8).bigEndian, toByteOffset: end - 8, as: UInt64.self)
            state.hash(UnsafeRawBufferPointer(block), blocks: end / 64)
        }
        digest.storeBytes(of: state.a.bigEndian, toByteOffset: 0, as: UInt32.self)
        digest.storeBytes(of: state.b.bigEndian, toByteOffset: 4, as: UInt32.self)
        digest.storeBytes(of: state.c.bigEndian, toByteOffset: 8, as: UInt32.self)
        digest.storeBytes(of: state.d.bigEndian, toByteOffset: 12, as: UInt32.self)
        digest.storeBytes(of: state.e.bigEndian, toByteOffset: 16, as: UInt32.self)
        digest.storeBytes(of: state.f.bigEndian, toByteOffset: 20, as: UInt32.self)
        digest.storeBytes(of: state.g.bigEndian, toByteOffset: 24, as: UInt32.self)
        digest.storeBytes(of: state.h.bigEndian, toByteOffset: 28, as: UInt32.self)
    }

    /// The eight words between two blocks (FIPS 180-4, 5.3.3).
    private struct State {
        var a: UInt32 = 0x6A09_E667
        var b: UInt32 = 0xBB67_AE85
        var c: UInt32 = 0x3C6E_F372
        var d: UInt32 = 0xA54F_F53A
        var e: UInt32 = 0x510E_527F
        var f: UInt32 = 0x9B05_688C
        var g: UInt32 = 0x1F83_D9AB
        var h: UInt32 = 0x5BE0_CD19

        /// Hashes the first `blocks` × 64 bytes of `bytes`. Traps when they are not there.
        mutating func hash(_ bytes: UnsafeRawBufferPointer, blocks: Int) {
            precondition(bytes.count >= 64 * blocks)
            let k = SHA256.roundConstants.words
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
                guard let w = schedule.baseAddress else { return }
                for block in 0..<blocks {
                    for index in 0..<16 {
                        w[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 64 &* block &+ 4 &* index, as: UInt32.self))
                    }
                    for index in 16..<64 {
                        let two = w[index &- 2]
                        let fifteen = w[index &- 15]
                        let sigma1 = SHA256.rotate(two, 17) ^ SHA256.rotate(two, 19) ^ two &>> 10
                        let sigma0 = SHA256.rotate(fifteen, 7) ^ SHA256.rotate(fifteen, 18) ^ fifteen &>> 3
                        w[index] = sigma1 &+ w[index &- 7] &+ sigma0 &+ w[index &- 16]
                    }
                    var a = self.a
                    var b = self.b
                    var c = self.c
                    var d = self.d
                    var e = self.e
                    var f = self.f
                    var g = self.g
                    var h = self.h
                    // Eight rounds a turn: the words change their roles instead of being moved.
                    var t = 0
                    while t < 64 {
                        SHA256.round(a, b, c, &d, e, f, g, &h, k[t] &+ w[t])
                        SHA256.round(h, a, b, &c, d, e, f, &g, k[t &+ 1] &+ w[t &+ 1])
                        SHA256.round(g, h, a, &b, c, d, e, &f, k[t &+ 2] &+ w[t &+ 2])
                        SHA256.round(f, g, h, &a, b, c, d, &e, k[t &+ 3] &+ w[t &+ 3])
                        SHA256.round(e, f, g, &h, a, b, c, &d, k[t &+ 4] &+ w[t &+ 4])
                        SHA256.round(d, e, f, &g, h, a, b, &c, k[t &+ 5] &+ w[t &+ 5])
                        SHA256.round(c, d, e, &f, g, h, a, &b, k[t &+ 6] &+ w[t &+ 6])
                        SHA256.round(b, c, d, &e, f, g, h, &a, k[t &+ 7] &+ w[t &+ 7])
                        t &+= 8
                    }
                    self.a &+= a
                    self.b &+= b
                    self.c &+= c
                    self.d &+= d
                    self.e &+= e
                    self.f &+= f
                    self.g &+= g
                    self.h &+= h
                }
            }
        }
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ by: UInt32) -> UInt32 {
        word &>> by | word &<< (32 &- by)
    }

    /// One round (FIPS 180-4, 6.2.2, step 3) that leaves the new `e` in `d` and the new `a` in `h`.
    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
        _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ input: UInt32
    ) {
        let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let choice = g ^ e & (f ^ g)
        let first = h &+ sum1 &+ choice &+ input
        let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        let majority = a & b | c & (a | b)
        d &+= first
        h = first &+ sum0 &+ majority
    }

    private static let roundConstants = RoundConstants()

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2).
    private final class RoundConstants: Sendable {
        nonisolated(unsafe) let words: UnsafePointer<UInt32>

        init() {
            let words = UnsafeMutablePointer<UInt32>.allocate(capacity: 64)
            var count = 0
            var candidate: UInt64 = 2
            while count < 64 {
                if (2..<candidate).allSatisfy({ candidate % $0 != 0 }) {
                    words[count] = Self.cubeRootFraction(of: candidate)
                    count += 1
                }
                candidate += 1
            }
            self.words = UnsafePointer(words)
        }

        /// The low 32 bits of ⌊∛(prime · 2^96)⌋, found bit by bit in whole numbers.
        private static func cubeRootFraction(of prime: UInt64) -> UInt32 {
            var root: UInt64 = 0
            for bit in stride(from: 34, through: 0, by: -1) {
                let trial = root | 1 << UInt64(bit)
                // trial < 2^35, so its cube has up to 105 bits: kept as 128.
                let square = UInt128(trial) * UInt128(trial)
                if square * UInt128(trial) <= UInt128(prime) << 96 { root = trial }
            }
            return UInt32(truncatingIfNeeded: root)
        }
    }
}
