/// The beginning of a byte, its lowest bits.
struct OpenBits: Sendable {
    var value: UInt64
    var count: UInt64
}

/// Writes bits, the lowest of each value first, into a buffer of its own that is kept from one use to the next.
struct BitWriter {
    private var bytes = UnsafeMutableRawPointer.allocate(byteCount: 65_536, alignment: 8)
    private var capacity = 65_536
    private var count = 0
    private var pending: UInt64 = 0
    private var pendingCount: UInt64 = 0

    func deallocate() {
        bytes.deallocate()
    }

    /// Makes room for `more` bytes and the eight that `put` may write beyond them.
    mutating func reserve(_ more: Int) {
        let needed = count + more + 16
        guard needed > capacity else { return }
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: bytes, byteCount: count)
        bytes.deallocate()
        bytes = larger
    }

    /// Appends the low `length` bits of `value`, at most 56; all higher bits are 0. Room was reserved before.
    @inline(__always)
    mutating func put(_ value: UInt64, _ length: UInt64) {
        // Fewer than eight bits are ever pending, so 56 more fit.
        pending |= value &<< pendingCount
        pendingCount &+= length
        bytes.storeBytes(of: pending.littleEndian, toByteOffset: count, as: UInt64.self)
        let whole = pendingCount &>> 3
        count &+= Int(truncatingIfNeeded: whole)
        // A shift by 64 cannot happen: at most 63 bits are pending, so at most 56 of them are whole bytes.
        pending &>>= whole &<< 3
        pendingCount &= 7
    }

    /// The bits after the last whole byte, fewer than eight.
    var openBits: OpenBits { OpenBits(value: pending, count: pendingCount) }

    /// Fills the last byte with zero bits.
    mutating func alignToByte() {
        if pendingCount > 0 { put(0, 8 - pendingCount) }
    }

    /// Appends `length` bytes; the writer is at the start of a byte, and room was reserved.
    mutating func putBytes(_ source: UnsafePointer<UInt8>, _ length: Int) {
        precondition(pendingCount == 0 && count + length <= capacity)
        (bytes + count).copyMemory(from: source, byteCount: length)
        count += length
    }

    /// Appends `source` bit by bit, wherever in a byte the writer is.
    mutating func append(_ source: [UInt8]) {
        reserve(source.count)
        source.withUnsafeBytes { source in
            var offset = 0
            // Seven bytes a step, read as eight.
            while offset &+ 8 <= source.count {
                put(UInt64(littleEndian: source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) & 0xFF_FFFF_FFFF_FFFF, 56)
                offset &+= 7
            }
            while offset < source.count {
                put(UInt64(source[offset]), 8)
                offset &+= 1
            }
        }
    }

    /// Moves all whole bytes to the end of `output`, and forgets the bits after them.
    mutating func drain(into output: inout [UInt8]) {
        output.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        count = 0
        pending = 0
        pendingCount = 0
    }
}
