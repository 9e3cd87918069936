/// A timestamp: SignedData over what was there at which time (RFC 3161, 2.4.2).
public struct TimestampToken: Sendable {
    /// The encoding of the token.
    public let bytes: [UInt8]
    /// The signature of the authority.
    public let signedData: SignedData
    /// The hash of what was there.
    public let digest: [UInt8]
    /// By which hash.
    public let digestAlgorithm: DigestAlgorithm
    /// The time, in seconds since 1970-01-01T00:00:00Z.
    public let time: Int
    /// The number that the request held, as two's complement.
    let nonce: [UInt8]?

    /// Reads a token. Zeros may follow it when it `isPadded`, as in the reserved place of a PDF file.
    public init(_ bytes: [UInt8], isPadded: Bool = false) throws(CMSError) {
        self.bytes = bytes
        signedData = try SignedData(bytes, isPadded: isPadded)
        guard signedData.contentType == .timestampInfo, let content = signedData.content else {
            throw .unexpected(expected: "TSTInfo", offset: 0)
        }
        var outside = DERReader(content[...])
        var info = try outside.enter()
        try outside.end()
        guard try info.readSmallInteger() == 1 else { throw .unsupported("version of TSTInfo") }
        _ = try info.readOID()
        var imprint = try info.enter()
        digestAlgorithm = try DigestAlgorithm.read(&imprint)
        digest = Array(try imprint.read(.octetString).content)
        try imprint.end()
        _ = try info.readInteger()
        time = try info.read(.generalizedTime).time()
        _ = try info.readOptional(.sequence)
        if info.nextTag == .boolean { _ = try info.readBoolean() }
        nonce = info.nextTag == .integer ? Array(try info.readInteger()) : nil
        _ = try info.readOptional(.context(0))
        _ = try info.readOptional(.context(1))
        try info.end()
    }

    /// Whether it is over `value`.
    public func isOver(_ value: [UInt8]) -> Bool { digestAlgorithm.hash(value) == digest }

    /// What is wrong with it, before its signature value is looked at. A signing time of the authority's is usual, and no fault; so is a
    /// certificate that is named by a SHA-1 hash, as RFC 3161 had it.
    public var faults: [SignatureFault] {
        guard let content = signedData.content else { return [.contentChanged] }
        return signedData.faults(content: content, type: .timestampInfo).filter { $0 != .certificateNotBound }
    }
}
