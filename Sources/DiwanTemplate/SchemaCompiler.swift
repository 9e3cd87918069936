import DiwanDiagnostics
import DiwanDomain
import DiwanXML

extension Compiler {
    /// A field or group whose rules wait until every field is known.
    struct PendingBinding {
        var element: XMLElement
        var id: SchemaID
    }

    /// Adds the fields that `elements` (`fields` elements) declare, and gives those whose rules are still to be compiled.
    func declareFields(_ elements: [XMLElement]) -> [PendingBinding] {
        var pending: [PendingBinding] = []
        for element in elements {
            for child in element.elements { declare(child, in: Schema.data, &pending) }
        }
        return pending
    }

    private func declare(_ element: XMLElement, in parent: SchemaID, _ pending: inout [PendingBinding]) {
        guard element.name == "field" || element.name == "group", let name = element["name"], AttributeValue.isName(name) else { return }
        if name.hasPrefix("xml") || name.contains(".") {
            if let attribute = element.attribute("name") {
                report("\"\(name)\" cannot name a field", in: attribute, hint: "use letters, digits, - and _")
            }
            return
        }
        let id: SchemaID
        if let known = schema.child(name, of: parent) {
            // A template adds to its base's groups; a field is declared once.
            if element.name == "field" || schema[known].type != nil {
                if let attribute = element.attribute("name") {
                    let place = schema[known].position.map { ", at \($0)" } ?? ""
                    report("\"\(schema[known].path)\" is declared already\(place)", in: attribute)
                }
                return
            }
            id = known
        } else {
            id = schema.add(Schema.Node(name: name, path: "", label: name), to: parent)
            schema[id].position = element.position
            fill(id, from: element)
        }
        pending.append(PendingBinding(element: element, id: id))
        for child in element.elements where child.name == "field" || child.name == "group" {
            if let type = schema[id].type, type != .person, type != .address {
                report("a field of type \(type.rawValue) has no parts", at: child)
            } else {
                declare(child, in: id, &pending)
            }
        }
    }

    private func fill(_ id: SchemaID, from element: XMLElement) {
        schema[id].label = text(of: "label", in: element) ?? schema[id].name
        schema[id].hint = text(of: "hint", in: element)
        schema[id].alert = text(of: "alert", in: element)
        schema[id].repeats = element["repeats"] == "true"
        schema[id].minimumCount = element["min-count"].flatMap { Int($0) } ?? 0
        schema[id].maximumCount = element["max-count"].flatMap { Int($0) } ?? 1_000
        if element.name == "group" {
            schema[id].isOptionalGroup = element["required"] == "false"
            return
        }
        guard let type = element["type"].flatMap(FieldType.init) else { return }
        schema[id].type = type
        schema[id].isAsEntered = element["as-entered"] == "true"
        schema[id].allowsAnyNumber = element["number"] == "any"
        schema[id].mask = element["mask"].flatMap(Mask.init)
        schema[id].isSensitive = element["sensitive"] == "true"
        schema[id].isInternal = element["internal"] == "true"
        schema[id].purpose = element["purpose"]
        schema[id].decimals = element["decimals"].flatMap { Int($0) } ?? 2
        schema[id].maximumLength = element["max-length"].flatMap { Int($0) }
        schema[id].minimum = bound("min", of: element, type)
        schema[id].maximum = bound("max", of: element, type)
        for (name, wanted, isRight) in [
            ("as-entered", "date", type == .date), ("number", "person", type == .person), ("currency", "money", type == .money),
            ("decimals", "decimal", type == .decimal),
        ] where !isRight {
            if let attribute = element.attribute(name) { report("only a \(wanted) has \"\(name)\"", at: attribute) }
        }
        declareOptions(id, element, type)
        declareParts(id, type)
    }

    private func report(_ message: String, at attribute: XMLAttribute) {
        diagnostics.append(Diagnostic(.error, message, at: attribute.position, length: attribute.name.unicodeScalars.count))
    }

