import DiwanBytes

/// The entries of one tile in a row, each with its length before it (c2sp.org/tlog-tiles, “Log entries”).
public enum EntryBundle {
    /// The longest entry, in bytes.
    public static let longestEntry = 65_535

    /// Why bytes are no bundle.
    public enum Fault: Error, Equatable, Sendable {
        /// The bytes end within the entry at `index` of the bundle, or before it.
        case truncated(index: Int)
        /// Bytes follow the last entry, beginning at `offset`.
        case trailing(offset: Int)
    }

    /// Appends `entry` to `bundle`. Traps when it is longer than `longestEntry`.
    public static func append(_ entry: [UInt8], to bundle: inout [UInt8]) {
        precondition(entry.count <= longestEntry)
        bundle.appendUInt16(UInt16(entry.count))
        bundle.append(contentsOf: entry)
    }

    /// Where the entries of a bundle of `width` lie in `bytes`, as far as they go, and what is wrong after them.
    static func ranges(of bytes: [UInt8], width: Int) -> (ranges: [Range<Int>], fault: Fault?) {
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(width)
        var offset = 0
        for index in 0..<width {
            guard offset + 2 <= bytes.count else { return (ranges, .truncated(index: index)) }
            let start = offset + 2
            let end = start + (Int(bytes[offset]) << 8 | Int(bytes[offset + 1]))
            guard end <= bytes.count else { return (ranges, .truncated(index: index)) }
            ranges.append(start..<end)
            offset = end
        }
        return (ranges, offset == bytes.count ? nil : .trailing(offset: offset))
    }

    /// The entries of a bundle of `width`.
    public static func entries(of bytes: [UInt8], width: Int) throws(Fault) -> [[UInt8]] {
        let (ranges, fault) = ranges(of: bytes, width: width)
        if let fault { throw fault }
        return ranges.map { Array(bytes[$0]) }
    }
}
