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
        /// Whether an entry is wanted, apart from whose it is.
        func isWanted(_ event: OfficeEvent) -> Bool {
            (query.kinds.isEmpty || query.kinds.contains(where: { query.isOf($0, event.kind) }))
                && (query.actor == nil || event.actor == query.actor) && query.from.map({ $0 <= event.time.date }) ?? true
                && query.until.map({ event.time.date <= $0 }) ?? true
        }
        if query.request != nil || query.document != nil {
            var events = try story(of: query).filter { scope.take($0) && isWanted($0) }
            if let last = query.last { events = events.suffix(last) }
            for event in events { guard try body(event) else { return } }
        } else if let last = query.last, query.person == nil {
            for event in try lastEvents(last, from: query.from, isWanted) { guard try body(event) else { return } }
        } else {
            // Who a person's requests are is known from their first entries alone.
            let first = try query.person == nil ? query.from.map { day throws(OfficeError) in try firstEntry(of: day) } ?? 0 : 0
            var kept: [OfficeEvent] = []
            try log.forEachWhile(in: first..<log.size) { position, bytes throws(OfficeError) in
                let event = try Self.event(bytes, at: position)
                if let until = query.until, until < event.time.date { return false }
                guard scope.take(event), isWanted(event) else { return true }
                guard let last = query.last else { return try body(event) }
                kept.append(event)
                if kept.count >= 2 * last { kept.removeFirst(kept.count - last) }
                return true
            }
            for event in kept.suffix(query.last ?? 0) { guard try body(event) else { return } }
        }
    }

    /// The last entries of those that are wanted, found from the end.
    private func lastEvents(
        _ count: Int, from day: CivilDate?, _ isWanted: (OfficeEvent) -> Bool
    ) throws(OfficeError) -> [OfficeEvent] {
        var found: [OfficeEvent] = []
        var end = log.size
        var isOver = false
        while end > 0, found.count < count, !isOver {
            // A share that is read at once: a bundle of the log.
            let begin = (end - 1) / 256 * 256
            var some: [OfficeEvent] = []
            try log.forEach(in: begin..<end) { position, bytes throws(OfficeError) in
                let event = try Self.event(bytes, at: position)
                if let day, event.time.date < day { isOver = true }
                if isWanted(event) { some.append(event) }
            }
            found += some.reversed()
            end = begin
        }
        return found.prefix(count).reversed()
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
