import DiwanData
public import DiwanDiagnostics
public import DiwanDomain

/// What someone may do in the office.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Receives, checks, prepares; approves nothing (موظف علاقات المستفيدين).
    case officer
    /// Answers referrals and reports to the committee (مسؤول البحث الاجتماعي).
    case researcher
    /// Votes in the committee.
    case member
    /// Chairs the committee.
    case chair
    /// Keeps the committee's agenda and minutes.
    case secretary
    /// Signs for the office.
    case director
    /// Pays.
    case accountant
    /// Reads everything and changes nothing.
    case auditor
    /// Gives out what is granted in kind.
    case storekeeper
    /// The program itself, when it founds an office; no one of `people.json` is that.
    case program

    /// The roles that people may have.
    public static let ofPeople = allCases.filter { $0 != .program }
}

/// Someone who works in the office. The log knows the pseudonym alone.
public struct Person: Sendable, Hashable {
    /// What stands for the person in the log; it says nothing of who it is.
    public let id: String
    /// The name.
    public let name: String
    /// What the person may do.
    public let roles: [Role]
    /// The name by which the person is logged in on the machine.
    public let login: String?
    /// The first day in the office; `nil` when it does not matter.
    public let from: CivilDate?
    /// The last day in the office; `nil` for those who are there.
    public let until: CivilDate?

    /// Whether the person is in the office on a day.
    public func isThere(on day: CivilDate) -> Bool { (from ?? day) <= day && day <= (until ?? day) }
}

/// Who works in the office: `people.json`.
public struct People: Sendable {
    /// All, in the order of the file.
    public let all: [Person]

    /// The person of a pseudonym.
    public func person(_ id: String) -> Person? { all.first { $0.id == id } }

    /// Reads `people.json`; `nil` when it has mistakes.
    public static func read(_ source: SourceText) -> (people: People?, faults: [Diagnostic]) {
        var reader = SettingsReader(source, format: "diwan-people")
        reader.allow(["diwan-people", "people"], in: reader.root)
        var all: [Person] = []
        for element in reader.list(reader.root, "people") {
            reader.allow(["id", "name", "roles", "login", "from", "until"], in: element)
            var roles: [Role] = []
            for value in reader.list(element, "roles") {
                if let role = value.string.flatMap({ Role(rawValue: $0) }), role != .program {
                    roles.append(role)
                } else {
                    let names = Role.ofPeople.map(\.rawValue)
                    reader.report(
                        "a role is one of \(names.joined(separator: ", "))", value,
                        hint: value.string.flatMap { NearestName.hint(for: $0, in: names) })
                }
            }
            let person = Person(
                id: reader.name(element, "id"), name: reader.text(element, "name"), roles: roles,
                login: reader.optionalText(element, "login"), from: reader.date(element, "from"), until: reader.date(element, "until"))
            if roles.isEmpty { reader.report("\"\(person.id)\" has no role", element) }
            if roles.contains(.officer), roles.contains(.director) || roles.contains(.chair) {
                reader.report("who prepares does not approve: an officer is neither director nor chair", element)
            }
            if roles.contains(.auditor), roles.count > 1 { reader.report("an auditor has no other role", element) }
            if all.contains(where: { $0.id == person.id }) { reader.report("there are two of the id \"\(person.id)\"", element) }
            all.append(person)
        }
        return (reader.faults.hasErrors ? nil : People(all: all), reader.faults)
    }
}

extension SettingsReader {
    /// The day `name` of `object`, written `2026-11-01`; `nil` where it is left out.
    mutating func date(_ object: JSONValue, _ name: String) -> CivilDate? {
        guard let value = object[name], !value.isNull else { return nil }
        if let date = value.string.flatMap({ try? DateReader.civilDate($0, order: .any) }) { return date }
        report("\"\(name)\" is a day, such as \"2026-11-01\"", value)
        return nil
    }
}
