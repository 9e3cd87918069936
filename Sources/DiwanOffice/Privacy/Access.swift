import Diwan
import DiwanBytes
public import DiwanData
import DiwanDomain

/// All that the office keeps of a person, for the person (PDPL, art. 4).
public struct AccessExport: Sendable {
    /// What the log and the private store have, request by request.
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
            var files: [(name: String, bytes: [UInt8])] = []
            var list: [JSONValue] = []
            var count = 0
            for request in requests {
                var events = request.events
                for issued in request.documents {
                    guard let id = issued.document else { continue }
                    let document = try document(id: id)
                    events += document.events.filter { event in !events.contains { $0.sequence == event.sequence } }
                    if let bytes = try? FileBytes.read(folder.document(document.latest.hash)) {
                        files.append((Self.fileName(document.number) + ".pdf", bytes))
                    }
                }
                events.sort { $0.sequence < $1.sequence }
                count += events.count
                var entries: [JSONValue] = []
                for event in events { entries.append(try exported(event, &files)) }
                list.append(
                    .object([
                        ("number", .string(request.number)), ("state", .string(request.state)), ("entries", .array(entries)),
                    ]))
            }
            try transaction.append(
                .accessExported, [("entries", .integer(count))],
                evidence: .object([("party", .string(party)), ("purpose", .string(reason))]))
            let record = JSONValue.object([
                ("diwan-access", .integer(1)), ("identity", .string(number)), ("party", .string(party)),
                ("made", .string(transaction.time.utc)), ("requests", .array(list)),
            ])
            return AccessExport(record: record, files: files)
        }
    }

    /// An entry with what stands behind it; the files that it names are put to `files`.
    private func exported(_ event: OfficeEvent, _ files: inout [(name: String, bytes: [UInt8])]) throws(OfficeError) -> JSONValue {
        guard event.commitment != nil else { return .object([("entry", event.json)]) }
        guard let evidence = try evidence(of: event) else { return .object([("entry", event.json), ("erased", .boolean(true))]) }
        for reference in EvidenceStore.references(in: evidence) {
            guard let id = reference["file"]?.string, let bytes = try store.file(reference) else { continue }
            let kind = reference["media-type"]?.string?.split(separator: "/").last.map(String.init) ?? "bin"
            files.append(("\(id).\(kind)", bytes))
        }
        return .object([("entry", event.json), ("evidence", evidence)])
    }

    /// A number as the name of a file.
    private static func fileName(_ number: String) -> String { number.split(separator: "/").joined(separator: "-") }
}
