import DiwanDiagnostics
import DiwanDocument

/// What the value of an attribute may be, and how it is read.
enum AttributeKind: Sendable, Equatable {
    /// Any text.
    case text
    /// A name of letters, digits, `-`, `_` and `.`, that starts with a letter.
    case name
    /// Names with white space between them.
    case names
    /// A path of a file relative to the templates root.
    case file
    /// A length with its unit: `mm`, `cm` or `pt`.
    case length
    /// A length that may be below zero.
    case signedLength
    /// A whole number within a range.
    case integer(ClosedRange<Int>)
    /// A decimal number above 0, as in `line-height="1.5"`.
    case factor
    /// `true` or `false`.
    case boolean
    /// One of some words.
    case keyword([String])
    /// `#rrggbb`, or `black`, `white`, `gray`.
    case color
    /// A thickness, a pattern and a colour, as in `0.5pt solid #444444`; or `none`.
    case stroke
    /// Column widths: lengths, shares (`2fr`) and `auto`.
    case columnWidths
    /// One column width.
    case columnWidth
    /// A language tag.
    case language
    /// An XPath 1.0 expression.
    case expression
    /// An XPath 1.0 expression used as yes or no; `true` and `false` are accepted.
    case condition
    /// One to four lengths, as in CSS, in the order top, end, bottom, start.
    case sides

    /// How the guide names it.
    var words: String {
        switch self {
        case .text: "text"
        case .name: "a name"
        case .names: "names"
        case .file: "a file under the templates root"
        case .length, .signedLength: "a length (mm, cm, pt)"
        case .integer(let range):
            range.upperBound >= 1_000_000 ? "a whole number from \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        case .factor: "a number"
        case .boolean: "true or false"
        case .keyword(let words): words.joined(separator: ", ")
        case .color: "a colour (#rrggbb)"
        case .stroke: "a line (0.5pt solid #444444) or none"
        case .columnWidths: "column widths (12mm 2fr auto)"
        case .columnWidth: "a column width (12mm, 2fr, auto)"
        case .language: "a language tag"
        case .expression: "an expression"
        case .condition: "a condition"
        case .sides: "one to four lengths: top, end, bottom, start"
        }
    }

    /// What is wrong with `value`, and a hint; nil when it can be read. Expressions are read elsewhere.
    func fault(in value: String) -> (message: String, hint: String?)? {
        switch self {
        case .text, .file, .expression, .condition: nil
        case .name:
            AttributeValue.isName(value)
                ? nil : ("\"\(value)\" is not a name", "names are ASCII letters, digits, - and _, and start with a letter")
        case .names:
            AttributeValue.words(value).allSatisfy { AttributeValue.isName(String($0)) } && !AttributeValue.words(value).isEmpty
                ? nil : ("\"\(value)\" is not a list of names", nil)
        case .length: AttributeValue.lengthFault(value, signed: false)
        case .signedLength: AttributeValue.lengthFault(value, signed: true)
        case .integer(let range):
            Int(value).map(range.contains) == true
                ? nil
                : (
                    "\"\(value)\" is not a whole number \(range.upperBound >= 1_000_000 ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)")",
                    nil
                )
        case .factor: AttributeValue.thousandths(value).map { $0 > 0 } == true ? nil : ("\"\(value)\" is not a number above 0", nil)
        case .boolean: value == "true" || value == "false" ? nil : ("\"\(value)\" is neither true nor false", nil)
        case .keyword(let words):
            words.contains(value)
                ? nil
                : (
                    "\"\(value)\" is not one of \(words.joined(separator: ", "))",
                    NearestName.hint(for: value, in: words)
                )
        case .color: AttributeValue.color(value) != nil ? nil : ("\"\(value)\" is not a colour", "write it as #rrggbb")
        case .stroke:
            value == "none" || AttributeValue.stroke(value) != nil
                ? nil : ("\"\(value)\" is not a line", "write it as 0.5pt solid #444444, or none")
        case .columnWidths:
            AttributeValue.columnWidths(value) != nil ? nil : ("\"\(value)\" is not a list of column widths", "write it as 12mm 2fr auto")
        case .columnWidth:
            AttributeValue.columnWidths(value).map { $0.count == 1 } == true
                ? nil : ("\"\(value)\" is not a column width", "write 12mm, 2fr or auto")
        case .language:
            !value.isEmpty && value.utf8.allSatisfy { AttributeValue.isLetter($0) || AttributeValue.isDigit($0) || $0 == UInt8(ascii: "-") }
                ? nil : ("\"\(value)\" is not a language tag", "write ar, en or ur")
        case .sides:
            AttributeValue.sides(value) != nil
                ? nil : ("\"\(value)\" is not one to four lengths", "write 5mm, or 5mm 10mm 5mm 10mm (top, end, bottom, start)")
        }
    }
}

