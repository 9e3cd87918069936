public import DiwanDocument
public import DiwanFont

/// Why a PDF file could not be written or read.
public enum PDFError: Error, Equatable {
    /// The font cannot be embedded.
    case font(FontID, FontError)
    /// One font needs more codes than the two bytes of a code can tell apart.
    case tooManyCodes(FontID)
    /// One file of many documents has more objects than a file may have (ISO 32000-1, Annex C; ISO 19005-3, 6.1.13).
    case tooManyObjects(limit: Int)
    /// The picture of the element has the colours of four inks (CMYK), whose look PDF/A does not let stand open (ISO 19005-3, 6.2.4.3).
    case inkColors(ElementID)
    /// The document has no title, which PDF/UA-1 asks for (ISO 14289-1, 7.1).
    case noTitle
    /// The bytes do not begin as a PDF file does.
    case notPDF
    /// The file is encrypted, which is not supported.
    case encrypted
    /// The file breaks a rule of its format at about `offset`.
    case malformed(Fault, offset: Int)
    /// A stream has a filter that is not supported.
    case unsupportedFilter(String)
    /// Unpacked streams take more room than the reader allows.
    case tooLarge(limit: Int)

    /// The rule that a file breaks.
    public enum Fault: Equatable, Sendable {
        /// There is no `startxref`, or it leads nowhere (ISO 32000-1, 7.5.5).
        case startOfCrossReference
        /// A cross-reference table or stream (7.5.4, 7.5.8).
        case crossReference
        /// An object's syntax (7.3).
        case syntax
        /// Arrays or dictionaries within one another, or trees, deeper than allowed, or in a circle.
        case nesting
        /// A stream's length or its compressed data (7.3.8).
        case stream
        /// An object stream (7.5.7).
        case objectStream
        /// A required entry is missing or of a wrong type.
        case structure
    }
}
