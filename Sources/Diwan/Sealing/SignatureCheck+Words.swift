public import DiwanCMS
public import DiwanPDF

/// What is said of signatures, in plain words.
extension SignatureCheck {
    /// Whom the certificate names.
    public var signerWords: String { certificate?.subject.description ?? "someone whose certificate is not there" }

    /// What the signature covers.
    public var coverageWords: String {
        guard signature.faults.isEmpty else { return "not what a signature covers" }
        if !signature.isFollowed { return "the whole file" }
        let changes = signature.changes.map(\.words)
        return "the file as it was; since then "
            + (changes.isEmpty ? "nothing was changed in what it shows" : changes.joined(separator: ", "))
    }
}

extension DocumentPermission {
    /// What may be changed after a certification.
    public var words: String {
        switch self {
        case .nothing: "nothing may be changed"
        case .fillingIn: "fields may be filled in, and blank signature fields signed"
        case .notes: "fields may be filled in, blank signature fields signed, and notes made"
        }
    }
}

extension PDFChange {
    /// What was changed.
    public var words: String {
        switch self {
        case .filledIn(let name): "the field \(name) was filled in"
        case .formResources: "what fields are set with was changed"
        case .signed(let name): "the field \(name) was signed"
        case .timestamped: "a timestamp was added"
        case .newSignatureField(let name): "the signature field \(name) was added"
        case .notes(let page): "notes were made on page \(page)"
        case .changedNotes(let page): "notes or links on page \(page) were changed or taken away"
        case .validationData: "data for later checks of the signatures were added"
        case .changeDate: "the time of the last change was set"
        case .strayBytes: "bytes were appended that are no update"
        case .other(let part): "\(part.words) was changed"
        }
    }
}

extension PDFSignature.Fault {
    /// What is wrong with what a signature covers.
    public var words: String {
        switch self {
        case .range: "its range is no range of the file"
        case .hole: "its range leaves out something else than the signature"
        case .end: "its range does not end where a state of the file ends"
        case .state: "the file that was signed cannot be read, or has the signature elsewhere"
        case .value: "its value is missing"
        }
    }
}

extension SignatureProblem {
    /// What is wrong with a signature.
    public var words: String {
        switch self {
        case .coverage(let fault): fault.words
        case .form(let name): "its form \(name) is not read"
        case .malformed(let error): "its value is no signature: \(error.words)"
        case .content(.contentChanged): "what it covers was changed"
        case .content(.attributesMissing): "it does not say what was signed"
        case .content(.certificateMissing): "the certificate of the signer is missing"
        case .content(.certificateNotBound): "it does not name the certificate among what was signed"
        case .content(.otherCertificate): "another certificate was signed with it"
        case .value: "it was not made by the key of its certificate"
        case .timestampMalformed(let error): "its timestamp is none: \(error.words)"
        case .timestamp: "its timestamp is over something else, or not by a timestamp authority's key"
        case .change(let change): "\(change.words), which is not allowed"
        }
    }
}

extension CMSError {
    /// What is wrong with bytes.
    public var words: String {
        switch self {
        case .notDER(let offset): "it is not DER at byte \(offset)"
        case .unexpected(let expected, let offset): "\(expected) is missing at byte \(offset)"
        case .notPEM(let label): "it has no block \(label)"
        case .unsupported(let what): "\(what) is not supported"
        }
    }
}

extension SignatureCheck.Trust {
    /// Who stands for a certificate.
    public var words: String {
        switch self {
        case .unknown: "not checked: name those whom you trust by --roots FILE"
        case .trusted: "a chain leads to a certificate that you trust"
        case .distrusted(let reason): "nobody whom you trust stands for it: \(reason)"
        }
    }
}
