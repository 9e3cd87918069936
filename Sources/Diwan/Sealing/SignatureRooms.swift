public import DiwanDocument
public import DiwanPDF

/// Where a document is signed.
extension DocumentRenderer {
    /// The rooms for signatures on the pages of a document, as the fields that they are in a form: the first room of each role, in the order
    /// of the pages. It is laid out once more for this.
    public func signatureRooms(of document: Document) throws(RenderError) -> [SignatureField] {
        var form = document
        form.isForm = true
        var rooms: [SignatureField] = []
        for (number, page) in try pages(form).pages.pages.enumerated() { Self.collect(page, .zero, number, &rooms) }
        return rooms
    }

    private static func collect(_ frame: Frame, _ origin: Point, _ page: Int, _ rooms: inout [SignatureField]) {
        for placed in frame.items {
            switch placed.item {
            case .frame(let inner): collect(inner, origin + placed.origin, page, &rooms)
            case .field(let widget) where widget.field.kind == .signature:
                // A full stop parts the names of fields (ISO 32000-1, 12.7.3.2).
                let name = widget.field.name.replacing(".", with: "-")
                let place = Rectangle(origin: origin + placed.origin, size: widget.size)
                rooms.append(SignatureField(name: name, label: widget.field.label, page: page, place: place))
            case .field, .glyphs, .path, .picture: continue
            }
        }
    }
}
