public import DiwanData
public import DiwanDomain

/// Something whose time of keeping has ended.
public struct DueRecord: Sendable, Hashable {
    /// The kind, as the policy's `retention` has it.
    public let kind: String
    /// The number of the request or of the document; empty for answers to the survey.
    public let number: String
    /// The day on which it ended.
    public let ended: CivilDate
    /// The day since which it may be destroyed.
    public let due: CivilDate
    /// How many there are.
    public let count: Int

    /// The fields of a line.
    public var fields: [String] { [kind, number, ended.iso, due.iso, String(count)] }

    /// The same as JSON.
    public var json: JSONValue {
        .object([
            ("kind", .string(kind)), ("number", .string(number)), ("ended", .string(ended.iso)), ("due", .string(due.iso)),
            ("count", .integer(count)),
        ])
    }
}

extension OfficePolicy {
    /// The day since which what ended on `day` may be destroyed; `nil` where it is kept for ever.
    func retentionEnd(_ kind: String, from day: CivilDate) -> CivilDate? {
        years(kind).flatMap { try? day.adding(months: 12 * $0) }
    }
}

extension OfficeConfiguration {
    /// The kind of `retention` that a document is of: its series where the policy names it, as `minutes`; else `document`.
    func retentionKind(ofTemplate template: String) -> String {
        let series = settings.series(ofTemplate: template).name
        return policy.retention.contains { $0.kind == series } ? series : "document"
    }
}

extension Office {
    /// What of the office has been kept as long as the policy wants: requests after their end, documents of no request after their issue,
    /// answers to the survey. What was erased is left out.
    public func dueRecords() throws(OfficeError) -> [DueRecord] {
        let today = environment.time.date
        let policy = configuration.policy
        var numbers: [OpaqueID: String] = [:]
        var ends: [OpaqueID: CivilDate] = [:]
        var documents: [OpaqueID: (number: String, template: String, day: CivilDate)] = [:]
        var surveys: [CivilDate] = []
        try forEachEvent { event throws(OfficeError) in
            let day = event.time.date
            if let request = event.request {
                if event.kind == .requestReceived || event.kind == .inquiryReceived { numbers[request] = event.text("number") }
                if event.kind == .inquiryAnswered { ends[request] = day }
                if let state = event.state { ends[request] = isOpen(state) ? nil : ends[request] ?? day }
            }
            if event.kind == .draftCreated, event.request == nil, let id = event.document {
                documents[id] = (id.text, event.text("template") ?? "", day)
            }
            if event.kind == .documentIssued, event.request == nil, let id = event.document {
                documents[id] = (event.text("number") ?? "", event.text("template") ?? "", day)
            }
            if event.kind == .surveyAnswered, event.request == nil, event.commitment != nil, hasEvidence(event) { surveys.append(day) }
            if event.kind == .evidenceErased {
                if let request = event.request { numbers[request] = nil }
                if let document = event.document { documents[document] = nil }
            }
        }
        var due: [DueRecord] = []
        for (request, number) in numbers {
            guard let end = ends[request], let day = policy.retentionEnd("request", from: end), day <= today else { continue }
            due.append(DueRecord(kind: "request", number: number, ended: end, due: day, count: 1))
        }
        for document in documents.values {
            let kind = configuration.retentionKind(ofTemplate: document.template)
            guard let day = policy.retentionEnd(kind, from: document.day), day <= today else { continue }
            due.append(DueRecord(kind: kind, number: document.number, ended: document.day, due: day, count: 1))
        }
        let old = surveys.filter { policy.retentionEnd("survey", from: $0).map { $0 <= today } ?? false }
        if let first = old.min(), let day = policy.retentionEnd("survey", from: first) {
            due.append(DueRecord(kind: "survey", number: "", ended: first, due: day, count: old.count))
        }
        return due.sorted { ($0.due, $0.kind, $0.number) < ($1.due, $1.kind, $1.number) }
    }

    /// Writes down what is due, an entry for each kind.
    public func recordDue(by actor: Actor) throws(OfficeError) -> [DueRecord] {
        let due = try dueRecords()
        var counts: [String: Int] = [:]
        for record in due { counts[record.kind, default: 0] += record.count }
        guard !counts.isEmpty else { return [] }
        try transact(actor) { transaction throws(OfficeError) in
            for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
                try transaction.append(.retentionDue, [("kind", .string(kind)), ("count", .integer(count))])
            }
        }
        return due
    }
}
