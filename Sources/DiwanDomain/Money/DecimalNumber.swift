/// An exact decimal number: `significand` × 10^−`scale`, with at most 18 digits after the point and 36 in all.
///
/// Sums, differences and products are exact; a quotient is rounded to the places asked for. Half is rounded away from
/// zero (half-up, the commercial rule).
public struct DecimalNumber: Sendable {
    /// All digits, as one integer.
    public let significand: Int128
    /// How many of them stand after the decimal point, 0…18.
    public let scale: Int

    static let maximumScale = 18
    /// 10^36: the significand stays below it.
    static let limit: Int128 = 1_000_000_000_000_000_000 * 1_000_000_000_000_000_000

    /// The number `significand` × 10^−`scale`; trailing zeros after the point are kept. `scale` is 0…18.
    public init(significand: Int128, scale: Int = 0) throws(DomainError) {
        precondition((0...Self.maximumScale).contains(scale))
        guard significand > -Self.limit, significand < Self.limit else { throw .number(.tooLarge) }
        self.significand = significand
        self.scale = scale
    }

    /// A whole number.
    public init(_ value: Int) {
        significand = Int128(value)
        scale = 0
    }

    /// Reads digits of any accepted set with at most one sign before them, one decimal point (`.` or U+066B) and
    /// group marks (`,` or U+066C) that stand exactly every three digits. There is no exponent.
    public init(_ text: String) throws(DomainError) {
        let clean = InvisibleMarks.trimmed(InvisibleMarks.removed(from: text))
        guard !clean.isEmpty else { throw .number(.empty) }
        var value: Int128 = 0
        var scale = 0
        var negative = false
        var seenPoint = false
        var digits = 0
        var sinceMark: Int?
        for (index, scalar) in clean.unicodeScalars.enumerated() {
            if let digit = DigitSystem.value(of: scalar) {
                guard value < Self.limit / 10 else { throw .number(.tooLarge) }
                value = value * 10 + Int128(digit)
                digits += 1
                if seenPoint {
                    scale += 1
                    guard scale <= Self.maximumScale else { throw .number(.tooPrecise) }
                } else if let count = sinceMark {
                    guard count < 3 else { throw .number(.malformed) }
                    sinceMark = count + 1
                }
                continue
            }
            switch scalar {
            case "+" where index == 0: break
            case "-" where index == 0, "\u{2212}" where index == 0: negative = true
            case "." where !seenPoint, "\u{66B}" where !seenPoint:
                guard digits > 0, sinceMark ?? 3 == 3 else { throw .number(.malformed) }
                seenPoint = true
            case "," where !seenPoint, "\u{66C}" where !seenPoint:
                guard sinceMark.map({ $0 == 3 }) ?? (1...3).contains(digits) else { throw .number(.malformed) }
                sinceMark = 0
            default: throw .number(.malformed)
            }
        }
        guard digits > 0, !seenPoint || scale > 0, seenPoint || sinceMark ?? 3 == 3 else { throw .number(.malformed) }
        self.significand = negative ? -value : value
        self.scale = scale
    }

    static func power(_ exponent: Int) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// The two significands at the larger of the two scales.
    private static func aligned(_ a: DecimalNumber, _ b: DecimalNumber) throws(DomainError) -> (a: Int128, b: Int128, scale: Int) {
        let scale = max(a.scale, b.scale)
        return (try a.significand(at: scale), try b.significand(at: scale), scale)
    }

    /// The significand at a scale that is not smaller than the own.
    private func significand(at newScale: Int) throws(DomainError) -> Int128 {
        let (value, overflow) = significand.multipliedReportingOverflow(by: Self.power(newScale - scale))
        guard !overflow, value > -Self.limit, value < Self.limit else { throw .number(.tooLarge) }
        return value
    }

    /// `self` + `other`, exactly.
    public func adding(_ other: DecimalNumber) throws(DomainError) -> DecimalNumber {
        let (a, b, scale) = try Self.aligned(self, other)
        return try DecimalNumber(significand: a + b, scale: scale)
    }

    /// `self` − `other`, exactly.
    public func subtracting(_ other: DecimalNumber) throws(DomainError) -> DecimalNumber {
        let (a, b, scale) = try Self.aligned(self, other)
        return try DecimalNumber(significand: a - b, scale: scale)
    }

