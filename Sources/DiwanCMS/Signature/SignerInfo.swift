internal import DiwanBytes

/// What is said of a signer and its signature (RFC 5652, 5.3).
public struct SignerInfo: Sendable {
    /// Which certificate is meant.
    private enum Identifier: Sendable {
        case issuer([UInt8], serialNumber: [UInt8])
        case subjectKey
    }

    /// The hash of the certificate in the attribute that names it.
    private enum CertificateHash: Sendable {
        case none
        case sha1
        case hash(DigestAlgorithm, [UInt8])
    }

    private let identifier: Identifier
    private let certificateHash: CertificateHash
    /// The hash of content and attributes.
    public let digestAlgorithm: DigestAlgorithm
    /// How the value was made.
    public let algorithm: SignatureAlgorithm
    /// The value.
    public let value: [UInt8]
    /// The attributes as they were signed, as a SET OF; `nil` when the content itself was.
    public let signedAttributes: [UInt8]?
    /// The kind of content that was signed.
    public let contentType: OID?
    /// The hash of the content that was signed.
    public let messageDigest: [UInt8]?
    /// When the signer says that it was; PAdES forbids it here.
    public let signingTime: Int?
    /// The token of a timestamp over the value.
    public let timestamp: [UInt8]?

    init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader
        let version = try reader.readSmallInteger()
        if let key = try reader.readOptional(.primitive(0)) {
            guard version == 3, !key.content.isEmpty else { throw .unsupported("version of SignerInfo") }
            identifier = .subjectKey
        } else {
            guard version == 1 else { throw .unsupported("version of SignerInfo") }
            var pair = try reader.enter()
            let issuer = try pair.read(.sequence)
            identifier = .issuer(Array(issuer.whole), serialNumber: Array(try pair.readInteger()))
            try pair.end()
        }
        digestAlgorithm = try DigestAlgorithm.read(&reader)
        var signed = Attributes()
        if reader.nextTag == .context(0) {
            let start = reader.offset
            signed = try Attributes(&reader, .context(0))
            // Signed as a SET OF, though it stands as `[0]`.
            signedAttributes = [DERTag.set.rawValue] + element.content[(start + 1)..<reader.offset]
        } else {
            signedAttributes = nil
        }
        algorithm = try SignatureAlgorithm.read(&reader, digest: digestAlgorithm)
        guard algorithm.digest == digestAlgorithm else { throw .unsupported("one hash for the content and another for the attributes") }
        value = Array(try reader.read(.octetString).content)
        let unsigned = reader.nextTag == .context(1) ? try Attributes(&reader, .context(1)) : Attributes()
        try reader.end()

        if let element = signed.values[.contentType] {
            var reader = element.asReader
            contentType = try reader.readOID()
        } else {
            contentType = nil
        }
        messageDigest = signed.values[.messageDigest].map { Array($0.content) }
        if let element = signed.values[.signingTime] { signingTime = try element.time() } else { signingTime = nil }
        certificateHash = try Self.certificateHash(signed)
        timestamp = unsigned.values[.timestampToken].map { Array($0.whole) }
    }

    /// Whether `certificate` is the one that is named.
    func names(_ certificate: Certificate) -> Bool {
        switch identifier {
        case .issuer(let issuer, let serialNumber): certificate.issuer.bytes == issuer && certificate.serialNumber == serialNumber
        // By the hash in the signed attributes, which PAdES always has.
        case .subjectKey: isBound(to: certificate) == true
        }
    }

    /// Whether the signed attributes name `certificate` by its hash; `nil` when they name none by a hash that is strong.
    public func isBound(to certificate: Certificate) -> Bool? {
        guard case .hash(let algorithm, let hash) = certificateHash else { return nil }
        return algorithm.hash(certificate.bytes) == hash
    }

    /// The first certificate of the attribute (RFC 5035, 3 and 4), which is the signer's.
    private static func certificateHash(_ attributes: Attributes) throws(CMSError) -> CertificateHash {
        guard let element = attributes.values[.signingCertificateV2] else {
            return attributes.values[.signingCertificate] == nil ? .none : .sha1
        }
        var value = element.reader
        var list = try value.enter()
        var first = try list.enter()
        let algorithm = first.nextTag == .sequence ? try DigestAlgorithm.read(&first) : .sha256
        return .hash(algorithm, Array(try first.read(.octetString).content))
    }

    /// Attributes by their types, each with one value.
    private struct Attributes {
        var values: [OID: DERElement] = [:]

        init() {}

        init(_ reader: inout DERReader, _ tag: DERTag) throws(CMSError) {
            // What is signed is DER; of what is not, many makers keep no order.
            let elements = tag == .context(0) ? try reader.readSet(tag) : try Self.unordered(&reader, tag)
            for element in elements {
                var attribute = element.asReader
                var pair = try attribute.enter()
                let type = try pair.readOID()
                var set = try pair.enter(.set)
                try pair.end()
                let value = try set.read()
                guard values[type] == nil else { throw .unexpected(expected: "another attribute", offset: element.offset) }
                // Of several values, which only unsigned attributes may have here, the first counts.
                if tag == .context(0) { try set.end() }
                values[type] = value
            }
        }

        private static func unordered(_ reader: inout DERReader, _ tag: DERTag) throws(CMSError) -> [DERElement] {
            var inner = try reader.enter(tag)
            var elements: [DERElement] = []
            while !inner.isAtEnd { elements.append(try inner.read()) }
            return elements
        }
    }
}
