import Glibc

/// Makes commits: under the lock, in the one order in which a failure at any point loses nothing.
///
/// 1. lock; 2. read the checkpoint, hold the right edge against it; 3. clear what a stopped writer left; 4. bundles and tiles, each written,
/// synced, renamed, then the folders synced; 5. read them back and recompute the root; 6. sign; the checkpoint written, synced, renamed, the
/// folder synced: the commit; 7. answer. After any failure the writer knows nothing and starts again from the disk.
final class LedgerWriter: @unchecked Sendable {
    private let folder: LedgerFolder
    private let origin: String
    private let signers: [CheckpointSigner]
    private let keys: [VerifierKey]
    /// What the disk is known to hold. The queue lets one thread at a time in here.
    private var known: Committed?
    /// The last checkpoint that was seen, kept over failures: the log may not go back behind it.
    private var seen: Checkpoint?

    /// The log at its last checkpoint, with what is needed to go on.
    private struct Committed {
        let bytes: [UInt8]
        let checkpoint: SignedCheckpoint
        let edge: RightEdge
        /// The last bundle, when it is not full.
        let bundle: [UInt8]
    }

    init(folder: LedgerFolder, origin: String, signers: [CheckpointSigner], keys: [VerifierKey]) {
        self.folder = folder
        self.origin = origin
        self.signers = signers
        self.keys = keys
    }

    // MARK: A new log

    /// Makes the folder of a log, durably.
    static func makeFolder(_ path: String) throws(LedgerError) {
        guard mkdir(path, 0o755) == 0 else {
            if errno == EEXIST { return }
            throw LedgerFolder.failure("mkdir", path)
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let parent = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerFolder.failure("open", parent) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw LedgerFolder.failure("fsync", parent) }
    }

    /// Writes the checkpoint of the log without entries.
    func create() throws(LedgerError) {
        let lock = try folder.lock()
        guard try folder.read(LedgerReader.checkpointFile, limit: 1) == nil else { throw .exists(file: LedgerReader.checkpointFile) }
        try lock.begin()
        try folder.clearPending()
        let (bytes, _) = try sign(RightEdge())
        try publish(bytes)
        try lock.end()
    }

    // MARK: A commit

    /// Gives every request its outcome: one commit for all.
    func commit(_ batch: [Ledger.Request]) {
        do {
            try perform(batch)
        } catch {
            // Start again from the disk.
            known = nil
            for request in batch where request.outcome == nil { request.outcome = .failure(error) }
        }
    }

    private func perform(_ batch: [Ledger.Request]) throws(LedgerError) {
        let lock = try folder.lock()
        let committed = try settle(lock)
        var added: [[UInt8]] = []
        var taken: [(request: Ledger.Request, indices: Range<Int>)] = []
        let reader = LedgerReader(folder: folder, checkpoint: committed.checkpoint, edge: committed.edge)
        for request in batch {
            let first = reader.size + added.count
            do throws(LedgerError) {
                let entries = try request.build(LedgerState(checkpoint: committed.checkpoint, reader: reader, added: added))
                if let position = entries.firstIndex(where: { $0.count > EntryBundle.longestEntry }) {
                    throw .entryTooLong(position: position, bytes: entries[position].count)
                }
                added += entries
                taken.append((request, first..<first + entries.count))
            } catch {
                request.outcome = .failure(error)
            }
        }
        var current = committed
        if !added.isEmpty {
            try lock.begin()
            current = try write(added, after: committed)
            // The commit is made: what follows is tidying, which the next writer does when it fails here.
            known = current
            seen = current.checkpoint.checkpoint
            do {
                try removePartials(from: committed.edge.size, to: current.edge.size)
                try lock.end()
            } catch {
                known = nil
            }
        }
        for (request, indices) in taken { request.outcome = .success((indices, current.checkpoint)) }
    }

