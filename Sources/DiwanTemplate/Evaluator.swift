import DiwanDomain

/// A value of an expression.
enum Value: Sendable {
    case nodes([RecordTree.ID])
    case text(String)
    /// A number; `nil` is "not a number".
    case number(DecimalNumber?)
    case boolean(Bool)
}

/// Where expressions are evaluated: the tree of values, the node they start from, and the variables. One thread uses it at a time.
final class Evaluator {
    /// What the nodes are.
    let schema: Schema
    /// The values.
    var tree: RecordTree
    /// What of the surroundings expressions can ask for.
    let environment: TemplateEnvironment
    /// The node that paths start from.
    var node: RecordTree.ID = 0
    /// The place of the node among those that are gone through, from 1.
    var position = 1
    /// How many nodes are gone through.
    var size = 1
    /// The variables, by slot.
    var variables: [(name: String, value: Value)]
    /// What went wrong in an expression, where that is told to the giver of the data.
    var failure: String?
    /// libxml2's evaluator and the tree it was made from, kept while the tree stays as it is.
    var general: GeneralEvaluator?
    /// What a document asks of the record, where that is noted or answered.
    var journal: Journal?

    init(schema: Schema, tree: RecordTree, environment: TemplateEnvironment, variables: [String]) {
        self.schema = schema
        self.tree = tree
        self.environment = environment
        self.variables = variables.map { ($0, .text("")) }
    }

    /// The nodes that a path leads to, in order.
    func nodes(_ path: NodePath) -> [RecordTree.ID] {
        switch path.start {
        case .context: nodes(from: node, path.steps)
        case .root(let index): nodes(from: tree.roots[index], path.steps)
        case .variable(let slot):
            if case .nodes(let start) = variables[slot].value { start.flatMap { nodes(from: $0, path.steps) } } else { [] }
        }
    }

    /// The first node that a path leads to.
    func firstNode(_ path: NodePath) -> RecordTree.ID? {
        var id: RecordTree.ID
        switch path.start {
        case .context: id = node
        case .root(let index): id = tree.roots[index]
        case .variable: return nodes(path).first
        }
        for (index, step) in path.steps.enumerated() {
            switch step {
            case .up:
                id = tree[id].parent
                if id < 0 { return nil }
            case .down(let schema):
                // A repeated group's first may lack what its second has.
                if index + 1 < path.steps.count, self.schema[schema].repeats { return nodes(path).first }
                guard let child = tree.firstChild(schema, of: id) else { return nil }
                id = child
            case .select: return nodes(path).first
            }
        }
        return id
    }

    private func nodes(from start: RecordTree.ID, _ steps: [NodePath.Step]) -> [RecordTree.ID] {
        var current = [start]
        for step in steps {
            var next: [RecordTree.ID] = []
            for id in current {
                switch step {
                case .up: if tree[id].parent >= 0, next.last != tree[id].parent { next.append(tree[id].parent) }
                case .down(let schema): for child in tree[id].children where tree[child].schema == schema { next.append(child) }
                case .select(let schema, let test):
                    let candidates = tree[id].children.filter { tree[$0].schema == schema }
                    for (index, child) in candidates.enumerated()
                    where with(child, position: index + 1, size: candidates.count, { boolean(test) }) {
                        next.append(child)
                    }
                }
            }
            current = next
        }
        return current
    }

    /// A node of a kind that has no value and belongs to nothing: the row of a table that is to be filled in by hand.
    func emptyNode(_ schema: SchemaID) -> RecordTree.ID { tree.addDetached(schema, near: node) }

    /// How many nodes of a kind stand beside `node`, itself among them; without a node, how many there are at all.
    func siblingCount(of node: RecordTree.ID?, _ schema: SchemaID) -> Int {
        guard let node else { return tree.nodes.count { $0.schema == schema } }
        return tree[tree[node].parent].children.count { tree[$0].schema == schema }
    }

    /// Does `body` with `id` as the node that paths start from.
    func with<Result>(_ id: RecordTree.ID, position: Int = 1, size: Int = 1, _ body: () -> Result) -> Result {
        let saved = (node, self.position, self.size)
        (node, self.position, self.size) = (id, position, size)
        defer { (node, self.position, self.size) = saved }
        return body()
    }
}

/// A path of child and parent steps: what most expressions are made of.
struct NodePath: Sendable {
    /// Where it starts.
    enum Start: Sendable {
        /// At the node that expressions start from.
        case context
        /// At a root of the schema, by its place.
        case root(Int)
        /// At the nodes of a variable, by its slot.
        case variable(Int)
    }

    /// One step.
    enum Step: Sendable {
        case up
        case down(SchemaID)
        /// To those children for which a predicate holds: of those below one parent, by their places (XPath 1.0, 2.4).
        case select(SchemaID, NativeTerm)
    }

    var start = Start.context
    var steps: [Step] = []

    /// Whether some of its steps look at more than the kinds of nodes.
    var selects: Bool { steps.contains { if case .select = $0 { true } else { false } } }
}
