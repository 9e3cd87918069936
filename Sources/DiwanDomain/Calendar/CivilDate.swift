/// A day of the Gregorian calendar, carried back before 1582 by the same rules (proleptic), years 1 to 9999.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// The year, 1…9999.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day of the month, 1…31.
    public let day: Int

    /// The first and the last day number: 0001-01-01 and 9999-12-31.
    static let dayNumbers = -719_162...2_932_896

    /// The day `year`-`month`-`day`; throws when there is no such day.
    public init(year: Int, month: Int, day: Int) throws(DomainError) {
        guard year >= 1 else { throw .date(.before(first: 1)) }
        guard year <= 9999 else { throw .date(.after(last: 9999)) }
        guard (1...12).contains(month) else { throw .date(.month(month)) }
        guard (1...31).contains(day) else { throw .date(.day(day)) }
        let length = Self.length(ofMonth: month, year: year)
        guard day <= length else { throw .date(.monthHas(days: length)) }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day `dayNumber` days after 1970-01-01; throws outside the years 1 to 9999.
    public init(dayNumber: Int) throws(DomainError) {
        guard dayNumber >= Self.dayNumbers.lowerBound else { throw .date(.before(first: 1)) }
        guard dayNumber <= Self.dayNumbers.upperBound else { throw .date(.after(last: 9999)) }
        self.init(trustedDayNumber: dayNumber)
    }

    /// The day of a number that is known to be in range.
    init(trustedDayNumber dayNumber: Int) {
        precondition(Self.dayNumbers.contains(dayNumber))
        // Years are counted from 1 March, so that the leap day is the last day of its year.
        let days = dayNumber + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01, negative before it.
    public var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear % 400
        let shiftedMonth = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shiftedMonth + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The day of the week.
    public var weekday: Weekday { Weekday(dayNumber: dayNumber) }

    /// The date as `2025-11-05` (ISO 8601).
    public var iso: String {
        DigitSystem.latn.string(year, width: 4) + "-" + DigitSystem.latn.string(month, width: 2) + "-"
            + DigitSystem.latn.string(day, width: 2)
    }

    /// The day `days` days later, or earlier when negative; throws outside the years 1 to 9999.
    public func adding(days: Int) throws(DomainError) -> CivilDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        guard !overflow else { throw .date(days < 0 ? .before(first: 1) : .after(last: 9999)) }
        return try CivilDate(dayNumber: sum)
    }

    /// The same day of the month `months` later (a period in months is counted in the Gregorian calendar);
    /// the last day of that month when it is shorter. Throws outside the years 1 to 9999.
    public func adding(months: Int) throws(DomainError) -> CivilDate {
        let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow, sum >= 12 else { throw .date(months < 0 ? .before(first: 1) : .after(last: 9999)) }
        let newYear = sum / 12
        let newMonth = sum % 12 + 1
        guard newYear <= 9999 else { throw .date(.after(last: 9999)) }
        return try CivilDate(year: newYear, month: newMonth, day: min(day, Self.length(ofMonth: newMonth, year: newYear)))
    }

    /// Days of a month, 28…31. `month` is 1…12.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether `a` is an earlier day than `b`.
    public static func < (a: CivilDate, b: CivilDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

/// A day of the week; the Saudi week starts on Sunday.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
    /// Sunday … Saturday; the raw value is 0…6.
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// The weekday of the day `dayNumber` days after 1970-01-01, a Thursday.
    public init(dayNumber: Int) {
        let index = (dayNumber % 7 + 7 + 4) % 7
        guard let day = Weekday(rawValue: index) else { preconditionFailure("a remainder of 7 is a weekday") }
        self = day
    }

    /// 1 for Monday … 7 for Sunday (ISO 8601).
    public var iso: Int { rawValue == 0 ? 7 : rawValue }

    /// The Arabic name with the article: «الأحد» … «السبت».
    public var name: String {
        switch self {
        case .sunday: "الأحد"
        case .monday: "الاثنين"
        case .tuesday: "الثلاثاء"
        case .wednesday: "الأربعاء"
        case .thursday: "الخميس"
        case .friday: "الجمعة"
        case .saturday: "السبت"
        }
    }
}
