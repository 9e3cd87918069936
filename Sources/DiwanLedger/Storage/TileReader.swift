/// Reads tiles and bundles of one checkpoint, each held against the checkpoint before it is used.
///
/// A tile must give the hash that the tile above has for it; the last tiles together must give the signed root. Some tiles are kept, so
/// memory does not grow with the log.
struct TileReader: SubtreeHashes {
    let folder: LedgerFolder
    let checkpoint: Checkpoint
    private var edge: RightEdge?
    private var kept: [Tile: [TreeHash]] = [:]
    private var order: [Tile] = []
    /// The bundles that entries were last read from one by one, the last at the end; their entries are checked as they are read.
    private var keptBundles: [(index: Int, bytes: [UInt8], entries: [Range<Int>], file: String)] = []

    /// How many full tiles are kept, 8 KB each.
    private static let keptTiles = 64
    /// How many bundles are kept: one has 256 entries, some 100 KB in an office.
    private static let mostBundles = 8

    init(folder: LedgerFolder, checkpoint: Checkpoint, edge: RightEdge? = nil) {
        self.folder = folder
        self.checkpoint = checkpoint
        self.edge = edge
    }

    /// The hashes of the last tiles.
    mutating func rightEdge() throws(LedgerError) -> RightEdge {
        if let edge { return edge }
        var levels: [[TreeHash]] = []
        for level in 0..<Tile.levels(of: checkpoint.size) {
            let width = Tile.width(level: level, size: checkpoint.size)
            let tile = Tile(level: level, index: (checkpoint.size >> (8 * level)) / Tile.fullWidth)
            levels.append(width == 0 ? [] : try stored(tile, width: width))
        }
        guard let edge = RightEdge(size: checkpoint.size, levels: levels) else { preconditionFailure("the widths are those of the size") }
        guard edge.root == checkpoint.root else {
            let diagnosis = EdgeDiagnosis(folder: folder, checkpoint: checkpoint)
            throw .damaged(file: diagnosis.wrongFiles.first ?? LedgerReader.checkpointFile, entry: nil)
        }
        self.edge = edge
        return edge
    }

    /// The hashes of a tile, checked.
    mutating func hashes(of tile: Tile) throws(LedgerError) -> [TreeHash] {
        let width = tile.width(size: checkpoint.size)
        precondition(width > 0, "the tile is not in the tree")
        if width < Tile.fullWidth { return try rightEdge().levels[tile.level] }
        if let hashes = kept[tile] { return hashes }
        let hashes = try stored(tile, width: width)
        guard TreeHash.root(of: hashes[...]) == (try expectedRoot(of: tile)) else {
            throw .damaged(file: tile.path(), entry: nil)
        }
        if order.count == Self.keptTiles { kept[order.removeFirst()] = nil }
        kept[tile] = hashes
        order.append(tile)
        return hashes
    }

    /// The hash that the tile above has for the full `tile`.
    mutating func expectedRoot(of tile: Tile) throws(LedgerError) -> TreeHash {
        let parent = Tile(level: tile.level + 1, index: tile.index / Tile.fullWidth)
        return try hashes(of: parent)[tile.index % Tile.fullWidth]
    }

    mutating func hash(level: Int, index: Int) throws(LedgerError) -> TreeHash {
        let first = index << (level % 8)
        let hashes = try hashes(of: Tile(level: level / 8, index: first / Tile.fullWidth))
        let offset = first % Tile.fullWidth
        return TreeHash.root(of: hashes[offset..<offset + 1 << (level % 8)])
    }

    /// The hashes of a tile as they are stored, unchecked.
    func stored(_ tile: Tile, width: Int) throws(LedgerError) -> [TreeHash] {
        let (bytes, file, whole) = try read(width: width) { tile.path(width: $0) }
        return Array(try Self.hashes(bytes, width: whole, file: file)[..<width])
    }

    private static func hashes(_ bytes: [UInt8], width: Int, file: String) throws(LedgerError) -> [TreeHash] {
        guard bytes.count == 32 * width else { throw .wrongLength(file: file, expected: 32 * width, found: bytes.count) }
        return TreeHash.row(bytes, count: width)
    }

