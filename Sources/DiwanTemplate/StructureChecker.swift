import DiwanDiagnostics
import DiwanXML

/// Checks the names of elements and attributes, and the form of attributes' values, against the registry.
struct StructureChecker {
    private(set) var diagnostics: [Diagnostic] = []

    /// Checks an element and all it holds.
    mutating func check(_ element: XMLElement) {
        if element.namespace != TemplateLoader.namespace {
            report(
                "\"\(element.name)\" is not in the template namespace", element.position, element.nameLength,
                hint: "write xmlns=\"\(TemplateLoader.namespace)\" on the root element, and no prefix")
        } else if let definition = ElementRegistry.byName[element.name] {
            checkAttributes(of: element, definition)
            checkContent(of: element, definition)
        } else {
            report(
                "there is no element \"\(element.name)\"", element.position, element.nameLength,
                hint: NearestName.hint(for: element.name, in: ElementRegistry.names) ?? Self.familiar[element.name].map { "use \($0)" })
        }
        // A drawing is SVG's own affair.
        let holdsDrawing = element.name == "svg" && element.namespace == TemplateLoader.namespace
        for child in element.elements where !(holdsDrawing && child.namespace == Self.drawingNamespace) { check(child) }
    }

    /// The namespace of SVG.
    static let drawingNamespace = "http://www.w3.org/2000/svg"

    /// What HTML or XSLT calls otherwise.
    private static let familiar = [
        "b": "strong", "i": "em: Arabic emphasises by weight", "div": "box or keep", "hr": "rule", "value-of": "value",
        "tbody": "tr directly",
        "foreach": "for-each", "else": "choose with otherwise", "font": "span",
    ]

    private mutating func checkAttributes(of element: XMLElement, _ definition: ElementDefinition) {
        for attribute in element.attributes {
            guard attribute.namespace.isEmpty, let known = definition.attribute(attribute.name) else {
                let names = definition.attributes.map(\.name)
                let hint =
                    Self.sides[attribute.name].map { "sides are start and end: \($0)" } ?? NearestName.hint(for: attribute.name, in: names)
                report(
                    "\"\(element.name)\" has no attribute \"\(attribute.name)\"", attribute.position, attribute.name.unicodeScalars.count,
                    hint: hint)
                continue
            }
            if let fault = known.kind.fault(in: attribute.value) {
                report(fault.message, attribute.valuePosition, max(1, attribute.valueLength), hint: fault.hint)
            }
        }
        for wanted in definition.attributes where wanted.isRequired && element.attribute(wanted.name) == nil {
            report("\"\(element.name)\" has no \"\(wanted.name)\"", element.position, element.nameLength, hint: "it is \(wanted.summary)")
        }
    }

    private static let sides: [String: String] = Dictionary(
        uniqueKeysWithValues: ["margin", "padding", "border"].flatMap { [("\($0)-right", "\($0)-start"), ("\($0)-left", "\($0)-end")] })

    private mutating func checkContent(of element: XMLElement, _ definition: ElementDefinition) {
        switch definition.content {
        case .empty, .text, .elements:
            for child in element.children {
                switch child {
                case .text(let text) where !text.isBlank && definition.content != .text:
                    report("\"\(element.name)\" holds no text", text.position, 1)
                case .element(let inner):
                    if case .elements(let names) = definition.content, names.contains(inner.name) { continue }
                    if ElementRegistry.byName[inner.name] == nil { continue }
                    report(
                        "\"\(inner.name)\" cannot stand in \"\(element.name)\"", inner.position, inner.nameLength,
                        hint: words(definition.content))
                default: break
                }
            }
        case .drawing:
            for case .text(let text) in element.children where !text.isBlank {
                report("\"\(element.name)\" holds no text", text.position, 1)
            }
            if element.elements.count > 1 {
                report("\"\(element.name)\" holds one drawing", element.elements[1].position, element.elements[1].nameLength)
            }
        case .of, .flow, .asPlace: break
        }
    }

    private func words(_ content: ElementDefinition.Content) -> String {
        switch content {
        case .empty: "it holds nothing"
        case .elements(let names): "it holds \(names.joined(separator: ", "))"
        default: "it holds text alone"
        }
    }

    private mutating func report(_ message: String, _ position: SourcePosition, _ length: Int, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, message, at: position, length: length, hint: hint))
    }
}
