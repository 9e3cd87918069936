public import Diwan
import DiwanBytes
public import DiwanData
public import DiwanDomain

/// An inquiry, a suggestion or a complaint as the log tells it. It is a chain of entries of its own, under an id as a request has one.
public struct InquiryRecord: Sendable {
    /// The id.
    public let id: OpaqueID
    /// The number.
    public let number: String
    /// Which it is, by its name in the policy: `suggestion`.
    public let kind: String
    /// By which channel it came.
    public let channel: String
    /// When it was received.
    public let received: CreationTime
    /// Its entries, in order.
    public let events: [OfficeEvent]
    /// The entry by which it was answered.
    public let answer: OfficeEvent?
    /// The letters issued for it.
    public let documents: [OfficeEvent]

    /// The inquiry that `events`, all of its entries in their order, tell; `nil` when they do not begin by its receipt.
    public init?(_ events: [OfficeEvent]) {
        guard let first = events.first, first.kind == .inquiryReceived, let id = first.request, let number = first.text("number"),
            let kind = first.text("kind"), let channel = first.channel
        else { return nil }
        self.id = id
        self.number = number
        self.kind = kind
        self.channel = channel
        received = first.time
        self.events = events
        answer = events.last { $0.kind == .inquiryAnswered }
        documents = events.filter { $0.kind == .documentIssued }
    }
}

/// An inquiry that waits for its answer, as a list shows it.
public struct PendingInquiry: Sendable {
    /// The number.
    public let number: String
    /// Which it is, in Arabic.
    public let label: String
    /// The channel by which it came.
    public let channel: String
    /// The day on which it was received.
    public let received: CivilDate
    /// The last day for the answer, where the policy sets one.
    public let due: CivilDate?
    /// Whether that day is past.
    public let isOverdue: Bool

    /// The fields of a line: number, what it is, channel, day of receipt, last day for the answer.
    public var fields: [String] { [number, label, channel, received.iso, due?.iso ?? ""] }

    /// The same as JSON.
    public var json: JSONValue {
        .object([
            ("number", .string(number)), ("label", .string(label)), ("channel", .string(channel)), ("received", .string(received.iso)),
            ("due", due.map { .string($0.iso) } ?? .null), ("overdue", .boolean(isOverdue)),
        ])
    }
}

extension Office {
    /// The inquiry of a number.
    public func inquiry(number: String) throws(OfficeError) -> InquiryRecord {
        guard let first = index[.inquiryNumber, number.utf8], let id = try event(at: first).request else { throw .unknown(number) }
        return try inquiry(id)
    }

    /// The inquiry of an id.
    func inquiry(_ id: OpaqueID) throws(OfficeError) -> InquiryRecord {
        guard let last = index[.request, id.bytes] else { throw .unknown(id.text) }
        guard let record = InquiryRecord(try chain(last, \.priorOfRequest)) else {
            throw .log("the entries of the inquiry \(id.text) do not begin with its receipt")
        }
        return record
    }

    /// The inquiries, suggestions and complaints that wait for an answer, the one that was received first before the others.
    public func openInquiries() throws(OfficeError) -> [PendingInquiry] {
        let today = environment.time.date
        var pending: [PendingInquiry] = []
        for first in index.values(.openInquiry) {
            let event = try event(at: first)
            let kind = configuration.policy.inquiries.first { $0.id == event.text("kind") }
            let due = kind?.due.flatMap { lastDay(of: $0, from: event.time.date) }
            pending.append(
                PendingInquiry(
                    number: event.text("number") ?? "", label: kind?.label ?? event.text("kind") ?? "", channel: event.channel ?? "",
                    received: event.time.date, due: due, isOverdue: due.map { $0 < today } ?? false))
        }
        return pending
    }

