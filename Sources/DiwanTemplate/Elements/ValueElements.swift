import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanXML

extension ElementDefinition {
    private static let textAttributes = StyleProperty.named + StyleProperty.text
    private static let digitsAttribute = AttributeDefinition(
        "digits", .keyword(["arab", "latn"]), "the digits; else the template's or the profile's")
    private static let caseAttribute = AttributeDefinition(
        "case", .keyword(["nominative", "genitive", "accusative"]), "the grammatical case")
    private static let widthAttribute = AttributeDefinition("width", .length, "the width of the blank where the form is asked for blank")
    private static let dateAttributes = [
        AttributeDefinition("calendar", .keyword(["umalqura", "gregorian"]), "the calendar; else the template's or the profile's"),
        AttributeDefinition(
            "also", .keyword(["umalqura", "gregorian", "other"]), "a second calendar, after «الموافق»; other: that which is not the first"),
        AttributeDefinition("format", .keyword(["short", "long"]), "long names the month; short when not named"),
        AttributeDefinition("weekday", .boolean, "whether the day of the week comes first"),
    ]

    /// The program of an element that prints a value: the value, a blank, or nothing.
    private static func printing(_ value: ValueProgram, _ compiler: Compiler) -> Program {
        if value.expression.isConstant, let pieces = value.constantPieces(compiler) {
            return .constant { for piece in pieces { $0.append(piece) } }
        }
        return .run { value.appendOrBlank(to: $0) }
    }

