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
        [AttributeDefinition("href", .file, "the file, from the templates root", required: true)], content: .empty,
        "Puts what a part holds in its place."
    ) { compiler, element, scope in
        guard let part = compiler.part(of: element) else { return .none }
        return compiler.place(part, in: scope.inside("part"))
    }
}
