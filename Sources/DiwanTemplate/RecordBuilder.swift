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
    /// What was given, for the places of values.
    private var given: JSONValue?

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
        given = json
        if json.members != nil {
            readMembers(of: json, Schema.data, into: 0, path: "")
        } else if !json.isNull {
            report("data", json, "القيمة ليست كائنًا { … }", wanted: "كائن فيه حقول النموذج")
        }
        if !isBlank || json.members?.isEmpty == false {
            applyRules()
            if !isBlank { checkRequired(0, Schema.data) }
            checkConstraints(0)
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
            let reading =
                node.type == .image
                ? try RecordPicture.read(json, evaluator.environment.pictures) : try ValueReader.read(json, for: node)
            guard let reading else { return }
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
            if node.binding.calculate != nil, let group = node.parent { makeGroup(group) }
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

    /// Makes the nodes of a group that has calculated values and was not given: a group that does not repeat and is relevant.
    private func makeGroup(_ group: SchemaID) {
        let node = schema[group]
        guard group != Schema.data, !node.repeats, !node.isOptionalGroup, node.type == nil, let above = node.parent else { return }
        makeGroup(above)
        for parent in instances(of: above) where evaluator.tree.firstChild(group, of: parent) == nil {
            if holds(node.binding.relevant, at: parent) { evaluator.tree.add(group, to: parent) }
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

    private mutating func checkRequired(_ parent: RecordTree.ID, _ group: SchemaID) {
        for id in schema[group].children {
            let binding = schema[id].binding
            // Most fields are optional or there: the look at those that are missing is the slow one.
            if case .never = binding.required, schema[id].type != nil, schema[id].minimumCount == 0 { continue }
            if evaluator.tree.firstChild(id, of: parent) == nil {
                checkMissing(id, in: parent)
            } else if schema[id].minimumCount > 1 {
                let count = evaluator.tree[parent].children.count { evaluator.tree[$0].schema == id }
                if count < schema[id].minimumCount { reportCount(count, id, dataPath(parent, id)) }
            }
        }
        for child in evaluator.tree[parent].children where !schema[evaluator.tree[child].schema].children.isEmpty {
            checkRequired(child, evaluator.tree[child].schema)
        }
    }

    /// Reports a field or a group that is not there and should be.
    private mutating func checkMissing(_ id: SchemaID, in parent: RecordTree.ID) {
        let node = schema[id]
        if isSignature(node) || !holds(node.binding.relevant, at: parent) { return }
        let path = dataPath(parent, id)
        if refused.contains(path) || node.repeats && refused.contains(where: { $0.hasPrefix(path + "[") }) { return }
        if holds(node.binding.required, at: parent) {
            report(path, nil, "الحقل مطلوب ولم يُعطَ", wanted: node.type?.wanted, label: node.label)
        } else if node.minimumCount > 0, node.repeats {
            reportCount(0, id, path)
        } else if node.type == nil, isNeeded(id) {
            // A group is there when something in it is required.
            checkRequired(evaluator.tree.addDetached(id, near: parent), id)
        }
    }

    private mutating func reportCount(_ count: Int, _ id: SchemaID, _ path: String) {
        if refused.contains(path) { return }
        report(path, nil, "عدد العناصر \(count)", wanted: "\(schema[id].minimumCount) على الأقل", label: schema[id].label)
    }

    private func isSignature(_ node: Schema.Node) -> Bool { node.type == .signature }

    /// Whether a group that is not there may still miss something: one that does not repeat and is not optional as a whole.
    private func isNeeded(_ group: SchemaID) -> Bool {
        !schema[group].repeats && !schema[group].isOptionalGroup
    }

    private mutating func checkConstraints(_ parent: RecordTree.ID) {
        for id in evaluator.tree[parent].children {
            let node = schema[evaluator.tree[id].schema]
            if let constraint = node.binding.constraint {
                evaluator.failure = nil
                let isMet = evaluator.with(id) { evaluator.boolean(constraint) }
                if !isMet || evaluator.failure != nil {
                    let path = path(of: id)
                    let json = value(at: path)
                    // What the program computed was given by nobody, but it is what breaks the rule.
                    let computed = json == nil && !node.isSensitive && node.mask == nil ? Self.shortened(evaluator.tree.string(id)) : nil
                    report(
                        path, json, node.alert ?? "القيمة لا تستوفي شرط الحقل", wanted: node.hint, label: node.label, given: computed,
                        masks: node.isSensitive || node.mask != nil)
                }
            }
            checkConstraints(id)
        }
    }

    /// The path of a field below a node, as the data dictionary names it.
    private func dataPath(_ parent: RecordTree.ID, _ id: SchemaID) -> String {
        parent == 0 ? schema[id].name : path(of: parent) + "." + schema[id].name
    }

    /// The path of a node, as the data dictionary names it: `req.no`, `reason[2]`.
    private func path(of id: RecordTree.ID) -> String {
        var parts: [String] = []
        var next = id
        while next > 0, evaluator.tree[next].parent >= 0 {
            let own = evaluator.tree[next]
            var name = schema[own.schema].name
            if schema[own.schema].repeats {
                let siblings = evaluator.tree[own.parent].children.filter { evaluator.tree[$0].schema == own.schema }
                name += "[\((siblings.firstIndex(of: next) ?? 0) + 1)]"
            }
            parts.insert(name, at: 0)
            next = own.parent
        }
        return parts.joined(separator: ".")
    }

    /// The value that was given at a path; `nil` for one that was computed.
    private func value(at path: String) -> JSONValue? {
        var value = given
        for part in path.split(separator: ".") {
            let name = part.prefix { $0 != "[" }
            value = value?[String(name)]
            if let index = Int(part.dropFirst(name.count + 1).dropLast()) {
                guard let elements = value?.elements, elements.indices.contains(index - 1) else { return nil }
                value = elements[index - 1]
            }
        }
        return value
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
        // A value that the program made has no place.
        let position = json.flatMap { value in value.end > value.offset ? source.map { $0.position(at: offset ?? value.offset) } : nil }
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
