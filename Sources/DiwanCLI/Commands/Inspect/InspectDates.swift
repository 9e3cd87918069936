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

    /// `diwan inspect due`.
    static let inspectDue = inspection(
        "due", "the days that follow from the day on which a request is complete",
        input: "a JSON object of ISO dates: {\"received\":\"2025-02-06\",\"holidays\":[\"2025-02-23\"]}",
        output: "14 calendar days later, the first working day on or after that, and the 5th, 10th and 15th working day after the day; "
            + "or \"invalid\" and why"
    ) { line, _ throws(CommandFailure) in
        let value = try parsedJSON(line)
        guard let received = value["received"]?.string else { throw .arguments("the object wants received, a date") }
        let holidays = value["holidays"]?.elements ?? []
        let days = holidays.compactMap(\.string)
        guard days.count == holidays.count else { throw .arguments("holidays are dates") }
        return InspectionFields.due(received: received, holidays: days)
    }
}
