public import DiwanDiagnostics
public import DiwanFont

/// Why no document was made.
public enum RenderError: Error, Sendable {
    /// The templates root has no template of the name; the nearest that it has.
    case noTemplate(String, nearest: String?)
    /// Mistakes of the template, of the data, or of what they make together; at least one is an error.
    case faults([Diagnostic], sources: [SourceText])
    /// No font of the family is installed; any of the packages provides it, none when the font list does not know the family.
    case missingFont(family: String, packages: [String])
    /// The font's file cannot be used.
    case font(path: String, FontError)
    /// The text of the file that was made is not the document's.
    case textDiffers(TextCheck)
    /// The document cannot carry its source.
    case embedding(EmbeddingFault)
    /// A file cannot be read.
    case file(FileError)
}
