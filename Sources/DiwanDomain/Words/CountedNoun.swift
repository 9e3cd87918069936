/// A grammatical case; Arabic has three.
public enum GrammaticalCase: String, Sendable, Hashable, CaseIterable {
    /// Rafʿ: the subject, and an amount after «فقط» by custom.
    case nominative = "nom"
    /// Jarr: after a preposition or in iḍāfa.
    case genitive = "gen"
    /// Naṣb: the object.
    case accusative = "acc"
}

/// The grammatical gender of a noun's singular; it decides the form of the number.
public enum Gender: String, Sendable, Hashable, CaseIterable {
    /// Masculine.
    case masculine = "m"
    /// Feminine.
    case feminine = "f"
}

/// A noun that can be counted: its gender and the five forms that numbers ask for.
///
/// The forms are data, since many cannot be derived (جزء: جزءان، جزأين، أجزاء، جزءًا).
public struct CountedNoun: Hashable, Sendable {
    /// The gender of the singular.
    public var gender: Gender
    /// «ريال»: with one, and after hundreds and scales (as genitive).
    public var singular: String
    /// «ريالان»: the dual as a subject.
    public var dualNominative: String
    /// «ريالين»: the dual in the other two cases.
    public var dualOblique: String
    /// «ريالات»: the genitive plural, with three to ten.
    public var pluralGenitive: String
    /// «ريالًا»: the accusative singular, with eleven to ninety-nine.
    public var accusativeSingular: String

    /// A noun with its gender and forms.
    public init(
        gender: Gender, singular: String, dualNominative: String, dualOblique: String, pluralGenitive: String, accusativeSingular: String
    ) {
        self.gender = gender
        self.singular = singular
        self.dualNominative = dualNominative
        self.dualOblique = dualOblique
        self.pluralGenitive = pluralGenitive
        self.accusativeSingular = accusativeSingular
    }

    func dual(_ grammaticalCase: GrammaticalCase) -> String {
        grammaticalCase == .nominative ? dualNominative : dualOblique
    }

    /// The noun with «واحد»: the only number before which the noun itself takes the case.
    func one(_ grammaticalCase: GrammaticalCase) -> String {
        switch (gender, grammaticalCase) {
        case (.masculine, .accusative): accusativeSingular + " واحدًا"
        case (.masculine, _): singular + " واحد"
        case (.feminine, .accusative): accusativeSingular + " واحدة"
        case (.feminine, _): singular + " واحدة"
        }
    }
}
