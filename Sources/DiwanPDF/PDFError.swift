public import DiwanDocument
public import DiwanFont

/// Why a PDF file could not be written.
public enum PDFError: Error, Equatable {
    /// The font cannot be embedded.
    case font(FontID, FontError)
    /// One font needs more codes than the two bytes of a code can tell apart.
    case tooManyCodes(FontID)
}
