/// How many persons a word refers to.
public enum PersonCount: String, Sendable, Hashable, CaseIterable {
    /// One person.
    case one = "sg"
    /// Two persons.
    case two = "du"
    /// Three or more.
    case many = "pl"
}

/// Whom a document speaks of or to. One man in a group makes it masculine.
public struct Persons: Hashable, Sendable {
    /// The gender, masculine for a mixed group.
    public var gender: Gender
    /// One, two or many.
    public var count: PersonCount

    /// Persons of a gender and count.
    public init(_ gender: Gender, _ count: PersonCount = .one) {
        self.gender = gender
        self.count = count
    }

    /// The persons of a list of genders, one each; nil for an empty list.
    public init?(_ genders: [Gender]) {
        guard !genders.isEmpty else { return nil }
        gender = genders.contains(.masculine) ? .masculine : .feminine
        count = genders.count == 1 ? .one : genders.count == 2 ? .two : .many
    }
}

/// One word or phrase in the forms that agree with the persons it refers to.
public struct AgreementRow: Hashable, Sendable {
    /// The name by which templates ask for it.
    public let key: String
    /// The six forms: one man, one woman, two men, two women, many men, many women. Empty where the form is not used.
    public let forms: [String]
    /// The respectful form to one person, where it differs from the six: the masculine plural, or a verbal noun.
    public let polite: String?

    /// A row of six forms in the order above; traps on another number.
    public init(_ key: String, _ forms: [String], polite: String? = nil) {
        precondition(forms.count == 6, "an agreement row has six forms")
        self.key = key
        self.forms = forms
        self.polite = polite
    }

    /// The form for `persons`. With `isPolite` the respectful form, if the row has one.
    public func form(for persons: Persons, isPolite: Bool = false) -> String {
        if isPolite, let polite { return polite }
        let row =
            switch persons.count {
            case .one: 0
            case .two: 2
            case .many: 4
            }
        return forms[row + (persons.gender == .feminine ? 1 : 0)]
    }
}

/// The words of templates that change with the gender and number of persons.
public enum AgreementTable {
    /// The row of a key, such as `beneficiary_nom` or `we_inform_you`; nil when there is none.
    public static func row(_ key: String) -> AgreementRow? { index[key] }

    /// All rows, in the order of the table.
    public static let rows: [AgreementRow] = persons + prayers + address + thirdPerson + declarations + descriptions + roles

    private static let index: [String: AgreementRow] = {
        var index: [String: AgreementRow] = [:]
        for row in rows {
            precondition(index[row.key] == nil, "an agreement key stands twice: \(row.key)")
            index[row.key] = row
        }
        return index
    }()

    // MARK: Patterns

    /// A noun or adjective with sound plurals, nominative: مستحق، مستحقة، مستحقان، مستحقتان، مستحقون، مستحقات.
    static func sound(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, [stem, stem + "ة", stem + "ان", stem + "تان", stem + "ون", stem + "ات"])
    }

    /// The same in the genitive and accusative; the dual has a fatha, for it looks like the plural without one.
    static func soundOblique(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, [stem, stem + "ة", stem + "َين", stem + "تين", stem + "ين", stem + "ات"])
    }

    /// The same in construct with `rest`, nominative: مقدم الطلب … مقدمو الطلب.
    static func construct(_ key: String, _ stem: String, _ rest: String) -> AgreementRow {
        AgreementRow(key, ["", "ة", "ا", "تا", "و", "ات"].map { stem + $0 + " " + rest })
    }

    /// The same in construct, genitive and accusative: مقدمَي الطلب، مقدمي الطلب.
    static func constructOblique(_ key: String, _ stem: String, _ rest: String) -> AgreementRow {
        AgreementRow(key, ["", "ة", "َي", "تَي", "ي", "ات"].map { stem + $0 + " " + rest })
    }

    /// A word with the pronoun of the second person; polite is the masculine plural.
    static func yours(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["كَ", "كِ", "كما", "كما", "كم", "كن"].map { stem + $0 }, polite: stem + "كم")
    }

    /// A perfect verb in the second person; polite is the masculine plural.
    static func youDid(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["تَ", "تِ", "تما", "تما", "تم", "تن"].map { stem + $0 }, polite: stem + "تم")
    }

    /// A perfect verb in the second person with the object «it»; the plural takes a wāw before the pronoun.
    static func youDidIt(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["تَه", "تِه", "تماه", "تماه", "تموه", "تنه"].map { stem + $0 }, polite: stem + "تموه")
    }

    /// An imperfect verb in the second person, given without its prefix.
    static func youDo(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(
            key, ["ت" + stem, "ت" + stem + "ين", "ت" + stem + "ان", "ت" + stem + "ان", "ت" + stem + "ون", "ت" + stem + "ن"],
            polite: "ت" + stem + "ون")
    }

    /// A word with the pronoun of the third person.
    static func theirs(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["ه", "ها", "هما", "هما", "هم", "هن"].map { stem + $0 })
    }

    /// A perfect verb after its subject.
    static func theyDid(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["", "ت", "ا", "تا", "وا", "ن"].map { stem + $0 })
    }

    /// An imperfect verb after its subject, given without its prefix.
    static func theyDo(_ key: String, _ stem: String) -> AgreementRow {
        AgreementRow(key, ["ي" + stem, "ت" + stem, "ي" + stem + "ان", "ت" + stem + "ان", "ي" + stem + "ون", "ي" + stem + "ن"])
    }

    /// A perfect or imperfect verb before its subject: it agrees in gender only.
    static func before(_ key: String, _ masculine: String, _ feminine: String) -> AgreementRow {
        AgreementRow(key, [masculine, feminine, masculine, feminine, masculine, feminine])
    }

    /// The speaker: one form for «I», one for «we».
    static func speaker(_ key: String, _ one: String, _ more: String) -> AgreementRow {
        AgreementRow(key, [one, one, more, more, more, more])
    }
}
