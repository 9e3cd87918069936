/// Whether a path leads to something, as far as the template and the profile tell.
enum Presence: Sendable {
    case always
    case never
    case sometimes
}

extension Compiler {
    /// Whether an expression holds, or the path that it is leads to something: so branches that no record can take are not counted.
    func presence(of expression: Expression, in scope: Scope) -> Presence {
        if scope.known.contains(where: { $0.text == expression.text && $0.context == scope.context }) { return .always }
        return expression.native.map { presence(of: $0, in: scope) } ?? .sometimes
    }

    private func presence(of term: NativeTerm, in scope: Scope) -> Presence {
        switch term {
        case .boolean(let boolean): return boolean ? .always : .never
        case .nodes(let path): return presence(of: path, in: scope)
        case .not(let inner):
            switch presence(of: inner, in: scope) {
            case .always: return .never
            case .never: return .always
            case .sometimes: return .sometimes
            }
        case .or(let a, let b):
            let (a, b) = (presence(of: a, in: scope), presence(of: b, in: scope))
            return a == .always || b == .always ? .always : a == .never && b == .never ? .never : .sometimes
        case .and(let a, let b):
            let (a, b) = (presence(of: a, in: scope), presence(of: b, in: scope))
            return a == .never || b == .never ? .never : a == .always && b == .always ? .always : .sometimes
        case .compare: return isConstant(term) ? (constants().boolean(term) ? .always : .never) : .sometimes
        default: return .sometimes
        }
    }

    /// Whether a comparison is one of the profile's and the template's own values and of literals.
    private func isConstant(_ term: NativeTerm) -> Bool {
        switch term {
        case .text, .number, .boolean: true
        case .nodes(let path): isConstant(path)
        case .compare(_, let a, let b): isConstant(a) && isConstant(b)
        default: false
        }
    }

    private func presence(of path: NodePath, in scope: Scope) -> Presence {
        var id = scope.context
        switch path.start {
        case .context: break
        case .variable: return .sometimes
        case .root(let index):
            id = schema.roots[index].id
            if isConstant(path) { return constants().firstNode(path) == nil ? .never : .always }
            if schema.roots[index].name == "policy" { return policyPresence(path) }
        }
        for step in path.steps {
            switch step {
            case .up: id = schema[id].parent ?? Schema.data
            case .down(let child):
                guard isAlwaysThere(child) else { return .sometimes }
                id = child
            case .select: return .sometimes
            }
        }
        return .always
    }

    /// Whether a field is there wherever its group is.
    private func isAlwaysThere(_ id: SchemaID) -> Bool {
        let node = schema[id]
        guard case .always = node.binding.relevant else { return false }
        if case .always = node.binding.required { return true }
        if node.repeats { return node.minimumCount > 0 }
        // A group is there when something in it always is.
        return node.type == nil && !node.isOptionalGroup && node.children.contains { isAlwaysThere($0) }
    }

    private func policyPresence(_ path: NodePath) -> Presence {
        guard path.steps.count == 2, case .down(let rule) = path.steps[0], case .down(let part) = path.steps[1],
            let use = policies.first(where: { $0.node == rule })
        else { return .sometimes }
        let isSet: Bool
        switch schema[part].name {
        case "at-least", "earliest-issue", "earliest": isSet = use.rule.atLeast != nil
        case "at-most", "latest": isSet = use.rule.atMost != nil
        default: isSet = true
        }
        if !isSet { return .never }
        if schema[part].type != .date { return .always }
        guard let from = use.from else { return .never }
        return presence(of: from, in: Scope(style: ComputedStyle(scale: 100, language: "ar", direction: .rightToLeft)))
    }
}
