import CLibXML2

/// A record's values as a tree that XPath reads: the root `data`, groups and fields as elements in no namespace.
///
/// A tree belongs to one thread at a time. Its nodes keep it alive.
public final class DataTree {
    let document: xmlDocPtr
    private let rootPointer: xmlNodePtr
    /// Nodes taken out of the tree, kept so that handles to them stay valid.
    private var removed: [xmlNodePtr] = []
    /// The number of elements added so far.
    private var elementCount = 1
    /// The number of elements when the document order was last written into them.
    private var orderedCount = 0

    /// A tree with an empty root element `rootName`.
    public init(rootName: String = "data") {
        precondition(DataTree.isName(rootName), "not an ASCII element name")
        _ = LibXML2.ready
        guard let document = xmlNewDoc("1.0"), let root = xmlNewDocNode(document, nil, rootName, nil) else {
            fatalError("libxml2 has no memory for a tree")
        }
        xmlDocSetRootElement(document, root)
        self.document = document
        rootPointer = root
    }

    deinit {
        for node in removed { xmlFreeNode(node) }
        xmlFreeDoc(document)
    }

    /// The root element.
    public var root: DataNode { DataNode(tree: self, pointer: rootPointer) }

    /// Whether `name` may name a group or a field: an ASCII letter or `_`, then ASCII letters, digits, `_`, `-`, `.`.
    public static func isName(_ name: String) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x5F: break
            case 0x30...0x39, 0x2D, 0x2E: if isFirst { return false }
            default: return false
            }
            isFirst = false
        }
        return !isFirst
    }

    func newElement(_ name: String) -> xmlNodePtr {
        precondition(DataTree.isName(name), "not an ASCII element name")
        guard let node = xmlNewDocNode(document, nil, name, nil) else { fatalError("libxml2 has no memory for a node") }
        elementCount += 1
        return node
    }

    func setText(_ text: String, of node: xmlNodePtr) {
        while let child = node.pointee.children {
            xmlUnlinkNode(child)
            removed.append(child)
        }
        guard !text.isEmpty else { return }
        let text = text.utf8.contains(0) ? String(text.map { $0 == "\0" ? "\u{FFFD}" : $0 }) : text
        guard let child = xmlNewDocText(document, text) else { fatalError("libxml2 has no memory for a text") }
        xmlAddChild(node, child)
    }

    func remove(_ node: xmlNodePtr) {
        precondition(node != rootPointer, "the root stays")
        xmlUnlinkNode(node)
        removed.append(node)
    }

    /// Writes the document order into the elements when many are new, so that libxml2 sorts large node sets without walking.
    func prepareOrder() {
        guard elementCount >= 64, elementCount >= 2 * orderedCount else { return }
        xmlXPathOrderDocElems(document)
        orderedCount = elementCount
    }
}

/// A node of a data tree: an element or a text. It stays valid as long as it is held.
public struct DataNode {
    /// The tree it belongs to.
    public let tree: DataTree
    let pointer: xmlNodePtr

    init(tree: DataTree, pointer: xmlNodePtr) {
        self.tree = tree
        self.pointer = pointer
    }

    // MARK: Building

    /// Adds an empty element `name` as the last child: a group, or a field to be filled.
    @discardableResult
    public func append(_ name: String) -> DataNode {
        let node = tree.newElement(name)
        xmlAddChild(pointer, node)
        return DataNode(tree: tree, pointer: node)
    }

    /// Adds an element `name` that holds `text` as the last child. NUL, which C strings cannot hold, becomes U+FFFD.
    @discardableResult
    public func append(_ name: String, text: String) -> DataNode {
        let node = append(name)
        tree.setText(text, of: node.pointer)
        return node
    }

    /// Adds an empty element `name` just after this one.
    @discardableResult
    public func insertAfter(_ name: String) -> DataNode {
        precondition(pointer.pointee.parent?.pointee.type == XML_ELEMENT_NODE, "the root has no neighbours")
        let node = tree.newElement(name)
        xmlAddNextSibling(pointer, node)
        return DataNode(tree: tree, pointer: node)
    }

    /// Puts `text` in the place of all that the element holds.
    public func setText(_ text: String) { tree.setText(text, of: pointer) }

