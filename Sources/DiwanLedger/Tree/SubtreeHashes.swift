/// The hashes of complete subtrees, out of which every other hash of the tree is made.
protocol SubtreeHashes {
    associatedtype Failure: Error

    /// The hash of the complete subtree over the entries `index << level ..< (index + 1) << level`.
    mutating func hash(level: Int, index: Int) throws(Failure) -> TreeHash
}

extension SubtreeHashes {
    /// The tree hash of the entries of `range`, MTH(D[range]) of RFC 6962, 2.1.
    ///
    /// The lower end must be a multiple of the largest power of two that is not above the length; every subtree of a proof is such.
    mutating func hash(of range: Range<Int>) throws(Failure) -> TreeHash {
        var root: TreeHash?
        var end = range.upperBound
        // From the right: the smallest complete subtree first.
        while end > range.lowerBound {
            let length = end - range.lowerBound
            let level = length.trailingZeroBitCount
            let left = try hash(level: level, index: (end >> level) - 1)
            root = root.map { TreeHash.node(left, $0) } ?? left
            end -= 1 << level
        }
        return root ?? .empty
    }
}
