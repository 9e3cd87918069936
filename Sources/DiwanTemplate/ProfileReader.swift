import DiwanBytes
import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanGraphics

/// Reads `profile.json`, and names every mistake.
struct ProfileReader {
    let source: SourceText
    private let files: PictureSource?
    private(set) var diagnostics: [Diagnostic] = []

    init(source: SourceText, files: PictureSource?) {
        self.source = source
        self.files = files
    }

    /// The plain texts that a profile may have. All may be printed as `$profile/NAME`.
    static let textNames = [
        "id", "name", "short-name", "country", "city", "licence", "licence-line", "unified-number", "phone", "email", "site", "hours",
        "privacy-contact", "retention", "notice",
    ]
    /// The parts of an address.
    static let addressNames = ["building", "street", "district", "city", "postal", "additional", "unit", "short"]
    private static let otherNames = [
        "address", "lists", "formulas", "salutations", "agreement", "signatories", "signature-order", "digits", "calendar", "hundred",
        "text-scale",
        "style", "holidays", "policy", "logo", "comment",
    ]

    mutating func read(_ json: JSONValue) -> Profile {
        var profile = Profile(
            id: "", name: "", texts: [], address: [], lists: [], formulas: [], salutations: [], agreement: [], signatories: [],
            signatureOrder: .seniorLast, logo: nil,
            digits: .arab, calendar: .ummAlQura, hundred: .withAlif, textScale: 100, style: [], holidays: [], rules: [], policyVersion: "")
        guard let members = json.members else {
            report("a profile is an object { … }", json)
            return profile
        }
        for member in members {
            let value = member.value
            switch member.name {
            case "comment": break
            case "address": profile.address = texts(value, names: Self.addressNames)
            case "lists":
                for list in value.members ?? [] {
                    if !AttributeValue.isName(list.name) { report("\"\(list.name)\" is not a name", list.value) }
                    profile.lists.append((list.name, (list.value.elements ?? []).compactMap { text($0) }))
                }
            case "formulas":
                for formula in value.members ?? [] {
                    if !AttributeValue.isName(formula.name) { report("\"\(formula.name)\" is not a name", formula.value) }
                    if let text = text(formula.value) { profile.formulas.append((formula.name, text)) }
                }
            case "salutations": profile.salutations = (value.members ?? []).map { salutation($0) }
            case "agreement": profile.agreement = (value.members ?? []).compactMap { agreementRow($0) }
            case "signature-order":
                if let order = keyword(value, SignatureOrder.self, SignatureOrder.allCases.map(\.rawValue)) {
                    profile.signatureOrder = order
                }
            case "signatories": profile.signatories = (value.elements ?? []).map { signatory($0) }
            case "digits": if let digits = keyword(value, DigitSystem.self, ["arab", "latn"]) { profile.digits = digits }
            case "calendar":
                switch text(value) {
                case "umalqura": profile.calendar = .ummAlQura
                case "gregorian": profile.calendar = .gregorian
                default: report("the calendar is umalqura or gregorian", value)
                }
            case "hundred":
                switch text(value) {
                case HundredSpelling.withAlif.rawValue: profile.hundred = .withAlif
                case let other?:
                    if let spelling = HundredSpelling(rawValue: other) {
                        profile.hundred = spelling
                    } else {
                        report("hundred is \(HundredSpelling.allCases.map(\.rawValue).joined(separator: " or "))", value)
                    }
                case nil: break
                }
            case "text-scale":
                if let scale = value.integer, (50...400).contains(scale) {
                    profile.textScale = scale
                } else {
                    report("text-scale is a whole number from 50 to 400, in hundredths", value)
                }
            case "logo":
                profile.logo = picture(value)
                profile.logoFile = profile.logo.flatMap { _ in text(value) }
            case "style": profile.style = style(value)
            case "holidays": profile.holidays = (value.elements ?? []).compactMap { holiday($0) }
            case "policy": policy(value, &profile)
            default:
                if Self.textNames.contains(member.name) {
                    if let text = text(value) { profile.texts.append((member.name, text)) }
                } else {
                    unknown(member, Self.textNames + Self.otherNames)
                }
            }
        }
        profile.id = profile.texts.first { $0.name == "id" }?.value ?? ""
        profile.name = profile.texts.first { $0.name == "name" }?.value ?? ""
        if profile.name.isEmpty { report("the profile has no \"name\"", json) }
        return profile
    }

    // MARK: Parts

    private mutating func signatory(_ json: JSONValue) -> Signatory {
        let texts = texts(json, names: ["role", "title", "name"])
        let signatory = Signatory(
            role: texts.first { $0.name == "role" }?.value ?? "", title: texts.first { $0.name == "title" }?.value ?? "",
            name: texts.first { $0.name == "name" }?.value ?? "")
        if !AttributeValue.isName(signatory.role) { report("a signatory has a \"role\" that is a name", json) }
        return signatory
    }

