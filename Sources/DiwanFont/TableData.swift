/// A part of a font's bytes, from which big-endian numbers are read; it keeps the `FontBytes` that it is of.
///
/// Offsets are in bytes from the start of the part. The plain reads give 0 when they would leave it, so that a damaged
/// font can give wrong glyphs but never a wrong access; the reads named `required…` throw instead.
public struct TableData: @unchecked Sendable {
    // Unchecked is sound: the bytes are immutable.
    @usableFromInline let owner: FontBytes
    @usableFromInline let base: UnsafePointer<UInt8>
    /// The number of bytes.
    public let count: Int

    @usableFromInline init(owner: FontBytes, base: UnsafePointer<UInt8>, count: Int) {
        self.owner = owner
        self.base = base
        self.count = count
    }

    /// No bytes.
    public static let empty: TableData = {
        let nothing = FontBytes([])
        return TableData(owner: nothing, base: nothing.base, count: 0)
    }()

    /// Whether `length` bytes at `offset` are inside.
    @inlinable @inline(__always) public func has(_ length: Int, at offset: Int) -> Bool {
        offset >= 0 && length >= 0 && length <= count && offset <= count &- length
    }

    /// The byte at `offset`, or 0.
    @inlinable @inline(__always) public func u8(_ offset: Int) -> Int {
        guard offset >= 0, offset < count else { return 0 }
        return Int(base[offset])
    }

    /// The unsigned 16-bit number at `offset`, or 0.
    @inlinable @inline(__always) public func u16(_ offset: Int) -> Int {
        guard offset >= 0, offset <= count &- 2 else { return 0 }
        return Int(UnsafeRawPointer(base + offset).loadUnaligned(as: UInt16.self).bigEndian)
    }

    /// The signed 16-bit number at `offset`, or 0.
    @inlinable @inline(__always) public func i16(_ offset: Int) -> Int {
        guard offset >= 0, offset <= count &- 2 else { return 0 }
        return Int(Int16(bitPattern: UnsafeRawPointer(base + offset).loadUnaligned(as: UInt16.self).bigEndian))
    }

    /// The unsigned 24-bit number at `offset`, or 0.
    @inlinable @inline(__always) public func u24(_ offset: Int) -> Int {
        has(3, at: offset) ? u8(offset) << 16 | u16(offset &+ 1) : 0
    }

    /// The unsigned 32-bit number at `offset`, or 0.
    @inlinable @inline(__always) public func u32(_ offset: Int) -> Int {
        guard offset >= 0, offset <= count &- 4 else { return 0 }
        return Int(UnsafeRawPointer(base + offset).loadUnaligned(as: UInt32.self).bigEndian)
    }

    /// The tag at `offset`, or four zero bytes.
    @inlinable public func tag(_ offset: Int) -> Tag { Tag(rawValue: UInt32(truncatingIfNeeded: u32(offset))) }

    /// The part from `offset` to the end, cut to `length` bytes; what does not exist is left out.
    @inlinable public func part(at offset: Int, length: Int = Int.max) -> TableData {
        guard offset >= 0, offset < count, length > 0 else { return TableData(owner: owner, base: base, count: 0) }
        return TableData(owner: owner, base: base + offset, count: min(length, count &- offset))
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { [UInt8](UnsafeBufferPointer(start: base, count: count)) }

    /// Calls `body` with the bytes, which must not leave it.
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: count))
    }

    /// Throws `FontError.truncated`, with `table` as its name, unless `length` bytes at `offset` are inside.
    func require(_ length: Int, at offset: Int, of table: Tag) throws(FontError) {
        guard has(length, at: offset) else { throw .truncated(table: table.description, offset: offset, needed: length) }
    }
}
