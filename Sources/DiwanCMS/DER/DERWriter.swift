/// Writes DER elements (X.690, 10), from the inside out.
enum DER {
    /// An element of `tag` with `content`.
    static func element(_ tag: DERTag, _ content: [UInt8]) -> [UInt8] {
        var bytes = [tag.rawValue]
        if content.count < 0x80 {
            bytes.append(UInt8(content.count))
        } else {
            var length: [UInt8] = []
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
                rest >>= 8
            }
            bytes.append(0x80 | UInt8(length.count))
            bytes += length
        }
        return bytes + content
    }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { element(.sequence, Array(parts.joined())) }

    /// A SET OF, its elements in the order of their bytes (11.6).
    static func set(_ elements: [[UInt8]], _ tag: DERTag = .set) -> [UInt8] {
        element(tag, Array(elements.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
    }

    static func identifier(_ identifier: OID) -> [UInt8] { element(.objectIdentifier, identifier.content) }

    static func octets(_ bytes: [UInt8]) -> [UInt8] { element(.octetString, bytes) }

    /// A whole number from 0 up, given as its bytes, the highest first.
    static func integer(magnitude: [UInt8]) -> [UInt8] {
        var content = Array(magnitude.drop { $0 == 0 })
        if content.first.map({ $0 >= 0x80 }) ?? true { content.insert(0, at: 0) }
        return element(.integer, content)
    }

    /// An algorithm (RFC 5280, 4.1.1.2), with NULL for its parameters where the algorithm wants that.
    static func algorithm(_ identifier: OID, hasNull: Bool) -> [UInt8] {
        sequence(self.identifier(identifier), hasNull ? element(.null, []) : [])
    }
}
