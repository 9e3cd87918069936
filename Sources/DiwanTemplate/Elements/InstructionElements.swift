import DiwanDocument
import DiwanDomain
import DiwanXML

extension ElementDefinition {
    private static let anywhere = Place.content([.blocks, .inlines, .items, .rows, .cells, .columns])

    static let `if` = ElementDefinition(
        "if", .instructions, anywhere,
        [
            AttributeDefinition("test", .condition, "the condition", required: true),
            AttributeDefinition(
                "blank", .keyword(["show", "hide"]), "whether it is shown where the form is asked for blank; by the test when not named"),
        ], content: .asPlace,
        "What it holds is there only when the condition holds. A path alone asks whether there is a value; a yes-or-no field counts by its value."
    ) { compiler, element, scope in
        guard let test = compiler.condition("test", of: element, in: scope) else {
            _ = compiler.contents(of: element, in: scope)
            return .none
        }
        let content = compiler.contents(of: element, in: scope.knowing(test))
        let presence = compiler.presence(of: test, in: scope)
        let shown = compiler.branch(element, "if \(test.text): shown", isPossible: presence != .never)
        let hidden = compiler.branch(element, "if \(test.text): left out", isPossible: presence != .always)
        let blank: Bool? = element["blank"].map { $0 == "show" }
        return .run { target in
            if target.isBlank ? blank ?? target.evaluator.boolean(test) : target.evaluator.boolean(test) {
                target.take(shown)
                content.run(target)
            } else {
                target.take(hidden)
            }
        }
    }

    static let choose = ElementDefinition(
        "choose", .instructions, anywhere,
        content: .elements(["when", "otherwise"]), "Takes the first when whose condition holds, else the otherwise."
    ) { compiler, element, scope in
        var cases: [Case] = []
        var otherwise: Case?
        let inner = scope.inside("choose")
        // Whether the cases so far leave anything to those after them.
        var isOpen = true
        for child in element.elements {
            switch child.name {
            case "when":
                if otherwise != nil { compiler.report("\"when\" comes before \"otherwise\"", at: child) }
                let test = compiler.condition("test", of: child, in: inner)
                let content = compiler.contents(of: child, in: test.map { inner.knowing($0) } ?? inner)
                if let test {
                    let presence = compiler.presence(of: test, in: inner)
                    let branch = compiler.branch(child, "when \(test.text)", isPossible: isOpen && presence != .never)
                    cases.append(Case(test: test, content: content, branch: branch, inBlank: child["blank"]))
                    if presence == .always { isOpen = false }
                }
            case "otherwise":
                if otherwise != nil { compiler.report("there is already an \"otherwise\"", at: child) }
                let branch = compiler.branch(child, "otherwise", isPossible: isOpen)
                otherwise = Case(content: compiler.contents(of: child, in: inner), branch: branch, inBlank: child["blank"])
            default: break
            }
        }
        if element.first("when") == nil { compiler.report("\"choose\" has no \"when\"", at: element) }
        let rest = otherwise ?? Case(content: .none, branch: compiler.branch(element, "choose: none", isPossible: isOpen), inBlank: nil)
        let choices = cases
        // What a blank takes when nothing is given.
        let shown = choices.first { $0.inBlank == "show" }
        return .run { target in
            for choice in choices where !(target.isBlank && choice.inBlank == "hide") {
                if let test = choice.test, target.evaluator.boolean(test) {
                    target.take(choice.branch)
                    return choice.content.run(target)
                }
            }
            guard target.isBlank else {
                target.take(rest.branch)
                return rest.content.run(target)
            }
            if let shown {
                target.take(shown.branch)
                shown.content.run(target)
            } else if rest.inBlank != "hide" {
                target.take(rest.branch)
                rest.content.run(target)
            }
        }
    }

    /// A `when`, or the `otherwise`, which has no test.
    private struct Case: Sendable {
        var test: Expression?
        var content: Program
        var branch: Int
        /// `show` or `hide`, where the form is asked for blank.
        var inBlank: String?
    }