    /// What the disk holds, checked; what a stopped writer left open is settled.
    private func settle(_ lock: borrowing LedgerFolder.Lock) throws(LedgerError) -> Committed {
        guard let bytes = try folder.read(LedgerReader.checkpointFile, limit: NoteText.limit + 1) else {
            throw .missing(file: LedgerReader.checkpointFile)
        }
        let isUnfinished = lock.isUnfinished
        if let known, known.bytes == bytes, !isUnfinished { return known }
        let isFirst = known == nil
        known = nil
        let checkpoint = try LedgerReader.open(bytes, origin: origin, keys: keys)
        var tiles = TileReader(folder: folder, checkpoint: checkpoint.checkpoint)
        let edge = try tiles.rightEdge()
        if let seen {
            let reader = LedgerReader(folder: folder, checkpoint: checkpoint, edge: edge)
            try reader.confirm(older: seen)
        }
        var bundle: [UInt8] = []
        if edge.size % Tile.fullWidth > 0 {
            let (content, entries) = try tiles.bundle(edge.size / Tile.fullWidth)
            bundle = Array(content[..<(entries.last?.upperBound ?? 0)])
        }
        if isFirst || isUnfinished {
            // Whoever wrote the checkpoint may have been stopped between renaming and syncing: it is written again before anyone hears of it.
            try lock.begin()
            try folder.clearPending()
            try removeLeftovers(edge.size)
            do {
                try publish(bytes)
            } catch .outcomeUnknown(let call, let code) {
                // Of this call nothing was written yet.
                throw .system(call: call, file: LedgerReader.checkpointFile, code: code)
            }
            try lock.end()
        }
        let committed = Committed(bytes: bytes, checkpoint: checkpoint, edge: edge, bundle: bundle)
        known = committed
        seen = checkpoint.checkpoint
        return committed
    }

    private func write(_ entries: [[UInt8]], after committed: Committed) throws(LedgerError) -> Committed {
        let oldSize = committed.edge.size
        var edge = committed.edge
        var bundle = committed.bundle
        var tiles: [(tile: Tile, hashes: [TreeHash])] = []
        var unsynced: Set<String> = []
        for entry in entries {
            EntryBundle.append(entry, to: &bundle)
            edge.append(.leaf(entry)) { tiles.append(($0, $1)) }
            if edge.size % Tile.fullWidth == 0 {
                try folder.write(bundle, to: Tile.entriesPath(edge.size / Tile.fullWidth - 1), unsynced: &unsynced)
                bundle.removeAll(keepingCapacity: true)
            }
        }
        if !bundle.isEmpty {
            let width = edge.size % Tile.fullWidth
            try folder.write(bundle, to: Tile.entriesPath(edge.size / Tile.fullWidth, width: width), unsynced: &unsynced)
        }
        for (level, hashes) in edge.levels.enumerated() where !hashes.isEmpty {
            // A higher tile mostly stays as it is.
            if edge.size >> (8 * level) == oldSize >> (8 * level) { continue }
            tiles.append((Tile(level: level, index: (edge.size >> (8 * level)) / Tile.fullWidth), hashes))
        }
        for (tile, hashes) in tiles {
            try folder.write(TreeHash.bytes(of: hashes), to: tile.path(width: hashes.count), unsynced: &unsynced)
        }
        try folder.sync(&unsynced)
        try readBack(from: committed.edge, to: edge, tiles: tiles)
        let (bytes, checkpoint) = try sign(edge)
        try publish(bytes)
        return Committed(bytes: bytes, checkpoint: checkpoint, edge: edge, bundle: bundle)
    }

