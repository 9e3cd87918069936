/// The dates that follow from the day on which a request became complete.
///
/// The day itself is not counted; a period that ends on a day off ends on the next working day.
public struct DueDates: Hashable, Sendable {
    /// The first day on which a decision may be issued: `received` and the minimum of calendar days.
    public let earliestIssue: CivilDate
    /// The first working day on or after it, printed as «لا يصدر الرد قبل».
    public let earliestAnswer: CivilDate
    /// The last day for the answer, «في موعد أقصاه», when a maximum is set.
    public let latestAnswer: CivilDate?

    /// The dates for a request completed on `received` (the civil date in Riyadh).
    /// `minimumDays` is the policy's 14; `maximumDays` has no default, since the policy sets none.
    public init(
        received: CivilDate, calendar: WorkingCalendar, minimumDays: Int = 14, maximumDays: Int? = nil
    ) throws(DomainError) {
        earliestIssue = try received.adding(days: minimumDays)
        earliestAnswer = try calendar.firstWorkingDay(onOrAfter: earliestIssue)
        if let maximumDays {
            latestAnswer = try calendar.endOfPeriod(calendarDays: maximumDays, after: received)
        } else {
            latestAnswer = nil
        }
    }

    /// The last day to supply what is missing: `workingDays` after the notice.
    public static func supplyDeadline(
        notified: CivilDate, calendar: WorkingCalendar, workingDays: Int = 15
    ) throws(DomainError) -> CivilDate {
        try calendar.adding(workingDays: workingDays, to: notified)
    }

    /// The last day to object: `days` calendar days after the decision was made known, moved to a working day.
    public static func objectionEnd(notified: CivilDate, calendar: WorkingCalendar, days: Int = 15) throws(DomainError) -> CivilDate {
        try calendar.endOfPeriod(calendarDays: days, after: notified)
    }

    /// The last day to answer an objection: `workingDays` after it was received.
    public static func objectionReply(
        objected: CivilDate, calendar: WorkingCalendar, workingDays: Int = 15
    ) throws(DomainError) -> CivilDate {
        try calendar.adding(workingDays: workingDays, to: objected)
    }
}
