import DiwanDiagnostics

/// What an element finds around it while a template is compiled.
struct Scope {
    /// A variable that expressions may name.
    struct Variable: Sendable {
        var name: String
        var type: StaticType
        /// The fields and groups that its value is made of.
        var uses: Set<SchemaID>
        /// The place of its value in an instantiation.
        var slot: Int
        /// The term that it stands for, where one means the same everywhere: then it is as if that had been written.
        var stands: NativeTerm?
    }

    /// The style that is inherited.
    var style: ComputedStyle
    /// The node of the schema that expressions start from.
    var context = Schema.data
    /// The variables, the nearest last.
    var variables: [Variable] = []
    /// The paths that a condition around asked for, with the node they start from.
    var known: [(text: String, context: SchemaID)] = []
    /// What may stand here.
    var kind = ContentKind.blocks
    /// The element around.
    var parent = "template"
    /// Whether text between blocks is a paragraph of its own here: so in what holds blocks or text, through its instructions.
    var flows = false
    /// Whether a value stands alone in a cell of a table: the cell is room enough to write in.
    var isAloneInCell = false
    /// Whether a footnote is around.
    var isInFootnote = false
    /// Whether a short message is around, where others may read what is personal.
    var isInShort = false
    /// How many elements are around, in all files.
    var depth = 0

    /// The scope in which a path, with or without predicates, is known to lead to something, since a condition asked for it.
    func knowing(_ test: Expression) -> Scope {
        guard test.asksForNodes else { return self }
        var scope = self
        scope.known.append((test.text, context))
        return scope
    }

    /// The scope in an element: its style is inherited by what it holds.
    func inside(_ name: String, style: ComputedStyle? = nil, kind: ContentKind? = nil) -> Scope {
        var scope = self
        scope.parent = name
        if let style { scope.style = style.inherited }
        if let kind {
            scope.kind = kind
            scope.flows = false
        }
        scope.depth += 1
        return scope
    }
}

/// What an expression's value is, as far as the template alone can tell.
enum StaticType: Sendable, Equatable {
    /// Nodes of one field or group.
    case nodes(SchemaID)
    /// Nodes of several fields.
    case mixedNodes([SchemaID])
    /// Text.
    case text
    /// A day as text.
    case date
    /// A number.
    case number
    /// Yes or no.
    case boolean
}
