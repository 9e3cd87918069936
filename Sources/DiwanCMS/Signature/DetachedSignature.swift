/// A signature over content that stands elsewhere, as CMS SignedData with one signer (RFC 5652, 5), in DER.
public struct DetachedSignature: Sendable {
    /// The attributes that were signed.
    public let attributes: SignedAttributes
    /// The signer's certificate.
    public let certificate: Certificate
    /// The certificates between the signer's and one that verifiers know.
    public let chain: [Certificate]
    /// How the value was made.
    public let algorithm: SignatureAlgorithm
    /// The value.
    public let value: [UInt8]
    /// A timestamp over the value (RFC 3161, appendix A): the token.
    public var timestamp: [UInt8]?

    /// A signature of the value `value` over `attributes`.
    public init(
        attributes: SignedAttributes, certificate: Certificate, chain: [Certificate], algorithm: SignatureAlgorithm, value: [UInt8]
    ) {
        self.attributes = attributes
        self.certificate = certificate
        self.chain = chain
        self.algorithm = algorithm
        self.value = value
    }

    /// The encoding as ContentInfo.
    public var bytes: [UInt8] {
        let digest = DER.algorithm(DigestAlgorithm.sha256.identifier, hasNull: false)
        var signer = [
            DER.integer(magnitude: [1]),
            DER.sequence(certificate.issuer.bytes, DER.element(.integer, certificate.serialNumber)),
            digest,
            [DERTag.context(0).rawValue] + attributes.bytes.dropFirst(),
            algorithm.bytes,
            DER.octets(value),
        ]
        if let timestamp {
            signer.append(DER.set([SignedAttributes.attribute(.timestampToken, timestamp)], .context(1)))
        }
        // Each certificate once, however often it was named.
        let certificates = ([certificate] + chain).reduce(into: [[UInt8]]()) { if !$0.contains($1.bytes) { $0.append($1.bytes) } }
        let signedData = DER.sequence(
            DER.integer(magnitude: [1]), DER.set([digest]), DER.sequence(DER.identifier(.data)), DER.set(certificates, .context(0)),
            DER.set([DER.element(.sequence, Array(signer.joined()))]))
        return DER.sequence(DER.identifier(.signedData), DER.element(.context(0), signedData))
    }
}
