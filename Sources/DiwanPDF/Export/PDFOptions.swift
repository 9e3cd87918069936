/// What a caller chooses of a PDF file.
public struct PDFOptions: Sendable {
    /// When the document was made; nil leaves the date out. It is never the clock's.
    public var date: PDFDate?
    /// Sixteen bytes that tell this file from all others; nil takes them from a hash of what is written.
    public var identifier: [UInt8]?
    /// Whether invisible marks (LRM, RLM) stand where readers need them to find the order of words.
    public var writesTextControls: Bool
    /// Whether each object stands by itself, with a plain table of their places, as signing and updating want it. Larger.
    public var isPlain: Bool
    /// The program that makes the file.
    public var producer: String
    /// The standards that the file claims.
    public var standards: PDFStandards
    /// The files that travel with the document; their names differ.
    public var attachments: [PDFAttachment] = []

    /// Options; what is not named is no date, an identifier of the content, text controls, the small form, and all standards.
    public init(
        date: PDFDate? = nil, identifier: [UInt8]? = nil, writesTextControls: Bool = true, isPlain: Bool = false,
        producer: String = "Diwan",
        standards: PDFStandards = .all
    ) {
        self.date = date
        self.identifier = identifier
        self.writesTextControls = writesTextControls
        self.isPlain = isPlain
        self.producer = producer
        self.standards = standards
    }
}