    /// `self` × `other`, exactly; throws when the product needs more than 18 decimal places or 36 digits.
    public func multiplied(by other: DecimalNumber) throws(DomainError) -> DecimalNumber {
        let (a, b) = (trimmed, other.trimmed)
        guard a.scale + b.scale <= Self.maximumScale else { throw .number(.tooPrecise) }
        let (value, overflow) = a.significand.multipliedReportingOverflow(by: b.significand)
        guard !overflow else { throw .number(.tooLarge) }
        return try DecimalNumber(significand: value, scale: a.scale + b.scale)
    }

    /// `self` ÷ `divisor`, half-up to `places` (0…18) after the point.
    public func divided(by divisor: DecimalNumber, places: Int = 2) throws(DomainError) -> DecimalNumber {
        precondition((0...Self.maximumScale).contains(places))
        guard divisor.significand != 0 else { throw .number(.divisionByZero) }
        let (a, b) = (trimmed, divisor.trimmed)
        // a / b × 10^places, with what is missing put above or below the fraction line.
        let shift = places - a.scale + b.scale
        let (top, topOverflow) = a.significand.multipliedReportingOverflow(by: Self.power(max(shift, 0)))
        let (bottom, bottomOverflow) = b.significand.multipliedReportingOverflow(by: Self.power(max(-shift, 0)))
        guard !topOverflow, !bottomOverflow else { throw .number(.tooLarge) }
        return try DecimalNumber(significand: Self.quotient(top, bottom), scale: places)
    }

    /// `self` half-up with exactly `places` (0…18) after the point.
    public func rounded(places: Int) throws(DomainError) -> DecimalNumber {
        precondition((0...Self.maximumScale).contains(places))
        if places >= scale { return try DecimalNumber(significand: significand(at: places), scale: places) }
        return try DecimalNumber(significand: Self.quotient(significand, Self.power(scale - places)), scale: places)
    }

    /// `a` / `b` rounded half away from zero.
    private static func quotient(_ a: Int128, _ b: Int128) -> Int128 {
        let (q, r) = a.magnitude.quotientAndRemainder(dividingBy: b.magnitude)
        let rounded = Int128(q) + (r >= b.magnitude - r ? 1 : 0)
        return (a < 0) == (b < 0) ? rounded : -rounded
    }

    /// The same number without zeros at the end of its decimal places.
    public var trimmed: DecimalNumber {
        var value = significand
        var places = scale
        while places > 0, value % 10 == 0 {
            value /= 10
            places -= 1
        }
        return DecimalNumber(trusted: value, places)
    }

    private init(trusted significand: Int128, _ scale: Int) {
        self.significand = significand
        self.scale = scale
    }

    /// The number with its sign changed.
    public static prefix func - (value: DecimalNumber) -> DecimalNumber { DecimalNumber(trusted: -value.significand, value.scale) }

    /// The whole number, when there is nothing after the point and it fits.
    public var integer: Int? {
        let exact = trimmed
        return exact.scale == 0 ? Int(exactly: exact.significand) : nil
    }

    /// Plain ASCII text: `-1250.75`.
    public var text: String { NumberStyle(digits: .latn, grouping: false).string(self) }
}

extension DecimalNumber: Hashable, Comparable {
    /// Equal by value: 1.50 equals 1.5.
    public static func == (a: DecimalNumber, b: DecimalNumber) -> Bool {
        let (a, b) = (a.trimmed, b.trimmed)
        return a.significand == b.significand && a.scale == b.scale
    }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) {
        let exact = trimmed
        hasher.combine(exact.significand)
        hasher.combine(exact.scale)
    }

    /// Whether `a` is smaller than `b`.
    public static func < (a: DecimalNumber, b: DecimalNumber) -> Bool {
        // Whole parts first: the significands at a common scale may not fit.
        let (wholeA, restA) = a.significand.quotientAndRemainder(dividingBy: power(a.scale))
        let (wholeB, restB) = b.significand.quotientAndRemainder(dividingBy: power(b.scale))
        if wholeA != wholeB { return wholeA < wholeB }
        return restA * power(maximumScale - a.scale) < restB * power(maximumScale - b.scale)
    }
}
