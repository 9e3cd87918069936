extension Array where Element == UInt8 {
    /// Appends `value` as two bytes, the high byte first.
    @inlinable
    public mutating func appendUInt16(_ value: UInt16) {
        append(UInt8(truncatingIfNeeded: value &>> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    /// Appends `value`, a two's complement number, as two bytes, the high byte first.
    @inlinable
    public mutating func appendInt16(_ value: Int16) {
        appendUInt16(UInt16(bitPattern: value))
    }

    /// Appends the low 24 bits of `value` as three bytes, the high byte first.
    @inlinable
    public mutating func appendUInt24(_ value: UInt32) {
        append(UInt8(truncatingIfNeeded: value &>> 16))
        appendUInt16(UInt16(truncatingIfNeeded: value))
    }

    /// Appends `value` as four bytes, the high byte first.
    @inlinable
    public mutating func appendUInt32(_ value: UInt32) {
        appendUInt16(UInt16(truncatingIfNeeded: value &>> 16))
        appendUInt16(UInt16(truncatingIfNeeded: value))
    }

    /// Appends `value` as eight bytes, the high byte first.
    @inlinable
    public mutating func appendUInt64(_ value: UInt64) {
        appendUInt32(UInt32(truncatingIfNeeded: value &>> 32))
        appendUInt32(UInt32(truncatingIfNeeded: value))
    }

    /// Puts `value` in the two bytes at `offset`, the high byte first. Traps when they are not there.
    @inlinable
    public mutating func setUInt16(_ value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value &>> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }

    /// Puts `value` in the four bytes at `offset`, the high byte first. Traps when they are not there.
    @inlinable
    public mutating func setUInt32(_ value: UInt32, at offset: Int) {
        setUInt16(UInt16(truncatingIfNeeded: value &>> 16), at: offset)
        setUInt16(UInt16(truncatingIfNeeded: value), at: offset + 2)
    }
}