    /// The bytes of the bundle at `index` as they are stored, where its entries lie in them, and its file.
    /// - Parameter right: the hashes of its leaves, when they are known: by them the first wrong entry of a malformed bundle is found.
    func storedBundle(
        _ index: Int, right: [TreeHash]? = nil
    ) throws(LedgerError) -> (bytes: [UInt8], entries: [Range<Int>], file: String) {
        let width = Tile(level: 0, index: index).width(size: checkpoint.size)
        let (bytes, file, whole) = try read(width: width) { Tile.entriesPath(index, width: $0) }
        let entries = try Self.entries(bytes, width: whole, file: file, index: index, right: right)
        return (bytes, Array(entries[..<width]), file)
    }

    private static func entries(
        _ bytes: [UInt8], width: Int, file: String, index: Int, right: [TreeHash]? = nil
    ) throws(LedgerError) -> [Range<Int>] {
        let (entries, fault) = EntryBundle.ranges(of: bytes, width: width)
        guard let fault else { return entries }
        let first = index * Tile.fullWidth
        // A changed length moves all that follows: the mistake is often found only entries later.
        if let right {
            for (number, range) in entries[..<min(entries.count, right.count)].enumerated()
            where TreeHash.leaf(bytes, range) != right[number] {
                throw .damaged(file: file, entry: first + number)
            }
        }
        switch fault {
        case .truncated(let entry): throw .damaged(file: file, entry: first + entry)
        case .trailing(let offset): throw .wrongLength(file: file, expected: offset, found: bytes.count)
        }
    }

    /// The hashes that the file at `place` itself has, or that its entries give; unchecked.
    /// - Parameter right: the hashes that they must be.
    func hashes(at place: LedgerPlace, file: String, right: [TreeHash]) throws(LedgerError) -> [TreeHash] {
        guard let bytes = try folder.read(file, limit: Self.longestFile) else { throw .missing(file: file) }
        guard place.isBundle else { return try Self.hashes(bytes, width: place.width, file: file) }
        return try Self.entries(bytes, width: place.width, file: file, index: place.tile.index, right: right).map {
            TreeHash.leaf(bytes, $0)
        }
    }

    /// One byte more than a bundle can have.
    private static let longestFile = Tile.fullWidth * (EntryBundle.longestEntry + 2) + 1

    /// A file of `width`, or the full one when it is gone; `whole` is the width of the file.
    private func read(width: Int, path: (Int) -> String) throws(LedgerError) -> (bytes: [UInt8], file: String, whole: Int) {
        // A partial file goes when the full one is there.
        for whole in width < Tile.fullWidth ? [width, Tile.fullWidth] : [width] {
            if let bytes = try folder.read(path(whole), limit: Self.longestFile) { return (bytes, path(whole), whole) }
        }
        throw .missing(file: path(width))
    }

    /// The entry at `index`, held against its tile. The others of its bundle are not looked at.
    mutating func entry(at index: Int) throws(LedgerError) -> [UInt8] {
        let bundle = index / Tile.fullWidth
        let right = try hashes(of: Tile(level: 0, index: bundle))
        if let place = keptBundles.firstIndex(where: { $0.index == bundle }) {
            keptBundles.append(keptBundles.remove(at: place))
        } else {
            let (bytes, entries, file) = try storedBundle(bundle, right: right)
            if keptBundles.count == Self.mostBundles { keptBundles.removeFirst() }
            keptBundles.append((bundle, bytes, entries, file))
        }
        let kept = keptBundles[keptBundles.count - 1]
        let range = kept.entries[index % Tile.fullWidth]
        guard TreeHash.leaf(kept.bytes, range) == right[index % Tile.fullWidth] else { throw .damaged(file: kept.file, entry: index) }
        return Array(kept.bytes[range])
    }

    /// The entries of the bundle at `index`, each held against the tile.
    mutating func bundle(_ index: Int) throws(LedgerError) -> (bytes: [UInt8], entries: [Range<Int>]) {
        let hashes = try hashes(of: Tile(level: 0, index: index))
        let (bytes, entries, file) = try storedBundle(index, right: hashes)
        for (number, range) in entries.enumerated() where TreeHash.leaf(bytes, range) != hashes[number] {
            throw .damaged(file: file, entry: index * Tile.fullWidth + number)
        }
        return (bytes, entries)
    }
}
