internal import DiwanBytes

/// A certificate (RFC 5280, 4.1), read strictly. Whether someone stands for it is not known by reading: `openssl verify` tells.
public struct Certificate: Hashable, Sendable {
    /// What kind of key it is about.
    public enum Key: Hashable, Sendable {
        /// RSA, with the length of its modulus.
        case rsa(bits: Int)
        /// On the curve P-256, P-384 or P-521.
        case elliptic(Curve)
        /// Ed25519.
        case ed25519
        /// Another kind.
        case other(OID)
    }

    /// A curve of RFC 5480.
    public enum Curve: String, Hashable, Sendable {
        case p256 = "P-256"
        case p384 = "P-384"
        case p521 = "P-521"
    }

    /// What a key may be used for (4.2.1.3); bit 0 of the standard is the lowest here.
    public struct KeyUsage: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: Int
        /// The uses whose bits are set.
        public init(rawValue: Int) { self.rawValue = rawValue }
        /// Signatures other than those of certificates and lists.
        public static let digitalSignature = KeyUsage(rawValue: 1)
        /// Signatures that the signer may not deny.
        public static let contentCommitment = KeyUsage(rawValue: 1 << 1)
        /// Signatures of certificates.
        public static let certificateSigning = KeyUsage(rawValue: 1 << 5)
    }

    /// The DER encoding.
    public let bytes: [UInt8]
    /// The serial number, as the bytes of its encoding.
    public let serialNumber: [UInt8]
    /// Who issued it.
    public let issuer: DistinguishedName
    /// Whom it names.
    public let subject: DistinguishedName
    /// From when, in seconds since 1970-01-01T00:00:00Z.
    public let validFrom: Int
    /// Until when, that second included.
    public let validUntil: Int
    /// The kind of its key.
    public let key: Key
    /// The DER encoding of the key with its algorithm.
    public let publicKeyInfo: [UInt8]
    /// The algorithm by which it was signed.
    public let signatureAlgorithm: OID
    /// What the key may be used for; `nil` when the certificate does not say.
    public let keyUsage: KeyUsage?
    /// The purposes that the key is for; `nil` when the certificate does not say.
    public let purposes: [OID]?
    /// Whether it may stand for other certificates.
    public let isAuthority: Bool

    /// The certificate that is encoded as `bytes`, with nothing after it.
    public init(_ bytes: [UInt8]) throws(CMSError) {
        try self.init(bytes[...])
    }

    init(_ encoded: ArraySlice<UInt8>) throws(CMSError) {
        bytes = Array(encoded)
        var outside = DERReader(bytes[...])
        var certificate = try outside.enter()
        try outside.end()
        var body = try certificate.enter()
        let outer = try certificate.read(.sequence)
        _ = try certificate.readBits()
        try certificate.end()

        if let version = try body.readOptional(.context(0)) {
            var reader = version.reader
            guard [1, 2].contains(try reader.readSmallInteger()) else { throw .unsupported("certificate version") }
            try reader.end()
        }
        serialNumber = Array(try body.readInteger())
        let inner = try body.read(.sequence)
        // The algorithm stands twice, alike (4.1.1.2).
        guard inner.whole == outer.whole else { throw .unexpected(expected: "the same algorithm", offset: inner.offset) }
        var algorithm = inner.reader
        signatureAlgorithm = try algorithm.readOID()
        issuer = try DistinguishedName(try body.read())
        var validity = try body.enter()
        validFrom = try validity.read().time()
        validUntil = try validity.read().time()
        try validity.end()
        subject = try DistinguishedName(try body.read())
        let keyInfo = try body.read(.sequence)
        publicKeyInfo = Array(keyInfo.whole)
        key = try Self.key(keyInfo)
        _ = try body.readOptional(.primitive(1))
        _ = try body.readOptional(.primitive(2))
        let extensions = try Self.extensions(&body)
        try body.end()
        keyUsage = extensions.usage
        purposes = extensions.purposes
        isAuthority = extensions.isAuthority
    }

    /// The certificates of a PEM file, in order.
    public static func list(pem text: [UInt8]) throws(CMSError) -> [Certificate] {
        var certificates: [Certificate] = []
        for block in try PEM.blocks("CERTIFICATE", in: text) { certificates.append(try Certificate(block)) }
        return certificates
    }

    /// The certificate as a block of PEM.
    public var pem: String { PEM.block("CERTIFICATE", bytes) }

    /// The SHA-256 hash of the encoding: 32 bytes.
    public var fingerprint: [UInt8] { SHA256.hash(bytes) }

    /// Whether the moment `seconds` is within its validity.
    public func isValid(at seconds: Int) -> Bool { validFrom <= seconds && seconds <= validUntil }

    /// Whether its key may sign documents: it says nothing of uses, or names signatures among them, and it is no authority's (ETSI EN
    /// 319 412-2, 4.3.2).
    public var maySignDocuments: Bool {
        !isAuthority && keyUsage.map { !$0.isDisjoint(with: [.digitalSignature, .contentCommitment]) } ?? true
    }

    // MARK: Parts

    private static func key(_ element: DERElement) throws(CMSError) -> Key {
        var reader = element.reader
        var algorithm = try reader.enter()
        let type = try algorithm.readOID()
        let bits = try reader.readBits()
        try reader.end()
        switch type {
        case .rsaEncryption, .rsaPSS:
            var outside = DERReader(bits.bytes)
            var numbers = try outside.enter()
            let modulus = try numbers.readInteger()
            guard let first = modulus.first, first < 0x80 else { throw .notDER(offset: element.offset) }
            let magnitude = modulus.drop { $0 == 0 }
            return .rsa(bits: magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0))
        case .ecPublicKey:
            let curves: [OID: Curve] = [.p256: .p256, .p384: .p384, .p521: .p521]
            // Curves that are written out, or others, are not named.
            guard algorithm.nextTag == .objectIdentifier, let curve = curves[try algorithm.readOID()] else { return .other(type) }
            return .elliptic(curve)
        case .ed25519: return .ed25519
        default: return .other(type)
        }
    }

    private static func extensions(
        _ body: inout DERReader
    ) throws(CMSError) -> (usage: KeyUsage?, purposes: [OID]?, isAuthority: Bool) {
        var found: (usage: KeyUsage?, purposes: [OID]?, isAuthority: Bool) = (nil, nil, false)
        guard let element = try body.readOptional(.context(3)) else { return found }
        var outside = element.reader
        var list = try outside.enter()
        try outside.end()
        var seen: Set<OID> = []
        while !list.isAtEnd {
            var entry = try list.enter()
            let type = try entry.readOID()
            if entry.nextTag == .boolean { _ = try entry.readBoolean() }
            var value = DERReader(try entry.read(.octetString).content)
            try entry.end()
            // At most one of each (4.2).
            guard seen.insert(type).inserted else { throw .unexpected(expected: "another extension", offset: value.offset) }
            switch type {
            case .keyUsage:
                let bits = try value.readBits()
                var usage = 0
                for (index, byte) in bits.bytes.prefix(2).enumerated() {
                    for bit in 0..<8 where byte & (0x80 >> bit) != 0 { usage |= 1 << (index * 8 + bit) }
                }
                found.usage = KeyUsage(rawValue: usage)
            case .extendedKeyUsage:
                var purposes = try value.enter()
                var list: [OID] = []
                while !purposes.isAtEnd { list.append(try purposes.readOID()) }
                found.purposes = list
            case .basicConstraints:
                var constraints = try value.enter()
                if constraints.nextTag == .boolean { found.isAuthority = try constraints.readBoolean() }
            default: break
            }
        }
        return found
    }
}
