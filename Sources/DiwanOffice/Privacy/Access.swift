import Diwan
import DiwanBytes
public import DiwanData
import DiwanDomain

/// All that the office keeps of a person, for the person (PDPL, art. 4).
public struct AccessExport: Sendable {
    /// What the log and the private store have: requests, inquiries, documents of neither, lists that the person stopped.
    public let record: JSONValue
    /// The files: scans, pictures, issued documents, by the names that `record` has for them.
    public let files: [(name: String, bytes: [UInt8])]
}

extension Office {
    /// Refuses a role that the policy does not name.
    private func hold(_ rule: String, _ roles: [Role], _ actor: Actor, _ words: String, _ arabic: String) throws(OfficeError) {
        guard roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    rule, "\(words) is for \(roles.map(\.rawValue).joined(separator: ", "))",
                    "\(arabic) من صلاحية: \(roles.map(\.arabic).joined(separator: "، "))"))
        }
    }

    /// The data of a request with nothing masked; that they were looked at, by whom and why, is an entry of the log before they are given.
    public func view(_ number: String, reason: String, by actor: Actor) throws(OfficeError) -> JSONValue {
        try hold("access", configuration.policy.fullViews, actor, "a full view", "الاطلاع على البيانات كاملة")
        return try transact(actor) { transaction throws(OfficeError) in
            let request = try transaction.request(number)
            guard let data = try data(of: request) else { throw .noEvidence(request.dataEntry) }
            try transaction.append(.requestViewed, request: request, evidence: .object([("purpose", .string(reason))]))
            return data
        }
    }

    /// All that is kept of who has an identity number; that it was given out is an entry of the log.
    public func export(ofPerson text: String, reason: String, by actor: Actor) throws(OfficeError) -> AccessExport {
        try hold("access", configuration.policy.accessExports, actor, "giving out what is kept of a person", "تسليم بيانات شخص")
        let number = try Self.identity(text)
        return try transact(actor) { transaction throws(OfficeError) in
            let (party, requests) = try requests(ofPerson: number)
            let traces = try traces(ofPerson: number, requests: requests)
            guard party != nil || !traces.isEmpty else { throw .argument("the office keeps nothing of this identity number", hint: nil) }
            var gathered = Gathered()
            var lists: [String: [JSONValue]] = [:]
            for request in requests {
                let entries = try gather(request.events, &gathered)
                lists["requests", default: []].append(
                    .object([("number", .string(request.number)), ("state", .string(request.state)), ("entries", .array(entries))]))
            }
            for id in traces.inquiries {
                let inquiry = try inquiry(id)
                let entries = try gather(inquiry.events, &gathered)
                lists["inquiries", default: []].append(.object([("number", .string(inquiry.number)), ("entries", .array(entries))]))
            }
            for id in traces.documents {
                guard let last = index[.document, id.bytes] else { continue }
                let events = try chain(last, \.priorOfDocument)
                let number = DocumentRecord(events)?.number
                let entries = try gather(events, &gathered)
                lists["documents", default: []].append(
                    .object([("number", number.map { .string($0) } ?? .null), ("entries", .array(entries))]))
            }
            for event in traces.stops { lists["stopped", default: []].append(try exported(event, &gathered)) }
            var evidence: [(name: String, value: JSONValue)] = [("purpose", .string(reason))]
            if let party { evidence.insert(("party", .string(party)), at: 0) }
            try transaction.append(.accessExported, [("entries", .integer(gathered.count))], evidence: .object(evidence))
            let record = JSONValue.object([
                ("diwan-access", .integer(1)), ("identity", .string(number)), ("party", party.map { .string($0) } ?? .null),
                ("made", .string(transaction.time.utc)), ("requests", .array(lists["requests"] ?? [])),
                ("inquiries", .array(lists["inquiries"] ?? [])), ("documents", .array(lists["documents"] ?? [])),
                ("stopped", .array(lists["stopped"] ?? [])),
                // Where others' requests name the person, the rest of them is not the person's to see.
                ("mentions", .array(traces.mentions.map { .integer($0.sequence) })),
            ])
            return AccessExport(record: record, files: gathered.files)
        }
    }

    /// What is put together for the person.
    private struct Gathered {
        var files: [(name: String, bytes: [UInt8])] = []
        /// How many entries.
        var count = 0
    }

    /// Entries and those of the documents and drafts that they speak of, each with what stands behind it.
    private func gather(_ events: [OfficeEvent], _ gathered: inout Gathered) throws(OfficeError) -> [JSONValue] {
        var all = events
        for id in Set(events.compactMap(\.document)) {
            guard let last = index[.document, id.bytes] else { continue }
            let chain = try chain(last, \.priorOfDocument)
            all += chain.filter { event in !all.contains { $0.sequence == event.sequence } }
            if let document = DocumentRecord(chain), let bytes = try? FileBytes.read(folder.document(document.latest.hash)) {
                gathered.files.append((Self.fileName(document.number) + ".pdf", bytes))
            }
        }
        all.sort { $0.sequence < $1.sequence }
        var entries: [JSONValue] = []
        for event in all { entries.append(try exported(event, &gathered)) }
        return entries
    }

    /// An entry with what stands behind it; it is counted, and the files that it names are put to the rest.
    private func exported(_ event: OfficeEvent, _ gathered: inout Gathered) throws(OfficeError) -> JSONValue {
        gathered.count += 1
        guard event.commitment != nil else { return .object([("entry", event.json)]) }
        guard let evidence = try evidence(of: event) else { return .object([("entry", event.json), ("erased", .boolean(true))]) }
        for reference in EvidenceStore.references(in: evidence) {
            guard let id = reference["file"]?.string, let bytes = try store.file(reference) else { continue }
            let kind = reference["media-type"]?.string?.split(separator: "/").last.map(String.init) ?? "bin"
            gathered.files.append(("\(id).\(kind)", bytes))
        }
        return .object([("entry", event.json), ("evidence", evidence)])
    }

    /// A number as the name of a file.
    private static func fileName(_ number: String) -> String { number.split(separator: "/").joined(separator: "-") }
}