    /// Receives an inquiry, a suggestion or a complaint.
    /// - Parameters:
    ///   - kind: one of the policy's.
    ///   - data: who it is from, as far as they say so: `ben`.
    /// - Returns: its number.
    public func receiveInquiry(
        _ kind: String, subject: String, text: String, data: JSONValue, channel: String, by actor: Actor
    ) throws(OfficeError) -> String {
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.know(channel: channel)
            let policy = configuration.policy
            guard let inquiry = policy.inquiries.first(where: { $0.id == kind }) else {
                throw .argument(
                    "\"\(kind)\" is no kind of inquiry", hint: "the policy has \(policy.inquiries.map(\.id).joined(separator: ", "))")
            }
            try transaction.hold(inquiry)
            guard let series = configuration.settings.series(inquiry.series) else {
                throw .argument("office.json has no series \"\(inquiry.series)\"", hint: nil)
            }
            let number = transaction.number(series)
            try transaction.append(
                .inquiryReceived, inquiry: OpaqueID(), channel: channel, [("number", .string(number.text)), ("kind", .string(kind))],
                evidence: .object([("subject", .string(subject)), ("text", .string(text)), ("data", data)]))
            return number.text
        }
    }

    /// Answers an inquiry by word, or by a document that was issued.
    public func answerInquiry(
        _ number: String, text: String, document name: String?, channel: String, by actor: Actor
    ) throws(OfficeError) {
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.know(channel: channel)
            let inquiry = try self.inquiry(number: number)
            try transaction.hold(try transaction.kind(of: inquiry))
            guard inquiry.answer == nil else {
                throw .refused(PolicyRefusal("answered", "\(number) was answered already", "سبق الرد على \(number)"))
            }
            guard name != nil || !text.isEmpty else {
                throw .refused(PolicyRefusal("answer", "an inquiry is not closed without an answer", "لا يُغلق الاستفسار بلا جواب"))
            }
            let document = try name.map { name throws(OfficeError) in try self.document(name) }
            if let document, !document.isInForce { throw .argument("\(document.number) is not in force any more", hint: nil) }
            var fields: [(name: String, value: JSONValue)] = []
            if let document { fields.append(("document", .string(document.id.text))) }
            let evidence: JSONValue? = text.isEmpty ? nil : .object([("answer", .string(text))])
            try transaction.append(.inquiryAnswered, inquiry: inquiry.id, channel: channel, fields, evidence: evidence)
        }
    }
}

extension Transaction {
    /// What the policy says of an inquiry.
    func kind(of inquiry: InquiryRecord) throws(OfficeError) -> OfficePolicy.Inquiry {
        guard let kind = office.configuration.policy.inquiries.first(where: { $0.id == inquiry.kind }) else {
            throw .argument("the policy has no kind of inquiry \"\(inquiry.kind)\" any more", hint: nil)
        }
        return kind
    }

    /// Refuses who does not see to inquiries of a kind.
    func hold(_ kind: OfficePolicy.Inquiry) throws(OfficeError) {
        guard kind.roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "roles", "\(kind.id) is for \(kind.roles.map(\.rawValue).joined(separator: ", ")), and not for \(actor.role.rawValue)",
                    "«\(kind.label)» من صلاحية: \(kind.roles.map(\.arabic).joined(separator: "، "))"))
        }
    }

    /// Holds a letter against the inquiry that it is of: a receipt and a reply are issued once, and the reply after the receipt.
    func hold(_ template: String, to inquiry: InquiryRecord, supersedes: String?) throws(OfficeError) {
        let kind = try kind(of: inquiry)
        try hold(kind)
        guard template == kind.receipt || template == kind.reply else { return }
        if let number = inquiry.documents.last(where: { $0.text("template") == template })?.text("number"), number != supersedes {
            throw .refused(
                PolicyRefusal(
                    "issued-once", "it was issued already as \(number); --supersedes \(number) issues another in its place",
                    "صدر من قبل برقم \(number)"))
        }
        if template == kind.reply, supersedes == nil, inquiry.answer != nil {
            throw .refused(PolicyRefusal("answered", "\(inquiry.number) was answered already", "سبق الرد على \(inquiry.number)"))
        }
        if template == kind.reply, let receipt = kind.receipt, Self.receipt(of: inquiry, receipt) == nil {
            throw .refused(
                PolicyRefusal(
                    "receipt", "its receipt (\(receipt)) is issued before the reply, which names it",
                    "يصدر إشعار الاستلام قبل الرد، ويُذكر رقمه فيه"))
        }
    }

    private static func receipt(of inquiry: InquiryRecord, _ template: String) -> String? {
        inquiry.documents.last { $0.text("template") == template }?.text("number")
    }

    /// What the office knows of an inquiry, under the name of its kind: `suggestion.no`.
    func know(_ inquiry: InquiryRecord, _ facts: inout KnownFacts) throws(OfficeError) {
        let kind = try kind(of: inquiry)
        facts.know("\(kind.id).no", inquiry.number)
        facts.know("\(kind.id).date", inquiry.received.date.iso)
        facts.know("\(kind.id).kind", kind.id)
        facts.know("\(kind.id).channel", inquiry.channel)
        if let receipt = kind.receipt { facts.know("\(kind.id).receipt", Self.receipt(of: inquiry, receipt)) }
        guard let evidence = try office.evidence(of: inquiry.events[0]) else { throw .noEvidence(inquiry.events[0].sequence) }
        if let data = evidence["data"] { facts.suppose(all: data) }
        facts.suppose("officer.name", office.configuration.people.person(inquiry.events[0].actor)?.name)
        facts.suppose("\(kind.id).subject", evidence["subject"])
        for name in ["text", "summary"] { facts.suppose("\(kind.id).\(name)", evidence["text"]) }
    }
}
