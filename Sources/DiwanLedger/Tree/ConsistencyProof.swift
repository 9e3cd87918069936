/// A proof that a tree begins with all the entries of a smaller one, in the same order (RFC 6962, 2.1.2).
public struct ConsistencyProof: Hashable, Sendable {
    /// The number of entries of the smaller tree.
    public let oldSize: Int
    /// The number of entries of the larger tree.
    public let size: Int
    /// The hashes, in the order of the RFC.
    public let hashes: [TreeHash]

    /// A proof with the given parts. Nothing is checked before `proves(_:root:)`.
    public init(oldSize: Int, size: Int, hashes: [TreeHash]) {
        self.oldSize = oldSize
        self.size = size
        self.hashes = hashes
    }

    /// Whether the proof shows that the tree of `root` goes on from the tree of `oldRoot`.
    ///
    /// Every tree goes on from the empty one; that needs no hashes.
    public func proves(_ oldRoot: TreeHash, root: TreeHash) -> Bool {
        guard 0 <= oldSize, oldSize <= size else { return false }
        if oldSize == 0 { return hashes.isEmpty && oldRoot == .empty && (size > 0 || root == .empty) }
        if oldSize == size { return hashes.isEmpty && oldRoot == root }
        // The largest complete subtree at the old right edge; when it is the whole old tree, its hash is known.
        var node = oldSize - 1
        var last = size - 1
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var rest = hashes[...]
        var old = oldRoot
        if node > 0 {
            guard let first = rest.popFirst() else { return false }
            old = first
        }
        var new = old
        while let hash = rest.popFirst() {
            guard last > 0 else { return false }
            while node == last && node & 1 == 0 {
                node >>= 1
                last >>= 1
                if last == 0 { return false }
            }
            if node & 1 == 1 {
                old = .node(hash, old)
                new = .node(hash, new)
            } else {
                new = .node(new, hash)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && old == oldRoot && new == root
    }

    /// The ranges of entries whose hashes the proof consists of, in order.
    static func ranges(oldSize: Int, size: Int) -> [Range<Int>] {
        precondition(0 <= oldSize && oldSize <= size)
        guard oldSize > 0 else { return [] }
        var ranges: [Range<Int>] = []
        var range = 0..<size
        while range.upperBound != oldSize {
            let split = range.lowerBound + largestPowerOfTwo(below: range.count)
            if oldSize <= split {
                ranges.append(split..<range.upperBound)
                range = range.lowerBound..<split
            } else {
                ranges.append(range.lowerBound..<split)
                range = split..<range.upperBound
            }
        }
        // The hash of the whole old tree is known to who asks.
        if range.lowerBound > 0 { ranges.append(range) }
        return ranges.reversed()
    }
}

extension SubtreeHashes {
    /// The proof that the tree of `size` entries goes on from that of `oldSize`. Traps unless 0 ≤ oldSize ≤ size.
    mutating func consistencyProof(oldSize: Int, size: Int) throws(Failure) -> ConsistencyProof {
        var hashes: [TreeHash] = []
        for range in ConsistencyProof.ranges(oldSize: oldSize, size: size) { hashes.append(try hash(of: range)) }
        return ConsistencyProof(oldSize: oldSize, size: size, hashes: hashes)
    }
}
