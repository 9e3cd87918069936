import DiwanDomain
import DiwanXML

/// An expression of a template, checked against the fields and made ready.
struct Expression: Sendable {
    /// The expression as written.
    let text: String
    /// What its value is.
    let type: StaticType
    /// The form that is evaluated over the record itself.
    let native: NativeTerm?
    /// libxml2's form, where there is no native one.
    let general: XPathExpression?
    /// The fields and groups that it names.
    let uses: Set<SchemaID>
    /// Whether it is the same for every record.
    let isConstant: Bool
    /// Whether it leads to fields or groups, and as a condition asks whether there are any.
    let asksForNodes: Bool

    /// The path, when the expression is nothing else and only the kinds of nodes count on it.
    var path: NodePath? { if case .nodes(let path)? = native, !path.selects { path } else { nil } }

    /// The field or the group that its nodes are, when they are of one kind.
    // Not inlined: Swift 6.3.1 ends a borrow too early where it is, and stops with an ownership error.
    @inline(never)
    var node: SchemaID? { if case .nodes(let id) = type { id } else { nil } }
}

/// What expressions give; programs ask by the functions of the journal, which have the same names without `evaluate`.
extension Evaluator {
    /// The value of an expression.
    func evaluate(_ expression: Expression) -> Value {
        if let native = expression.native { return value(native) }
        guard let general = expression.general else { return .text("") }
        return generalValue(general)
    }

    /// The value as yes or no.
    func evaluateBoolean(_ expression: Expression) -> Bool {
        if let native = expression.native { return boolean(native) }
        return boolean(evaluate(expression))
    }

    /// The value as text.
    func evaluateString(_ expression: Expression) -> String {
        if let native = expression.native { return string(native) }
        return string(evaluate(expression))
    }

    /// The value as a number.
    func evaluateNumber(_ expression: Expression) -> DecimalNumber? {
        if let native = expression.native { return number(native) }
        return number(evaluate(expression))
    }

    /// The nodes that the value is; none when it is none.
    func evaluateNodes(_ expression: Expression) -> [RecordTree.ID] {
        if case .nodes(let path)? = expression.native { return nodes(path) }
        if case .nodes(let nodes) = evaluate(expression) { return nodes }
        return []
    }

    /// The first node that the value is.
    func evaluateFirstNode(_ expression: Expression) -> RecordTree.ID? {
        if case .nodes(let path)? = expression.native { return firstNode(path) }
        return evaluateNodes(expression).first
    }
}

/// libxml2's evaluator over a copy of the record.
final class GeneralEvaluator {
    let evaluator: XPathEvaluator
    let nodes: [DataNode?]
    let version: Int

    init(_ owner: Evaluator) {
        version = owner.tree.version
        let copy = DataTree(rootName: "record")
        var nodes = [DataNode?](repeating: nil, count: owner.tree.nodes.count)
        for root in owner.tree.roots { Self.copy(root, of: owner, below: copy.root, &nodes) }
        self.nodes = nodes
        let functions = DomainFunction.allCases.map { function in
            XPathFunction(function.rawValue, arity: function.arity) { [environment = owner.environment] arguments throws(XPathError) in
                Self.call(function, arguments, environment)
            }
        }
        evaluator = XPathEvaluator(functions: functions)
    }

    private static func copy(_ id: RecordTree.ID, of owner: Evaluator, below parent: DataNode, _ nodes: inout [DataNode?]) {
        let node = owner.tree[id]
        let name = owner.schema[node.schema].name
        let copied = node.children.isEmpty ? parent.append(name, text: node.text) : parent.append(name)
        copied.tag = id
        nodes[id] = copied
        for child in node.children { copy(child, of: owner, below: copied, &nodes) }
    }

    /// A function of ours, called by libxml2: texts and numbers come from its values and go back as such.
    private static func call(_ function: DomainFunction, _ arguments: [XPathValue], _ environment: TemplateEnvironment) -> XPathValue {
        if function == .if { return arguments[0].boolean ? arguments[1] : arguments[2] }
        let empty = Evaluator(schema: Schema(), tree: RecordTree(Schema()), environment: environment, variables: [])
        let values = arguments.map { argument -> Value in
            if case .number(let number) = argument { .number(try? DecimalNumber(XPathNumber.text(number))) } else { .text(argument.string) }
        }
        switch function.evaluate(values, empty) {
        case .number(let number): return .number(number.map { XPathNumber.value($0.text) } ?? .nan)
        case let value: return .string(empty.string(value))
        }
    }
}

extension Evaluator {
    /// The value that libxml2 gives to an expression over the record as it is now.
    func generalValue(_ expression: XPathExpression) -> Value {
        let current: GeneralEvaluator
        if let general, general.version == tree.version {
            current = general
        } else {
            current = GeneralEvaluator(self)
            general = current
        }
        let scope = current.evaluator.scope
        defer { current.evaluator.leaveScope(to: scope) }
        for (index, root) in tree.roots.enumerated() {
            if let node = current.nodes[root] { current.evaluator.define(schema.roots[index].name, .nodes([node])) }
        }
        for variable in variables { current.evaluator.define(variable.name, general(variable.value, current)) }
        guard let context = current.nodes[node] else { return .text("") }
        do throws(XPathError) {
            switch try current.evaluator.evaluate(expression, at: context, position: position, size: size) {
            case .string(let text): return .text(text)
            case .boolean(let boolean): return .boolean(boolean)
            case .number(let number): return .number(Self.decimal(number))
            case .nodes(let nodes): return .nodes(nodes.map(\.tag))
            }
        } catch {
            failure = error.words
            return .text("")
        }
    }

    private func general(_ value: Value, _ current: GeneralEvaluator) -> XPathValue {
        switch value {
        case .nodes(let ids): .nodes(ids.compactMap { current.nodes[$0] })
        case .text(let text): .string(text)
        case .number(let number): .number(number.map { XPathNumber.value($0.text) } ?? .nan)
        case .boolean(let boolean): .boolean(boolean)
        }
    }

    /// A binary float as the decimal that it was meant to be: of 15 significant digits.
    static func decimal(_ number: Double) -> DecimalNumber? {
        guard number.isFinite, let exact = try? DecimalNumber(XPathNumber.text(number)) else { return nil }
        let digits = String(exact.significand.magnitude).utf8.count
        let places = exact.scale - (digits - 15)
        return digits > 15 && places >= 0 ? try? exact.rounded(places: places) : exact
    }
}
