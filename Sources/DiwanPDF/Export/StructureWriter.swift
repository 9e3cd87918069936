internal import DiwanDocument

/// Collects which marked content belongs to which node, and writes the structure tree (ISO 32000-1, 14.7).
struct StructureWriter {
    /// A sequence of marked content on a page.
    private struct Content {
        var page: Int
        var identifier: Int
        /// Where it stands in the paragraph's logical order.
        var order: Int
    }

    private let tree: StructureTree
    private let tags: [StaticString]
    private var contents: [[Content]]
    /// For each page the node of each marked-content identifier.
    private var nodesOfPage: [[Int]] = []
    private let direction: TextDirection
    private let part: Int?
    /// What the figures take of their pages, from the lower left corner of the page.
    private var boxes: [Int: Rectangle] = [:]
    /// The annotations that stand for nodes, in the order of their keys.
    private var annotations: [(reference: ObjectReference, node: Int, page: Int)] = []
    private var annotationOfNode: [Int: Int] = [:]

    /// A writer of `tree`, which is the whole file's or, by its number, that of one document among many.
    init(_ tree: StructureTree, _ direction: TextDirection, part: Int? = nil) {
        self.tree = tree
        self.direction = direction
        self.part = part
        var tags = Self.tags(tree)
        if part != nil { tags[0] = "/Part" }
        self.tags = tags
        contents = Array(repeating: [], count: tree.nodes.count)
    }

    mutating func beginPage() {
        nodesOfPage.append([])
    }

    /// The identifier and the tag for content of `node` on the page begun last; `order` is its place in the logical order of the node.
    mutating func add(_ node: StructureID, order: Int) -> (identifier: Int, tag: StaticString) {
        let page = nodesOfPage.count - 1
        let identifier = nodesOfPage[page].count
        nodesOfPage[page].append(Int(node.rawValue))
        contents[Int(node.rawValue)].append(Content(page: page, identifier: identifier, order: order))
        return (identifier, tags[Int(node.rawValue)])
    }

    /// Says that `node` takes `area` of the page begun last, moved by `origin`. Of figures it is written (ISO 14289-1, 7.3; 14.8.5.4).
    mutating func extend(_ node: StructureID, to area: Rectangle, at origin: Point, pageHeight: Length) {
        let index = Int(node.rawValue)
        guard case .figure = tree.nodes[index].role else { return }
        let corner = area.origin + origin
        let box = Rectangle(origin: Point(x: corner.x, y: pageHeight - corner.y - area.size.height), size: area.size)
        boxes[index] = boxes[index]?.union(box) ?? box
    }

    /// Makes an annotation the whole of `node`, and gives the page that it is on, that begun last.
    mutating func addAnnotation(_ reference: ObjectReference, of node: StructureID) -> Int {
        annotationOfNode[Int(node.rawValue)] = annotations.count
        annotations.append((reference, Int(node.rawValue), nodesOfPage.count - 1))
        return nodesOfPage.count - 1
    }

    /// The key of an annotation in the tree of parents: pages have the first ones (14.7.4.4).
    func key(ofAnnotation index: Int) -> Int {
        nodesOfPage.count + index
    }

    /// Writes the tree, and gives its root. Readers follow it, so content is listed in logical order, not in that of the page.
    func write(pages: [ObjectReference], to file: inout PDFFileWriter) -> ObjectReference {
        let root = file.reserve()
        let references = writeElements(under: root, pages: pages, to: &file)
        let parentTree = file.write { object in
            object.dictionary { dictionary in
                dictionary.array("/Nums") { numbers in
                    for (page, nodes) in nodesOfPage.enumerated() {
                        numbers.element(page)
                        numbers.bytes.append(UInt8(ascii: "["))
                        for node in nodes { numbers.element(references[node]) }
                        numbers.bytes.append(UInt8(ascii: "]"))
                    }
                    for (index, annotation) in annotations.enumerated() {
                        numbers.element(key(ofAnnotation: index))
                        numbers.element(references[annotation.node])
                    }
                }
            }
        }
        let identifiers = identifiers(references)
        let nameTree = identifiers.isEmpty ? nil : Self.writeNames(identifiers, to: &file)
        file.write(root) { object in
            object.dictionary { dictionary in
                dictionary.name("/Type", "/StructTreeRoot")
                dictionary.array("/K") { $0.reference(references[0]) }
                if let nameTree { dictionary.reference("/IDTree", nameTree) }
                dictionary.reference("/ParentTree", parentTree)
                dictionary.integer("/ParentTreeNextKey", key(ofAnnotation: annotations.count))
            }
        }
        return root
    }

    /// Writes all elements, the uppermost as a kid of `parent`, and gives them.
    func writeElements(under root: ObjectReference, pages: [ObjectReference], to file: inout PDFFileWriter) -> [ObjectReference] {
        let references = tree.nodes.map { _ in file.reserve() }
        var children = [[Int]](repeating: [], count: tree.nodes.count)
        for (index, node) in tree.nodes.enumerated() {
            if let parent = node.parent { children[Int(parent.rawValue)].append(index) }
        }
        for index in tree.nodes.indices {
            let parent = tree.nodes[index].parent.map { references[Int($0.rawValue)] } ?? root
            file.write(references[index]) { writeElement(index, parent, children[index], references, pages, &$0) }
        }
        return references
    }

