/// Writes HTML: tags, attributes and text, each escaped where it stands (HTML, 13.3).
struct MarkupWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []

    /// An attribute with its value.
    typealias Attribute = (name: String, value: String)

    /// A start tag. An attribute without a value (`required`) has an empty one.
    mutating func open(_ name: String, _ attributes: [Attribute] = []) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name.utf8)
        for (name, value) in attributes {
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: "=\"".utf8)
            escape(value, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    /// An end tag.
    mutating func close(_ name: String) {
        bytes.append(contentsOf: "</".utf8)
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    /// The end of a line of the source, where white space does not count.
    mutating func newline() {
        bytes.append(0x0A)
    }

    /// Text.
    mutating func text(_ text: String) {
        escape(text, inAttribute: false)
    }

    /// An element with text alone.
    mutating func element(_ name: String, _ attributes: [Attribute] = [], _ text: String) {
        open(name, attributes)
        self.text(text)
        close(name)
    }

    /// Text from right to left in which dates, numbers and Latin words keep their own order: `2026-02-05` is not turned round.
    mutating func isolatedText(_ text: String) {
        var rest = text.utf8[...]
        while let start = rest.firstIndex(where: Self.isLatin) {
            escape(String(rest[..<start]) ?? "", inAttribute: false)
            var end = start
            for index in rest[start...].indices {
                if Self.isLatin(rest[index]) { end = index } else if !"-./:@_".utf8.contains(rest[index]) { break }
            }
            end = rest.index(after: end)
            element("bdi", [("dir", "ltr")], String(rest[start..<end]) ?? "")
            rest = rest[end...]
        }
        escape(String(rest) ?? "", inAttribute: false)
    }

    /// Whether a byte is a Latin letter or a digit.
    private static func isLatin(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }

    /// Markup that is ready.
    mutating func markup(_ markup: String) {
        bytes.append(contentsOf: markup.utf8)
    }

    /// Markup that is ready.
    mutating func markup(_ markup: [UInt8]) {
        bytes += markup
    }

    private mutating func escape(_ text: String, inAttribute: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\"") where inAttribute: bytes.append(contentsOf: "&quot;".utf8)
            default: bytes.append(byte)
            }
        }
    }
}
