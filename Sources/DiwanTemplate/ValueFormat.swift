import DiwanDocument
import DiwanDomain

/// How the values of fields are written.
struct ValueFormat: Sendable {
    /// The digits of numbers and dates.
    var digits: DigitSystem
    /// The calendar of dates.
    var calendar: CalendarKind
    /// The second calendar of dates, after «الموافق».
    var also: CalendarKind?
    /// Whether dates name the month.
    var isLong = false
    /// Whether dates name the day of the week.
    var namesWeekday = false
    /// The case of the month's name in long dates.
    var grammaticalCase = GrammaticalCase.genitive
    /// How the value is hidden.
    var mask = Mask.none
    /// The word after an amount; `nil` when there is none.
    var currency: String? = "ريال"
    /// How many decimals a number has; `nil`: as many as it needs, and an amount two or none.
    var decimals: Int?
    /// Whether groups of three digits are set apart.
    var grouping = true
    /// How numbers are spelt.
    var words = NumberWords()

    /// No break and no stretch between a number and its word.
    static let noBreakSpace = "\u{A0}"

    // MARK: Pieces

    /// Text as a piece that does not touch its neighbours' order; line feeds are ends of lines.
    func pieces(_ text: String, _ style: TextStyle) -> [Inline] {
        if text.utf8.contains(0x0A) {
            var result: [Inline] = []
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                if index > 0 { result.append(.lineBreak) }
                if !line.isEmpty { result += pieces(String(line), style) }
            }
            return result
        }
        let (hasArabic, hasLatin) = Self.letters(in: text)
        let shaped = hasLatin ? text : shaped(text)
        return [.isolate(hasArabic ? (hasLatin ? nil : .rightToLeft) : .leftToRight, [.text(shaped, style)])]
    }

    /// Text with the digits of the document.
    private func shaped(_ text: String) -> String {
        guard digits == .arab else { return digits.digits(in: text) }
        if !text.utf8.contains(where: { AttributeValue.isDigit($0) || $0 == 0xDB || $0 == 0xEF }) { return text }
        // U+0660 … U+0669 are D9 A0 … D9 A9; the digits of other scripts are for the slow way.
        if text.utf8.contains(where: { $0 == 0xDB || $0 == 0xEF }) { return digits.digits(in: text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            if AttributeValue.isDigit(byte) {
                bytes.append(0xD9)
                bytes.append(byte + 0x70)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A technical string: from left to right whatever is around it.
    func technical(_ text: String, _ style: TextStyle) -> [Inline] {
        [.isolate(.leftToRight, [.text(text, style)])]
    }

    /// Whether a text has Arabic letters, and Latin ones.
    static func letters(in text: String) -> (arabic: Bool, latin: Bool) {
        var arabic = false
        var latin = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin = true
            case 0x621...0x64A, 0x66E...0x6D3, 0x6FA...0x6FF, 0x750...0x77F, 0xFB50...0xFDFB, 0xFE70...0xFEFC: arabic = true
            default: break
            }
        }
        return (arabic, latin)
    }

    // MARK: Numbers

    /// A number in figures.
    func pieces(_ number: DecimalNumber, _ style: TextStyle) -> [Inline] {
        var number = number.trimmed
        if let decimals, let rounded = try? number.rounded(places: decimals) { number = rounded }
        return technical(NumberStyle(digits: digits, grouping: grouping).string(number), style)
    }

    /// An amount in figures, with its currency.
    func pieces(_ money: Money, _ style: TextStyle) -> [Inline] {
        let figures = NumberStyle(digits: digits, grouping: grouping).string(money, trimsWhole: decimals != 2)
        var result = technical(figures, style)
        if let currency { result.append(.text(Self.noBreakSpace + currency, style)) }
        return result
    }

    // MARK: Dates

    /// A date, as one piece from right to left.
    func pieces(_ date: RecordDate, _ style: TextStyle) -> [Inline] {
        [.isolate(.rightToLeft, [.text(text(date), style)])]
    }

    /// A date in words and figures.
    func text(_ date: RecordDate) -> String {
        guard let pair = date.pair else { return date.recorded.numeric(digits) }
        var result = namesWeekday ? pair.weekday.name + " " : ""
        result += text(pair, calendar)
        if let also, also != calendar { result += " الموافق " + text(pair, also) }
        return result
    }

    private func text(_ pair: DatePair, _ calendar: CalendarKind) -> String {
        switch calendar {
        case .ummAlQura: isLong ? pair.hijri.long(digits, case: grammaticalCase) : pair.hijri.numeric(digits)
        case .gregorian: isLong ? pair.civil.long(digits) : pair.civil.numeric(digits)
        }
    }

    // MARK: Masks

    /// A value of which only the end is shown.
    func masked(_ text: String, _ kind: IdentifierKind?, _ style: TextStyle) -> [Inline] {
        mask == .none ? pieces(text, style) : shown(masked: mask.masked(text, kind), kind, style)
    }

    /// What a mask has left of a value, in the digits of the document; an account number keeps its own.
    func shown(masked text: String, _ kind: IdentifierKind?, _ style: TextStyle) -> [Inline] {
        if mask == .last4 { return technical(digits.digits(in: String(text.suffix(4))), style) }
        return technical(kind == .iban ? text : digits.digits(in: text), style)
    }
}

extension Mask {
    /// What the mask leaves of a value in normal form, with ASCII digits.
    func masked(_ text: String, _ kind: IdentifierKind?) -> String {
        let last = String(text.suffix(4))
        switch self {
        case .none: return text
        case .last4: return last
        case .stars:
            if let kind, let masked = (try? Identifier(kind, text))?.masked(.latn) { return masked }
            return String(repeating: "*", count: max(4, text.count - last.count)) + last
        }
    }
}

extension DigitSystem {
    /// The digits, as the document names them.
    var shape: DigitShape { self == .latn ? .latin : .arabicIndic }
}

extension FieldType {
    /// The kind of identifier that the type is.
    var identifier: IdentifierKind? {
        switch self {
        case .nationalID: .nationalID
        case .iban: .iban
        case .mobile: .mobile
        default: nil
        }
    }
}
