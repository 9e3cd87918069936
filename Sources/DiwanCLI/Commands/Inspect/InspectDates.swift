import DiwanDomain

extension Command {
    /// `diwan inspect date`.
    static let inspectDate = inspection(
        "date", "a date in both calendars",
        input: "a date and its calendar: 1447-05-14 umalqura, or 2025-11-05 gregorian",
        output: "the Hijri date, the Gregorian date and the Arabic weekday; or \"invalid\" and why"
    ) { line, _ throws(CommandFailure) in
        InspectionFields.date(line)
    }
}
