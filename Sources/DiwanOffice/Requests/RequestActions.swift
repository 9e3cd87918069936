import Diwan
import DiwanBytes
public import DiwanData
public import DiwanDomain

/// How someone who is no employee signed.
public enum SigningMethod: String, Sendable, CaseIterable {
    /// By pen, on paper.
    case pen
    /// By a thumbprint, on paper, before a witness.
    case thumb
    /// By hand, on a screen.
    case screen
}

/// A private file that goes with what is done: a scan of a signed paper, a picture.
public struct AttachedFile: Sendable {
    /// Its bytes.
    public let bytes: [UInt8]
    /// What it is: `application/pdf`, `image/png`, `image/jpeg`.
    public let mediaType: String

    /// A file whose kind is told by its first bytes; `nil` for all but PDF, PNG and JPEG.
    public init?(_ bytes: [UInt8]) {
        let kinds: [([UInt8], String)] = [
            (Array("%PDF-".utf8), "application/pdf"), ([0x89, 0x50, 0x4E, 0x47], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ]
        guard let kind = kinds.first(where: { bytes.starts(with: $0.0) }) else { return nil }
        self.bytes = bytes
        mediaType = kind.1
    }
}

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
        let party: String
        do throws(FileError) {
            party = try PartyDirectory(folder: office.folder).pseudonym(checked.identity)
        } catch {
            throw .file(error)
        }
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

    /// Looks the papers through: each item of the policy's checklist that the kind of support asks for, whether its original was seen, and
    /// until when it is valid. What had expired on the day of submission is missing; what expires later does not matter.
    /// - Returns: the items that are missing, in words.
    mutating func check(_ number: String, items: [CheckedItem]) throws(OfficeError) -> [String] {
        let request = try request(number)
        let wanted = office.configuration.policy.checklist.filter { $0.kinds.isEmpty || $0.kinds.contains(request.kind) }
        for item in items where !office.configuration.policy.checklist.contains(where: { $0.code == item.code }) {
            throw .argument(
                "the policy's checklist has no \"\(item.code)\"", hint: "its items are \(wanted.map(\.code).joined(separator: ", "))")
        }
        let submitted = request.received.date
        var missing: [String] = []
        for item in wanted {
            guard let found = items.last(where: { $0.code == item.code }), found.isSeen else {
                missing.append("\(item.label): لم يُطَّلع على الأصل")
                continue
            }
            if let expiry = found.expiry, let day = expiry.both?.civil, day <= submitted {
                missing.append("\(item.label): انتهت صلاحيته في \(expiry.numeric())، والتقديم في \(submitted.numeric())")
            }
        }
        try advance(
            number, by: .requestChecked,
            [("items", .integer(wanted.count)), ("missing", .integer(missing.count)), ("complete", .boolean(missing.isEmpty))],
            evidence: .object([
                ("items", .array(items.map(\.json))), ("missing", .array(missing.map { .string($0) })),
            ]))
        return missing
    }

    /// An employee's own signature that the data are those of the originals.
    mutating func match(_ number: String) throws(OfficeError) {
        let data = try data(number)
        try advance(
            number, by: .requestMatched,
            evidence: .object([("data-sha256", .string(Self.hash(of: data))), ("by", .string(actor.person.name))]))
    }

    /// The applicant's declaration that the data are right, over their hash.
    /// - Parameters:
    ///   - text: the version of the text that was read.
    ///   - witness: who saw it signed; a thumbprint wants one.
    ///   - paper: the signed paper, where it was scanned; never a thumbprint.
    mutating func declare(
        _ number: String, method: SigningMethod, text: String, witness: String?, paper: AttachedFile?
    ) throws(OfficeError) {
        if method == .thumb {
            guard let witness, !witness.isEmpty else {
                throw .refused(PolicyRefusal("witness", "a thumbprint wants a witness", "لا تُقبل البصمة إلا بشاهد"))
            }
            if paper != nil {
                throw .refused(
                    PolicyRefusal(
                        "thumb-on-paper", "a thumbprint stays on paper and is not scanned", "تبقى البصمة على الورق ولا تُحفظ صورتها"))
            }
        }
        let data = try data(number)
        var evidence: [(name: String, value: JSONValue)] = [
            ("data-sha256", .string(Self.hash(of: data))), ("name", data["ben"]?["name"] ?? .null),
        ]
        if let witness { evidence.append(("witness", .string(witness))) }
        if let paper { evidence.append(("paper", try put(file: paper.bytes, mediaType: paper.mediaType))) }
        try advance(
            number, by: .requestDeclared, [("method", .string(method.rawValue)), ("text", .string(text))], evidence: .object(evidence))
    }

    /// The data of a request as they stand.
    func data(_ number: String) throws(OfficeError) -> JSONValue {
        let request = try request(number)
        guard let data = try office.data(of: request) else { throw .noEvidence(request.dataEntry) }
        return data
    }

