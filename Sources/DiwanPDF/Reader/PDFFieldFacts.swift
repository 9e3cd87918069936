/// A field of a form as a file states it.
public struct PDFFieldFacts: Hashable, Sendable {
    /// What kind a field is.
    public enum Kind: String, Hashable, Sendable {
        case text, choice, radio, checkbox, button, signature, unknown
    }

    /// The full name, its parts with dots between.
    public var name: String
    /// What is filled in, for a reader who does not see the page.
    public var label: String
    /// The kind.
    public var kind: Kind
    /// The value: text, an option or a state; empty when there is none, `Off` for a button that is off.
    public var value: String
    /// What a page shows of the value: the text, or the words of an option; empty for buttons.
    public var shownText: String
    /// Whether it must be filled in.
    public var isRequired: Bool
    /// Whether it may not be changed.
    public var isReadOnly: Bool
    /// How many places it has on pages.
    public var places: Int
}

/// The fields of a file's form (ISO 32000-1, 12.7).
extension PDFFile {
    private static let deepestField = 32
    private static let mostFields = 1_000_000

    /// The fields that have a value of their own, in the order of the file; none when the file is no form.
    public func formFields() throws(PDFError) -> [PDFFieldFacts] {
        var found: [PDFFieldFacts] = []
        guard let form = try dictionary(try catalog()["AcroForm"]) else { return found }
        var seen: Set<Int> = []
        for field in try resolve(form["Fields"]).elements ?? [] {
            try collectFields(field, name: "", inherited: [:], &seen, depth: 0, &found)
        }
        return found
    }

    private func collectFields(
        _ value: PDFValue, name: String, inherited: [String: PDFValue], _ seen: inout Set<Int>, depth: Int, _ found: inout [PDFFieldFacts]
    ) throws(PDFError) {
        guard depth < Self.deepestField else { throw .malformed(.nesting, offset: 0) }
        if case .reference(let number) = value, !seen.insert(number).inserted { throw .malformed(.nesting, offset: 0) }
        guard found.count < Self.mostFields, var entries = try dictionary(value) else { throw .malformed(.structure, offset: 0) }
        for key in ["FT", "Ff", "V", "TU", "Opt"] where entries[key] == nil { entries[key] = inherited[key] }
        let part = try resolve(entries["T"]).text
        let name = name.isEmpty ? part ?? "" : part.map { name + "." + $0 } ?? name
        let kids = try resolve(entries["Kids"]).elements ?? []
        var fields: [PDFValue] = []
        for kid in kids where try dictionary(kid)?["T"] != nil { fields.append(kid) }
        guard fields.isEmpty else {
            for field in fields { try collectFields(field, name: name, inherited: entries, &seen, depth: depth + 1, &found) }
            return
        }
        let flags = try resolve(entries["Ff"]).integer ?? 0
        let kind = try kind(entries["FT"], flags)
        let held = try fieldText(entries["V"])
        found.append(
            PDFFieldFacts(
                name: name, label: try resolve(entries["TU"]).text ?? "", kind: kind, value: held,
                shownText: kind == .text ? held : kind == .choice ? try words(of: held, entries["Opt"]) : "",
                isRequired: flags & 2 != 0, isReadOnly: flags & 1 != 0, places: max(1, kids.count)))
    }

    /// The kind of a field by its type and its flags (Tables 220, 226 and 230).
    private func kind(_ type: PDFValue?, _ flags: Int) throws(PDFError) -> PDFFieldFacts.Kind {
        switch try resolve(type).name {
        case "Tx": .text
        case "Ch": .choice
        case "Sig": .signature
        case "Btn": flags & 1 << 16 != 0 ? .button : flags & 1 << 15 != 0 ? .radio : .checkbox
        default: .unknown
        }
    }

    /// A value as text: a string, a name, or a stream of text (12.7.3.1).
    private func fieldText(_ value: PDFValue?) throws(PDFError) -> String {
        let resolved = try resolve(value)
        if case .stream = resolved, let data = try data(value) { return PDFValue.string(data).text ?? "" }
        if let first = resolved.elements?.first { return try fieldText(first) }
        return resolved.text ?? resolved.name ?? ""
    }

    /// The words of an option (Table 231); the value itself when the options have none for it.
    private func words(of value: String, _ options: PDFValue?) throws(PDFError) -> String {
        for option in try resolve(options).elements ?? [] {
            let pair = try resolve(option).elements ?? []
            guard pair.count == 2, try resolve(pair[0]).text == value else { continue }
            return try resolve(pair[1]).text ?? value
        }
        return value
    }
}
