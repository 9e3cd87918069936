/// Why a file cannot be signed.
public enum SigningError: Error, Equatable {
    /// The file cannot be read, or what it would show of the signature cannot be written.
    case file(PDFError)
    /// The file has no page of this number, from 0.
    case noPage(Int)
    /// The name of a new field is empty or has a full stop, which parts names (ISO 32000-1, 12.7.3.2).
    case fieldName(String)
    /// The field is there and is not for signatures.
    case notForSignatures(String)
    /// The field is signed already.
    case signed(String)
    /// The file is certified, and takes no new field; it has no blank one of this name.
    case certified(field: String)
    /// The file is certified so that nothing may be changed, not even by a signature.
    case changesForbidden
    /// Only the first signature of a file can certify it (12.8.2.2).
    case certifiesLate
    /// The signature has `length` bytes, and there is room for `room`.
    case tooLong(length: Int, room: Int)
}
