/// The pieces from which dates are written. Year first and slashes, so that the bidirectional algorithm keeps the order.
enum DateWriter {
    static func numeric(_ year: Int, _ month: Int, _ day: Int, _ calendar: CalendarKind, _ digits: DigitSystem) -> String {
        digits.string(year, width: 4) + "/" + digits.string(month, width: 2) + "/" + digits.string(day, width: 2) + calendar.era
    }

    static func long(
        _ year: Int, _ month: Int, _ day: Int, _ calendar: CalendarKind, _ digits: DigitSystem, _ grammaticalCase: GrammaticalCase
    ) -> String {
        digits.string(day) + " " + calendar.monthName(month, case: grammaticalCase) + " " + digits.string(year) + calendar.era
    }
}

extension HijriDate {
    /// «١٤٤٧/٠٥/١٤هـ».
    public func numeric(_ digits: DigitSystem = .arab) -> String { DateWriter.numeric(year, month, day, .ummAlQura, digits) }

    /// «١٤ جمادى الأولى ١٤٤٧هـ». With another case than the nominative the last two months read «ذي القعدة», «ذي الحجة».
    public func long(_ digits: DigitSystem = .arab, case grammaticalCase: GrammaticalCase = .nominative) -> String {
        DateWriter.long(year, month, day, .ummAlQura, digits, grammaticalCase)
    }

    /// The day in words: «الرابع عشر من شهر جمادى الأولى عام ١٤٤٧هـ».
    public func words(_ digits: DigitSystem = .arab, case grammaticalCase: GrammaticalCase = .nominative) -> String {
        NumberWords().ordinal(day, .masculine, grammaticalCase) + " من شهر " + CalendarKind.ummAlQura.monthName(month, case: .genitive)
            + " عام " + digits.string(year) + CalendarKind.ummAlQura.era
    }
}

extension CivilDate {
    /// «٢٠٢٥/١١/٠٥م».
    public func numeric(_ digits: DigitSystem = .arab) -> String { DateWriter.numeric(year, month, day, .gregorian, digits) }

    /// «٥ نوفمبر ٢٠٢٥م».
    public func long(_ digits: DigitSystem = .arab) -> String { DateWriter.long(year, month, day, .gregorian, digits, .nominative) }
}

/// One day in both calendars.
public struct DatePair: Hashable, Comparable, Sendable {
    /// The day in the Umm al-Qura calendar.
    public let hijri: HijriDate
    /// The same day in the Gregorian calendar.
    public let civil: CivilDate

    /// Both names of a Gregorian day; throws outside the Umm al-Qura table.
    public init(_ civil: CivilDate) throws(DomainError) {
        self.civil = civil
        hijri = try HijriDate(civil)
    }

    /// Both names of a Hijri day.
    public init(_ hijri: HijriDate) {
        self.hijri = hijri
        civil = hijri.civil
    }

    /// The day of the week.
    public var weekday: Weekday { civil.weekday }

    /// «الأربعاء ١٤ جمادى الأولى ١٤٤٧هـ الموافق ٥ نوفمبر ٢٠٢٥م».
    public func long(_ digits: DigitSystem = .arab, case grammaticalCase: GrammaticalCase = .nominative) -> String {
        weekday.name + " " + hijri.long(digits, case: grammaticalCase) + " الموافق " + civil.long(digits)
    }

    /// «١٤٤٧/٠٥/١٤هـ الموافق ٢٠٢٥/١١/٠٥م».
    public func numeric(_ digits: DigitSystem = .arab) -> String {
        hijri.numeric(digits) + " الموافق " + civil.numeric(digits)
    }

    /// «الأربعاء ١٤٤٧/٠٥/١٤هـ الموافق ٢٠٢٥/١١/٠٥م».
    public func numericWithWeekday(_ digits: DigitSystem = .arab) -> String { weekday.name + " " + numeric(digits) }

    /// Whether `a` is an earlier day than `b`.
    public static func < (a: DatePair, b: DatePair) -> Bool { a.civil < b.civil }
}
