/// The rules of the kinds of identifiers; each gives the normalised form or throws the reason.
enum IdentifierRules {
    /// Digits only, of a count in `counts`, with the first and last as given.
    static func digits(
        _ input: IdentifierInput, counts: ClosedRange<Int>, first: [Character]? = nil, last: Character? = nil
    ) throws(DomainError) -> String {
        let text = try input.digits()
        guard counts.contains(text.count) else { throw .identifier(.length(text.count)) }
        if let first, let found = text.first, !first.contains(found) {
            let (head, tail) = (first.dropLast().map(String.init).joined(separator: ", "), first.last.map(String.init) ?? "")
            throw .identifier(.start(head.isEmpty ? tail : head + " or " + tail))
        }
        if let last, text.last != last { throw .identifier(.end(String(last))) }
        return text
    }

    /// A person's ten digits with the Luhn check over all of them.
    static func person(_ input: IdentifierInput, first: [Character]) throws(DomainError) -> String {
        let text = try digits(input, counts: 10...10, first: first)
        guard luhnRemainder(text) == 0 else { throw .identifier(.checkDigit) }
        return text
    }

    /// The Luhn sum of ASCII digits modulo ten: from the right every second digit is doubled (ISO/IEC 7812-1, annex B).
    static func luhnRemainder(_ digits: String) -> Int {
        var sum = 0
        for (position, byte) in digits.utf8.reversed().enumerated() {
            let digit = Int(byte) - 0x30
            let weighted = position % 2 == 1 ? digit * 2 : digit
            sum += weighted / 10 + weighted % 10
        }
        return sum % 10
    }

    /// The head's national id and the issue number, set apart by a hyphen, a slash or a space.
    static func familyRecord(_ input: IdentifierInput) throws(DomainError) -> String {
        var scalars = input.scalars
        var isSeparated = input.breaks.contains(10)
        if scalars.count > 10, scalars[10] == "/" {
            scalars.remove(at: 10)
            isSeparated = true
        }
        for scalar in scalars where !IdentifierInput.isDigit(scalar) { throw .identifier(.nonDigit) }
        guard isSeparated, (11...13).contains(scalars.count) else { throw .identifier(.length(scalars.count)) }
        let head = try Identifier(.nationalID, IdentifierInput.string(scalars.prefix(10)))
        return head.normalized + "-" + IdentifierInput.string(scalars.dropFirst(10))
    }

    /// SA, two check digits, two digits of the bank, 18 characters of the account (ISO 13616; check by ISO 7064, MOD 97-10).
    static func iban(_ input: IdentifierInput) throws(DomainError) -> String {
        let scalars = input.scalars.map(IdentifierInput.upper)
        guard scalars.count >= 2, scalars[0] == "S", scalars[1] == "A" else { throw .identifier(.notSaudi) }
        guard scalars.count == 24 else { throw .identifier(.length(scalars.count)) }
        for (index, scalar) in scalars.enumerated().dropFirst(2) {
            guard IdentifierInput.isDigit(scalar) || (index >= 6 && IdentifierInput.isLatinLetter(scalar)) else {
                throw .identifier(scalar == "O" ? .letterO : .nonDigit)
            }
        }
        guard !input.hasLooseHyphen else { throw .identifier(.nonDigit) }
        let text = IdentifierInput.string(scalars)
        let check = String(text.dropFirst(2).prefix(2))
        // 00, 01 and 99 can leave the remainder 1 too, but no bank computes them.
        guard let value = Int(check), (2...98).contains(value) else { throw .identifier(.checkDigitRange(check)) }
        guard mod97(text) == 1 else { throw .identifier(.mod97) }
        return text
    }

    /// The remainder modulo 97 of an IBAN of digits and capital letters, its first four characters moved to the end.
    static func mod97(_ iban: String) -> Int {
        let bytes = Array(iban.utf8)
        return (bytes.dropFirst(4) + bytes.prefix(4)).reduce(0) { remainder, byte in
            byte < 0x41 ? (remainder * 10 + Int(byte) - 0x30) % 97 : (remainder * 100 + Int(byte) - 0x41 + 10) % 97
        }
    }

