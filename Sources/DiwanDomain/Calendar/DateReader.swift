/// Reads dates as people type and paste them.
///
/// Digits may be ASCII, Arabic-Indic, extended or fullwidth; the parts stand between `-`, `/`, `.` or spaces;
/// an era («هـ», «ه», «م») may follow, and invisible marks are dropped. A two-digit year is refused.
public enum DateReader {
    /// In which order the parts may stand.
    public enum Order: Sendable {
        /// Year, month, day only: the form of stored dates.
        case yearFirst
        /// Also day, month, year, known by the four digits of the last part, and a month's name in the middle.
        case any
    }

    /// The day `text` names in the Gregorian calendar.
    public static func civilDate(_ text: String, order: Order = .any) throws(DomainError) -> CivilDate {
        let parts = try parts(of: text, order: order, calendar: .gregorian)
        return try CivilDate(year: parts.year, month: parts.month, day: parts.day)
    }

    /// The day `text` names in the Umm al-Qura calendar.
    public static func hijriDate(_ text: String, order: Order = .any) throws(DomainError) -> HijriDate {
        let parts = try parts(of: text, order: order, calendar: .ummAlQura)
        return try HijriDate(year: parts.year, month: parts.month, day: parts.day)
    }

    /// The three numbers of a date text, with the calendar that its era names, if any. Not checked against a calendar.
    struct Parts {
        var year: Int
        var month: Int
        var day: Int
    }

    static func parts(of text: String, order: Order, calendar: CalendarKind) throws(DomainError) -> Parts {
        let (body, era) = splitEra(InvisibleMarks.trimmed(DigitSystem.latn.digits(in: InvisibleMarks.removed(from: text))))
        guard !body.isEmpty else { throw .date(.empty) }
        guard era == nil || era == calendar else { throw .date(.calendar) }
        let tokens = try tokens(of: body, order: order, calendar: calendar)
        switch tokens.count {
        case 1: throw .date(.missingMonth)
        case 2: throw .date(.missingDay)
        case 3: break
        default: throw .date(.tooManyParts)
        }
        let dayFirst = order == .any && tokens[2].digits == 4 && tokens[0].digits <= 2
        let (year, day) = dayFirst ? (tokens[2], tokens[0]) : (tokens[0], tokens[2])
        guard year.digits > 2 else { throw .date(.twoDigitYear) }
        guard year.digits == 4 else { throw .date(.yearLength) }
        guard tokens[1].digits <= 2 else { throw .date(.month(tokens[1].value)) }
        guard day.digits <= 2 else { throw .date(.day(day.value)) }
        return Parts(year: year.value, month: tokens[1].value, day: day.value)
    }

    /// The calendar that the era at the end of `text` names, and the text before it.
    static func splitEra(_ text: String) -> (body: String, era: CalendarKind?) {
        for (suffix, calendar) in [("هـ", CalendarKind.ummAlQura), ("ه", .ummAlQura), ("م", .gregorian)] where text.hasSuffix(suffix) {
            let body = InvisibleMarks.trimmed(String(text.unicodeScalars.dropLast(suffix.unicodeScalars.count)))
            // Only after a digit: the letter may also end a month's name.
            if let last = body.unicodeScalars.last, DigitSystem.value(of: last) != nil { return (body, calendar) }
        }
        return (text, nil)
    }

    private struct Token {
        var value: Int
        var digits: Int
    }

