import Diwan
public import DiwanDomain

/// Which entries of the log are wanted.
public struct EventQuery: Sendable {
    /// Those of this request and its documents, by its number.
    public var request: String?
    /// Those of this document, by its number, code or hash.
    public var document: String?
    /// Those of the requests and documents of who has this identity number; it leads to them through the private records.
    public var person: String?
    /// Those of these kinds, or of all whose name begins so before the point; empty for all.
    public var kinds: [String] = []
    /// Those by this person of the office.
    public var actor: String?
    /// Those of this day and later, in Riyadh.
    public var from: CivilDate?
    /// Those of this day and earlier.
    public var until: CivilDate?
    /// Only the last so many.
    public var last: Int?

    /// All entries.
    public init() {}
}

extension Office {
    /// The pseudonym in the log of who has an identity number; `nil` where the office knows no one of it.
    public func pseudonym(ofIdentity text: String) throws(OfficeError) -> String? {
        let number = try Self.identity(text)
        return try Self.files { () throws(FileError) in try PartyDirectory(folder: folder).known(number) }
    }

    /// Calls `body` with the entries that are wanted, in order.
    public func forEach(_ query: EventQuery, _ body: (OfficeEvent) throws(OfficeError) -> Void) throws(OfficeError) {
        for kind in query.kinds where !EventKind.allCases.contains(where: { query.isOf(kind, $0) }) {
            throw .argument(
                "there is no kind of entry \"\(kind)\"", hint: "the kinds are those of the log, such as document.issued, or document")
        }
        var scope = Scope()
        if let number = query.request { scope.requests = [try request(number: number).id] }
        if let name = query.document { scope.documents = [try document(name).id] }
        if let person = query.person {
            guard let party = try pseudonym(ofIdentity: person) else { throw .unknown(person) }
            scope.party = party
        }
        var kept: [OfficeEvent] = []
        try log.forEach(in: 0..<log.size) { position, bytes throws(OfficeError) in
            let event = try Self.event(bytes, at: position)
            let isOfSubject = scope.take(event)
            guard isOfSubject, query.kinds.isEmpty || query.kinds.contains(where: { query.isOf($0, event.kind) }),
                query.actor == nil || event.actor == query.actor, query.from.map({ $0 <= event.time.date }) ?? true,
                query.until.map({ event.time.date <= $0 }) ?? true
            else { return }
            guard let last = query.last else { return try body(event) }
            kept.append(event)
            if kept.count >= 2 * max(last, 1) { kept.removeFirst(kept.count - last) }
        }
        for event in kept.suffix(query.last ?? 0) { try body(event) }
    }

    /// The requests and documents that entries are wanted of, as they come to be known.
    private struct Scope {
        var requests: Set<OpaqueID> = []
        var documents: Set<OpaqueID> = []
        var party: String?

        /// Whether an entry is of them.
        mutating func take(_ event: OfficeEvent) -> Bool {
            if party == nil, requests.isEmpty, documents.isEmpty { return true }
            if let party, event.text("party") == party, let request = event.request { requests.insert(request) }
            if let request = event.request, requests.contains(request) {
                if let document = event.document { documents.insert(document) }
                return true
            }
            return event.document.map { documents.contains($0) } ?? false
        }
    }
}

extension EventQuery {
    /// Whether `name` is the kind, or the part before its point.
    fileprivate func isOf(_ name: String, _ kind: EventKind) -> Bool {
        kind.rawValue == name || kind.rawValue.hasPrefix(name + ".")
    }
}
