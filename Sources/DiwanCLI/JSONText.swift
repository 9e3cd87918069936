import DiwanData

/// Pieces of the JSON that the program writes (RFC 8259).
enum JSONText {
    /// `text` as a JSON string, with its quotation marks.
    static func string(_ text: String) -> String {
        JSONWriter.text(.string(text))
    }

    /// An object of members whose values are JSON already, in this order; those without a value are left out.
    static func object(_ members: KeyValuePairs<String, String?>) -> String {
        "{" + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
    }
}
