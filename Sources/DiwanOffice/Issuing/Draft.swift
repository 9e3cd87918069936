import Diwan
import DiwanBytes
import DiwanData
public import DiwanDiagnostics

/// A document that someone prepared for someone else to issue. Its data stand behind its entry; it has neither number nor code.
public struct Draft: Sendable {
    /// The id, which the document has when it is issued.
    public let id: OpaqueID
    /// The entry by which it was prepared.
    public let created: OfficeEvent
    /// The template.
    public let template: String
    /// Whether it was neither issued nor discarded.
    public let isOpen: Bool

    /// How many digits of the id tell it from others, in what clerks read and type.
    static let shownDigits = 8

    /// What a draft has in place of a number.
    static let mark = "مسودة"
    /// What it has in place of the signer's title.
    static let void = "مسودة لا يُعتد بها"

    /// The draft that `events`, all entries of a document in their order, begin with; `nil` when they do not.
    init?(_ events: [OfficeEvent]) {
        guard let first = events.first, first.kind == .draftCreated, let id = first.document, let template = first.text("template") else {
            return nil
        }
        self.id = id
        created = first
        self.template = template
        isOpen = !events.contains { $0.kind == .documentIssued || $0.kind == .declined }
    }

    /// The first digits of the id.
    public var shortID: String { String(id.text.prefix(Self.shownDigits)) }
}

/// A draft as it looks.
public struct DraftPreview: Sendable {
    /// The draft.
    public let draft: Draft
    /// The pages as PDF, with «مسودة» where the number and the signer's name would stand, and without a code.
    public let bytes: [UInt8]
    /// What deserves a look.
    public let warnings: [Diagnostic]
}

extension Office {
    /// The draft of an id, or of the first digits of it that tell it from the other open ones.
    public func draft(_ name: String) throws(OfficeError) -> Draft {
        if let id = OpaqueID(name) {
            guard let last = index[.document, id.bytes], let draft = Draft(try chain(last, \.priorOfDocument)) else {
                throw .unknown(name)
            }
            return draft
        }
        guard name.count >= Draft.shownDigits else { throw .unknown(name) }
        let found = try openDrafts().filter { $0.id.text.hasPrefix(name) }
        guard found.count == 1 else { throw .unknown(name) }
        return found[0]
    }

    /// The drafts that were neither issued nor discarded, in the order in which they were prepared.
    public func openDrafts() throws(OfficeError) -> [Draft] {
        var drafts: [Draft] = []
        for entry in index.values(.openDraft) { if let draft = Draft([try event(at: entry)]) { drafts.append(draft) } }
        return drafts
    }

    /// Prepares a document for someone else to issue: its data are checked and put down, and an entry holds them.
    public func prepare(_ order: IssueOrder, by actor: Actor) throws(OfficeError) -> DraftPreview {
        let (name, renderer) = try renderer(of: order.template)
        return try transact(actor) { transaction throws(OfficeError) in try transaction.prepare(order, name, renderer) }
    }

    /// A draft as it would look today.
    public func preview(_ draft: Draft, by actor: Actor) throws(OfficeError) -> DraftPreview {
        let order = try order(of: draft)
        let (_, renderer) = try renderer(of: draft.template)
        let transaction = try Transaction(self, actor, index: index)
        let (bytes, warnings) = try transaction.preview(order, draft.id, renderer)
        return DraftPreview(draft: draft, bytes: bytes, warnings: warnings)
    }

    /// Issues a draft: just the data that were prepared.
    public func issue(_ draft: Draft, by actor: Actor) throws(OfficeError) -> IssuedDocument { try issue(try order(of: draft), by: actor) }

    /// Discards a draft, which is not to be issued.
    public func discard(_ draft: Draft, reason: String, by actor: Actor) throws(OfficeError) {
        let roles = configuration.policy.drafts.roles
        guard roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "drafts", "drafts are discarded by \(roles.map(\.rawValue).joined(separator: ", "))",
                    "إلغاء المسودات من صلاحية: \(roles.map(\.arabic).joined(separator: "، "))"))
        }
        guard !reason.isEmpty else { throw .argument("whoever discards a draft says why", hint: nil) }
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.holdOpen(draft)
            let id = draft.created.request
            try transaction.append(
                .declined, inquiry: id, document: draft.id,
                evidence: .object([("signer", .string(actor.person.name)), ("reason", .string(reason))]))
        }
    }

    /// What is to be issued of a draft.
    private func order(of draft: Draft) throws(OfficeError) -> IssueOrder {
        guard let evidence = try evidence(of: draft.created), let data = evidence["data"] else { throw .noEvidence(draft.created.sequence) }
        guard evidence["data-sha256"]?.string == Transaction.hash(of: data) else {
            throw .damagedEvidence(draft.created.sequence, path: folder.evidence(Hexadecimal.text(draft.created.commitment ?? [])))
        }
        var order = IssueOrder(template: draft.template, data: RecordData(value: data))
        order.request = evidence["request"]?.string
        order.inquiry = evidence["inquiry"]?.string
        order.draft = draft
        return order
    }
}

