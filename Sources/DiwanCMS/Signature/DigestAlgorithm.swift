internal import DiwanBytes

/// A hash that signatures are made over. Weaker ones (SHA-1, MD5) are not taken.
public enum DigestAlgorithm: String, Hashable, Sendable, CaseIterable {
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// The name that `openssl` calls it by.
    public var opensslName: String {
        switch self {
        case .sha256: "sha256"
        case .sha384: "sha384"
        case .sha512: "sha512"
        }
    }

    /// The hash of `bytes`.
    public func hash(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: SHA256.hash(bytes)
        case .sha384: SHA512.hash384(bytes)
        case .sha512: SHA512.hash(bytes)
        }
    }

    var identifier: OID {
        switch self {
        case .sha256: OID("2.16.840.1.101.3.4.2.1")
        case .sha384: OID("2.16.840.1.101.3.4.2.2")
        case .sha512: OID("2.16.840.1.101.3.4.2.3")
        }
    }

    /// Reads an algorithm (RFC 5754, 2): its parameters are absent or NULL.
    static func read(_ reader: inout DERReader) throws(CMSError) -> DigestAlgorithm {
        var inner = try reader.enter()
        let identifier = try inner.readOID()
        _ = try inner.readOptional(.null)
        try inner.end()
        guard let known = allCases.first(where: { $0.identifier == identifier }) else { throw .unsupported("hash \(identifier)") }
        return known
    }
}
