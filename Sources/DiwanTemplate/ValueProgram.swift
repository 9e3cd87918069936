import DiwanDocument
import DiwanDomain
import DiwanXML

/// Writes the value of an expression as its field's type asks.
struct ValueProgram: Sendable {
    let expression: Expression
    var format: ValueFormat
    let style: TextStyle
    /// The field, when the expression leads to one.
    let field: Schema.Node?
    /// The gender that chooses between the words of an option.
    private let gender: NodePath?
    /// The width of the blank that is left where there is no value.
    let blankWidth: Length
    /// Whether nothing is left where there is no value, because the value stands alone in a cell.
    let leavesNothing: Bool
    /// How many lines the blank has.
    let lines: Int

    /// The program of an element's `of`; `nil` when there is none or it has errors.
    init?(_ compiler: Compiler, _ element: XMLElement, _ scope: Scope, style: TextStyle, attribute: String = "of") {
        guard let expression = compiler.expression(attribute, of: element, in: scope), let source = element.attribute(attribute) else {
            return nil
        }
        self.expression = expression
        self.style = style
        var format = ValueFormat(digits: compiler.digits, calendar: compiler.calendar)
        format.words = NumberWords(hundred: compiler.profile.hundred)
        if let digits = element["digits"].flatMap(DigitSystem.init) { format.digits = digits }
        if let calendar = element["calendar"].flatMap(CalendarKind.init) { format.calendar = calendar }
        format.also =
            element["also"] == "other"
            ? (format.calendar == .ummAlQura ? .gregorian : .ummAlQura) : element["also"].flatMap(CalendarKind.init)
        format.isLong = element["format"] == "long"
        format.namesWeekday = element["weekday"] == "true"
        format.decimals = element["decimals"].flatMap { Int($0) }
        if element["grouping"] == "false" { format.grouping = false }
        if let currency = element["currency"] { format.currency = currency == "none" ? nil : currency }
        if let grammaticalCase = element["case"].flatMap(GrammaticalCase.init(word:)) { format.grammaticalCase = grammaticalCase }
        switch expression.type {
        case .nodes(let id):
            let node = compiler.schema[id]
            field = node
            format.mask = node.mask ?? .none
            if node.type == nil {
                compiler.report(
                    "\"\(node.path)\" is a group, not a value", in: source,
                    hint: "name one of \(compiler.schema.childNames(of: id).joined(separator: ", "))")
            }
            if node.type == .image {
                compiler.report(
                    "\"\(node.path)\" is a picture, not text", in: source, hint: "show it with <img of=\"\(expression.text)\" alt=\"…\"/>")
            }
            if let path = expression.path, Self.canBeSeveral(path, compiler) {
                compiler.report(
                    "\"\(node.path)\" may have several values, and only the first would be printed", in: source,
                    hint: "go through them with for-each")
            }
        case .mixedNodes:
            compiler.report("the expression leads to several fields", in: source, hint: "name one field")
            return nil
        default: field = nil
        }
        if let mask = element["mask"].flatMap(Mask.init) { format.mask = mask }
        self.format = format
        Self.checkDate(compiler, element, expression, field)
        var genderPath: NodePath?
        if let person = compiler.expression("gender-of", of: element, in: scope) {
            genderPath = compiler.genderPath(person, element, "gender-of")
        }
        gender = genderPath
        leavesNothing = scope.isAloneInCell && element["width"] == nil
        lines = Self.lines(element)
        blankWidth = element["width"].flatMap { AttributeValue.length($0) } ?? .millimetres(field?.type?.blankWidth ?? 40)
    }

    /// Reports what is asked of a date that is none, or that is never converted.
    private static func checkDate(_ compiler: Compiler, _ element: XMLElement, _ expression: Expression, _ field: Schema.Node?) {
        for name in ["calendar", "also", "format", "weekday"] {
            guard let attribute = element.attribute(name) else { continue }
            if let field {
                if field.type != .date {
                    compiler.report("\"\(field.path)\" is not a date, and has no \"\(name)\"", in: attribute)
                } else if field.isAsEntered {
                    compiler.report(
                        "\"\(field.path)\" is kept as entered and never converted", in: attribute,
                        hint: "remove \(name), or as-entered from the field")
                }
            } else if expression.type == .number || expression.type == .boolean {
                compiler.report("the expression is not a date, and has no \"\(name)\"", in: attribute)
            }
        }
        if let also = element.attribute("also"), also.value == element["calendar"] ?? compiler.calendar.rawValue {
            compiler.report("the second calendar is the same as the first", in: also)
        }
    }

