import DiwanData
import DiwanDiagnostics
import DiwanTemplate

/// Writes groups, lists and faults of a form; `FormMarkup+Controls` writes a control.
struct FormMarkup {
    /// What is known of the surroundings of a field.
    struct Context {
        /// Whether it may be left out as a whole, so that nothing in it can be asked for at once.
        var isOptional = false
        /// Whether it is one of several.
        var isRow = false
    }

    /// How many rows a list offers at least, and how many beyond those that are given.
    private static let rows = 8, spareRows = 3

    var writer = MarkupWriter()
    /// What is wrong at a path.
    private var faults: [String: [Fault]] = [:]
    /// The paths that have a place in the page, with their order.
    private var places: [String: Int] = [:]

    /// What is wrong, and what is wanted instead.
    private struct Fault: Hashable {
        var words: String
        var wanted: String?

        init(_ diagnostic: Diagnostic) {
            let hint = diagnostic.hint.map { " \($0)." } ?? ""
            words = diagnostic.message + (diagnostic.message.hasSuffix(".") ? "" : ".") + hint
            wanted = diagnostic.data?.wanted
        }
    }

    init(faults: [Diagnostic]) {
        for fault in faults where fault.severity == .error {
            if let data = fault.data { self.faults[data.path, default: []].append(Fault(fault)) }
        }
    }

    // MARK: Fields and groups

    /// Writes fields of one group, whose values are the members of `data`.
    mutating func write(_ fields: [FieldDescription], prefix: String, data: JSONValue?, context: Context) {
        for field in fields where !field.isCalculated {
            let name = prefix + field.name
            let value = data?[field.name]
            // What others give and have not given yet is no question.
            if field.isReadOnly, value == nil, faults[name] == nil { continue }
            if field.repeats { writeList(field, name, value, context) } else { write(field, name, value, context) }
        }
    }

    private mutating func write(_ field: FieldDescription, _ name: String, _ value: JSONValue?, _ context: Context) {
        guard Self.hasParts(field) else { return writeControl(field, name: name, value: value, context: context) }
        var inner = context
        inner.isOptional = context.isOptional || field.isSometimesRelevant || !field.isRequired
        // A group without a label of its own is no more than a name in the data.
        guard field.label != field.name else {
            writeFaults(at: name)
            return write(field.children, prefix: name + ".", data: value, context: inner)
        }
        openGroup(field, name, legend: field.label, isRequired: field.isRequired && !inner.isOptional)
        write(field.children, prefix: name + ".", data: value, context: inner)
        writer.markup("</fieldset>\n")
    }

    /// Opens a group with its legend, its hint and what is wrong with it.
    private mutating func openGroup(_ field: FieldDescription, _ name: String, legend: String, isRequired: Bool) {
        let descriptions = describedBy(field, name)
        writer.open("fieldset", [("id", Self.id(name))] + Self.describedBy(descriptions))
        writer.open("legend")
        writer.text(legend)
        if isRequired { writer.markup(Self.star) }
        writer.close("legend")
        writer.newline()
        writeDescriptions(field, name)
    }

    static func hasParts(_ field: FieldDescription) -> Bool {
        field.type == nil || field.type == "person" || field.type == "address"
    }

    // MARK: Lists

    private mutating func writeList(_ field: FieldDescription, _ name: String, _ value: JSONValue?, _ context: Context) {
        let given = value?.elements ?? []
        if field.type == "choice" { return writeChecks(field, name, given.compactMap(\.string)) }
        var inner = context
        inner.isRow = true
        let least = max(field.minimumCount, given.count, 1)
        let most = min(field.maximumCount, max(least + Self.spareRows, Self.rows))
        openGroup(field, name, legend: field.label, isRequired: (field.isRequired || field.minimumCount > 0) && !context.isOptional)
        for row in 1...least { writeRow(field, name, row, given, inner) }
        if most > least {
            writer.open("details")
            writer.element("summary", "صفوف أخرى: \(field.label)")
            writer.newline()
            for row in (least + 1)...most { writeRow(field, name, row, given, inner) }
            writer.markup("</details>\n")
        }
        writer.markup("</fieldset>\n")
    }

