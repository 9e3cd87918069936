import Glibc

/// Reads a log as it was at one checkpoint. It takes no lock: what a checkpoint covers is never changed.
///
/// Everything that is read is held against the checkpoint first. A value is for one thread; each may have its own.
public final class LedgerReader {
    /// The name of the checkpoint's file.
    static let checkpointFile = "checkpoint"

    /// The checkpoint, signed by the log.
    public let checkpoint: SignedCheckpoint
    let folder: LedgerFolder
    var tiles: TileReader

    /// The number of entries.
    public var size: Int { checkpoint.checkpoint.size }

    /// Opens the log in the folder `path`, which must be `origin`'s, signed by one at least of `keys`.
    public convenience init(_ path: String, origin: String, keys: [VerifierKey]) throws(LedgerError) {
        let folder = try LedgerFolder(path)
        guard let bytes = try folder.read(Self.checkpointFile, limit: NoteText.limit + 1) else {
            throw .missing(file: Self.checkpointFile)
        }
        // A checkpoint that the writer has just renamed would be gone after a power cut. No one hears of it before it is durable.
        do {
            try folder.sync("")
        } catch .system(_, _, code: let code) where code == EROFS || code == EINVAL {
            // Nothing is written there.
        }
        self.init(folder: folder, checkpoint: try Self.open(bytes, origin: origin, keys: keys))
    }

    init(folder: LedgerFolder, checkpoint: SignedCheckpoint, edge: RightEdge? = nil) {
        self.folder = folder
        self.checkpoint = checkpoint
        tiles = TileReader(folder: folder, checkpoint: checkpoint.checkpoint, edge: edge)
    }

    static func open(_ bytes: [UInt8], origin: String, keys: [VerifierKey]) throws(LedgerError) -> SignedCheckpoint {
        do {
            return try SignedCheckpoint(bytes, origin: origin, keys: keys)
        } catch {
            throw .note(error, file: checkpointFile)
        }
    }

    /// The entry at `index`.
    public func entry(at index: Int) throws(LedgerError) -> [UInt8] {
        try require(index)
        return try tiles.entry(at: index)
    }

    /// Calls `body` with each entry of `range` and its index, in order, holding one bundle in memory at a time.
    /// - Parameter body: says whether to go on.
    public func forEachEntry(in range: Range<Int>, _ body: (_ index: Int, _ entry: [UInt8]) -> Bool) throws(LedgerError) {
        guard !range.isEmpty else { return }
        try require(range.lowerBound)
        try require(range.upperBound - 1)
        for bundle in range.lowerBound / Tile.fullWidth...(range.upperBound - 1) / Tile.fullWidth {
            let (bytes, entries) = try tiles.bundle(bundle)
            let first = bundle * Tile.fullWidth
            for index in max(first, range.lowerBound)..<min(first + Tile.fullWidth, range.upperBound) {
                guard body(index, Array(bytes[entries[index - first]])) else { return }
            }
        }
    }

    /// The proof that the entry at `index` is in the log.
    public func inclusionProof(of index: Int) throws(LedgerError) -> InclusionProof {
        try require(index)
        return try tiles.inclusionProof(index: index, size: size)
    }

    /// The proof that the log goes on from its first `oldSize` entries.
    public func consistencyProof(from oldSize: Int) throws(LedgerError) -> ConsistencyProof {
        guard 0...size ~= oldSize else { throw .outside(index: oldSize, size: size) }
        return try tiles.consistencyProof(oldSize: oldSize, size: size)
    }

    /// The proof file of the entry at `index`, to travel with what the entry is about.
    public func logProof(of index: Int, extra: [UInt8]? = nil) throws(LedgerError) -> LogProof {
        LogProof(try inclusionProof(of: index), checkpoint: checkpoint, extra: extra)
    }

    /// Throws `rolledBack` or `forked` when the log does not go on from what `older` says of it.
    ///
    /// A log that was signed anew agrees with itself; only an older checkpoint from elsewhere (a register, a witness, a proof file) tells.
    public func confirm(older: Checkpoint) throws(LedgerError) {
        guard NoteText.same(older.origin, checkpoint.checkpoint.origin) else {
            throw .note(.wrongOrigin(expected: checkpoint.checkpoint.origin, found: older.origin), file: Self.checkpointFile)
        }
        guard older.size <= size else { throw .rolledBack(size: size, seen: older.size) }
        guard try tiles.hash(of: 0..<older.size) == older.root else { throw .forked(size: older.size) }
    }

    private func require(_ index: Int) throws(LedgerError) {
        guard 0..<size ~= index else { throw .outside(index: index, size: size) }
    }
}
