internal import DiwanDocument

/// A place of a field on a page, with what it shows.
struct PlacedWidget {
    var widget: FieldWidget
    /// The number of the page, from 0.
    var page: Int
    /// The upper left corner, from that of the page.
    var origin: Point
    /// The node of the structure tree.
    var node: StructureID
    /// The annotation's object.
    var reference: ObjectReference
    /// The content of the appearance stream; of a button, when it is on.
    var appearance: [UInt8]
    /// Of a button, the content when it is off.
    var offAppearance: [UInt8]?
}

extension PageWriter {
    /// Takes a place of a field for the page begun last.
    mutating func add(_ widget: FieldWidget, at origin: Point, _ node: StructureID, _ file: inout PDFFileWriter) throws(PDFError) {
        var shown = try self.appearance(of: widget.appearance, &file)
        if !widget.field.isButton {
            // What viewers replace when the text is edited (ISO 32000-1, 12.7.3.3), cut at the edges of the place.
            var wrapped: [UInt8] = []
            wrapped.append(ascii: "/Tx BMC\n")
            if !shown.isEmpty {
                wrapped.append(ascii: "q\n0 0 ")
                wrapped.append(length: widget.size.width)
                wrapped.append(UInt8(ascii: " "))
                wrapped.append(length: widget.size.height)
                wrapped.append(ascii: " re W n\n")
                wrapped += shown
                wrapped.append(ascii: "Q\n")
            }
            wrapped.append(ascii: "EMC\n")
            shown = wrapped
        }
        let off: [UInt8]? = if let frame = widget.offAppearance { try appearance(of: frame, &file) } else { nil }
        let reference = file.reserve()
        let page = structure.addAnnotation(reference, of: node)
        widgets.append(
            PlacedWidget(
                widget: widget, page: page, origin: origin, node: node, reference: reference, appearance: shown, offAppearance: off))
    }

    /// The annotations of a page, in the order of reading, which is that of tabs.
    func annotations(of page: Int, ranks: [Int]) -> [ObjectReference] {
        widgets.filter { $0.page == page }.sorted { ranks[Int($0.node.rawValue)] < ranks[Int($1.node.rawValue)] }.map(\.reference)
    }
}
