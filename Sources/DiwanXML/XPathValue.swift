import Glibc

/// A value of XPath 1.0 (clause 1): one of four kinds.
public enum XPathValue {
    /// A string.
    case string(String)
    /// A number.
    case number(Double)
    /// A boolean.
    case boolean(Bool)
    /// Nodes, in document order.
    case nodes([DataNode])

    /// As the function `string` converts it (4.2): the first node's string-value for nodes.
    public var string: String {
        switch self {
        case .string(let string): string
        case .number(let number): XPathNumber.text(number)
        case .boolean(let boolean): boolean ? "true" : "false"
        case .nodes(let nodes): nodes.first?.string ?? ""
        }
    }

    /// As the function `number` converts it (4.4); not a number when the text is none.
    public var number: Double {
        switch self {
        case .string(let string): XPathNumber.value(string)
        case .number(let number): number
        case .boolean(let boolean): boolean ? 1 : 0
        case .nodes: XPathNumber.value(string)
        }
    }

    /// As the function `boolean` converts it (4.3).
    public var boolean: Bool {
        switch self {
        case .string(let string): !string.isEmpty
        case .number(let number): number != 0 && !number.isNaN
        case .boolean(let boolean): boolean
        case .nodes(let nodes): !nodes.isEmpty
        }
    }
}

/// Numbers of XPath 1.0 and their text.
public enum XPathNumber {
    /// The number that `text` writes (4.4): white space, minus, digits with or without a fraction; NaN for all else.
    public static func value(_ text: String) -> Double {
        // By bytes: a space and a combining mark after it are one Character.
        var bytes = text.utf8[...]
        while let byte = bytes.first, isSpace(byte) { bytes.removeFirst() }
        while let byte = bytes.last, isSpace(byte) { bytes.removeLast() }
        var digits = 0
        var points = 0
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39: digits += 1
            case UInt8(ascii: "."): points += 1
            case UInt8(ascii: "-") where place == 0: break
            default: return .nan
            }
        }
        guard digits > 0, points <= 1 else { return .nan }
        return Double(Substring(bytes)) ?? .nan
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// `number` as text (4.2): decimal digits without an exponent, as many as tell it from every other number.
    ///
    /// libxml2 writes 1e+11 for a hundred thousand million; XPath 1.0 and people do not.
    public static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        if let whole = Int64(exactly: number) { return String(whole) }
        let written = number.description
        guard let mark = written.firstIndex(of: "e") else { return written.hasSuffix(".0") ? String(written.dropLast(2)) : written }
        // 1.5e-07: move the point by the exponent.
        let isNegative = written.hasPrefix("-")
        let digits = written[..<mark].filter { $0 != "." && $0 != "-" }
        let mantissa = written[..<mark].drop { $0 == "-" }
        let wholeDigits = mantissa.firstIndex(of: ".").map { mantissa.distance(from: mantissa.startIndex, to: $0) } ?? mantissa.count
        let exponent = Int(written[written.index(after: mark)...]) ?? 0
        let point = wholeDigits + exponent
        var result: String
        if point <= 0 {
            result = "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.count {
            result = digits + String(repeating: "0", count: point - digits.count)
        } else {
            result = String(digits.prefix(point)) + "." + digits.dropFirst(point)
        }
        if result.contains(".") {
            while result.hasSuffix("0") { result.removeLast() }
            if result.hasSuffix(".") { result.removeLast() }
        }
        return isNegative ? "-" + result : result
    }
}
