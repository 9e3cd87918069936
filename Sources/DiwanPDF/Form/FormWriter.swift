internal import DiwanDocument

/// Writes the fields of a form, their widget annotations and the interactive form dictionary (ISO 32000-1, 12.7).
///
/// The file keeps to PDF/A-3 and PDF/UA-1 as it is written: every widget shows what its field holds (no `NeedAppearances`), there are no
/// actions, and every field has words for those who do not see the page.
struct FormWriter {
    /// Bits of `Ff` (Tables 221, 226, 228 and 230).
    private enum Flag {
        static let readOnly = 1
        static let required = 1 << 1
        static let multiline = 1 << 12
        static let noToggleToOff = 1 << 14
        static let radio = 1 << 15
        static let combo = 1 << 17
    }

    /// The widgets, in the order of reading.
    private let widgets: [PlacedWidget]
    /// For each widget, its key in the tree of parents.
    private let keys: [Int]
    private let tree: FieldTree
    private let pageHeights: [Length]
    private let pages: [ObjectReference]
    private let resources: ObjectReference
    /// The whole fonts, by their numbers in resource names.
    private var fonts: [(id: FontID, reference: ObjectReference)] = []
    /// The looks of buttons, of which many are alike.
    private var looks: [[UInt8]: ObjectReference] = [:]

    init(
        _ placed: [PlacedWidget], ranks: [Int], structure: StructureWriter, pageHeights: [Length], pages: [ObjectReference],
        resources: ObjectReference
    ) {
        let order = placed.indices.sorted {
            (placed[$0].page, ranks[Int(placed[$0].node.rawValue)]) < (placed[$1].page, ranks[Int(placed[$1].node.rawValue)])
        }
        widgets = order.map { placed[$0] }
        keys = order.map { structure.key(ofAnnotation: $0) }
        tree = FieldTree(widgets)
        self.pageHeights = pageHeights
        self.pages = pages
        self.resources = resources
    }

    /// The fonts that text is typed in, in the order of their first field.
    var fontIDs: [FontID] {
        widgets.reduce(into: []) { ids, placed in
            if let id = placed.widget.font, !ids.contains(id) { ids.append(id) }
        }
    }

    /// Writes a font whole.
    mutating func add(_ id: FontID, _ finished: FinishedFont, _ writer: FontWriter, to file: inout PDFFileWriter) {
        let reference = file.reserve()
        writer.write(finished, as: reference, to: &file)
        fonts.append((id, reference))
    }

    /// Writes the fields, and gives the form's dictionary (12.7.2, Table 218).
    mutating func write(to file: inout PDFFileWriter) -> ObjectReference {
        var references: [ObjectReference] = []
        for node in tree.nodes {
            // A field with one place is one object with it (12.5.6.19).
            references.append(isMerged(node) ? widgets[node.widgets[0]].reference : file.reserve())
        }
        let form = references[0]
        for (index, node) in tree.nodes.enumerated().dropFirst() { write(node, references[index], references, to: &file) }
        file.write(form) { object in
            object.dictionary { dictionary in
                dictionary.array("/Fields") { array in for child in tree.nodes[0].children { array.element(references[child]) } }
                guard let first = fonts.first else { return }
                dictionary.dictionary("/DR") { resources in
                    resources.dictionary("/Font") { dictionary in
                        for font in fonts {
                            dictionary.bytes.append(contentsOf: Self.name(number(of: font.id)))
                            dictionary.bytes.append(UInt8(ascii: " "))
                            dictionary.reference(font.reference)
                        }
                    }
                }
                dictionary.bytes.append(ascii: "/DA")
                dictionary.bytes.append(literalString: Self.appearance(number(of: first.id), .zero, .black))
            }
        }
        return form
    }

    /// Whether the field and its only place are one object; buttons of one name have theirs below the field.
    private func isMerged(_ node: FieldTree.Node) -> Bool {
        guard node.widgets.count == 1 else { return false }
        if case .button = widgets[node.widgets[0]].widget.field.kind { return false }
        return true
    }

