/// A document cut into pages: what an exporter writes.
public struct PagedDocument: Hashable, Sendable {
    /// What is known of the document beside its text.
    public var metadata: DocumentMetadata
    /// The direction of the document.
    public var direction: TextDirection
    /// The pages, each a frame as large as its paper.
    public var pages: [Frame]
    /// The tree of what the document is made of, for readers who do not see the pages.
    public var structure: StructureTree
    /// The headings, in order.
    public var outline: [OutlineEntry]

    /// A document cut into pages.
    public init(
        metadata: DocumentMetadata, direction: TextDirection, pages: [Frame], structure: StructureTree, outline: [OutlineEntry]
    ) {
        self.metadata = metadata
        self.direction = direction
        self.pages = pages
        self.structure = structure
        self.outline = outline
    }
}

/// A heading and where it stands.
public struct OutlineEntry: Hashable, Sendable {
    /// The level, 1 to 3.
    public var level: Int
    /// The heading's text, in logical order.
    public var title: String
    /// The page, from 0.
    public var page: Int
    /// The distance of its top from the top of the page.
    public var y: Length

    /// A heading at a place.
    public init(level: Int, title: String, page: Int, y: Length) {
        self.level = level
        self.title = title
        self.page = page
        self.y = y
    }
}

/// A node of the structure tree: its index.
public struct StructureID: Hashable, Sendable {
    /// The index of the node.
    public var rawValue: Int32

    /// The node with the index `rawValue`.
    @inlinable
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }
}

/// What a document is made of, in reading order (ISO 32000-1, 14.7 and 14.8).
public struct StructureTree: Hashable, Sendable {
    /// What a node is (ISO 32000-1, 14.8.4).
    public enum Role: Hashable, Sendable {
        /// The whole document; node 0.
        case document
        /// A paragraph.
        case paragraph
        /// A heading of a level from 1.
        case heading(Int)
        /// A list.
        case list(ListNumbering)
        /// An item of a list.
        case listItem
        /// The mark of an item.
        case label
        /// The text of an item.
        case listBody
        /// A table.
        case table
        /// The rows of a table's head.
        case tableHead
        /// The other rows.
        case tableBody
        /// A row.
        case tableRow
        /// A heading cell.
        case headerCell(Table.Cell.Scope, columnSpan: Int, rowSpan: Int)
        /// A cell.
        case dataCell(columnSpan: Int, rowSpan: Int)
        /// A note at the foot of a page.
        case note
        /// A part without a meaning of its own.
        case division
        /// Something drawn, and what to say of it.
        case figure(alternative: String)
        /// A place of a form's field, and what to say of it where the field's own label does not.
        case form(alternative: String?)
    }

    /// How the items of a list are marked (ISO 32000-1, 14.8.5.5).
    public enum ListNumbering: Hashable, Sendable {
        /// Not at all.
        case none
        /// By the same sign.
        case sign
        /// By their place.
        case place
    }

    /// A node.
    public struct Node: Hashable, Sendable {
        /// What the node is.
        public var role: Role
        /// The node above; `nil` for the document.
        public var parent: StructureID?
        /// The language where it is not the document's.
        public var language: String?
        /// Where the node stands in the text of the node above, as the `textOffset` of glyph runs counts; `nil` behind all its text.
        public var order: Int32?

        /// A node.
        public init(role: Role, parent: StructureID?, language: String? = nil, order: Int32? = nil) {
            self.role = role
            self.parent = parent
            self.language = language
            self.order = order
        }
    }

    /// The nodes; a node's children are those that name it, in the order of their indices.
    public var nodes: [Node]

    /// A tree with the document's node alone.
    public init() {
        nodes = [Node(role: .document, parent: nil)]
    }

    /// The document's node.
    public static let root = StructureID(rawValue: 0)

    /// Adds a node as the last child of `parent`, and says which.
    public mutating func add(_ role: Role, to parent: StructureID, language: String? = nil, order: Int32? = nil) -> StructureID {
        nodes.append(Node(role: role, parent: parent, language: language, order: order))
        return StructureID(rawValue: Int32(nodes.count - 1))
    }
}
