extension Font {
    /// Checks that the file is whole: that every table lies within it and has the sum that the directory gives (OpenType 1.9.1,
    /// "Calculating Checksums").
    ///
    /// - Throws: `truncated` for the first table that runs past the end of the file, `checksum` for the first that was changed.
    public func checkIntegrity() throws(FontError) {
        let all = data.all
        for record in tables {
            let part = all.part(at: record.offset, length: record.length)
            guard part.count == record.length else {
                throw .truncated(table: record.tag.description, offset: 0, needed: record.length)
            }
            var sum = part.withBytes { Self.sum($0) }
            // The sum of `head` is taken with the field that makes up for the sum of the whole file at 0.
            if record.tag == "head" { sum &-= UInt32(truncatingIfNeeded: part.u32(8)) }
            guard sum == record.checksum else { throw .checksum(table: record.tag.description) }
        }
    }

    /// The sum of the 32-bit words, the last one filled up with zero bytes.
    private static func sum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let raw = UnsafeRawBufferPointer(bytes)
        var sum: UInt32 = 0
        var offset = 0
        while offset &+ 4 <= raw.count {
            sum &+= UInt32(bigEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset &+= 4
        }
        var shift: UInt32 = 24
        while offset < raw.count {
            sum &+= UInt32(raw[offset]) << shift
            shift &-= 8
            offset &+= 1
        }
        return sum
    }
}
