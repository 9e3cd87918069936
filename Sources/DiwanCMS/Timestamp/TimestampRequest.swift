/// A request for a timestamp over a signature value (RFC 3161, 2.4.1).
public struct TimestampRequest: Hashable, Sendable {
    /// The SHA-256 hash of the value.
    public let digest: [UInt8]
    /// What the answer must repeat, so that no older answer passes for it.
    public let nonce: [UInt8]

    /// A request for `value`, with a nonce of some random bytes, not all of them zero.
    public init(signatureValue value: [UInt8], nonce: [UInt8]) {
        precondition(nonce.contains { $0 != 0 }, "a nonce is a number above 0")
        digest = DigestAlgorithm.sha256.hash(value)
        self.nonce = nonce
    }

    /// The encoding. It asks for the certificate of the authority.
    public var bytes: [UInt8] {
        let imprint = DER.sequence(DER.algorithm(DigestAlgorithm.sha256.identifier, hasNull: false), DER.octets(digest))
        return DER.sequence(
            DER.integer(magnitude: [1]), imprint, DER.integer(magnitude: nonce), DER.element(.boolean, [0xFF]))
    }

    /// The token in a response to this request (2.4.2). Its signature value is still to be checked.
    public func token(in response: [UInt8]) throws(TimestampError) -> TimestampToken {
        let status: Int
        let token: TimestampToken?
        do throws(CMSError) {
            (status, token) = try Self.read(response)
        } catch {
            throw .malformed(error)
        }
        // Granted, or granted with changes.
        guard status <= 1, let token else { throw .refused(status: status) }
        guard token.digestAlgorithm == .sha256, token.digest == digest else { throw .otherValue }
        let sent = Array(nonce.drop { $0 == 0 })
        guard let received = token.nonce, Array(received.drop { $0 == 0 }) == sent else { throw .otherNonce }
        return token
    }

    /// What a response says: its status (RFC 3161, 2.4.2), and the token where one was granted. Which request it answers is left open.
    public static func read(_ response: [UInt8]) throws(CMSError) -> (status: Int, token: TimestampToken?) {
        var outside = DERReader(response[...])
        var body = try outside.enter()
        try outside.end()
        var status = try body.enter()
        let number = try status.readSmallInteger()
        let element = try body.readOptional(.sequence)
        try body.end()
        guard let element else { return (number, nil) }
        return (number, try TimestampToken(Array(element.whole)))
    }
}

/// Why an answer of a timestamp authority is none to the request.
public enum TimestampError: Error, Hashable, Sendable {
    /// The authority refused, with this status (RFC 3161, 2.4.2).
    case refused(status: Int)
    /// The answer is no response.
    case malformed(CMSError)
    /// The timestamp is over another value.
    case otherValue
    /// The timestamp answers another request.
    case otherNonce
}
