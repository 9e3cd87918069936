/// An official holiday: some days in a row.
public struct Holiday: Hashable, Sendable {
    /// The first day.
    public let first: CivilDate
    /// The last day, not before the first.
    public let last: CivilDate
    /// What is celebrated, in Arabic.
    public let name: String
    /// Where the dates come from: an announcement, a circular, or a rule.
    public let source: String
    /// Whether the dates were announced; those that a rule computed are not until the office confirms them.
    public let isConfirmed: Bool

    /// A holiday from `first` to `last`; traps when `last` is before `first`.
    public init(first: CivilDate, last: CivilDate, name: String, source: String = "", isConfirmed: Bool = true) {
        precondition(first <= last)
        self.first = first
        self.last = last
        self.name = name
        self.source = source
        self.isConfirmed = isConfirmed
    }

    /// Whether `date` is one of its days.
    public func contains(_ date: CivilDate) -> Bool { first <= date && date <= last }
}

/// The days on which the office works: Sunday to Thursday, without the holidays.
public struct WorkingCalendar: Hashable, Sendable {
    /// The holidays, in the order given; they may overlap.
    public let holidays: [Holiday]
    /// The days of the weekend.
    public let weekend: Set<Weekday>

    /// How many days a period may be long: a hundred years.
    public static let longestPeriod = 36_525

    /// A calendar. At least one day of the week must be worked.
    public init(holidays: [Holiday] = [], weekend: Set<Weekday> = [.friday, .saturday]) {
        precondition(weekend.count < 7)
        self.holidays = holidays
        self.weekend = weekend
    }

    /// A calendar with these days as holidays.
    public init(holidayDates: [CivilDate]) {
        self.init(holidays: holidayDates.map { Holiday(first: $0, last: $0, name: "") })
    }

    /// Whether the office works on `date`.
    public func isWorkingDay(_ date: CivilDate) -> Bool {
        !weekend.contains(date.weekday) && !holidays.contains { $0.contains(date) }
    }

    /// The first working day on `date` or after it. Throws when there is none for a hundred years.
    public func firstWorkingDay(onOrAfter date: CivilDate) throws(DomainError) -> CivilDate {
        for offset in 0...Self.longestPeriod {
            let day = try date.adding(days: offset)
            if isWorkingDay(day) { return day }
        }
        throw .date(.after(last: date.year + 100))
    }

    /// The `count`-th working day after `date`, which itself is not counted; `date` when `count` is 0.
    /// Throws when `count` is negative or the day is more than a hundred years away.
    public func adding(workingDays count: Int, to date: CivilDate) throws(DomainError) -> CivilDate {
        guard count >= 0 else { throw .number(.malformed) }
        guard count <= Self.longestPeriod else { throw .number(.tooLarge) }
        var day = date
        var left = count
        for _ in 0...Self.longestPeriod where left > 0 {
            day = try day.adding(days: 1)
            if isWorkingDay(day) { left -= 1 }
        }
        guard left == 0 else { throw .number(.tooLarge) }
        return day
    }

    /// The end of a period of `days` calendar days after `date` (the day itself is not counted), moved to the first
    /// working day on or after it.
    public func endOfPeriod(calendarDays days: Int, after date: CivilDate) throws(DomainError) -> CivilDate {
        guard days <= Self.longestPeriod else { throw .number(.tooLarge) }
        return try firstWorkingDay(onOrAfter: date.adding(days: days))
    }

    /// How many working days lie after `start` up to and including `end`; 0 when `end` is not later.
    public func workingDays(after start: CivilDate, through end: CivilDate) throws(DomainError) -> Int {
        guard start < end else { return 0 }
        guard end.dayNumber - start.dayNumber <= Self.longestPeriod else { throw .number(.tooLarge) }
        return (start.dayNumber + 1...end.dayNumber).count { isWorkingDay(CivilDate(trustedDayNumber: $0)) }
    }

    /// Whether a holiday that is not confirmed has a day after `start` up to `end`: then a date computed over the period
    /// is printed with «قد يتغير الموعد بحسب الإجازات الرسمية».
    public func hasUnconfirmedHoliday(after start: CivilDate, through end: CivilDate) -> Bool {
        holidays.contains { !$0.isConfirmed && $0.first <= end && $0.last > start }
    }
}
