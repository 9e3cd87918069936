import DiwanDocument
import DiwanDomain

/// The fields of the form that is being made: names them as the data does, and sees that one name means one thing.
struct FormFields {
    /// What a name stands for; fields of one name must agree in it.
    private enum Sort: Equatable {
        case text
        case choice
        case buttons
        case checkbox
    }

    private var sorts: [String: Sort] = [:]
    /// The names that other names begin with.
    private var groups: Set<String> = []
    /// The places of rows that no data stand behind, from 1.
    private var rows: [RecordTree.ID: Int] = [:]

    /// Notes that `id` is the row at `position` of those that are gone through.
    mutating func setRow(_ id: RecordTree.ID, _ position: Int) {
        rows[id] = position
    }

    // MARK: Places in the data

    /// A place in the data that may be empty.
    struct Place {
        /// The name, with dots between.
        var name: String
        /// The label, with that of the row or the person that it belongs to.
        var label: String
        /// The field in the schema.
        var node: Schema.Node
        /// The group's node of the record; `nil` when there is none.
        var parent: RecordTree.ID?
        /// Whether it belongs to a row that no data stand behind.
        var isSpareRow: Bool
    }

    /// The place that a path leads to, with the last step by itself; `nil` when it is outside the data, or one of several.
    func place(_ path: NodePath, _ evaluator: Evaluator) -> Place? {
        var steps: [Step]
        switch path.start {
        case .context:
            guard let start = self.steps(to: evaluator.node, evaluator) else { return nil }
            steps = start
        case .root(let index):
            guard evaluator.schema.roots[index].id == Schema.data else { return nil }
            steps = []
        case .variable: return nil
        }
        for (index, step) in path.steps.enumerated() {
            switch step {
            case .up:
                if steps.isEmpty { return nil }
                steps.removeLast()
            case .down(let id):
                let node = evaluator.schema[id]
                // Which one of several is not said; of a choice that is made several times, each option is a field.
                if node.repeats, index + 1 < path.steps.count || node.type != .choice { return nil }
                steps.append(Step(schema: id, name: node.name, label: node.label, id: nil))
            case .select: return nil
            }
        }
        guard let last = steps.last else { return nil }
        var labels: [String] = []
        if let above = steps.dropLast().last {
            let node = evaluator.schema[above.schema]
            if node.label != node.name { labels.append(above.label) }
        }
        if labels.last != last.label { labels.append(last.label) }
        return Place(
            name: steps.map(\.name).joined(separator: "."), label: labels.joined(separator: ": "), node: evaluator.schema[last.schema],
            parent: parent(of: path, evaluator), isSpareRow: steps.contains { $0.id.map { rows[$0] != nil } ?? false })
    }

    private struct Step {
        var schema: SchemaID
        var name: String
        var label: String
        /// The node of the record, where it was gone to.
        var id: RecordTree.ID?
    }

    /// The steps from the data's root to a node; `nil` for a node of other trees.
    private func steps(to id: RecordTree.ID, _ evaluator: Evaluator) -> [Step]? {
        let own = evaluator.tree[id]
        guard own.parent >= 0 else { return own.schema == Schema.data ? [] : nil }
        let node = evaluator.schema[own.schema]
        guard var steps = steps(to: own.parent, evaluator) else { return nil }
        // A row without data hangs near the node that asked for it: the groups between are empty too.
        var missing: [SchemaID] = []
        var above = node.parent
        while let group = above, group != evaluator.tree[own.parent].schema, group != Schema.data {
            missing.insert(group, at: 0)
            above = evaluator.schema[group].parent
        }
        for group in missing {
            steps.append(Step(schema: group, name: evaluator.schema[group].name, label: evaluator.schema[group].label, id: nil))
        }
        var step = Step(schema: own.schema, name: node.name, label: node.label, id: id)
        if node.repeats {
            let siblings = evaluator.tree[own.parent].children.filter { evaluator.tree[$0].schema == own.schema }
            let index = rows[id] ?? (siblings.firstIndex(of: id) ?? 0) + 1
            step.name += "[\(index)]"
            step.label += " \(index)"
        }
        return steps + [step]
    }

    /// The node of the record that the field of a path belongs to.
    private func parent(of path: NodePath, _ evaluator: Evaluator) -> RecordTree.ID? {
        guard case .down? = path.steps.last else { return nil }
        return evaluator.firstNode(NodePath(start: path.start, steps: path.steps.dropLast()))
    }

    // MARK: Fields

    /// A field at a place, without its kind and value.
    func field(_ place: Place, _ kind: FormField.Kind, _ evaluator: Evaluator) -> FormField {
        func holds(_ rule: Schema.Rule) -> Bool {
            switch rule {
            case .always: true
            case .never: false
            case .when(let expression): place.parent.map { evaluator.with($0) { evaluator.boolean(expression) } } ?? false
            }
        }
        let binding = place.node.binding
        return FormField(
            name: place.name, label: place.node.hint.map { "\(place.label) (\($0))" } ?? place.label, kind: kind,
            isRequired: !place.isSpareRow && binding.calculate == nil && holds(binding.relevant) && holds(binding.required),
            isReadOnly: holds(binding.readonly))
    }

    /// Takes the name of `field`; gives false when it is taken for something else.
    mutating func take(_ field: FormField) -> Bool {
        let sort: Sort =
            switch field.kind {
            case .text: .text
            case .choice: .choice
            case .button: .buttons
            case .checkbox: .checkbox
            case .signature: preconditionFailure("room for a signature has no name in the data")
            }
        if let known = sorts[field.name] { return known == sort }
        if groups.contains(field.name) { return false }
        let parts = field.name.split(separator: ".")
        let above = (1..<max(parts.count, 1)).map { parts[..<$0].joined(separator: ".") }
        if above.contains(where: { sorts[$0] != nil }) { return false }
        groups.formUnion(above)
        sorts[field.name] = sort
        return true
    }
}

extension Instantiation {
    /// Adds a field in its room; gives false when its name is taken for something else.
    func append(_ field: FormField, _ room: FieldRoom, _ style: TextStyle) -> Bool {
        guard form?.take(field) == true else { return false }
        append(.field(field, room, style))
        return true
    }
}
