import DiwanDiagnostics
import DiwanDomain
import DiwanXML

/// Reads an expression, checks its names, types and options against the fields, and makes it ready.
///
/// libxml2 would say nothing of an unknown name or an option that is none: the expression would be empty or false, and the letter wrong.
struct ExpressionCompiler {
    let schema: Schema
    let variables: [Scope.Variable]
    /// Where the expression stands.
    let attribute: XMLAttribute
    /// The byte offset of the expression in the attribute's value.
    let base: Int
    private(set) var diagnostics: [Diagnostic] = []
    private var uses: Set<SchemaID> = []
    /// The slots of the variables that it names.
    private(set) var slots: Set<Int> = []
    private var isConstant = true
    /// Text to put into the expression for libxml2, by byte offset.
    private var insertions: [(offset: Int, text: String)] = []

    /// A term with its native form, when it has one.
    private struct Typed {
        var type: StaticType
        var native: NativeTerm?
        var range: Range<Int>
    }

    init(schema: Schema, variables: [Scope.Variable], attribute: XMLAttribute, base: Int = 0) {
        self.schema = schema
        self.variables = variables
        self.attribute = attribute
        self.base = base
    }

    /// The expression `text`, evaluated from `context`; as a condition when `asCondition`. `nil` when it has errors.
    mutating func compile(_ text: String, context: SchemaID, asCondition: Bool = false) -> Expression? {
        if asCondition, text == "true" || text == "false" {
            return Expression(
                text: text, type: .boolean, native: .boolean(text == "true"), general: nil, uses: [], isConstant: true,
                asksForNodes: false)
        }
        let term: XPathTerm
        do throws(XPathError) {
            term = try XPathParser.parse(text)
        } catch {
            let offset = error.offset ?? 0
            report(error.words, offset..<offset)
            return nil
        }
        var typed = check(term, context)
        // A yes-or-no field that is a condition counts by its value.
        var asksForNodes = false
        if case .nodes(let id) = typed.type { asksForNodes = schema[id].type != .boolean || !asCondition }
        if asCondition { typed = condition(typed) }
        if diagnostics.hasErrors { return nil }
        var general: XPathExpression?
        if typed.native == nil {
            do throws(XPathError) {
                general = try XPathExpression(rewritten(text))
            } catch {
                report(error.words, 0..<text.utf8.count)
                return nil
            }
        }
        return Expression(
            text: text, type: typed.type, native: typed.native, general: general, uses: uses,
            isConstant: isConstant && typed.native != nil, asksForNodes: asksForNodes)
    }

