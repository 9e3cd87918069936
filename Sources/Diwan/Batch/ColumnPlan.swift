import DiwanData
import DiwanDiagnostics
import DiwanTemplate

/// Which field of a template each column of a table fills. A heading is a field's path (`req.no`, `reason[2]`, `family[1].name`) or its
/// label, alone where that is enough (`رقم الطلب`), else after the label of its group (`المستفيد/الاسم`).
struct ColumnPlan {
    /// The heading that a file of refused rows has for why; it fills nothing, so that a mended file can be given again.
    static let reasonsHeading = "أسباب الرفض"

    /// What a column, or several, become in the data.
    private final class Slot {
        /// The column of a value.
        var column: Int?
        /// The values that a choice's labels stand for.
        var values: [String: String] = [:]
        /// Whether the column holds a value a line.
        var hasLines = false
        /// Of a group, the slots by name in the order of the columns.
        var members: [(name: String, slot: Slot)] = []
        /// Of a list, its elements.
        var elements: [Slot] = []
    }

    private let root = Slot()
    private var columns: [String: Int] = [:]
    /// The headings of the columns.
    let headings: [String]

    /// The plan of the columns that `reader` has read.
    ///
    /// - Throws: every heading that names no field, or two; and every field that must be given and has no column.
    init(_ reader: CSVReader, _ fields: [FieldDescription]) throws(RenderError) {
        headings = reader.columns
        var faults: [Diagnostic] = []
        let names = FieldNames(fields)
        for (column, heading) in reader.columns.enumerated() where heading != Self.reasonsHeading {
            let position = reader.columnPositions[column]
            do throws(FieldNames.Fault) {
                try add(names.field(heading), column)
            } catch {
                let (words, hint) = error.words(heading)
                faults.append(Diagnostic(.error, words, at: position, hint: hint))
            }
        }
        Self.findMissing(fields, at: root, path: "", of: reader, &faults)
        if !faults.isEmpty { throw .faults(faults, sources: []) }
    }

    private mutating func add(_ found: FieldNames.Found, _ column: Int) throws(FieldNames.Fault) {
        var slot = root
        var path = ""
        for (index, step) in found.steps.enumerated() {
            path += (index > 0 ? "." : "") + step.name
            if let known = slot.members.first(where: { $0.name == step.name })?.slot {
                slot = known
            } else {
                let new = Slot()
                slot.members.append((step.name, new))
                slot = new
            }
            if let element = step.element {
                guard element <= slot.elements.count + 1 else { throw .gap("\(path)[\(slot.elements.count + 1)]") }
                if element > slot.elements.count { slot.elements.append(Slot()) }
                slot = slot.elements[element - 1]
                path += "[\(element)]"
            }
        }
        if slot.column != nil || !slot.members.isEmpty || !slot.elements.isEmpty { throw .twice(path) }
        slot.column = column
        slot.hasLines = found.hasLines
        for option in found.field.options {
            for label in [option.label, option.feminineLabel] where label != nil { slot.values[label ?? ""] = option.value }
        }
        columns[path] = column
    }

    private static func findMissing(
        _ fields: [FieldDescription], at slot: Slot?, path: String, of reader: CSVReader, _ faults: inout [Diagnostic]
    ) {
        for field in fields where field.isRequired && !field.isSometimesRelevant && !field.isCalculated && field.type != "signature" {
            let inner = slot?.members.first { $0.name == field.name }?.slot
            let isGroup = !field.children.isEmpty
            if isGroup, !field.repeats {
                findMissing(field.children, at: inner, path: path + field.name + ".", of: reader, &faults)
            } else if inner == nil {
                let position = reader.columnPositions.first.map { SourcePosition(file: $0.file, line: $0.line, column: 1) }
                let name = field.repeats ? "\(path)\(field.name)[1]" : path + field.name
                faults.append(
                    Diagnostic(
                        .error, "there is no column for \(name) (\(field.label)), which must be given", at: position,
                        hint: "add a column with the heading \(name) or «\(field.label)»"))
            }
        }
    }

    /// The data of a row. A cell that is empty gives nothing.
    func value(of row: CSVReader.Row) -> JSONValue {
        Self.value(root, row) ?? .object([])
    }

    private static func value(_ slot: Slot, _ row: CSVReader.Row) -> JSONValue? {
        if let column = slot.column {
            let text = row.fields[column]
            if text.isEmpty { return nil }
            guard slot.hasLines else { return .string(slot.values[text] ?? text) }
            let lines = text.split(whereSeparator: \.isNewline).map(String.init)
            return .array(lines.map { .string(slot.values[$0] ?? $0) })
        }
        if !slot.elements.isEmpty {
            let elements = slot.elements.compactMap { value($0, row) }
            return elements.isEmpty ? nil : .array(elements)
        }
        let members = slot.members.compactMap { member in value(member.slot, row).map { (name: member.name, value: $0) } }
        return members.isEmpty ? nil : .object(members)
    }

    /// The column that fills the value at a path of the data; `nil` for one that has none.
    func column(of path: String) -> Int? {
        if let column = columns[path] { return column }
        // A cell with a value a line fills a whole list.
        guard path.hasSuffix("]"), let open = path.lastIndex(of: "[") else { return nil }
        return columns[String(path[..<open])]
    }
}
