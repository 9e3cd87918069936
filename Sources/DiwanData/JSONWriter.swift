/// Writes JSON: members in their order, numbers as they are, so that equal values give equal bytes.
public enum JSONWriter {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// On one line, without spaces.
        case compact
        /// A member or element a line, indented by two spaces, ended by a line feed.
        case pretty
    }

    /// `value` as text.
    public static func text(_ value: JSONValue, _ layout: Layout = .compact) -> String {
        String(decoding: bytes(value, layout), as: UTF8.self)
    }

    /// `value` as UTF-8.
    public static func bytes(_ value: JSONValue, _ layout: Layout = .compact) -> [UInt8] {
        var output: [UInt8] = []
        append(value, layout, to: &output)
        return output
    }

    /// Appends `value` as UTF-8.
    public static func append(_ value: JSONValue, _ layout: Layout = .compact, to output: inout [UInt8]) {
        write(value, indent: layout == .pretty ? 0 : nil, to: &output)
        if layout == .pretty { output.append(0x0A) }
    }

    private static func write(_ value: JSONValue, indent: Int?, to output: inout [UInt8]) {
        switch value.kind {
        case .null: output.append(contentsOf: "null".utf8)
        case .boolean(let boolean): output.append(contentsOf: (boolean ? "true" : "false").utf8)
        case .number(let number): output.append(contentsOf: number.utf8)
        case .string(let string): appendString(string, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                newLine(indent.map { $0 + 1 }, to: &output)
                write(element, indent: indent.map { $0 + 1 }, to: &output)
            }
            if !elements.isEmpty { newLine(indent, to: &output) }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                newLine(indent.map { $0 + 1 }, to: &output)
                appendString(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                if indent != nil { output.append(UInt8(ascii: " ")) }
                write(member.value, indent: indent.map { $0 + 1 }, to: &output)
            }
            if !members.isEmpty { newLine(indent, to: &output) }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func newLine(_ indent: Int?, to output: inout [UInt8]) {
        guard let indent else { return }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: 2 * indent))
    }

    /// Appends `string` as a JSON string (RFC 8259, 7): only quotation mark, reverse solidus and controls are escaped.
    public static func appendString(_ string: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0x0A: output.append(contentsOf: "\\n".utf8)
            case 0x0D: output.append(contentsOf: "\\r".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x0C: output.append(contentsOf: "\\f".utf8)
            case 0..<0x20:
                output.append(contentsOf: "\\u00".utf8)
                output.append(hexadecimalDigit(byte >> 4))
                output.append(hexadecimalDigit(byte & 15))
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
