/// A four-letter tag of OpenType: of a table, a script, a language system or a feature (OpenType 1.9.1, "Data types").
public struct Tag: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The four bytes, the first one highest.
    public let rawValue: UInt32

    /// A tag from its four bytes as one number.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The tag written as `text`: ASCII, filled up with spaces to four letters and cut after the fourth.
    public init(_ text: String) {
        var value: UInt32 = 0
        var length = 0
        for byte in text.utf8.prefix(4) {
            value = value << 8 | UInt32(byte)
            length += 1
        }
        while length < 4 {
            value = value << 8 | 0x20
            length += 1
        }
        rawValue = value
    }

    /// The tag written as `value`, as `init(_:)` reads it.
    public init(stringLiteral value: String) { self.init(value) }

    /// The four letters; a byte that is not printable ASCII is shown as a question mark.
    public var description: String {
        var text = ""
        for shift in [24, 16, 8, 0] as [UInt32] {
            let byte = UInt8(truncatingIfNeeded: rawValue >> shift)
            text.unicodeScalars.append(byte >= 0x20 && byte < 0x7F ? Unicode.Scalar(byte) : "?")
        }
        return text
    }

    /// The order of the raw values, which is the order of tables in a font file.
    @inlinable public static func < (left: Tag, right: Tag) -> Bool { left.rawValue < right.rawValue }
}
