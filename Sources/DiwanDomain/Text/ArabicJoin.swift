/// Joins of words that change their spelling, so that a template never glues a value to a letter.
public enum ArabicJoin {
    /// `prefix` (one or more of the letters ب ك ل ف و س, or «ال», with or without a tatweel after it) written on `value`:
    /// ل and المستفيد are «للمستفيد», ل and اللجنة «للجنة» (never three lams), ب and المبلغ «بالمبلغ».
    /// Before a value that does not start with an Arabic letter a joining prefix keeps a tatweel: «بـ(١٢)»; و needs none.
    public static func join(prefix: String, _ value: String) -> String {
        let prefix = String(prefix.unicodeScalars.filter { $0 != "\u{640}" && !InvisibleMarks.isSpace($0) })
        let value = InvisibleMarks.trimmed(value)
        guard let last = prefix.unicodeScalars.last, let first = value.unicodeScalars.first else { return prefix + value }
        guard isArabicLetter(first) else {
            return joinsForward(last) ? prefix + "\u{640}" + value : prefix + value
        }
        guard last == "ل", !prefix.hasSuffix("ال"), hasArticle(value), let lam = value.unicodeScalars.firstIndex(of: "ل") else {
            return prefix + value
        }
        // لـ + الـ loses the alif; where the noun itself starts with lam, the article's lam goes too.
        let noun = string(value.unicodeScalars[value.unicodeScalars.index(after: lam)...])
        return prefix + (noun.unicodeScalars.first == "ل" ? noun : "ل" + noun)
    }

    /// Two words, written together where Arabic does so: أن لا «ألا», من ما «مما», عن ما «عما», في ما «فيما»; else with a space.
    public static func join(_ first: String, _ second: String) -> String {
        contractions.first { $0.first == first && $0.second == second }?.joined ?? first + " " + second
    }

    private static let contractions: [(first: String, second: String, joined: String)] = [
        ("أن", "لا", "ألا"), ("إن", "لا", "إلا"), ("لأن", "لا", "لئلا"), ("من", "ما", "مما"), ("من", "من", "ممن"), ("عن", "ما", "عما"),
        ("عن", "من", "عمن"), ("في", "ما", "فيما"), ("في", "من", "فيمن"), ("كي", "لا", "كيلا"), ("لكي", "لا", "لكيلا"),
    ]

    /// `word` with a pronoun at its end, such as `ه`, `ها`, `كم`, `نا`: أسرة and كم are «أسرتكم», مستوى «مستواكم»,
    /// على «عليكم». A final hamza after alif takes its seat from the case: «بناؤكم», «بنائكم», «بناءكم».
    public static func attach(_ pronoun: String, to word: String, _ grammaticalCase: GrammaticalCase = .nominative) -> String {
        let scalars = Array(word.unicodeScalars)
        guard let last = scalars.last else { return pronoun }
        let stem = string(scalars.dropLast())
        switch last {
        case "ة": return stem + "ت" + pronoun
        case "ى": return stem + (particles.contains(word) ? "ي" : "ا") + pronoun
        case "ء" where scalars.count > 1 && scalars[scalars.count - 2] == "ا":
            switch grammaticalCase {
            case .nominative: return stem + "ؤ" + pronoun
            case .genitive: return stem + "ئ" + pronoun
            case .accusative: return word + pronoun
            }
        case "أ" where grammaticalCase == .genitive: return stem + "ئ" + pronoun
        case "أ" where grammaticalCase == .nominative: return stem + "ؤ" + pronoun
        default: return word + pronoun
        }
    }

    private static let particles = ["على", "إلى", "لدى"]

    /// Whether `value` starts with the article. Nouns of the eighth form from roots in lam (التزام, التماس) start alike
    /// without having it.
    private static func hasArticle(_ value: String) -> Bool {
        let word = value.unicodeScalars.prefix { isArabicLetter($0) || NameKey.fold($0) == nil }.filter {
            NameKey.fold($0) != nil || $0 == "ء"
        }
        let letters = Array(word)
        guard letters.count > 3, letters[0] == "ا", letters[1] == "ل" else { return false }
        return !eighthForm.contains { stem in
            let stem = Array(stem.unicodeScalars)
            return letters.starts(with: stem) && endings.contains(string(letters.dropFirst(stem.count)))
        }
    }

    private static let eighthForm = [
        "التزام", "التحاق", "التماس", "التقاء", "التباس", "التفات", "التهاب", "التواء", "التئام", "التجاء", "التقاط", "التهام", "التصاق",
        "التحام", "التفاف", "التماع", "التذاذ",
    ]
    private static let endings = [
        "", "ا", "ات", "ين", "ان", "ه", "ها", "هم", "هما", "هن", "ك", "كم", "كن", "نا", "ي", "اته", "اتها", "اتهم", "اتكم", "اتنا",
    ]

    private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func isArabicLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x621...0x63F, 0x641...0x64A, 0x671...0x6D3: true
        default: false
        }
    }

    /// Whether a letter joins to the one after it.
    private static func joinsForward(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "ا", "أ", "إ", "آ", "د", "ذ", "ر", "ز", "و", "ؤ", "ء", "ة", "ى": false
        default: isArabicLetter(scalar)
        }
    }
}
