/// Well-formed UTF-8 (Unicode 15.0, table 3-7): what every reader of text checks first.
public enum UTF8Sequence {
    /// The length of the well-formed sequence at `index`; nil when there is none.
    public static func length(in bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
        guard index >= 0, index < bytes.count else { return nil }
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF4: (length, high) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: return nil
        }
        guard index + length <= bytes.count, (low...high).contains(bytes[index + 1]) else { return nil }
        for next in 2..<max(length, 2) where bytes[index + next] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The offset of the first byte that is not part of well-formed UTF-8; nil when all are.
    public static func firstMalformed(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
            } else if let length = length(in: bytes, at: index) {
                index += length
            } else {
                return index
            }
        }
        return nil
    }
}
