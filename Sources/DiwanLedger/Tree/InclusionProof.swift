/// A proof that an entry stands at its index in a tree (RFC 6962, 2.1.1).
public struct InclusionProof: Hashable, Sendable {
    /// The index of the entry, from 0.
    public let index: Int
    /// The number of entries of the tree.
    public let size: Int
    /// The hashes beside the way from the leaf to the root, the leaf's neighbour first.
    public let hashes: [TreeHash]

    /// A proof with the given parts. Nothing is checked before `proves(_:root:)`.
    public init(index: Int, size: Int, hashes: [TreeHash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Whether the proof shows that the tree of `root` has the leaf `leaf` at `index`.
    public func proves(_ leaf: TreeHash, root: TreeHash) -> Bool {
        guard 0 <= index, index < size else { return false }
        var hash = leaf
        var index = index
        var last = size - 1
        for other in hashes {
            // The node is the root already.
            guard last > 0 else { return false }
            // A node at the right edge without a neighbour is its own parent.
            while index == last && index & 1 == 0 {
                index >>= 1
                last >>= 1
                if last == 0 { return false }
            }
            hash = index & 1 == 1 ? .node(other, hash) : .node(hash, other)
            index >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// The ranges of entries whose hashes the proof consists of, in order.
    static func ranges(index: Int, size: Int) -> [Range<Int>] {
        precondition(0 <= index && index < size)
        var ranges: [Range<Int>] = []
        var range = 0..<size
        while range.count > 1 {
            let split = range.lowerBound + largestPowerOfTwo(below: range.count)
            if index < split {
                ranges.append(split..<range.upperBound)
                range = range.lowerBound..<split
            } else {
                ranges.append(range.lowerBound..<split)
                range = split..<range.upperBound
            }
        }
        return ranges.reversed()
    }
}

/// The largest power of two that is less than `count`. Traps when there is none.
func largestPowerOfTwo(below count: Int) -> Int {
    precondition(count > 1)
    return 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
}

extension SubtreeHashes {
    /// The proof of the entry at `index` in the tree of `size` entries. Traps unless 0 ≤ index < size.
    mutating func inclusionProof(index: Int, size: Int) throws(Failure) -> InclusionProof {
        var hashes: [TreeHash] = []
        for range in InclusionProof.ranges(index: index, size: size) { hashes.append(try hash(of: range)) }
        return InclusionProof(index: index, size: size, hashes: hashes)
    }
}
