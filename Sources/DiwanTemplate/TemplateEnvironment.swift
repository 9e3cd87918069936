public import DiwanDomain

/// What of the surroundings a document depends on, besides its template, its profile and its data.
public struct TemplateEnvironment: Sendable {
    /// The day that counts as today, in Riyadh.
    public var today: CivilDate
    /// The days on which the office works.
    public var workingCalendar: WorkingCalendar
    /// Gives the pictures that data name by their files; `nil` where data may not name files.
    public var pictures: PictureSource?

    /// An environment.
    public init(today: CivilDate, workingCalendar: WorkingCalendar, pictures: PictureSource? = nil) {
        self.today = today
        self.workingCalendar = workingCalendar
        self.pictures = pictures
    }
}

/// Gives the bytes of a picture's file by a name that stays in its folder; `nil` when there is no such file.
public typealias PictureSource = @Sendable (_ name: String) -> [UInt8]?

/// Gives the bytes of a file by its path from the templates root; `nil` when there is no such file.
public typealias TemplateSource = @Sendable (_ path: String) -> [UInt8]?
