extension DERElement {
    /// A string of characters as text (X.680, 41); `nil` for an element of another kind, and for bytes that are no text of theirs.
    var text: String? {
        switch tag {
        case .utf8String: return String(validating: content, as: UTF8.self)
        case .printableString, .ia5String:
            guard content.allSatisfy({ $0 < 0x80 }) else { return nil }
            return String(decoding: content, as: UTF8.self)
        // Written as Latin-1 by all who write it still.
        case .teletexString: return String(String.UnicodeScalarView(content.map { Unicode.Scalar($0) }))
        case .bmpString:
            guard content.count % 2 == 0 else { return nil }
            let units = stride(from: content.startIndex, to: content.endIndex, by: 2).map {
                UInt16(content[$0]) << 8 | UInt16(content[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        case .universalString:
            guard content.count % 4 == 0 else { return nil }
            let units = stride(from: content.startIndex, to: content.endIndex, by: 4).map { start in
                content[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            return String(validating: units, as: UTF32.self)
        default: return nil
        }
    }

    /// A moment, in seconds since 1970-01-01T00:00:00Z: UTCTime of the years 1950 to 2049, or GeneralizedTime, both with seconds and `Z`
    /// (RFC 5280, 4.1.2.5). A fraction of a second, which timestamps may have, is dropped.
    func time() throws(CMSError) -> Int {
        guard tag == .utcTime || tag == .generalizedTime else { throw .unexpected(expected: "a time", offset: offset) }
        var digits = Array(content)
        guard digits.popLast() == UInt8(ascii: "Z") else { throw .notDER(offset: offset) }
        if tag == .generalizedTime, let point = digits.firstIndex(of: UInt8(ascii: ".")) {
            let fraction = digits[(point + 1)...]
            guard let last = fraction.last, last != UInt8(ascii: "0"), fraction.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .notDER(offset: offset)
            }
            digits.removeSubrange(point...)
        }
        guard digits.count == (tag == .utcTime ? 12 : 14), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .notDER(offset: offset)
        }
        var pairs: [Int] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            let (tens, ones) = (Int(digits[start]) - 0x30, Int(digits[start + 1]) - 0x30)
            pairs.append(10 * tens + ones)
        }
        let rest = Array(pairs.suffix(5))
        let year = tag == .utcTime ? (pairs[0] < 50 ? 2000 : 1900) + pairs[0] : pairs[0] * 100 + pairs[1]
        guard let seconds = UTCTime.seconds(year: year, month: rest[0], day: rest[1], hour: rest[2], minute: rest[3], second: rest[4])
        else {
            throw .notDER(offset: offset)
        }
        return seconds
    }
}

/// Moments as seconds since 1970-01-01T00:00:00Z.
public enum UTCTime {
    /// The moment of a date and a time of day; `nil` when there is no such day or time.
    static func seconds(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) -> Int? {
        guard (1...12).contains(month), hour < 24, minute < 60, second < 60 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        let days = daysBefore(year) - daysBefore(1970) + lengths[..<(month - 1)].reduce(0, +) + day - 1
        return ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    /// The days of the years 0 to `year` - 1.
    private static func daysBefore(_ year: Int) -> Int {
        year == 0 ? 0 : 365 * year + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + 1
    }

    /// A moment in words: `2026-11-24 10:00:00 UTC`. Of the years 0 to 9999.
    public static func words(_ seconds: Int) -> String {
        var days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        let rest = seconds - days * 86_400
        days += daysBefore(1970)
        var year = min(max(days / 366, 0), 9_999)
        while year < 9_999, daysBefore(year + 1) <= days { year += 1 }
        days -= daysBefore(year)
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var month = 0
        while month < 11, days >= lengths[month] {
            days -= lengths[month]
            month += 1
        }
        func digits(_ number: Int, _ count: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(year, 4))-\(digits(month + 1))-\(digits(days + 1)) "
            + "\(digits(rest / 3_600)):\(digits(rest / 60 % 60)):\(digits(rest % 60)) UTC"
    }
}
