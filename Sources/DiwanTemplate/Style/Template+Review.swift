public import DiwanDiagnostics
import DiwanDomain
import DiwanXML

extension Template {
    /// What a style guide says of a template.
    public struct Review: Sendable {
        /// What is wrong with it: errors where its kind asks for what it does not have, warnings about its words.
        public let diagnostics: [Diagnostic]
        /// The texts of the files that were read.
        public let sources: [SourceText]
    }

    /// Holds the template at `path` against a style guide; `nil` is a house without one, whose templates are of no kind. With `words` its
    /// words are reviewed, not only what its kind must have. Mistakes that `compile` tells are not told again.
    public static func review(
        _ path: String, guide: StyleGuide?, words: Bool, profile: Profile, source: @escaping TemplateSource
    ) -> Review {
        var loader = TemplateLoader(source: source)
        loader.load(path)
        guard let template = loader.chain.last else { return Review(diagnostics: [], sources: loader.sources) }
        let compiler = Compiler(profile: profile, source: source)
        compiler.parts = loader.roots
        let reading = TemplateReading(chain: loader.chain, compiler: compiler)
        var check = KindCheck(template, reading: reading, guide: guide ?? StyleGuide(), hasGuide: guide != nil)
        for root in loader.chain { check.add(root) }
        check.run()
        var diagnostics = check.diagnostics
        if words, let guide {
            let files = loader.chain + loader.roots.sorted { $0.key < $1.key }.compactMap(\.value).filter { $0.name == "part" }
            let fields = files.flatMap { $0.elements("fields") }.flatMap { Self.fields(of: $0, in: "", depth: 0) }
            let digits = loader.chain.reversed().lazy.compactMap { $0["digits"] }.first.flatMap(DigitSystem.init) ?? profile.digits
            let person = fields.first { $0.type == "person" }?.path
            if check.kinds.isEmpty { diagnostics += Self.likeness(template, guide: guide, fields: fields.map(\.path)) }
            diagnostics += StyleReview(template, reading, guide: guide, kinds: check.kinds, digits: digits, person: person).diagnostics
        }
        return Review(diagnostics: diagnostics.sortedForPrinting(), sources: loader.sources)
    }

    /// The paths of fields and groups, with the types of fields.
    private static func fields(of element: XMLElement, in parent: String, depth: Int) -> [(path: String, type: String?)] {
        guard depth < 100 else { return [] }
        return element.elements.flatMap { child -> [(path: String, type: String?)] in
            guard child.name == "field" || child.name == "group", let name = child["name"] else { return [] }
            return [(parent + name, child["type"])] + fields(of: child, in: parent + name + "/", depth: depth + 1)
        }
    }

    /// A warning when a template without a kind declares what a kind has.
    private static func likeness(_ template: XMLElement, guide: StyleGuide, fields: [String]) -> [Diagnostic] {
        for kind in guide.kinds {
            guard !kind.fields.isEmpty, kind.fields.allSatisfy(fields.contains) else { continue }
            let names = kind.fields.joined(separator: "\", \"")
            return [
                Diagnostic(
                    .warning, "the template has \"\(names)\" as a \(kind.name) («\(kind.label)») has, and names no kind",
                    at: template.position, length: template.nameLength,
                    hint: "add kind=\"\(kind.name)\", and check asks for what one must have")
            ]
        }
        return []
    }
}

/// Whether a template has what its kind must have.
private struct KindCheck {
    let template: XMLElement
    let reading: TemplateReading
    let guide: StyleGuide
    let hasGuide: Bool
    /// The kinds of the template, those of its bases first.
    var kinds: [StyleGuide.Kind] = []
    var diagnostics: [Diagnostic] = []

    init(_ template: XMLElement, reading: TemplateReading, guide: StyleGuide, hasGuide: Bool) {
        self.template = template
        self.reading = reading
        self.guide = guide
        self.hasGuide = hasGuide
    }

    /// Takes the kind that a file names.
    mutating func add(_ root: XMLElement) {
        guard let attribute = root.attribute("kind") else { return }
        if let kind = guide.kind(attribute.value) {
            if !kinds.contains(where: { $0.name == kind.name }) { kinds.append(kind) }
            return
        }
        let names = guide.kinds.map(\.name)
        let hint =
            hasGuide
            ? NearestName.hint(for: attribute.value, in: names) ?? "it has \(names.joined(separator: ", "))"
            : "style.json in the templates root says what each kind must have; there is none"
        diagnostics.append(
            Diagnostic(
                .error, "the style guide has no kind \"\(attribute.value)\"", at: attribute.valuePosition,
                length: max(1, attribute.valueLength), hint: hint))
    }

    mutating func run() {
        for kind in kinds {
            let what = "a \(kind.name) («\(kind.label)»)"
            for path in kind.includes {
                let found = reading.includes.filter { $0.path == path }
                if let first = found.first {
                    if found.contains(where: { $0.branch == 0 }) { continue }
                    report(
                        "\(what) includes \"\(path)\" always, and this one on a condition alone", at: first.element,
                        hint: "take it out of if and choose")
                } else {
                    report(
                        "\(what) includes \"\(path)\", and this template does not", at: template,
                        hint: "put <include href=\"\(path)\"/> in one of its blocks")
                }
            }
            for name in kind.blocks where !reading.filledBlocks.contains(name) {
                report(
                    "\(what) fills the block \"\(name)\", and this template does not", at: template,
                    hint: "add <block name=\"\(name)\">…</block>")
            }
            if kind.reasons.isEmpty || reading.uses.contains(where: { StyleReview.names(kind.reasons, in: $0.expression) }) { continue }
            report(
                "\(what) tells its reasons, and this template prints none of: \(kind.reasons.joined(separator: ", "))", at: template,
                hint: "declare such a field and print it")
        }
    }

    private mutating func report(_ message: String, at element: XMLElement, hint: String) {
        diagnostics.append(Diagnostic(.error, message, at: element.position, length: element.nameLength, hint: hint))
    }
}
