import DiwanDocument
import DiwanDomain

/// The value of a field, read.
enum FieldValue: Sendable, Hashable {
    /// A group, or a field with parts.
    case none
    /// Text, or any identifier.
    case text
    /// Yes or no.
    case boolean(Bool)
    /// A whole number.
    case integer(Int)
    /// A number with decimals.
    case decimal(DecimalNumber)
    /// An amount.
    case money(Money)
    /// A day.
    case date(RecordDate)
    /// A picture.
    case picture(Picture)
    /// The index of an option.
    case choice(Int)
    /// What a mask has left of a text.
    case masked
}

/// A day as the data gave it.
struct RecordDate: Sendable, Hashable {
    /// The calendar and the numbers that were given.
    var recorded: RecordedDate
    /// The day in both calendars; `nil` for a date that is kept as entered, or lies outside the tables.
    var pair: DatePair?
}

/// The values of one record, in the order of the schema: nodes in one array, each with the indices of those below it.
struct RecordTree: Sendable {
    /// The index of a node.
    typealias ID = Int

    /// A value or a group of values.
    struct Node: Sendable {
        /// What it is, in the schema.
        var schema: SchemaID
        /// The node above; -1 for a root.
        var parent: ID
        /// The nodes below, in order.
        var children: [ID] = []
        /// The normal form: ASCII digits, ISO dates, decimal text; empty for a group.
        var text = ""
        /// The value, read.
        var value = FieldValue.none
    }

    /// The nodes; the first is the data's root.
    private(set) var nodes: [Node]
    /// The root of each tree of the schema, in its order.
    private(set) var roots: [ID]
    /// Counts the changes, so that what was made from the tree can be known to be old.
    private(set) var version = 0

    /// A tree with the roots of `schema` and nothing below them.
    init(_ schema: Schema) {
        nodes = schema.roots.map { Node(schema: $0.id, parent: -1) }
        roots = Array(nodes.indices)
    }

    subscript(id: ID) -> Node {
        @inline(__always) get { nodes[id] }
    }

    /// Adds a node below `parent`.
    @discardableResult
    mutating func add(_ schema: SchemaID, text: String = "", value: FieldValue = .none, to parent: ID) -> ID {
        nodes.append(Node(schema: schema, parent: parent, text: text, value: value))
        nodes[parent].children.append(nodes.count - 1)
        version += 1
        return nodes.count - 1
    }

    /// Adds a node that finds `parent` above it and is not among what is below that.
    mutating func addDetached(_ schema: SchemaID, near parent: ID) -> ID {
        nodes.append(Node(schema: schema, parent: parent))
        version += 1
        return nodes.count - 1
    }

    /// Takes a node, and all below it, out of the tree.
    mutating func remove(_ id: ID) {
        let parent = nodes[id].parent
        nodes[parent].children.removeAll { $0 == id }
        version += 1
    }

    /// Gives a node another value.
    mutating func set(_ id: ID, text: String, value: FieldValue) {
        nodes[id].text = text
        nodes[id].value = value
        version += 1
    }

    /// The first child of `parent` that is `schema`.
    func firstChild(_ schema: SchemaID, of parent: ID) -> ID? {
        nodes[parent].children.first { nodes[$0].schema == schema }
    }

    /// The string-value (XPath 1.0, 5.2): the node's text, or all texts below it.
    func string(_ id: ID) -> String {
        let node = nodes[id]
        if node.children.isEmpty { return node.text }
        return node.children.reduce(into: node.text) { $0 += string($1) }
    }
}

/// The data of one document, checked against the template's fields, in normal form.
public struct Record: Sendable {
    let tree: RecordTree
    /// The compiled template whose fields it was checked against.
    let owner: TemplateIdentity
    /// Whether what is absent is left to be filled in by hand.
    let isBlank: Bool
}

/// Tells one compiled template from another: a record belongs to the one that checked it.
final class TemplateIdentity: Sendable {}
