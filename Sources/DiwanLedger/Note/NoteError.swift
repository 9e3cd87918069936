/// What is wrong with a signed note, a checkpoint, a key or a proof.
public enum NoteError: Error, Equatable, Sendable {
    /// The text breaks the format in `line`, counted from 1; line 0 is the text as a whole.
    case malformed(Fault, line: Int)
    /// The checkpoint is that of another log.
    case wrongOrigin(expected: String, found: String)
    /// None of the keys that are trusted for the log `name` has signed.
    case unsigned(name: String)
    /// A signature that bears the name and the ID of a trusted key is not the key's.
    case badSignature(name: String)
    /// The hashes of a proof do not lead to the root of its checkpoint.
    case wrongProof

    /// A rule of the format.
    public enum Fault: Equatable, Sendable {
        /// The text is longer than a million bytes.
        case tooLong
        /// The bytes are not UTF-8.
        case encoding
        /// A control character other than the newline.
        case controlCharacter
        /// The last line has no newline, or there is no empty line before the signatures.
        case lines
        /// A signature line is not `— name base64`, or there are more than a hundred.
        case signatureLine
        /// A key name is empty, or has a space or a plus in it.
        case keyName
        /// Base64 that is not strict, or stands for the wrong number of bytes.
        case base64
        /// The name, the ID and the key of a verifier key do not belong together, or the key is no point of the curve.
        case verifierKey
        /// The signature type is neither 1 (Ed25519) nor 4 (cosignature).
        case signatureType
        /// The origin, an extension line or a header is missing, empty or another one.
        case header
        /// A number is not decimal, has leading zeros or is above 2^63 − 1.
        case number
        /// An index that is not below the size, or a number of hashes that the tree cannot have.
        case proof
    }
}
