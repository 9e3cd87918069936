import DiwanDomain

/// Words as they are compared: without diacritics and tatweel, with one form for each letter that is spelt in several ways.
enum FoldedWords {
    /// The words of a text, folded.
    static func of(_ text: String) -> [String] {
        text.unicodeScalars.split { !isPart($0) }.map { NameKey.folded(String(String.UnicodeScalarView($0))) }.filter { !$0.isEmpty }
    }

    /// Whether a scalar is a part of a word.
    static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .otherLetter, .modifierLetter, .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .nonspacingMark, .spacingMark,
            .decimalNumber:
            true
        default: false
        }
    }

    /// A folded word, and what may be left of it without the prefixes و ف, then س before an imperfect, ب or ل, or ك before the article, then the article.
    ///
    /// Which of these a word has cannot be told from its letters alone; each is a possible reading.
    static func readings(of word: String) -> [String] {
        var result = [Array(word.unicodeScalars)]
        func add(_ letters: some Sequence<Unicode.Scalar>) {
            let letters = Array(letters)
            if letters.count > 1, !result.contains(letters) { result.append(letters) }
        }
        for letters in result where letters.count > 2 && (letters[0] == "و" || letters[0] == "ف") { add(letters.dropFirst()) }
        for letters in result where letters.count > 2 {
            switch letters[0] {
            case "س" where "يتنا".unicodeScalars.contains(letters[1]): add(letters.dropFirst())
            case "ب": add(letters.dropFirst())
            // Many words begin with a ك of their own («كانت», «كامل»); before the article it is a prefix.
            case "ك" where letters[1] == "ا" && letters.count > 4 && letters[2] == "ل": add(letters.dropFirst())
            case "ل" where letters[1] == "ل":
                // «للمستفيد» is ل and المستفيد; «للجنة» is ل and اللجنة.
                add("ال".unicodeScalars + letters.dropFirst(2))
                add("ال".unicodeScalars + letters.dropFirst())
                add(letters.dropFirst())
            case "ل": add(letters.dropFirst())
            default: break
            }
        }
        for letters in result where letters.count > 3 && letters[0] == "ا" && letters[1] == "ل" { add(letters.dropFirst(2)) }
        return result.map { String(String.UnicodeScalarView($0)) }
    }

    /// The number of letters of a folded word without the article and what stands before it.
    static func length(_ word: String) -> Int {
        let count = word.unicodeScalars.count
        for prefix in ["وبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل"] where word.hasPrefix(prefix) {
            return count - prefix.unicodeScalars.count
        }
        return count
    }
}
