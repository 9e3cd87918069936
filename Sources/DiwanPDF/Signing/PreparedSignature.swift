internal import DiwanBytes

/// A file that is ready but for its signature, which has a place of zeros (ISO 32000-1, 12.8.1).
public struct PreparedSignature: Sendable {
    /// The file as it will be, with zeros for the signature.
    public let bytes: [UInt8]
    /// The place of the signature, with `<` and `>`: all but this is signed.
    public let hole: Range<Int>

    /// The SHA-256 hash of what is signed.
    public var digest: [UInt8] {
        var hash = SHA256()
        hash.update(bytes[..<hole.lowerBound])
        hash.update(bytes[hole.upperBound...])
        return hash.finalized()
    }

    /// The file with the signature `cms`, DER.
    public func finished(with cms: [UInt8]) throws(SigningError) -> [UInt8] {
        let room = (hole.count - 2) / 2
        guard cms.count <= room else { throw .tooLong(length: cms.count, room: room) }
        var digits: [UInt8] = []
        digits.append(hexString: cms)
        var finished = bytes
        // Without the `>`, which stands behind the zeros that are left.
        finished.replaceSubrange(hole.lowerBound..<hole.lowerBound + digits.count - 1, with: digits.dropLast())
        return finished
    }
}
