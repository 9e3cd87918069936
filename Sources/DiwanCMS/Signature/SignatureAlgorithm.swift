/// How a signature value is made and checked.
public enum SignatureAlgorithm: Hashable, Sendable {
    /// RSA with the padding of PKCS #1 version 1.5.
    case rsa(DigestAlgorithm)
    /// RSA with the padding PSS, whose mask is made by the same hash and whose salt is as long as it.
    case rsaPSS(DigestAlgorithm)
    /// ECDSA.
    case ecdsa(DigestAlgorithm)

    /// The hash that is signed.
    public var digest: DigestAlgorithm {
        switch self {
        case .rsa(let digest), .rsaPSS(let digest), .ecdsa(let digest): digest
        }
    }

    /// By what we sign with a key of the kind `key`, over SHA-256; `nil` for kinds that we do not sign with: RSA below 2,048 bits, Ed25519.
    public init?(for key: Certificate.Key) {
        switch key {
        case .rsa(let bits) where bits >= 2_048: self = .rsa(.sha256)
        case .elliptic: self = .ecdsa(.sha256)
        case .rsa, .ed25519, .other: return nil
        }
    }

    /// The encoding as an algorithm (RFC 5754, 3; RFC 4055, 5: parameters NULL for RSA, absent for ECDSA).
    var bytes: [UInt8] {
        switch self {
        case .rsa(.sha256): DER.algorithm(.rsaSHA256, hasNull: true)
        case .ecdsa(.sha256): DER.algorithm(.ecdsaSHA256, hasNull: false)
        case .rsa, .ecdsa, .rsaPSS: preconditionFailure("we sign over SHA-256, and without PSS")
        }
    }

    /// Reads the algorithm of a signer whose hash is `digest`.
    static func read(_ reader: inout DERReader, digest: DigestAlgorithm) throws(CMSError) -> SignatureAlgorithm {
        var inner = try reader.enter()
        let identifier = try inner.readOID()
        let found: SignatureAlgorithm
        switch identifier {
        // The hash is named beside it (RFC 3370, 3.2).
        case .rsaEncryption: found = .rsa(digest)
        case .rsaSHA256: found = .rsa(.sha256)
        case .rsaSHA384: found = .rsa(.sha384)
        case .rsaSHA512: found = .rsa(.sha512)
        case .ecdsaSHA256: found = .ecdsa(.sha256)
        case .ecdsaSHA384: found = .ecdsa(.sha384)
        case .ecdsaSHA512: found = .ecdsa(.sha512)
        case .rsaPSS: return .rsaPSS(try pssDigest(&inner))
        default: throw .unsupported("signature algorithm \(identifier)")
        }
        _ = try inner.readOptional(.null)
        try inner.end()
        return found
    }

    /// The hash of PSS parameters (RFC 4055, 3.1). What they leave out is SHA-1.
    private static func pssDigest(_ reader: inout DERReader) throws(CMSError) -> DigestAlgorithm {
        var parameters = try reader.enter()
        try reader.end()
        guard let hash = try parameters.readOptional(.context(0)) else { throw .unsupported("PSS over SHA-1") }
        var inner = hash.reader
        return try DigestAlgorithm.read(&inner)
    }
}
