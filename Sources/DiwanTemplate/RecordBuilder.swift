import DiwanData
import DiwanDiagnostics
import DiwanDomain

/// Turns data into a record: reads every value, applies the rules of the fields, and names every fault at once.
struct RecordBuilder {
    private let schema: Schema
    private let order: [SchemaID]
    private let source: SourceText?
    private let isBlank: Bool
    private let evaluator: Evaluator
    /// The paths at which a value was refused: they are not also missing.
    private var refused: Set<String> = []
    private(set) var diagnostics: [Diagnostic] = []

    /// How many values a record may have.
    private static let nodeLimit = 200_000
    /// After how many faults the rest is not named.
    private static let faultLimit = 200

    init(
        schema: Schema, order: [SchemaID], tree: RecordTree, environment: TemplateEnvironment, variables: [String], source: SourceText?,
        isBlank: Bool
    ) {
        self.schema = schema
        self.order = order
        self.source = source
        self.isBlank = isBlank
        evaluator = Evaluator(schema: schema, tree: tree, environment: environment, variables: variables)
    }

    /// The tree of values; it is whole only when there are no errors.
    mutating func build(_ json: JSONValue) -> RecordTree {
        if json.members != nil {
            readMembers(of: json, Schema.data, into: 0, path: "")
        } else if !json.isNull {
            report("data", json, "القيمة ليست كائنًا { … }", wanted: "كائن فيه حقول النموذج")
        }
        if !isBlank || json.members?.isEmpty == false {
            applyRules()
            if !isBlank { checkRequired(0, Schema.data, path: "") }
            checkConstraints(0, path: "")
        }
        return evaluator.tree
    }

    // MARK: Reading

    private mutating func readMembers(of json: JSONValue, _ group: SchemaID, into parent: RecordTree.ID, path: String) {
        for member in json.members ?? [] {
            let memberPath = path.isEmpty ? member.name : path + "." + member.name
            guard let id = schema.child(member.name, of: group) else {
                let names = schema.childNames(of: group)
                report(
                    memberPath, member.value, "لا يوجد حقل بهذا الاسم", wanted: nil, offset: member.nameOffset,
                    hint: NearestName.of(member.name, in: names).map { "لعل المقصود \"\($0)\"" })
                continue
            }
            let node = schema[id]
            if node.repeats {
                guard let elements = member.value.elements else {
                    if member.value.isNull { continue }
                    refused.insert(memberPath)
                    report(memberPath, member.value, "القيمة مفردة، والمطلوب قائمة [ … ]", wanted: "قائمة", label: node.label)
                    continue
                }
                if elements.count > node.maximumCount {
                    refused.insert(memberPath)
                    report(
                        memberPath, member.value, "عدد العناصر \(elements.count)", wanted: "\(node.maximumCount) على الأكثر",
                        label: node.label,
                        showsGiven: false)
                    continue
                }
                for (index, element) in elements.enumerated() { readOne(element, id, into: parent, path: "\(memberPath)[\(index + 1)]") }
            } else {
                readOne(member.value, id, into: parent, path: memberPath)
            }
        }
    }

    private mutating func readOne(_ json: JSONValue, _ id: SchemaID, into parent: RecordTree.ID, path: String) {
        let node = schema[id]
        guard evaluator.tree.nodes.count < Self.nodeLimit else {
            if evaluator.tree.nodes.count == Self.nodeLimit {
                report(path, json, "في البيانات أكثر من \(Self.nodeLimit) قيمة", wanted: nil, showsGiven: false)
                _ = evaluator.tree.addDetached(id, near: parent)
            }
            return
        }
        if node.binding.calculate != nil, !json.isNull {
            refused.insert(path)
            report(path, json, "القيمة تُحسب ولا تُعطى", wanted: "يُحذف الحقل من البيانات", label: node.label)
            return
        }
        if node.type == nil || node.type == .person || node.type == .address {
            if json.isNull { return }
            guard let members = json.members else {
                refused.insert(path)
                report(path, json, "القيمة ليست كائنًا { … }", wanted: node.type?.wanted ?? "كائن { … }", label: node.label)
                return
            }
            if members.isEmpty { return }
            let child = evaluator.tree.add(id, to: parent)
            readMembers(of: json, id, into: child, path: path)
            return
        }
        do throws(ValueReader.Fault) {
            guard let reading = try ValueReader.read(json, for: node) else { return }
            evaluator.tree.add(id, text: reading.text, value: reading.value, to: parent)
        } catch {
            refused.insert(path)
            report(path, json, error.words, wanted: error.wanted ?? node.type?.wanted, label: node.label, masks: node.isSensitive)
        }
    }

