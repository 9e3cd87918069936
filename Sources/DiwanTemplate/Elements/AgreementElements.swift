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

extension Compiler {
    /// The path to the number of a person that may be two or many.
    func numberPath(_ person: Expression) -> NodePath? {
        guard let id = person.node, schema[id].allowsAnyNumber, let number = schema.child("number", of: id), let path = person.path
        else { return nil }
        return NodePath(start: path.start, steps: path.steps + [.down(number)])
    }
}

extension Evaluator {
    /// The place among the six forms of the one that agrees with a person; `nil` where the person is not known.
    func personForm(_ gender: NodePath, _ number: NodePath?) -> Int? {
        guard let given = agreement(gender) else { return nil }
        let form = given == "f" ? 1 : 0
        switch number.flatMap({ agreement($0) }) {
        case "2": return form + 2
        case "many": return form + 4
        default: return form
        }
    }
}

extension ElementDefinition {
    private static let textAttributes = StyleProperty.named + StyleProperty.text
    /// The forms that agree with a person, in the order of `formWords`.
    static let personForms = ["m", "f", "dm", "df", "mp", "fp"]
    private static let formWords = ["one man", "one woman", "two men", "two women", "many men", "many women"]

    static let agree = ElementDefinition(
        "agree", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the person", required: true),
            AttributeDefinition(
                "key", .name, "a key of the agreement table, or of the profile's own agreement, instead of the forms below"),
            AttributeDefinition("polite", .boolean, "whether the table's respectful form serves for one person"),
        ] + zip(personForms, formWords).map { AttributeDefinition($0, .text, "the form for \($1)") } + textAttributes, content: .empty,
        "Prints the form of a word that agrees with a person: «المكرم», «المكرمة». dm, df, mp and fp are needed where the person has number=\"any\"."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope),
            let gender = compiler.genderPath(expression, element, "of"), let id = expression.node
        else { return .none }
        let anyNumber = compiler.schema.child("number", of: id) != nil && compiler.schema[id].allowsAnyNumber
        guard let words = agreeing(compiler, element, anyNumber: anyNumber) else { return .none }
        let number = compiler.numberPath(expression)
        return .run { target in
            guard let form = target.evaluator.personForm(gender, number) else {
                if target.isBlank { target.append(.text(struckOut(words), style)) }
                return
            }
            if !words[form].isEmpty { target.append(.text(words[form], style)) }
        }
    }

    /// The forms for a man and a woman, to be struck out by hand: «المكرم/المكرمة».
    private static func struckOut(_ words: [String]) -> String { words[0] == words[1] ? words[0] : words[0] + "/" + words[1] }

    static let salutation = ElementDefinition(
        "salutation", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the person", required: true),
            AttributeDefinition("rank", .name, "the rank: one of the profile's salutations"),
            AttributeDefinition("rank-of", .expression, "a choice whose options are ranks, instead of rank"),
            AttributeDefinition(
                "part", .keyword(["title", "link", "prayer"]),
                "what is printed; title when not named; link is what stands between the title and the name: «/», or nothing"),
        ] + textAttributes, content: .empty,
        "Prints how the office addresses a person of a rank: «المكرمة» before the name, «حفظها الله» after it. The words are the profile's."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope),
            let gender = compiler.genderPath(expression, element, "of")
        else { return .none }
        let number = compiler.numberPath(expression)
        let isLink = element["part"] == "link"
        func words(_ rank: String, _ attribute: XMLAttribute) -> [String] {
            guard let salutation = compiler.profile.salutation(rank) else {
                let ranks = compiler.profile.salutations.map(\.rank)
                compiler.report(
                    "the profile has no salutation \"\(rank)\"", in: attribute,
                    hint: NearestName.hint(for: rank, in: ranks) ?? "it has \(ranks.joined(separator: ", "))")
                return [String](repeating: "", count: personForms.count)
            }
            return switch element["part"] {
            case "prayer": salutation.prayer
            case "link": [String](repeating: salutation.link, count: personForms.count)
            default: salutation.title
            }
        }
        func program(_ words: @escaping @Sendable (Instantiation) -> [String]?) -> Program {
            .run { target in
                let words = words(target)
                if let words, let form = target.evaluator.personForm(gender, number) {
                    if !words[form].isEmpty { target.append(.text(words[form], style)) }
                } else if target.isBlank {
                    if let words {
                        if !words[0].isEmpty { target.append(.text(struckOut(words), style)) }
                    } else {
                        target.append(isLink ? .text("/", style) : .blank(.dots, width: .millimetres(25), style))
                    }
                }
            }
        }
        if let attribute = element.attribute("rank") {
            if let other = element.attribute("rank-of") { compiler.report("with a rank there is no rank-of", in: other) }
            let words = words(attribute.value, attribute)
            return program { _ in words }
        }
        guard let attribute = element.attribute("rank-of") else {
            compiler.report("a salutation has a rank or a rank-of", at: element)
            return .none
        }
        guard let rank = compiler.expression("rank-of", of: element, in: scope), let id = rank.node, compiler.schema[id].type == .choice
        else {
            compiler.report("\"\(attribute.value)\" is not a choice", in: attribute)
            return .none
        }
        let table = Dictionary(
            uniqueKeysWithValues: compiler.schema[id].options.map { option in (option.value, words(option.value, attribute)) })
        return program { target in table[target.evaluator.string(rank)] }
    }

    /// The six forms; those that cannot be needed are empty.
    private static func agreeing(_ compiler: Compiler, _ element: XMLElement, anyNumber: Bool) -> [String]? {
        let given = personForms.filter { element[$0] != nil }
        if let key = element.attribute("key") {
            if let first = given.first.flatMap({ element.attribute($0) }) {
                compiler.report("with a key there are no forms of its own", in: first)
            }
            guard let row = compiler.profile.agreementRow(key.value) else {
                compiler.report(
                    "the agreement table has no \"\(key.value)\"", in: key,
                    hint: NearestName.hint(for: key.value, in: compiler.profile.agreement.map(\.key) + AgreementTable.rows.map(\.key)))
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
        let needed = anyNumber ? personForms : Array(personForms.prefix(2))
        for (form, words) in zip(personForms, formWords) where needed.contains(form) && element[form] == nil {
            compiler.report("the form \"\(form)\" for \(words) can be needed and is missing", at: element, hint: "add \(form)=\"…\"")
        }
        return personForms.map { element[$0] ?? "" }
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
