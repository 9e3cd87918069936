public import DiwanDomain
public import DiwanPDF
import Glibc

/// The moment at which a document is made. Saudi Arabia keeps UTC+3 all year, so the day needs no table of time zones.
public struct CreationTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let seconds: Int

    /// The seconds of a day.
    private static let day = 86_400
    /// The difference of Asia/Riyadh from UTC, in seconds.
    public static let offset = 3 * 3_600
    /// The last second of the year 9999 in UTC+3; the first is 1970's.
    private static let range = 0...(2_932_897 * day - offset - 1)

    /// The moment `seconds` after 1970-01-01T00:00:00Z; `nil` before 1970 and after the year 9999.
    public init?(seconds: Int) {
        guard Self.range.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// The moment that `text`, a whole number of seconds since 1970, means; `nil` when it is none.
    public init?(_ text: String) {
        guard let seconds = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.init(seconds: seconds)
    }

    /// The moment that `SOURCE_DATE_EPOCH` names, or else now.
    public static func ofProcess() throws(EnvironmentError) -> CreationTime {
        if let variable = getenv("SOURCE_DATE_EPOCH").map({ String(cString: $0) }), !variable.isEmpty {
            guard let time = CreationTime(variable) else { throw .time(variable) }
            return time
        }
        guard let now = CreationTime(seconds: time(nil)) else { throw .time("the system's clock") }
        return now
    }

    /// The day in Asia/Riyadh.
    public var date: CivilDate {
        guard let date = try? CivilDate(dayNumber: (seconds + Self.offset) / Self.day) else {
            preconditionFailure("the range of times is within the range of days")
        }
        return date
    }

    /// The time of day in Asia/Riyadh.
    public var timeOfDay: (hour: Int, minute: Int, second: Int) {
        let seconds = (seconds + Self.offset) % Self.day
        return (seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }

    /// The moment as a PDF file writes it.
    public var pdfDate: PDFDate {
        let date = date
        let (hour, minute, second) = timeOfDay
        return PDFDate(
            year: date.year, month: date.month, day: date.day, hour: hour, minute: minute, second: second, utcOffset: Self.offset / 60)
    }
}