    /// Takes the node out of the tree; handles to it stay valid.
    public func remove() { tree.remove(pointer) }

    /// A number of the caller's on the node, such as an index into its own table; 0 until it is set. libxml2 keeps it and never reads it.
    public var tag: Int {
        get { Int(bitPattern: pointer.pointee._private) }
        nonmutating set { pointer.pointee._private = UnsafeMutableRawPointer(bitPattern: newValue) }
    }

    // MARK: Reading

    /// The element's name; `text` for a text.
    public var name: String { pointer.pointee.name.map { String(cString: $0) } ?? "" }

    /// The string-value (XPath 1.0, 5): all text within.
    public var string: String {
        let node = pointer.pointee
        if node.type == XML_TEXT_NODE { return node.content.map { String(cString: $0) } ?? "" }
        guard let child = node.children else { return "" }
        if child.pointee.next == nil, child.pointee.type == XML_TEXT_NODE {
            return child.pointee.content.map { String(cString: $0) } ?? ""
        }
        guard let content = xmlNodeGetContent(pointer) else { return "" }
        defer { diwan_xmlFree(content) }
        return String(cString: content)
    }

    /// Whether the string-value has just these bytes.
    func hasString(_ bytes: [UInt8]) -> Bool {
        guard let child = pointer.pointee.children, child.pointee.next == nil, child.pointee.type == XML_TEXT_NODE,
            let content = child.pointee.content
        else { return string.utf8.elementsEqual(bytes) }
        var index = 0
        while index < bytes.count {
            if content[index] != bytes[index] || content[index] == 0 { return false }
            index += 1
        }
        return content[index] == 0
    }

    /// Whether it has the string-value "".
    public var isEmpty: Bool {
        let node = pointer.pointee
        if node.type == XML_TEXT_NODE { return node.content?.pointee ?? 0 == 0 }
        guard node.children != nil else { return true }
        return string.isEmpty
    }

    /// The parent element; nil for the root.
    public var parent: DataNode? {
        guard let parent = pointer.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else { return nil }
        return DataNode(tree: tree, pointer: parent)
    }

    /// The child elements, in order.
    public var children: [DataNode] {
        var result: [DataNode] = []
        var child = pointer.pointee.children
        while let node = child {
            if node.pointee.type == XML_ELEMENT_NODE { result.append(DataNode(tree: tree, pointer: node)) }
            child = node.pointee.next
        }
        return result
    }

    /// The first element on `path` from here, without libxml2.
    public func first(_ path: DataPath) -> DataNode? {
        path.first(from: pointer).map { DataNode(tree: tree, pointer: $0) }
    }

    /// All elements on `path` from here, in document order, without libxml2.
    public func all(_ path: DataPath) -> [DataNode] {
        var result: [DataNode] = []
        path.each(from: pointer) { result.append(DataNode(tree: tree, pointer: $0)) }
        return result
    }

    /// The first child element called `name`.
    public func child(_ name: String) -> DataNode? {
        var child = pointer.pointee.children
        while let node = child {
            if node.pointee.type == XML_ELEMENT_NODE, xmlStrEqual(node.pointee.name, name) == 1 {
                return DataNode(tree: tree, pointer: node)
            }
            child = node.pointee.next
        }
        return nil
    }

    /// The place among the parent's elements of the same name, from 1; and how many there are.
    public var placeAmongNamesakes: (position: Int, count: Int) {
        var position = 1
        var count = 0
        var sibling = pointer.pointee.parent?.pointee.children
        while let node = sibling {
            if node.pointee.type == XML_ELEMENT_NODE, xmlStrEqual(node.pointee.name, pointer.pointee.name) == 1 {
                count += 1
                if node == pointer { position = count }
            }
            sibling = node.pointee.next
        }
        return (position, max(count, 1))
    }
}

extension DataNode: Equatable {
    /// The same node of the same tree.
    public static func == (a: DataNode, b: DataNode) -> Bool { a.pointer == b.pointer }
}

/// What libxml2 needs once in a process.
enum LibXML2 {
    /// Touched before any thread uses libxml2.
    static let ready: Void = xmlInitParser()
}
