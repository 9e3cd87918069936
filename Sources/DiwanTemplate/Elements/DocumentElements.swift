import DiwanDiagnostics
import DiwanDocument
import DiwanXML

extension ElementDefinition {
    static let template = ElementDefinition(
        "template", .document, .root,
        [
            AttributeDefinition("id", .name, "the template's name, the same as its folder's", required: true),
            AttributeDefinition("version", .text, "the version of the text, printed and kept with each document"),
            AttributeDefinition("extends", .file, "a template whose page, styles, fields and blocks this one takes over"),
            AttributeDefinition("kind", .name, "the kind of document, one of those in style.json: check asks for what each kind must have"),
            AttributeDefinition("audience", .keyword(["internal", "external", "public"]), "whom the document is for"),
            AttributeDefinition("digits", .keyword(["arab", "latn"]), "the digits of dates and numbers; else the profile's"),
            AttributeDefinition("calendar", .keyword(["umalqura", "gregorian"]), "the calendar of dates; else the profile's"),
        ] + StyleProperty.text + StyleProperty.paragraph,
        content: .of(.blocks),
        "The root of a template: what the document needs, then what it says. A template that extends another holds only blocks that take the place of its base's."
    )

    static let part = ElementDefinition(
        "part", .document, .root, content: .asPlace,
        "The root of a file that templates include: blocks or text, with the fields and styles they need.")

    static let title = ElementDefinition(
        "title", .document, .within(["template"]), content: .text, "The title of the document, as a window or a list shows it.")

    static let page = ElementDefinition(
        "page", .document, .within(["template"]),
        [
            AttributeDefinition("size", .keyword(["A4", "A5", "A4 landscape", "A5 landscape"]), "the paper; A4 when none is named"),
            AttributeDefinition("margin", .sides, "the margins of every page"),
            AttributeDefinition("margin-top", .length, "the upper margin"),
            AttributeDefinition("margin-bottom", .length, "the lower margin"),
            AttributeDefinition("margin-start", .length, "the margin at the start side"),
            AttributeDefinition("margin-end", .length, "the margin at the end side"),
            AttributeDefinition("first-margin-top", .length, "the upper margin of the first page, where a letterhead stands"),
            AttributeDefinition("first-margin-bottom", .length, "the lower margin of the first page"),
        ], content: .empty, "The paper and its margins; 25 mm above, below and at the start, 20 mm at the end when none are named.")

    private static let running = [
        AttributeDefinition("pages", .keyword(["first", "other", "all"]), "the pages it stands on; all when none are named"),
        AttributeDefinition("offset", .length, "the distance from the edge of the paper; 10mm when none is named"),
    ]

    static let header = ElementDefinition(
        "header", .document, .within(["template"]), running + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph,
        content: .flow,
        "What stands above the text, within the upper margin.")

    static let footer = ElementDefinition(
        "footer", .document, .within(["template"]), running + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph,
        content: .flow,
        "What stands below the text, within the lower margin.")

    static let style = ElementDefinition(
        "style", .document, .within(["template", "part"]),
        [
            AttributeDefinition("name", .name, "the name by which elements take the style"),
            AttributeDefinition("match", .names, "elements that all take the style"),
            AttributeDefinition("extends", .names, "styles whose properties it starts from"),
        ] + StyleProperty.all, content: .empty,
        "Properties of style under a name (`style=\"NAME\"` takes them), or for all elements of some names.")

    static let fields = ElementDefinition(
        "fields", .document, .within(["template", "part"]), content: .elements(["field", "group"]), "The data that the document needs.")

    static let policy = ElementDefinition(
        "policy", .document, .within(["template", "part"]),
        [
            AttributeDefinition("rule", .name, "a rule of the office's policy, as the profile names it", required: true),
            AttributeDefinition("from", .expression, "the date that the period starts from"),
            AttributeDefinition("on", .keyword(["issue", "print"]), "issue: the document may not be issued before the rule's first day"),
        ], content: .empty,
        "Makes a rule of the office's policy known as $policy/RULE: at-least and at-most (days), counting, and, with from, earliest-issue, earliest and latest (dates)."
    )

    static let short = ElementDefinition(
        "short", .document, .within(["template"]),
        [AttributeDefinition("segments", .integer(1...10), "in how many parts of a network it must fit; 2 when not named")],
        content: .of(.inlines),
        "What the document says as a short message (SMS), by `-f sms`. Nothing personal may stand in it but a name: no identity number, account, telephone, address, no masked, sensitive or internal value."
    )

