internal import DiwanDocument

/// The fields of a form by their names: a part of a name with what stands below it (ISO 32000-1, 12.7.3.2).
struct FieldTree {
    /// A part of a name.
    struct Node {
        /// The part; empty for the form itself.
        var name: String
        /// The node above; `nil` for the form itself.
        var parent: Int?
        /// The parts below, in the order of reading.
        var children: [Int] = []
        /// The places of the field that ends here, as indices of the widgets, in the order of reading.
        var widgets: [Int] = []
    }

    private(set) var nodes = [Node(name: "", parent: nil)]

    /// The tree of `widgets`, which are in the order of reading. Traps when a name begins with the whole of another.
    init(_ widgets: [PlacedWidget]) {
        // For each node, the parts below by name.
        var known: [[Substring: Int]] = [[:]]
        for (index, placed) in widgets.enumerated() {
            var node = 0
            for part in placed.widget.field.name.split(separator: ".") {
                if let next = known[node][part] {
                    node = next
                    continue
                }
                nodes.append(Node(name: String(part), parent: node))
                known.append([:])
                known[node][part] = nodes.count - 1
                nodes[node].children.append(nodes.count - 1)
                node = nodes.count - 1
            }
            nodes[node].widgets.append(index)
        }
        precondition(
            nodes.allSatisfy { $0.widgets.isEmpty || $0.children.isEmpty && $0.parent != nil }, "a field is not below another field")
    }
}
