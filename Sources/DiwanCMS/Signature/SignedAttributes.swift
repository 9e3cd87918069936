/// What a PAdES signature is made over (ETSI EN 319 142-1, 6.3; EN 319 122-1, 5): the kind and the hash of the content, and which certificate
/// signs. There is no time: the PDF's dictionary has it, and a timestamp proves it.
public struct SignedAttributes: Sendable {
    /// The attributes as a SET OF, which is what is signed (RFC 5652, 5.4).
    public let bytes: [UInt8]

    /// The attributes of a signature over content with the SHA-256 hash `contentDigest` by the key of `certificate`.
    public init(contentDigest: [UInt8], certificate: Certificate) {
        precondition(contentDigest.count == 32, "a SHA-256 hash has 32 bytes")
        // ESSCertIDv2 (RFC 5035, 4): SHA-256 is the default and is left out; the issuer and serial number are but a hint (EN 319 122-1, 5.2.2.3).
        let signingCertificate = DER.sequence(DER.sequence(DER.sequence(DER.octets(certificate.fingerprint))))
        bytes = DER.set([
            Self.attribute(.contentType, DER.identifier(.data)),
            Self.attribute(.messageDigest, DER.octets(contentDigest)),
            Self.attribute(.signingCertificateV2, signingCertificate),
        ])
    }

    /// An attribute with one value (RFC 5652, 5.3).
    static func attribute(_ type: OID, _ value: [UInt8]) -> [UInt8] {
        DER.sequence(DER.identifier(type), DER.set([value]))
    }
}
