import DiwanTestSupport

/// Strings to shape, made from a seed: real words and names, and sequences that no one would write.
struct ShapingCorpus {
    private var random: SeededGenerator
    typealias Text = [Unicode.Scalar]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static func scalars(_ ranges: ClosedRange<UInt32>...) -> Text {
        ranges.flatMap { $0.compactMap { Unicode.Scalar($0) } }
    }

    private static func scalars(in text: String) -> Text { Array(text.unicodeScalars).filter { $0 != " " } }

    private static let letters = scalars(0x621...0x63A, 0x641...0x64A)
    private static let vowels = scalars(0x64B...0x652)
    private static let otherLetters = scalars(0x671...0x6D3, 0x750...0x77F, 0x8A0...0x8B4)
    private static let marks = scalars(0x610...0x61A, 0x64B...0x65F, 0x670...0x670, 0x6D6...0x6ED, 0x8CA...0x8FF)
    private static let controls: Text = [
        "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{2066}", "\u{2067}", "\u{2069}", "\u{61C}",
        "\u{34F}", "\u{FEFF}", "\u{AD}", "\u{2060}", "\u{FE00}", "\u{FE0F}", "\u{180B}",
    ]
    private static let presentationForms = scalars(
        0xFB50...0xFBC1, 0xFD3E...0xFD3F, 0xFDF2...0xFDF2, 0xFDFA...0xFDFD, 0xFE70...0xFE74, 0xFE76...0xFEFC)
    private static let punctuation = scalars(in: "()[]{}<>«»،؛؟.,:!/-–—\"'“”%٪&*+=")
    private static let digits = scalars(in: "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")
    private static let latin = scalars(in: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèüñàÅşğıİßœ")
    private static let combining = scalars(0x300...0x36F)
    private static let specials: Text = [
        "\u{2044}", "\u{2010}", "\u{2011}", "\u{2000}", "\u{2001}", "\u{2003}", "\u{2004}", "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}",
        "\u{2009}", "\u{200A}", "\u{202F}", "\u{205F}", "\u{A0}", "\u{3000}", "\u{25CC}", "\u{66A}", "\u{6DD}", "\u{600}", "\u{601}",
        "\u{604}", "\u{605}", "\u{640}", "\u{6E9}", "\u{66B}", "\u{1EE00}", "\u{1F600}", "\u{1F1E6}", "\u{1F1E7}", "\u{1F3FB}", "\u{A9}",
    ]
    private static let words = """
        كتاب مدرسة محمد عبد الله الرحمن الرحيم سلام طالب علي حسن الجمعية تحفيظ القرآن الكريم بئر هرماس لا إله إلا الأمر لله فلا الإسلام \
        والآخرة مستفيد طلب قرار رقم تاريخ هذا التي مسؤول رئيس شؤون بيئة قائد سماء شيء عائشة فتى هدى كلية الكويت لجنة البحث إقرار يتيمة
        """.split(separator: " ").map { Array(String($0).unicodeScalars) }
    private static let lamAlefs = ["لا", "لأ", "لإ", "لآ", "ٱل", "لله", "الله", "للا"].map { Array($0.unicodeScalars) }
    private static let prefixes = ["", "", "و", "ف", "ب", "ال", "لل", "وال", "بال"].map { Array($0.unicodeScalars) }
    private static let latinPieces = ["fi", "ffl", "ff", "AV", "To", "Ty", "fj", "1/2", "½", "1⁄2", "ij"].map { Array($0.unicodeScalars) }

    // MARK: Choices

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int.random(in: 0..<elements.count, using: &random)] }

    private mutating func sequence(_ count: ClosedRange<Int>, _ sets: Text...) -> Text {
        let all = sets.flatMap { $0 }
        return (0..<number(count)).map { _ in pick(all) }
    }

    private mutating func scalar(_ ranges: ClosedRange<UInt32>...) -> Unicode.Scalar {
        let range = pick(ranges)
        return Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? " "
    }

    private mutating func word(vowelled: Bool = false) -> Text {
        let plain =
            number(0...1) == 0
            ? pick(ShapingCorpus.prefixes) + pick(ShapingCorpus.words) : sequence(1...8, ShapingCorpus.letters)
        guard vowelled else { return plain }
        var text: Text = []
        for letter in plain {
            text.append(letter)
            if number(0...9) < 6 { text.append(pick(ShapingCorpus.vowels)) }
            if number(0...9) < 2 { text.append("\u{651}") }
        }
        return text
    }

    // MARK: Texts

    /// An Arabic string.
    mutating func arabic() -> Text {
        typealias Set = ShapingCorpus
        switch number(0...22) {
        case 0, 1, 2: return word()
        case 3, 4, 5: return word(vowelled: true)
        case 6:
            var sentence = word()
            for _ in 0..<number(1...7) {
                let isVowelled = number(0...2) == 0
                sentence += [" "] + word(vowelled: isVowelled)
            }
            return sentence
        case 7: return sequence(1...8, Set.letters, Set.otherLetters)
        case 8: return sequence(1...12, Set.letters, Set.marks, Set.marks)
        case 9: return sequence(1...10, Set.letters, Set.controls)
        case 10: return sequence(1...10, Set.digits, Set.punctuation)
        case 11: return sequence(1...6, Set.letters, Set.presentationForms)
        case 12: return sequence(1...10, Set.latin, Set.combining)
        case 13:
            var text: Text = []
            for _ in 0..<number(1...4) {
                text += pick(Set.lamAlefs)
                text += sequence(0...2, Set.vowels)
            }
            return text
        case 14: return word() + [pick(Set.punctuation)] + word() + [pick(Set.punctuation)] + sequence(4...4, Set.digits)
        case 15:
            return sequence(
                1...16, Set.letters, Set.otherLetters, Set.marks, Set.controls, Set.presentationForms, Set.punctuation, Set.digits,
                Set.latin, Set.combining, Set.specials)
        case 16: return sequence(1...3, Set.digits) + [pick(Set.specials)] + sequence(1...3, Set.digits, Set.letters)
        case 17:
            let plain = word()
            let cut = number(0...plain.count)
            return plain.prefix(cut) + [pick(Set.controls + ["\u{640}"])] + plain.suffix(plain.count - cut)
        case 18:
            var text: Text = []
            for _ in 0..<number(1...6) {
                text.append(pick(Set.letters + Set.otherLetters))
                text += sequence(0...3, Set.marks)
            }
            return text
        case 19: return sequence(1...1, Set.letters) + sequence(20...60, Set.marks, Set.combining)
        case 20:
            var text: Text = []
            for _ in 0..<number(2...20) {
                text.append(pick(Set.letters))
                text += sequence(0...1, Set.controls)
                text += sequence(0...2, Set.marks)
            }
            return text
        case 21:
            return (0..<number(1...20)).map { _ in
                scalar(
                    0x600...0x6FF, 0x870...0x8FF, 0x180B...0x180F, 0xAC00...0xD7A3, 0xFB50...0xFDFF, 0xFFF0...0xFFFD, 0x1_0E60...0x1_0E7E,
                    0x1_3430...0x1_3440, 0x1_EE00...0x1_EEFF, 0x1_F1E6...0x1_F1FF, 0x1_F300...0x1_F6FF, 0xE_0020...0xE_007F)
            }
        default: return (0..<number(1...10)).map { _ in scalar(0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0x20...0x7E) }
        }
    }

    /// A Latin, Greek or Cyrillic string.
    mutating func latin() -> Text {
        typealias Set = ShapingCorpus
        switch number(0...5) {
        case 0, 1, 2:
            var text = sequence(1...8, Set.latin)
            for _ in 0..<number(0...3) { text += [" "] + sequence(1...8, Set.latin) }
            return text
        case 3: return (0..<8).flatMap { _ in pick(Set.latinPieces + Set.latin.map { [$0] }) }
        case 4: return sequence(1...10, Set.latin, Set.combining)
        default:
            return (0..<number(1...10)).map { _ in
                scalar(0x20...0x7E, 0xA0...0x24F, 0x300...0x36F, 0x370...0x52F, 0x1E00...0x1EFF, 0x2000...0x2027, 0x202A...0x206F)
            }
        }
    }
}
