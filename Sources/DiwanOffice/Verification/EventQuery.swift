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

    /// Calls `body` with the entries that are wanted, in order, and holds no more of them than `last`.
    /// - Parameter body: says whether to go on.
    public func forEach(_ query: EventQuery, _ body: (OfficeEvent) throws(OfficeError) -> Bool) throws(OfficeError) {
        for kind in query.kinds where !EventKind.allCases.contains(where: { query.isOf(kind, $0) }) {
            throw .argument(
                "there is no kind of entry \"\(kind)\"", hint: "the kinds are those of the log, such as document.issued, or document")
        }
        var scope = Scope()
        if let person = query.person {
            guard let party = try pseudonym(ofIdentity: person) else { throw .unknown(person) }
            scope.party = party
        }
        var kept: [OfficeEvent] = []
        /// Whether to go on after an entry.
        func take(_ event: OfficeEvent) throws(OfficeError) -> Bool {
            if let until = query.until, until < event.time.date { return false }
            let isOfSubject = scope.take(event)
            guard isOfSubject, query.kinds.isEmpty || query.kinds.contains(where: { query.isOf($0, event.kind) }),
                query.actor == nil || event.actor == query.actor, query.from.map({ $0 <= event.time.date }) ?? true
            else { return true }
            guard let last = query.last else { return try body(event) }
            kept.append(event)
            if kept.count >= 2 * max(last, 1) { kept.removeFirst(kept.count - last) }
            return true
        }
        if query.request != nil || query.document != nil {
            for event in try story(of: query) { guard try take(event) else { break } }
        } else {
            // Who a person's requests are is known from their first entries alone.
            let first = try query.person == nil ? query.from.map { day throws(OfficeError) in try firstEntry(of: day) } ?? 0 : 0
            try log.forEachWhile(in: first..<log.size) { position, bytes throws(OfficeError) in try take(Self.event(bytes, at: position)) }
        }
        for event in kept.suffix(query.last ?? 0) { guard try body(event) else { return } }
    }

    /// The entries of a request and its documents, or of a document, by their links.
    private func story(of query: EventQuery) throws(OfficeError) -> [OfficeEvent] {
        var events: [Int: OfficeEvent] = [:]
        var documents: Set<OpaqueID> = []
        if let number = query.request {
            for event in try request(number: number).events {
                events[event.sequence] = event
                if let document = event.document { documents.insert(document) }
            }
        }
        if let name = query.document { documents.insert(try document(name).id) }
        for document in documents {
            guard let last = index[.document, document.bytes] else { continue }
            for event in try chain(last, \.priorOfDocument) { events[event.sequence] = event }
        }
        return events.values.sorted { $0.sequence < $1.sequence }
    }

    /// The first entry of a day and those after it; entries stand in the order of time.
    private func firstEntry(of day: CivilDate) throws(OfficeError) -> Int {
        var low = 0
        var high = log.size
        while low < high {
            let middle = (low + high) / 2
            if try event(at: middle).time.date < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Who entries are wanted of, and the requests and documents of theirs, as they come to be known.
    private struct Scope {
        var party: String?
        private var requests: Set<OpaqueID> = []
        private var documents: Set<OpaqueID> = []

        /// Whether an entry is of them.
        mutating func take(_ event: OfficeEvent) -> Bool {
            guard let party else { return true }
            if event.text("party") == party, let request = event.request { requests.insert(request) }
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