    /// Says that the file is complete.
    mutating func complete(_ number: String) throws(OfficeError) {
        let isFirst = try request(number).completions.isEmpty
        try advance(number, by: .requestCompleted, [("first", .boolean(isFirst))])
    }

    /// Asks the social researcher.
    /// - Parameter service: a service of the guide to research.
    /// - Returns: the number of the referral, from 1.
    mutating func refer(_ number: String, service: String, question: String) throws(OfficeError) -> Int {
        guard let guide = office.configuration.reference("research-guide"), guide.article(service) != nil else {
            let codes = office.configuration.reference("research-guide")?.articles.map(\.code) ?? []
            throw .argument(
                "the guide to research services has no service \"\(service)\"", hint: "its codes are \(codes.joined(separator: ", "))")
        }
        let referral = try request(number).referrals + 1
        try advance(
            number, by: .requestReferred, [("referral", .integer(referral)), ("to", .string(service))],
            evidence: .object([("question", .string(question))]))
        return referral
    }

    /// The social researcher's answer; without a text there is none.
    mutating func answer(_ number: String, referral: Int, text: String) throws(OfficeError) {
        guard !text.isEmpty else {
            throw .refused(PolicyRefusal("referrals-answered", "a referral is not closed without an answer", "لا تُغلق الإحالة بلا جواب"))
        }
        let request = try request(number)
        guard request.openReferrals.contains(referral) else {
            throw .argument(
                "the request \(number) has no open referral \(referral)",
                hint: request.openReferrals.isEmpty ? nil : "open are \(request.openReferrals.map(String.init).joined(separator: ", "))")
        }
        // Where others wait still, the request stays where it is.
        let state = request.openReferrals.count > 1 ? request.state : nil
        try advance(
            number, by: .requestAnswered, state: state, [("referral", .integer(referral))], evidence: .object([("answer", .string(text))]))
    }

    /// Puts the request before the committee.
    mutating func raise(_ number: String, meeting: String) throws(OfficeError) {
        try advance(number, by: .requestRaised, [("meeting", .string(meeting))])
    }

    /// A member's word that the member has an interest in the request, and so neither votes nor decides.
    mutating func declareInterest(_ number: String, reason: String) throws(OfficeError) {
        let meeting = try meeting(of: number)
        try advance(number, by: .interestDeclared, [("meeting", .string(meeting))], evidence: .object([("reason", .string(reason))]))
    }

    private func meeting(of number: String) throws(OfficeError) -> String {
        guard let meeting = try request(number).meeting else {
            throw .refused(PolicyRefusal("meeting", "the request was not put before the committee", "لم يُعرض الطلب على اللجنة"))
        }
        return meeting
    }

    /// A member's vote; the last of each counts.
    mutating func vote(_ number: String, _ vote: Vote, reason: String?) throws(OfficeError) {
        let meeting = try meeting(of: number)
        try advance(
            number, by: .decisionVoted, [("meeting", .string(meeting)), ("vote", .string(vote.rawValue))],
            evidence: reason.map { .object([("reason", .string($0))]) })
    }

    /// The committee's decision: takes its number.
    /// - Parameters:
    ///   - outcome: one of the policy's.
    ///   - data: what the letter is to say: `basis`, `reasons`, `grant`, `conditions`, `minutes`.
    mutating func decide(_ number: String, outcome name: String, data: JSONValue) throws(OfficeError) -> String {
        let policy = office.configuration.policy
        guard let outcome = policy.outcome(name) else {
            throw .argument(
                "\"\(name)\" is no outcome of the policy", hint: "its outcomes are \(policy.outcomes.map(\.id).joined(separator: ", "))")
        }
        let request = try request(number)
        _ = try move(.decisionMade, of: request)
        let meeting = try meeting(of: number)
        let (approving, against) = (request.count(.approve), request.count(.against))
        // A tie is the chair's to break, whose vote is among them.
        let chair = request.votes.last { $0.actor == actor.person.id }?.vote
        let isFor = approving == against ? chair == Vote.approve.rawValue : approving > against
        if outcome.isApproval != isFor, outcome.isApproval || outcome.isRefusal {
            throw .refused(
                PolicyRefusal(
                    "majority", "\(approving) voted for, \(against) against, and the decision would be \"\(outcome.id)\"",
                    "صوّت مع القبول \(approving) وضده \(against)، فلا يكون القرار «\(outcome.label)»"))
        }
        if outcome.isRefusal, data["reasons"]?.elements?.isEmpty ?? true {
            throw .argument("a decision against the applicant gives its reasons", hint: "put a list \"reasons\" into the data")
        }
        guard let series = office.configuration.settings.series("decision") else {
            throw .argument("office.json has no series \"decision\"", hint: nil)
        }
        try office.configuration.hold(citations: data, nil)
        let decision = self.number(series)
        try advance(
            number, by: .decisionMade, state: outcome.state,
            [
                ("meeting", .string(meeting)), ("number", .string(decision.text)), ("outcome", .string(outcome.id)),
                ("for", .integer(approving)), ("against", .integer(against)), ("abstained", .integer(request.count(.abstain))),
            ], evidence: .object([("data", data)]))
        return decision.text
    }

