import DiwanBytes
import DiwanData
public import DiwanDomain

/// What an officer does with a request's papers until its file is complete, and what the social researcher is asked.
extension Transaction {
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
