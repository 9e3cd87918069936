/// A date and time with its distance from UTC, as a document's metadata gives it.
public struct PDFDate: Hashable, Sendable {
    /// The year of the Gregorian calendar, 0 to 9999.
    public var year: Int
    /// The month, 1 to 12.
    public var month: Int
    /// The day of the month, 1 to 31.
    public var day: Int
    /// The hour, 0 to 23.
    public var hour: Int
    /// The minute, 0 to 59.
    public var minute: Int
    /// The second, 0 to 59.
    public var second: Int
    /// How many minutes local time is ahead of UTC; 180 in Riyadh.
    public var utcOffset: Int

    /// A date and time. Traps when a part is out of its range.
    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, utcOffset: Int = 0) {
        precondition((0...9999).contains(year) && (1...12).contains(month) && (1...31).contains(day))
        precondition((0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second) && abs(utcOffset) < 24 * 60)
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.utcOffset = utcOffset
    }

    /// The date of the Info dictionary (ISO 32000-1, 7.9.4): `D:20261124100000+03'00'`.
    var informationText: String {
        "D:\(Self.digits(year, 4))\(Self.digits(month))\(Self.digits(day))\(Self.digits(hour))\(Self.digits(minute))\(Self.digits(second))"
            + "\(sign)\(Self.digits(abs(utcOffset) / 60))'\(Self.digits(abs(utcOffset) % 60))'"
    }

    /// The date of XMP (ISO 8601): `2026-11-24T10:00:00+03:00`.
    var xmpText: String {
        "\(Self.digits(year, 4))-\(Self.digits(month))-\(Self.digits(day))T\(Self.digits(hour)):\(Self.digits(minute)):\(Self.digits(second))"
            + "\(sign)\(Self.digits(abs(utcOffset) / 60)):\(Self.digits(abs(utcOffset) % 60))"
    }

    private var sign: String { utcOffset < 0 ? "-" : "+" }

    private static func digits(_ value: Int, _ count: Int = 2) -> String {
        let text = String(value)
        return String(repeating: "0", count: count - text.count) + text
    }
}
