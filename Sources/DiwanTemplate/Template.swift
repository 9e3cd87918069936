public import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanXML

/// The template language: a template file becomes a compiled template, or diagnostics.
public enum Template {
    /// What came of compiling a template.
    public struct Result: Sendable {
        /// The template; `nil` when there are errors.
        public let template: CompiledTemplate?
        /// Every mistake, in the order of printing.
        public let diagnostics: [Diagnostic]
        /// The texts of the files that were read, for printing the diagnostics with their lines.
        public let sources: [SourceText]
    }

    /// Reads the template at `path` (from the templates root), what it extends and includes, and checks and compiles it for the office
    /// of `profile`. `source` gives the bytes of files; nothing else of the surroundings is read.
    public static func compile(_ path: String, profile: Profile, source: @escaping TemplateSource) -> Result {
        var loader = TemplateLoader(source: source)
        loader.load(path)
        guard !loader.chain.isEmpty else {
            return Result(template: nil, diagnostics: loader.diagnostics.sortedForPrinting(), sources: loader.sources)
        }
        var checker = StructureChecker()
        for root in loader.chain { checker.check(root) }
        for (_, root) in loader.roots.sorted(by: { $0.key < $1.key }) {
            if let root, root.name == "part" { checker.check(root) }
        }
        let compiler = Compiler(profile: profile, source: source)
        compiler.diagnostics = loader.diagnostics + checker.diagnostics
        compiler.parts = loader.roots
        var assembly = TemplateAssembly(compiler: compiler, chain: loader.chain)
        let template = assembly.assemble()
        let diagnostics = compiler.diagnostics.sortedForPrinting()
        return Result(
            template: diagnostics.hasErrors ? nil : template, diagnostics: diagnostics, sources: loader.sources + compiler.drawings)
    }
}

/// Puts a compiled template together from the template and what it extends.
struct TemplateAssembly {
    private let compiler: Compiler
    /// The farthest base first, the template itself last.
    private let chain: [XMLElement]
    private let template: XMLElement

    init(compiler: Compiler, chain: [XMLElement]) {
        self.compiler = compiler
        self.chain = chain
        template = chain[chain.count - 1]
    }

    mutating func assemble() -> CompiledTemplate {
        if let digits = last("digits").flatMap(DigitSystem.init) { compiler.digits = digits }
        if let calendar = last("calendar").flatMap(CalendarKind.init) { compiler.calendar = calendar }
        let files = chain + includedParts()
        for file in files { for style in file.elements("style") { add(style) } }
        var scope = Scope(style: rootStyle())
        let title = title()
        compiler.addProfile()
        compiler.addTemplate()
        let pending = compiler.declareFields(files.flatMap { $0.elements("fields") })
        let policies = files.flatMap { $0.elements("policy") }.compactMap { compiler.declarePolicy($0) }
        compiler.tree = compiler.profileTree(id: template["id"] ?? "", version: template["version"] ?? "", title: title)
        compiler.compileBindings(pending, in: scope)
        compiler.compilePolicies(policies, in: scope)

        _ = compiler.origin(template)
        for (index, root) in chain.enumerated() where index > 0 { addBlocks(of: root) }
        scope.parent = "template"
        let header = running("header", scope)
        let footer = running("footer", scope)
        let base = chain[0]
        let body = compiler.sequence(base.children, in: scope)
        checkBlocks()
        let page = page()
        let short = short(scope)
        return CompiledTemplate(
            id: template["id"] ?? "", version: template["version"] ?? "", audience: last("audience"), title: title,
            language: scope.style.text.language, compiler: compiler, page: page, header: header, footer: footer, body: body, short: short,
            direction: scope.style.paragraph.direction)
    }

    /// The value of an attribute of the template, or of the nearest base that has it.
    private func last(_ name: String) -> String? { chain.reversed().lazy.compactMap { $0[name] }.first }

    /// The parts that are included, each once, in the order of their paths.
    private func includedParts() -> [XMLElement] {
        compiler.parts.sorted { $0.key < $1.key }.compactMap { $0.value }.filter { $0.name == "part" }
    }

    private func rootStyle() -> ComputedStyle {
        let initial = ComputedStyle(scale: compiler.profile.textScale, language: "ar", direction: .rightToLeft)
        return compiler.sheet.style(of: "template", in: initial, names: [], attributes: chain.flatMap { compiler.declarations($0) })
            .inherited
    }

    private func add(_ style: XMLElement) {
        let extends = AttributeValue.words(style["extends"] ?? "").map(String.init)
        for name in extends where !compiler.sheet.hasStyle(name) {
            if let attribute = style.attribute("extends") {
                compiler.report(
                    "there is no style \"\(name)\" before this one", in: attribute,
                    hint: NearestName.hint(for: name, in: compiler.sheet.styleNames))
            }
        }
        let matches = AttributeValue.words(style["match"] ?? "").map(String.init)
        for name in matches where ElementRegistry.byName[name] == nil {
            if let attribute = style.attribute("match") {
                compiler.report(
                    "there is no element \"\(name)\"", in: attribute, hint: NearestName.hint(for: name, in: ElementRegistry.names))
            }
        }
        if style["name"] == nil, matches.isEmpty { compiler.report("\"style\" has neither \"name\" nor \"match\"", at: style) }
        compiler.sheet.add(name: style["name"], matches: matches, extends: extends, declarations: compiler.declarations(style))
    }

    // MARK: Blocks