    private func rewritten(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for insertion in insertions.sorted(by: { $0.offset > $1.offset }) {
            bytes.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Terms

    private mutating func check(_ term: XPathTerm, _ context: SchemaID) -> Typed {
        switch term.kind {
        case .literal(let text): return Typed(type: .text, native: .text(text), range: term.range)
        case .number(let text): return Typed(type: .number, native: Evaluator.number(in: text).map { .number($0) }, range: term.range)
        case .variable(let name): return variable(name, term.range)
        case .call(let call): return self.call(call, term.range, context)
        case .path(let path): return self.path(path, term.range, context)
        case .negation(let inner):
            let inner = number(check(inner, context))
            return Typed(type: .number, native: inner.native.map { .negation($0) }, range: term.range)
        case .operation(let operation, let place, let left, let right):
            return self.operation(operation, place, left, right, term.range, context)
        }
    }

    private mutating func operation(
        _ operation: XPathOperator, _ place: Range<Int>, _ left: XPathTerm, _ right: XPathTerm, _ range: Range<Int>, _ context: SchemaID
    ) -> Typed {
        let a = check(left, context)
        let b = check(right, context)
        switch operation {
        case .or, .and:
            let (a, b) = (condition(a), condition(b))
            guard let x = a.native, let y = b.native else { return Typed(type: .boolean, native: nil, range: range) }
            return Typed(type: .boolean, native: operation == .or ? .or(x, y) : .and(x, y), range: range)
        case .equal, .notEqual:
            checkEquality(a, left, b, right)
            return comparison(operation == .equal ? .equal : .notEqual, a, b, range)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            checkOrder(a, operation, place)
            checkOrder(b, operation, place)
            let comparison: NativeTerm.Comparison =
                switch operation {
                case .less: .less
                case .lessOrEqual: .lessOrEqual
                case .greater: .greater
                default: .greaterOrEqual
                }
            return self.comparison(comparison, a, b, range)
        case .plus, .minus, .multiply, .divide, .modulo:
            let (a, b) = (number(a), number(b))
            let arithmetic: NativeTerm.Arithmetic? =
                switch operation {
                case .plus: .add
                case .minus: .subtract
                case .multiply: .multiply
                case .divide: .divide
                default: nil
                }
            guard let arithmetic, let x = a.native, let y = b.native else { return Typed(type: .number, native: nil, range: range) }
            return Typed(type: .number, native: .arithmetic(arithmetic, x, y), range: range)
        case .union:
            var ids: [SchemaID] = []
            for side in [a, b] {
                switch side.type {
                case .nodes(let id): if !ids.contains(id) { ids.append(id) }
                case .mixedNodes(let more): for id in more where !ids.contains(id) { ids.append(id) }
                default: report("\"|\" joins paths, not values", place)
                }
            }
            return Typed(type: ids.count == 1 ? .nodes(ids[0]) : .mixedNodes(ids), native: nil, range: range)
        }
    }

    private mutating func comparison(_ comparison: NativeTerm.Comparison, _ a: Typed, _ b: Typed, _ range: Range<Int>) -> Typed {
        var (a, b) = (a, b)
        // A boolean field counts by its value where it meets a boolean.
        if a.type == .boolean { b = condition(b) } else if b.type == .boolean { a = condition(a) }
        guard let x = a.native, let y = b.native else { return Typed(type: .boolean, native: nil, range: range) }
        return Typed(type: .boolean, native: .compare(comparison, x, y), range: range)
    }

    /// The term as yes or no: a boolean field by its value, other nodes by being there.
    private mutating func condition(_ term: Typed) -> Typed {
        if case .nodes(let id) = term.type, schema[id].type == .boolean {
            insertions.append((term.range.lowerBound, "("))
            insertions.append((term.range.upperBound, " = 'true')"))
            if case .nodes(let path)? = term.native { return Typed(type: .boolean, native: .truth(path), range: term.range) }
            return Typed(type: .boolean, native: nil, range: term.range)
        }
        return Typed(type: .boolean, native: term.native, range: term.range)
    }

    private mutating func number(_ term: Typed) -> Typed {
        switch term.type {
        case .nodes(let id):
            if let type = schema[id].type, type.isNumeric { break }
            refuseAsNumber(id, term.range)
        case .mixedNodes(let ids):
            for id in ids where schema[id].type?.isNumeric != true { refuseAsNumber(id, term.range) }
        case .date: report("a date is not a number", term.range, hint: "count its days with days-from-date(…)")
        case .text, .number, .boolean: break
        }
        return term
    }

    private mutating func refuseAsNumber(_ id: SchemaID, _ range: Range<Int>) {
        let node = schema[id]
        if node.type == .date {
            report("\"\(node.path)\" is a date, not a number", range, hint: "count its days with days-from-date(\(node.name))")
        } else {
            report("\"\(node.path)\" is \(words(for: node)), not a number", range)
        }
    }

    private func words(for node: Schema.Node) -> String {
        guard let type = node.type else { return "a group" }
        switch type {
        case .integer, .address, .iban, .image, .email: return "an \(type.rawValue)"
        default: return "a \(type.rawValue)"
        }
    }

    // MARK: Checks of comparisons

    private mutating func checkEquality(_ a: Typed, _ left: XPathTerm, _ b: Typed, _ right: XPathTerm) {
        checkOption(a, right)
        checkOption(b, left)
        for (side, other) in [(a, right), (b, left)] {
            guard case .nodes(let id) = side.type else { continue }
            if schema[id].type == nil {
                report("\"\(schema[id].path)\" is a group, not a value", side.range)
            } else if schema[id].type?.isNumeric == true, case .literal(let text) = other.kind, Evaluator.number(in: text) == nil {
                report("\"\(schema[id].path)\" is a number and never equals '\(text)'", other.range)
            } else if schema[id].type == .date, case .literal(let text) = other.kind, (try? RecordedDate(text, order: .yearFirst)) == nil {
                report("\"\(schema[id].path)\" is a date and never equals '\(text)'", other.range, hint: "write it as '2025-11-05'")
            }
        }
    }

    private mutating func checkOption(_ side: Typed, _ other: XPathTerm) {
        guard case .literal(let text) = other.kind, case .nodes(let id) = side.type else { return }
        let node = schema[id]
        switch node.type {
        case .choice where !node.options.contains(where: { $0.value == text }):
            let values = node.options.map(\.value)
            report(
                "'\(text)' is not an option of \"\(node.path)\"", other.range,
                hint: NearestName.hint(for: text, in: values) ?? "the options are \(values.joined(separator: ", "))")
        case .boolean where text != "true" && text != "false":
            report("\"\(node.path)\" is true or false and never equals '\(text)'", other.range)
        default: break
        }
    }

    private mutating func checkOrder(_ side: Typed, _ operation: XPathOperator, _ place: Range<Int>) {
        switch side.type {
        case .nodes(let id):
            let node = schema[id]
            if node.type?.isNumeric == true { return }
            if node.type == .date {
                report(
                    "\"\(operation.rawValue)\" compares numbers, and \"\(node.path)\" is a date", place,
                    hint: "compare days-from-date(\(node.name)) \(operation.rawValue) days-from-date(…)")
            } else {
                report("\"\(operation.rawValue)\" compares numbers, and \"\(node.path)\" is \(words(for: node))", place)
            }
        case .date:
            report("\"\(operation.rawValue)\" compares numbers, not dates", place, hint: "compare days-from-date(…) on both sides")
        case .text: report("\"\(operation.rawValue)\" compares numbers, not text", place)
        case .mixedNodes(let ids):
            for id in ids where schema[id].type?.isNumeric != true {
                return report("\"\(operation.rawValue)\" compares numbers, and \"\(schema[id].path)\" is \(words(for: schema[id]))", place)
            }
        case .number, .boolean: break
        }
    }

    // MARK: Variables and paths

    private mutating func variable(_ name: String, _ range: Range<Int>) -> Typed {
        if let index = schema.roots.firstIndex(where: { $0.name == name }) {
            if name == "data" || name == "policy" { isConstant = false }
            return Typed(type: .nodes(schema.roots[index].id), native: .nodes(NodePath(start: .root(index))), range: range)
        }
        guard let variable = variables.last(where: { $0.name == name }) else {
            let known = variables.map(\.name) + schema.roots.map(\.name)
            report("there is no variable \"$\(name)\"", range, hint: NearestName.of(name, in: known).map { "did you mean \"$\($0)\"?" })
            return Typed(type: .text, native: nil, range: range)
        }
        insertions.append((range.upperBound, ".\(variable.slot)"))
        slots.insert(variable.slot)
        switch variable.stands {
        case .text, .number: break
        default: isConstant = false
        }
        uses.formUnion(variable.uses)
        if let term = variable.stands { return Typed(type: variable.type, native: term, range: range) }
        switch variable.type {
        case .nodes, .mixedNodes: return Typed(type: variable.type, native: .nodes(NodePath(start: .variable(variable.slot))), range: range)
        default: return Typed(type: variable.type, native: .variable(variable.slot), range: range)
        }
    }

    private mutating func path(_ path: XPathPath, _ range: Range<Int>, _ context: SchemaID) -> Typed {
        var ids: [SchemaID]
        var native: NodePath?
        switch path.start {
        case .context:
            ids = [context]
            native = NodePath()
            isConstant = false
        case .root:
            report("paths start at the group they stand in, or at a variable", range, hint: "write $data/… for a path from the root")
            return Typed(type: .text, native: nil, range: range)
        case .term(let term):
            let known = diagnostics.count
            let start = check(term, context)
            // What is wrong with the start has been said.
            if diagnostics.count > known { return Typed(type: .text, native: nil, range: range) }
            if case .nodes(let path)? = start.native { native = path }
            switch start.type {
            case .nodes(let id): ids = [id]
            case .mixedNodes(let more): ids = more
            default:
                report("only paths have parts", term.range)
                return Typed(type: .text, native: nil, range: range)
            }
        }
        for predicate in path.predicates {
            native = nil
            _ = checkPredicate(predicate, ids)
        }
        for step in path.steps {
            guard let next = self.step(step, from: ids, &native) else { return Typed(type: .text, native: nil, range: range) }
            ids = next
            for (index, predicate) in step.predicates.enumerated() {
                let test = checkPredicate(predicate, ids)
                if index == 0, step.axis == .child, let test, case .down(let id)? = native?.steps.popLast() {
                    native?.steps.append(.select(id, test))
                } else {
                    native = nil
                }
            }
        }
        uses.formUnion(ids)
        return Typed(type: ids.count == 1 ? .nodes(ids[0]) : .mixedNodes(ids), native: native.map { .nodes($0) }, range: range)
    }

    /// Checks a predicate; its native form as a test of a node, when it has one.
    private mutating func checkPredicate(_ predicate: XPathTerm, _ ids: [SchemaID]) -> NativeTerm? {
        guard let id = ids.first else { return nil }
        let typed = check(predicate, id)
        // A number is the place of the node.
        if case .number = typed.type { return typed.native.map { .compare(.equal, .position, $0) } }
        return condition(typed).native
    }

    /// Where a step leads from `ids`; `nil` when it leads nowhere, which has been reported.
    private mutating func step(_ step: XPathStep, from ids: [SchemaID], _ native: inout NodePath?) -> [SchemaID]? {
        switch step.axis {
        case .itself:
            guard case .node = step.test else {
                native = nil
                return ids
            }
            return ids
        case .parent:
            let parents = Self.unique(ids.compactMap { schema[$0].parent })
            if parents.isEmpty {
                report("there is nothing above the record", step.range)
                return nil
            }
            native?.steps.append(.up)
            if parents.count > 1 { native = nil }
            return parents
        case .child: return child(step, from: ids, &native)
        case .descendant, .descendantOrSelf:
            native = nil
            var below = step.axis == .descendantOrSelf ? ids : []
            var next = ids
            while !next.isEmpty {
                next = next.flatMap { schema[$0].children }
                below += next
            }
            return named(step, Self.unique(below), in: ids)
        case .ancestor, .ancestorOrSelf:
            native = nil
            var above = step.axis == .ancestorOrSelf ? ids : []
            var next = ids
            while !next.isEmpty {
                next = next.compactMap { schema[$0].parent }
                above += next
            }
            return named(step, Self.unique(above), in: ids)
        case .followingSibling, .precedingSibling:
            native = nil
            return named(step, Self.unique(ids.compactMap { schema[$0].parent }.flatMap { schema[$0].children }), in: ids)
        case .attribute:
            report("data has no attributes", step.range)
            return nil
        case .following, .preceding, .namespace:
            report("the axis \"\(step.axis.rawValue)\" is not used in templates", step.range)
            return nil
        }
    }

    private static func unique(_ ids: [SchemaID]) -> [SchemaID] {
        var result: [SchemaID] = []
        for id in ids where !result.contains(id) { result.append(id) }
        return result
    }

    private mutating func named(_ step: XPathStep, _ candidates: [SchemaID], in ids: [SchemaID]) -> [SchemaID]? {
        switch step.test {
        case .any, .node: return candidates
        case .name(let name):
            let found = candidates.filter { schema[$0].name == name }
            if found.isEmpty { unknown(name, step, in: ids, candidates.map { schema[$0].name }) }
            return found.isEmpty ? nil : found
        default:
            report("name the field itself", step.testRange)
            return nil
        }
    }

    private mutating func child(_ step: XPathStep, from ids: [SchemaID], _ native: inout NodePath?) -> [SchemaID]? {
        let candidates = ids.flatMap { schema[$0].children }
        guard let found = named(step, candidates, in: ids) else { return nil }
        if found.count == 1, case .name = step.test {
            native?.steps.append(.down(found[0]))
        } else {
            native = nil
            if found.isEmpty {
                report("there is nothing in \"\(ids.map { schema[$0].path }.joined(separator: "\", \""))\"", step.testRange)
                return nil
            }
        }
        return found
    }