    /// Writes for each page the elements of its marked content, in the order of the identifiers: what the tree of parents leads to.
    func writeParents(_ references: [ObjectReference], to file: inout PDFFileWriter) -> [ObjectReference] {
        nodesOfPage.map { nodes in
            file.write { object in
                object.bytes.append(UInt8(ascii: "["))
                for node in nodes { object.element(references[node]) }
                object.bytes.append(UInt8(ascii: "]"))
            }
        }
    }

    /// An element that can be found by its name.
    struct Identifier {
        var name: String
        var element: ObjectReference
    }

    /// The elements that have names.
    func identifiers(_ references: [ObjectReference]) -> [Identifier] {
        tree.nodes.indices.compactMap { index in identifier(index).map { Identifier(name: $0, element: references[index]) } }
    }

    /// The root of a name tree that leads from names to elements (14.7.2, Table 322), or a leaf of one. Names stand in the order of their
    /// bytes (7.9.6).
    static func writeNames(_ identifiers: some Collection<Identifier>, isLeaf: Bool = false, to file: inout PDFFileWriter)
        -> ObjectReference
    {
        let sorted = identifiers.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        return file.write { object in
            object.dictionary { dictionary in
                if isLeaf, let first = sorted.first, let last = sorted.last {
                    dictionary.array("/Limits") { limits in
                        limits.element(text: first.name)
                        limits.element(text: last.name)
                    }
                }
                dictionary.array("/Names") { names in
                    for identifier in sorted {
                        names.element(text: identifier.name)
                        names.element(identifier.element)
                    }
                }
            }
        }
    }

    /// Notes must be told apart (14.8.4.4.3). Among many documents their names come in the order of their bytes.
    private func identifier(_ index: Int) -> String? {
        guard tree.nodes[index].role == .note else { return nil }
        guard let part else { return "note\(index)" }
        func padded(_ number: Int) -> String {
            // A file has no more objects than seven digits can count.
            let digits = String(number)
            return String(repeating: "0", count: max(0, 7 - digits.count)) + digits
        }
        return "note\(padded(part))-\(padded(index))"
    }

    /// A structure element (14.7.2, Table 323).
    private func writeElement(
        _ index: Int, _ parent: ObjectReference, _ children: [Int], _ references: [ObjectReference], _ pages: [ObjectReference],
        _ object: inout ObjectWriter
    ) {
        let node = tree.nodes[index]
        object.dictionary { dictionary in
            // Type may be left out (Table 323), and there are hundreds of elements.
            dictionary.name("/S", tags[index])
            dictionary.reference("/P", parent)
            if let language = node.language { dictionary.text("/Lang", language) }
            if let identifier = identifier(index) { dictionary.text("/ID", identifier) }
            writeAttributes(index, &dictionary)
            let kids = kids(of: index, children)
            let own = kids.lazy.compactMap { if case .content(let content) = $0 { content } else { nil } }.first
            if let own { dictionary.reference("/Pg", pages[own.page]) }
            if case .form = node.role, let annotation = annotationOfNode[index] {
                return writeKid(annotations[annotation].reference, pages[annotations[annotation].page], &dictionary)
            }
            if kids.count == 1, case .content(let part) = kids[0] {
                dictionary.integer("/K", part.identifier)
            } else if kids.count == 1, case .element(let child) = kids[0] {
                dictionary.reference("/K", references[child])
            } else {
                dictionary.array("/K") { array in for kid in kids { write(kid, own?.page, references, pages, &array) } }
            }
        }
    }

    /// An annotation as the only kid of an element (14.7.4.3, Table 325).
    private func writeKid(_ annotation: ObjectReference, _ page: ObjectReference, _ dictionary: inout ObjectWriter) {
        dictionary.dictionary("/K") { kid in
            kid.name("/Type", "/OBJR")
            kid.reference("/Pg", page)
            kid.reference("/Obj", annotation)
        }
    }

    /// An entry of an array of kids; `page` is the element's own.
    private func write(
        _ kid: Kid, _ page: Int?, _ references: [ObjectReference], _ pages: [ObjectReference], _ array: inout ObjectWriter
    ) {
        switch kid {
        case .element(let child): array.element(references[child])
        case .content(let part) where part.page == page: array.element(part.identifier)
        case .content(let part):
            // Content of another page than the element's own (14.7.4.2, Table 324).
            array.dictionary { reference in
                reference.name("/Type", "/MCR")
                reference.reference("/Pg", pages[part.page])
                reference.integer("/MCID", part.identifier)
            }
        }
    }

    /// What stands in an element: its own content or an element within.
    private enum Kid {
        case content(Content)
        case element(Int)
    }

