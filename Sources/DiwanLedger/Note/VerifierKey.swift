import DiwanBytes

/// A public key with the name that its signatures bear (c2sp.org/signed-note).
///
/// As text it is `name+id+base64`, the ID in eight hexadecimal digits, the base64 of the signature type and the key.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// What is signed, and how.
    public enum Algorithm: UInt8, Sendable {
        /// Ed25519 over the text of the note.
        case ed25519 = 1
        /// A witness's Ed25519 over a time and the text (c2sp.org/tlog-cosignature).
        case cosignature = 4
    }

    /// The name; the one of a log's key is its origin.
    public let name: String
    /// What the key signs.
    public let algorithm: Algorithm
    /// The 32 bytes of the public key.
    public let key: [UInt8]
    /// The first four bytes of SHA-256(name ‖ 0A ‖ type ‖ key).
    public let id: UInt32

    /// The key of `name`.
    public init(name: String, algorithm: Algorithm = .ed25519, key: [UInt8]) throws(NoteError) {
        guard NoteText.isKeyName(name) else { throw .malformed(.keyName, line: 1) }
        guard Ed25519.isPublicKey(key) else { throw .malformed(.verifierKey, line: 1) }
        self.name = name
        self.algorithm = algorithm
        self.key = key
        let digest = SHA256.hash(Array(name.utf8) + [0x0A, algorithm.rawValue] + key)
        id = digest[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The key that `text` writes.
    public init(_ text: String) throws(NoteError) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed(.verifierKey, line: 1) }
        guard let bytes = try? Base64.decode(String(parts[2])), bytes.count == 33 else { throw .malformed(.base64, line: 1) }
        guard let algorithm = Algorithm(rawValue: bytes[0]) else { throw .malformed(.signatureType, line: 1) }
        try self.init(name: String(parts[0]), algorithm: algorithm, key: Array(bytes[1...]))
        guard NoteText.same(text, description) else { throw .malformed(.verifierKey, line: 1) }
    }

    /// The key as text.
    public var description: String {
        let digits = String(id, radix: 16)
        return "\(name)+\(String(repeating: "0", count: 8 - digits.count))\(digits)+\(Base64.encode([algorithm.rawValue] + key))"
    }

    /// Whether a signature line bears the name and the ID of the key.
    func isNamed(in line: NoteSignature) -> Bool {
        line.keyID == id && NoteText.same(line.name, name)
    }

    /// Whether the key made the signature of `line` over `text`.
    func verifies(_ line: NoteSignature, text: [UInt8]) -> Bool {
        switch algorithm {
        case .ed25519:
            return Ed25519.verify(line.signature, of: text, by: key)
        case .cosignature:
            guard let time = line.cosignatureTime else { return false }
            return Ed25519.verify(Array(line.signature[8...]), of: NoteSignature.cosigned(text, time: time), by: key)
        }
    }
}
