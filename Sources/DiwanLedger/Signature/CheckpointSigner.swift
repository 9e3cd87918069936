/// Signs checkpoints with one key; how, is up to a closure.
public struct CheckpointSigner: Sendable {
    /// The public key, and the name that signatures bear.
    public let key: VerifierKey
    private let sign: @Sendable (_ message: [UInt8]) throws(SignerError) -> [UInt8]

    /// - Parameter sign: gives the 64 bytes of the Ed25519 signature over a message.
    public init(key: VerifierKey, sign: @escaping @Sendable (_ message: [UInt8]) throws(SignerError) -> [UInt8]) {
        self.key = key
        self.sign = sign
    }

    /// The signature line under `text`, checked against the public key.
    /// - Parameter time: seconds since 1970, which a cosignature bears. Traps when such a key gets none, or one below 0.
    func line(under text: [UInt8], time: Int? = nil) throws(SignerError) -> NoteSignature {
        let line: NoteSignature
        switch key.algorithm {
        case .ed25519:
            line = NoteSignature(key: key, signature: try sign(text))
        case .cosignature:
            guard let time, time >= 0 else { preconditionFailure("a cosignature bears a time") }
            let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * $0)) }
            line = NoteSignature(key: key, signature: stamp + (try sign(NoteSignature.cosigned(text, time: time))))
        }
        guard key.verifies(line, text: text) else { throw .falseSignature(name: key.name) }
        return line
    }
}
