/// An amount of Saudi riyals, kept as a whole number of halalas (1 riyal = 100 halalas), up to 10^15 riyals either way.
public struct Money: Hashable, Comparable, Sendable {
    /// The amount in halalas.
    public let halalas: Int

    /// 10^17 halalas, the largest amount.
    public static let maximumHalalas = 100_000_000_000_000_000
    /// No money.
    public static let zero = Money(trusted: 0)

    private init(trusted halalas: Int) { self.halalas = halalas }

    /// An amount in halalas; throws beyond 10^17.
    public init(halalas: Int) throws(DomainError) {
        guard (-Self.maximumHalalas...Self.maximumHalalas).contains(halalas) else { throw .number(.tooLarge) }
        self.halalas = halalas
    }

    /// An amount of riyals as text, such as `1,250.75` or `١٬٢٥٠٫٧٥`; throws when it has more than two decimal places.
    public init(_ text: String) throws(DomainError) {
        try self.init(exactly: DecimalNumber(text))
    }

    /// A number of riyals without rounding; throws when it is not a whole number of halalas.
    public init(exactly riyals: DecimalNumber) throws(DomainError) {
        guard riyals.trimmed.scale <= 2 else { throw .number(.tooPrecise) }
        try self.init(rounding: riyals)
    }

    /// A number of riyals, half-up to whole halalas.
    public init(rounding riyals: DecimalNumber) throws(DomainError) {
        let value = try riyals.rounded(places: 2).significand
        guard let halalas = Int(exactly: value) else { throw .number(.tooLarge) }
        try self.init(halalas: halalas)
    }

    /// The amount in riyals, with two decimal places.
    public var riyals: DecimalNumber {
        guard let value = try? DecimalNumber(significand: Int128(halalas), scale: 2) else {
            preconditionFailure("10^17 is far below the limit of a decimal number")
        }
        return value
    }

    /// `self` + `other`.
    public func adding(_ other: Money) throws(DomainError) -> Money { try Money(halalas: halalas + other.halalas) }

    /// `self` − `other`.
    public func subtracting(_ other: Money) throws(DomainError) -> Money { try Money(halalas: halalas - other.halalas) }

    /// `self` × `factor`.
    public func multiplied(by factor: Int) throws(DomainError) -> Money {
        let (value, overflow) = halalas.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .number(.tooLarge) }
        return try Money(halalas: value)
    }

    /// `self` × `factor`, half-up to whole halalas.
    public func multiplied(by factor: DecimalNumber) throws(DomainError) -> Money {
        try Money(rounding: riyals.multiplied(by: factor))
    }

    /// `self` ÷ `divisor`, half-up to whole halalas.
    public func divided(by divisor: Int) throws(DomainError) -> Money {
        try Money(rounding: riyals.divided(by: DecimalNumber(divisor), places: 2))
    }

    /// `count` (1 or more) instalments that add up to the amount; all are equal but the last, which takes the rest.
    public func instalments(_ count: Int) -> [Money] {
        precondition(count >= 1)
        let part = halalas / count
        return Array(repeating: Money(trusted: part), count: count - 1) + [Money(trusted: halalas - part * (count - 1))]
    }

    /// The amount with its sign changed.
    public static prefix func - (money: Money) -> Money { Money(trusted: -money.halalas) }

    /// Whether `a` is less than `b`.
    public static func < (a: Money, b: Money) -> Bool { a.halalas < b.halalas }
}