/// Reads the values of attributes.
enum AttributeValue {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// Whether `value` is a name of ASCII letters, digits, `-`, `_` and `.`, that starts with a letter.
    static func isName(_ value: String) -> Bool {
        guard let first = value.utf8.first, isLetter(first) else { return false }
        return value.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
    }

    /// The parts between white space.
    static func words(_ value: String) -> [Substring] {
        value.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    }

    /// A decimal number with up to three decimals, in thousandths; nil when it is not one, or 10^15 and more.
    static func thousandths(_ value: some StringProtocol) -> Int? {
        var digits = Array(value.utf8)
        var sign = 1
        if digits.first == UInt8(ascii: "-") {
            sign = -1
            digits.removeFirst()
        }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, !whole.isEmpty, whole.count <= 15, whole.allSatisfy(isDigit) else { return nil }
        var result = whole.reduce(0) { $0 * 10 + Int($1 - 0x30) } * 1_000
        if parts.count == 2 {
            guard (1...3).contains(parts[1].count), parts[1].allSatisfy(isDigit) else { return nil }
            var fraction = parts[1].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            for _ in parts[1].count..<3 { fraction *= 10 }
            result += fraction
        }
        return sign * result
    }

    /// A length with its unit, read without a binary float; nil when it is not one.
    static func length(_ value: some StringProtocol) -> Length? {
        if value == "0" { return .zero }
        guard value.utf8.count > 2, let number = thousandths(value.dropLast(2)), number.magnitude < 1_000_000_000 else { return nil }
        switch value.suffix(2) {
        case "mm": return .millimetres(thousandths: number)
        case "cm": return .millimetres(thousandths: number * 10)
        case "pt": return .points(thousandths: number)
        default: return nil
        }
    }

    static func lengthFault(_ value: String, signed: Bool) -> (message: String, hint: String?)? {
        guard let length = length(value) else {
            return thousandths(value) != nil
                ? ("the length \"\(value)\" has no unit", "write \(value)mm, \(value)cm or \(value)pt")
                : ("\"\(value)\" is not a length", "write a number and a unit: mm, cm or pt")
        }
        if length < .zero && !signed { return ("the length \"\(value)\" is below zero", nil) }
        if length > .millimetres(5_000) || -length > .millimetres(5_000) {
            return ("the length \"\(value)\" is more than five metres", nil)
        }
        return nil
    }

    /// One to four lengths in the order top, end, bottom, start.
    static func sides(_ value: String) -> Sides<Length>? {
        let lengths = words(value).compactMap { length($0) }
        guard lengths.count == words(value).count, lengths.allSatisfy({ $0 >= .zero && $0 <= .millimetres(5_000) }) else { return nil }
        switch lengths.count {
        case 1: return Sides(all: lengths[0])
        case 2: return Sides(top: lengths[0], bottom: lengths[0], start: lengths[1], end: lengths[1])
        case 3: return Sides(top: lengths[0], bottom: lengths[2], start: lengths[1], end: lengths[1])
        case 4: return Sides(top: lengths[0], bottom: lengths[2], start: lengths[3], end: lengths[1])
        default: return nil
        }
    }

    /// `#rrggbb`, or one of three names.
    static func color(_ value: some StringProtocol) -> Color? {
        switch value {
        case "black": return .black
        case "white": return .white
        case "gray": return Color(red: 128, green: 128, blue: 128)
        default:
            guard value.utf8.count == 7, value.utf8.first == UInt8(ascii: "#"), let number = UInt32(value.dropFirst(), radix: 16) else {
                return nil
            }
            return Color(red: UInt8(number >> 16), green: UInt8(number >> 8 & 255), blue: UInt8(number & 255))
        }
    }

    /// A thickness, then in any order a pattern (`solid`) and a colour (`black`).
    static func stroke(_ value: String) -> Stroke? {
        let parts = words(value)
        guard let first = parts.first, parts.count <= 3, let width = length(first), width > .zero else { return nil }
        var stroke = Stroke(width: width)
        for part in parts.dropFirst() {
            switch part {
            case "solid": stroke.pattern = .solid
            case "dashed":
                stroke.pattern = .dashed
                stroke.period = width * 6
            case "dotted":
                stroke.pattern = .dotted
                stroke.period = width * 2
            default:
                guard let color = color(part) else { return nil }
                stroke.color = color
            }
        }
        return stroke
    }

    /// Lengths, shares (`2fr`) and `auto`.
    static func columnWidths(_ value: String) -> [ColumnWidth]? {
        let parts = words(value)
        guard !parts.isEmpty, parts.count <= 64 else { return nil }
        var result: [ColumnWidth] = []
        for part in parts {
            if part == "auto" {
                result.append(.content)
            } else if part.hasSuffix("fr") {
                guard let share = Int(part.dropLast(2)), (1...1_000).contains(share) else { return nil }
                result.append(.proportional(share))
            } else {
                guard let length = length(part), length > .zero else { return nil }
                result.append(.fixed(length))
            }
        }
        return result
    }
}
