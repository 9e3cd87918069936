/// A signature as a file has it (ISO 32000-1, 12.8): what it covers, and what came after. Whether its value is right is not looked at here.
public struct PDFSignature: Sendable {
    /// What kind it is.
    public enum Kind: Hashable, Sendable {
        /// Somebody's signature or seal.
        case signature
        /// A timestamp over the whole file (ETSI EN 319 142-1, 5.4.3).
        case documentTimestamp
    }

    /// What is wrong with what it covers.
    public enum Fault: Hashable, Sendable {
        /// The range is no four numbers from 0 up that follow one another within the file.
        case range
        /// What the range leaves out is not the value, and that alone.
        case hole
        /// What the range covers does not end where a state of the file ends.
        case end
        /// The state of the file that was signed cannot be read, or has the signature elsewhere or another.
        case state
        /// The value is no string of bytes.
        case value
    }

    /// The full name of its field.
    public let field: String
    /// What kind it is.
    public let kind: Kind
    /// The form of the value, such as `ETSI.CAdES.detached`.
    public let form: String
    /// Who signed, as the file says.
    public let signer: String?
    /// Why.
    public let reason: String?
    /// Where.
    public let location: String?
    /// When, as the file says: `D:20261124100000+03'00'`.
    public let time: String?
    /// What it lets be changed, when it certifies the file.
    public let permission: DocumentPermission?
    /// The value: DER of CMS, with zeros after it.
    public let value: [UInt8]
    /// The places that are signed; `nil` when the range is wrong.
    public let covered: (before: Range<Int>, after: Range<Int>)?
    /// What is wrong.
    public let faults: [Fault]
    /// What was changed after it, state by state.
    public internal(set) var changes: [PDFChange] = []
    /// Whether something follows what it covers.
    public let isFollowed: Bool

    /// What is signed in `file`, the file that it was read from.
    public func signedBytes(of file: PDFFile) -> [UInt8] {
        guard let covered else { return [] }
        return Array(file.bytes[covered.before]) + file.bytes[covered.after]
    }
}