    private mutating func write(
        _ node: FieldTree.Node, _ reference: ObjectReference, _ references: [ObjectReference], to file: inout PDFFileWriter
    ) {
        let parent = node.parent.flatMap { $0 == 0 ? nil : references[$0] }
        guard !node.widgets.isEmpty else {
            file.write(reference) { object in
                object.dictionary { dictionary in
                    dictionary.text("/T", node.name)
                    if let parent { dictionary.reference("/Parent", parent) }
                    dictionary.array("/Kids") { array in for child in node.children { array.element(references[child]) } }
                }
            }
            return
        }
        let streams = node.widgets.map { appearances(of: widgets[$0], to: &file) }
        guard !isMerged(node) else {
            file.write(reference) { object in
                object.dictionary { dictionary in
                    writeField(node, parent, &dictionary)
                    writeWidget(node.widgets[0], streams[0], parent: nil, &dictionary)
                }
            }
            return
        }
        for (index, stream) in zip(node.widgets, streams) {
            file.write(widgets[index].reference) { object in
                object.dictionary { writeWidget(index, stream, parent: reference, &$0) }
            }
        }
        file.write(reference) { object in
            object.dictionary { dictionary in
                writeField(node, parent, &dictionary)
                dictionary.array("/Kids") { array in for index in node.widgets { array.element(widgets[index].reference) } }
            }
        }
    }

    // MARK: Fields

    /// The entries of a field (12.7.3.1, Table 220, and those of its kind).
    private func writeField(_ node: FieldTree.Node, _ parent: ObjectReference?, _ dictionary: inout ObjectWriter) {
        let places = node.widgets.map { widgets[$0].widget }
        let field = places[0].field
        dictionary.text("/T", node.name)
        dictionary.text("/TU", field.label)
        if let parent { dictionary.reference("/Parent", parent) }
        var flags = 0
        if places.contains(where: \.field.isReadOnly) { flags |= Flag.readOnly }
        let isRequired = places.contains(where: \.field.isRequired)
        if isRequired { flags |= Flag.required }
        switch field.kind {
        case .text(_, let maximumLength):
            dictionary.name("/FT", "/Tx")
            if places.contains(where: \.isMultiline) { flags |= Flag.multiline }
            if let maximumLength { dictionary.integer("/MaxLen", maximumLength) }
        case .choice(let options):
            dictionary.name("/FT", "/Ch")
            flags |= Flag.combo
            dictionary.array("/Opt") { array in
                for option in options {
                    array.bytes.append(UInt8(ascii: "["))
                    array.bytes.append(textString: option.value)
                    array.bytes.append(textString: option.label)
                    array.bytes.append(UInt8(ascii: "]"))
                }
            }
        case .button:
            dictionary.name("/FT", "/Btn")
            flags |= Flag.radio
            if isRequired { flags |= Flag.noToggleToOff }
        case .checkbox: dictionary.name("/FT", "/Btn")
        case .signature: dictionary.name("/FT", "/Sig")
        }
        if flags != 0 { dictionary.integer("/Ff", flags) }
        writeValue(places, &dictionary)
    }

    /// What the field holds, and holds again when the form is reset.
    private func writeValue(_ places: [FieldWidget], _ dictionary: inout ObjectWriter) {
        let field = places[0].field
        if field.isButton {
            let state = places.first(where: \.field.isOn).map { Self.state(of: $0.field) } ?? "Off"
            dictionary.name("/V", text: state)
            dictionary.name("/DV", text: state)
        } else if field.kind != .signature, !field.value.isEmpty {
            dictionary.text("/V", field.value)
            dictionary.text("/DV", field.value)
        }
    }

    /// The name of a button's state when it is on.
    private static func state(of field: FormField) -> String {
        switch field.kind {
        case .button(let value), .checkbox(let value): value
        case .text, .choice, .signature: preconditionFailure("only buttons have states")
        }
    }

    // MARK: Widgets

    /// The appearance streams of a widget.
    private struct Streams {
        var on: ObjectReference
        var off: ObjectReference?
    }

    private mutating func appearances(of placed: PlacedWidget, to file: inout PDFFileWriter) -> Streams {
        let size = placed.widget.size
        guard let off = placed.offAppearance else {
            // One for each: a viewer writes into it when the text is edited.
            return Streams(on: writeForm(placed.appearance, size, to: &file))
        }
        return Streams(on: look(placed.appearance, size, to: &file), off: look(off, size, to: &file))
    }

