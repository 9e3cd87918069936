/// What must be kept of a tree so that it can grow: at each level the hashes of its last tile, as long as that is not full.
///
/// The hashes of level `l` are those of complete trees over 256^l entries each.
public struct RightEdge: Sendable, Equatable {
    /// The number of entries.
    public private(set) var size = 0
    /// The hashes of the last tile by level, at most 255 each; a level beyond the last has none.
    public private(set) var levels: [[TreeHash]] = []

    /// The edge of the tree without entries.
    public init() {}

    /// The edge of a tree of `size` entries whose last tiles hold `levels`; `nil` when their widths are not those of that size.
    public init?(size: Int, levels: [[TreeHash]]) {
        guard size >= 0, levels.count == Tile.levels(of: size) else { return nil }
        for (level, hashes) in levels.enumerated() where hashes.count != Tile.width(level: level, size: size) { return nil }
        self.size = size
        self.levels = levels
    }

    /// Adds the leaf `hash` to the tree.
    /// - Parameter filled: gets every tile that becomes full by it, from the lowest level, with its 256 hashes.
    public mutating func append(_ hash: TreeHash, filled: (_ tile: Tile, _ hashes: [TreeHash]) -> Void) {
        size += 1
        var hash = hash
        var level = 0
        var index = size - 1
        while true {
            if level == levels.count { levels.append([]) }
            levels[level].append(hash)
            guard levels[level].count == Tile.fullWidth else { return }
            filled(Tile(level: level, index: index / Tile.fullWidth), levels[level])
            hash = TreeHash.root(of: levels[level][...])
            levels[level].removeAll(keepingCapacity: true)
            index /= Tile.fullWidth
            level += 1
        }
    }

    /// The root of the tree.
    public var root: TreeHash {
        var root: TreeHash?
        for hashes in levels {
            // The complete trees of this level, the smallest first: a bit of the width each.
            var end = hashes.count
            while end > 0 {
                let width = end & -end
                let left = TreeHash.root(of: hashes[end - width..<end])
                root = root.map { TreeHash.node(left, $0) } ?? left
                end -= width
            }
        }
        return root ?? .empty
    }
}
