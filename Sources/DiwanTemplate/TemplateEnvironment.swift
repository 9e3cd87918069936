public import DiwanDomain

/// What of the surroundings a document depends on, besides its template, its profile and its data.
public struct TemplateEnvironment: Sendable {
    /// The day that counts as today, in Riyadh.
    public var today: CivilDate
    /// The days on which the office works.
    public var workingCalendar: WorkingCalendar

    /// An environment.
    public init(today: CivilDate, workingCalendar: WorkingCalendar) {
        self.today = today
        self.workingCalendar = workingCalendar
    }
}

/// Gives the bytes of a file by its path from the templates root; `nil` when there is no such file.
public typealias TemplateSource = @Sendable (_ path: String) -> [UInt8]?
