/// A token of XPath 1.0 (3.7), with its place.
struct XPathToken {
    enum Kind: Equatable {
        case name(String)
        case variable(String)
        case literal(String)
        case number(String)
        /// `( ) [ ] . .. @ , :: / // | + - = != < <= > >= *`.
        case symbol(String)
        case end
    }

    let kind: Kind
    let range: Range<Int>
}

/// Cuts an expression into tokens. Names take the longest run, so `a-b` is one name; whether `and` or `*` is an operator is
/// for the parser to say, which knows where an operator may stand.
struct XPathTokenizer {
    private let bytes: [UInt8]
    private var index = 0

    init(_ expression: String) { bytes = Array(expression.utf8) }

    mutating func tokens() throws(XPathError) -> [XPathToken] {
        var result: [XPathToken] = []
        while true {
            while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
            let start = index
            let kind = try next()
            result.append(XPathToken(kind: kind, range: start..<index))
            if kind == .end { return result }
        }
    }

    private func peek(_ ahead: Int = 0) -> UInt8? { index + ahead < bytes.count ? bytes[index + ahead] : nil }

    private mutating func next() throws(XPathError) -> XPathToken.Kind {
        let start = index
        guard let byte = peek() else { return .end }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "@"), UInt8(ascii: ","),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"):
            return symbol(1)
        case UInt8(ascii: "="):
            if peek(1) == byte { throw .syntax(offset: start, words: "write = for equality, not ==") }
            if peek(1) == UInt8(ascii: ">") { throw .syntax(offset: start, words: "write >= for \"not less than\"") }
            return symbol(1)
        case UInt8(ascii: "|"):
            if peek(1) == byte { throw .syntax(offset: start, words: "write or, not ||") }
            return symbol(1)
        case UInt8(ascii: "&"): throw .syntax(offset: start, words: "write and, not &")
        case UInt8(ascii: "/"): return symbol(peek(1) == byte ? 2 : 1)
        case UInt8(ascii: "<"):
            if peek(1) == UInt8(ascii: ">") { throw .syntax(offset: start, words: "write != for inequality, not <>") }
            return symbol(peek(1) == UInt8(ascii: "=") ? 2 : 1)
        case UInt8(ascii: ">"): return symbol(peek(1) == UInt8(ascii: "=") ? 2 : 1)
        case UInt8(ascii: "!"):
            guard peek(1) == UInt8(ascii: "=") else { throw .syntax(offset: start, words: "write not(…), not !") }
            return symbol(2)
        case UInt8(ascii: ":"):
            guard peek(1) == byte else { throw .syntax(offset: start, words: "a colon may stand only inside a name") }
            return symbol(2)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try literal(byte)
        case UInt8(ascii: "."):
            if let after = peek(1), (0x30...0x39).contains(after) { return number() }
            return symbol(peek(1) == byte ? 2 : 1)
        case 0x30...0x39: return number()
        case UInt8(ascii: "$"):
            index += 1
            guard let name = plainName() else { throw .syntax(offset: start, words: "a name is wanted after $") }
            try refusePrefix(start)
            return .variable(name)
        default: return try name()
        }
    }

    private mutating func symbol(_ length: Int) -> XPathToken.Kind {
        let start = index
        index += length
        return .symbol(text(start))
    }

    private func text(_ start: Int) -> String { String(decoding: bytes[start..<index], as: UTF8.self) }

    private mutating func literal(_ quote: UInt8) throws(XPathError) -> XPathToken.Kind {
        let start = index + 1
        guard let end = bytes[start...].firstIndex(of: quote) else {
            throw .syntax(offset: index, words: "the closing quotation mark is missing")
        }
        index = end + 1
        return .literal(String(decoding: bytes[start..<end], as: UTF8.self))
    }

    private mutating func number() -> XPathToken.Kind {
        let start = index
        while let byte = peek(), (0x30...0x39).contains(byte) { index += 1 }
        if peek() == UInt8(ascii: ".") {
            index += 1
            while let byte = peek(), (0x30...0x39).contains(byte) { index += 1 }
        }
        return .number(text(start))
    }

    private mutating func name() throws(XPathError) -> XPathToken.Kind {
        let start = index
        guard let first = plainName() else {
            let character = String(decoding: bytes[start..<min(start + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
            throw .syntax(offset: start, words: "\(character.map(String.init) ?? "this") cannot stand here")
        }
        try refusePrefix(start)
        return .name(first)
    }

    /// Data lives in no namespace, so a prefix could never mean anything.
    private func refusePrefix(_ start: Int) throws(XPathError) {
        if peek() == UInt8(ascii: ":"), peek(1) != UInt8(ascii: ":") {
            throw .syntax(offset: start, words: "names in expressions have no prefix")
        }
    }

    /// An NCName (Namespaces in XML 1.0, 3), or nil with the index where it was.
    private mutating func plainName() -> String? {
        let start = index
        while let (scalar, length) = scalar(), XPathTokenizer.isName(scalar, first: index == start) { index += length }
        return index > start ? text(start) : nil
    }

    /// The scalar at the index; the bytes come from a string, so they are well-formed.
    private func scalar() -> (UInt32, Int)? {
        guard let first = peek() else { return nil }
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (0x7F >> UInt32(length))
        for ahead in 1..<length { value = value << 6 | UInt32((peek(ahead) ?? 0) & 0x3F) }
        return (value, length)
    }

    /// Whether `scalar` may stand in a name, or start one (XML 1.0, productions 4 and 4a, without
    /// the colon and the joiners, which libxml2 does not take).
    static func isName(_ scalar: UInt32, first: Bool) -> Bool {
        switch scalar {
        case 0x41...0x5A, 0x61...0x7A, 0x5F, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF,
            0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: !first
        default: false
        }
    }
}
