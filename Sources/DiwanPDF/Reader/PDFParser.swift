/// Reads tokens and objects from bytes (ISO 32000-1, 7.2 and 7.3), of a file or of a content stream. Never reads outside them.
struct PDFParser {
    /// An object, or a word that is none: an operator, `obj`, `endstream`.
    enum Token: Equatable {
        case value(PDFValue)
        case keyword(String)
        case end
    }

    let bytes: [UInt8]
    private(set) var offset: Int
    private let end: Int
    /// Whether `12 0 R` is a reference; not so in a content stream.
    private let hasReferences: Bool
    private static let deepest = 64

    init(_ bytes: [UInt8], at offset: Int = 0, hasReferences: Bool = true) {
        self.bytes = bytes
        self.offset = max(0, min(offset, bytes.count))
        end = bytes.count
        self.hasReferences = hasReferences
    }

    /// The next object or word.
    mutating func next() throws(PDFError) -> Token {
        try next(depth: 0)
    }

    /// The next object; a word in its place is an error.
    mutating func value() throws(PDFError) -> PDFValue {
        let start = offset
        guard case .value(let value) = try next() else { throw .malformed(.syntax, offset: start) }
        return value
    }

    /// Passes over a word that must be next.
    mutating func expect(_ keyword: String) throws(PDFError) {
        let start = offset
        guard try next() == .keyword(keyword) else { throw .malformed(.syntax, offset: start) }
    }

    mutating func move(to newOffset: Int) {
        offset = max(0, min(newOffset, end))
    }

    private mutating func next(depth: Int) throws(PDFError) -> Token {
        guard depth < Self.deepest else { throw .malformed(.nesting, offset: offset) }
        skipSpace()
        guard offset < end else { return .end }
        let byte = bytes[offset]
        switch byte {
        case UInt8(ascii: "/"): return .value(.name(name()))
        case UInt8(ascii: "("): return .value(.string(try literalString()))
        case UInt8(ascii: "["):
            offset += 1
            return .value(.array(try elements(depth)))
        case UInt8(ascii: "<"):
            if offset + 1 < end, bytes[offset + 1] == byte {
                offset += 2
                return .value(.dictionary(try entries(depth)))
            }
            return .value(.string(try hexString()))
        case UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            offset += 1
            return .keyword(String(Unicode.Scalar(byte)))
        case UInt8(ascii: ">"):
            guard offset + 1 < end, bytes[offset + 1] == byte else { throw .malformed(.syntax, offset: offset) }
            offset += 2
            return .keyword(">>")
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return number()
        case UInt8(ascii: ")"): throw .malformed(.syntax, offset: offset)
        default: return word()
        }
    }

    /// The entries of a dictionary that is next, each with the place of its value, in order. Unlike `value`, it tells when a key stands twice.
    mutating func entryPlaces() throws(PDFError) -> [(key: String, value: Range<Int>)] {
        skipSpace()
        let start = offset
        guard offset + 1 < end, bytes[offset] == UInt8(ascii: "<"), bytes[offset + 1] == UInt8(ascii: "<") else {
            throw .malformed(.syntax, offset: start)
        }
        offset += 2
        var places: [(key: String, value: Range<Int>)] = []
        while true {
            switch try next() {
            case .value(.name(let key)):
                skipSpace()
                let first = offset
                _ = try value()
                places.append((key, first..<offset))
            case .keyword(">>"): return places
            default: throw .malformed(.syntax, offset: start)
            }
        }
    }

    private mutating func skipSpace() {
        while offset < end {
            if bytes[offset] == UInt8(ascii: "%") {
                while offset < end && bytes[offset] != 0x0A && bytes[offset] != 0x0D { offset += 1 }
            } else if Self.isSpace(bytes[offset]) {
                offset += 1
            } else {
                return
            }
        }
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 || byte == 0x0C || byte == 0
    }

