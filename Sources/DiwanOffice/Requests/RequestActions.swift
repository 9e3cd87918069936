import Diwan
import DiwanBytes
public import DiwanData

/// What is done with requests, each by one entry of the log. All are refused where the policy has no such move.
extension Transaction {
    /// What goes on with a request: holds the move against the policy, and adds its entry.
    @discardableResult
    mutating func advance(
        _ number: String, by kind: EventKind, channel: String? = nil, state: String? = nil,
        _ fields: [(name: String, value: JSONValue)] = [], evidence: JSONValue? = nil
    ) throws(OfficeError) -> OfficeEvent {
        let request = try request(number)
        if let channel { try know(channel: channel) }
        let next = try move(kind, of: request).state
        return try append(kind, request: request, channel: channel, state: state ?? next, fields, evidence: evidence)
    }

    /// Refuses a channel that the policy does not have.
    func know(channel: String) throws(OfficeError) {
        let channels = office.configuration.policy.channels
        guard channels.contains(where: { $0.id == channel }) else {
            throw .argument(
                "\"\(channel)\" is no channel of the office's policy",
                hint: "its channels are \(channels.map(\.id).joined(separator: ", "))")
        }
    }

    /// Receives a request: takes its number.
    mutating func receive(_ form: RequestForm, channel: String) throws(OfficeError) -> String {
        try know(channel: channel)
        guard actor.role == .officer else {
            throw .refused(
                PolicyRefusal("roles", "a request is received by an officer", "لا يستلم الطلبات إلا \(Role.officer.arabic)"))
        }
        guard let series = office.configuration.settings.series("request") else {
            throw .argument("office.json has no series \"request\"", hint: nil)
        }
        let number = number(series)
        guard let state = office.configuration.policy.states.first?.id else {
            throw .argument("the policy has no states", hint: nil)
        }
        var facts = KnownFacts()
        facts.know("req.no", number.text)
        facts.know("req.date", time.date.iso)
        facts.know("req.channel", channel)
        let checked = try form.checked(facts)
        let guide = office.configuration.reference("support-guide")
        guard guide?.article(checked.kind) != nil else {
            throw .argument(
                "the guide to support has no kind \"\(checked.kind)\"",
                hint: "its codes are \(guide?.articles.map(\.code).joined(separator: ", ") ?? "none")")
        }
        let party = try pseudonym(of: checked.identity)
        try append(
            .requestReceived, newRequest: OpaqueID(), channel: channel, state: state,
            [("number", .string(number.text)), ("kind", .string(checked.kind)), ("party", .string(party))],
            evidence: Self.frozen(checked.value))
        return number.text
    }

    /// Evidence of data, with the hash that freezes them: SHA-256 of their bytes as they stand in it.
    private static func frozen(_ data: JSONValue) -> JSONValue {
        .object([("data", data), ("data-sha256", .string(hash(of: data)))])
    }

    /// The hash that freezes data.
    static func hash(of data: JSONValue) -> String { Hexadecimal.text(SHA256.hash(JSONWriter.bytes(data))) }

    /// Puts other data in place of a request's. What was signed over the old ones is void.
    mutating func change(_ number: String, _ form: RequestForm) throws(OfficeError) {
        let request = try request(number)
        var facts = KnownFacts()
        facts.know("req.no", number)
        facts.know("req.date", request.received.date.iso)
        facts.know("req.channel", request.channel)
        if let old = try office.data(of: request) { facts.suppose(all: old) }
        try advance(number, by: .requestChanged, evidence: Self.frozen(try form.checked(facts).value))
    }

    /// The data of a request as they stand.
    func data(_ number: String) throws(OfficeError) -> JSONValue {
        let request = try request(number)
        guard let data = try office.data(of: request) else { throw .noEvidence(request.dataEntry) }
        return data
    }

    /// Ends the request.
    mutating func close(_ number: String) throws(OfficeError) {
        let outcome = try request(number).decision?.text("outcome") ?? "none"
        try advance(number, by: .requestClosed, [("outcome", .string(outcome))])
    }

    /// Something that goes on with a request and says nothing but a reason: it is incomplete, taken back, rests, goes on.
    mutating func note(_ number: String, _ kind: EventKind, reason: String) throws(OfficeError) {
        try advance(number, by: kind, evidence: .object([("reason", .string(reason))]))
    }

    /// Allows for the next move of a request what a rule of the policy does not.
    mutating func override(_ number: String, rule: String, reason: String) throws(OfficeError) {
        let request = try request(number)
        do throws(PolicyRefusal) {
            try office.rules.mayOverride(actor.role)
        } catch {
            throw .refused(error)
        }
        guard let condition = OfficePolicy.Condition(rawValue: rule), condition.mayBeWaived else {
            let names = OfficePolicy.Condition.allCases.filter(\.mayBeWaived).map(\.rawValue)
            throw .argument("the rule \"\(rule)\" is not one that may be waived", hint: "those are \(names.joined(separator: ", "))")
        }
        guard !reason.isEmpty else { throw .argument("an exception wants its reason", hint: nil) }
        try append(
            .policyOverridden, request: request, [("rule", .string(rule)), ("authority", .string(actor.role.rawValue))],
            evidence: .object([("reason", .string(reason)), ("by", .string(actor.person.name))]))
    }
}

extension Office {
    /// The data of a request as they stand; `nil` where they were erased.
    public func data(of request: RequestRecord) throws(OfficeError) -> JSONValue? {
        guard let event = request.events.first(where: { $0.sequence == request.dataEntry }) else { return nil }
        return try evidence(of: event)?["data"]
    }
}