    /// Enters the request in the register: takes its number there.
    mutating func register(_ number: String) throws(OfficeError) -> String {
        guard let series = office.configuration.settings.series("register") else {
            throw .argument("office.json has no series \"register\"", hint: nil)
        }
        let entry = self.number(series)
        try advance(number, by: .requestRegistered, [("number", .string(entry.text))])
        return entry.text
    }

    /// The service was given, and who got it signed for it.
    mutating func deliver(_ number: String, signed method: SigningMethod, receipt: AttachedFile, witness: String?) throws(OfficeError) {
        if method == .thumb, witness?.isEmpty ?? true {
            throw .refused(PolicyRefusal("witness", "a thumbprint wants a witness", "لا تُقبل البصمة إلا بشاهد"))
        }
        var evidence: [(name: String, value: JSONValue)] = [
            ("receipt", try put(file: receipt.bytes, mediaType: receipt.mediaType))
        ]
        if let witness { evidence.append(("witness", .string(witness))) }
        try advance(
            number, by: .serviceDelivered,
            [("signed", .string(method.rawValue)), ("receipt", .string(Hexadecimal.text(SHA256.hash(receipt.bytes))))],
            evidence: .object(evidence))
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

    /// An objection to the decision: takes its number.
    mutating func object(_ number: String, grounds: String, channel: String) throws(OfficeError) -> String {
        guard let decision = try request(number).decision?.text("number") else {
            throw .refused(PolicyRefusal("decision", "there is no decision to object to", "لا يوجد قرار يُعترض عليه"))
        }
        guard let series = office.configuration.settings.series("objection") else {
            throw .argument("office.json has no series \"objection\"", hint: nil)
        }
        let objection = self.number(series)
        try advance(
            number, by: .objectionReceived, channel: channel,
            [("number", .string(objection.text)), ("decision", .string(decision))], evidence: .object([("grounds", .string(grounds))]))
        return objection.text
    }

    /// The decision of an objection; who took the decision that it is against does not take this one.
    mutating func decideObjection(_ number: String, result name: String, findings: String) throws(OfficeError) {
        let policy = office.configuration.policy
        guard let result = policy.objectionResults.first(where: { $0.id == name }) else {
            throw .argument(
                "\"\(name)\" is no result of an objection",
                hint: "the policy has \(policy.objectionResults.map(\.id).joined(separator: ", "))")
        }
        let request = try request(number)
        _ = try move(.objectionDecided, of: request)
        guard let objection = request.openObjection else {
            throw .refused(PolicyRefusal("objection", "no objection waits for its decision", "لا يوجد اعتراض ينتظر البت"))
        }
        if request.decision?.actor == actor.person.id {
            throw .refused(
                PolicyRefusal(
                    "second-person", "who decided does not decide the objection to it", "من أصدر القرار لا يبت في الاعتراض عليه"))
        }
        let state = result.state == OfficePolicy.previous ? request.previous ?? request.state : result.state
        try advance(
            number, by: .objectionDecided, state: state, [("number", .string(objection)), ("result", .string(name))],
            evidence: .object([("findings", .string(findings))]))
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

    /// An answer to the survey: of the service, and of the request only where whoever answers wants it so.
    mutating func survey(
        service: String, score: Int, words: String?, request number: String?, channel: String
    ) throws(OfficeError) {
        try know(channel: channel)
        guard (1...5).contains(score) else { throw .argument("a score is from 1 to 5, and this is \(score)", hint: nil) }
        let request = try number.map { number throws(OfficeError) in try self.request(number) }
        try append(
            .surveyAnswered, request: request, channel: channel, [("service", .string(service)), ("score", .integer(score))],
            evidence: words.map { .object([("words", .string($0))]) })
    }
}

/// What was found of an item of the checklist.
public struct CheckedItem: Sendable {
    /// The code of the item.
    public let code: String
    /// Whether the original was seen.
    public let isSeen: Bool
    /// Until when it is valid, as it stands on it.
    public let expiry: RecordedDate?
    /// On what ground a copy was kept; `nil` where none was.
    public let copyBasis: String?

    /// What was found.
    public init(code: String, isSeen: Bool, expiry: RecordedDate? = nil, copyBasis: String? = nil) {
        self.code = code
        self.isSeen = isSeen
        self.expiry = expiry
        self.copyBasis = copyBasis
    }

    /// As evidence has it.
    var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [("code", .string(code)), ("seen", .boolean(isSeen))]
        if let expiry { members.append(("expiry", .string(expiry.numeric(.latn)))) }
        if let copyBasis { members.append(("copy-basis", .string(copyBasis))) }
        return .object(members)
    }
}

extension Office {
    /// The data of a request as they stand; `nil` where they were erased.
    public func data(of request: RequestRecord) throws(OfficeError) -> JSONValue? {
        guard let event = request.events.first(where: { $0.sequence == request.dataEntry }) else { return nil }
        return try evidence(of: event)?["data"]
    }
}