    static let block = ElementDefinition(
        "block", .document, .content([.blocks]),
        [
            AttributeDefinition("name", .name, "the name by which a template that extends this one replaces it", required: true),
            AttributeDefinition("required", .boolean, "whether a template that extends this one must fill it"),
        ],
        content: .of(.blocks), "A named part that a template which extends this one may replace; what it holds is the default."
    ) { compiler, element, scope in
        guard let name = element["name"] else { return .none }
        if !compiler.metBlocks.insert(name).inserted { compiler.report("there is already a block \"\(name)\"", at: element) }
        return compiler.contents(of: compiler.blocks[name] ?? element, in: scope)
    }

    static let include = ElementDefinition(
        "include", .document, .content([.blocks, .inlines, .items, .rows, .cells, .columns]),
        [AttributeDefinition("href", .file, "the file, from the templates root", required: true)], content: .elements(["with"]),
        "Puts what a part holds in its place, with the values that the part asks for."
    ) { compiler, element, scope in
        guard let part = compiler.part(of: element) else { return .none }
        // Where a value is missing the part would only have more mistakes.
        guard let (inner, values) = compiler.parameters(of: part, from: element, in: scope.inside("part")) else { return .none }
        let content = compiler.place(part, in: inner)
        // A parameter for which its term stands everywhere needs no value.
        let needed = values.filter { !$0.stands || compiler.generalSlots.contains($0.slot) }
        return .all(needed.map(\.program) + [content])
    }

    static let with = ElementDefinition(
        "with", .document, .within(["include"]),
        [
            AttributeDefinition("name", .name, "the part's parameter", required: true),
            AttributeDefinition("value", .expression, "what $NAME is in the part: a path, or text as 'نص'", required: true),
        ], content: .empty, "Gives a part the value of one of its parameters.")

    static let param = ElementDefinition(
        "param", .document, .within(["part"]),
        [
            AttributeDefinition("name", .name, "the name; $NAME is its value in the part", required: true),
            AttributeDefinition("value", .expression, "the value where none is given; without it one must be"),
        ], content: .empty, "A value that a part asks for: who includes it gives one with `with`.")
}

extension Compiler {
    /// The program that gives a parameter its value.
    struct ParameterValue {
        var slot: Int
        /// Whether a term stands for the parameter, so that only libxml2 asks for the value.
        var stands: Bool
        var program: Program
    }

    /// The scope in a part whose parameters have the values that an `include` gives, and what gives them; `nil` when one has none.
    func parameters(of part: XMLElement, from include: XMLElement, in scope: Scope) -> (scope: Scope, values: [ParameterValue])? {
        let wanted = part.elements.filter { $0.name == "param" }
        let names = wanted.compactMap { $0["name"] }
        let given = include.elements.filter { $0.name == "with" }
        for element in given {
            guard let attribute = element.attribute("name") else { continue }
            if !names.contains(attribute.value) {
                report(
                    "the part has no parameter \"\(attribute.value)\"", in: attribute,
                    hint: NearestName.hint(for: attribute.value, in: names))
            } else if given.first(where: { $0["name"] == attribute.value }) !== element {
                report("\"\(attribute.value)\" is given already", in: attribute)
            }
        }
        var inner = scope
        var values: [ParameterValue] = []
        var isWhole = true
        for parameter in wanted {
            guard let name = parameter["name"], let place = parameter.attribute("name") else { continue }
            if schema.root(name) != nil || wanted.first(where: { $0["name"] == name }) !== parameter {
                report("\"$\(name)\" is known already", in: place)
                isWhole = false
                continue
            }
            let argument = given.first { $0["name"] == name }
            // What is given is seen from where the include stands; a default may name the parameters before it.
            let source = argument ?? (parameter["value"] == nil ? nil : parameter)
            guard let source else {
                report(
                    "the part needs \"\(name)\"", at: include, hint: "write <with name=\"\(name)\" value=\"…\"/> in the include")
                isWhole = false
                continue
            }
            guard let expression = expression("value", of: source, in: argument == nil ? inner : scope) else {
                isWhole = false
                continue
            }
            let (next, slot) = define(name, expression, in: inner)
            inner = next
            let term = stands(for: expression, in: scope)
            inner.variables[inner.variables.count - 1].stands = term
            let program = Program.run { target in target.evaluator.variables[slot].value = target.evaluator.variableValue(expression) }
            values.append(ParameterValue(slot: slot, stands: term != nil, program: program))
        }
        return isWhole ? (inner, values) : nil
    }

    /// The term that may take the place of a parameter wherever the part names it; `nil` where it depends on the place.
    private func stands(for expression: Expression, in scope: Scope) -> NativeTerm? {
        switch expression.native {
        case .text, .number: return expression.native
        case .nodes(var path)?:
            guard case .context = path.start else { return expression.native }
            guard scope.context == Schema.data, let root = schema.roots.firstIndex(where: { $0.id == Schema.data }) else { return nil }
            path.start = .root(root)
            return .nodes(path)
        default: return nil
        }
    }
}
