import Testing

@testable import DiwanDomain

@Suite struct MoneyTests {
    @Test("Decimal text is read exactly, in all accepted digits and groupings") func reading() throws {
        let equal: [(String, Int128, Int)] = [
            ("0", 0, 0), ("1250.75", 125_075, 2), ("1,250.75", 125_075, 2), ("١٬٢٥٠٫٧٥", 125_075, 2), ("-3.5", -35, 1), ("+7", 7, 0),
            ("۱۲۳", 123, 0), ("1,000,000", 1_000_000, 0), ("\u{2066}12.50\u{2069}", 1250, 2), ("00012", 12, 0),
            ("12,345,678.9", 123_456_789, 1),
            ("0.000000000000000001", 1, 18), ("\u{2212}4", -4, 0),
        ]
        for (text, significand, scale) in equal {
            let number = try DecimalNumber(text)
            #expect(number.significand == significand && number.scale == scale, "\(text)")
        }
        let malformed = [
            "1,25", "1,2345", ",123", "1.", ".5", "1..2", "12e3", "1,000,00", "--1", "1-", "٫٥", "1234,567", "1.5,000", "1 000", "x", "1_0",
        ]
        for text in malformed { #expect(throws: DomainError.number(.malformed), "\(text)") { try DecimalNumber(text) } }
        #expect(throws: DomainError.number(.empty)) { try DecimalNumber("  ") }
        #expect(throws: DomainError.number(.tooPrecise)) { try DecimalNumber("0.0000000000000000001") }
        #expect(throws: DomainError.number(.tooLarge)) { try DecimalNumber(String(repeating: "9", count: 37)) }
    }

    @Test("Arithmetic is exact, and rounding is half away from zero") func arithmetic() throws {
        func number(_ text: String) throws -> DecimalNumber { try DecimalNumber(text) }
        #expect(try number("0.1").adding(number("0.2")) == number("0.3"))
        #expect(try number("1").subtracting(number("0.01")).text == "0.99")
        #expect(try number("12500.25").multiplied(by: number("0.15")).text == "1875.0375")
        #expect(try number("1875.0375").rounded(places: 2).text == "1875.04")
        #expect(try number("2.345").rounded(places: 2).text == "2.35" && number("-2.345").rounded(places: 2).text == "-2.35")
        #expect(try number("2.344999").rounded(places: 2).text == "2.34" && number("5").rounded(places: 2).text == "5.00")
        #expect(try number("10").divided(by: number("3"), places: 2).text == "3.33" && number("20").divided(by: number("3")).text == "6.67")
        #expect(
            try number("1").divided(by: number("-8"), places: 2).text == "-0.13"
                && number("0.5").divided(by: number("0.25"), places: 0).text == "2")
        #expect(throws: DomainError.number(.divisionByZero)) { try number("1").divided(by: number("0.00")) }
        #expect(try number("1.50") == number("1.5") && number("1.5").hashValue == number("1.500").hashValue)
        #expect(try number("-0.5") < number("0.25") && number("999999999999999999999999") > number("0.000000000000000001"))
        #expect(try number("-1.5") < number("-1.25") && !(number("3.0") < number("3")))
    }

    @Test("Random sums, products and quotients agree with integer arithmetic") func random() throws {
        var random = Repeatable(seed: 9)
        for _ in 0..<5000 {
            let a = Int.random(in: -1_000_000_000...1_000_000_000, using: &random)
            let b = Int.random(in: -1_000_000...1_000_000, using: &random)
            let x = try DecimalNumber(significand: Int128(a), scale: 2)
            let y = try DecimalNumber(significand: Int128(b), scale: 3)
            #expect(try x.adding(y) == DecimalNumber(significand: Int128(a * 10 + b), scale: 3))
            #expect(try x.multiplied(by: y) == DecimalNumber(significand: Int128(a) * Int128(b), scale: 5))
            #expect(try DecimalNumber(x.text) == x)
            #expect((x < y) == (a * 10 < b))
            if b != 0 {
                // |q·b − a| is at most half of |b|, with a tie away from zero.
                let q = try x.divided(by: y, places: 0).significand
                let distance = 2 * (q * Int128(b) - Int128(a) * 10).magnitude
                #expect(distance <= b.magnitude && (distance < b.magnitude || (q * Int128(b)).magnitude > (a * 10).magnitude))
            }
        }
    }

    @Test("Money holds 10^15 riyals to the halala") func limits() throws {
        let top = try Money("1000000000000000.00")
        #expect(top.halalas == Money.maximumHalalas)
        #expect(NumberStyle().string(top) == "١٬٠٠٠٬٠٠٠٬٠٠٠٬٠٠٠٬٠٠٠٫٠٠")
        #expect(throws: DomainError.number(.tooLarge)) { try top.adding(Money(halalas: 1)) }
        #expect(throws: DomainError.number(.tooLarge)) { try Money("1000000000000000.01") }
        #expect(throws: DomainError.number(.tooLarge)) { try top.multiplied(by: 1000) }
        #expect(throws: DomainError.number(.tooPrecise)) { try Money("1.005") }
        #expect(try Money(rounding: DecimalNumber("1.005")).halalas == 101)
        #expect(NumberWords().words(of: top) == "كوادريليون ريال")
        #expect(try Money("12500.25").divided(by: 3).halalas == 416_675)
        #expect(try Money("100").divided(by: 3).halalas == 3333 && Money("0.05").divided(by: 2).halalas == 3)
        #expect(try Money("12500.25").multiplied(by: DecimalNumber("0.15")).halalas == 187_504)
    }

    @Test("Instalments add up, and only the last may differ") func instalments() throws {
        #expect(try Money("12500.25").instalments(3).map(\.halalas) == [416_675, 416_675, 416_675])
        #expect(try Money("100").instalments(3).map(\.halalas) == [3333, 3333, 3334])
        for count in 1...12 {
            let parts = try Money(halalas: 1_234_567).instalments(count)
            #expect(parts.count == count && parts.map(\.halalas).reduce(0, +) == 1_234_567)
        }
    }

    @Test("Figures are grouped as CLDR does for Saudi Arabia") func figures() throws {
        let number = try DecimalNumber("1234567.89")
        #expect(NumberStyle().string(number) == "١٬٢٣٤٬٥٦٧٫٨٩")
        #expect(NumberStyle(digits: .latn).string(number) == "1,234,567.89")
        #expect(NumberStyle(digits: .latn, grouping: false).string(number) == "1234567.89")
        #expect(NumberStyle(digits: .latn).string(-999) == "-999" && NumberStyle(digits: .latn).string(1000) == "1,000")
        #expect(NumberStyle(digits: .latn).string(try DecimalNumber("0.05")) == "0.05")
        #expect(NumberStyle().string(try Money("4166.75")) == "٤٬١٦٦٫٧٥")
        #expect(NumberStyle().string(try Money("2000"), trimsWhole: true) == "٢٬٠٠٠")
        #expect(NumberStyle(digits: .latn).string(try Money("-0.05")) == "-0.05")
    }

    @Test("No text makes the reader trap, and what is read is written back alike") func fuzz() throws {
        var random = Repeatable(seed: 13)
        let alphabet = Array("0123456789٠٩۵٬,٫.+- \u{200F}")
        for _ in 0..<30_000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] })
            if let number = try? DecimalNumber(text) { #expect(try DecimalNumber(number.text) == number) }
            _ = try? Money(text)
        }
    }
}