    private static func isRegular(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "/"), UInt8(ascii: "%"):
            false
        default: !isSpace(byte)
        }
    }

    private mutating func regularBytes() -> ArraySlice<UInt8> {
        let start = offset
        while offset < end && Self.isRegular(bytes[offset]) { offset += 1 }
        return bytes[start..<offset]
    }

    private mutating func word() -> Token {
        switch String(decoding: regularBytes(), as: UTF8.self) {
        case "true": .value(.boolean(true))
        case "false": .value(.boolean(false))
        case "null": .value(.null)
        case let other: .keyword(other)
        }
    }

    private mutating func name() -> String {
        offset += 1
        let raw = Array(regularBytes())
        guard raw.contains(UInt8(ascii: "#")) else { return String(decoding: raw, as: UTF8.self) }
        var decoded: [UInt8] = []
        var index = 0
        while index < raw.count {
            if raw[index] == UInt8(ascii: "#"), index + 2 < raw.count, let high = Self.digit(raw[index + 1]),
                let low = Self.digit(raw[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(raw[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private mutating func hexString() throws(PDFError) -> [UInt8] {
        let start = offset
        offset += 1
        var digits: [UInt8] = []
        while offset < end, bytes[offset] != UInt8(ascii: ">") {
            if let digit = Self.digit(bytes[offset]) {
                digits.append(digit)
            } else if !Self.isSpace(bytes[offset]) {
                throw .malformed(.syntax, offset: offset)
            }
            offset += 1
        }
        guard offset < end else { throw .malformed(.syntax, offset: start) }
        offset += 1
        // A last digit by itself stands for its sixteenfold.
        if digits.count % 2 == 1 { digits.append(0) }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private mutating func literalString() throws(PDFError) -> [UInt8] {
        let start = offset
        offset += 1
        var open = 1
        var result: [UInt8] = []
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"):
                open -= 1
                if open == 0 { return result }
            case UInt8(ascii: "\\"):
                escape(&result)
                continue
            case 0x0D:
                // Any end of a line stands for a line feed.
                if offset < end, bytes[offset] == 0x0A { offset += 1 }
                result.append(0x0A)
                continue
            default: break
            }
            result.append(byte)
        }
        throw .malformed(.syntax, offset: start)
    }

    /// What follows a backslash (7.3.4.2, Table 3).
    private mutating func escape(_ result: inout [UInt8]) {
        guard offset < end else { return }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = Int(byte - UInt8(ascii: "0"))
            var count = 1
            while count < 3, offset < end, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(bytes[offset]) {
                value = value * 8 + Int(bytes[offset] - UInt8(ascii: "0"))
                offset += 1
                count += 1
            }
            result.append(UInt8(truncatingIfNeeded: value))
        case 0x0D:
            if offset < end, bytes[offset] == 0x0A { offset += 1 }
        case 0x0A: break
        default: result.append(byte)
        }
    }

    private mutating func elements(_ depth: Int) throws(PDFError) -> [PDFValue] {
        let start = offset
        var result: [PDFValue] = []
        while true {
            switch try next(depth: depth + 1) {
            case .value(let value): result.append(value)
            case .keyword("]"): return result
            case .keyword, .end: throw .malformed(.syntax, offset: start)
            }
        }
    }

    private mutating func entries(_ depth: Int) throws(PDFError) -> [String: PDFValue] {
        let start = offset
        var result: [String: PDFValue] = [:]
        while true {
            switch try next(depth: depth + 1) {
            case .value(.name(let key)):
                guard case .value(let value) = try next(depth: depth + 1) else { throw .malformed(.syntax, offset: start) }
                result[key] = value
            case .keyword(">>"): return result
            default: throw .malformed(.syntax, offset: start)
            }
        }
    }

    /// A number, or a reference if a generation and `R` follow.
    private mutating func number() -> Token {
        let text = regularBytes()
        guard let value = Self.number(text) else { return .keyword(String(decoding: text, as: UTF8.self)) }
        guard hasReferences, case .integer(let object) = value, object >= 0 else { return .value(value) }
        let afterNumber = offset
        skipSpace()
        let generation = regularBytes()
        guard !generation.isEmpty, generation.count < 6, generation.allSatisfy({ (0x30...0x39).contains($0) }) else {
            offset = afterNumber
            return .value(value)
        }
        skipSpace()
        guard offset < end, bytes[offset] == UInt8(ascii: "R"), offset + 1 == end || !Self.isRegular(bytes[offset + 1]) else {
            offset = afterNumber
            return .value(value)
        }
        offset += 1
        return .value(.reference(object))
    }

    /// The number that `text` writes (7.3.3), or nil when it is none or too long.
    private static func number(_ text: ArraySlice<UInt8>) -> PDFValue? {
        var digits = text
        var isNegative = false
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        guard !digits.isEmpty, digits.count <= 40 else { return nil }
        var whole = 0.0
        var integer = 0
        var scale = 0.0
        for byte in digits {
            if byte == UInt8(ascii: "."), scale == 0 {
                scale = 1
            } else if (0x30...0x39).contains(byte) {
                whole = whole * 10 + Double(byte - 0x30)
                if scale > 0 { scale *= 10 }
                if digits.count <= 18 { integer = integer * 10 + Int(byte - 0x30) }
            } else {
                return nil
            }
        }
        if scale > 0 { return .real((isNegative ? -whole : whole) / scale) }
        guard digits.count <= 18 else { return nil }
        return .integer(isNegative ? -integer : integer)
    }
}