extension Transaction {
    /// Puts a draft down.
    mutating func prepare(_ order: IssueOrder, _ name: String, _ renderer: DocumentRenderer) throws(OfficeError) -> DraftPreview {
        let policy = office.configuration.policy
        guard policy.drafts.roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "drafts", "drafts are prepared by \(policy.drafts.roles.map(\.rawValue).joined(separator: ", "))",
                    "إعداد المسودات من صلاحية: \(policy.drafts.roles.map(\.arabic).joined(separator: "، "))"))
        }
        guard name != policy.lists.template else {
            throw .refused(
                PolicyRefusal(
                    "list-basis", "a notice to a list is issued without a draft: diwan list issue",
                    "لا تُعد مسودة لإشعار القائمة، وإنما يصدر إليها مباشرة"))
        }
        guard Self.hasNumber(renderer) else {
            throw .argument(
                "the template \"\(name)\" has no place for a number, so that a draft of it could not be told from the document",
                hint: "issue it without a draft")
        }
        try holdAdopted(name, renderer)
        let id = OpaqueID()
        let (bytes, warnings) = try preview(order, id, renderer)
        let request = try order.request.map { number throws(OfficeError) in try self.request(number) }
        let inquiry = try order.inquiry.map { number throws(OfficeError) in try office.inquiry(number: number) }
        var evidence: [(name: String, value: JSONValue)] = [
            ("title", .string(renderer.template.title)), ("data", order.data.value),
            ("data-sha256", .string(Self.hash(of: order.data.value))), ("template-sha256", .string(renderer.templateHash)),
        ]
        if let request { evidence.append(("request", .string(request.number))) }
        if let inquiry { evidence.append(("inquiry", .string(inquiry.number))) }
        let event = try append(
            .draftCreated, request: request, inquiry: inquiry?.id, document: id,
            [("template", .string(name)), ("version", .string(renderer.template.version))], evidence: .object(evidence))
        guard let draft = Draft([event]) else { preconditionFailure("the entry begins a draft") }
        return DraftPreview(draft: draft, bytes: bytes, warnings: warnings)
    }

    /// The pages of a draft, with what the office knows today.
    func preview(
        _ order: IssueOrder, _ id: OpaqueID, _ renderer: DocumentRenderer
    ) throws(OfficeError) -> (bytes: [UInt8], warnings: [Diagnostic]) {
        var facts = try facts(of: try order.request.map { number throws(OfficeError) in try self.request(number) })
        if let number = order.inquiry { try know(try office.inquiry(number: number), &facts) }
        facts.know("doc.no", Draft.mark)
        facts.know("issued.no", Draft.mark)
        // Whoever looks at it is not whoever will sign it.
        facts.suppose("signer.name", Draft.mark)
        facts.suppose("signer.title", Draft.void)
        let value = try facts.data(order.data.value, order.data.source, for: renderer.template)
        try office.configuration.hold(citations: value, order.data.source)
        do throws(RenderError) {
            // Pictures beside the data would not be there when it is issued.
            let made = try renderer.document(RecordData(value: value, source: order.data.source))
            let (pages, warnings) = try renderer.pages(made.document)
            return (try renderer.pdf(pages, identifier: id.bytes), renderer.warnings + made.warnings + warnings)
        } catch {
            throw .render(error)
        }
    }

    /// Refuses a draft that was issued or discarded.
    func holdOpen(_ draft: Draft) throws(OfficeError) {
        guard index[.openDraft, draft.id.bytes] == draft.created.sequence else {
            throw .refused(
                PolicyRefusal(
                    "draft-open", "the draft \(draft.shortID) was issued or discarded already",
                    "المسودة \(draft.shortID) صدرت أو أُلغيت من قبل"))
        }
    }

    /// Refuses to issue a draft that is not open, that is of another text of the template, or, where the policy wants two, to who prepared it.
    func hold(_ draft: Draft, _ renderer: DocumentRenderer) throws(OfficeError) {
        try holdOpen(draft)
        guard try office.evidence(of: draft.created)?["template-sha256"]?.string == renderer.templateHash else {
            throw .refused(
                PolicyRefusal(
                    "draft-template", "the template \"\(draft.template)\" was changed after the draft was prepared; prepare it again",
                    "تغير نص القالب «\(draft.template)» بعد إعداد المسودة، ويلزم إعدادها من جديد"))
        }
        if office.configuration.policy.drafts.needsSecondPerson, draft.created.actor == actor.person.id {
            throw .refused(
                PolicyRefusal("second-person", "who prepared a draft does not issue it", "من أعدّ المسودة لا يُصدرها"))
        }
    }

    /// Whether the template shows the number that it is issued under.
    private static func hasNumber(_ renderer: DocumentRenderer) -> Bool {
        ["doc", "issued"].contains { group in
            renderer.template.fields.first { $0.name == group }?.children.contains { $0.name == "no" } ?? false
        }
    }
}
