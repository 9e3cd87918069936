import Foundation
import Testing

@testable import DiwanDomain

@Suite struct DateTests {
    @Test("Every row of hijri.jsonl holds") func vectors() throws {
        let rows = try Vectors.rows("hijri")
        #expect(rows.count >= 249)
        for row in rows {
            let text = try #require(row["hijri"] as? String)
            guard row["valid"] as? Bool == true else {
                #expect(throws: DomainError.self, "\(text)") { try DateReader.hijriDate(text, order: .yearFirst) }
                let why = try #require(row["why"] as? String)
                #expect(InspectionFields.date(text + " umalqura") == ["invalid", why])
                continue
            }
            let hijri = try DateReader.hijriDate(text, order: .yearFirst)
            let gregorian = try #require(row["gregorian"] as? String)
            let weekday = try #require(row["weekday_ar"] as? String)
            #expect(hijri.civil.iso == gregorian)
            #expect(hijri.iso == text)
            #expect(hijri.weekday.name == weekday)
            #expect(hijri.weekday.iso == row["weekday_iso"] as? Int)
            #expect(hijri.monthLength == row["month_length"] as? Int)
            #expect(hijri.isSettled == (row["zone"] as? String == "stable"))
            #expect(try HijriDate(DateReader.civilDate(gregorian, order: .yearFirst)) == hijri)
            let pair = DatePair(hijri)
            if let expected = row["num_latn"] as? String { #expect(hijri.numeric(.latn) == expected) }
            if let expected = row["num_arab"] as? String { #expect(hijri.numeric(.arab) == expected) }
            if let expected = row["long"] as? String { #expect(pair.long(.latn) == expected) }
            if let expected = row["long_arab"] as? String { #expect(pair.long(.arab) == expected) }
            #expect(InspectionFields.date(text + " umalqura") == [text, gregorian, weekday])
            #expect(InspectionFields.date(gregorian + " gregorian") == [text, gregorian, weekday])
        }
    }

    @Test("Every day of 1356–1500 converts both ways, and the weekday runs on") func everyDay() throws {
        var expected = try HijriDate(year: 1356, month: 1, day: 1)
        #expect(expected.civil.iso == "1937-03-14")
        var count = 0
        for number in UmmAlQuraTable.firstDayNumber..<(UmmAlQuraTable.firstDayNumber + UmmAlQuraTable.dayCount) {
            let civil = try CivilDate(dayNumber: number)
            let hijri = try HijriDate(civil)
            guard hijri == expected, hijri.civil == civil, civil.dayNumber == number, hijri.weekday == Weekday(dayNumber: number) else {
                Issue.record("day \(number): \(hijri.iso), expected \(expected.iso)")
                return
            }
            count += 1
            expected = try next(expected)
        }
        #expect(count == 51_383)
        #expect(throws: DomainError.date(.after(last: 1500))) { try HijriDate(CivilDate(year: 2077, month: 11, day: 17)) }
        #expect(throws: DomainError.date(.before(first: 1356))) { try HijriDate(CivilDate(year: 1937, month: 3, day: 13)) }
    }

    /// The day after, by the lengths of the months alone; the last day of the table is followed by itself.
    private func next(_ date: HijriDate) throws -> HijriDate {
        if date.day < date.monthLength { return try HijriDate(year: date.year, month: date.month, day: date.day + 1) }
        if date.month < 12 { return try HijriDate(year: date.year, month: date.month + 1, day: 1) }
        return date.year < 1500 ? try HijriDate(year: date.year + 1, month: 1, day: 1) : date
    }

    @Test("Gregorian day numbers agree with Foundation's calendar over the years 1600–2400") func gregorian() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var random = Repeatable(seed: 7)
        for _ in 0..<3000 {
            let number = Int.random(in: -135_140...157_054, using: &random)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(number) * 86_400))
            let date = try CivilDate(dayNumber: number)
            #expect(date.year == parts.year && date.month == parts.month && date.day == parts.day)
            #expect(date.weekday.rawValue + 1 == parts.weekday)
            #expect(date.dayNumber == number)
        }
        #expect(try CivilDate(dayNumber: CivilDate.dayNumbers.lowerBound).iso == "0001-01-01")
        #expect(try CivilDate(dayNumber: CivilDate.dayNumbers.upperBound).iso == "9999-12-31")
        #expect(try CivilDate(year: 1, month: 1, day: 1).dayNumber == CivilDate.dayNumbers.lowerBound)
        #expect(throws: DomainError.date(.after(last: 9999))) { try CivilDate(year: 2025, month: 1, day: 1).adding(days: .max) }
    }

    @Test("A date is read in every accepted spelling") func spellings() throws {
        let day = try HijriDate(year: 1447, month: 5, day: 14)
        let texts = [
            "1447-05-14", "1447/05/14هـ", "١٤٤٧/٠٥/١٤هـ", "۱۴۴۷/۰۵/۱۴", "1447/5/14 ه", "1447.05.14", "١٤ / ٠٥ / ١٤٤٧هـ", "14/05/1447هـ",
            "١٤ جمادى الأولى ١٤٤٧هـ", "14 جمادى الأول 1447", "\u{2067}1447/05/14هـ\u{2069}", "١٤ من شهر جمادى الأولى عام ١٤٤٧هـ",
            " 1447 05 14 ",
        ]
        for text in texts { #expect(try DateReader.hijriDate(text) == day, "\(text)") }
        #expect(try DateReader.hijriDate("1 ذي القعدة 1447").month == 11)
        #expect(try DateReader.hijriDate("1 محرّم 1447").month == 1)
        #expect(try DateReader.hijriDate("3 ربيع الثاني 1447هـ").month == 4)
        #expect(try DateReader.civilDate("5 نوفمبر 2025م").iso == "2025-11-05")
        #expect(try DateReader.civilDate("٥ ابريل ٢٠٢٥").iso == "2025-04-05")
    }

    @Test(
        "A date that is none is refused with its reason",
        arguments: [
            ("", DateFault.empty), ("1447", .missingMonth), ("1447-5", .missingDay), ("1447-05", .missingDay), ("47-05-12", .twoDigitYear),
            ("1447-13-01", .month(13)), ("1447-00-01", .month(0)), ("1447-01-00", .day(0)), ("1447-01-31", .day(31)),
            ("1447-02-30", .monthHas(days: 29)), ("1501-01-01", .after(last: 1500)), ("1447-05-14-02", .tooManyParts),
            ("1447-05-1x", .unexpected("x")), ("1447--05-1", .unexpected("-")), ("1447/05-14", .unexpected("-")),
            ("147-05-14", .yearLength),
            ("-1447-05-14", .unexpected("-")), ("1447-05-14م", .calendar), ("12-05-1447", .twoDigitYear), ("14470514", .yearLength),
        ])
    func refused(text: String, fault: DateFault) {
        #expect(throws: DomainError.date(fault)) { try DateReader.hijriDate(text, order: .yearFirst) }
    }

    @Test("No text makes the reader trap") func fuzz() {
        var random = Repeatable(seed: 11)
        let alphabet = Array("0123456789٠١٢٣٤٥٦٧٨٩۰۹-/.  هـمجمادى الأولىرجب\u{200F}\u{64B}xé").map { $0 }
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...16, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            for order in [DateReader.Order.any, .yearFirst] {
                if let date = try? DateReader.hijriDate(text, order: order) { #expect(HijriDate.years.contains(date.year)) }
                if let date = try? DateReader.civilDate(text, order: order) { #expect((1...9999).contains(date.year)) }
            }
            _ = try? RecordedDate(text)
        }
    }

    @Test("A recorded date keeps its calendar and is never converted by itself") func recorded() throws {
        let birth = try RecordedDate("1345/07/01هـ")
        #expect(birth.calendar == .ummAlQura && birth.both == nil && birth.numeric(.latn) == "1345/07/01هـ")
        #expect(try RecordedDate("2025-11-05").calendar == .gregorian)
        #expect(try RecordedDate("1447-05-14").both?.civil.iso == "2025-11-05")
        #expect(throws: DomainError.date(.monthHas(days: 28))) { try RecordedDate("2025-02-29") }
    }

    @Test("Dates are written in the forms of Saudi letters") func forms() throws {
        let pair = try DatePair(CivilDate(year: 2025, month: 11, day: 5))
        #expect(pair.long() == "الأربعاء ١٤ جمادى الأولى ١٤٤٧هـ الموافق ٥ نوفمبر ٢٠٢٥م")
        #expect(pair.numeric() == "١٤٤٧/٠٥/١٤هـ الموافق ٢٠٢٥/١١/٠٥م")
        #expect(pair.hijri.words() == "الرابع عشر من شهر جمادى الأولى عام ١٤٤٧هـ")
        let pilgrimage = try HijriDate(year: 1447, month: 12, day: 9)
        #expect(pilgrimage.long(.latn, case: .genitive) == "9 ذي الحجة 1447هـ")
        #expect(pilgrimage.long(.latn) == "9 ذو الحجة 1447هـ")
        #expect(pilgrimage.words(.latn) == "التاسع من شهر ذي الحجة عام 1447هـ")
    }

    @Test("Months are added in the Gregorian calendar, to the last day where the month is shorter") func months() throws {
        #expect(try CivilDate(year: 2025, month: 1, day: 31).adding(months: 1).iso == "2025-02-28")
        #expect(try CivilDate(year: 2023, month: 12, day: 31).adding(months: 2).iso == "2024-02-29")
        #expect(try CivilDate(year: 2025, month: 3, day: 15).adding(months: -15).iso == "2023-12-15")
    }
}