    // MARK: Rules

    /// Takes out what is not relevant, and computes what is calculated, each after what it depends on.
    private mutating func applyRules() {
        for id in order {
            let node = schema[id]
            if case .always = node.binding.relevant, node.binding.calculate == nil { continue }
            for parent in instances(of: node.parent ?? Schema.data) {
                let isRelevant = holds(node.binding.relevant, at: parent)
                let present = evaluator.tree[parent].children.filter { evaluator.tree[$0].schema == id }
                if !isRelevant {
                    for child in present { evaluator.tree.remove(child) }
                    if !present.isEmpty {
                        let path = dataPath(parent, id)
                        diagnostics.append(
                            Diagnostic(
                                .warning, "لا محل للحقل في هذه الحالة، فتُركت قيمته",
                                data: DataFault(path: path, label: node.label)))
                    }
                } else if let calculate = node.binding.calculate {
                    compute(calculate, id, in: parent)
                }
            }
        }
    }

    private func holds(_ rule: Schema.Rule, at parent: RecordTree.ID) -> Bool {
        switch rule {
        case .always: true
        case .never: false
        case .when(let expression): evaluator.with(parent) { evaluator.boolean(expression) }
        }
    }

    /// All nodes of a group.
    private func instances(of group: SchemaID) -> [RecordTree.ID] {
        if group == Schema.data { return [0] }
        guard let parent = schema[group].parent else { return [] }
        return instances(of: parent).flatMap { id in evaluator.tree[id].children.filter { evaluator.tree[$0].schema == group } }
    }

    private mutating func compute(_ expression: Expression, _ id: SchemaID, in parent: RecordTree.ID) {
        let node = schema[id]
        evaluator.failure = nil
        let json: JSONValue? = evaluator.with(parent) {
            switch node.type {
            case .integer, .decimal, .money:
                guard let number = evaluator.number(expression) else { return nil }
                let places = node.type == .money ? 2 : node.type == .integer ? 0 : node.decimals
                return (try? number.rounded(places: places)).map { .string($0.text) }
            case .boolean: return .boolean(evaluator.boolean(expression))
            default: return .string(evaluator.string(expression))
            }
        }
        if let failure = evaluator.failure {
            return report(dataPath(parent, id), nil, "تعذر حساب القيمة: \(failure)", wanted: nil, label: node.label)
        }
        guard let json else { return }
        do throws(ValueReader.Fault) {
            guard let reading = try ValueReader.read(json, for: node) else { return }
            evaluator.tree.add(id, text: reading.text, value: reading.value, to: parent)
        } catch {
            refused.insert(dataPath(parent, id))
            report(dataPath(parent, id), nil, "القيمة المحسوبة غير مقبولة: \(error.words)", wanted: error.wanted, label: node.label)
        }
    }

    private mutating func checkRequired(_ parent: RecordTree.ID, _ group: SchemaID, path: String) {
        for id in schema[group].children {
            let node = schema[id]
            let fieldPath = path.isEmpty ? node.name : path + "." + node.name
            let present = evaluator.tree[parent].children.filter { evaluator.tree[$0].schema == id }
            if present.isEmpty, holds(node.binding.relevant, at: parent), !refused.contains(fieldPath), !isSignature(node),
                !node.repeats || !refused.contains(where: { $0.hasPrefix(fieldPath + "[") })
            {
                if holds(node.binding.required, at: parent) {
                    report(fieldPath, nil, "الحقل مطلوب ولم يُعطَ", wanted: node.type?.wanted, label: node.label)
                } else if node.type == nil, isNeeded(id) {
                    // A group is there when something in it is required.
                    let empty = evaluator.tree.addDetached(id, near: parent)
                    checkRequired(empty, id, path: fieldPath)
                }
            }
            if node.repeats, !present.isEmpty || node.minimumCount > 0, present.count < node.minimumCount, !refused.contains(fieldPath) {
                report(fieldPath, nil, "عدد العناصر \(present.count)", wanted: "\(node.minimumCount) على الأقل", label: node.label)
            }
            for (index, child) in present.enumerated() where !node.children.isEmpty {
                checkRequired(child, id, path: node.repeats ? "\(fieldPath)[\(index + 1)]" : fieldPath)
            }
        }
    }

