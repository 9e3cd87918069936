public import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import DiwanGraphics
import DiwanXML

/// Turns the elements of a template into programs. One compiler serves one template.
final class Compiler {
    /// How many elements a template may have in all, parts counted each time they are included.
    private static let elementLimit = 50_000
    /// How many elements may be around one another, in all files.
    private static let depthLimit = 200

    /// The office whose house style and texts the template takes.
    let profile: Profile
    /// The rules of style.
    var sheet: StyleSheet
    /// The fields.
    var schema = Schema()
    /// The profile's values, to which each record adds its own.
    var tree: RecordTree
    /// What is wrong.
    var diagnostics: [Diagnostic] = []
    /// The compiled elements: the document names them by index.
    private(set) var elements: [ElementOrigin] = []
    /// The branches that a record may take.
    private(set) var branches: [Branch] = []
    /// The names of the variables, by slot.
    private(set) var variables: [String] = []
    /// The variables, by slot, that libxml2 is asked for.
    private(set) var generalSlots: Set<Int> = []
    /// The roots of included files, by path.
    var parts: [String: XMLElement?] = [:]
    /// The blocks that take the place of those of a base, by name.
    var blocks: [String: XMLElement] = [:]
    /// The names of the blocks that were met.
    var metBlocks: Set<String> = []
    /// The digits where an element names none.
    var digits: DigitSystem
    /// The calendar where an element names none.
    var calendar: CalendarKind
    /// The policy rules that the template uses.
    var policies: [PolicyUse] = []
    /// The fields in an order in which each comes after those that its relevance and its value depend on.
    var evaluationOrder: [SchemaID] = []
    /// The bytes of files, by their path from the templates root.
    private let source: TemplateSource
    /// The pictures that were read, by path; `nil` for one that cannot be shown.
    private var pictures: [String: Picture?] = [:]
    /// The texts of the drawings that have mistakes.
    private(set) var drawings: [SourceText] = []
    private var blockLevel: [ObjectIdentifier: Bool] = [:]
    private var visited = 0

    init(profile: Profile, source: @escaping TemplateSource) {
        self.profile = profile
        self.source = source
        sheet = StyleSheet(house: profile.style)
        digits = profile.digits
        calendar = profile.calendar
        tree = RecordTree(schema)
    }

    // MARK: Reports

    /// Reports a mistake at an element.
    func report(_ message: String, at element: XMLElement, hint: String? = nil, severity: Severity = .error) {
        diagnostics.append(Diagnostic(severity, message, at: element.position, length: element.nameLength, hint: hint))
    }

    /// Reports a mistake in the value of an attribute.
    func report(_ message: String, in attribute: XMLAttribute, hint: String? = nil, severity: Severity = .error) {
        diagnostics.append(Diagnostic(severity, message, at: attribute.valuePosition, length: max(1, attribute.valueLength), hint: hint))
    }

    // MARK: What the programs need

    /// Enters an element into the table of origins.
    func origin(_ element: XMLElement) -> ElementID {
        elements.append(ElementOrigin(name: element.name, position: element.position))
        return ElementID(rawValue: Int32(elements.count - 1))
    }

    /// Enters a branch into the table of branches, and gives its index; -1 for one that no record can take.
    func branch(_ element: XMLElement, _ words: String, isPossible: Bool = true) -> Int {
        if !isPossible { return -1 }
        branches.append(Branch(words: words, position: element.position))
        return branches.count - 1
    }

    /// The scope in which a new variable of the value of `expression` is known.
    func define(_ name: String, _ expression: Expression, in scope: Scope) -> (scope: Scope, slot: Int) {
        let slot = variables.count
        variables.append("\(name).\(slot)")
        var scope = scope
        scope.variables.append(Scope.Variable(name: name, type: expression.type, uses: expression.uses, slot: slot))
        return (scope, slot)
    }

    /// The style of an element in a scope.
    func style(of element: XMLElement, in scope: Scope, as name: String? = nil) -> ComputedStyle {
        var names: [String] = []
        if let attribute = element.attribute("style") {
            for word in AttributeValue.words(attribute.value).map(String.init) {
                if sheet.hasStyle(word) {
                    names.append(word)
                } else {
                    report("there is no style \"\(word)\"", in: attribute, hint: NearestName.hint(for: word, in: sheet.styleNames))
                }
            }
        }
        return sheet.style(of: name ?? element.name, in: scope.style, names: names, attributes: declarations(element))
    }

