import DiwanDiagnostics
import DiwanXML

/// What a template prints, in the order of reading: its passages, its pictures, and the parts and fields that it uses.
struct TemplateReading {
    /// A condition under which something is printed.
    struct Branch {
        /// The branch around it; the one of index 0 is the whole document.
        var parent: Int
        /// The choice that it is a branch of; `nil` for an `if`, which may be left out.
        var choice: Int?
    }

    /// How many elements are read, parts counted each time they are included.
    private static let elementLimit = 50_000
    private static let depthLimit = 200

    private let compiler: Compiler
    private var blocks: [String: XMLElement] = [:]
    private var choices = 0
    private var visited = 0

    /// The branches.
    private(set) var branches = [Branch(parent: -1, choice: nil)]
    /// The passages.
    private(set) var passages: [Passage] = []
    /// What has to be told to who does not see it.
    private(set) var pictures: [XMLElement] = []
    /// The parts that are included, and in which branch.
    private(set) var includes: [(path: String, branch: Int, element: XMLElement)] = []
    /// The blocks that hold something.
    private(set) var filledBlocks: Set<String> = []
    /// The expressions whose values are printed or repeated, and in which branch.
    private(set) var uses: [(expression: String, branch: Int)] = []

    /// Reads the template whose chain is `chain`, the farthest base first.
    init(chain: [XMLElement], compiler: Compiler) {
        self.compiler = compiler
        for root in chain.dropFirst() {
            for block in root.elements("block") { if let name = block["name"] { blocks[name] = block } }
        }
        if let title = chain.reversed().lazy.compactMap({ $0.first("title") }).first {
            inlines(title.children, for: .list)
        }
        for name in ["header", "footer"] {
            for element in chain.last(where: { $0.first(name) != nil })?.elements(name) ?? [] { flow(element.children, 0, 0) }
        }
        flow(chain[0].children.filter { if case .element(let element) = $0 { !Self.aside.contains(element.name) } else { true } }, 0, 0)
        for file in chain + compiler.parts.sorted(by: { $0.key < $1.key }).compactMap(\.value).filter({ $0.name == "part" }) {
            for fields in file.elements("fields") { clerk(fields, 0) }
        }
    }

    /// What stands in a template and is not a part of its text.
    private static let aside: Set<String> = ["title", "header", "footer", "fields", "policy", "style", "page", "let", "param"]
    private static let values: Set<String> = [
        "value", "date", "number", "money", "tafqit", "counted", "ordinal", "agree", "salutation", "plural", "join", "input", "bdi",
        "page-number", "page-count",
    ]
    private static let pictureNames: Set<String> = ["img", "svg", "qr", "barcode"]

    /// Whether what is printed in `branch` stands beside what is printed in `other`, whenever that is: they are not two branches of
    /// one choice, and no `if` is around the first that is not around the other.
    func isSure(_ branch: Int, beside other: Int) -> Bool {
        let around = path(other)
        for step in path(branch) where !around.contains(step) {
            guard let choice = branches[step].choice else { return false }
            if around.contains(where: { branches[$0].choice == choice }) { return false }
        }
        return true
    }

    /// The branches around `branch`, itself included, without the whole document.
    private func path(_ branch: Int) -> [Int] {
        var path: [Int] = []
        var branch = branch
        while branch > 0 {
            path.append(branch)
            branch = branches[branch].parent
        }
        return path
    }

    // MARK: Blocks

    private mutating func flow(_ nodes: [XMLNode], _ branch: Int, _ depth: Int) {
        guard depth < Self.depthLimit else { return }
        var line: [XMLNode] = []
        for node in nodes {
            guard case .element(let element) = node, isBlock(element) else {
                line.append(node)
                continue
            }
            inlines(line, for: .print, branch, depth)
            line = []
            block(element, branch, depth + 1)
        }
        inlines(line, for: .print, branch, depth)
    }

    /// Whether an element ends the passage before it.
    private func isBlock(_ element: XMLElement) -> Bool {
        compiler.isBlockLevel(element) || ["label", "name", "thead"].contains(element.name)
    }

