internal import DiwanDocument

extension StructureTree {
    /// The nodes of one parent in the order of reading: by their places in its text, those without a place behind it. They are made from
    /// left to right, line by line.
    func inReadingOrder(_ children: [Int]) -> [Int] {
        guard children.contains(where: { nodes[$0].order != nil }) else { return children }
        return children.sorted { (nodes[$0].order ?? .max, $0) < (nodes[$1].order ?? .max, $1) }
    }

    /// For each node, how many are read before it.
    func readingRanks() -> [Int] {
        var children = [[Int]](repeating: [], count: nodes.count)
        for (index, node) in nodes.enumerated() {
            if let parent = node.parent { children[Int(parent.rawValue)].append(index) }
        }
        var ranks = [Int](repeating: 0, count: nodes.count)
        var next = 0
        var waiting = [0]
        while let index = waiting.popLast() {
            ranks[index] = next
            next += 1
            waiting += inReadingOrder(children[index]).reversed()
        }
        return ranks
    }
}