    /// The attributes of an element that are properties of style.
    func declarations(_ element: XMLElement) -> [StyleDeclaration] {
        element.attributes.compactMap { attribute in
            guard StyleProperty.names.contains(attribute.name), attribute.namespace.isEmpty else { return nil }
            return StyleDeclaration(property: attribute.name, value: attribute.value)
        }
    }

    /// The expression in an attribute; `nil` when there is none or it has errors.
    func expression(_ name: String, of element: XMLElement, in scope: Scope) -> Expression? {
        guard let attribute = element.attribute(name) else { return nil }
        return compile(attribute, in: scope, asCondition: false)
    }

    /// The condition in an attribute; `nil` when there is none or it has errors.
    func condition(_ name: String, of element: XMLElement, in scope: Scope) -> Expression? {
        guard let attribute = element.attribute(name) else { return nil }
        return compile(attribute, in: scope, asCondition: true)
    }

    private func compile(_ attribute: XMLAttribute, in scope: Scope, asCondition: Bool) -> Expression? {
        var compiler = ExpressionCompiler(schema: schema, variables: scope.variables, attribute: attribute)
        let expression = compiler.compile(attribute.value, context: scope.context, asCondition: asCondition)
        diagnostics += compiler.diagnostics
        if expression?.general != nil { generalSlots.formUnion(compiler.slots) }
        if scope.isInShort, let personal = expression?.uses.sorted().first(where: { schema.isPersonal($0) }) {
            report(
                "\"\(schema[personal].path)\" is personal, and a short message may be read by others", in: attribute,
                hint: "leave it to the letter")
        }
        return expression
    }

    /// An evaluator of what is the same for every record.
    func constants() -> Evaluator {
        guard let today = try? CivilDate(dayNumber: 0) else { preconditionFailure("1970-01-01 is a date") }
        let environment = TemplateEnvironment(today: today, workingCalendar: profile.workingCalendar)
        return Evaluator(schema: schema, tree: tree, environment: environment, variables: variables)
    }

    /// The program of `body`, which makes blocks of what `contents` make: when those are the same for every record the blocks are made
    /// here, once.
    func blocks(from contents: [Program], _ body: @escaping @Sendable (Instantiation) -> Void) -> Program {
        guard contents.allSatisfy(\.isConstant) else { return .run(body) }
        let evaluator = constants()
        let target = Instantiation(evaluator: evaluator, environment: evaluator.environment, isBlank: false, branchCount: 0)
        body(target)
        // A warning is told for each record.
        return target.warnings.isEmpty ? .built(target.blocks) : .run(body)
    }

    /// The program of `body`, which adds what `contents` make to something other than blocks.
    func parts(from contents: [Program], _ body: @escaping @Sendable (Instantiation) -> Void) -> Program {
        contents.allSatisfy(\.isConstant) ? .constant(body) : .run(body)
    }

    // MARK: Pictures

    /// The picture in the file that an attribute names, from the folder of the file that the attribute stands in; `nil` when it has mistakes.
    func picture(_ attribute: XMLAttribute) -> Picture? {
        let file = attribute.valuePosition.file
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        guard let path = PictureName.path(attribute.value, in: folder) else {
            report(
                "\"\(attribute.value)\" is not a picture in the folder of this file", in: attribute,
                hint: "write it as logo.svg or pictures/logo.png, without \"..\"")
            return nil
        }
        if let known = pictures[path] { return known }
        pictures[path] = .some(nil)
        guard let bytes = source(path) else {
            report("there is no picture \"\(path)\"", in: attribute)
            return nil
        }
        do throws(GraphicsError) {
            let result = try PictureReader().read(bytes, file: path)
            diagnostics += result.warnings
            if !result.warnings.isEmpty { drawings.append(SourceText(file: path, bytes: bytes)) }
            pictures[path] = .some(result.picture)
            return result.picture
        } catch {
            if case .svg(let faults) = error {
                diagnostics += faults
                drawings.append(SourceText(file: path, bytes: bytes))
            }
            report("the picture \"\(attribute.value)\" cannot be shown: \(error)", in: attribute)
            return nil
        }
    }

