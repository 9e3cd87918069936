/// How «hundred» is spelt; both are correct.
public enum HundredSpelling: String, Sendable, Hashable, CaseIterable {
    /// «مائة», the usage of Saudi regulations.
    case withAlif = "مائة"
    /// «مئة».
    case withoutAlif = "مئة"
}

/// Numbers in Arabic words (tafqīṭ): counted nouns, bare numbers, ordinals and amounts of money.
///
/// The rules are those of classical grammar as Saudi documents write them: three to ten take the opposite gender of the
/// noun's singular and its genitive plural, eleven to ninety-nine the accusative singular, hundreds and scales the genitive
/// singular; after hundreds or scales a rest of one or two repeats the noun («مائة ريال وريال واحد»).
/// Every `Int` has words; a negative number has «سالب» before it.
public struct NumberWords: Sendable, Hashable {
    /// The spelling of hundreds.
    public var hundred: HundredSpelling

    /// Words with this spelling of hundreds.
    public init(hundred: HundredSpelling = .withAlif) { self.hundred = hundred }

    /// `number` with the noun it counts: «خمسة عشر يومًا», «ألفا ريال».
    public func cardinal(_ number: Int, _ noun: CountedNoun, _ grammaticalCase: GrammaticalCase = .nominative) -> String {
        guard number >= 0 else { return "سالب " + cardinal(number.magnitude, noun, .genitive) }
        return cardinal(number.magnitude, noun, grammaticalCase)
    }

    /// `number` alone, as one counts a noun of `gender` that is not said: «ثلاثة», «مائتان واثنان», «أحد عشر ألفًا».
    public func bare(
        _ number: Int, _ grammaticalCase: GrammaticalCase = .nominative, gender: Gender = .masculine
    ) -> String {
        guard number >= 0 else { return "سالب " + bare(number.magnitude, .genitive, gender) }
        return bare(number.magnitude, grammaticalCase, gender)
    }

    private func cardinal(_ number: UInt, _ noun: CountedNoun, _ c: GrammaticalCase) -> String {
        if number == 0 { return "صفر " + noun.singular }
        let hundreds = Int(number % 1000 / 100)
        let rest = Int(number % 100)
        // Where the noun follows a hundred or a scale directly, that word is in construct: «مائتا ريال», «ألفا ريال».
        let nounAfterScale = hundreds == 0 && rest <= 2
        var parts = scales(number, c, construct: nounAfterScale)
        if nounAfterScale, let last = parts.popLast() { parts.append(last + " " + noun.singular) }
        if hundreds > 0 {
            parts.append(
                rest <= 2 ? self.hundreds(hundreds, c, construct: true) + " " + noun.singular : self.hundreds(hundreds, c, construct: false)
            )
        }
        switch rest {
        case 0: break
        case 1: parts.append(noun.one(c))
        case 2: parts.append(noun.dual(c))
        case 3...10: parts.append(Self.unit(rest, noun.gender, c, beforeNoun: true) + " " + noun.pluralGenitive)
        default: parts.append(Self.compound(rest, noun.gender, c) + " " + noun.accusativeSingular)
        }
        return parts.joined(separator: " و")
    }

    private func bare(_ number: UInt, _ c: GrammaticalCase, _ gender: Gender) -> String {
        if number == 0 { return "صفر" }
        let hundreds = Int(number % 1000 / 100)
        let rest = Int(number % 100)
        var parts = scales(number, c, construct: false)
        if hundreds > 0 { parts.append(self.hundreds(hundreds, c, construct: false)) }
        if rest > 0 { parts.append(Self.below100(rest, gender, c)) }
        return parts.joined(separator: " و")
    }

    /// The groups from thousands up, highest first. `construct`: the last of them stands directly before the noun.
    func scales(_ number: UInt, _ c: GrammaticalCase, construct: Bool) -> [String] {
        var higher = number / 1000
        var groups: [(count: Int, scale: Scale)] = []
        for scale in Scale.ascending where higher > 0 {
            if higher % 1000 > 0 { groups.append((Int(higher % 1000), scale)) }
            higher /= 1000
        }
        var parts: [String] = []
        for (index, group) in groups.enumerated().reversed() {
            parts += count(group.count, group.scale, c, construct: construct && index == 0)
        }
        return parts
    }

