/// Reads big-endian numbers from bytes, in order, and never past their end.
public struct ByteReader: Sendable {
    /// All the bytes, those already read too.
    public let bytes: [UInt8]
    /// The index of the next byte to read.
    public private(set) var offset: Int

    /// A reader that begins at `offset`, which may be anything: a read outside the bytes is an error then.
    public init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    /// The number of bytes not read yet, 0 when the offset is outside.
    public var remaining: Int {
        offset >= 0 && offset < bytes.count ? bytes.count - offset : 0
    }

    /// The start of the next `count` bytes, which are then read.
    private mutating func take(_ count: Int) throws(BytesError) -> Int {
        guard count >= 0, offset >= 0, offset <= bytes.count, bytes.count - offset >= count else {
            throw .truncated(offset: offset, needed: count)
        }
        let start = offset
        offset += count
        return start
    }

    /// The next byte.
    public mutating func readUInt8() throws(BytesError) -> UInt8 {
        bytes[try take(1)]
    }

    /// The next two bytes, the high byte first.
    public mutating func readUInt16() throws(BytesError) -> UInt16 {
        let start = try take(2)
        return UInt16(bytes[start]) &<< 8 | UInt16(bytes[start + 1])
    }

    /// The next two bytes as a two's complement number.
    public mutating func readInt16() throws(BytesError) -> Int16 {
        Int16(bitPattern: try readUInt16())
    }

    /// The next three bytes, the high byte first.
    public mutating func readUInt24() throws(BytesError) -> UInt32 {
        let start = try take(3)
        return UInt32(bytes[start]) &<< 16 | UInt32(bytes[start + 1]) &<< 8 | UInt32(bytes[start + 2])
    }

    /// The next four bytes, the high byte first.
    public mutating func readUInt32() throws(BytesError) -> UInt32 {
        let start = try take(4)
        return UInt32(bytes[start]) &<< 24 | UInt32(bytes[start + 1]) &<< 16 | UInt32(bytes[start + 2]) &<< 8 | UInt32(bytes[start + 3])
    }

    /// The next eight bytes, the high byte first.
    public mutating func readUInt64() throws(BytesError) -> UInt64 {
        let high = try readUInt32()
        return UInt64(high) &<< 32 | UInt64(try readUInt32())
    }

    /// The next `count` bytes.
    public mutating func readBytes(_ count: Int) throws(BytesError) -> ArraySlice<UInt8> {
        let start = try take(count)
        return bytes[start..<start + count]
    }

    /// Passes over the next `count` bytes.
    public mutating func skip(_ count: Int) throws(BytesError) {
        _ = try take(count)
    }
}