    /// A mobile number with or without the country code, as +9665XXXXXXXX.
    static func mobile(_ input: IdentifierInput) throws(DomainError) -> String {
        let national = try nationalNumber(input)
        if national.hasPrefix("9200") { throw .identifier(.unifiedNumber) }
        if national.hasPrefix("800") { throw .identifier(.tollFree) }
        guard national.first == "5" else { throw .identifier(.notMobile) }
        guard national.count == 9 else { throw .identifier(.length(national.count)) }
        let digits = national.utf8.map { $0 - 0x30 }
        // 50, 51 and 53 to 59, of 579 only 5790 to 5798 (the ranges of the numbering plan as libphonenumber lists them).
        guard digits[1] != 2, !(digits[1] == 7 && digits[2] == 9 && digits[3] == 9) else {
            throw .identifier(.unassignedPrefix("0" + national.prefix(digits[1] == 2 ? 2 : 4)))
        }
        return "+966" + national
    }

    /// A telephone number of an office: 01[1-7] and seven digits, 9200 and five, 800 and seven, or a mobile number.
    static func phone(_ input: IdentifierInput) throws(DomainError) -> String {
        let national = try nationalNumber(input)
        if national.hasPrefix("9200") || national.hasPrefix("800") {
            let count = national.hasPrefix("800") ? 10 : 9
            guard national.count == count else { throw .identifier(.length(national.count)) }
            return national
        }
        if national.hasPrefix("5") { return try mobile(input) }
        guard national.first == "1" else { throw .identifier(.start("01, 05, 9200 or 800")) }
        guard national.count == 9 else { throw .identifier(.length(national.count)) }
        guard let area = national.dropFirst().first, ("1"..."7").contains(area) else {
            throw .identifier(.unassignedPrefix("0" + national.prefix(2)))
        }
        return "+966" + national
    }

    /// The digits after the country code and the trunk zero.
    private static func nationalNumber(_ input: IdentifierInput) throws(DomainError) -> String {
        var scalars = input.scalars[...]
        let hasPlus = scalars.first == "+"
        if hasPlus { scalars = scalars.dropFirst() }
        for scalar in scalars where !IdentifierInput.isDigit(scalar) {
            throw .identifier(scalar == "O" || scalar == "o" ? .letterO : .nonDigit)
        }
        guard !input.hasLooseHyphen else { throw .identifier(.nonDigit) }
        var digits = IdentifierInput.string(scalars)[...]
        let isInternational = hasPlus || digits.hasPrefix("00")
        if !hasPlus, isInternational { digits = digits.dropFirst(2) }
        if isInternational || (digits.hasPrefix("966") && digits.count > 10) {
            guard digits.hasPrefix("966") else { throw .identifier(.notSaudi) }
            digits = digits.dropFirst(3)
        }
        if digits.hasPrefix("0") { digits = digits.dropFirst() }
        return String(digits)
    }

    /// Four letters and four digits.
    static func shortAddress(_ input: IdentifierInput) throws(DomainError) -> String {
        let scalars = input.scalars.map(IdentifierInput.upper)
        for scalar in scalars where !IdentifierInput.isDigit(scalar) && !IdentifierInput.isLatinLetter(scalar) {
            throw .identifier(.misplaced("only Latin letters and digits"))
        }
        guard !input.hasLooseHyphen else { throw .identifier(.misplaced("only Latin letters and digits")) }
        guard scalars.count == 8 else { throw .identifier(.length(scalars.count)) }
        guard scalars.prefix(4).allSatisfy(IdentifierInput.isLatinLetter) else { throw .identifier(.misplaced("digit among letters")) }
        guard scalars.suffix(4).allSatisfy(IdentifierInput.isDigit) else { throw .identifier(.misplaced("letter among digits")) }
        return IdentifierInput.string(scalars)
    }

    /// Five digits, the first the postal region 1…8; then, set apart, the four digits of the additional number or nothing.
    static func postalCode(_ input: IdentifierInput) throws(DomainError) -> String {
        let text = try input.digits()
        guard text.count == 5 || (text.count == 9 && input.breaks == [5]) else { throw .identifier(.length(text.count)) }
        guard let first = text.first, ("1"..."8").contains(first) else { throw .identifier(.start("the postal region 1-8")) }
        return text.count == 5 ? text : text.prefix(5) + "-" + text.suffix(4)
    }
}