    static let when = ElementDefinition(
        "when", .instructions, .within(["choose"]),
        [
            AttributeDefinition("test", .condition, "the condition", required: true),
            AttributeDefinition(
                "blank", .keyword(["show", "hide"]),
                "show: taken where the form is asked for blank and no condition holds; hide: never taken there"),
        ],
        content: .asPlace, "A case of choose.")

    static let otherwise = ElementDefinition(
        "otherwise", .instructions, .within(["choose"]),
        [AttributeDefinition("blank", .keyword(["hide"]), "hide: left out where the form is asked for blank")],
        content: .asPlace, "What choose takes when no condition holds.")

    static let forEach = ElementDefinition(
        "for-each", .instructions, anywhere,
        [
            AttributeDefinition("select", .expression, "the fields or groups to go through", required: true),
            AttributeDefinition("separator", .text, "text between two, in a line: «، »"),
            AttributeDefinition("last-separator", .text, "text before the last, instead of the separator: « و»"),
            AttributeDefinition("blank-rows", .integer(0...100), "how many empty ones there are where the form is asked for blank"),
            AttributeDefinition("at-least", .integer(0...100), "empty ones are added up to this number"),
        ], content: .asPlace,
        "What it holds is there for each; expressions in it start from each in turn, and position() and last() count them."
    ) { compiler, element, scope in
        guard let select = compiler.expression("select", of: element, in: scope), let source = element.attribute("select") else {
            return .none
        }
        guard let id = select.node else {
            compiler.report("\"select\" must lead to fields of one name", in: source)
            return .none
        }
        var inner = scope
        inner.context = id
        let content = compiler.contents(of: element, in: inner)
        let presence = compiler.presence(of: select, in: scope)
        let some = compiler.branch(element, "for-each \(select.text): some", isPossible: presence == .sometimes)
        let none = compiler.branch(element, "for-each \(select.text): none", isPossible: presence == .sometimes)
        let style = scope.style.text
        let separator = element["separator"]
        let lastSeparator = element["last-separator"] ?? separator
        if scope.kind != .inlines, let given = element.attribute("separator") ?? element.attribute("last-separator") {
            compiler.report("a separator stands only in a line of text", in: given)
        }
        let blankRows = element["blank-rows"].flatMap { Int($0) } ?? 0
        let atLeast = element["at-least"].flatMap { Int($0) } ?? 0
        return .run { target in
            let evaluator = target.evaluator
            var nodes = evaluator.nodes(select)
            target.take(nodes.isEmpty ? none : some)
            let wanted = max(atLeast, target.isBlank ? blankRows : 0)
            let given = nodes.count
            // An empty row is one more of all that there are, of which only some may be gone through here.
            let before = target.form == nil || select.path != nil ? given : evaluator.siblingCount(of: nodes.first, id)
            while nodes.count < wanted { nodes.append(evaluator.emptyNode(id)) }
            for (index, node) in nodes.enumerated() {
                if index >= given { target.form?.setRow(node, before + index - given + 1) }
                if index > 0, let between = index == nodes.count - 1 ? lastSeparator : separator { target.append(.text(between, style)) }
                evaluator.with(node, position: index + 1, size: nodes.count) { content.run(target) }
            }
        }
    }

    static let `let` = ElementDefinition(
        "let", .instructions, anywhere,
        [
            AttributeDefinition("name", .name, "the name; $NAME is its value for what follows in the same element", required: true),
            AttributeDefinition("value", .expression, "the value", required: true),
        ], content: .empty, "Gives a value a name.")
}

extension Compiler {
    /// The program of a `let`; its variable is known in `scope` from here on.
    func compileLet(_ element: XMLElement, _ scope: inout Scope) -> Program {
        guard let name = element["name"], let expression = expression("value", of: element, in: scope) else { return .none }
        if schema.root(name) != nil, let attribute = element.attribute("name") {
            report("\"$\(name)\" is known already", in: attribute)
            return .none
        }
        let (inner, slot) = define(name, expression, in: scope)
        scope = inner
        return .run { target in target.evaluator.variables[slot].value = target.evaluator.variableValue(expression) }
    }
}
