/// What can be wrong with a value that `DiwanDomain` reads or computes.
public enum DomainError: Error, Hashable, Sendable {
    /// A date is not one.
    case date(DateFault)
    /// An identifier is not well formed, or its check digits do not fit.
    case identifier(IdentifierFault)
    /// A number cannot be read, or a result does not fit.
    case number(NumberFault)

    /// A short English reason, the text that `diwan inspect` prints after `invalid`.
    public var reason: String {
        switch self {
        case .date(let fault): fault.reason
        case .identifier(let fault): fault.reason
        case .number(let fault): fault.reason
        }
    }
}

/// Why a text or a triple of numbers is not a date.
public enum DateFault: Hashable, Sendable {
    /// There is nothing but spaces.
    case empty
    /// A character that is no digit, separator, month name or era; the text names it.
    case unexpected(String)
    /// One number only.
    case missingMonth
    /// Two numbers only.
    case missingDay
    /// More than three numbers.
    case tooManyParts
    /// The year has one or two digits, so its century is unknown.
    case twoDigitYear
    /// The year does not have four digits.
    case yearLength
    /// A month outside 1 to 12.
    case month(Int)
    /// A day that no month of this calendar has.
    case day(Int)
    /// A day that this month does not have; the month has `days` days.
    case monthHas(days: Int)
    /// The date is before the first one supported, in the year `first`.
    case before(first: Int)
    /// The date is after the last one supported, in the year `last`.
    case after(last: Int)
    /// The calendar's name or era is not known, or the two contradict each other.
    case calendar

    /// A short English reason.
    public var reason: String {
        switch self {
        case .empty: "empty"
        case .unexpected(let text): "unexpected \(text)"
        case .missingMonth: "missing month"
        case .missingDay: "missing day"
        case .tooManyParts: "more than three parts"
        case .twoDigitYear: "two-digit year"
        case .yearLength: "year must have four digits"
        case .month(let month): "month \(month)"
        case .day(let day): "day \(day)"
        case .monthHas(let days): "month has \(days) days"
        case .before(let first): "before supported range \(first)"
        case .after(let last): "after supported range \(last)"
        case .calendar: "unknown calendar"
        }
    }
}

/// Why a text is not a number, or a result is not one that can be kept.
public enum NumberFault: Hashable, Sendable {
    /// There is nothing but spaces.
    case empty
    /// The text is not digits with at most one sign, one decimal point and well placed group marks.
    case malformed
    /// More digits than can be kept exactly.
    case tooLarge
    /// More digits after the decimal point than the type keeps.
    case tooPrecise
    /// A division by zero.
    case divisionByZero

    /// A short English reason.
    public var reason: String {
        switch self {
        case .empty: "empty"
        case .malformed: "not a number"
        case .tooLarge: "too large"
        case .tooPrecise: "too many decimal places"
        case .divisionByZero: "division by zero"
        }
    }
}

/// Why a text is not an identifier of its kind.
public enum IdentifierFault: Hashable, Sendable {
    /// There is nothing but spaces.
    case empty
    /// A character that is no digit where digits are expected.
    case nonDigit
    /// The letter O, which looks like a zero.
    case letterO
    /// Digits of a script that is not accepted; only ASCII, Arabic-Indic, extended and fullwidth digits are.
    case foreignDigits
    /// Too short or too long; the count of characters that was found.
    case length(Int)
    /// The first character is not one that this kind may start with; the text says which may.
    case start(String)
    /// The last character is not the one that this kind must end with.
    case end(String)
    /// The Luhn sum over all digits is not a multiple of ten.
    case checkDigit
    /// The IBAN is not of Saudi Arabia.
    case notSaudi
    /// The remainder modulo 97 is not 1 (ISO 7064, MOD 97-10).
    case mod97
    /// The IBAN's check digits are outside 02…98, so they were never computed.
    case checkDigitRange(String)
    /// A mobile number does not start with 05.
    case notMobile
    /// A unified number (9200…), which is no mobile number.
    case unifiedNumber
    /// A toll-free number (800…), which is no mobile number.
    case tollFree
    /// The digits after 05 are not given to mobile numbers.
    case unassignedPrefix(String)
    /// A digit stands among the four letters, or a letter among the four digits.
    case misplaced(String)

    /// A short English reason.
    public var reason: String {
        switch self {
        case .empty: "empty"
        case .nonDigit: "non-digit"
        case .letterO: "letter O"
        case .foreignDigits: "digits of this script are not accepted"
        case .length(let count): "length \(count)"
        case .start(let allowed): "must start with \(allowed)"
        case .end(let allowed): "must end with \(allowed)"
        case .checkDigit: "check digit"
        case .notSaudi: "not Saudi"
        case .mod97: "mod 97"
        case .checkDigitRange(let digits): "check digits \(digits) are outside 02..98"
        case .notMobile: "not 05"
        case .unifiedNumber: "unified number 9200"
        case .tollFree: "toll free"
        case .unassignedPrefix(let prefix): "prefix \(prefix) is not assigned to mobile numbers"
        case .misplaced(let what): what
        }
    }
}
