extension Holiday {
    /// The holidays that the rules give for a Gregorian year, none of them confirmed, in the order of their first day.
    ///
    /// Eid al-Fitr: four days from the day after 29 Ramadan. Eid al-Adha: four days from 9 Dhu al-Hijja. Founding Day,
    /// 22 February (since 2022), and National Day, 23 September (since 2005): on a Saturday the Sunday after is off too, on a
    /// Friday the Thursday before, unless the day falls inside another holiday. Feasts outside the Umm al-Qura table are left out.
    public static func defaults(forYear year: Int) -> [Holiday] {
        guard let newYear = try? CivilDate(year: year, month: 1, day: 1), let newYearsEve = try? CivilDate(year: year, month: 12, day: 31)
        else {
            return []
        }
        var holidays = feasts(touching: newYear...newYearsEve)
        for (month, day, since, name) in [(2, 22, 2022, "يوم التأسيس"), (9, 23, 2005, "اليوم الوطني")] where year >= since {
            guard let date = try? CivilDate(year: year, month: month, day: day) else { continue }
            let isInside = holidays.contains { $0.contains(date) }
            let number = date.dayNumber
            switch date.weekday {
            case .saturday where !isInside: holidays.append(byRule(number, number + 1, name))
            case .friday where !isInside: holidays.append(byRule(number - 1, number, name))
            default: holidays.append(byRule(number, number, name))
            }
        }
        return holidays.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
    }

    private static func feasts(touching days: ClosedRange<CivilDate>) -> [Holiday] {
        var feasts: [Holiday] = []
        // A Gregorian year touches two Hijri years, sometimes three.
        let hijriYear = (days.lowerBound.year - 622) * 33 / 32
        for year in hijriYear - 1...hijriYear + 2 {
            if let end = try? HijriDate(year: year, month: 9, day: 29) {
                feasts.append(byRule(end.civil.dayNumber + 1, end.civil.dayNumber + 4, "عيد الفطر"))
            }
            if let arafah = try? HijriDate(year: year, month: 12, day: 9) {
                feasts.append(byRule(arafah.civil.dayNumber, arafah.civil.dayNumber + 3, "عيد الأضحى"))
            }
        }
        return feasts.filter { $0.first <= days.upperBound && days.lowerBound <= $0.last }
    }

    private static func byRule(_ first: Int, _ last: Int, _ name: String) -> Holiday {
        Holiday(
            first: CivilDate(trustedDayNumber: first), last: CivilDate(trustedDayNumber: last), name: name, source: "rule",
            isConfirmed: false)
    }
}