    /// The numbers of `body` (ASCII digits), a month's name counted as its number.
    private static func tokens(of body: String, order: Order, calendar: CalendarKind) throws(DomainError) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var separator: Unicode.Scalar?
        var pendingSeparators = 0
        for scalar in body.unicodeScalars {
            if let digit = DigitSystem.value(of: scalar) {
                if !word.isEmpty {
                    try finishMonth(&word, into: &tokens, order: order, calendar: calendar)
                    pendingSeparators = 1
                }
                if tokens.isEmpty || pendingSeparators > 0 {
                    tokens.append(Token(value: digit, digits: 1))
                } else {
                    tokens[tokens.count - 1].digits += 1
                    guard tokens[tokens.count - 1].digits <= 4 else { throw .date(.yearLength) }
                    tokens[tokens.count - 1].value = tokens[tokens.count - 1].value * 10 + digit
                }
                pendingSeparators = 0
            } else if InvisibleMarks.isSpace(scalar) {
                if word.isEmpty { pendingSeparators = max(pendingSeparators, 1) } else { word.unicodeScalars.append(" ") }
            } else if scalar == "-" || scalar == "/" || scalar == "." {
                // One and the same mark between all parts, and never two in a row.
                guard word.isEmpty, !tokens.isEmpty, pendingSeparators < 2, separator == nil || separator == scalar else {
                    throw .date(.unexpected(String(scalar)))
                }
                separator = scalar
                pendingSeparators = 2
            } else if order == .any, scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass != .notReordered,
                separator == nil
            {
                word.unicodeScalars.append(scalar)
            } else {
                throw .date(.unexpected(String(scalar)))
            }
        }
        if !word.isEmpty { try finishMonth(&word, into: &tokens, order: order, calendar: calendar) }
        if pendingSeparators == 2, let separator, tokens.count >= 3 { throw .date(.unexpected(String(separator))) }
        return tokens
    }

    private static func finishMonth(
        _ word: inout String, into tokens: inout [Token], order: Order, calendar: CalendarKind
    ) throws(DomainError) {
        var name = InvisibleMarks.trimmed(word)
        word = ""
        for lead in ["من شهر ", "من ", "شهر "] where name.hasPrefix(lead) {
            name = String(name.dropFirst(lead.count))
            break
        }
        for tail in [" عام", " سنة", " لعام"] where name.hasSuffix(tail) {
            name = String(name.dropLast(tail.count))
            break
        }
        guard tokens.count == 1, let month = calendar.month(named: name) else { throw .date(.unexpected(name)) }
        tokens.append(Token(value: month, digits: month < 10 ? 1 : 2))
    }
}

/// A date as it stands on a document: the calendar and the three numbers, kept as they are and never converted by themselves.
///
/// A birth date before the Umm al-Qura table (1300–1355 AH) can be kept too; it has no other calendar.
public struct RecordedDate: Hashable, Sendable {
    /// The calendar of the document.
    public let calendar: CalendarKind
    /// The year in that calendar.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day, 1…31.
    public let day: Int

    /// The date `year`-`month`-`day` in `calendar`; throws when there is no such day.
    /// Hijri years 1300–1355 are checked for their shape only.
    public init(calendar: CalendarKind, year: Int, month: Int, day: Int) throws(DomainError) {
        switch calendar {
        case .gregorian: _ = try CivilDate(year: year, month: month, day: day)
        case .ummAlQura where (1300..<HijriDate.years.lowerBound).contains(year):
            guard (1...12).contains(month) else { throw .date(.month(month)) }
            guard (1...30).contains(day) else { throw .date(.day(day)) }
        case .ummAlQura: _ = try HijriDate(year: year, month: month, day: day)
        }
        self.calendar = calendar
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads a date with an era, or whose year tells the calendar: 1300–1500 is Hijri, 1800 and later Gregorian.
    public init(_ text: String, order: DateReader.Order = .any) throws(DomainError) {
        let clean = InvisibleMarks.trimmed(DigitSystem.latn.digits(in: InvisibleMarks.removed(from: text)))
        let era = DateReader.splitEra(clean).era
        let guess: CalendarKind
        if let era {
            guess = era
        } else {
            let hijri = try? DateReader.parts(of: clean, order: order, calendar: .ummAlQura)
            guess = hijri.map { $0.year < 1800 } ?? false ? .ummAlQura : .gregorian
        }
        let parts = try DateReader.parts(of: clean, order: order, calendar: guess)
        try self.init(calendar: guess, year: parts.year, month: parts.month, day: parts.day)
    }

    /// The same day in both calendars; nil when it lies outside the Umm al-Qura table.
    public var both: DatePair? {
        switch calendar {
        case .gregorian: (try? CivilDate(year: year, month: month, day: day)).flatMap { try? DatePair($0) }
        case .ummAlQura: (try? HijriDate(year: year, month: month, day: day)).map { DatePair($0) }
        }
    }

    /// The date as `1447/05/14هـ` or `2025/11/05م`.
    public func numeric(_ digits: DigitSystem = .arab) -> String {
        DateWriter.numeric(year, month, day, calendar, digits)
    }

    /// The date as `1447-05-14`, with no era.
    public var iso: String {
        DigitSystem.latn.string(year, width: 4) + "-" + DigitSystem.latn.string(month, width: 2) + "-"
            + DigitSystem.latn.string(day, width: 2)
    }
}