    /// `count` (1…999) of a scale, which is itself a counted masculine noun.
    private func count(_ count: Int, _ scale: Scale, _ c: GrammaticalCase, construct: Bool) -> [String] {
        let hundreds = count / 100
        let rest = count % 100
        var parts: [String] = []
        if hundreds > 0 {
            parts.append(
                rest <= 2
                    ? self.hundreds(hundreds, c, construct: true) + " " + scale.singular : self.hundreds(hundreds, c, construct: false))
        }
        switch rest {
        case 0: break
        case 1: parts.append(c == .accusative && !construct ? scale.accusative : scale.singular)
        case 2: parts.append(scale.dual(c, construct: construct))
        case 3...10: parts.append(Self.unit(rest, .masculine, c, beforeNoun: true) + " " + scale.plural)
        default: parts.append(Self.compound(rest, .masculine, c) + " " + (construct ? scale.singular : scale.accusative))
        }
        return parts
    }

    /// One hundred to nine hundred (`count` is 1…9).
    private func hundreds(_ count: Int, _ c: GrammaticalCase, construct: Bool) -> String {
        let word = hundred.rawValue
        switch count {
        case 1: return word
        case 2: return String(word.dropLast()) + "تا".dualEnding(c, construct: construct)
        default: return Self.feminineUnits[count] + word
        }
    }

    /// The unit of a feminine noun; «ثمان» is the form inside «ثمانمائة».
    static let feminineUnits = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر"]
    static let masculineUnits = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
    static let tens = ["", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]

    /// Three to ten (`number`) beside a noun of `gender`: the number has the opposite gender.
    static func unit(_ number: Int, _ gender: Gender, _ c: GrammaticalCase, beforeNoun: Bool) -> String {
        if gender == .masculine { return masculineUnits[number] }
        guard number == 8 else { return feminineUnits[number] }
        if beforeNoun { return "ثماني" }
        return c == .accusative ? "ثمانيًا" : "ثمانٍ"
    }

    /// One to ninety-nine without the noun.
    static func below100(_ number: Int, _ gender: Gender, _ c: GrammaticalCase) -> String {
        switch number {
        case 1: return gender == .feminine ? "واحدة" : c == .accusative ? "واحدًا" : "واحد"
        case 2: return two(gender, c)
        case 3...10: return unit(number, gender, c, beforeNoun: false)
        default: return compound(number, gender, c)
        }
    }

    private static func two(_ gender: Gender, _ c: GrammaticalCase) -> String {
        (gender == .feminine ? "اثنت" : "اثن") + (c == .nominative ? "ان" : "ين")
    }

    /// Eleven to ninety-nine.
    static func compound(_ number: Int, _ gender: Gender, _ c: GrammaticalCase) -> String {
        let ones = number % 10
        if number < 20 {
            let ten = gender == .feminine ? "عشرة" : "عشر"
            switch ones {
            case 1: return (gender == .feminine ? "إحدى " : "أحد ") + ten
            case 2: return String(two(gender, c).dropLast()) + " " + ten
            default: return unit(ones, gender, c, beforeNoun: true) + " " + ten
            }
        }
        let ten = tens[number / 10] + (c == .nominative ? "ون" : "ين")
        switch ones {
        case 0: return ten
        case 1: return (gender == .feminine ? "إحدى" : c == .accusative ? "واحدًا" : "واحد") + " و" + ten
        case 2: return two(gender, c) + " و" + ten
        default: return unit(ones, gender, c, beforeNoun: false) + " و" + ten
        }
    }
}

/// A power of a thousand; a masculine counted noun of its own.
struct Scale {
    let singular: String
    let plural: String

    static let ascending = [
        Scale(singular: "ألف", plural: "آلاف"), Scale(singular: "مليون", plural: "ملايين"), Scale(singular: "مليار", plural: "مليارات"),
        Scale(singular: "تريليون", plural: "تريليونات"), Scale(singular: "كوادريليون", plural: "كوادريليونات"),
        Scale(singular: "كوينتيليون", plural: "كوينتيليونات"),
    ]

    var accusative: String { singular + "ًا" }

    func dual(_ c: GrammaticalCase, construct: Bool) -> String { singular + "ا".dualEnding(c, construct: construct) }
}

extension String {
    /// A dual ending whose last letter is the alif of the nominative: «ا» gives ان, ا, ين or ي.
    fileprivate func dualEnding(_ c: GrammaticalCase, construct: Bool) -> String {
        (c == .nominative ? self : String(dropLast()) + "ي") + (construct ? "" : "ن")
    }
}