    private mutating func block(_ element: XMLElement, _ branch: Int, _ depth: Int) {
        visited += 1
        guard visited <= Self.elementLimit, depth < Self.depthLimit, !Self.aside.contains(element.name) else { return }
        note(element, branch)
        // What a drawing holds is no text of the document.
        if Self.pictureNames.contains(element.name) { return }
        switch element.name {
        case "block":
            let name = element["name"] ?? ""
            let content = blocks[name] ?? element
            if !content.elements.isEmpty { filledBlocks.insert(name) }
            flow(content.children, branch, depth)
        case "include": if let part = compiler.part(of: element) { flow(part.children, branch, depth) }
        case "if": flow(element.children, add(Branch(parent: branch, choice: nil)), depth)
        case "choose":
            choices += 1
            let choice = choices
            for child in element.elements { flow(child.children, add(Branch(parent: branch, choice: choice)), depth) }
        default: flow(element.children, branch, depth)
        }
    }

    private mutating func add(_ branch: Branch) -> Int {
        branches.append(branch)
        return branches.count - 1
    }

    /// Notes what an element uses.
    private mutating func note(_ element: XMLElement, _ branch: Int) {
        for name in ["of", "select"] { if let expression = element[name] { uses.append((expression, branch)) } }
        if Self.pictureNames.contains(element.name)
            || StyleReview.replaceable.contains(element.name) && (element["src"] ?? element["of"]) != nil
        {
            pictures.append(element)
        }
        if element.name == "include", let path = element["href"] { includes.append((path, branch, element)) }
    }

    // MARK: Lines

    private mutating func inlines(_ nodes: [XMLNode], for reader: Passage.Reader, _ branch: Int = 0, _ depth: Int = 0) {
        var passage = Passage(reader: reader)
        append(nodes, to: &passage, branch, depth)
        if passage.letters.contains(where: { FoldedWords.isPart($0.scalar) }) { passages.append(passage) }
    }

    private mutating func append(_ nodes: [XMLNode], to passage: inout Passage, _ branch: Int, _ depth: Int) {
        guard depth < Self.depthLimit else { return }
        for node in nodes {
            switch node {
            case .text(let text):
                for (scalar, offset) in text.scalars {
                    passage.letters.append(Passage.Letter(scalar: scalar, source: text.source, offset: offset, branch: branch))
                }
            case .element(let element): append(element, to: &passage, branch, depth + 1)
            }
        }
    }

    private mutating func append(_ element: XMLElement, to passage: inout Passage, _ branch: Int, _ depth: Int) {
        visited += 1
        guard visited <= Self.elementLimit, !Self.aside.contains(element.name) else { return }
        note(element, branch)
        func mark(_ scalar: Unicode.Scalar) {
            passage.letters.append(Passage.Letter(scalar: scalar, source: element.source, offset: element.offset, branch: branch))
        }
        switch element.name {
        case _ where Self.values.contains(element.name): mark(Passage.value)
        case "br", "fill", "checkbox": mark(Passage.end)
        case "footnote": inlines(element.children, for: .print, branch, depth)
        case "include": if let part = compiler.part(of: element) { append(part.children, to: &passage, branch, depth) }
        case "if": append(element.children, to: &passage, add(Branch(parent: branch, choice: nil)), depth)
        case "choose":
            choices += 1
            let choice = choices
            var longest = (words: -1, range: 0..<0)
            for child in element.elements {
                let start = passage.letters.count
                append(child.children, to: &passage, add(Branch(parent: branch, choice: choice)), depth)
                let range = start..<passage.letters.count
                let words = Passage(reader: .print, letters: Array(passage.letters[range])).words.count
                let loser = words > longest.words ? longest.range : range
                if words > longest.words { longest = (words, range) }
                for index in loser { passage.letters[index].counts = false }
                mark(Passage.gap)
            }
        default: append(element.children, to: &passage, branch, depth)
        }
    }

    // MARK: Fields

    /// Reads what the clerk is told: labels, hints, alerts, options.
    private mutating func clerk(_ element: XMLElement, _ depth: Int) {
        guard depth < Self.depthLimit else { return }
        for child in element.elements {
            if ["label", "hint", "alert", "option"].contains(child.name) {
                inlines(child.children, for: .clerk)
            } else {
                clerk(child, depth + 1)
            }
        }
    }
}