    private func text(of name: String, in element: XMLElement) -> String? {
        guard let child = element.first(name) else { return nil }
        if let inner = child.elements.first { report("\"\(inner.name)\" cannot stand in the \(name) of a field", at: inner) }
        let text = AttributeValue.words(child.text).joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    private func bound(_ name: String, of element: XMLElement, _ type: FieldType) -> Int? {
        guard let attribute = element.attribute(name) else { return nil }
        guard type.isNumeric else {
            report("only numbers have \"\(name)\"", at: attribute)
            return nil
        }
        guard let value = AttributeValue.thousandths(attribute.value) else {
            report("\"\(attribute.value)\" is not a number", in: attribute)
            return nil
        }
        return value
    }

    private func declareOptions(_ id: SchemaID, _ element: XMLElement, _ type: FieldType) {
        for option in element.elements("option") {
            guard type == .choice else {
                report("only a choice has options", at: option)
                return
            }
            guard let value = option["value"] else { continue }
            if schema[id].options.contains(where: { $0.value == value }), let attribute = option.attribute("value") {
                report("there is already an option \"\(value)\"", in: attribute)
            }
            let label = AttributeValue.words(option.text).joined(separator: " ")
            schema[id].options.append(Schema.Option(value: value, label: label.isEmpty ? value : label, feminineLabel: option["f"]))
        }
        if type == .choice, schema[id].options.isEmpty { report("the choice has no options", at: element) }
    }

    /// The parts that a person and an address have.
    private func declareParts(_ id: SchemaID, _ type: FieldType) {
        switch type {
        case .person:
            let name = schema.add("name", .text, "الاسم", to: id)
            schema[name].binding.required = .always
            schema[name].maximumLength = 120
            let gender = schema.add("gender", .choice, "الجنس", to: id)
            schema[gender].options = [Schema.Option(value: "m", label: "ذكر"), Schema.Option(value: "f", label: "أنثى")]
            schema[gender].binding.required = .always
            if schema[id].allowsAnyNumber {
                let number = schema.add("number", .choice, "العدد", to: id)
                schema[number].options = [
                    Schema.Option(value: "1", label: "واحد"), Schema.Option(value: "2", label: "اثنان"),
                    Schema.Option(value: "many", label: "أكثر من اثنين"),
                ]
            }
        case .address: Compiler.addAddressParts(&schema, id)
        default: break
        }
    }

    /// Adds the parts of an address below `id`.
    static func addAddressParts(_ schema: inout Schema, _ id: SchemaID) {
        for (name, label) in [
            ("building", "رقم المبنى"), ("street", "الشارع"), ("district", "الحي"), ("city", "المدينة"), ("postal", "الرمز البريدي"),
            ("additional", "الرقم الإضافي"), ("unit", "رقم الوحدة"), ("short", "العنوان المختصر"),
        ] { schema.add(name, name == "short" ? .reference : .text, label, to: id) }
    }

    // MARK: Rules

    /// Compiles the rules of the declared fields, each with its place as context.
    func compileBindings(_ pending: [PendingBinding], in scope: Scope) {
        for binding in pending {
            var group = scope
            group.context = schema[binding.id].parent ?? Schema.data
            var own = scope
            own.context = binding.id
            let element = binding.element
            if let rule = rule("required", of: element, in: group) { schema[binding.id].binding.required = rule }
            if let rule = rule("relevant", of: element, in: group) { schema[binding.id].binding.relevant = rule }
            if let rule = rule("readonly", of: element, in: group) { schema[binding.id].binding.readonly = rule }
            if let constraint = condition("constraint", of: element, in: own) { schema[binding.id].binding.constraint = constraint }
            if let calculate = expression("calculate", of: element, in: group), let attribute = element.attribute("calculate") {
                checkCalculate(calculate, binding.id, attribute)
                schema[binding.id].binding.calculate = calculate
            }
        }
        orderCalculations(pending)
    }

    private func rule(_ name: String, of element: XMLElement, in scope: Scope) -> Schema.Rule? {
        guard let condition = condition(name, of: element, in: scope) else { return nil }
        if case .boolean(let value)? = condition.native { return value ? .always : .never }
        return .when(condition)
    }

    private func checkCalculate(_ expression: Expression, _ id: SchemaID, _ attribute: XMLAttribute) {
        let node = schema[id]
        guard let type = node.type else { return }
        let problem: String? =
            switch type {
            case .person, .address, .signature, .image, .choice: "a field of type \(type.rawValue) cannot be calculated"
            case .integer, .decimal, .money: expression.type == .date || expression.type == .boolean ? "the result is not a number" : nil
            case .date:
                switch expression.type {
                case .number, .boolean: "the result is not a date"
                case .nodes(let source): schema[source].type == .date ? nil : "the result is not a date"
                default: nil
                }
            default: nil
            }
        if let problem { report(problem, in: attribute) }
        if node.repeats { report("a field that repeats cannot be calculated", in: attribute) }
    }

    /// Puts the fields in an order in which each comes after those that its relevance and its value depend on; reports circles.
    private func orderCalculations(_ pending: [PendingBinding]) {
        var order: [SchemaID] = []
        var state: [SchemaID: Int] = [:]
        let elements = Dictionary(pending.map { ($0.id, $0.element) }, uniquingKeysWith: { first, _ in first })
        func dependencies(_ id: SchemaID) -> [SchemaID] {
            var used: Set<SchemaID> = []
            let binding = schema[id].binding
            if case .when(let expression) = binding.relevant { used.formUnion(expression.uses) }
            if let calculate = binding.calculate { used.formUnion(calculate.uses) }
            var all: Set<SchemaID> = []
            for other in used {
                // A group's text is that of all below it; a field is there when all above it are.
                var next: SchemaID? = other
                while let current = next, current != Schema.data {
                    all.insert(current)
                    next = schema[current].parent
                }
            }
            if let parent = schema[id].parent, parent != Schema.data { all.insert(parent) }
            return all.sorted()
        }
        func visit(_ id: SchemaID, _ path: [SchemaID]) {
            switch state[id] {
            case 2: return
            case 1:
                let circle = path.drop { $0 != id } + [id]
                let names = circle.map { schema[$0].path }.joined(separator: " → ")
                for member in circle {
                    if let element = elements[member],
                        let attribute = element.attribute("calculate") ?? element.attribute("relevant")
                    {
                        return report("the values depend on one another in a circle: \(names)", in: attribute)
                    }
                }
                return
            default: break
            }
            state[id] = 1
            for other in dependencies(id) where schema.root(of: other) == Schema.data { visit(other, path + [id]) }
            state[id] = 2
            order.append(id)
        }
        for id in schema.nodes.indices where schema.root(of: id) == Schema.data && id != Schema.data { visit(id, []) }
        evaluationOrder = order
    }
}
