public import DiwanDiagnostics

/// Reads JSON strictly (RFC 8259), with the place of every name and value.
///
/// A UTF-8 byte order mark at the start is passed over. A name may stand once in an object.
public struct JSONParser: Sendable {
    /// The largest number of arrays and objects within one another; at most 512.
    public var depthLimit: Int

    /// A parser that allows `depthLimit` arrays and objects within one another.
    public init(depthLimit: Int = 128) {
        precondition((1...512).contains(depthLimit), "the parser is recursive")
        self.depthLimit = depthLimit
    }

    /// The value in `bytes`; `file` is the name that positions carry.
    public func parse(_ bytes: [UInt8], file: String) throws(DataError) -> JSONValue {
        try parse(SourceText(file: file, bytes: bytes))
    }

    /// The one value in `source`.
    public func parse(_ source: SourceText) throws(DataError) -> JSONValue {
        let result = source.bytes.withUnsafeBufferPointer { bytes -> Result<JSONValue, JSONFault> in
            var reader = JSONReader(bytes: bytes, start: source.byteOrderMarkLength, depthLimit: depthLimit)
            do throws(JSONFault) { return .success(try reader.document()) } catch { return .failure(error) }
        }
        switch result {
        case .success(let value): return value
        case .failure(let fault):
            throw DataError(reason: fault.reason, words: fault.words, position: source.position(at: fault.offset))
        }
    }

    /// Whether `text` is a number as JSON writes it (RFC 8259, 6).
    public static func isNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var reader = JSONReader(bytes: bytes, start: 0, depthLimit: 1)
            guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return false }
            return (try? reader.number()) != nil && reader.index == bytes.count
        }
    }
}

/// A rule that was broken at a byte offset.
struct JSONFault: Error {
    var reason: DataError.Reason
    var words: String
    var offset: Int
}

