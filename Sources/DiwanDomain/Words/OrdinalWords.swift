extension NumberWords {
    /// The ordinal of `number` (1 or more), definite: «الخامسة عشرة», «الثالث والعشرين», «الأولى بعد المائة».
    ///
    /// Below twenty the words have one written form in all cases; from twenty on the tens show the case.
    /// A whole hundred or thousand is the definite cardinal, for both genders: «المائة», «المائتان».
    public func ordinal(_ number: Int, _ gender: Gender, _ grammaticalCase: GrammaticalCase = .nominative) -> String {
        precondition(number >= 1, "ordinals start at one")
        let rest = number % 100
        if number == rest { return "ال" + Self.indefiniteOrdinal(number, gender, grammaticalCase, secondArticle: "ال") }
        if rest > 0 { return ordinal(rest, gender, grammaticalCase) + " بعد " + definite(number - rest, .genitive) }
        return definite(number, grammaticalCase)
    }

    /// The adverb that numbers an item of a list: «أولًا», «ثانيًا» … «حادي عشر» … «حاديًا وعشرين» (`number` is 1 or more).
    public func listAdverb(_ number: Int) -> String {
        precondition(number >= 1, "list items are counted from one")
        let rest = number % 100
        if number != rest {
            guard rest > 0 else { return bare(number, .accusative) }
            return listAdverb(rest) + " بعد " + definite(number - rest, .genitive)
        }
        // Indeclinable from eleven to nineteen; otherwise accusative with tanwin.
        let ones = number % 10
        switch number {
        case ...10: return Self.ordinalStems[number] + "ًا"
        case 11...19: return Self.indefiniteOrdinal(number, .masculine, .accusative, secondArticle: "")
        default:
            let ten = Self.tens[number / 10] + "ين"
            if ones == 0 { return ten }
            return (ones == 1 ? "حادي" : Self.ordinalStems[ones]) + "ًا و" + ten
        }
    }

    /// Masculine ordinals without the article; the second keeps its final yāʾ.
    static let ordinalStems = ["", "أول", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]

    /// 1…99 without its first article.
    private static func indefiniteOrdinal(_ number: Int, _ gender: Gender, _ c: GrammaticalCase, secondArticle: String) -> String {
        let ones = number % 10
        let feminine = gender == .feminine
        if number <= 10 {
            if feminine { return number == 1 ? "أولى" : ordinalStems[number] + "ة" }
            return ordinalStems[number]
        }
        let unit = (ones == 1 ? "حادي" : ordinalStems[ones]) + (feminine ? "ة" : "")
        if number < 20 { return unit + (feminine ? " عشرة" : " عشر") }
        let ten = tens[number / 10] + (c == .nominative ? "ون" : "ين")
        return ones == 0 ? ten : unit + " و" + secondArticle + ten
    }

    /// A whole number of hundreds with the article at each of its parts: «المائتين», «الألف والمائة», «الخمسة والعشرين ألفًا».
    private func definite(_ number: Int, _ c: GrammaticalCase) -> String {
        var parts = scales(UInt(number), c, construct: false)
        if number % 1000 > 0 { parts.append(bare(number % 1000, c)) }
        let definite = parts.map { part in
            "ال" + part.split(separator: " ").map { $0.first == "و" ? "وال" + $0.dropFirst() : String($0) }.joined(separator: " ")
        }
        return definite.joined(separator: " و")
    }
}
