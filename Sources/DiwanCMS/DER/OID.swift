/// An object identifier (X.660), such as 2.5.4.3.
public struct OID: Hashable, Sendable, CustomStringConvertible {
    /// The content of its encoding (X.690, 8.19).
    public let content: [UInt8]

    /// An identifier of a constant such as `"1.2.840.113549"`. Traps when the text is none.
    public init(_ text: StaticString) {
        let arcs = text.description.split(separator: ".").map { UInt64($0) }
        guard arcs.count >= 2, let first = arcs[0], let second = arcs[1], first <= 2, first == 2 || second < 40 else {
            preconditionFailure("an object identifier has numbers with points between")
        }
        var content: [UInt8] = []
        for arc in [first * 40 + second] + arcs.dropFirst(2) {
            guard let arc else { preconditionFailure("an object identifier has numbers with points between") }
            var groups = [UInt8(truncatingIfNeeded: arc & 0x7F)]
            var rest = arc >> 7
            while rest > 0 {
                groups.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
                rest >>= 7
            }
            content += groups.reversed()
        }
        self.content = content
    }

    /// The identifier that is encoded as `content`; `nil` when it is not the shortest form, or has a number above 2^56.
    init?(content: ArraySlice<UInt8>) {
        guard let last = content.last, last & 0x80 == 0, content.count <= 64 else { return nil }
        var length = 0
        for byte in content {
            if length == 0, byte == 0x80 { return nil }
            length = byte & 0x80 == 0 ? 0 : length + 1
            if length > 8 { return nil }
        }
        self.content = Array(content)
    }

    /// The numbers with points between.
    public var description: String {
        var arcs: [UInt64] = []
        var value: UInt64 = 0
        for byte in content {
            value = value << 7 | UInt64(byte & 0x7F)
            guard byte & 0x80 == 0 else { continue }
            if arcs.isEmpty {
                let first = min(value / 40, 2)
                arcs = [first, value - 40 * first]
            } else {
                arcs.append(value)
            }
            value = 0
        }
        return arcs.map(String.init).joined(separator: ".")
    }
}

/// The identifiers that are written or looked for.
extension OID {
    // RFC 5652
    static let data = OID("1.2.840.113549.1.7.1")
    static let signedData = OID("1.2.840.113549.1.7.2")
    static let contentType = OID("1.2.840.113549.1.9.3")
    static let messageDigest = OID("1.2.840.113549.1.9.4")
    static let signingTime = OID("1.2.840.113549.1.9.5")
    // RFC 5035
    static let signingCertificate = OID("1.2.840.113549.1.9.16.2.12")
    static let signingCertificateV2 = OID("1.2.840.113549.1.9.16.2.47")
    // RFC 3161
    static let timestampToken = OID("1.2.840.113549.1.9.16.2.14")
    static let timestampInfo = OID("1.2.840.113549.1.9.16.1.4")
    // RFC 3279, 4055, 5480, 5758, 8410
    static let rsaEncryption = OID("1.2.840.113549.1.1.1")
    static let rsaPSS = OID("1.2.840.113549.1.1.10")
    static let rsaSHA256 = OID("1.2.840.113549.1.1.11")
    static let rsaSHA384 = OID("1.2.840.113549.1.1.12")
    static let rsaSHA512 = OID("1.2.840.113549.1.1.13")
    static let ecPublicKey = OID("1.2.840.10045.2.1")
    static let ecdsaSHA256 = OID("1.2.840.10045.4.3.2")
    static let ecdsaSHA384 = OID("1.2.840.10045.4.3.3")
    static let ecdsaSHA512 = OID("1.2.840.10045.4.3.4")
    static let p256 = OID("1.2.840.10045.3.1.7")
    static let p384 = OID("1.3.132.0.34")
    static let p521 = OID("1.3.132.0.35")
    static let ed25519 = OID("1.3.101.112")
    // RFC 5280
    static let basicConstraints = OID("2.5.29.19")
    static let keyUsage = OID("2.5.29.15")
    static let extendedKeyUsage = OID("2.5.29.37")
    /// The key may sign timestamps (RFC 3161, 2.3).
    public static let timeStamping = OID("1.3.6.1.5.5.7.3.8")
}