    /// Whether a path may lead to several nodes from one node.
    private static func canBeSeveral(_ path: NodePath, _ compiler: Compiler) -> Bool {
        path.steps.contains { if case .down(let id) = $0 { compiler.schema[id].repeats } else { false } }
    }

    /// Whether the value is text that a prefix would have to be joined to.
    var isText: Bool {
        switch expression.type {
        case .text: true
        case .nodes:
            switch field?.type {
            case .text, .multiline, .choice, .person, .reference, .address: true
            default: false
            }
        default: false
        }
    }

    /// Adds the value to the line; gives false when there is none, and then adds nothing.
    func append(to target: Instantiation) -> Bool {
        let pieces = pieces(target)
        for piece in pieces {
            if case .lineBreak = piece { target.appendLineBreak() } else { target.append(piece) }
        }
        return !pieces.isEmpty
    }

    /// Adds the value, or a blank to fill in where the record is blank.
    func appendOrBlank(to target: Instantiation) {
        if appendField(to: target) || append(to: target) || !target.isBlank { return }
        appendBlank(to: target)
    }

    /// How wide a column wants to be for the value to be written in: for a choice, its longest word, 3 mm a letter.
    var widthInCell: Length {
        guard let field, field.type == .choice else { return blankWidth }
        let longest = field.options.reduce(0) { max($0, $1.label.count) }
        return .millimetres(min(max(12, longest * 3), 40))
    }

    /// Adds a blank to fill in by hand.
    func appendBlank(to target: Instantiation) {
        if leavesNothing {
            target.blankWidth = widthInCell
            return
        }
        if lines > 1 { return target.appendLines(lines, .dots, style) }
        if field?.type == .date {
            let part = Inline.blank(.dots, width: blankWidth.scaled(by: 2, over: 7), style)
            target.append(
                .isolate(
                    .rightToLeft,
                    [
                        part, .text("/", style), part, .text("/", style), .blank(.dots, width: blankWidth.scaled(by: 3, over: 7), style),
                        .text(format.calendar.era, style),
                    ]))
        } else {
            target.append(.blank(.dots, width: blankWidth, style))
        }
    }

    /// The value of an expression that is the same for every record, in pieces of one line; `nil` when there is none.
    func constantPieces(_ compiler: Compiler) -> [Inline]? {
        let evaluator = compiler.constants()
        let target = Instantiation(evaluator: evaluator, environment: evaluator.environment, isBlank: false, branchCount: 0)
        let pieces = pieces(target)
        return pieces.isEmpty || pieces.contains(.lineBreak) ? nil : pieces
    }

    /// The value in pieces; none when there is none.
    func pieces(_ target: Instantiation) -> [Inline] {
        let evaluator = target.evaluator
        guard let field else {
            switch evaluator.value(expression) {
            case .number(let number): return number.map { format.pieces($0, style) } ?? []
            case let value:
                let text = evaluator.string(value)
                if text.isEmpty { return [] }
                if expression.type == .date, let date = RecordDate(iso: text) { return format.pieces(date, style) }
                return format.pieces(text, style)
            }
        }
        guard let id = evaluator.firstNode(expression) else { return [] }
        return pieces(of: id, field, evaluator)
    }

    func pieces(of id: RecordTree.ID, _ field: Schema.Node, _ evaluator: Evaluator) -> [Inline] {
        let node = evaluator.tree[id]
        if field.type != .person, field.type != .address { evaluator.print(id, node.value == .text ? format.mask : .none) }
        switch node.value {
        case .boolean(let boolean): return [.text(boolean ? "نعم" : "لا", style)]
        case .integer(let number): return format.pieces(DecimalNumber(number), style)
        case .decimal(let number): return format.pieces(number, style)
        case .money(let money): return format.pieces(money, style)
        case .date(let date): return format.pieces(date, style)
        case .choice(let index):
            let option = field.options[index]
            if let gender, let feminine = option.feminineLabel, evaluator.agreement(gender) == "f" {
                return [.text(feminine, style)]
            }
            return [.text(option.label, style)]
        case .masked: return format.shown(masked: node.text, field.type?.identifier, style)
        // Only `img`, `signature` and `stamp` show pictures.
        case .picture: return []
        case .text, .none: break
        }
        switch field.type {
        case .person:
            guard let name = field.children.first.flatMap({ evaluator.tree.firstChild($0, of: id) }) else { return [] }
            evaluator.print(name, format.mask)
            if evaluator.tree[name].value == .masked { return format.shown(masked: evaluator.tree[name].text, nil, style) }
            return text(evaluator.tree[name].text, nil)
        case .address:
            let address = AddressText(evaluator, id)
            return address.isEmpty ? [] : format.pieces(address.line, style)
        default: return text(node.text, field.type)
        }
    }

