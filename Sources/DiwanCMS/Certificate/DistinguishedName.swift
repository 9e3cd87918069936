import DiwanBytes

/// Whom a certificate names (RFC 5280, 4.1.2.4).
public struct DistinguishedName: Hashable, Sendable, CustomStringConvertible {
    /// One attribute of the name.
    public struct Attribute: Hashable, Sendable {
        /// What the value is.
        public var type: OID
        /// The value as text; of another kind than text, its bytes in hexadecimal after `#`.
        public var value: String
    }

    /// The DER encoding.
    public let bytes: [UInt8]
    /// The attributes in the order of the encoding.
    public let attributes: [Attribute]

    init(_ element: DERElement) throws(CMSError) {
        bytes = Array(element.whole)
        guard element.tag == .sequence else { throw .unexpected(expected: "a name", offset: element.offset) }
        var attributes: [Attribute] = []
        var names = element.reader
        while !names.isAtEnd {
            for part in try names.readSet() {
                var reader = part.asReader
                var pair = try reader.enter()
                let type = try pair.readOID()
                let value = try pair.read()
                try pair.end()
                attributes.append(Attribute(type: type, value: value.text ?? "#" + Hexadecimal.text(value.whole)))
            }
        }
        self.attributes = attributes
    }

    /// The name proper: of several the last, which is the most particular.
    public var commonName: String? { last(OID("2.5.4.3")) }
    /// The organisation.
    public var organization: String? { last(OID("2.5.4.10")) }

    private func last(_ type: OID) -> String? { attributes.last { $0.type == type }?.value }

    /// The attributes as `CN=…, O=…`, the most particular first.
    public var description: String {
        attributes.reversed().map { "\(Self.names[$0.type] ?? $0.type.description)=\($0.value)" }.joined(separator: ", ")
    }

    private static let names: [OID: String] = [
        OID("2.5.4.3"): "CN", OID("2.5.4.4"): "SN", OID("2.5.4.5"): "serialNumber", OID("2.5.4.6"): "C", OID("2.5.4.7"): "L",
        OID("2.5.4.8"): "ST", OID("2.5.4.9"): "street", OID("2.5.4.10"): "O", OID("2.5.4.11"): "OU", OID("2.5.4.12"): "title",
        OID("2.5.4.42"): "GN", OID("2.5.4.97"): "organizationIdentifier", OID("1.2.840.113549.1.9.1"): "emailAddress",
        OID("0.9.2342.19200300.100.1.25"): "DC",
    ]
}