    private mutating func salutation(_ rank: JSONMember) -> Salutation {
        var salutation = Salutation(rank: rank.name, title: [], link: "/", prayer: [])
        if !AttributeValue.isName(rank.name) { report("\"\(rank.name)\" is not a name", rank.value) }
        for member in rank.value.members ?? [] {
            switch member.name {
            case "title": salutation.title = forms(member.value)
            case "prayer": salutation.prayer = forms(member.value)
            case "link": salutation.link = text(member.value) ?? salutation.link
            default: unknown(member, ["title", "link", "prayer"])
            }
        }
        if salutation.title.isEmpty || salutation.prayer.isEmpty {
            report("a salutation is an object with a \"title\" and a \"prayer\"", rank.value)
        }
        return salutation
    }

    /// A row of the agreement table: the forms for a man and a woman, or all six, and a respectful one.
    private mutating func agreementRow(_ member: JSONMember) -> AgreementRow? {
        if !AttributeValue.isName(member.name) { report("\"\(member.name)\" is not a name", member.value) }
        let names = ElementDefinition.personForms
        let given = texts(member.value, names: names + ["polite"])
        let forms = names.map { name in given.first { $0.name == name }?.value ?? "" }
        let missing = names.indices.filter { forms[$0].isEmpty && ($0 < 2 || forms[2...].contains { !$0.isEmpty }) }.map { names[$0] }
        if !missing.isEmpty {
            report(
                "the form \"\(missing.joined(separator: "\", \""))\" is missing", member.value,
                hint: "m and f are one man and one woman; for two and many all of dm, df, mp, fp are needed")
            return nil
        }
        return AgreementRow(member.name, forms, polite: given.first { $0.name == "polite" }?.value)
    }

    /// The six forms of a word that agrees with a person: one text for all, or an object with `m`, `f`, `dm`, `df`, `mp` and `fp`.
    private mutating func forms(_ json: JSONValue) -> [String] {
        let names = ElementDefinition.personForms
        if let text = json.string { return names.map { _ in text } }
        let given = texts(json, names: names)
        let missing = names.filter { name in !given.contains { $0.name == name } }
        if !missing.isEmpty, json.members != nil { report("the form \"\(missing.joined(separator: "\", \""))\" is missing", json) }
        return names.map { name in given.first { $0.name == name }?.value ?? "" }
    }

    /// The picture in a file beside the profile.
    private mutating func picture(_ json: JSONValue) -> Picture? {
        guard let name = text(json) else { return nil }
        guard let path = PictureName.path(name, in: "") else {
            report("\"\(name)\" is not a file beside the profile", json, hint: "write it as logo.svg or pictures/logo.png")
            return nil
        }
        guard let bytes = files?(path) else {
            report("there is no picture \"\(name)\" beside the profile", json)
            return nil
        }
        do throws(GraphicsError) {
            let result = try PictureReader().read(bytes, file: path)
            diagnostics += result.warnings
            return result.picture
        } catch {
            if case .svg(let faults) = error { diagnostics += faults }
            report("the picture \"\(name)\" cannot be shown: \(error)", json)
            return nil
        }
    }

    private mutating func style(_ json: JSONValue) -> [(selector: String, declarations: [StyleDeclaration])] {
        guard let rules = json.members else {
            report("style is an object of rules", json)
            return []
        }
        return rules.map { rule in
            let selector = rule.name.hasPrefix(".") ? String(rule.name.dropFirst()) : rule.name
            if !AttributeValue.isName(selector) {
                report("\"\(rule.name)\" is neither an element nor a .style", rule.value)
            } else if !rule.name.hasPrefix("."), ElementRegistry.byName[selector] == nil {
                report("there is no element \"\(selector)\"", rule.value, hint: NearestName.hint(for: selector, in: ElementRegistry.names))
            }
            var declarations: [StyleDeclaration] = []
            for property in rule.value.members ?? [] {
                guard let definition = StyleProperty.all.first(where: { $0.name == property.name }) else {
                    unknown(property, StyleProperty.all.map(\.name))
                    continue
                }
                guard let text = text(property.value) else { continue }
                if let fault = definition.kind.fault(in: text) {
                    report(fault.message, property.value, hint: fault.hint)
                } else {
                    declarations.append(StyleDeclaration(property: property.name, value: text))
                }
            }
            return (rule.name, declarations)
        }
    }

    private mutating func holiday(_ json: JSONValue) -> Holiday? {
        guard let members = json.members else {
            report("a holiday is an object with from, to and name", json)
            return nil
        }
        var dates: [String: CivilDate] = [:]
        for member in members {
            switch member.name {
            case "from", "to":
                guard let text = text(member.value) else { continue }
                do throws(DomainError) {
                    dates[member.name] = try DateReader.civilDate(text, order: .yearFirst)
                } catch {
                    report("\"\(text)\" is not a date: \(error.reason)", member.value)
                }
            case "name", "source": _ = text(member.value)
            case "confirmed": if member.value.boolean == nil { report("confirmed is true or false", member.value) }
            default: unknown(member, ["from", "to", "name", "source", "confirmed"])
            }
        }
        guard let from = dates["from"] else {
            report("the holiday has no \"from\"", json)
            return nil
        }
        let to = dates["to"] ?? from
        if to < from {
            report("the holiday ends before it begins", json)
            return nil
        }
        return Holiday(
            first: from, last: to, name: json["name"]?.string ?? "", source: json["source"]?.string ?? "",
            isConfirmed: json["confirmed"]?.boolean ?? false)
    }

    /// The policy: an object, or the name of the file beside the profile that it stands in.
    private mutating func policy(_ json: JSONValue, _ profile: inout Profile) {
        guard let name = json.string else { return policy(json, &profile, known: ["version", "rules"]) }
        guard let path = PictureName.path(name, in: ""), let bytes = files?(path) else {
            return report("there is no file \"\(name)\" beside the profile", json)
        }
        let folder = source.file.lastIndex(of: "/").map { String(source.file[...$0]) } ?? ""
        let file = SourceText(file: folder + name, bytes: bytes)
        profile.policyFile = path
        profile.policyHash = Hexadecimal.text(SHA256.hash(bytes))
        do throws(DataError) {
            var reader = ProfileReader(source: file, files: nil)
            reader.policy(try JSONParser().parse(file), &profile, known: nil)
            diagnostics += reader.diagnostics
        } catch {
            diagnostics.append(error.diagnostic)
        }
    }

    /// Version and rules of the policy.
    /// - Parameter known: the members that it may have; `nil` for a file of its own, which says more than what documents print.
    private mutating func policy(_ json: JSONValue, _ profile: inout Profile, known: [String]?) {
        for member in json.members ?? [] {
            switch member.name {
            case "version": profile.policyVersion = text(member.value) ?? ""
            case "rules":
                for rule in member.value.members ?? [] { profile.rules.append(policyRule(rule)) }
            case "comment": break
            default: if let known { unknown(member, known) }
            }
        }
    }

    private mutating func policyRule(_ rule: JSONMember) -> PolicyRule {
        var result = PolicyRule(name: rule.name, atLeast: nil, atMost: nil, counting: .calendar)
        if !AttributeValue.isName(rule.name) { report("\"\(rule.name)\" is not a name", rule.value) }
        for member in rule.value.members ?? [] {
            switch member.name {
            case "at-least": result.atLeast = days(member.value)
            case "at-most": result.atMost = days(member.value)
            case "counting":
                if let counting = keyword(member.value, PolicyRule.Counting.self, PolicyRule.Counting.allCases.map(\.rawValue)) {
                    result.counting = counting
                }
            case "label", "comment": break
            default: unknown(member, ["at-least", "at-most", "counting", "label", "comment"])
            }
        }
        return result
    }

    /// A duration of whole days or weeks (ISO 8601): `P14D`, `P2W`; null is none.
    private mutating func days(_ json: JSONValue) -> Int? {
        if json.isNull { return nil }
        guard let text = text(json) else { return nil }
        let body = text.dropFirst().dropLast()
        if text.hasPrefix("P"), let unit = text.last, unit == "D" || unit == "W", body.utf8.allSatisfy(AttributeValue.isDigit),
            let count = Int(body),
            count <= 3_660
        {
            return unit == "W" ? count * 7 : count
        }
        report("\"\(text)\" is not a number of days", json, hint: "write P14D or P2W")
        return nil
    }

    // MARK: Values

    private mutating func texts(_ json: JSONValue, names: [String]) -> [(name: String, value: String)] {
        guard let members = json.members else {
            report("an object with \(names.joined(separator: ", ")) is wanted", json)
            return []
        }
        var result: [(name: String, value: String)] = []
        for member in members {
            if !names.contains(member.name) {
                unknown(member, names)
            } else if let text = text(member.value) {
                result.append((member.name, text))
            }
        }
        return result
    }

    private mutating func text(_ json: JSONValue) -> String? {
        guard let text = json.string else {
            report("a text in quotes is wanted", json)
            return nil
        }
        if let bad = text.unicodeScalars.first(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F }) {
            report("the text has a control character (U+\(String(bad.value, radix: 16, uppercase: true)))", json)
            return nil
        }
        return text
    }

    private mutating func keyword<Word: RawRepresentable>(_ json: JSONValue, _ type: Word.Type, _ words: [String]) -> Word?
    where Word.RawValue == String {
        guard let text = text(json) else { return nil }
        if words.contains(text), let word = Word(rawValue: text) { return word }
        report("\"\(text)\" is not one of \(words.joined(separator: ", "))", json, hint: NearestName.hint(for: text, in: words))
        return nil
    }

    private mutating func unknown(_ member: JSONMember, _ names: [String]) {
        diagnostics.append(
            Diagnostic(
                .error, "a profile has no \"\(member.name)\" here", at: member.namePosition(in: source),
                length: member.name.unicodeScalars.count + 2,
                hint: NearestName.hint(for: member.name, in: names)))
    }

    private mutating func report(_ message: String, _ json: JSONValue, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, message, at: json.position(in: source), hint: hint))
    }
}
