import DiwanDiagnostics
import DiwanXML

/// An attribute that an element may have.
struct AttributeDefinition: Sendable {
    /// The name.
    let name: String
    /// What its value may be.
    let kind: AttributeKind
    /// Whether the element must have it.
    let isRequired: Bool
    /// What it says, for the guide.
    let summary: String

    init(_ name: String, _ kind: AttributeKind, _ summary: String, required: Bool = false) {
        self.name = name
        self.kind = kind
        self.isRequired = required
        self.summary = summary
    }
}

/// What can stand at a place of a template.
enum ContentKind: String, Sendable, Hashable {
    /// Parts that stand one below the other.
    case blocks
    /// Pieces of a line.
    case inlines
    /// Items of a list.
    case items
    /// Rows of a table.
    case rows
    /// Cells of a row.
    case cells
    /// Columns side by side.
    case columns

    /// How a diagnostic names what may stand there.
    var words: String {
        switch self {
        case .blocks: "blocks (p, table, …)"
        case .inlines: "text and inline elements"
        case .items: "li"
        case .rows: "tr"
        case .cells: "td and th"
        case .columns: "column"
        }
    }
}

/// One element of the template language: where it may stand, what it may hold, and how it is compiled.
///
/// The registry of these is the one description of the language: the checker reads it, and the author's guide is written from it.
struct ElementDefinition: Sendable {
    /// The part of the language that an element belongs to.
    enum Group: String, Sendable, CaseIterable {
        case document, fields, blocks, inlines, instructions
    }

    /// What an element may hold.
    enum Content: Sendable, Equatable {
        /// Nothing.
        case empty
        /// Text alone.
        case text
        /// One kind of content.
        case of(ContentKind)
        /// Blocks, or text, which then is a paragraph.
        case flow
        /// What the place where it stands may hold.
        case asPlace
        /// One drawing, an `svg` element of SVG's own namespace, or nothing.
        case drawing
        /// Some elements by name, which it reads itself.
        case elements([String])
    }

    /// Where an element may stand.
    enum Place: Sendable, Equatable {
        /// Wherever one of these kinds of content may.
        case content(Set<ContentKind>)
        /// Directly in some elements.
        case within([String])
        /// Only as the root of a file.
        case root
    }

    let name: String
    let group: Group
    let place: Place
    let attributes: [AttributeDefinition]
    let content: Content
    /// One sentence for the guide.
    let summary: String
    /// Turns the element into what is done for each record; `nil` for elements that the one around them reads.
    let compile: (@Sendable (Compiler, XMLElement, Scope) -> Program)?

    init(
        _ name: String, _ group: Group, _ place: Place, _ attributes: [AttributeDefinition] = [], content: Content, _ summary: String,
        compile: (@Sendable (Compiler, XMLElement, Scope) -> Program)? = nil
    ) {
        self.name = name
        self.group = group
        self.place = place
        self.attributes = attributes
        self.content = content
        self.summary = summary
        self.compile = compile
    }

    /// The attribute called `name`.
    func attribute(_ name: String) -> AttributeDefinition? { attributes.first { $0.name == name } }
}
