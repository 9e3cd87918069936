public import DiwanData

/// What a form posts, as data: the names of its controls are paths.
extension RecordInput {
    /// The data that values at paths make. Empty values are absent; rows of a list that are left empty between others close up, so that the
    /// numbers of a list say an order and no more.
    public static func data(_ values: [(path: String, text: String)]) throws(Fault) -> JSONValue {
        var root = Node()
        for (path, text) in values where text.contains(where: { !$0.isWhitespace }) {
            try root.put(text, at: try steps(path)[...], path)
        }
        return root.value
    }

    /// A place in the data while it is gathered.
    private struct Node {
        var text: String?
        /// The members, in the order in which they were first named.
        var members: [(name: String, node: Node)] = []
        /// The elements of a list by their numbers.
        var elements: [Int: Node] = [:]

        mutating func put(_ text: String, at steps: ArraySlice<Step>, _ path: String) throws(Fault) {
            guard let step = steps.first else {
                guard self.text == nil, members.isEmpty, elements.isEmpty else { throw .place(path) }
                self.text = text
                return
            }
            guard self.text == nil else { throw .place(path) }
            switch step {
            case .member(let name):
                guard elements.isEmpty else { throw .place(path) }
                let index: Int
                if let known = members.firstIndex(where: { $0.name == name }) {
                    index = known
                } else {
                    index = members.count
                    members.append((name, Node()))
                }
                try members[index].node.put(text, at: steps.dropFirst(), path)
            case .element(let number):
                guard members.isEmpty else { throw .place(path) }
                try elements[number, default: Node()].put(text, at: steps.dropFirst(), path)
            }
        }

        var value: JSONValue {
            if let text { return .string(text) }
            if !elements.isEmpty { return .array(elements.sorted { $0.key < $1.key }.map(\.value.value)) }
            return .object(members.map { ($0.name, $0.node.value) })
        }
    }
}
