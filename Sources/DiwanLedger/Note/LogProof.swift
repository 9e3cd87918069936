import DiwanBytes

/// A proof that travels with a document: that an entry is in the log, to be checked without the log (c2sp.org/tlog-proof).
///
/// Its file ends in `.tlog-proof`.
public struct LogProof: Hashable, Sendable {
    /// Data of the application. They are not protected by the proof.
    public let extra: [UInt8]?
    /// The index of the entry.
    public let index: Int
    /// The hashes of the inclusion proof.
    public let hashes: [TreeHash]
    /// The checkpoint as its log wrote it.
    public let note: SignedNote

    private static let header = "c2sp.org/tlog-proof@v1"
    /// A tree of 2^63 entries has no longer proof.
    private static let mostHashes = 63

    /// The proof of an entry in the tree of `checkpoint`. Traps when `proof` is for another size.
    public init(_ proof: InclusionProof, checkpoint: SignedCheckpoint, extra: [UInt8]? = nil) {
        precondition(proof.size == checkpoint.checkpoint.size)
        self.extra = extra
        index = proof.index
        hashes = proof.hashes
        note = checkpoint.note
    }

    /// The proof that `bytes` write.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        let lines = try NoteText.lines(of: bytes)
        guard lines.count >= 3, NoteText.same(lines[0], Self.header) else { throw .malformed(.header, line: 1) }
        var next = 1
        var extra: [UInt8]?
        if lines[1].hasPrefix("extra ") {
            guard let decoded = try? Base64.decode(String(lines[1].dropFirst(6))) else { throw .malformed(.base64, line: 2) }
            extra = decoded
            next = 2
        }
        guard lines[next].hasPrefix("index ") else { throw .malformed(.header, line: next + 1) }
        guard let index = NoteText.number(lines[next].dropFirst(6)) else { throw .malformed(.number, line: next + 1) }
        (hashes, note, _) = try NoteText.hashesAndNote(lines, from: next + 1, most: Self.mostHashes)
        self.extra = extra
        self.index = index
    }

    /// The file.
    public var bytes: [UInt8] {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(index)\n"
        for hash in hashes { text += "\(hash)\n" }
        return Array((text + "\n").utf8) + note.bytes
    }

    /// Checks that `entry` is in the log `origin`, by the log's `keys` alone.
    /// - Returns: the checkpoint of the proof; its cosignatures are for the caller to look at.
    public func verify(entry: [UInt8], origin: String, keys: [VerifierKey]) throws(NoteError) -> SignedCheckpoint {
        let signed = try SignedCheckpoint(note, origin: origin, keys: keys)
        let proof = InclusionProof(index: index, size: signed.checkpoint.size, hashes: hashes)
        guard proof.proves(.leaf(entry), root: signed.checkpoint.root) else { throw .wrongProof }
        return signed
    }
}