    private mutating func unknown(_ name: String, _ step: XPathStep, in ids: [SchemaID], _ candidates: [String]) {
        let place = ids.count == 1 && schema[ids[0]].parent != nil ? " in \"\(schema[ids[0]].path)\"" : ""
        let message = "there is no field \"\(name)\"\(place)"
        // `a-b` is one name in XPath: subtraction needs spaces.
        let letters = Array(name)
        for (index, letter) in letters.enumerated() where letter == "-" {
            let (before, after) = (String(letters[..<index]), String(letters[(index + 1)...]))
            if candidates.contains(before), candidates.contains(after) {
                return report(message, step.testRange, hint: "write \"\(before) - \(after)\", with spaces, to subtract")
            }
        }
        if let nearest = NearestName.of(name, in: candidates) {
            return report(message, step.testRange, hint: "did you mean \"\(nearest)\"?")
        }
        // A field of another group, named without its group.
        let elsewhere = schema.nodes.first { $0.name == name && $0.parent != nil }
        if name == "true" || name == "false" { return report(message, step.testRange, hint: "write \(name)()") }
        report(
            message, step.testRange, hint: elsewhere.map { "did you mean \"$\(schema[schema.root(of: $0.parent ?? 0)].name)/\($0.path)\"?" }
        )
    }

