import DiwanDocument
import DiwanDomain
import DiwanXML

/// Values as fields of a form.
extension ValueProgram {
    static let linesAttribute = AttributeDefinition(
        "lines", .integer(2...60), "how many lines there are to write on, where one is not enough")

    /// How many lines an element asks for.
    static func lines(_ element: XMLElement) -> Int { element["lines"].flatMap { Int($0) } ?? 1 }

    /// Adds the value as a field where a form is made; gives false, and adds nothing, where it is no field.
    ///
    /// A value that has room of its own (a cell, a blank, lines) is a field. One in running text is a field only where it has no value:
    /// what is given is part of the sentence. `given` is the room of a blank.
    func appendField(to target: Instantiation, _ given: FieldRoom? = nil) -> Bool {
        guard let form = target.form, let field, let type = field.type, var path = expression.path else { return false }
        if type == .person, let name = field.children.first { path.steps.append(.down(name)) }
        guard let place = form.place(path, target.evaluator), let kind = Self.kind(place.node) else { return false }
        let id = target.evaluator.firstNode(path)
        let hasRoom = given != nil || leavesNothing || lines > 1
        // What is masked on paper is not spelt out in a field.
        if id != nil, !hasRoom || format.mask != .none { return false }
        var result = form.field(place, kind, target.evaluator)
        if let id {
            var plain = self
            plain.format = fieldFormat
            result.content = plain.pieces(of: id, place.node, target.evaluator)
            result.value = Self.value(of: id, place.node, result.content, target.evaluator)
        }
        let room = given ?? FieldRoom(width: hasRoom ? nil : blankWidth, leader: leavesNothing ? .none : .dots, lines: lines)
        guard target.append(result, room, style) else { return false }
        if leavesNothing, given == nil, id == nil { target.blankWidth = widthInCell }
        // Words that belong to the value, and are not typed.
        if type == .money, let currency = format.currency {
            target.append(.text(ValueFormat.noBreakSpace + currency, style))
        } else if type == .date, id == nil, !hasRoom {
            target.append(.text(format.calendar.era, style))
        }
        return true
    }

    /// The kind of the field that is filled in at a place; `nil` where nothing can be typed.
    private static func kind(_ node: Schema.Node) -> FormField.Kind? {
        switch node.type {
        case .choice: .choice(node.options.map { FormField.Option(value: $0.value, label: $0.label) })
        case .boolean: .choice([FormField.Option(value: "true", label: "نعم"), FormField.Option(value: "false", label: "لا")])
        case .multiline: .text(isMultiline: true, maximumLength: node.maximumLength)
        case .text, .reference: .text(isMultiline: false, maximumLength: node.maximumLength)
        case .integer, .decimal, .money, .date, .nationalID, .iban, .mobile, .email: .text(isMultiline: false, maximumLength: nil)
        case .person, .address, .signature, .image, nil: nil
        }
    }

    /// How a value is written where it can be typed: by itself, in one form.
    private var fieldFormat: ValueFormat {
        var format = format
        format.also = nil
        format.isLong = false
        format.namesWeekday = false
        format.currency = nil
        return format
    }

    /// What the field holds: what it shows, and of a choice the option's value.
    private static func value(of id: RecordTree.ID, _ node: Schema.Node, _ content: [Inline], _ evaluator: Evaluator) -> String {
        switch evaluator.tree[id].value {
        case .choice, .boolean: evaluator.tree[id].text
        default: content.reduce(into: "") { $0 += $1 == .lineBreak ? "\n" : plain($1) }
        }
    }
}

extension Instantiation {
    /// Adds lines to write on, from what is left of this one.
    func appendLines(_ count: Int, _ leader: Leader, _ style: TextStyle) {
        for line in 0..<count {
            if line > 0 { append(.lineBreak) }
            append(.fill(leader, minimum: .millimetres(20), style))
        }
    }
}

/// A check box that stands for an option of a choice or for a yes-or-no field, where a form is made.
struct ButtonProgram: Sendable {
    private let path: NodePath
    /// The option; `nil` for a yes-or-no field.
    private let option: Schema.Option?

    /// What a condition asks for: `field = 'option'`, or a yes-or-no field; `nil` for every other.
    init?(_ test: Expression, _ schema: Schema) {
        switch test.native {
        case .compare(.equal, .nodes(let path), .text(let text))?, .compare(.equal, .text(let text), .nodes(let path))?:
            guard case .down(let id)? = path.steps.last, let option = schema[id].options.first(where: { $0.value == text }) else {
                return nil
            }
            self.path = path
            self.option = option
        case .truth(let path)?:
            self.path = path
            option = nil
        default: return nil
        }
    }

    /// Adds the box as a field; gives false, and adds nothing, where no form is made or the box is no field.
    func append(to target: Instantiation, _ style: TextStyle) -> Bool {
        guard let form = target.form, let place = form.place(path, target.evaluator) else { return false }
        let texts = target.evaluator.nodes(path).map { target.evaluator.tree[$0].text }
        var field: FormField
        if let option {
            if place.node.repeats {
                // Several may be chosen: each is a field by itself.
                field = form.field(place, .checkbox(value: "true"), target.evaluator)
                field.name += "." + option.value
                field.label += ": " + option.label
                field.isRequired = false
                field.value = texts.contains(option.value) ? "true" : "false"
            } else {
                field = form.field(place, .button(value: option.value), target.evaluator)
                field.buttonLabel = option.label
                field.value = texts.first ?? ""
            }
        } else {
            field = form.field(place, .checkbox(value: "true"), target.evaluator)
            // A box that may stay empty is always answered.
            field.isRequired = false
            field.value = texts.first == "true" ? "true" : "false"
        }
        return target.append(field, FieldRoom(width: nil, leader: .none), style)
    }
}
