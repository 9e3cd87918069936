import DiwanXML

extension ElementDefinition {
    private static let bindings = [
        AttributeDefinition("required", .condition, "whether it must be given; a condition or true"),
        AttributeDefinition("relevant", .condition, "whether it has a place in the document; where not, it is left out"),
        AttributeDefinition("readonly", .condition, "whether who fills in the form may not change it"),
        AttributeDefinition("repeats", .boolean, "whether there may be several"),
        AttributeDefinition("min-count", .integer(0...1_000_000), "the least number of them"),
        AttributeDefinition("max-count", .integer(1...1_000_000), "the greatest number of them; 1000 when none is named"),
    ]

    static let group = ElementDefinition(
        "group", .fields, .within(["fields", "group", "field"]),
        [AttributeDefinition("name", .name, "the name in the data", required: true)] + bindings,
        content: .elements(["label", "hint", "field", "group"]),
        "Fields under one name. With required=\"false\" it may be left out as a whole, and what is required in it counts only where some of it is given."
    )

    static let field = ElementDefinition(
        "field", .fields, .within(["fields", "group", "field"]),
        [
            AttributeDefinition("name", .name, "the name in the data", required: true),
            AttributeDefinition("type", .keyword(FieldType.allCases.map(\.rawValue)), "what its value is", required: true),
        ] + bindings + [
            AttributeDefinition("constraint", .condition, "what a value must meet, with the value as ."),
            AttributeDefinition("calculate", .expression, "what the value is computed from; it is then not given"),
            AttributeDefinition("min", .text, "the least number"), AttributeDefinition("max", .text, "the greatest number"),
            AttributeDefinition(
                "max-length", .integer(1...100_000), "the greatest number of characters; 500 in a line, 20000 in lines when none is named"),
            AttributeDefinition("decimals", .integer(0...6), "how many decimals a decimal number is kept with; 2 when none is named"),
            AttributeDefinition("currency", .keyword(["SAR"]), "the currency of money"),
            AttributeDefinition("as-entered", .boolean, "of a date: kept as it stands on the identity document, and never converted"),
            AttributeDefinition("number", .keyword(["any"]), "of a person: may also be two or many"),
            AttributeDefinition("mask", .keyword(Mask.allCases.map(\.rawValue)), "how it is hidden where it is printed"),
            AttributeDefinition("sensitive", .boolean, "whether it is kept out of messages, and never travels with a document"),
            AttributeDefinition("internal", .boolean, "whether it is for the office alone, and never travels with a document"),
            AttributeDefinition("purpose", .text, "what it is needed for"),
        ], content: .elements(["label", "hint", "alert", "option", "field", "group"]),
        "A value of the data. A person and an address have parts (name, gender, number; building, street, district, city, postal, additional, unit, short), and may hold more fields."
    )

    static let label = ElementDefinition(
        "label", .fields, .within(["field", "group", "signature"]), content: .flow,
        "Of a field, its name in Arabic. Of a signature, what stands above the room: the title of who signs.")

    static let hint = ElementDefinition("hint", .fields, .within(["field", "group"]), content: .text, "Help for who fills it in.")

    static let alert = ElementDefinition(
        "alert", .fields, .within(["field"]), content: .text, "What is said when the constraint is not met.")

    static let option = ElementDefinition(
        "option", .fields, .within(["field"]),
        [
            AttributeDefinition("value", .name, "the value in the data", required: true),
            AttributeDefinition("f", .text, "the words for a woman, where they differ"),
        ], content: .text, "One of a choice's options: what it holds is printed.")
}