    /// A form XObject of a button, the same for all that look alike.
    private mutating func look(_ content: [UInt8], _ size: Size, to file: inout PDFFileWriter) -> ObjectReference {
        if let known = looks[content] { return known }
        let made = writeForm(content, size, to: &file)
        looks[content] = made
        return made
    }

    /// A form XObject (8.10.2, Table 95).
    private func writeForm(_ content: [UInt8], _ size: Size, to file: inout PDFFileWriter) -> ObjectReference {
        file.writeStream(content, isPlain: content.count < 80) { dictionary in
            dictionary.name("/Type", "/XObject")
            dictionary.name("/Subtype", "/Form")
            dictionary.array("/BBox") { box in
                box.bytes.append(ascii: "0 0 ")
                box.element(thousandths: size.width.thousandthsOfPoint)
                box.bytes.append(thousandths: size.height.thousandthsOfPoint)
            }
            dictionary.reference("/Resources", resources)
        }
    }

    /// The entries of a widget annotation (12.5.6.19, Table 188): printed, and never hidden (ISO 19005-3, 6.3.2).
    private func writeWidget(_ index: Int, _ streams: Streams, parent: ObjectReference?, _ dictionary: inout ObjectWriter) {
        let placed = widgets[index]
        let widget = placed.widget
        dictionary.name("/Type", "/Annot")
        dictionary.name("/Subtype", "/Widget")
        let bottom = pageHeights[placed.page] - placed.origin.y - widget.size.height
        dictionary.array("/Rect") { box in
            box.element(thousandths: placed.origin.x.thousandthsOfPoint)
            box.element(thousandths: bottom.thousandthsOfPoint)
            box.element(thousandths: (placed.origin.x + widget.size.width).thousandthsOfPoint)
            box.bytes.append(thousandths: (bottom + widget.size.height).thousandthsOfPoint)
        }
        dictionary.integer("/F", 4)
        dictionary.reference("/P", pages[placed.page])
        dictionary.integer("/StructParent", keys[index])
        if let parent { dictionary.reference("/Parent", parent) }
        dictionary.dictionary("/AP") { appearance in
            guard let off = streams.off else { return appearance.reference("/N", streams.on) }
            appearance.dictionary("/N") { states in
                states.reference("/Off", off)
                states.bytes.append(name: Self.state(of: widget.field))
                states.bytes.append(UInt8(ascii: " "))
                states.reference(streams.on)
            }
        }
        if widget.field.isButton {
            dictionary.name("/AS", text: widget.field.isOn ? Self.state(of: widget.field) : "Off")
        } else if let font = widget.font {
            // How a viewer sets what is typed (12.7.3.3, Table 222).
            dictionary.bytes.append(ascii: "/DA")
            dictionary.bytes.append(literalString: Self.appearance(number(of: font), widget.fontSize, widget.color))
            let isAtRight = (widget.alignment == .end) != (widget.direction == .rightToLeft)
            dictionary.integer("/Q", widget.alignment == .center ? 1 : isAtRight ? 2 : 0)
        }
    }

    private func number(of font: FontID) -> Int {
        guard let index = fonts.firstIndex(where: { $0.id == font }) else { preconditionFailure("every font of a field was added") }
        return index + 1
    }

    /// The name of a whole font: `/W1`.
    private static func name(_ number: Int) -> [UInt8] {
        var name: [UInt8] = []
        name.append(ascii: "/W")
        name.append(integer: number)
        return name
    }

    /// The operators of a default appearance: font, size, colour.
    private static func appearance(_ number: Int, _ size: Length, _ color: Color) -> [UInt8] {
        var bytes = name(number)
        bytes.append(UInt8(ascii: " "))
        bytes.append(length: size)
        bytes.append(ascii: " Tf ")
        for component in [color.red, color.green, color.blue] {
            bytes.append(thousandths: (Int(component) * 1000 + 127) / 255)
            bytes.append(UInt8(ascii: " "))
        }
        bytes.append(ascii: "rg")
        return bytes
    }
}

extension FieldWidget {
    /// Whether the place has several lines.
    fileprivate var isMultiline: Bool {
        if case .text(true, _) = field.kind { true } else { false }
    }
}