/// The recursive descent over the bytes; every read checks the end first.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var index: Int
    private let depthLimit: Int
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, start: Int, depthLimit: Int) {
        self.bytes = bytes
        index = start
        self.depthLimit = depthLimit
    }

    mutating func document() throws(JSONFault) -> JSONValue {
        skipSpace()
        let value = try self.value()
        skipSpace()
        guard index == bytes.count else { throw fault("there is something after the end of the value: \(seen())") }
        return value
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09 {
            index += 1
        }
    }

    private func fault(_ words: String, _ reason: DataError.Reason = .syntax, at offset: Int? = nil) -> JSONFault {
        JSONFault(reason: reason, words: words, offset: offset ?? index)
    }

    private mutating func value() throws(JSONFault) -> JSONValue {
        let start = index
        let kind: JSONValue.Kind
        switch peek() {
        case UInt8(ascii: "{"): kind = .object(try object())
        case UInt8(ascii: "["): kind = .array(try array())
        case UInt8(ascii: "\""): kind = .string(try string())
        case UInt8(ascii: "-"), .some(0x30...0x39): kind = .number(try number())
        case UInt8(ascii: "t"): kind = .boolean(try word("true", true))
        case UInt8(ascii: "f"): kind = .boolean(try word("false", false))
        case UInt8(ascii: "n"):
            _ = try word("null", true)
            kind = .null
        case nil: throw fault("the text ends where a value is wanted")
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"):
            throw fault("a value is missing before \(seen())")
        case UInt8(ascii: "'"): throw fault("strings are written in double quotation marks")
        default: throw fault("a value is wanted here, not \(seen())")
        }
        return JSONValue(kind, offset: start, end: index)
    }

    private mutating func word(_ word: StaticString, _ value: Bool) throws(JSONFault) -> Bool {
        let length = word.utf8CodeUnitCount
        var end = index
        while end < bytes.count, JSONReader.isWord(bytes[end]) { end += 1 }
        guard end - index == length, (0..<length).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] }) else {
            throw fault("a value is wanted here, not \(seen())")
        }
        index = end
        return value
    }

    private mutating func enter() throws(JSONFault) {
        depth += 1
        if depth > depthLimit { throw fault("arrays and objects are nested more than \(depthLimit) deep", .limit) }
        index += 1
        skipSpace()
    }

    private mutating func array() throws(JSONFault) -> [JSONValue] {
        let start = index
        try enter()
        var elements: [JSONValue] = []
        if peek() != UInt8(ascii: "]") {
            while true {
                elements.append(try value())
                skipSpace()
                if peek() == UInt8(ascii: "]") { break }
                guard peek() == UInt8(ascii: ",") else { throw missingComma(in: "array", opened: start, end: "]") }
                let comma = index
                index += 1
                skipSpace()
                if peek() == UInt8(ascii: "]") { throw fault("a comma stands after the last element", at: comma) }
            }
        }
        index += 1
        depth -= 1
        return elements
    }

    private mutating func object() throws(JSONFault) -> [JSONMember] {
        let start = index
        try enter()
        var members: [JSONMember] = []
        var names = NameSet()
        if peek() != UInt8(ascii: "}") {
            while true {
                let nameOffset = index
                guard peek() == UInt8(ascii: "\"") else {
                    guard peek() != nil else { throw unclosed("object", opened: start, end: "}") }
                    throw fault("a name in double quotation marks is wanted here, not \(seen())")
                }
                let name = try string()
                guard names.insert(name) else { throw fault("the name \"\(name)\" stands twice in one object", .duplicate, at: nameOffset) }
                skipSpace()
                guard peek() == UInt8(ascii: ":") else { throw fault("a colon is missing after \"\(name)\"") }
                index += 1
                skipSpace()
                members.append(JSONMember(name: name, nameOffset: nameOffset, value: try value()))
                skipSpace()
                if peek() == UInt8(ascii: "}") { break }
                guard peek() == UInt8(ascii: ",") else { throw missingComma(in: "object", opened: start, end: "}") }
                let comma = index
                index += 1
                skipSpace()
                if peek() == UInt8(ascii: "}") { throw fault("a comma stands after the last member", at: comma) }
            }
        }
        index += 1
        depth -= 1
        return members
    }

    private func missingComma(in container: String, opened: Int, end: String) -> JSONFault {
        switch peek() {
        case nil: unclosed(container, opened: opened, end: end)
        case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"):
            fault("\(seen()) does not close the \(container) opened in line \(line(of: opened)); a comma or \(end) is wanted")
        default: fault("a comma is missing before \(seen())")
        }
    }

    private func unclosed(_ container: String, opened: Int, end: String) -> JSONFault {
        fault("the text ends before the \(container) opened in line \(line(of: opened)) is closed with \(end)")
    }

    private func line(of offset: Int) -> Int {
        var line = 1
        for index in 0..<offset where bytes[index] == 0x0A || (bytes[index] == 0x0D && (index + 1 >= offset || bytes[index + 1] != 0x0A)) {
            line += 1
        }
        return line
    }

    /// The number at the index, as written.
    mutating func number() throws(JSONFault) -> String {
        let start = index
        if peek() == UInt8(ascii: "-") { index += 1 }
        if peek() == UInt8(ascii: "0") {
            index += 1
            if digit() { throw fault("a number may not start with zeros", at: start) }
        } else {
            try digits()
        }
        if peek() == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            index += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
    }

    private func digit() -> Bool { index < bytes.count && (0x30...0x39).contains(bytes[index]) }

    private mutating func digits() throws(JSONFault) {
        guard digit() else { throw fault("a digit is wanted here, not \(seen())") }
        while digit() { index += 1 }
    }

    /// The string at the index, which is at its opening quotation mark.
    private mutating func string() throws(JSONFault) -> String {
        let open = index
        index += 1
        let start = index
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<(index - 1)]), as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(open: open, start: start) }
            try scalar()
        }
        throw fault("the string's closing quotation mark is missing", at: open)
    }

    /// Passes one scalar of a string, which is neither a quotation mark nor a reverse solidus.
    private mutating func scalar() throws(JSONFault) {
        let byte = bytes[index]
        if byte < 0x20 {
            let name = byte == 0x0A || byte == 0x0D ? "a line end" : byte == 0x09 ? "a tab" : "the control character U+\(hexadecimal(byte))"
            throw fault("\(name) may not stand in a string; write \(byte == 0x0A ? "\\n" : byte == 0x09 ? "\\t" : "an escape")", .character)
        }
        if byte < 0x80 {
            index += 1
            return
        }
        guard let length = UTF8Sequence.length(in: bytes, at: index) else {
            throw fault("byte \(index) (0x\(String(byte, radix: 16, uppercase: true))) is not part of valid UTF-8", .encoding)
        }
        index += length
    }

    private func hexadecimal(_ byte: UInt8) -> String { (byte < 0x10 ? "000" : "00") + String(byte, radix: 16, uppercase: true) }

    private mutating func escapedString(open: Int, start: Int) throws(JSONFault) -> String {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return String(decoding: text, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") {
                try escape(to: &text)
            } else {
                let first = index
                try scalar()
                text.append(contentsOf: bytes[first..<index])
            }
        }
        throw fault("the string's closing quotation mark is missing", at: open)
    }

    private mutating func escape(to text: inout [UInt8]) throws(JSONFault) {
        let start = index
        index += 1
        guard let byte = peek() else { return }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let unit = try fourHexDigits()
            var value = UInt32(unit)
            if (0xDC00...0xDFFF).contains(unit) { throw loneSurrogate(unit, at: start) }
            if (0xD800...0xDBFF).contains(unit) {
                guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
                    throw loneSurrogate(unit, at: start)
                }
                index += 2
                let low = try fourHexDigits()
                guard (0xDC00...0xDFFF).contains(low) else { throw loneSurrogate(unit, at: start) }
                value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw loneSurrogate(unit, at: start) }
            text.append(contentsOf: String(scalar).utf8)
        default: throw fault("\\ and this letter are not an escape of JSON", at: start)
        }
    }

    private func loneSurrogate(_ unit: UInt16, at offset: Int) -> JSONFault {
        fault("\\u\(String(unit, radix: 16)) is half of a surrogate pair", .character, at: offset)
    }

    private mutating func fourHexDigits() throws(JSONFault) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw fault("\\u wants four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }

    /// What stands at the index, for a message: a name or a string cut short, or one character.
    private func seen() -> String {
        guard index < bytes.count else { return "the end of the text" }
        var end = index
        let byte = bytes[index]
        if byte == UInt8(ascii: "\"") {
            end += 1
            while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\"") { end += 1 }
            let whole = end < bytes.count && bytes[end] == UInt8(ascii: "\"")
            let text = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
            return text.unicodeScalars.count <= 40 && whole ? "\"\(text)\"" : "\"\(text.prefix(30))…\""
        }
        if JSONReader.isWord(byte) || byte == UInt8(ascii: "-") {
            while end < bytes.count, JSONReader.isWord(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
            return String(decoding: bytes[index..<min(end, index + 30)], as: UTF8.self)
        }
        if byte < 0x20 || byte == 0x7F { return "a control character" }
        guard byte < 0x80 else {
            guard let length = UTF8Sequence.length(in: bytes, at: index) else { return "a byte that is not UTF-8" }
            return String(decoding: bytes[index..<(index + length)], as: UTF8.self)
        }
        return String(Unicode.Scalar(byte))
    }
}

/// The names of one object, compared by scalars; a list while it is short.
struct NameSet {
    private var list: [String] = []
    private var set: Set<[UInt8]> = []

    /// Whether `name` is new.
    mutating func insert(_ name: String) -> Bool {
        if set.isEmpty {
            for other in list where other.utf8.elementsEqual(name.utf8) { return false }
            list.append(name)
            if list.count > 16 { set = Set(list.map { Array($0.utf8) }) }
            return true
        }
        return set.insert(Array(name.utf8)).inserted
    }
}
