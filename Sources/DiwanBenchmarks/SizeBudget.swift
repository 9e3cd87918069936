import DiwanPDF

/// What the bytes of a PDF file are spent on.
struct SizeBudget {
    /// The parts in the order of printing, each with its bytes.
    private(set) var parts: [(name: String, bytes: Int)] = []

    /// Counts the streams of a file by what they are; what is left is the frame around them.
    init(_ bytes: [UInt8]) throws {
        let file = try PDFFile(bytes)
        var names: [Int: String] = [:]
        for page in try file.pages() {
            if case .reference(let number) = page["Contents"] { names[number] = "content" }
        }
        var counts: [String: Int] = [:]
        for number in file.objectNumbers {
            guard let entries = try file.object(number).entries else { continue }
            if case .reference(let map) = entries["ToUnicode"] { names[map] = "characters" }
            if case .reference(let profile) = entries["DestOutputProfile"] { names[profile] = "profile" }
        }
        for number in file.objectNumbers {
            guard case .stream(let entries, let range) = try file.object(number) else { continue }
            let name =
                switch entries["Type"]?.name {
                case "Metadata": "metadata"
                case "ObjStm": "objects"
                case "XRef": "places"
                case "XObject": "pictures"
                default: names[number] ?? (entries["Length1"] == nil ? "other" : "outlines")
                }
            counts[name, default: 0] += range.count
        }
        for name in ["outlines", "characters", "content", "objects", "places", "metadata", "profile", "pictures", "other"] {
            if let count = counts[name] { parts.append((name, count)) }
        }
        parts.append(("frame", bytes.count - counts.values.reduce(0, +)))
    }

    /// The parts as the members of a JSON object.
    var json: String { parts.map { "\"\($0.name)\": \($0.bytes)" }.joined(separator: ", ") }
}
