extension Script {
    /// The ISO 15924 tag as four letters in a number, the first letter in the highest byte: `Arab` is 0x41726162.
    public var tagValue: UInt32 {
        let position = Int(rawValue)
        return UInt32(truncatingIfNeeded: ScriptTagTable.tags[position >> 1] &>> UInt64((position & 1) << 5))
    }

    /// The ISO 15924 tag: `Arab`.
    public var tag: String {
        let value = tagValue
        let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value &>> UInt32($0)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The script with the ISO 15924 tag `tag`, written with its capital letter, or nil when Unicode 15.0 has none.
    public init?(tag: String) {
        let bytes = Array(tag.utf8)
        guard bytes.count == 4 else { return nil }
        let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard let script = Script.allCases.first(where: { $0.tagValue == value }) else { return nil }
        self = script
    }
}
