public import DiwanDiagnostics

/// Reads what a browser posts of a form: `application/x-www-form-urlencoded` (URL Standard, 5.1), in UTF-8.
public struct FormDataReader: Sendable {
    /// A name with its value, each as it was typed.
    public struct Pair: Hashable, Sendable {
        /// The name of the control.
        public let name: String
        /// What was typed or chosen.
        public let value: String
        /// The byte offset of the name's first byte in the source.
        public let offset: Int
    }

    /// How many pairs a form may have.
    private let limit: Int

    /// A reader that takes at most `limit` pairs.
    public init(limit: Int = 100_000) {
        self.limit = limit
    }

    /// Whether bytes look like the data of a form, and not like JSON: a name that begins with a letter, and an equals sign.
    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first, UInt8(ascii: "a") <= first | 0x20, first | 0x20 <= UInt8(ascii: "z") else { return false }
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "="): return true
            // What a browser writes in a name.
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"), UInt8(ascii: "%"), UInt8(ascii: "+"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                break
            default: return false
            }
        }
        return false
    }

    /// The pairs, in the order of the form. A line feed at the end of the source does not count.
    public func read(_ source: SourceText) throws(DataError) -> [Pair] {
        var bytes = source.bytes[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        var pairs: [Pair] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.endIndex
            if end > start {
                guard pairs.count < limit else {
                    throw error(.limit, "the form has more than \(limit) values", at: start, source)
                }
                let sign = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")) ?? end
                let name = try text(bytes[start..<sign], source)
                let value = try sign < end ? text(bytes[(sign + 1)..<end], source) : ""
                pairs.append(Pair(name: name, value: value, offset: start))
            }
            start = end < bytes.endIndex ? end + 1 : end
        }
        return pairs
    }

    /// The text that percent signs and plus signs stand for.
    private func text(_ coded: ArraySlice<UInt8>, _ source: SourceText) throws(DataError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(coded.count)
        var index = coded.startIndex
        while index < coded.endIndex {
            switch coded[index] {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < coded.endIndex, let high = Self.digit(coded[index + 1]), let low = Self.digit(coded[index + 2]) else {
                    throw error(.syntax, "two hexadecimal digits are missing after \"%\"", at: index, source)
                }
                bytes.append(high << 4 | low)
                index += 2
            case let byte: bytes.append(byte)
            }
            index += 1
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error(.encoding, "the value is not UTF-8", at: coded.startIndex, source)
        }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private func error(_ reason: DataError.Reason, _ words: String, at offset: Int, _ source: SourceText) -> DataError {
        DataError(reason: reason, words: words, position: source.position(at: offset))
    }
}
