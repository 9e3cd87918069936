internal import DiwanDocument

/// A field for signatures as a file has it.
struct ReadSignatureField {
    /// The full name.
    var name: String
    /// The object of the field.
    var number: Int
    /// The object of its first place on a page, often the field itself.
    var widget: Int
    /// Where the place is, in points: left, bottom, right, top.
    var rectangle: [Double]
    /// The object of the signature; `nil` while the field is blank.
    var signature: Int?
}

extension PDFFile {
    private static let deepestField = 32
    private static let mostFields = 100_000

    /// The names of all fields that have a value of their own.
    func fieldNames() throws(PDFError) -> Set<String> { Set(try formFields().map(\.name)) }

    /// The fields for signatures (ISO 32000-1, 12.7.4.5), in the order of the file.
    func signatureFields() throws(PDFError) -> [ReadSignatureField] {
        var found: [ReadSignatureField] = []
        guard let form = try dictionary(try catalog()["AcroForm"]) else { return found }
        var seen: Set<Int> = []
        for field in try resolve(form["Fields"]).elements ?? [] {
            try collect(field, name: "", type: nil, value: nil, &seen, depth: 0, &found)
        }
        return found
    }

    private func collect(
        _ value: PDFValue, name: String, type: PDFValue?, value inherited: PDFValue?, _ seen: inout Set<Int>, depth: Int,
        _ found: inout [ReadSignatureField]
    ) throws(PDFError) {
        guard depth < Self.deepestField, seen.count < Self.mostFields else { throw .malformed(.nesting, offset: 0) }
        // A field that is no object of its own cannot be signed.
        guard case .reference(let number) = value else { return }
        guard seen.insert(number).inserted else { throw .malformed(.nesting, offset: 0) }
        guard let entries = try dictionary(value) else { throw .malformed(.structure, offset: 0) }
        let part = try resolve(entries["T"]).text
        let name = name.isEmpty ? part ?? "" : part.map { name + "." + $0 } ?? name
        let type = entries["FT"] ?? type
        let held = entries["V"] ?? inherited
        let kids = try resolve(entries["Kids"]).elements ?? []
        var fields: [PDFValue] = []
        for kid in kids where try dictionary(kid)?["T"] != nil { fields.append(kid) }
        for field in fields { try collect(field, name: name, type: type, value: held, &seen, depth: depth + 1, &found) }
        guard fields.isEmpty, try resolve(type).name == "Sig" else { return }
        let widget = kids.first?.referenceNumber ?? number
        var edges: [Double] = []
        for edge in try resolve(try dictionary(.reference(widget))?["Rect"]).elements ?? [] { edges.append(try resolve(edge).number ?? 0) }
        found.append(
            ReadSignatureField(
                name: name, number: number, widget: widget,
                rectangle: edges.count == 4
                    ? [min(edges[0], edges[2]), min(edges[1], edges[3]), max(edges[0], edges[2]), max(edges[1], edges[3])] : [0, 0, 0, 0],
                signature: held?.referenceNumber))
    }

    /// The fields for signatures that are blank, in the order of the file, each with its page and its place there.
    public func blankSignatureFields() throws(PDFError) -> [SignatureField] {
        let pages = try pagesWithNumbers()
        let labels = Dictionary(try formFields().map { ($0.name, $0.label) }) { first, _ in first }
        var found: [SignatureField] = []
        for field in try signatureFields() where field.signature == nil {
            let owner = try dictionary(.reference(field.widget))?["P"]?.referenceNumber
            let page = pages.firstIndex { $0.number != nil && $0.number == owner } ?? 0
            var box: [Double] = []
            for edge in try resolve(pages.isEmpty ? nil : pages[page].entries["MediaBox"]).elements ?? [] {
                box.append(try resolve(edge).number ?? 0)
            }
            let edges = field.rectangle
            var place: Rectangle?
            if box.count == 4, edges[2] > edges[0], edges[3] > edges[1] {
                func length(_ points: Double) -> Length { .points(thousandths: Int((max(-1e6, min(1e6, points)) * 1000).rounded())) }
                place = Rectangle(
                    origin: Point(x: length(edges[0] - min(box[0], box[2])), y: length(max(box[1], box[3]) - edges[3])),
                    size: Size(width: length(edges[2] - edges[0]), height: length(edges[3] - edges[1])))
            }
            found.append(SignatureField(name: field.name, label: labels[field.name] ?? "", page: page, place: place))
        }
        return found
    }

    /// The signature that certifies the file, and what it lets be changed (12.8.4, Table 258).
    func certification() throws(PDFError) -> (signature: Int, permission: DocumentPermission)? {
        guard let number = try dictionary(try catalog()["Perms"])?["DocMDP"]?.referenceNumber else { return nil }
        let signature = try dictionary(.reference(number)) ?? [:]
        for reference in try resolve(signature["Reference"]).elements ?? [] {
            guard let entries = try dictionary(reference), try resolve(entries["TransformMethod"]).name == "DocMDP" else { continue }
            let parameters = try dictionary(entries["TransformParams"]) ?? [:]
            // 2 unless it says otherwise (Table 254); what is no permission lets nothing be changed.
            guard let value = try resolve(parameters["P"]).integer else { return (number, parameters["P"] == nil ? .fillingIn : .nothing) }
            return (number, DocumentPermission(rawValue: value) ?? .nothing)
        }
        return (number, .nothing)
    }
}