    private func isSignature(_ node: Schema.Node) -> Bool { node.type == .signature }

    /// Whether a group that is not there may still miss something: one that does not repeat and is not optional as a whole.
    private func isNeeded(_ group: SchemaID) -> Bool {
        !schema[group].repeats && !schema[group].isOptionalGroup
    }

    private mutating func checkConstraints(_ parent: RecordTree.ID, path: String) {
        for (id, path) in children(of: parent, path) {
            let node = schema[evaluator.tree[id].schema]
            if let constraint = node.binding.constraint {
                evaluator.failure = nil
                let isMet = evaluator.with(id) { evaluator.boolean(constraint) }
                if !isMet || evaluator.failure != nil {
                    let given = node.isSensitive || node.mask != nil ? "…" : Self.shortened(evaluator.tree.string(id))
                    report(path, nil, node.alert ?? "القيمة لا تستوفي شرط الحقل", wanted: node.hint, label: node.label, given: given)
                }
            }
            checkConstraints(id, path: path)
        }
    }

    /// The nodes below one, each with its path.
    private func children(of parent: RecordTree.ID, _ path: String) -> [(id: RecordTree.ID, path: String)] {
        var counts: [SchemaID: Int] = [:]
        return evaluator.tree[parent].children.map { id in
            let schemaID = evaluator.tree[id].schema
            let name = path.isEmpty ? schema[schemaID].name : path + "." + schema[schemaID].name
            guard schema[schemaID].repeats else { return (id, name) }
            counts[schemaID, default: 0] += 1
            return (id, "\(name)[\(counts[schemaID] ?? 1)]")
        }
    }

    /// The path of a field below a node, as the data dictionary names it.
    private func dataPath(_ parent: RecordTree.ID, _ id: SchemaID) -> String {
        var parts = [schema[id].name]
        var next = parent
        while next > 0, evaluator.tree[next].parent >= 0 {
            let node = schema[evaluator.tree[next].schema]
            var name = node.name
            if node.repeats {
                let siblings = evaluator.tree[evaluator.tree[next].parent].children.filter {
                    evaluator.tree[$0].schema == evaluator.tree[next].schema
                }
                name += "[\((siblings.firstIndex(of: next) ?? 0) + 1)]"
            }
            parts.insert(name, at: 0)
            next = evaluator.tree[next].parent
        }
        return parts.joined(separator: ".")
    }

    // MARK: Reports

    private mutating func report(
        _ path: String, _ json: JSONValue?, _ words: String, wanted: String?, label: String? = nil, offset: Int? = nil,
        given: String? = nil,
        showsGiven: Bool = true, masks: Bool = false, hint: String? = nil
    ) {
        guard diagnostics.count < Self.faultLimit else {
            if diagnostics.count == Self.faultLimit {
                diagnostics.append(Diagnostic(.error, "الأخطاء أكثر من \(Self.faultLimit)، ولم يُذكر ما بعدها"))
            }
            return
        }
        var given = given
        if given == nil, let json, showsGiven { given = masks ? "…" : Self.words(for: json) }
        let position = json.flatMap { value in source.map { $0.position(at: offset ?? value.offset) } }
        diagnostics.append(
            Diagnostic(
                .error, words, at: position, hint: hint, data: DataFault(path: path, label: label, given: given, wanted: wanted)))
    }

    private static func words(for json: JSONValue) -> String {
        switch json.kind {
        case .null: "null"
        case .boolean(let boolean): boolean ? "true" : "false"
        case .number(let number): shortened(number)
        case .string(let string): shortened(string)
        case .array(let elements): "[ … ] (\(elements.count))"
        case .object: "{ … }"
        }
    }

    private static func shortened(_ text: String) -> String {
        text.unicodeScalars.count > 60 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(60))) + "…" : text
    }
}
