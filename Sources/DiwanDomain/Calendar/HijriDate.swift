/// A day of the civil Umm al-Qura calendar, years 1356 to 1500 (14 March 1937 to 16 November 2077).
///
/// The months are those of the computed KACST table, which Foundation, ICU and OpenJDK carry too.
/// The official printed calendars agree with it for 1420–1450 only; see `isSettled`.
public struct HijriDate: Hashable, Comparable, Sendable {
    /// The year, 1356…1500.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day of the month, 1…30.
    public let day: Int

    /// The years that the table holds.
    public static let years = 1356...1500

    /// The day `year`-`month`-`day`; throws when there is no such day or the year is outside the table.
    public init(year: Int, month: Int, day: Int) throws(DomainError) {
        guard year >= Self.years.lowerBound else { throw .date(.before(first: Self.years.lowerBound)) }
        guard year <= Self.years.upperBound else { throw .date(.after(last: Self.years.upperBound)) }
        guard (1...12).contains(month) else { throw .date(.month(month)) }
        guard (1...30).contains(day) else { throw .date(.day(day)) }
        let length = UmmAlQuraTable.length(ofMonth: month, year: year)
        guard day <= length else { throw .date(.monthHas(days: length)) }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The Hijri day of a Gregorian day; throws outside the table.
    public init(_ date: CivilDate) throws(DomainError) {
        let offset = date.dayNumber - UmmAlQuraTable.firstDayNumber
        guard offset >= 0 else { throw .date(.before(first: Self.years.lowerBound)) }
        guard offset < UmmAlQuraTable.dayCount else { throw .date(.after(last: Self.years.upperBound)) }
        // A year has at least 354 days, so the guess is never too early by the table's own sum; step back from it.
        var index = min(offset / 354, UmmAlQuraTable.years.count - 1)
        while UmmAlQuraTable.start(ofYearAt: index) > offset { index -= 1 }
        var rest = offset - UmmAlQuraTable.start(ofYearAt: index)
        let year = Self.years.lowerBound + index
        var month = 1
        while rest >= UmmAlQuraTable.length(ofMonth: month, year: year) {
            rest -= UmmAlQuraTable.length(ofMonth: month, year: year)
            month += 1
        }
        self.year = year
        self.month = month
        self.day = rest + 1
    }

    /// The same day in the Gregorian calendar.
    public var civil: CivilDate {
        var offset = UmmAlQuraTable.start(ofYearAt: year - Self.years.lowerBound) + day - 1
        for earlier in 1..<month { offset += UmmAlQuraTable.length(ofMonth: earlier, year: year) }
        return CivilDate(trustedDayNumber: UmmAlQuraTable.firstDayNumber + offset)
    }

    /// The day of the week.
    public var weekday: Weekday { civil.weekday }

    /// Days of this month, 29 or 30.
    public var monthLength: Int { UmmAlQuraTable.length(ofMonth: month, year: year) }

    /// Whether the computed and the printed tables agree: 1420–1450 AH (17 April 1999 to 13 May 2029).
    public var isSettled: Bool { (1420...1450).contains(year) }

    /// The date as `1447-05-14`.
    public var iso: String {
        DigitSystem.latn.string(year, width: 4) + "-" + DigitSystem.latn.string(month, width: 2) + "-"
            + DigitSystem.latn.string(day, width: 2)
    }

    /// Days of a month, 29 or 30. `month` is 1…12; nil outside the table.
    public static func length(ofMonth month: Int, year: Int) -> Int? {
        guard years.contains(year), (1...12).contains(month) else { return nil }
        return UmmAlQuraTable.length(ofMonth: month, year: year)
    }

    /// Whether `a` is an earlier day than `b`.
    public static func < (a: HijriDate, b: HijriDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

extension UmmAlQuraTable {
    /// Days from 1 Muharram 1356 to the first day of the year at `index`, 0…144.
    static func start(ofYearAt index: Int) -> Int { Int(years[index] >> 12) }

    /// 29 or 30. `year` is in the table, `month` is 1…12.
    static func length(ofMonth month: Int, year: Int) -> Int {
        29 + Int(years[year - HijriDate.years.lowerBound] >> UInt32(month - 1) & 1)
    }
}