    /// The kids of an element in logical order: elements that stand at a place in its text between the parts of the text, others at the end.
    private func kids(of index: Int, _ children: [Int]) -> [Kid] {
        var content = contents[index]
        if content.count > 1 { content.sort { ($0.order, $0.page, $0.identifier) < ($1.order, $1.page, $1.identifier) } }
        guard !children.isEmpty else { return content.map { .content($0) } }
        let children = tree.inReadingOrder(children)
        var kids: [Kid] = []
        var next = 0
        for part in content {
            while next < children.count, Int(tree.nodes[children[next]].order ?? .max) <= part.order {
                kids.append(.element(children[next]))
                next += 1
            }
            kids.append(.content(part))
        }
        for child in children[next...] { kids.append(.element(child)) }
        return kids
    }

    /// The attributes of layout, of lists and of the cells of tables (14.8.5.4, 14.8.5.5, 14.8.5.7).
    private func writeAttributes(_ index: Int, _ dictionary: inout ObjectWriter) {
        switch tree.nodes[index].role {
        case .document where direction == .rightToLeft:
            // All within inherits it.
            dictionary.dictionary("/A") { attributes in
                attributes.name("/O", "/Layout")
                attributes.name("/WritingMode", "/RlTb")
            }
        case .list(let numbering):
            dictionary.dictionary("/A") { attributes in
                attributes.name("/O", "/List")
                switch numbering {
                case .none: attributes.name("/ListNumbering", "/None")
                case .sign: attributes.name("/ListNumbering", "/Disc")
                case .place: attributes.name("/ListNumbering", "/Decimal")
                }
            }
        case .headerCell(let scope, let columnSpan, let rowSpan):
            dictionary.dictionary("/A") { attributes in
                attributes.name("/O", "/Table")
                attributes.name("/Scope", Self.name(of: scope))
                writeSpans(columnSpan, rowSpan, &attributes)
            }
        case .dataCell(let columnSpan, let rowSpan) where columnSpan > 1 || rowSpan > 1:
            dictionary.dictionary("/A") { attributes in
                attributes.name("/O", "/Table")
                writeSpans(columnSpan, rowSpan, &attributes)
            }
        case .figure(let alternative):
            dictionary.text("/Alt", alternative)
            guard let box = boxes[index] else { break }
            dictionary.dictionary("/A") { attributes in
                attributes.name("/O", "/Layout")
                // A figure that has a place in its parent's text stands in the line.
                if tree.nodes[index].order == nil { attributes.name("/Placement", "/Block") }
                attributes.array("/BBox") { edges in
                    for edge in [box.origin.x, box.origin.y, box.origin.x + box.size.width, box.origin.y + box.size.height] {
                        edges.element(thousandths: edge.thousandthsOfPoint)
                    }
                }
            }
        case .form(let alternative?):
            dictionary.text("/Alt", alternative)
        default: break
        }
    }

    private func writeSpans(_ columnSpan: Int, _ rowSpan: Int, _ attributes: inout ObjectWriter) {
        if columnSpan > 1 { attributes.integer("/ColSpan", columnSpan) }
        if rowSpan > 1 { attributes.integer("/RowSpan", rowSpan) }
    }

    private static func name(of scope: Table.Cell.Scope) -> StaticString {
        switch scope {
        case .column: "/Column"
        case .row: "/Row"
        }
    }

    /// The tags of all nodes. Headings count from 1 and go down by one level at a time, whatever the author wrote (ISO 14289-1, 7.4.2).
    private static func tags(_ tree: StructureTree) -> [StaticString] {
        var tags = tree.nodes.map { tag($0.role) }
        var children = [[Int]](repeating: [], count: tree.nodes.count)
        for (index, node) in tree.nodes.enumerated() {
            if let parent = node.parent { children[Int(parent.rawValue)].append(index) }
        }
        var last = 0
        var waiting = [0]
        while let index = waiting.popLast() {
            if case .heading(let level) = tree.nodes[index].role {
                last = max(1, min(level, last + 1))
                tags[index] = tag(.heading(last))
            }
            waiting += children[index].reversed()
        }
        return tags
    }

    /// The standard structure type of a role (14.8.4).
    private static func tag(_ role: StructureTree.Role) -> StaticString {
        switch role {
        case .document: "/Document"
        case .paragraph: "/P"
        case .heading(let level): [1: "/H1", 2: "/H2", 3: "/H3", 4: "/H4", 5: "/H5"][level] ?? "/H6"
        case .list: "/L"
        case .listItem: "/LI"
        case .label: "/Lbl"
        case .listBody: "/LBody"
        case .table: "/Table"
        case .tableHead: "/THead"
        case .tableBody: "/TBody"
        case .tableRow: "/TR"
        case .headerCell: "/TH"
        case .dataCell: "/TD"
        case .note: "/Note"
        case .division: "/Div"
        case .figure: "/Figure"
        case .form: "/Form"
        }
    }
}
