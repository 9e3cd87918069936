import DiwanBytes

/// A signature line of a note: `— name base64`.
public struct NoteSignature: Hashable, Sendable {
    /// The name of the key.
    public let name: String
    /// The ID of the key.
    public let keyID: UInt32
    /// What follows the ID: for Ed25519 the 64 bytes of the signature, for a cosignature the time (8 bytes) and the signature.
    public let signature: [UInt8]

    /// The line of `key` with its `signature`.
    public init(key: VerifierKey, signature: [UInt8]) {
        name = key.name
        keyID = key.id
        self.signature = signature
    }

    /// The line `text`, the `number`th of its note.
    fileprivate init(_ text: String, number: Int) throws(NoteError) {
        let parts = text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard parts.count == 3, NoteText.same(parts[0], "—") else { throw .malformed(.signatureLine, line: number) }
        guard NoteText.isKeyName(parts[1]) else { throw .malformed(.keyName, line: number) }
        guard let bytes = try? Base64.decode(parts[2]), bytes.count > 4 else { throw .malformed(.base64, line: number) }
        name = parts[1]
        keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        signature = Array(bytes[4...])
    }

    /// The time that a cosignature bears, in seconds since 1970; `nil` when the signature has not the form of one.
    public var cosignatureTime: Int? {
        guard signature.count == 72 else { return nil }
        return Int(exactly: signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }

    /// What a witness signs: a header, the time and the text of the checkpoint (c2sp.org/tlog-cosignature).
    static func cosigned(_ text: [UInt8], time: Int) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n".utf8) + text
    }

    /// The line with its newline.
    var line: String {
        var bytes: [UInt8] = []
        bytes.appendUInt32(keyID)
        return "— \(name) \(Base64.encode(bytes + signature))\n"
    }
}

/// A text with the signatures under it (c2sp.org/signed-note). It says nothing before a trusted key's signature has been checked.
public struct SignedNote: Hashable, Sendable {
    /// The text, UTF-8 with its last newline.
    public let text: [UInt8]
    /// The signatures, in the order of the note; at least one.
    public internal(set) var signatures: [NoteSignature]

    /// A note of `text`, which ends in a newline, under `signatures`, of which there is at least one.
    public init(text: [UInt8], signatures: [NoteSignature]) {
        precondition(text.last == UInt8(ascii: "\n") && !signatures.isEmpty)
        self.text = text
        self.signatures = signatures
    }

    /// The note in `bytes`: text, an empty line, signature lines.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        let lines = try NoteText.lines(of: bytes)
        // The last empty line separates; the text may have others.
        guard let gap = lines.lastIndex(where: \.isEmpty), gap > 0, gap + 1 < lines.count else { throw .malformed(.lines, line: 0) }
        guard lines.count - gap <= 101 else { throw .malformed(.signatureLine, line: gap + 102) }
        text = Array(lines[..<gap].map { $0 + "\n" }.joined().utf8)
        var signatures: [NoteSignature] = []
        for index in gap + 1..<lines.count { signatures.append(try NoteSignature(lines[index], number: index + 1)) }
        self.signatures = signatures
    }

    /// The note as it is written.
    public var bytes: [UInt8] {
        text + Array(("\n" + signatures.map(\.line).joined()).utf8)
    }

    /// Those of `keys` that have signed.
    ///
    /// Signatures of other keys are passed over. One that bears the name and the ID of a key but is not the key's throws `badSignature`.
    public func signers(among keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for line in signatures {
            guard let key = keys.first(where: { $0.isNamed(in: line) }) else { continue }
            guard key.verifies(line, text: text) else { throw .badSignature(name: key.name) }
            if !signers.contains(key) { signers.append(key) }
        }
        return signers
    }
}
