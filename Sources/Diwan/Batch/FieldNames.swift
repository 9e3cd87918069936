import DiwanDiagnostics
import DiwanTemplate

/// Finds the fields of a template by their paths and by their labels.
struct FieldNames {
    /// A step of a path: a name, and which of a list's elements, from 1.
    struct Step {
        var name: String
        var element: Int?
    }

    /// A field and the way to it.
    struct Found {
        var field: FieldDescription
        var steps: [Step]
        /// Whether the field repeats and no element is named: all its values stand together.
        var hasLines: Bool
    }

    /// Why a heading names no one field.
    enum Fault: Error {
        case unknown(nearest: String?)
        case ambiguous([String])
        case group([String])
        case calculated
        case notRepeated
        case element
        case gap(String)
        case twice(String)

        /// The words for a heading, and what to do about it.
        func words(_ heading: String) -> (words: String, hint: String?) {
            switch self {
            case .unknown(let nearest):
                ("the heading \"\(heading)\" names no field of the template", nearest.map { "did you mean \"\($0)\"?" })
            case .ambiguous(let paths):
                ("several fields are called \"\(heading)\"", "write one of \(paths.joined(separator: ", "))")
            case .group(let paths):
                ("\"\(heading)\" is a group of fields and needs a column for each", "write \(paths.joined(separator: ", "))")
            case .calculated: ("\"\(heading)\" is computed and cannot be given", "leave the column out")
            case .notRepeated: ("\"\(heading)\" has one value and takes no number in brackets", nil)
            case .element: ("\"\(heading)\" is part of a list, and which element is not said", "write the number in brackets, from [1]")
            case .gap(let path): ("\"\(heading)\" stands before \"\(path)\"", "number the elements from 1, in the order of the columns")
            case .twice(let path): ("two columns fill \(path)", "leave one of them out")
            }
        }
    }

    fileprivate struct Entry {
        var field: FieldDescription
        /// The fields from the root down to it.
        var chain: [FieldDescription]
    }

    private var entries: [Entry] = []

    /// The names of `fields` and of all below them.
    init(_ fields: [FieldDescription]) {
        collect(fields, [])
    }

    private mutating func collect(_ fields: [FieldDescription], _ above: [FieldDescription]) {
        for field in fields {
            entries.append(Entry(field: field, chain: above + [field]))
            collect(field.children, above + [field])
        }
    }

    /// The one field that `heading` names, by its path or by its label.
    func field(_ heading: String) throws(Fault) -> Found {
        var parts: [(name: String, element: Int?)] = []
        for part in heading.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "/" || $0 == "." }) {
            var name = part.trimmed
            var element: Int?
            if name.hasSuffix("]"), let open = name.lastIndex(of: "["), let number = Int(name[name.index(after: open)...].dropLast()),
                (1...100_000).contains(number)
            {
                element = number
                name = name[..<open].trimmed
            }
            parts.append((String(name), element))
        }
        let isPath = heading.utf8.allSatisfy { $0 < 0x80 }
        let found = entries.filter { isPath ? $0.matches(names: parts.map(\.name)) : $0.matches(labels: parts.map(\.name)) }
        guard let entry = found.first else {
            let known = entries.filter { $0.field.children.isEmpty }.map { isPath ? $0.path : $0.field.label }
            throw .unknown(nearest: NearestName.of(heading, in: known))
        }
        guard found.count == 1 else { throw .ambiguous(found.map(\.path)) }
        if !entry.field.children.isEmpty { throw .group(entry.field.children.map { entry.path + "." + $0.name }) }
        if entry.field.isCalculated { throw .calculated }
        var steps: [Step] = []
        for (index, field) in entry.chain.enumerated() {
            // The parts name the last fields of the chain.
            let part = index - (entry.chain.count - parts.count)
            let element = part >= 0 ? parts[part].element : nil
            if element != nil, !field.repeats { throw .notRepeated }
            if field.repeats, element == nil, index < entry.chain.count - 1 { throw .element }
            steps.append(Step(name: field.name, element: element))
        }
        return Found(field: entry.field, steps: steps, hasLines: entry.field.repeats && parts.last?.element == nil)
    }
}

extension FieldNames.Entry {
    /// The names from the root, with dots between.
    fileprivate var path: String { chain.map(\.name).joined(separator: ".") }

    /// Whether `names` are the whole path.
    fileprivate func matches(names: [String]) -> Bool {
        names.count == chain.count && zip(names, chain).allSatisfy { $0 == $1.name }
    }

    /// Whether `labels` are those of the field and of what it stands in, as far up as they go.
    fileprivate func matches(labels: [String]) -> Bool {
        labels.count <= chain.count && zip(labels, chain.suffix(labels.count)).allSatisfy { $0 == $1.label }
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    fileprivate var trimmed: SubSequence {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
