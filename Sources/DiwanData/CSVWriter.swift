/// Writes CSV (RFC 4180): a field with a separator, a quotation mark, a line end or a space at an end stands in quotation marks.
public struct CSVWriter: Sendable {
    /// The byte between fields: a comma, a semicolon or a tab.
    public let separator: UInt8

    /// A writer with `separator` between fields.
    public init(separator: UInt8 = UInt8(ascii: ",")) { self.separator = separator }

    /// Appends a record of `fields`, with CR LF after it.
    public func append(_ fields: [String], to output: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { output.append(separator) }
            append(field, to: &output)
        }
        output.append(0x0D)
        output.append(0x0A)
    }

    private func append(_ field: String, to output: inout [UInt8]) {
        let bytes = field.utf8
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            bytes.first == 0x20 || bytes.last == 0x20
            || bytes.contains { $0 == separator || $0 == quote || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else {
            output.append(contentsOf: bytes)
            return
        }
        output.append(quote)
        for byte in bytes {
            if byte == quote { output.append(quote) }
            output.append(byte)
        }
        output.append(quote)
    }
}
