public import DiwanDiagnostics

/// A parsed XML file: its source and its root element.
public struct XMLDocument: Sendable {
    /// The file it came from.
    public let source: SourceText
    /// The root element.
    public let root: XMLElement
}

/// An element, with its place in the source.
public final class XMLElement: Sendable {
    /// The local name, without a prefix.
    public let name: String
    /// The prefix as written; empty when there is none.
    public let prefix: String
    /// The namespace's URI; empty when the element is in no namespace.
    public let namespace: String
    /// The attributes in the order of the source, without namespace declarations.
    public let attributes: [XMLAttribute]
    /// Elements and text in the order of the source. Neighbouring text and CDATA sections are one; comments and processing
    /// instructions are left out, and part the text around them into two nodes.
    public let children: [XMLNode]
    /// The file the element stands in.
    public let source: SourceText
    /// The byte offset of the start tag's `<` in the source.
    public let offset: Int
    /// The byte offset just after the start tag's `>`.
    public let startTagEnd: Int
    /// The byte offset just after the end tag, or after the start tag of an empty element.
    public let end: Int

    init(
        name: String, prefix: String, namespace: String, attributes: [XMLAttribute], children: [XMLNode], source: SourceText, offset: Int,
        startTagEnd: Int, end: Int
    ) {
        self.name = name
        self.prefix = prefix
        self.namespace = namespace
        self.attributes = attributes
        self.children = children
        self.source = source
        self.offset = offset
        self.startTagEnd = startTagEnd
        self.end = end
    }

    /// The place of the start tag's `<`.
    public var position: SourcePosition { source.position(at: offset) }

    /// The length in Unicode scalars of `<` and the name as written, for marking it in a diagnostic.
    public var nameLength: Int {
        1 + name.unicodeScalars.count + (prefix.isEmpty ? 0 : prefix.unicodeScalars.count + 1)
    }

    /// The attribute `name` in no namespace.
    public func attribute(_ name: String) -> XMLAttribute? {
        attributes.first { $0.name == name && $0.namespace.isEmpty }
    }

    /// The value of the attribute `name` in no namespace.
    public subscript(name: String) -> String? { attribute(name)?.value }

    /// The child elements, in order.
    public var elements: [XMLElement] {
        children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The child elements called `name`, of the same namespace as this one.
    public func elements(_ name: String) -> [XMLElement] {
        elements.filter { $0.name == name && $0.namespace == namespace }
    }

    /// The first child element called `name`, of the same namespace as this one.
    public func first(_ name: String) -> XMLElement? {
        for case .element(let element) in children where element.name == name && element.namespace == namespace { return element }
        return nil
    }

    /// All text within the element, at any depth.
    public var text: String {
        var result = ""
        appendText(to: &result)
        return result
    }

    private func appendText(to result: inout String) {
        for child in children {
            switch child {
            case .text(let text): result += text.value
            case .element(let element): element.appendText(to: &result)
            }
        }
    }
}

/// What an element holds.
public enum XMLNode: Sendable {
    /// An element.
    case element(XMLElement)
    /// Text, with references resolved and CDATA sections merged.
    case text(XMLText)

    /// The place where it starts.
    public var position: SourcePosition {
        switch self {
        case .element(let element): element.position
        case .text(let text): text.position
        }
    }
}

/// Text, with its place in the source.
public struct XMLText: Sendable {
    /// The text, with line ends as LF.
    public let value: String
    /// The file it stands in.
    public let source: SourceText
    /// The byte offset of its first byte in the source (`<` when it starts with a CDATA section).
    public let offset: Int

    /// The place where it starts.
    public var position: SourcePosition { source.position(at: offset) }

    /// The scalars, each with the byte offset in the source at which it is written. A reference (`&#160;`) is written where its `&` is.
    public var scalars: [(scalar: Unicode.Scalar, offset: Int)] {
        let bytes = source.bytes
        var index = offset
        var isLiteral = false
        var result: [(scalar: Unicode.Scalar, offset: Int)] = []
        result.reserveCapacity(value.utf8.count)
        for scalar in value.unicodeScalars {
            while true {
                if isLiteral, bytes[min(index, bytes.count)...].starts(with: "]]>".utf8) {
                    isLiteral = false
                    index += 3
                } else if !isLiteral, bytes[min(index, bytes.count)...].starts(with: "<![CDATA[".utf8) {
                    isLiteral = true
                    index += 9
                } else {
                    break
                }
            }
            result.append((scalar, min(index, bytes.count)))
            guard index < bytes.count else { continue }
            if !isLiteral, bytes[index] == UInt8(ascii: "&") {
                while index < bytes.count, bytes[index] != UInt8(ascii: ";") { index += 1 }
                index += 1
            } else if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
                index += 2
            } else {
                index += UTF8.width(scalar)
            }
        }
        return result
    }

    /// Whether it is only XML white space.
    public var isBlank: Bool { value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D } }
}
