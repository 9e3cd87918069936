import DiwanBytes
import DiwanData
public import DiwanDiagnostics
public import DiwanDocument
public import DiwanDomain

/// Who may sign for the office.
public struct Signatory: Sendable, Hashable {
    /// The role, as templates name it: `executive-director`.
    public var role: String
    /// The title that is printed above the signature.
    public var title: String
    /// The name that is printed below it.
    public var name: String
}

/// How the office addresses someone of a rank: what stands before the name and what stands after it, at the end of the line.
public struct Salutation: Sendable, Hashable {
    /// The rank, as templates name it: `person`, `minister`.
    public var rank: String
    /// What stands before the name, for one man, one woman, two men, two women, many men, many women: «المكرم».
    public var title: [String]
    /// What stands between the title and the name, beside a space on either side: «/»; empty where the title goes straight on, as in
    /// «سعادة مدير الفرع».
    public var link: String
    /// What stands after the name, for the same: «حفظه الله».
    public var prayer: [String]
}

/// The side on which who signs last stands, where several sign side by side.
public enum SignatureOrder: String, Sendable, CaseIterable {
    /// At the end side: the left in Arabic.
    case seniorLast = "senior-last"
    /// At the start side.
    case seniorFirst = "senior-first"
}

/// A rule of the office's policy about a period.
public struct PolicyRule: Sendable, Hashable {
    /// How days are counted.
    public enum Counting: String, Sendable, CaseIterable {
        /// Every day.
        case calendar
        /// Working days alone.
        case working
    }

    /// The name, as templates name it: `answer-period`.
    public var name: String
    /// The least number of days; `nil` when the policy sets none.
    public var atLeast: Int?
    /// The greatest number of days; `nil` when the policy sets none.
    public var atMost: Int?
    /// How the days are counted.
    public var counting: Counting
}

/// The office that issues documents: who it is, its house style, its policy and its holidays. Read from `profile.json`.
public struct Profile: Sendable {
    /// The name of the profile, for lists.
    public var id: String
    /// The name of the institution.
    public var name: String
    /// Plain texts that templates print, by name, such as `licence`, `phone`, `hours`.
    public var texts: [(name: String, value: String)]
    /// The national address.
    public var address: [(name: String, value: String)]
    /// The institution's lists of texts, by name, such as `supply-channels`.
    public var lists: [(name: String, values: [String])]
    /// The formulas of letters, by name, such as `greeting` and `closing`.
    public var formulas: [(name: String, value: String)]
    /// How the office addresses people, by rank.
    public var salutations: [Salutation]
    /// Words that agree with a person, beside those of the agreement table; one of the same key takes the table's place.
    public var agreement: [AgreementRow]
    /// Who may sign.
    public var signatories: [Signatory]
    /// The order of signatures side by side.
    public var signatureOrder: SignatureOrder
    /// The office's own picture, for the letterhead; templates show it as `$profile/logo`.
    public var logo: Picture?
    /// The file of `logo`, from the profile's folder.
    public var logoFile: String?
    /// The digits of dates and numbers, where a template names none.
    public var digits: DigitSystem
    /// The calendar of dates, where a template names none.
    public var calendar: CalendarKind
    /// How hundreds are written in words.
    public var hundred: HundredSpelling
    /// The size of text in hundredths of what is written: above 100 for large print.
    public var textScale: Int
    /// The rules of the house style: for an element (`h1`) or a named style (`.note`).
    var style: [(selector: String, declarations: [StyleDeclaration])]
    /// The holidays.
    public var holidays: [Holiday]
    /// The policy.
    public var rules: [PolicyRule]
    /// The version of the policy, which documents name.
    public var policyVersion: String
    /// The file of the policy, from the profile's folder; `nil` where it stands in the profile itself.
    public var policyFile: String?
    /// The SHA-256 of the file that the policy stands in, in hexadecimal; `nil` where it stands in the profile itself.
    public var policyHash: String?

    /// The days on which the office works.
    public var workingCalendar: WorkingCalendar { WorkingCalendar(holidays: holidays) }

    /// Who signs in a role.
    public func signatory(_ role: String) -> Signatory? { signatories.first { $0.role == role } }

    /// How someone of a rank is addressed.
    public func salutation(_ rank: String) -> Salutation? { salutations.first { $0.rank == rank } }

    /// The forms of a word that agrees with a person: the office's own, else those of the agreement table.
    func agreementRow(_ key: String) -> AgreementRow? { agreement.first { $0.key == key } ?? AgreementTable.row(key) }

    /// Reads a profile from the bytes of a JSON file; `nil` when it has errors. `files` gives the files that it names, from its own folder.
    public static func read(
        _ bytes: [UInt8], file: String, files: PictureSource? = nil
    ) -> (profile: Profile?, diagnostics: [Diagnostic]) {
        let source = SourceText(file: file, bytes: bytes)
        do throws(DataError) {
            var reader = ProfileReader(source: source, files: files)
            let profile = reader.read(try JSONParser().parse(source))
            return (reader.diagnostics.hasErrors ? nil : profile, reader.diagnostics)
        } catch {
            return (nil, [error.diagnostic])
        }
    }
}
