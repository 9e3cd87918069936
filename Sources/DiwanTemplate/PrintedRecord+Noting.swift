import DiwanDomain

extension PrintedRecord {
    /// The record that a journal noted. `fixed` is how many nodes of the tree are the template's and the profile's own.
    init(_ journal: Journal, _ evaluator: Evaluator, isBlank: Bool, fixed: Int) {
        var writer = PrintedRecordWriter(marks: journal.marks, tree: evaluator.tree, schema: evaluator.schema, fixed: fixed)
        let fields = writer.children(of: evaluator.tree.roots[0])
        let policyRoot = evaluator.schema.roots.firstIndex { $0.name == "policy" }
        let policies = policyRoot.map { writer.children(of: evaluator.tree.roots[$0]) } ?? []
        let outcomes = journal.entries.map { entry in
            let answer: Answer =
                switch entry.answer {
                case .test(let value): .test(value)
                case .text(let text): .text(text)
                case .number(let number): .number(number.map { $0.trimmed.text } ?? "")
                case .nodes(let ids): .nodes(ids.compactMap { writer.places[$0] })
                case .places(let places): .nodes(places)
                case .withheld(let id):
                    .withheld(evaluator.schema.firstSecrecy(within: id) ?? .sensitive, path: evaluator.schema.dataPath(id))
                }
            return Outcome(expression: entry.expression, answer: answer)
        }
        self.init(isBlank: isBlank, fields: fields, policies: policies, outcomes: outcomes)
    }
}

extension Schema {
    /// The secrecy of a node, or of the first secret one below it.
    fileprivate func firstSecrecy(within id: SchemaID) -> PrintedRecord.Secrecy? {
        secrecy(of: id) ?? nodes[id].children.lazy.compactMap { firstSecrecy(within: $0) }.first
    }
}

/// Gathers the nodes of a tree that were asked for.
private struct PrintedRecordWriter {
    let marks: [Journal.Mark]
    let tree: RecordTree
    let schema: Schema
    /// How many nodes are not the record's own.
    let fixed: Int
    /// For each node that is kept its place among those of its kind, from 1.
    var places: [RecordTree.ID: Int] = [:]
    private var counts: [SchemaID: Int] = [:]

    init(marks: [Journal.Mark], tree: RecordTree, schema: Schema, fixed: Int) {
        self.marks = marks
        self.tree = tree
        self.schema = schema
        self.fixed = fixed
    }

    /// What is kept below a node, in the order of declaration.
    mutating func children(of parent: RecordTree.ID) -> [PrintedRecord.Field] {
        let children = tree[parent].children
        let slots = children.map { schema[tree[$0].schema].slot }
        let isInOrder = zip(slots, slots.dropFirst()).allSatisfy { $0 <= $1 }
        let order = isInOrder ? Array(children.indices) : children.indices.sorted { (slots[$0], $0) < (slots[$1], $1) }
        return order.compactMap { field(children[$0]) }
    }

    private mutating func field(_ id: RecordTree.ID) -> PrintedRecord.Field? {
        let node = tree[id]
        let mark = id < marks.count ? marks[id] : .none
        // A node comes before what is below it.
        let place = counts[node.schema, default: 0] + 1
        counts[node.schema] = place
        let below = node.children.isEmpty ? [] : children(of: id)
        if mark == .none || id < fixed, below.isEmpty {
            counts[node.schema] = place - 1
            return nil
        }
        places[id] = place
        let own = schema[node.schema]
        return PrintedRecord.Field(name: own.name, content: content(node, own, mark), children: below)
    }

    private func content(_ node: RecordTree.Node, _ own: Schema.Node, _ mark: Journal.Mark) -> PrintedRecord.Content {
        if mark <= .present || node.text.isEmpty { return .present }
        if let secrecy = schema.secrecy(of: node.schema) { return .withheld(secrecy) }
        switch mark {
        case .last4: return .masked(Mask.last4.masked(node.text, own.type?.identifier), mask: Mask.last4.rawValue)
        case .stars: return .masked(Mask.stars.masked(node.text, own.type?.identifier), mask: Mask.stars.rawValue)
        default:
            guard own.isAsEntered, case .date(let date) = node.value else { return .value(node.text, calendar: nil) }
            return .value(node.text, calendar: date.recorded.calendar.rawValue)
        }
    }
}