    /// Recomputes the root from what is on disk: a bit that flips between hashing and signing would spoil the log for good.
    private func readBack(
        from old: RightEdge, to new: RightEdge, tiles: [(tile: Tile, hashes: [TreeHash])]
    ) throws(LedgerError) {
        let planned = Checkpoint(origin: origin, size: new.size, root: new.root)
        let reader = TileReader(folder: folder, checkpoint: planned)
        var edge = old
        for index in old.size / Tile.fullWidth...(new.size - 1) / Tile.fullWidth {
            let (bytes, entries, file) = try reader.storedBundle(index)
            for (number, range) in entries.enumerated() {
                let hash = TreeHash.leaf(bytes, range)
                let entry = index * Tile.fullWidth + number
                if entry >= old.size {
                    edge.append(hash) { _, _ in }
                } else if hash != old.levels[0][number] {
                    throw .damaged(file: file, entry: entry)
                }
            }
        }
        guard edge == new else { throw .damaged(file: Tile.entriesPath(old.size / Tile.fullWidth), entry: nil) }
        for (tile, hashes) in tiles {
            guard try reader.stored(tile, width: hashes.count) == hashes else {
                throw .damaged(file: tile.path(width: hashes.count), entry: nil)
            }
        }
    }

    private func sign(_ edge: RightEdge) throws(LedgerError) -> ([UInt8], SignedCheckpoint) {
        let text = Checkpoint(origin: origin, size: edge.size, root: edge.root).text
        var lines: [NoteSignature] = []
        do {
            for signer in signers { lines.append(try signer.line(under: text)) }
        } catch {
            throw .signer(error)
        }
        let bytes = SignedNote(text: text, signatures: lines).bytes
        return (bytes, try LedgerReader.open(bytes, origin: origin, keys: signers.map(\.key)))
    }

    /// Replaces the checkpoint, durably.
    private func publish(_ bytes: [UInt8]) throws(LedgerError) {
        var unsynced: Set<String> = []
        do {
            try folder.write(bytes, to: LedgerReader.checkpointFile, unsynced: &unsynced)
            try folder.sync(&unsynced)
        } catch .system(let call, _, let code) where !unsynced.isEmpty {
            // From the call of `rename` on it is not known what a power cut would leave.
            throw .outcomeUnknown(call: call, code: code)
        }
    }

    // MARK: Tidying

    /// Removes the partial files below those that have become full.
    private func removePartials(from oldSize: Int, to size: Int) throws(LedgerError) {
        for level in 0..<Tile.levels(of: size) {
            let old = (oldSize >> (8 * level)) / Tile.fullWidth
            guard (size >> (8 * level)) / Tile.fullWidth > old else { break }
            try folder.remove(Tile(level: level, index: old).path() + ".p")
            if level == 0 { try folder.remove(Tile.entriesPath(old) + ".p") }
        }
    }

    /// Removes what a stopped writer left near the right edge: partial files below full ones, and files beyond `size`.
    private func removeLeftovers(_ size: Int) throws(LedgerError) {
        for level in 0...Tile.levels(of: size) {
            let width = Tile.width(level: level, size: size)
            let tile = Tile(level: level, index: level < 8 ? (size >> (8 * level)) / Tile.fullWidth : 0)
            try removeLeftovers(beside: tile.path(), width: width)
            if level == 0 { try removeLeftovers(beside: Tile.entriesPath(tile.index), width: width) }
        }
    }

    private func removeLeftovers(beside path: String, width: Int) throws(LedgerError) {
        let parts = path.split(separator: "/")
        let parent = parts.dropLast().joined(separator: "/")
        guard let last = parts.last, let names = try folder.names(in: parent) else { return }
        for (name, _) in names {
            guard let number = NoteText.number(name.drop { $0 == "0" }.prefix { $0 != "." }) ?? (name.hasPrefix("000") ? 0 : nil) else {
                continue
            }
            let edge = NoteText.number(last.drop { $0 == "0" }) ?? 0
            if name.hasSuffix(".p") {
                if number != edge {
                    try folder.remove(parent + "/" + name)
                } else {
                    for (inner, _) in try folder.names(in: parent + "/" + name) ?? []
                    where NoteText.number(inner).map({ $0 > width }) ?? false {
                        try folder.remove(parent + "/" + name + "/" + inner)
                    }
                }
            } else if number >= edge {
                try folder.remove(parent + "/" + name)
            }
        }
    }
}