    // MARK: Functions

    private mutating func call(_ call: XPathCall, _ range: Range<Int>, _ context: SchemaID) -> Typed {
        let arguments = call.arguments.map { check($0, context) }
        let function = DomainFunction(rawValue: call.name)
        guard let arity = function?.arity ?? XPathCoreFunctions.arity(of: call.name) else {
            let known = XPathCoreFunctions.names + DomainFunction.allCases.map(\.rawValue)
            report("there is no function \"\(call.name)\"", call.nameRange, hint: NearestName.hint(for: call.name, in: known))
            return Typed(type: .text, native: nil, range: range)
        }
        guard arity.contains(arguments.count) else {
            let wanted = arity.lowerBound == arity.upperBound ? "\(arity.lowerBound)" : "at least \(arity.lowerBound)"
            report("\(call.name)() takes \(wanted) argument\(wanted == "1" ? "" : "s"), not \(arguments.count)", call.nameRange)
            return Typed(type: .text, native: nil, range: range)
        }
        if let function { return domain(function, arguments, range) }
        return core(call.name, arguments, range, context)
    }

    private mutating func domain(_ function: DomainFunction, _ arguments: [Typed], _ range: Range<Int>) -> Typed {
        isConstant = false
        for (index, argument) in arguments.enumerated() where function.dateArguments.contains(index) {
            switch argument.type {
            case .nodes(let id) where schema[id].type != .date:
                report("\"\(schema[id].path)\" is \(words(for: schema[id])), not a date", argument.range)
            case .nodes(let id) where schema[id].isAsEntered && function != .age:
                report("\"\(schema[id].path)\" is kept as entered and never converted", argument.range)
            case .number, .boolean, .mixedNodes: report("\(function.rawValue)() takes a date here", argument.range)
            default: break
            }
        }
        if function == .addDays || function == .addWorkingDays { _ = number(arguments[1]) }
        if function == .if {
            let test = condition(arguments[0])
            let (yes, no) = (arguments[1], arguments[2])
            let type = yes.type == no.type ? yes.type : scalar(yes.type) == scalar(no.type) ? scalar(yes.type) : .text
            guard let a = test.native, let b = yes.native, let c = no.native else { return Typed(type: type, native: nil, range: range) }
            return Typed(type: type, native: .choose(a, b, c), range: range)
        }
        let natives = arguments.compactMap(\.native)
        let type = function.result ?? .text
        return Typed(type: type, native: natives.count == arguments.count ? .call(function, natives) : nil, range: range)
    }

