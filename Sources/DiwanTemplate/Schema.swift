import DiwanDiagnostics

/// A node of a schema: its index.
typealias SchemaID = Int

/// What the data may hold: a tree of groups and fields, with the profile and the policy as trees beside it.
struct Schema: Sendable {
    /// A choice's option.
    struct Option: Sendable, Hashable {
        /// The value in the data.
        var value: String
        /// The words that are printed.
        var label: String
        /// The words for a woman, where they differ.
        var feminineLabel: String?
    }

    /// A group or a field.
    struct Node: Sendable {
        /// The name, as in the data.
        var name: String
        /// The node above; `nil` for a root.
        var parent: SchemaID?
        /// The place among the children of the node above.
        var slot = 0
        /// The names from the root, with `/` between; empty for a root.
        var path: String
        /// The label, in Arabic; the name when there is none.
        var label: String
        /// The type of a field; `nil` for a group.
        var type: FieldType?
        /// Whether there may be several.
        var repeats = false
        /// The least and the greatest number of them, where it repeats.
        var minimumCount = 0
        var maximumCount = 1_000
        /// The nodes below: of a group, and of a field that has parts (person, address).
        var children: [SchemaID] = []
        /// A choice's options.
        var options: [Option] = []
        /// Whether a date is kept as it stands on the identity document.
        var isAsEntered = false
        /// Whether a person may be two or many.
        var allowsAnyNumber = false
        /// The least and the greatest number, in thousandths.
        var minimum: Int?
        var maximum: Int?
        /// The greatest number of characters.
        var maximumLength: Int?
        /// How many decimals a decimal number is kept with.
        var decimals = 2
        /// How the value is masked where it is printed, unless the template says otherwise.
        var mask: Mask?
        /// Whether the value is personal beyond need: it is not shown in messages.
        var isSensitive = false
        /// Whether the value is for the office alone: like a sensitive one it never travels with a document.
        var isInternal = false
        /// What the value is needed for.
        var purpose: String?
        /// Help for who fills it in.
        var hint: String?
        /// What to say when the constraint is not met.
        var alert: String?
        /// Conditions and rules; their expressions are in the compiled template's table of bindings.
        var binding = Binding()
        /// Of a group: whether it may be left out as a whole, and what is required in it counts only where some of it is given.
        var isOptionalGroup = false
        /// Where it was declared.
        var position: SourcePosition?
    }

    /// The rules of a field or a group.
    struct Binding: Sendable {
        var required = Rule.never
        var relevant = Rule.always
        var readonly = Rule.never
        var constraint: Expression?
        var calculate: Expression?
    }

    /// A rule that always, never or sometimes holds.
    enum Rule: Sendable {
        case always
        case never
        case when(Expression)
    }

    /// The root of the data.
    static let data: SchemaID = 0

    /// The nodes; the data's root is the first.
    private(set) var nodes: [Node] = [Node(name: "data", path: "", label: "")]
    /// The roots that variables name, beside the data: `profile`, `policy`.
    private(set) var roots: [(name: String, id: SchemaID)] = [("data", Schema.data)]

    subscript(id: SchemaID) -> Node {
        get { nodes[id] }
        set { nodes[id] = newValue }
    }

    /// Adds a root for the variable `$name`.
    mutating func addRoot(_ name: String) -> SchemaID {
        nodes.append(Node(name: name, path: "", label: name))
        roots.append((name, nodes.count - 1))
        return nodes.count - 1
    }

    /// Adds `node` below `parent`.
    @discardableResult
    mutating func add(_ node: Node, to parent: SchemaID) -> SchemaID {
        var node = node
        node.parent = parent
        node.slot = nodes[parent].children.count
        node.path = nodes[parent].path.isEmpty ? node.name : nodes[parent].path + "/" + node.name
        nodes.append(node)
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    /// Adds a field with a type and a label below `parent`.
    @discardableResult
    mutating func add(_ name: String, _ type: FieldType, _ label: String, to parent: SchemaID) -> SchemaID {
        add(Node(name: name, path: "", label: label, type: type), to: parent)
    }

    /// The child of `parent` called `name`.
    func child(_ name: String, of parent: SchemaID) -> SchemaID? {
        nodes[parent].children.first { nodes[$0].name == name }
    }

    /// The root of the variable `$name`.
    func root(_ name: String) -> SchemaID? { roots.first { $0.name == name }?.id }

    /// The root above a node.
    func root(of id: SchemaID) -> SchemaID {
        var id = id
        while let parent = nodes[id].parent { id = parent }
        return id
    }

    /// The names of the children of `parent`.
    func childNames(of parent: SchemaID) -> [String] { nodes[parent].children.map { nodes[$0].name } }

    /// Whether a node or one above it may be there several times or not at all.
    func canRepeat(_ id: SchemaID) -> Bool {
        var next: SchemaID? = id
        while let current = next {
            if nodes[current].repeats { return true }
            next = nodes[current].parent
        }
        return false
    }

    /// Whether a field says more of someone than a name: what is masked, sensitive, internal, or identifies or reaches a person.
    func isPersonal(_ id: SchemaID) -> Bool {
        guard root(of: id) == Schema.data else { return false }
        let node = nodes[id]
        switch node.type {
        case .nationalID, .iban, .mobile, .email, .address, .signature, .image: return true
        default: return node.isAsEntered || (node.mask ?? .none) != .none || secrecy(of: id) != nil
        }
    }

    /// The person that a node is or holds: a `person` field, a group with a gender, or a gender itself.
    func gender(of id: SchemaID) -> SchemaID? {
        if nodes[id].type == .choice, Set(nodes[id].options.map(\.value)) == ["m", "f"] { return id }
        guard let child = child("gender", of: id), nodes[child].type == .choice else { return nil }
        return Set(nodes[child].options.map(\.value)) == ["m", "f"] ? child : nil
    }
}

/// How a value is hidden where it is printed.
enum Mask: String, Sendable, CaseIterable {
    /// Nothing is hidden.
    case none
    /// Only the last four characters are printed: `1234`.
    case last4
    /// Stars stand for what is hidden: `******1234`.
    case stars
}
