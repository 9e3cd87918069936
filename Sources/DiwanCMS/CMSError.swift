/// Why bytes are not what a certificate, a signature or a timestamp is made of.
public enum CMSError: Error, Hashable, Sendable {
    /// The bytes at `offset` are not DER (X.690, 10): cut short, not of the shortest form, or of an indefinite length.
    case notDER(offset: Int)
    /// At `offset` there is another element than `expected`.
    case unexpected(expected: String, offset: Int)
    /// The text is no PEM (RFC 7468), or has no block with this label.
    case notPEM(label: String)
    /// What is there is of a version or kind that is not supported.
    case unsupported(String)
}
