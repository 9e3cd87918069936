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
    /// The SHA-256 of the file, in hexadecimal: of the sealed one where it was sealed.
    public let hash: String
    /// How many copies were printed.
    public private(set) var copies = 0
    /// The entry by which it was revoked.
    public private(set) var revoked: OfficeEvent?
    /// The document that took its place.
    public private(set) var successor: OpaqueID?
    /// The document whose place it took.
    public private(set) var predecessor: OpaqueID?

    /// The document that `events`, all of its entries in their order, tell; `nil` when they do not begin by its issue.
    public init?(_ events: [OfficeEvent]) {
        let beginning = events.drop { $0.kind == .draftCreated }
        guard let issued = beginning.first, issued.kind == .documentIssued, let id = issued.document, let number = issued.text("number"),
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

    /// Whether it holds: it was neither revoked nor did another take its place.
    public var isInForce: Bool { revoked == nil && successor == nil }
}
