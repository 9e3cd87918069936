public import DiwanDocument
public import DiwanPDF

/// Where a document is signed and stamped.
public struct SigningRooms: Sendable {
    /// The rooms for signatures, as the fields that they are in a form: the first room of each role, in the order of the pages.
    public var signatures: [SignatureField] = []
    /// The first circle for the stamp that no picture has taken, as a field; `nil` where the document has none.
    public var stamp: SignatureField?

    /// No rooms.
    public init() {}
}

extension DocumentRenderer {
    /// Where `document` is signed and stamped. It is laid out once more for this.
    public func signingRooms(of document: Document) throws(RenderError) -> SigningRooms {
        var form = document
        form.isForm = true
        form.sealsStamp = true
        var rooms = SigningRooms()
        for (number, page) in try pages(form).pages.pages.enumerated() { Self.collect(page, .zero, number, &rooms) }
        return rooms
    }

    private static func collect(_ frame: Frame, _ origin: Point, _ page: Int, _ rooms: inout SigningRooms) {
        for placed in frame.items {
            switch placed.item {
            case .frame(let inner): collect(inner, origin + placed.origin, page, &rooms)
            case .field(let widget) where widget.field.kind == .signature:
                // A full stop parts the names of fields (ISO 32000-1, 12.7.3.2).
                let name = widget.field.name.replacing(".", with: "-")
                let place = Rectangle(origin: origin + placed.origin, size: widget.size)
                let room = SignatureField(name: name, label: widget.field.label, page: page, place: place)
                if widget.field == .stamp { rooms.stamp = room } else { rooms.signatures.append(room) }
            case .field, .glyphs, .path, .picture: continue
            }
        }
    }
}
