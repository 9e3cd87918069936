/// An object of a PDF file as it was read (ISO 32000-1, 7.3).
public indirect enum PDFValue: Hashable, Sendable {
    /// Nothing; also what a reference to a missing object leads to.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A number with a fraction.
    case real(Double)
    /// A string's bytes.
    case string([UInt8])
    /// A name without its slash, `#xx` undone.
    case name(String)
    /// Values in order.
    case array([PDFValue])
    /// Values by name.
    case dictionary([String: PDFValue])
    /// A dictionary and where its data, still encoded, are in the file.
    case stream([String: PDFValue], Range<Int>)
    /// Another object, by its number.
    case reference(Int)

    /// The number, if it is one.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        default: nil
        }
    }

    /// The whole number, if it is one.
    public var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The name, if it is one.
    public var name: String? {
        if case .name(let value) = self { value } else { nil }
    }

    /// The bytes, if it is a string.
    public var stringBytes: [UInt8]? {
        if case .string(let bytes) = self { bytes } else { nil }
    }

    /// The number of the object, if it is a reference.
    public var referenceNumber: Int? {
        if case .reference(let number) = self { number } else { nil }
    }

    /// The entries of a dictionary or of a stream's dictionary.
    public var entries: [String: PDFValue]? {
        switch self {
        case .dictionary(let entries), .stream(let entries, _): entries
        default: nil
        }
    }

    /// The elements, if it is an array.
    public var elements: [PDFValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// A text string (7.9.2.2) as text: UTF-16 or UTF-8 with their byte order marks, else each byte as Latin-1.
    public var text: String? {
        guard case .string(let bytes) = self else { return nil }
        if bytes.starts(with: [0xFE, 0xFF]) {
            var units: [UInt16] = []
            for index in stride(from: 2, to: bytes.count - 1, by: 2) { units.append(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])) }
            return String(decoding: units, as: UTF16.self)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return String(decoding: bytes.dropFirst(3), as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