    private func text(_ text: String, _ type: FieldType?) -> [Inline] {
        if text.isEmpty { return [] }
        if format.mask != .none { return format.masked(text, type?.identifier, style) }
        if let kind = type?.identifier {
            guard let identifier = try? Identifier(kind, text) else { return format.technical(text, style) }
            return format.technical(identifier.printed(format.digits), style)
        }
        return type == .email ? format.technical(text, style) : format.pieces(text, style)
    }

    /// The value as text, for joining it to a prefix.
    func text(_ target: Instantiation) -> String {
        pieces(target).reduce(into: "") { $0 += Self.plain($1) }
    }

    static func plain(_ piece: Inline) -> String {
        switch piece {
        case .text(let text, _): text
        case .isolate(_, let inner): inner.reduce(into: "") { $0 += plain($1) }
        default: ""
        }
    }
}

extension RecordDate {
    /// The day that a text of the tree names; `nil` when it is none.
    init?(iso text: String) {
        if let (year, month, day) = Self.numbers(iso: text) {
            let calendar = year < 1_800 ? CalendarKind.ummAlQura : .gregorian
            guard let recorded = try? RecordedDate(calendar: calendar, year: year, month: month, day: day) else { return nil }
            self.init(recorded: recorded, pair: recorded.both)
            return
        }
        guard let recorded = try? RecordedDate(text, order: .yearFirst) else { return nil }
        self.init(recorded: recorded, pair: recorded.both)
    }

    /// The year, the month and the day of `2025-11-05`; `nil` for every other form.
    static func numbers(iso text: String) -> (year: Int, month: Int, day: Int)? {
        let bytes = text.utf8
        guard bytes.count == 10 else { return nil }
        var numbers = (0, 0, 0)
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 7 {
                if byte != UInt8(ascii: "-") { return nil }
                continue
            }
            guard AttributeValue.isDigit(byte) else { return nil }
            let digit = Int(byte - 0x30)
            if index < 4 {
                numbers.0 = numbers.0 * 10 + digit
            } else if index < 7 {
                numbers.1 = numbers.1 * 10 + digit
            } else {
                numbers.2 = numbers.2 * 10 + digit
            }
        }
        return numbers
    }
}

extension GrammaticalCase {
    /// The case by the word that templates write: `nominative`, `genitive`, `accusative`.
    init?(word: String) {
        switch word {
        case "nominative": self = .nominative
        case "genitive": self = .genitive
        case "accusative": self = .accusative
        default: return nil
        }
    }
}

/// The parts of a national address, as they are written.
struct AddressText {
    /// The parts, in the order of writing.
    private let parts: [String]

    /// The address at a node.
    init(_ evaluator: Evaluator, _ id: RecordTree.ID) {
        var values: [String: String] = [:]
        for child in evaluator.tree[id].children {
            evaluator.print(child)
            values[evaluator.schema[evaluator.tree[child].schema].name] = evaluator.tree[child].text
        }
        var parts: [String] = []
        if let building = values["building"] { parts.append("رقم المبنى " + building) }
        if let unit = values["unit"] { parts.append("الوحدة " + unit) }
        if let street = values["street"] { parts.append(Self.named(street, "شارع", "طريق")) }
        if let district = values["district"] { parts.append(Self.named(district, "حي", "حي")) }
        if let city = values["city"] { parts.append(city) }
        if let postal = values["postal"] { parts.append("الرمز البريدي " + postal) }
        if let additional = values["additional"] { parts.append("الرقم الإضافي " + additional) }
        self.parts = parts
        short = values["short"]
    }

    /// A value with the word for what it is, unless it has it already.
    private static func named(_ value: String, _ word: String, _ other: String) -> String {
        [word, "ال" + word, other].contains { value.hasPrefix($0 + " ") } ? value : word + " " + value
    }

    /// The short address, of Latin letters.
    let short: String?
    /// Whether there is nothing.
    var isEmpty: Bool { parts.isEmpty && short == nil }
    /// The parts on one line.
    var line: String { parts.joined(separator: "، ") }
}
