import DiwanBytes
public import DiwanPDF
public import DiwanTemplate

/// What a document carries of its source: everything that its bytes were made from, by value or by hash. It travels as a file within the
/// PDF file (`diwan render --embed-data`), and `diwan verify --rerender` makes the document again from it.
///
/// It tells how a document was made; it is no proof that the office issued it.
public struct EmbeddedRecord: Hashable, Sendable {
    /// A file that the document was made with.
    public struct Ingredient: Hashable, Sendable {
        /// Of a template's file, its path from the templates root; of a font, its family and weight.
        public var name: String
        /// The SHA-256 of its bytes, in hexadecimal.
        public var sha256: String
    }

    /// The version of the engine.
    public var engine: String
    /// The template's id.
    public var templateID: String
    /// The template's version.
    public var templateVersion: String
    /// The name by which the template is found: that of its folder.
    public var templateName: String
    /// The files of the template, sorted by path.
    public var templateFiles: [Ingredient]
    /// The SHA-256 of the profile's file.
    public var profile: String
    /// The SHA-256 of the list of fonts, which says where to look for what a font lacks.
    public var fontList: String
    /// The fonts of the pages, in the order of the list of fonts.
    public var fonts: [Ingredient]
    /// When the document was made.
    public var time: CreationTime
    /// Whether the letterhead was printed.
    public var printsLetterhead: Bool
    /// The standards that the file claims.
    public var standards: PDFStandards
    /// The document's identifier, where the caller gave one.
    public var identifier: [UInt8]?
    /// What the document shows of its data.
    public var printed: PrintedRecord

    /// The name of the file in a PDF file.
    public static let fileName = "diwan-record.xml"
    /// The namespace of its elements.
    public static let namespace = "urn:diwan:record:1"

    /// The hash of the whole template: the SHA-256 of what `sha256sum` prints of its files, in the order of their paths.
    public var templateHash: String { Self.hash(ofTemplate: templateFiles) }

    static func hash(ofTemplate files: [Ingredient]) -> String {
        let lines = files.map { "\($0.sha256)  \($0.name)\n" }.joined()
        return Hexadecimal.text(SHA256.hash(Array(lines.utf8)))
    }

    /// The record as a file of a PDF file.
    static func attachment(_ content: [UInt8]) -> PDFAttachment {
        PDFAttachment(
            name: fileName, description: "بيانات الوثيقة كما طُبعت، وما أُخرجت به", mediaType: "application/xml", relationship: .data,
            content: content)
    }
}

/// Why a document cannot carry its source.
public enum EmbeddingFault: Error, Hashable, Sendable {
    /// A text of it cannot stand in XML.
    case notXML
    /// What was written is not read as it was.
    case changed
    /// The document cannot be made again from it.
    case notRebuilt(PrintedRecord.Fault?)
}
