public import DiwanCMS
public import DiwanPDF
public import DiwanSystem

/// Why a document was not sealed. Nothing was written then.
public enum SealingError: Error, Equatable {
    /// A file of the credentials cannot be read.
    case file(FileError)
    /// The file at `path` is no certificate.
    case certificate(path: String, CMSError)
    /// The certificate is not valid at the time of the seal, but from and until these moments (seconds since 1970-01-01T00:00:00Z).
    case notValid(from: Int, until: Int)
    /// The certificate is not for signing documents: it is an authority's, or names other uses.
    case notForDocuments
    /// Seals are not made with keys of this kind.
    case unsupportedKey(Certificate.Key)
    /// `openssl` cannot be run, or did not end.
    case process(ChildProcessError)
    /// `openssl` did not sign with the key; its own words.
    case key(String)
    /// The key is not the one that the certificate is about.
    case keyDiffers
    /// The command for timestamps failed, with this status and these words.
    case timestampCommand(String)
    /// Its answer is no timestamp of the signature.
    case timestamp(TimestampError)
    /// The PDF file cannot be signed so.
    case signing(SigningError)
    /// The seal that was made does not pass the check.
    case check([SignatureProblem])
}