    private mutating func writeRow(_ field: FieldDescription, _ name: String, _ row: Int, _ given: [JSONValue], _ context: Context) {
        let value = given.indices.contains(row - 1) ? given[row - 1] : nil
        let path = "\(name)[\(row)]"
        var context = context
        // A row that nobody began may stay empty.
        context.isOptional = true
        guard Self.hasParts(field) else {
            return writeControl(field, name: path, value: value, context: context, label: "\(field.label) \(row)", isDescribed: false)
        }
        writer.open("fieldset", [("id", Self.id(path))] + Self.describedBy(faults[path] == nil ? [] : [Self.id(path) + ".fault"]))
        note(path)
        writer.element("legend", "\(field.label) \(row)")
        writer.newline()
        writeFaults(at: path)
        write(field.children, prefix: path + ".", data: value, context: context)
        writer.markup("</fieldset>\n")
    }

    // MARK: Descriptions and faults

    /// The mark of what must be given.
    static let star = " <span class=\"star\" aria-hidden=\"true\">*</span>"

    /// The element's name for a path: `family[2].name` is `family.2.name`, since no name begins with a digit.
    static func id(_ path: String) -> String {
        String(path.compactMap { $0 == "[" ? "." : $0 == "]" ? nil : $0 })
    }

    /// The names of what describes the control or the group at a path.
    mutating func describedBy(_ field: FieldDescription, _ name: String, isDescribed: Bool = true) -> [String] {
        note(name)
        var names: [String] = []
        if isDescribed, !Self.hints(of: field).isEmpty { names.append(Self.id(name) + ".hint") }
        if faults[name] != nil { names.append(Self.id(name) + ".fault") }
        return names
    }

    /// The attribute that leads to descriptions.
    static func describedBy(_ names: [String]) -> [MarkupWriter.Attribute] {
        names.isEmpty ? [] : [("aria-describedby", names.joined(separator: " "))]
    }

    /// Takes what is wrong with elements of a list for what is wrong with the list: its options are shown together.
    mutating func gatherFaults(ofListAt name: String, options: Int) {
        for index in 1...max(1, options) {
            let path = "\(name)[\(index)]"
            guard let words = faults[path] else { continue }
            note(path)
            for fault in words where faults[name]?.contains(fault) != true { faults[name, default: []].append(fault) }
        }
    }

    /// Whether something is wrong at a path.
    func isFaulty(_ name: String) -> Bool { faults[name] != nil }

    /// Writes the hint of a field and what is wrong with what was given.
    mutating func writeDescriptions(_ field: FieldDescription, _ name: String, isDescribed: Bool = true) {
        note(name)
        let hints = isDescribed ? Self.hints(of: field) : ""
        if !hints.isEmpty {
            writer.open("p", [("class", "hint"), ("id", Self.id(name) + ".hint")])
            writer.isolatedText(hints)
            writer.close("p")
        }
        // The options of a choice are there to be seen.
        writeFaults(at: name, tellsWanted: field.type != "choice")
        writer.newline()
    }

    mutating func writeFaults(at name: String, tellsWanted: Bool = true) {
        guard let faults = faults[name] else { return }
        writer.open("p", [("class", "fault"), ("id", Self.id(name) + ".fault")])
        let words = faults.map { fault in fault.words + (tellsWanted ? fault.wanted.map { " المطلوب: \($0)." } ?? "" : "") }
        writer.isolatedText(words.joined(separator: " "))
        writer.close("p")
    }

    /// Notes that a path has its place here.
    mutating func note(_ path: String) {
        if places[path] == nil { places[path] = places.count }
    }

    /// The list of what is wrong, each with a link to its place.
    func summary(_ faults: [Diagnostic]) -> [UInt8] {
        var writer = MarkupWriter()
        writer.open("div", [("class", "summary"), ("role", "alert"), ("aria-labelledby", "summary")])
        writer.newline()
        writer.element("h2", [("id", "summary")], "في البيانات ما يلزم تصحيحه")
        writer.markup("\n<ul>\n")
        let places = faults.enumerated().map { (place: self.places[$0.element.data?.path ?? ""] ?? Int.max, index: $0.offset) }
        for (place, index) in places.sorted(by: { $0 < $1 }) {
            let fault = faults[index]
            let path = fault.data?.path ?? ""
            writer.open("li")
            if place != Int.max { writer.open("a", [("href", "#" + Self.id(path))]) }
            writer.isolatedText((fault.data?.label ?? path) + ": " + Fault(fault).words)
            if place != Int.max { writer.close("a") }
            writer.close("li")
            writer.newline()
        }
        writer.markup("</ul>\n</div>\n")
        return writer.bytes
    }
}