    /// The drawing that stands in the template itself.
    func drawing(_ root: XMLElement) -> Picture? {
        do throws(GraphicsError) {
            let result = try SVGReader().read(root)
            diagnostics += result.warnings
            return .drawing(result.drawing)
        } catch {
            if case .svg(let faults) = error { diagnostics += faults }
            return nil
        }
    }

    // MARK: Contents

    /// The program of what an element holds, by its definition.
    func contents(of element: XMLElement, in scope: Scope) -> Program {
        guard let definition = ElementRegistry.byName[element.name] else { return .none }
        switch definition.content {
        case .empty, .text, .elements, .drawing: return .none
        case .of(let kind): return sequence(element.children, in: scope.inside(element.name, kind: kind))
        case .asPlace: return place(element, in: scope.inside(element.name))
        case .flow: return flow(element.children, of: element, in: scope.inside(element.name, kind: .blocks))
        }
    }

    /// The program of what an element holds where it holds what may stand in its own place.
    func place(_ element: XMLElement, in scope: Scope) -> Program {
        scope.flows ? flow(element.children, of: element, in: scope) : sequence(element.children, in: scope)
    }

    /// The program of nodes one after the other, where `scope.kind` may stand.
    func sequence(_ nodes: [XMLNode], in scope: Scope) -> Program {
        var scope = scope
        var programs: [Program] = []
        for (index, node) in nodes.enumerated() {
            switch node {
            case .text(let text):
                if scope.kind == .inlines {
                    if index + 1 < nodes.count, case .element(let next) = nodes[index + 1] { checkPrefix(text, before: next, in: scope) }
                    programs.append(.text(FixedText(text.value), scope.style.text))
                } else if !text.isBlank {
                    reportText(text, in: scope)
                }
            case .element(let child): programs.append(element(child, &scope))
            }
        }
        return .all(programs)
    }

    /// Reports a letter that is glued to a value: its spelling depends on the value (لـ and المستفيد are «للمستفيد»), and letters do not
    /// join across the isolation of a value.
    private func checkPrefix(_ text: XMLText, before element: XMLElement, in scope: Scope) {
        guard element.name == "value", let last = text.value.unicodeScalars.last else { return }
        let word = String(String.UnicodeScalarView(text.value.unicodeScalars.reversed().prefix { !$0.properties.isWhitespace }.reversed()))
        let prefixes = [
            "ل", "لـ", "ب", "بـ", "ك", "كـ", "ف", "فـ", "س", "سـ", "ال", "وال", "ول", "ولـ", "وب", "وبـ", "ولل", "لل", "بال", "وبال",
        ]
        guard prefixes.contains(word) || last == "\u{640}" else { return }
        let end = text.offset + text.value.utf8.count - word.utf8.count
        diagnostics.append(
            Diagnostic(
                .error, "\"\(word)\" is glued to a value", at: text.source.position(at: end), length: word.unicodeScalars.count,
                hint: "use <join prefix=\"\(word)\" of=\"\(element["of"] ?? "…")\"/>, which writes it as Arabic does"))
    }

    private func reportText(_ text: XMLText, in scope: Scope) {
        // The caret goes to the first letter, not to the white space before it.
        let space = text.value.utf8.prefix { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }.count
        diagnostics.append(
            Diagnostic(
                .error, "text cannot stand directly in \"\(scope.parent)\"", at: text.source.position(at: text.offset + space),
                hint: scope.kind == .blocks ? "put it in a p" : "what may stand here is \(scope.kind.words)"))
    }

