import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanXML

extension Compiler {
    /// The path to the gender of the person that an expression leads to; reports an expression that leads to none.
    func genderPath(_ expression: Expression, _ element: XMLElement, _ attribute: String) -> NodePath? {
        guard let id = expression.node, var path = expression.path, let gender = schema.gender(of: id) else {
            if let source = element.attribute(attribute) {
                report(
                    "\"\(expression.text)\" is not a person", in: source,
                    hint: "a person is a field of type person, or a group with a choice gender of m and f")
            }
            return nil
        }
        if gender != id { path.steps.append(.down(gender)) }
        return path
    }
}

extension ElementDefinition {
    private static let textAttributes = StyleProperty.named + StyleProperty.text
    private static let forms = ["m", "f", "dm", "df", "mp", "fp"]
    private static let formWords = ["one man", "one woman", "two men", "two women", "many men", "many women"]

    static let agree = ElementDefinition(
        "agree", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the person", required: true),
            AttributeDefinition("key", .name, "a key of the agreement table, instead of the forms below"),
            AttributeDefinition("polite", .boolean, "whether the table's respectful form serves for one person"),
        ] + zip(forms, formWords).map { AttributeDefinition($0, .text, "the form for \($1)") } + textAttributes, content: .empty,
        "Prints the form of a word that agrees with a person: «المكرم», «المكرمة». dm, df, mp and fp are needed where the person has number=\"any\"."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope),
            let gender = compiler.genderPath(expression, element, "of"), let id = expression.node
        else { return .none }
        let number = compiler.schema.child("number", of: id).flatMap { compiler.schema[id].allowsAnyNumber ? $0 : nil }
        guard let words = words(compiler, element, anyNumber: number != nil) else { return .none }
        let numberPath = number.flatMap { child in expression.path.map { NodePath(start: $0.start, steps: $0.steps + [.down(child)]) } }
        return .run { target in
            let evaluator = target.evaluator
            guard let given = evaluator.agreement(gender) else {
                // To be struck out by hand: «المكرم/المكرمة».
                if target.isBlank { target.append(.text(words[0] == words[1] ? words[0] : words[0] + "/" + words[1], style)) }
                return
            }
            var form = given == "f" ? 1 : 0
            switch numberPath.flatMap({ evaluator.agreement($0) }) {
            case "2": form += 2
            case "many": form += 4
            default: break
            }
            if !words[form].isEmpty { target.append(.text(words[form], style)) }
        }
    }

    /// The six forms; those that cannot be needed are empty.
    private static func words(_ compiler: Compiler, _ element: XMLElement, anyNumber: Bool) -> [String]? {
        let given = forms.filter { element[$0] != nil }
        if let key = element.attribute("key") {
            if let first = given.first.flatMap({ element.attribute($0) }) {
                compiler.report("with a key there are no forms of its own", in: first)
            }
            guard let row = AgreementTable.row(key.value) else {
                compiler.report(
                    "the agreement table has no \"\(key.value)\"", in: key,
                    hint: NearestName.hint(for: key.value, in: AgreementTable.rows.map(\.key)))
                return nil
            }
            let isPolite = element["polite"] == "true"
            let persons = [PersonCount.one, .two, .many].flatMap { [Persons(.masculine, $0), Persons(.feminine, $0)] }
            let words = persons.map { row.form(for: $0, isPolite: isPolite && $0.count == .one) }
            for (index, word) in words.enumerated() where word.isEmpty && (anyNumber || index < 2) {
                compiler.report("the agreement table has no form of \"\(key.value)\" for \(formWords[index])", in: key)
                return nil
            }
            return words
        }
        let needed = anyNumber ? forms : Array(forms.prefix(2))
        for (form, words) in zip(forms, formWords) where needed.contains(form) && element[form] == nil {
            compiler.report("the form \"\(form)\" for \(words) can be needed and is missing", at: element, hint: "add \(form)=\"…\"")
        }
        return forms.map { element[$0] ?? "" }
    }

    private static let plurals = ["zero", "one", "two", "few", "many", "other"]

    static let plural = ElementDefinition(
        "plural", .instructions, .content([.inlines]),
        [AttributeDefinition("count", .expression, "the number", required: true)]
            + zip(plurals, ["0", "1", "2", "3 to 10, 103 to 110 …", "11 to 99, 111 to 199 …", "100, 101, 102, 200 …, and fractions"]).map {
                AttributeDefinition($0, .text, "the text for \($1)")
            } + textAttributes, content: .empty,
        "Prints one of some texts by a number (the plural forms of CLDR). A form that the number cannot need, by the field's min and max, may be left out."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("count", of: element, in: scope) else { return .none }
        var range = 0...Int.max
        if let id = expression.node {
            let node = compiler.schema[id]
            if node.type != .integer, let attribute = element.attribute("count") {
                compiler.report("\"\(node.path)\" is not a whole number", in: attribute)
            }
            let low = max(0, (node.minimum ?? 0) / 1_000)
            range = low...max(low, node.maximum.map { $0 / 1_000 } ?? Int.max)
        }
        for form in plurals where element[form] == nil && isNeeded(form, range) {
            compiler.report(
                "the form \"\(form)\" can be needed and is missing", at: element, hint: "add \(form)=\"…\", or min and max to the field")
        }
        let words = plurals.map { element[$0] ?? "" }
        return .run { target in
            guard let number = target.evaluator.number(expression) else { return }
            let word = words[number.integer.map { category($0) } ?? 5]
            if !word.isEmpty { target.append(.text(word, style)) }
        }
    }

    /// The plural category of a whole number (CLDR, `ar`), as the index of its name.
    private static func category(_ number: Int) -> Int {
        let rest = Int(number.magnitude % 100)
        switch number.magnitude {
        case 0: return 0
        case 1: return 1
        case 2: return 2
        default: return (3...10).contains(rest) ? 3 : rest >= 11 ? 4 : 5
        }
    }

    private static func isNeeded(_ form: String, _ range: ClosedRange<Int>) -> Bool {
        guard let index = plurals.firstIndex(of: form) else { return false }
        // Every category occurs among the first hundred and one numbers from anywhere.
        return (range.lowerBound...min(range.upperBound, range.lowerBound &+ 102)).contains { category($0) == index }
    }
}
