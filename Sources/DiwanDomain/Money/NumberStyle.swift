/// How numbers are written in figures: `١٬٢٣٤٬٥٦٧٫٨٩` or `1,234,567.89` (CLDR `ar_SA`).
public struct NumberStyle: Hashable, Sendable {
    /// The digits, and with them the decimal point and the group mark.
    public var digits: DigitSystem
    /// Whether groups of three digits are set apart.
    public var grouping: Bool

    /// A style.
    public init(digits: DigitSystem = .arab, grouping: Bool = true) {
        self.digits = digits
        self.grouping = grouping
    }

    /// A whole number.
    public func string(_ number: Int) -> String { string(DecimalNumber(number)) }

    /// A decimal number with all places it has.
    public func string(_ number: DecimalNumber) -> String {
        let plain = Array(String(number.significand.magnitude).utf8)
        let padded = Array(repeating: UInt8(ascii: "0"), count: max(0, number.scale + 1 - plain.count)) + plain
        let whole = padded.dropLast(number.scale)
        var out = number.significand < 0 ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if grouping, index > 0, (whole.count - index) % 3 == 0 { out += digits.groupMark }
            append(digit, to: &out)
        }
        if number.scale > 0 {
            out += digits.decimalPoint
            for digit in padded.suffix(number.scale) { append(digit, to: &out) }
        }
        return out
    }

    /// An amount of riyals with two decimal places; without them when it is whole and `trimsWhole` is set.
    public func string(_ money: Money, trimsWhole: Bool = false) -> String {
        trimsWhole && money.halalas % 100 == 0 ? string(money.halalas / 100) : string(money.riyals)
    }

    private func append(_ digit: UInt8, to out: inout String) {
        guard let scalar = Unicode.Scalar(digits.zero + UInt32(digit - UInt8(ascii: "0"))) else { return }
        out.unicodeScalars.append(scalar)
    }
}
