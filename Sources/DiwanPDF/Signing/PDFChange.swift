/// Something that was changed in a signed file by what was appended to it.
public enum PDFChange: Hashable, Sendable {
    /// The field of this name was filled in.
    case filledIn(String)
    /// What viewers set text of fields with was changed.
    case formResources
    /// The field of this name was signed.
    case signed(String)
    /// A timestamp over the whole file was added.
    case timestamped
    /// A field for signatures was added.
    case newSignatureField(String)
    /// Notes were made on a page, from 1.
    case notes(page: Int)
    /// Notes or links that were signed with the page, from 1, were changed or taken away.
    case changedNotes(page: Int)
    /// Certificates and revocation data were added, by which the signatures can be checked later (ETSI EN 319 142-1, 5.4.2).
    case validationData
    /// The time of the last change, and the program that made it.
    case changeDate
    /// Bytes were appended that are no state of the file.
    case strayBytes
    /// Something else, which nobody but the signer may change.
    case other(PDFPart)

    /// Whether a signature lets it be. `permission` is what a certification lets be changed; without one, the signature is an approval, after
    /// which forms are filled in, notes are made and others sign.
    public func isAllowed(by permission: DocumentPermission?) -> Bool {
        switch self {
        // ISO 32000-2, Table 257: even where nothing may be changed.
        case .validationData, .timestamped, .changeDate: true
        case .filledIn, .formResources, .signed: permission != .nothing
        case .notes: permission == nil || permission == .notes
        case .changedNotes: permission == .notes
        // Not among what ISO 32000-1, Table 254, lets be done.
        case .newSignatureField: permission == nil
        case .strayBytes, .other: false
        }
    }
}