    /// The program of blocks, where text and inline elements between them are paragraphs of their own.
    func flow(_ nodes: [XMLNode], of owner: XMLElement, in scope: Scope) -> Program {
        var scope = scope
        var programs: [Program] = []
        var line: [XMLNode] = []
        func endLine() {
            defer { line = [] }
            let isBlank = line.allSatisfy { if case .text(let text) = $0 { text.isBlank } else { false } }
            if isBlank { return }
            var inner = scope
            inner.kind = .inlines
            let content = sequence(line, in: inner)
            let (paragraph, textStyle, origin) = (scope.style.paragraph, scope.style.text, origin(owner))
            programs.append(
                blocks(from: [content]) { target in
                    let inlines = target.collectInlines(content)
                    if inlines.isEmpty { return }
                    target.blocks.append(
                        Block(
                            origin: origin,
                            content: .paragraph(
                                Paragraph(style: target.style(paragraph, of: inlines), textStyle: textStyle, content: inlines))))
                })
        }
        for node in nodes {
            guard case .element(let child) = node, isBlockLevel(child) else {
                if case .element(let child) = node, child.name == "let" {
                    // A variable is known after its line too.
                    endLine()
                    programs.append(element(child, &scope))
                } else {
                    line.append(node)
                }
                continue
            }
            endLine()
            programs.append(element(child, &scope, flows: true))
        }
        endLine()
        return .all(programs)
    }

    /// Whether an element stands among blocks rather than in a line.
    func isBlockLevel(_ element: XMLElement) -> Bool {
        guard let definition = ElementRegistry.byName[element.name] else { return false }
        switch definition.place {
        case .content(let kinds):
            if !kinds.contains(.inlines) { return true }
            if !kinds.contains(.blocks) { return false }
        case .within, .root: break
        }
        let key = ObjectIdentifier(element)
        if let known = blockLevel[key] { return known }
        blockLevel[key] = false
        var result = element.elements.contains { isBlockLevel($0) }
        if element.name == "include", let part = part(of: element) { result = part.elements.contains { isBlockLevel($0) } }
        blockLevel[key] = result
        return result
    }

    /// The root of the file that an `include` names.
    func part(of include: XMLElement) -> XMLElement? {
        guard let path = include["href"], let part = parts[path] else { return nil }
        return part
    }

    /// The program of one element, after a look at whether it may stand here. A `let` adds its variable to `scope`.
    private func element(_ element: XMLElement, _ scope: inout Scope, flows: Bool = false) -> Program {
        guard let definition = ElementRegistry.byName[element.name], element.namespace == TemplateLoader.namespace else { return .none }
        visited += 1
        guard visited <= Self.elementLimit else {
            if visited == Self.elementLimit + 1 {
                report("the template has more than \(Self.elementLimit) elements, with its parts", at: element)
            }
            return .none
        }
        guard scope.depth < Self.depthLimit else {
            report("elements are nested more than \(Self.depthLimit) deep, with their parts", at: element)
            return .none
        }
        switch definition.place {
        case .content(let kinds) where kinds.contains(scope.kind): break
        case .content(let kinds):
            var hint = "what may stand here is \(scope.kind.words)"
            if scope.kind == .inlines, kinds.contains(.blocks) { hint = "\(element.name) is a block and cannot stand in a line of text" }
            if scope.kind == .blocks, kinds == [.inlines] { hint = "put it in a p" }
            report("\"\(element.name)\" cannot stand in \"\(scope.parent)\"", at: element, hint: hint)
            return .none
        case .within(let parents):
            if parents.contains(scope.parent) { return .none }
            report(
                "\"\(element.name)\" cannot stand in \"\(scope.parent)\"", at: element,
                hint: "it stands in \(parents.joined(separator: " or "))")
            return .none
        case .root:
            report("\"\(element.name)\" can only be the root of a file", at: element)
            return .none
        }
        if element.name == "let" { return compileLet(element, &scope) }
        var inner = scope
        inner.flows = flows
        return definition.compile?(self, element, inner) ?? .none
    }
}

/// Where an element of a compiled template stands in its source.
public struct ElementOrigin: Sendable, Hashable {
    /// The element's name.
    public let name: String
    /// The place of its start tag.
    public let position: SourcePosition
}

/// A way that a record may take through a template: a part that is shown or left out.
public struct Branch: Sendable, Hashable {
    /// What the way is, as in `if outcome = 'accepted': shown`.
    public let words: String
    /// The place of the element that branches.
    public let position: SourcePosition
}

/// A policy rule that a template uses.
public struct PolicyUse: Sendable {
    /// The rule of the office's policy.
    public let rule: PolicyRule
    /// Whether issuing is refused before the rule's first day.
    public let guardsIssue: Bool
    /// Where the day that the period starts from comes from.
    let from: Expression?
    /// The group of the rule's results in the schema.
    let node: SchemaID
}
