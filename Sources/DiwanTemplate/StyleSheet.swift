import DiwanDiagnostics
import DiwanDocument
import DiwanXML

/// A property and its written value.
struct StyleDeclaration: Hashable, Sendable {
    var property: String
    var value: String
}

/// The rules of style of one template. For an element: what the language gives it, then the house style of the profile, then the template's
/// own. For a named style: the template's, then the house style, so that an office changes what all templates use without changing them.
struct StyleSheet: Sendable {
    /// What the language itself gives to an element.
    private static let builtIn: [String: [StyleDeclaration]] = [
        "template": declarations("font-size: 14pt; line-height: 1.6"),
        "p": declarations("margin-bottom: 6pt; text-align: justify"),
        "h1": declarations(
            "font-family: heading; font-size: 20pt; font-weight: bold; text-align: center; margin-bottom: 8pt; break-after: avoid"),
        "h2": declarations(
            "font-family: heading; font-size: 17pt; font-weight: bold; margin-top: 8pt; margin-bottom: 5pt; break-after: avoid"),
        "h3": declarations(
            "font-family: heading; font-size: 15pt; font-weight: bold; margin-top: 6pt; margin-bottom: 4pt; break-after: avoid"),
        "ul": declarations("margin-bottom: 6pt"),
        "ol": declarations("margin-bottom: 6pt"),
        "li": declarations("margin-bottom: 3pt; text-align: justify"),
        "table": declarations("margin-top: 4pt; margin-bottom: 8pt; border: 0.5pt"),
        "th": declarations("font-weight: bold; text-align: center; padding: 1mm 1.5mm"),
        "td": declarations("padding: 1mm 1.5mm"),
        "box": declarations("margin-top: 4pt; margin-bottom: 8pt; padding: 2mm 3mm; border: 0.5pt"),
        "header": declarations("font-size: 12pt; line-height: 1.4"),
        "footer": declarations("font-size: 10pt; line-height: 1.4; text-align: center"),
        "footnote": declarations("font-size: 10pt; line-height: 1.4"),
        "signature": declarations("margin-top: 8pt; text-align: center; break-inside: avoid"),
        "stamp": declarations("text-align: center; margin-top: 4pt"),
        "address": declarations("margin-bottom: 6pt"),
        "columns": declarations("margin-bottom: 6pt"),
    ]

    private var rules: [String: [StyleDeclaration]] = StyleSheet.builtIn
    private var named: [String: [StyleDeclaration]] = [:]
    /// The named styles of the house.
    private var house: [String: [StyleDeclaration]] = [:]

    /// A sheet with the language's own rules and `house`: declarations for elements (`h1`) and for named styles (`.note`).
    init(house: [(selector: String, declarations: [StyleDeclaration])]) {
        for rule in house {
            if rule.selector.hasPrefix(".") {
                self.house[String(rule.selector.dropFirst()), default: []] += rule.declarations
            } else {
                rules[rule.selector, default: []] += rule.declarations
            }
        }
        named = self.house
    }

    /// The names of styles there are.
    var styleNames: [String] { named.keys.sorted() }

    /// Whether there is a style called `name`.
    func hasStyle(_ name: String) -> Bool { named[name] != nil }

    /// Adds a `style` element of a template: for `name`, on top of the styles it `extends`, or for each element that it `match`es.
    mutating func add(name: String?, matches: [String], extends: [String], declarations: [StyleDeclaration]) {
        let all = extends.flatMap { named[$0] ?? [] } + declarations
        if let name { named[name] = all + (house[name] ?? []) }
        for element in matches { rules[element, default: []] += all }
    }

    /// The style of an element: `parent`'s as far as it is inherited, the rules for the element, the styles it names, its own attributes.
    func style(of element: String, in parent: ComputedStyle, names: [String], attributes: [StyleDeclaration]) -> ComputedStyle {
        var style = parent.inherited
        for declaration in rules[element] ?? [] { style.set(declaration.property, declaration.value) }
        for name in names { for declaration in named[name] ?? [] { style.set(declaration.property, declaration.value) } }
        for declaration in attributes { style.set(declaration.property, declaration.value) }
        return style
    }

    /// Declarations written as in a CSS rule.
    private static func declarations(_ text: String) -> [StyleDeclaration] {
        text.split(separator: ";").map { part in
            let pair = part.split(separator: ":", maxSplits: 1)
            return StyleDeclaration(property: trimmed(pair[0]), value: trimmed(pair[1]))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        AttributeValue.words(String(text)).joined(separator: " ")
    }
}
