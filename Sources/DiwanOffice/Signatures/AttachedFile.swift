/// How someone who is no employee signed.
public enum SigningMethod: String, Sendable, CaseIterable {
    /// By pen, on paper.
    case pen
    /// By a thumbprint, on paper, before a witness.
    case thumb
    /// By hand, on a screen.
    case screen
}

/// A private file that goes with what is done: a scan of a signed paper, a picture.
public struct AttachedFile: Sendable {
    /// Its bytes.
    public let bytes: [UInt8]
    /// What it is: `application/pdf`, `image/png`, `image/jpeg`.
    public let mediaType: String

    /// A file whose kind is told by its first bytes; `nil` for all but PDF, PNG and JPEG.
    public init?(_ bytes: [UInt8]) {
        let kinds: [([UInt8], String)] = [
            (Array("%PDF-".utf8), "application/pdf"), ([0x89, 0x50, 0x4E, 0x47], "image/png"), ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ]
        guard let kind = kinds.first(where: { bytes.starts(with: $0.0) }) else { return nil }
        self.bytes = bytes
        mediaType = kind.1
    }
}
