import DiwanDiagnostics

/// Every element of the template language, one line each.
public enum ElementRegistry {
    /// The elements, in the order of the guide.
    static let all: [ElementDefinition] = [
        // document
        .template, .part, .title, .page, .header, .footer, .style, .fields, .policy, .short, .block, .include, .with, .param,
        // fields
        .group, .field, .label, .hint, .alert, .option,
        // blocks
        .p, .h1, .h2, .h3, .ul, .ol, .li, .table, .thead, .tr, .th, .td, .columns, .column, .box, .keep, .rule, .space, .pageBreak,
        .address, .signature, .signatures, .name, .stamp,
        .img, .svg, .qr, .barcode,
        // inlines
        .strong, .em, .u, .span, .bdi, .br, .sup, .sub, .pageNumber, .pageCount, .footnote, .fill, .checkbox, .input,
        // instructions
        .value, .date, .number, .money, .tafqit, .counted, .ordinal, .agree, .salutation, .plural, .join, .if, .choose, .when, .otherwise,
        .forEach,
        .let,
    ]

    /// The elements by name.
    static let byName: [String: ElementDefinition] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The names of all elements, in the order of the guide.
    public static var names: [String] { all.map(\.name) }

    /// The reference part of the author's guide, in Markdown: every element with its place, its content and its attributes.
    public static var reference: String {
        var text = ""
        for group in ElementDefinition.Group.allCases {
            text += "## \(group.rawValue)\n\n"
            for element in all where element.group == group { text += reference(of: element) }
        }
        return text + appendix
    }

    private static func reference(of element: ElementDefinition) -> String {
        var text = "### `\(element.name)`\n\n\(element.summary)\n\n"
        switch element.place {
        case .content(let kinds): text += "Stands among: \(kinds.map(\.rawValue).sorted().joined(separator: ", ")).\n"
        case .within(let parents): text += "Stands in: \(parents.map { "`\($0)`" }.joined(separator: ", ")).\n"
        case .root: text += "The root of a file.\n"
        }
        switch element.content {
        case .empty: text += "Holds nothing.\n"
        case .text: text += "Holds text.\n"
        case .of(let kind): text += "Holds \(kind.words).\n"
        case .flow: text += "Holds blocks, or text and inline elements as one paragraph.\n"
        case .drawing: text += "Holds an `svg` element of the namespace `\(StructureChecker.drawingNamespace)`, or nothing.\n"
        case .asPlace: text += "Holds what may stand in its place.\n"
        case .elements(let names): text += "Holds \(names.map { "`\($0)`" }.joined(separator: ", ")).\n"
        }
        let own = element.attributes.filter { !StyleProperty.names.contains($0.name) }
        if !own.isEmpty {
            text += "\n| Attribute | Value | Meaning |\n|---|---|---|\n"
            for attribute in own {
                text +=
                    "| `\(attribute.name)`\(attribute.isRequired ? " (required)" : "") | \(attribute.kind.words) | \(attribute.summary) |\n"
            }
        }
        let styles = styleWords(element)
        if !styles.isEmpty { text += "\nStyle: \(styles.joined(separator: ", ")).\n" }
        return text + "\n"
    }

    /// The sets of properties of style that an element takes, and the single ones beside them.
    private static func styleWords(_ element: ElementDefinition) -> [String] {
        var names = Set(element.attributes.map(\.name)).intersection(StyleProperty.names)
        var words: [String] = []
        for (word, set) in styleSets where names.isSuperset(of: set.map(\.name)) {
            words.append(word)
            names.subtract(set.map(\.name))
        }
        return words + element.attributes.map(\.name).filter(names.contains).map { "`\($0)`" }
    }

    private static let styleSets = [
        ("text", StyleProperty.text), ("paragraph", StyleProperty.paragraph), ("block", StyleProperty.block), ("box", StyleProperty.box),
        ("line", StyleProperty.line),
    ]

    /// The properties of style and the functions of expressions, for the guide.
    private static var appendix: String {
        var text =
            "## style\n\nThe sets of properties that elements take as attributes, and `style` elements and the house style of a profile set.\n\n"
        text += "| Set | Property | Value | Meaning |\n|---|---|---|---|\n"
        for (word, set) in styleSets {
            for property in set { text += "| \(word) | `\(property.name)` | \(property.kind.words) | \(property.summary) |\n" }
        }
        text += "\n## expressions\n\nXPath 1.0 over the data, from the group that an element stands in. "
        text +=
            "`$data/…` starts at the record, `$profile/…` at the office, `$template/id`, `$template/version` and `$template/title` at the template, "
        text += "`$policy/RULE/…` at a rule that a `policy` element names, `$NAME` at a `let`.\n\n| Function | Meaning |\n|---|---|\n"
        for function in DomainFunction.allCases { text += "| `\(function.usage)` | \(function.summary) |\n" }
        return text
    }
}
