import DiwanBytes

/// Cosigns the checkpoints of logs, so that none can show different histories (c2sp.org/tlog-cosignature).
///
/// Its folder keeps the last checkpoint that it has cosigned of each log. What does not go on from there is not cosigned.
public struct Witness: Sendable {
    private let folder: LedgerFolder
    private let signer: CheckpointSigner

    /// The witness whose state is in the folder `path`, which is made when it is missing.
    /// - Parameter signer: a key for cosignatures. Traps when it is another.
    public init(_ path: String, signer: CheckpointSigner) throws(LedgerError) {
        precondition(signer.key.algorithm == .cosignature)
        try LedgerWriter.makeFolder(path)
        folder = try LedgerFolder(path)
        self.signer = signer
    }

    /// The last checkpoint of the log `origin` that was cosigned, with the cosignature; `nil` before the first.
    public func last(of origin: String, keys: [VerifierKey]) throws(LedgerError) -> SignedCheckpoint? {
        let file = Self.file(of: origin)
        guard let bytes = try folder.read(file, limit: NoteText.limit + 1) else { return nil }
        do {
            return try SignedCheckpoint(bytes, origin: origin, keys: keys)
        } catch {
            throw .note(error, file: file)
        }
    }

    /// Cosigns the checkpoint in `note` and gives it with the cosignature added. The new state is durable before it is given.
    ///
    /// Throws `rolledBack` or `forked` when the log does not go on from the last checkpoint.
    /// - Parameters:
    ///   - note: a checkpoint of the log `origin`, signed by one at least of `keys`.
    ///   - time: now, in seconds since 1970.
    ///   - proof: gives the consistency proof from the size that it is asked for, which is above 0 and below that of the checkpoint.
    public func cosign(
        _ note: [UInt8], origin: String, keys: [VerifierKey], time: Int,
        proof: (_ oldSize: Int) throws(LedgerError) -> ConsistencyProof
    ) throws(LedgerError) -> SignedCheckpoint {
        let new = try LedgerReader.open(note, origin: origin, keys: keys)
        let lock = try folder.lock()
        if let last = try last(of: origin, keys: keys)?.checkpoint {
            let size = new.checkpoint.size
            guard size >= last.size else { throw .rolledBack(size: size, seen: last.size) }
            var hashes: [TreeHash] = []
            if 0 < last.size, last.size < size { hashes = try proof(last.size).hashes }
            guard ConsistencyProof(oldSize: last.size, size: size, hashes: hashes).proves(last.root, root: new.checkpoint.root) else {
                throw .forked(size: last.size)
            }
        }
        var cosigned = new.note
        do {
            // A cosignature of before gives way to the new one.
            cosigned.signatures.removeAll { signer.key.isNamed(in: $0) }
            cosigned.signatures.append(try signer.line(under: new.note.text, time: time))
        } catch {
            throw .signer(error)
        }
        try folder.clearPending()
        var unsynced: Set<String> = []
        try folder.write(cosigned.bytes, to: Self.file(of: origin), unsynced: &unsynced)
        try folder.sync(&unsynced)
        _ = lock
        return try LedgerReader.open(cosigned.bytes, origin: origin, keys: keys)
    }

    /// The name of the file for a log: a hash, because an origin may have slashes.
    private static func file(of origin: String) -> String {
        let digits = SHA256.hash(Array(origin.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return digits.joined() + ".checkpoint"
    }
}
