/// CMS SignedData (RFC 5652, 5) with one signer, read strictly. Nothing here checks a signature value: `openssl` does.
public struct SignedData: Sendable {
    /// The kind of the content.
    public let contentType: OID
    /// The content, when it is inside.
    public let content: [UInt8]?
    /// The certificates that travel with it, in the order of the encoding.
    public let certificates: [Certificate]
    /// The signer.
    public let signer: SignerInfo

    /// Reads ContentInfo. `isPadded` says that zeros may follow it, as in the reserved place of a PDF file.
    public init(_ bytes: [UInt8], isPadded: Bool = false) throws(CMSError) {
        var outside = DERReader(bytes[...])
        var info = try outside.enter()
        if isPadded {
            if let rest = bytes[outside.offset...].firstIndex(where: { $0 != 0 }) { throw .notDER(offset: rest) }
        } else {
            try outside.end()
        }
        guard try info.readOID() == .signedData else { throw .unexpected(expected: "SignedData", offset: 0) }
        var explicit = try info.enter(.context(0))
        try info.end()
        var body = try explicit.enter()
        try explicit.end()
        guard [1, 3, 4, 5].contains(try body.readSmallInteger()) else { throw .unsupported("version of SignedData") }
        var digests = try body.enter(.set)
        var digestIdentifiers: [OID] = []
        while !digests.isAtEnd {
            var algorithm = try digests.enter()
            digestIdentifiers.append(try algorithm.readOID())
        }
        var encapsulated = try body.enter()
        contentType = try encapsulated.readOID()
        if let wrapped = try encapsulated.readOptional(.context(0)) {
            var reader = wrapped.reader
            content = Array(try reader.read(.octetString).content)
            try reader.end()
        } else {
            content = nil
        }
        try encapsulated.end()
        var certificates: [Certificate] = []
        if let set = try body.readOptional(.context(0)) {
            var reader = set.reader
            while !reader.isAtEnd {
                let element = try reader.read()
                // Attribute certificates and others are passed over.
                if element.tag == .sequence { certificates.append(try Certificate(element.whole)) }
            }
        }
        self.certificates = certificates
        _ = try body.readOptional(.context(1))
        var signers = try body.enter(.set)
        try body.end()
        // PAdES has exactly one (ISO 19005-3, 6.4.3; ETSI EN 319 142-1, 4.1).
        signer = try SignerInfo(try signers.read(.sequence))
        try signers.end()
        guard digestIdentifiers.contains(signer.digestAlgorithm.identifier) else {
            throw .unexpected(expected: "the hash of the signer", offset: digests.offset)
        }
    }

    /// The certificate that the signer names; `nil` when it does not travel with the signature.
    public var certificate: Certificate? { certificates.first { signer.names($0) } }
}
