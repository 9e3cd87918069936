/// The kinds of identifiers that forms ask for; the raw values are those of `diwan inspect id` and of templates.
public enum IdentifierKind: String, Sendable, Hashable, CaseIterable {
    /// A citizen's or a resident's ten digits: first 1 or 2, Luhn.
    case nationalID = "national_id"
    /// A resident's ten digits: first 2, Luhn.
    case iqama
    /// Any other ten-digit number of a person, such as a border number: first 3…9, no check digit known.
    case otherID = "other_id"
    /// A family record: the head's national id, a hyphen, and the issue number.
    case familyRecord = "family_record"
    /// A Saudi IBAN: 24 characters, ISO 13616 with MOD 97-10.
    case iban
    /// A mobile number, kept as +9665XXXXXXXX.
    case mobile
    /// A telephone number of an office: a landline, 9200…, 800… or a mobile.
    case phone
    /// A short address: four Latin letters and four digits.
    case shortAddress = "short_address"
    /// A postal code of five digits, or with the additional number: `12987-7318`.
    case postalCode = "postal_code"
    /// The additional number of an address, four digits.
    case additionalNumber = "additional_number"
    /// The building number of an address, four digits.
    case buildingNumber = "building_number"
    /// The unified national number of an organisation («رقم ٧٠٠»): ten digits, first 7.
    case unifiedNumber = "unified_number"
    /// A commercial register: ten digits, first 1 or 7.
    case commercialRegister = "commercial_register"
    /// A VAT number: fifteen digits, first and last 3.
    case vatNumber = "vat_number"
    /// A charity's licence: three to ten digits.
    case charityLicence = "charity_licence"
}

/// An identifier in its normalised form. A passing check digit makes it plausible, not real.
public struct Identifier: Hashable, Sendable {
    /// What it identifies.
    public let kind: IdentifierKind
    /// The form to store: ASCII digits and capital letters, no spaces; a mobile number in E.164.
    public let normalized: String

    /// Whose number it is, by its first digit.
    public enum Holder: String, Sendable, Hashable {
        /// A Saudi citizen.
        case citizen
        /// A resident.
        case resident
    }

    /// Reads an identifier as people type and paste it: Arabic-Indic, extended and fullwidth digits, spaces, hyphens and
    /// invisible marks are accepted. Throws `DomainError.identifier` with the reason otherwise.
    public init(_ kind: IdentifierKind, _ text: String) throws(DomainError) {
        self.kind = kind
        let input = try IdentifierInput(text)
        normalized =
            switch kind {
            case .nationalID: try IdentifierRules.person(input, first: ["1", "2"])
            case .iqama: try IdentifierRules.person(input, first: ["2"])
            case .otherID: try IdentifierRules.digits(input, counts: 10...10, first: ["3", "4", "5", "6", "7", "8", "9"])
            case .familyRecord: try IdentifierRules.familyRecord(input)
            case .iban: try IdentifierRules.iban(input)
            case .mobile: try IdentifierRules.mobile(input)
            case .phone: try IdentifierRules.phone(input)
            case .shortAddress: try IdentifierRules.shortAddress(input)
            case .postalCode: try IdentifierRules.postalCode(input)
            case .additionalNumber, .buildingNumber: try IdentifierRules.digits(input, counts: 4...4)
            case .unifiedNumber: try IdentifierRules.digits(input, counts: 10...10, first: ["7"])
            case .commercialRegister: try IdentifierRules.digits(input, counts: 10...10, first: ["1", "7"])
            case .vatNumber: try IdentifierRules.digits(input, counts: 15...15, first: ["3"], last: "3")
            case .charityLicence: try IdentifierRules.digits(input, counts: 3...10)
            }
    }

    /// Citizen or resident, for the two kinds that tell.
    public var holder: Holder? {
        guard kind == .nationalID || kind == .iqama else { return nil }
        return normalized.hasPrefix("1") ? .citizen : .resident
    }

    /// The two digits of the bank in an IBAN.
    public var bankCode: String? {
        kind == .iban ? String(normalized.dropFirst(4).prefix(2)) : nil
    }

    /// The last four characters, as letters name an account.
    public var lastFour: String { String(normalized.suffix(4)) }

    /// The form to print: an IBAN in groups of four, a mobile number with 0 before it; Latin digits wherever letters
    /// or an IBAN are concerned, else digits of `digits`. The caller isolates it in a right-to-left line.
    public func printed(_ digits: DigitSystem = .latn) -> String {
        switch kind {
        case .iban:
            var groups = ""
            for (index, character) in normalized.enumerated() {
                if index > 0, index % 4 == 0 { groups.append(" ") }
                groups.append(character)
            }
            return groups
        case .mobile, .phone:
            return digits.digits(in: normalized.hasPrefix("+966") ? "0" + normalized.dropFirst(4) : normalized)
        case .shortAddress: return normalized
        default: return digits.digits(in: normalized)
        }
    }

    /// The form that shows no more than the last four digits, nil for kinds that are not personal: `******1234`;
    /// `SA`, 18 stars and four digits; `05XXXX1234`. The caller isolates it in a right-to-left line.
    public func masked(_ digits: DigitSystem = .latn) -> String? {
        switch kind {
        case .nationalID, .iqama, .otherID: "******" + digits.digits(in: lastFour)
        case .familyRecord: "******" + digits.digits(in: String(normalized.dropFirst(6)))
        case .iban: "SA" + String(repeating: "*", count: 18) + lastFour
        case .mobile: digits.digits(in: "05XXXX" + lastFour)
        default: nil
        }
    }
}
