/// A length on the page, in 1/65536 of a PDF point (1 pt = 1/72 inch).
public struct Length: Hashable, Comparable, AdditiveArithmetic, Sendable {
    /// The length in 1/65536 pt.
    public var rawValue: Int64

    /// A length of `rawValue` / 65536 pt.
    @inlinable
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// No length at all.
    public static let zero = Length(rawValue: 0)

    /// `value` whole points, exactly. Traps when `value` is beyond ±2^47.
    @inlinable
    public static func points(_ value: Int) -> Length {
        Length(rawValue: Int64(value) * 65_536)
    }

    /// `value` thousandths of a point, rounded to the nearest 1/65536 pt.
    @inlinable
    public static func points(thousandths value: Int) -> Length {
        Length(rawValue: roundedQuotient(Int64(value) * 65_536, 1_000))
    }

    /// `value` thousandths of a millimetre, rounded to the nearest 1/65536 pt (25.4 mm = 72 pt).
    @inlinable
    public static func millimetres(thousandths value: Int) -> Length {
        Length(rawValue: roundedQuotient(Int64(value) * 65_536 * 360, 127_000))
    }

    /// `value` whole millimetres, rounded to the nearest 1/65536 pt.
    @inlinable
    public static func millimetres(_ value: Int) -> Length {
        millimetres(thousandths: value * 1_000)
    }

    /// The sum of two lengths.
    @inlinable
    public static func + (left: Length, right: Length) -> Length {
        Length(rawValue: left.rawValue + right.rawValue)
    }

    /// The difference of two lengths.
    @inlinable
    public static func - (left: Length, right: Length) -> Length {
        Length(rawValue: left.rawValue - right.rawValue)
    }

    /// The length turned round.
    @inlinable
    public static prefix func - (length: Length) -> Length {
        Length(rawValue: -length.rawValue)
    }

    /// `count` times the length.
    @inlinable
    public static func * (length: Length, count: Int) -> Length {
        Length(rawValue: length.rawValue * Int64(count))
    }

    /// The length divided by `count`, rounded towards zero.
    @inlinable
    public static func / (length: Length, count: Int) -> Length {
        Length(rawValue: length.rawValue / Int64(count))
    }

    /// Whether the left length is the smaller.
    @inlinable
    public static func < (left: Length, right: Length) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The length times `numerator` / `denominator`, rounded to the nearest unit. `denominator` is above 0.
    @inlinable
    public func scaled(by numerator: Int, over denominator: Int) -> Length {
        Length(rawValue: Self.roundedQuotient(rawValue * Int64(numerator), Int64(denominator)))
    }

    /// `numerator` / `denominator` to the nearest integer, halves away from zero. `denominator` is above 0.
    @inlinable
    static func roundedQuotient(_ numerator: Int64, _ denominator: Int64) -> Int64 {
        let half = denominator / 2
        return numerator >= 0 ? (numerator + half) / denominator : (numerator - half) / denominator
    }

    /// The length times `numerator` / `denominator`, to the nearest unit; halves go away from zero. `denominator` is above zero.
    public func scaled(by numerator: Length, over denominator: Length) -> Length {
        let product = Int128(rawValue) * Int128(numerator.rawValue)
        let half = Int128(denominator.rawValue / 2)
        return Length(rawValue: Int64((product >= 0 ? product + half : product - half) / Int128(denominator.rawValue)))
    }
}
