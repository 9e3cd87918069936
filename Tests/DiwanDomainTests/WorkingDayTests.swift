import Testing

@testable import DiwanDomain

@Suite struct WorkingDayTests {
    private func date(_ text: String) throws -> CivilDate { try DateReader.civilDate(text, order: .yearFirst) }

    @Test("Every row of duedates.jsonl holds") func vectors() throws {
        let rows = try Vectors.rows("duedates")
        #expect(rows.count >= 14)
        for row in rows {
            let received = try #require(row["received"] as? String)
            let holidays = try #require(row["holidays"] as? [String])
            let fields = ["min_calendar", "min_answer_date", "plus5_business", "plus10_business", "plus15_business"]
            #expect(InspectionFields.due(received: received, holidays: holidays) == fields.map { row[$0] as? String ?? "missing" })
            let calendar = WorkingCalendar(holidayDates: try holidays.map(date))
            #expect(try date(received).weekday.iso == row["received_weekday"] as? Int)
            #expect(
                try DueDates(received: date(received), calendar: calendar, maximumDays: 30).latestAnswer?.iso
                    == row["plus30_calendar_rolled"] as? String)
        }
    }

    @Test("The rules give the holidays that the ministry's rules gave for 2026–2028") func defaults() throws {
        func list(_ year: Int) -> [String] { Holiday.defaults(forYear: year).map { "\($0.first.iso) \($0.last.iso) \($0.name)" } }
        #expect(
            list(2026) == [
                "2026-02-22 2026-02-22 يوم التأسيس", "2026-03-19 2026-03-22 عيد الفطر", "2026-05-26 2026-05-29 عيد الأضحى",
                "2026-09-23 2026-09-23 اليوم الوطني",
            ])
        #expect(
            list(2027) == [
                "2027-02-22 2027-02-22 يوم التأسيس", "2027-03-09 2027-03-12 عيد الفطر", "2027-05-15 2027-05-18 عيد الأضحى",
                "2027-09-23 2027-09-23 اليوم الوطني",
            ])
        #expect(
            list(2028) == [
                "2028-02-22 2028-02-22 يوم التأسيس", "2028-02-26 2028-02-29 عيد الفطر", "2028-05-04 2028-05-07 عيد الأضحى",
                "2028-09-23 2028-09-24 اليوم الوطني",
            ])
        #expect(list(2025).first == "2025-02-22 2025-02-23 يوم التأسيس")
        #expect(Holiday.defaults(forYear: 2026).allSatisfy { !$0.isConfirmed })
        // A Friday: the Thursday before is off too. Two feasts of one kind in a year (Ramadan 1421 began on 27 November 2000).
        #expect(try date("2022-09-23").weekday == .friday)
        #expect(list(2022).contains("2022-09-22 2022-09-23 اليوم الوطني"))
        #expect(list(2000).filter { $0.hasSuffix("عيد الفطر") } == ["2000-01-07 2000-01-10 عيد الفطر", "2000-12-26 2000-12-29 عيد الفطر"])
    }

    @Test("The worked example of an objection over a weekend holds") func objection() throws {
        let calendar = WorkingCalendar()
        #expect(try DueDates.objectionEnd(notified: date("2026-02-26"), calendar: calendar).iso == "2026-03-15")
        let dates = try DueDates(
            received: date("2026-02-08"), calendar: WorkingCalendar(holidays: Holiday.defaults(forYear: 2026)), maximumDays: 30)
        #expect(
            dates.earliestIssue.iso == "2026-02-22" && dates.earliestAnswer.iso == "2026-02-23" && dates.latestAnswer?.iso == "2026-03-10")
        #expect(try DueDates(received: date("2026-11-01"), calendar: calendar).earliestIssue.iso == "2026-11-15")
        #expect(try DueDates.supplyDeadline(notified: date("2026-02-26"), calendar: calendar).iso == "2026-03-19")
    }

    @Test("Working days counted between two days are those that were added") func roundTrip() throws {
        var random = Repeatable(seed: 17)
        let calendar = WorkingCalendar(holidays: (2025...2028).flatMap(Holiday.defaults))
        for _ in 0..<500 {
            let start = try CivilDate(year: 2025, month: 1, day: 1).adding(days: Int.random(in: 0...1200, using: &random))
            let count = Int.random(in: 1...60, using: &random)
            let end = try calendar.adding(workingDays: count, to: start)
            #expect(calendar.isWorkingDay(end))
            #expect(try calendar.workingDays(after: start, through: end) == count)
            #expect(try calendar.firstWorkingDay(onOrAfter: end) == end)
        }
        #expect(try calendar.adding(workingDays: 0, to: date("2026-02-20")).iso == "2026-02-20")
        #expect(throws: DomainError.self) { try calendar.adding(workingDays: -1, to: date("2026-02-20")) }
        #expect(throws: DomainError.self) { try calendar.adding(workingDays: .max, to: date("2026-02-20")) }
        #expect(try calendar.hasUnconfirmedHoliday(after: date("2026-02-21"), through: date("2026-02-22")))
        #expect(try !calendar.hasUnconfirmedHoliday(after: date("2026-02-22"), through: date("2026-03-18")))
    }

    @Test("A calendar with no working day ends with an error") func noWorkingDay() throws {
        let holiday = try Holiday(first: date("2000-01-01"), last: date("2900-01-01"), name: "")
        #expect(throws: DomainError.self) { try WorkingCalendar(holidays: [holiday]).firstWorkingDay(onOrAfter: date("2026-01-01")) }
        #expect(throws: DomainError.self) { try WorkingCalendar(holidays: [holiday]).adding(workingDays: 1, to: date("2026-01-01")) }
        #expect(InspectionFields.due(received: "2026-02-30", holidays: []) == ["invalid", "month has 28 days"])
    }
}
