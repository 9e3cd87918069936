import Foundation
import Testing

@testable import DiwanDomain

@Suite struct UmmAlQuraTableTests {
    @Test("The table is what Foundation's Umm al-Qura calendar gives for 1356–1500") func generated() throws {
        let text = try Self.generate()
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/DiwanDomain/Calendar/UmmAlQuraTable.swift")
        if ProcessInfo.processInfo.environment["DIWAN_UPDATE"] == "1" { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }

    @Test("Every day of 1356–1500 is the day that Foundation's calendar names") func everyDay() throws {
        let calendar = try Self.calendar(.islamicUmmAlQura)
        for number in UmmAlQuraTable.firstDayNumber..<(UmmAlQuraTable.firstDayNumber + UmmAlQuraTable.dayCount) {
            let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400 + 43_200))
            let date = try HijriDate(CivilDate(dayNumber: number))
            guard date.year == parts.year, date.month == parts.month, date.day == parts.day else {
                Issue.record("day \(number): \(date.iso), Foundation \(parts)")
                return
            }
        }
    }

    private static func calendar(_ identifier: Calendar.Identifier) throws -> Calendar {
        var calendar = Calendar(identifier: identifier)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        return calendar
    }

    /// The source file of the table.
    private static func generate() throws -> String {
        let calendar = try calendar(.islamicUmmAlQura)
        func start(_ year: Int, _ month: Int) throws -> Int {
            let date = try #require(calendar.date(from: DateComponents(year: year, month: month, day: 1)))
            return Int((date.timeIntervalSince1970 / 86_400).rounded(.down))
        }
        let first = try start(1356, 1)
        var words: [String] = []
        for year in 1356...1500 {
            var word = UInt32(try start(year, 1) - first) << 12
            for month in 1...12 {
                let length = try (month == 12 ? start(year + 1, 1) : start(year, month + 1)) - start(year, month)
                try #require(length == 29 || length == 30)
                if length == 30 { word |= 1 << UInt32(month - 1) }
            }
            let hex = String(word, radix: 16, uppercase: true)
            words.append("0x" + String(repeating: "0", count: 7 - hex.count) + hex)
        }
        let rows = stride(from: 0, to: words.count, by: 8).map { "        " + words[$0..<min($0 + 8, words.count)].joined(separator: ", ") }
        func grouped(_ number: Int) -> String { "\(number / 1000)_" + String(format: "%03d", abs(number % 1000)) }
        return """
            /// The Umm al-Qura months of 1356–1500 AH, one word a year.
            ///
            /// Generated from Foundation's `.islamicUmmAlQura` by the test `UmmAlQuraTableTests`; `DIWAN_UPDATE=1 swift test` writes it anew.
            enum UmmAlQuraTable {
                /// The day number (days since 1970-01-01) of 1 Muharram 1356.
                static let firstDayNumber = \(grouped(first))
                /// Days in the table.
                static let dayCount = \(grouped(try start(1501, 1) - first))
                /// Bits 0…11: month 1…12 has 30 days. From bit 12: days from 1 Muharram 1356 to the first day of the year.
                static let years: [UInt32] = [

            """ + rows.joined(separator: ",\n") + ",\n    ]\n}\n"
    }
}