    /// What a value is once it is no longer nodes.
    private func scalar(_ type: StaticType) -> StaticType {
        guard case .nodes(let id) = type, let field = schema[id].type else { return type }
        return field == .date ? .date : field.isNumeric ? .number : field == .boolean ? .boolean : .text
    }

    private mutating func core(_ name: String, _ arguments: [Typed], _ range: Range<Int>, _ context: SchemaID) -> Typed {
        let first = arguments.first
        switch name {
        case "true", "false": return Typed(type: .boolean, native: .boolean(name == "true"), range: range)
        case "position", "last":
            isConstant = false
            return Typed(type: .number, native: name == "position" ? .position : .last, range: range)
        case "not", "boolean":
            let inner = condition(arguments[0])
            return Typed(type: .boolean, native: inner.native.map { name == "not" ? .not($0) : .not(.not($0)) }, range: range)
        case "count":
            var native: NativeTerm?
            if case .nodes(let path)? = first?.native { native = .count(path) }
            checkNodes(name, arguments[0])
            return Typed(type: .number, native: native, range: range)
        case "sum":
            checkNodes(name, arguments[0])
            _ = number(arguments[0])
            var native: NativeTerm?
            if case .nodes(let path)? = first?.native { native = .sum(path) }
            return Typed(type: .number, native: native, range: range)
        case "string" where arguments.count == 1: return Typed(type: .text, native: first?.native.map { .asText($0) }, range: range)
        case "number" where arguments.count == 1: return Typed(type: .number, native: first?.native.map { .asNumber($0) }, range: range)
        case "concat":
            let natives = arguments.compactMap(\.native)
            return Typed(type: .text, native: natives.count == arguments.count ? .concat(natives) : nil, range: range)
        case "number", "string-length", "floor", "ceiling", "round": return Typed(type: .number, native: nil, range: range)
        case "starts-with", "contains", "lang": return Typed(type: .boolean, native: nil, range: range)
        case "id":
            report("id() has no use in data without a schema of identifiers", range)
            return Typed(type: .text, native: nil, range: range)
        default: return Typed(type: .text, native: nil, range: range)
        }
    }

    private mutating func checkNodes(_ name: String, _ argument: Typed) {
        switch argument.type {
        case .nodes, .mixedNodes: break
        default: report("\(name)() takes a path", argument.range)
        }
    }

    // MARK: Reports

    private mutating func report(_ message: String, _ range: Range<Int>, hint: String? = nil) {
        let span = attribute.span(ofUTF8Range: (base + range.lowerBound)..<(base + range.upperBound))
        diagnostics.append(Diagnostic(.error, message, at: span.position, length: max(1, span.length), hint: hint))
    }
}
