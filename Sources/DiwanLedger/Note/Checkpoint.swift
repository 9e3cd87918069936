import DiwanBytes

/// What a log says of itself at one size (c2sp.org/tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The name of the log.
    public let origin: String
    /// The number of entries.
    public let size: Int
    /// The root of the tree.
    public let root: TreeHash
    /// Lines after the root, none of them empty. This log writes none.
    public let extensions: [String]

    /// The checkpoint of the log `origin` at `size` entries.
    public init(origin: String, size: Int, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
        extensions = []
    }

    /// The checkpoint that the text of a note writes.
    public init(text: [UInt8]) throws(NoteError) {
        let lines = try NoteText.lines(of: text)
        guard lines.count >= 3 else { throw .malformed(.header, line: lines.count + 1) }
        if let empty = lines.firstIndex(where: \.isEmpty) { throw .malformed(.header, line: empty + 1) }
        guard let size = NoteText.number(lines[1]) else { throw .malformed(.number, line: 2) }
        guard let root = TreeHash(base64: lines[2]) else { throw .malformed(.base64, line: 3) }
        origin = lines[0]
        self.size = size
        self.root = root
        extensions = Array(lines[3...])
        guard self.text == text else { throw .malformed(.header, line: 0) }
        guard size > 0 || root == .empty else { throw .malformed(.base64, line: 3) }
    }

    /// The text that is signed.
    public var text: [UInt8] {
        Array(([origin, "\(size)", "\(root)"] + extensions).map { $0 + "\n" }.joined().utf8)
    }
}

/// A checkpoint whose signature has been checked.
public struct SignedCheckpoint: Hashable, Sendable {
    /// What was signed.
    public let checkpoint: Checkpoint
    /// The note it was read from, with every signature in it.
    public let note: SignedNote

    /// The checkpoint in `bytes`: of the log `origin`, signed by one at least of `keys`, the log's own.
    public init(_ bytes: [UInt8], origin: String, keys: [VerifierKey]) throws(NoteError) {
        try self.init(try SignedNote(bytes), origin: origin, keys: keys)
    }

    /// The checkpoint in `note`: of the log `origin`, signed by one at least of `keys`, the log's own.
    public init(_ note: SignedNote, origin: String, keys: [VerifierKey]) throws(NoteError) {
        checkpoint = try Checkpoint(text: note.text)
        guard NoteText.same(checkpoint.origin, origin) else { throw .wrongOrigin(expected: origin, found: checkpoint.origin) }
        guard try !note.signers(among: keys).isEmpty else { throw .unsigned(name: origin) }
        self.note = note
    }

    /// The witnesses among `witnesses` that have cosigned, with the time each gives, in seconds since 1970.
    ///
    /// Throws `badSignature` when a cosignature that bears the name and the ID of one of them is not its own.
    public func cosignatures(of witnesses: [VerifierKey]) throws(NoteError) -> [(witness: VerifierKey, time: Int)] {
        let signers = try note.signers(among: witnesses.filter { $0.algorithm == .cosignature })
        return signers.compactMap { witness in
            note.signatures.first(where: witness.isNamed)?.cosignatureTime.map { (witness, $0) }
        }
    }
}