    static let value = ElementDefinition(
        "value", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the field or the expression", required: true),
            AttributeDefinition(
                "mask", .keyword(Mask.allCases.map(\.rawValue)),
                "last4: only the last four characters; stars: `******1234`; else the field's"),
            AttributeDefinition("gender-of", .expression, "the person whose gender chooses the word of an option that has two"),
            digitsAttribute, widthAttribute, ValueProgram.linesAttribute,
        ] + dateAttributes + textAttributes, content: .empty,
        "Prints a value as its type asks: a choice by its label, an IBAN in groups, a date in the document's calendar. It keeps its own order among its neighbours."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        return ValueProgram(compiler, element, scope, style: style).map { printing($0, compiler) } ?? .none
    }

    static let date = ElementDefinition(
        "date", .instructions, .content([.inlines]),
        [AttributeDefinition("of", .expression, "the date", required: true)] + dateAttributes + [
            digitsAttribute, caseAttribute, widthAttribute,
        ]
            + textAttributes, content: .empty, "Prints a date: «١٤٤٧/٠٥/١٤هـ الموافق ٢٠٢٥/١١/٠٥م»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let value = ValueProgram(compiler, element, scope, style: style), let attribute = element.attribute("of") else {
            return .none
        }
        switch value.expression.type {
        case .nodes(let id):
            let node = compiler.schema[id]
            if node.type != .date { compiler.report("\"\(node.path)\" is not a date", in: attribute) }
        case .date, .text: break
        default: compiler.report("the expression is not a date", in: attribute)
        }
        return printing(value, compiler)
    }

    /// Reports an expression that cannot be a number.
    private static func checkNumber(_ expression: Expression, _ compiler: Compiler, _ element: XMLElement, _ types: Set<FieldType>) {
        guard let attribute = element.attribute("of") else { return }
        switch expression.type {
        case .nodes(let id):
            let node = compiler.schema[id]
            if let type = node.type, types.contains(type) { return }
            compiler.report("\"\(node.path)\" is not \(types == [.money] ? "an amount of money" : "a number")", in: attribute)
        case .number, .text: break
        case .date, .boolean, .mixedNodes: compiler.report("the expression is not a number", in: attribute)
        }
    }

    static let number = ElementDefinition(
        "number", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the number", required: true),
            AttributeDefinition("decimals", .integer(0...6), "how many decimals it has; as many as it needs when not named"),
            AttributeDefinition("grouping", .boolean, "whether thousands are set apart; true when not named"), digitsAttribute,
            widthAttribute,
        ] + textAttributes, content: .empty, "Prints a number in figures."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let value = ValueProgram(compiler, element, scope, style: style) else { return .none }
        checkNumber(value.expression, compiler, element, [.integer, .decimal, .money])
        let expression = value.expression
        let format = value.format
        return .run { target in
            if value.appendField(to: target) { return }
            if let number = target.evaluator.number(expression) {
                for piece in format.pieces(number, style) { target.append(piece) }
            } else if target.isBlank {
                value.appendBlank(to: target)
            }
        }
    }

    static let money = ElementDefinition(
        "money", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the amount", required: true),
            AttributeDefinition("currency", .text, "the word after it, or none; «ريال» when not named"),
            AttributeDefinition("decimals", .integer(2...2), "2: halalas also where they are zero"), digitsAttribute, widthAttribute,
        ] + textAttributes, content: .empty, "Prints an amount in figures: «١٢٬٥٠٠٫٢٥ ريال»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let value = ValueProgram(compiler, element, scope, style: style) else { return .none }
        checkNumber(value.expression, compiler, element, [.money])
        let expression = value.expression
        let format = value.format
        return .run { target in
            if value.appendField(to: target) { return }
            if let amount = amount(expression, target) {
                for piece in format.pieces(amount, style) { target.append(piece) }
            } else if target.isBlank {
                value.appendBlank(to: target)
                if let currency = format.currency, !value.leavesNothing { target.append(.text(ValueFormat.noBreakSpace + currency, style)) }
            }
        }
    }

    /// The value of an expression as an amount, half-up to whole halalas.
    private static func amount(_ expression: Expression, _ target: Instantiation) -> Money? {
        target.evaluator.number(expression).flatMap { try? Money(rounding: $0) }
    }

    /// The value of an expression as a whole number.
    private static func whole(_ expression: Expression, _ target: Instantiation) -> Int? {
        target.evaluator.number(expression)?.integer
    }

    private static func grammaticalCase(_ element: XMLElement, otherwise: GrammaticalCase) -> GrammaticalCase {
        element["case"].flatMap(GrammaticalCase.init(word:)) ?? otherwise
    }

    /// A blank where a number would be.
    private static func blank(_ element: XMLElement, _ millimetres: Int, _ style: TextStyle) -> Inline {
        .blank(.dots, width: element["width"].flatMap { AttributeValue.length($0) } ?? .millimetres(millimetres), style)
    }

    static let tafqit = ElementDefinition(
        "tafqit", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the amount or the number", required: true), caseAttribute,
            AttributeDefinition("only", .boolean, "whether «فقط … لا غير» is put around an amount; false when not named"),
            AttributeDefinition("adjective", .boolean, "whether riyals are «ريال سعودي»; false when not named"), widthAttribute,
        ] + textAttributes, content: .empty, "Prints an amount in words: «فقط ألفان وخمسمائة ريال لا غير»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope) else { return .none }
        checkNumber(expression, compiler, element, [.integer, .money])
        let only = element["only"] == "true"
        if only, let given = element.attribute("case"), given.value != "nominative" {
            compiler.report("after «فقط» the amount is nominative", in: given, hint: "write case=\"nominative\", or leave only out")
        }
        let grammaticalCase = grammaticalCase(element, otherwise: .nominative)
        let riyal = element["adjective"] == "true" ? CountedNoun.saudiRiyal : .riyal
        let words = NumberWords(hundred: compiler.profile.hundred)
        let blank = blank(element, 80, style)
        let isPlainNumber = expression.node.map { compiler.schema[$0].type == .integer } ?? false
        return .run { target in
            guard let amount = amount(expression, target) else {
                if target.isBlank { target.append(blank) }
                return
            }
            if isPlainNumber, amount.halalas % 100 == 0 {
                target.append(.text(words.bare(amount.halalas / 100, grammaticalCase), style))
                return
            }
            target.append(
                .text(
                    only ? words.amount(amount, grammaticalCase, riyal: riyal) : words.words(of: amount, grammaticalCase, riyal: riyal),
                    style))
        }
    }

    static let counted = ElementDefinition(
        "counted", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the number", required: true),
            AttributeDefinition(
                "noun", .text,
                "a noun of the table (\(CountedNoun.keys.prefix(12).joined(separator: ", ")) …), or the noun itself with its forms in the attributes below"
            ),
            AttributeDefinition("gender", .keyword(["m", "f"]), "of a noun with its own forms: the gender of its singular"),
            AttributeDefinition("dual", .text, "«دفعتان»"), AttributeDefinition("dual-oblique", .text, "«دفعتين»"),
            AttributeDefinition("plural", .text, "the genitive plural: «دفعات»"),
            AttributeDefinition("accusative", .text, "the accusative singular: «دفعةً»"), caseAttribute, widthAttribute,
        ] + textAttributes, content: .empty, "Prints a number of things in words: «عشرة أيام عمل»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope) else { return .none }
        checkNumber(expression, compiler, element, [.integer])
        guard let noun = noun(compiler, element) else { return .none }
        let grammaticalCase = grammaticalCase(element, otherwise: .genitive)
        let words = NumberWords(hundred: compiler.profile.hundred)
        let blank = blank(element, 15, style)
        return .run { target in
            if let number = whole(expression, target) {
                target.append(.text(words.cardinal(number, noun, grammaticalCase), style))
            } else if target.isBlank {
                target.append(blank)
                target.append(.text(ValueFormat.noBreakSpace + noun.singular, style))
            }
        }
    }

    private static func noun(_ compiler: Compiler, _ element: XMLElement) -> CountedNoun? {
        let forms = ["gender", "dual", "dual-oblique", "plural", "accusative"]
        guard let name = element.attribute("noun") else {
            compiler.report("\"counted\" has no \"noun\"", at: element)
            return nil
        }
        let given = forms.filter { element[$0] != nil }
        if given.isEmpty {
            if let noun = CountedNoun.named(name.value) { return noun }
            compiler.report(
                "there is no noun \"\(name.value)\" in the table", in: name,
                hint: NearestName.hint(for: name.value, in: CountedNoun.keys) ?? "give its forms: \(forms.joined(separator: ", "))")
            return nil
        }
        for form in forms where element[form] == nil {
            compiler.report("the noun has no \"\(form)\"", at: element, hint: "a number can need each form of the noun")
        }
        guard let gender = element["gender"].flatMap(Gender.init), let dual = element["dual"], let oblique = element["dual-oblique"],
            let plural = element["plural"], let accusative = element["accusative"]
        else { return nil }
        return CountedNoun(
            gender: gender, singular: name.value, dualNominative: dual, dualOblique: oblique, pluralGenitive: plural,
            accusativeSingular: accusative)
    }

    static let ordinal = ElementDefinition(
        "ordinal", .instructions, .content([.inlines]),
        [
            AttributeDefinition("of", .expression, "the number, from 1", required: true),
            AttributeDefinition("gender", .keyword(["m", "f"]), "the gender of what is numbered; m when not named"), caseAttribute,
            AttributeDefinition("form", .keyword(["adjective", "adverb"]), "adverb: «أولًا»; adjective when not named"), widthAttribute,
        ] + textAttributes, content: .empty, "Prints the place in an order: «الخامسة عشرة»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let expression = compiler.expression("of", of: element, in: scope) else { return .none }
        checkNumber(expression, compiler, element, [.integer])
        let gender = element["gender"].flatMap(Gender.init) ?? .masculine
        let grammaticalCase = grammaticalCase(element, otherwise: .genitive)
        let isAdverb = element["form"] == "adverb"
        let words = NumberWords(hundred: compiler.profile.hundred)
        let blank = blank(element, 25, style)
        let origin = compiler.origin(element)
        return .run { target in
            guard let number = whole(expression, target) else {
                if target.isBlank { target.append(blank) }
                return
            }
            guard number >= 1 else { return target.warn("an ordinal of \(number) has no words", origin) }
            target.append(.text(isAdverb ? words.listAdverb(number) : words.ordinal(number, gender, grammaticalCase), style))
        }
    }

    static let join = ElementDefinition(
        "join", .instructions, .content([.inlines]),
        [
            AttributeDefinition("prefix", .text, "one or more of ب ك ل ف و س, or «ال»", required: true),
            AttributeDefinition("of", .expression, "the value", required: true), widthAttribute,
        ] + textAttributes, content: .empty, "Prints a value with a prefix written on it as Arabic does: لـ and المستفيد are «للمستفيد»."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope).text
        guard let value = ValueProgram(compiler, element, scope, style: style), let prefix = element["prefix"] else { return .none }
        return .run { target in
            let text = value.text(target)
            if !text.isEmpty {
                target.append(.text(ArabicJoin.join(prefix: prefix, text), style))
            } else if target.isBlank {
                target.append(.text(ArabicJoin.join(prefix: prefix, ""), style))
                value.appendBlank(to: target)
            }
        }
    }
}