    /// Takes the blocks of a template that extends another; anything else that would be printed is an error.
    private func addBlocks(of root: XMLElement) {
        var names: Set<String> = []
        for child in root.children {
            switch child {
            case .text(let text) where !text.isBlank:
                let space = text.value.utf8.prefix { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }.count
                compiler.diagnostics.append(
                    Diagnostic(
                        .error, "text cannot stand directly in a template that extends another",
                        at: text.source.position(at: text.offset + space),
                        hint: "put it in a block"))
            case .element(let element):
                guard let definition = ElementRegistry.byName[element.name] else { continue }
                if element.name == "block", let name = element["name"] {
                    if !names.insert(name).inserted { compiler.report("there is already a block \"\(name)\"", at: element) }
                    compiler.blocks[name] = element
                } else if case .content = definition.place {
                    compiler.report(
                        "\"\(element.name)\" cannot stand directly in a template that extends another", at: element,
                        hint: "put it in a block")
                }
            default: break
            }
        }
    }

    /// The blocks of a base that a template which extends it must fill.
    private static func requiredBlocks(_ element: XMLElement) -> [XMLElement] {
        element.elements.flatMap { ($0.name == "block" && $0["required"] == "true" ? [$0] : []) + requiredBlocks($0) }
    }

    /// Reports blocks that no base has, and those that are missing, after the body was compiled.
    private func checkBlocks() {
        for (index, base) in chain.enumerated() where index + 1 < chain.count {
            for block in Self.requiredBlocks(base) {
                guard let name = block["name"] else { continue }
                let filled = chain[(index + 1)...].last { root in root.elements("block").contains { $0["name"] == name } }
                if filled?.elements("block").first(where: { $0["name"] == name })?.elements.isEmpty == false { continue }
                compiler.report(
                    "the template must fill the block \"\(name)\"", at: template, hint: "its base asks for it at \(block.position)")
            }
        }
        for root in chain.dropFirst() {
            for element in root.elements("block") {
                guard let name = element["name"], let attribute = element.attribute("name"), !compiler.metBlocks.contains(name) else {
                    continue
                }
                let known = compiler.metBlocks.sorted()
                compiler.report(
                    "the base has no block \"\(name)\"", in: attribute,
                    hint: NearestName.hint(for: name, in: known)
                        ?? (known.isEmpty ? nil : "its blocks are \(known.joined(separator: ", "))"))
            }
        }
    }

    // MARK: Page

    private func title() -> String {
        for root in chain.reversed() {
            if let title = root.first("title") { return AttributeValue.words(title.text).joined(separator: " ") }
        }
        compiler.report("the template has no \"title\"", at: template)
        return ""
    }

    private func page() -> CompiledTemplate.Page {
        var page = CompiledTemplate.Page()
        var first: (top: Length?, bottom: Length?) = (nil, nil)
        for element in chain.flatMap({ $0.elements("page") }) {
            if let size = element["size"] {
                let paper: Size = size.hasPrefix("A5") ? .a5 : .a4
                page.size = size.hasSuffix("landscape") ? Size(width: paper.height, height: paper.width) : paper
            }
            if let sides = element["margin"].flatMap({ AttributeValue.sides($0) }) { page.margin = sides }
            func length(_ name: String) -> Length? { element[name].flatMap { AttributeValue.length($0) } }
            if let top = length("margin-top") { page.margin.top = top }
            if let bottom = length("margin-bottom") { page.margin.bottom = bottom }
            if let start = length("margin-start") { page.margin.start = start }
            if let end = length("margin-end") { page.margin.end = end }
            if let top = length("first-margin-top") { first.top = top }
            if let bottom = length("first-margin-bottom") { first.bottom = bottom }
            if page.margin.start + page.margin.end >= page.size.width - .millimetres(10)
                || max(page.margin.top, first.top ?? .zero) + max(page.margin.bottom, first.bottom ?? .zero) >= page.size.height
                    - .millimetres(10)
            {
                compiler.report("the margins leave no room on the page", at: element)
            }
        }
        page.firstMargin = page.margin
        if let top = first.top { page.firstMargin.top = top }
        if let bottom = first.bottom { page.firstMargin.bottom = bottom }
        return page
    }

    /// The short message: that of the template where it has one, else that of the nearest base.
    private func short(_ scope: Scope) -> CompiledTemplate.Short? {
        guard let element = chain.reversed().lazy.compactMap({ $0.first("short") }).first else { return nil }
        var inner = scope.inside("short", kind: .inlines)
        inner.isInShort = true
        return CompiledTemplate.Short(
            program: compiler.contents(of: element, in: inner), segments: element["segments"].flatMap { Int($0) } ?? 2,
            position: element.position)
    }

    /// The header or the footer: that of the template where it has one, else that of the nearest base.
    private func running(_ name: String, _ scope: Scope) -> CompiledTemplate.Running {
        var running = CompiledTemplate.Running()
        guard let root = chain.last(where: { $0.first(name) != nil }) else { return running }
        for element in root.elements(name) {
            let style = compiler.style(of: element, in: scope)
            let program = compiler.contents(of: element, in: ElementDefinition.with(style, scope))
            let pages = element["pages"] ?? "all"
            if pages != "other" { running.first = .all([running.first, program]) }
            if pages != "first" { running.others = .all([running.others, program]) }
            if let offset = element["offset"].flatMap({ AttributeValue.length($0) }) { running.offset = offset }
        }
        return running
    }
}
