/// A proof that travels with a checkpoint: that its log goes on from an older one, to be checked without the log.
///
/// Its file is what a witness is sent (c2sp.org/tlog-witness, add-checkpoint): `old` and the older size, the hashes of the consistency
/// proof in base64, one a line, an empty line, the checkpoint.
public struct LogGrowth: Hashable, Sendable {
    /// The consistency proof, of the size that the checkpoint has.
    public let proof: ConsistencyProof
    /// The checkpoint as its log wrote it.
    public let note: SignedNote

    private static let header = "old "
    /// A consistency proof between trees below 2^63 entries has no more hashes (c2sp.org/tlog-witness).
    private static let mostHashes = 63

    /// The proof that the log of `checkpoint` goes on from an older size. Traps when `proof` is for another size.
    public init(_ proof: ConsistencyProof, checkpoint: SignedCheckpoint) {
        precondition(proof.size == checkpoint.checkpoint.size)
        self.proof = proof
        note = checkpoint.note
    }

    /// The proof that `bytes` write.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        let lines = try NoteText.lines(of: bytes)
        guard lines[0].hasPrefix(Self.header) else { throw .malformed(.header, line: 1) }
        guard let oldSize = NoteText.number(lines[0].dropFirst(Self.header.count)) else { throw .malformed(.number, line: 1) }
        let (hashes, note, before) = try NoteText.hashesAndNote(lines, from: 1, most: Self.mostHashes)
        self.note = note
        let size = try NoteText.inFile(after: before) { () throws(NoteError) in try Checkpoint(text: note.text).size }
        proof = ConsistencyProof(oldSize: oldSize, size: size, hashes: hashes)
    }

    /// The file.
    public var bytes: [UInt8] {
        let hashes = proof.hashes.map { "\($0)\n" }.joined()
        return Array("\(Self.header)\(proof.oldSize)\n\(hashes)\n".utf8) + note.bytes
    }

    /// The checkpoint, when a key of the log has signed it and it goes on from `older`.
    ///
    /// - Throws: `wrongProof` when it does not go on from there, or the proof is from another size.
    public func verify(from older: Checkpoint, origin: String, keys: [VerifierKey]) throws(NoteError) -> SignedCheckpoint {
        let checkpoint = try SignedCheckpoint(note, origin: origin, keys: keys)
        guard proof.oldSize == older.size, proof.proves(older.root, root: checkpoint.checkpoint.root) else { throw .wrongProof }
        return checkpoint
    }
}
