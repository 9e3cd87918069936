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
