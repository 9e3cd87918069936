extension NumberWords {
    /// The line of an amount: «فقط ألف ومائتان وخمسون ريالًا وخمس وسبعون هللة لا غير».
    /// Riyals or halalas that are zero are left out; nothing at all is «فقط صفر ريال لا غير».
    public func amount(
        _ money: Money, _ grammaticalCase: GrammaticalCase = .nominative, riyal: CountedNoun = .riyal, halala: CountedNoun = .halala
    ) -> String {
        "فقط " + words(of: money, grammaticalCase, riyal: riyal, halala: halala) + " لا غير"
    }

    /// The amount without «فقط … لا غير»: «ألفا ريال وخمسون هللة».
    public func words(
        of money: Money, _ grammaticalCase: GrammaticalCase = .nominative, riyal: CountedNoun = .riyal, halala: CountedNoun = .halala
    ) -> String {
        if money.halalas < 0 { return "سالب " + words(of: -money, .genitive, riyal: riyal, halala: halala) }
        let riyals = money.halalas / 100
        let halalas = money.halalas % 100
        if halalas == 0 { return cardinal(riyals, riyal, grammaticalCase) }
        if riyals == 0 { return cardinal(halalas, halala, grammaticalCase) }
        return cardinal(riyals, riyal, grammaticalCase) + " و" + cardinal(halalas, halala, grammaticalCase)
    }
}
