/// Writes diagnostics for programs: a JSON array, one object a line, keys always in the same order.
public enum DiagnosticJSON {
    /// All of `diagnostics`, in order of printing, as one JSON array ended by a line feed.
    ///
    /// Keys, in order: `severity`, `message`; when known `file`, `line`, `column`, `length`, `hint`; for data faults `path`,
    /// `label`, `given`, `wanted`.
    public static func array(_ diagnostics: [Diagnostic]) -> String {
        let objects = diagnostics.sortedForPrinting().map(object)
        return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    }

    /// One diagnostic as a JSON object on one line.
    public static func object(_ diagnostic: Diagnostic) -> String {
        var output = "{\"severity\":\"\(diagnostic.severity.rawValue)\",\"message\":"
        writeString(diagnostic.message, to: &output)
        if let position = diagnostic.position {
            output += ",\"file\":"
            writeString(position.file, to: &output)
            output += ",\"line\":\(position.line),\"column\":\(position.column)"
        }
        if let length = diagnostic.length { output += ",\"length\":\(length)" }
        member("hint", diagnostic.hint, to: &output)
        if let data = diagnostic.data {
            member("path", data.path, to: &output)
            member("label", data.label, to: &output)
            member("given", data.given, to: &output)
            member("wanted", data.wanted, to: &output)
        }
        return output + "}"
    }

    private static func member(_ name: String, _ value: String?, to output: inout String) {
        guard let value else { return }
        output += ",\"\(name)\":"
        writeString(value, to: &output)
    }

    /// Appends `text` as a JSON string (RFC 8259, 7): only quotation mark, reverse solidus and controls are escaped.
    private static func writeString(_ text: String, to output: inout String) {
        let hexadecimal = Array("0123456789abcdef".unicodeScalars)
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                output += "\\u00"
                output.unicodeScalars.append(hexadecimal[Int(scalar.value >> 4)])
                output.unicodeScalars.append(hexadecimal[Int(scalar.value & 15)])
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
