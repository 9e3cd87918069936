/// A document as the log tells it, from its issue to its last entry.
public struct DocumentRecord: Sendable {
    /// The id.
    public let id: OpaqueID
    /// The entry by which it was issued.
    public let issued: OfficeEvent
    /// Its entries, in order.
    public private(set) var events: [OfficeEvent] = []
    /// The number.
    public let number: String
    /// The template.
    public let template: String
    /// The SHA-256 of the file as it was issued, in hexadecimal: of the sealed one where it was sealed.
    public let hash: String
    /// The states of the file, from that of the issue on: each begins with the one before, byte for byte.
    public private(set) var revisions: [Revision] = []
    /// How many copies were printed.
    public private(set) var copies = 0
    /// The entry by which it was revoked.
    public private(set) var revoked: OfficeEvent?
    /// The document that took its place.
    public private(set) var successor: OpaqueID?
    /// The document whose place it took.
    public private(set) var predecessor: OpaqueID?

    /// A state of the file.
    public struct Revision: Sendable {
        /// The SHA-256 of the whole file, in hexadecimal.
        public let hash: String
        /// The entry that speaks of it.
        public let event: OfficeEvent
    }

    /// The document that `events`, all of its entries in their order, tell; `nil` when none of them is its issue. What stands before that led
    /// to it: drafts, the seal.
    public init?(_ events: [OfficeEvent]) {
        guard let issued = events.first(where: { $0.kind == .documentIssued }), let id = issued.document,
            let number = issued.text("number"),
            let template = issued.text("template"), let hash = issued.text("sha256")
        else { return nil }
        self.id = id
        self.issued = issued
        self.number = number
        self.template = template
        self.hash = hash
        for event in events { take(event) }
    }

    private mutating func take(_ event: OfficeEvent) {
        events.append(event)
        if event.putsFileDown, let hash = event.text("sha256") { revisions.append(Revision(hash: hash, event: event)) }
        switch event.kind {
        case .documentPrinted: copies = max(copies, event.count("copy") ?? 0)
        case .revoked: revoked = event
        case .superseded, .corrected:
            // One entry stands in the chain of the old one, and one in that of the new one.
            if event.bytes("old") == id.bytes { successor = event.bytes("new").map { OpaqueID(bytes: $0) } }
            if event.bytes("new") == id.bytes { predecessor = event.bytes("old").map { OpaqueID(bytes: $0) } }
        default: break
        }
    }

    /// The file as it is now.
    public var latest: Revision {
        guard let last = revisions.last else { preconditionFailure("the issue puts a file down") }
        return last
    }

    /// Whether it holds: it was neither revoked nor did another take its place.
    public var isInForce: Bool { revoked == nil && successor == nil }
}
