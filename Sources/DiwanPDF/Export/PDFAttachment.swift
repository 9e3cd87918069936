/// A file that travels within a PDF file, as an associated file of the document (ISO 19005-3, 6.8; ISO 32000-1, 7.11.4).
public struct PDFAttachment: Hashable, Sendable {
    /// What the file is to the document.
    public enum Relationship: String, Hashable, Sendable, CaseIterable {
        /// The original that the document was made from.
        case source = "Source"
        /// Data that the document shows.
        case data = "Data"
        /// The same content in another form.
        case alternative = "Alternative"
        /// What adds to the document.
        case supplement = "Supplement"
        /// None of these.
        case unspecified = "Unspecified"
    }

    /// Its name, under which readers list and save it: no path, not empty. Files of one document have different names.
    public var name: String
    /// What it is, for people.
    public var description: String
    /// Its media type, as `application/xml`, without parameters.
    public var mediaType: String
    /// What it is to the document.
    public var relationship: Relationship
    /// Its bytes.
    public var content: [UInt8]

    /// A file. Traps when the name is empty or has a slash, and when the media type is none.
    public init(name: String, description: String, mediaType: String, relationship: Relationship, content: [UInt8]) {
        precondition(
            !name.isEmpty && !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(UInt8(ascii: "\\")), "no name of a file")
        precondition(mediaType.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }, "no media type")
        precondition(mediaType.utf8.filter { $0 == UInt8(ascii: "/") }.count == 1, "no media type")
        self.name = name
        self.description = description
        self.mediaType = mediaType
        self.relationship = relationship
        self.content = content
    }
}
