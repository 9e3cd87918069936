/// Finds which file is wrong when the last tiles do not give the root of the checkpoint.
///
/// The hashes of each last tile can also be computed from the files below it. The mixture of stored and computed ones that gives the root
/// shows which stored ones are wrong.
struct EdgeDiagnosis {
    /// The edge with the hashes that are right; `nil` when no mixture gives the root.
    let mended: RightEdge?
    /// The last tiles whose stored hashes are wrong.
    let wrongFiles: [String]

    init(folder: LedgerFolder, checkpoint: Checkpoint) {
        let tiles = TileReader(folder: folder, checkpoint: checkpoint)
        var choices: [(file: String, stored: [TreeHash]?, computed: [TreeHash]?)] = []
        for level in 0..<Tile.levels(of: checkpoint.size) {
            let width = Tile.width(level: level, size: checkpoint.size)
            let tile = Tile(level: level, index: (checkpoint.size >> (8 * level)) / Tile.fullWidth)
            guard width > 0 else {
                choices.append(("", [], []))
                continue
            }
            choices.append(
                (tile.path(width: width), try? tiles.stored(tile, width: width), try? Self.hashes(of: tile, width: width, tiles)))
        }
        for mixture in 0..<1 << choices.count {
            let levels = choices.enumerated().compactMap { level, choice in mixture >> level & 1 == 0 ? choice.stored : choice.computed }
            guard let edge = RightEdge(size: checkpoint.size, levels: levels), edge.root == checkpoint.root else { continue }
            mended = edge
            wrongFiles = zip(choices, levels).compactMap { choice, right in
                choice.stored.flatMap { $0 == right ? nil : choice.file }
            }
            return
        }
        mended = nil
        wrongFiles = []
    }

    /// The hashes that a tile must have by the files below it: bundles or tiles.
    private static func hashes(of tile: Tile, width: Int, _ tiles: TileReader) throws(LedgerError) -> [TreeHash] {
        guard tile.level > 0 else {
            let (bytes, entries, _) = try tiles.storedBundle(tile.index)
            return entries.map { TreeHash.leaf(bytes, $0) }
        }
        var hashes: [TreeHash] = []
        for child in tile.index * Tile.fullWidth..<tile.index * Tile.fullWidth + width {
            hashes.append(TreeHash.root(of: try tiles.stored(Tile(level: tile.level - 1, index: child), width: Tile.fullWidth)[...]))
        }
        return hashes
    }
}
