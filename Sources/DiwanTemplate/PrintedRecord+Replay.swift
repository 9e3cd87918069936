import DiwanData
import DiwanDomain

/// Builds the tree that a document is made from again, out of what was kept of the first one. Every value is checked as one that is given.
struct PrintedRecordReader {
    private let schema: Schema
    private(set) var tree: RecordTree
    /// The nodes of each kind, in order.
    private var byKind: [SchemaID: [RecordTree.ID]] = [:]

    /// How many nodes there may be.
    private static let nodeLimit = 200_000
    /// How long a text that an expression gave may be, in bytes.
    private static let textLimit = 1 << 20

    /// A reader that adds to `tree`, which has the template's and the profile's own values.
    init(schema: Schema, tree: RecordTree) {
        self.schema = schema
        self.tree = tree
    }

    /// Adds the fields and the dates of the policy.
    mutating func read(_ record: PrintedRecord) throws(PrintedRecord.Fault) {
        let withheld = record.withheld
        if !withheld.isEmpty { throw .withheld(withheld.map(\.path)) }
        try add(record.fields, to: tree.roots[0], Schema.data, path: "")
        guard let index = schema.roots.firstIndex(where: { $0.name == "policy" }) else {
            if let first = record.policies.first { throw .unknownField("policy." + first.name) }
            return
        }
        for rule in record.policies {
            let path = "policy." + rule.name
            guard let id = schema.child(rule.name, of: schema.roots[index].id), let node = tree.firstChild(id, of: tree.roots[index]),
                rule.content == .present
            else { throw .unknownField(path) }
            try add(rule.children, to: node, id, path: path + ".")
        }
    }

    private mutating func add(
        _ fields: [PrintedRecord.Field], to parent: RecordTree.ID, _ group: SchemaID, path: String
    ) throws(PrintedRecord.Fault) {
        var counts: [SchemaID: Int] = [:]
        for field in fields {
            let path = path + field.name
            guard let id = schema.child(field.name, of: group), tree.nodes.count < Self.nodeLimit else { throw .unknownField(path) }
            counts[id, default: 0] += 1
            guard counts[id, default: 0] <= (schema[id].repeats ? schema[id].maximumCount : 1) else { throw .unknownField(path) }
            let node = tree.add(id, to: parent)
            byKind[id, default: []].append(node)
            switch field.content {
            case .present: break
            case .value(let text, let calendar):
                let value = try self.value(text, calendar, schema[id], path)
                tree.set(node, text: text, value: value)
            case .masked(let text, let mask):
                guard schema[id].type != nil, let mask = Mask(rawValue: mask), mask != .none, Self.isPlain(text),
                    mask == .stars || text.count <= 4
                else { throw .value(path) }
                tree.set(node, text: text, value: .masked)
            case .withheld: throw .withheld([path])
            }
            if schema[id].children.isEmpty, !field.children.isEmpty { throw .unknownField(path + "." + field.children[0].name) }
            try add(field.children, to: node, id, path: path + ".")
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 80_000
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }

    private func value(
        _ text: String, _ calendar: String?, _ node: Schema.Node, _ path: String
    ) throws(PrintedRecord.Fault) -> FieldValue {
        if node.isAsEntered {
            guard let calendar = calendar.flatMap(CalendarKind.init(rawValue:)), let (year, month, day) = RecordDate.numbers(iso: text),
                let recorded = try? RecordedDate(calendar: calendar, year: year, month: month, day: day)
            else { throw .value(path) }
            return .date(RecordDate(recorded: recorded, pair: nil))
        }
        guard calendar == nil, let type = node.type, type != .person, type != .address,
            let reading = try? ValueReader.read(.string(text), for: node), reading.text.utf8.elementsEqual(text.utf8)
        else { throw .value(path) }
        return reading.value
    }

    /// A journal that answers as `record` does.
    func journal(_ record: PrintedRecord) throws(PrintedRecord.Fault) -> Journal {
        var entries: [Journal.Entry] = []
        entries.reserveCapacity(record.outcomes.count)
        for outcome in record.outcomes {
            let answer: Journal.Answer
            switch outcome.answer {
            case .test(let value): answer = .test(value)
            case .text(let text):
                guard text.utf8.count <= Self.textLimit else { throw .value(outcome.expression) }
                answer = .text(text)
            case .number(let text):
                let number = text.isEmpty ? nil : Evaluator.number(in: text)
                guard text.isEmpty || number?.trimmed.text == text else { throw .value(outcome.expression) }
                answer = .number(number)
            case .nodes(let places): answer = .places(places)
            case .withheld(_, let path): throw .withheld([path])
            }
            entries.append(Journal.Entry(expression: outcome.expression, answer: answer))
        }
        return Journal(answers: entries, nodes: byKind)
    }
}
