public import DiwanDocument

/// What may still be changed in a certified file (ISO 32000-1, Table 254).
public enum DocumentPermission: Int, Hashable, Sendable, CaseIterable {
    /// Nothing.
    case nothing = 1
    /// Fields may be filled in, and blank signature fields signed.
    case fillingIn = 2
    /// The same, and notes may be made.
    case notes = 3
}

/// A field for signatures that is made anew.
public struct SignatureField: Hashable, Sendable {
    /// Its name, unique in the file, without full stops.
    public var name: String
    /// What is signed here, for those who do not see the page. Never empty.
    public var label: String
    /// The page, from 0.
    public var page: Int
    /// The place, from the upper left corner of the page; `nil` for a field that nobody sees.
    public var place: Rectangle?

    /// A field.
    public init(name: String, label: String, page: Int = 0, place: Rectangle? = nil) {
        self.name = name
        self.label = label
        self.page = page
        self.place = place
    }
}

/// What is asked of a signature in a PDF file.
public struct SignatureRequest: Sendable {
    /// The field: the blank one of this name, or else a new one as it says.
    public var field: SignatureField
    /// What the field shows; `nil` leaves it as it is, and a new field empty. It is made smaller to fit, never larger.
    public var appearance: Frame?
    /// Who signs.
    public var signer: String?
    /// Why.
    public var reason: String?
    /// Where.
    public var location: String?
    /// When, as the signer says.
    public var time: PDFDate
    /// Whether the signature certifies the file, and what may be changed then.
    public var certification: DocumentPermission?
    /// Blank fields for the signatures that follow, made before the file is certified.
    public var blankFields: [SignatureField] = []
    /// The room for the signature in bytes. A string of PDF/A has at most 32,767 (ISO 19005-3, 6.1.13).
    public var room = 16_384

    /// A request for a signature in `field` at `time`.
    public init(
        field: SignatureField, time: PDFDate, appearance: Frame? = nil, signer: String? = nil, reason: String? = nil,
        location: String? = nil, certification: DocumentPermission? = nil
    ) {
        self.field = field
        self.time = time
        self.appearance = appearance
        self.signer = signer
        self.reason = reason
        self.location = location
        self.certification = certification
    }
}
