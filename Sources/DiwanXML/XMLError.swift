public import DiwanDiagnostics

/// Why a file was refused as XML.
public enum XMLError: Error, Equatable, Sendable {
    /// A size that is bounded.
    public enum Limit: String, Sendable {
        /// Bytes in the file.
        case bytes
        /// Elements within one another.
        case depth
        /// Elements, texts and attributes in all.
        case nodes
        /// Attributes and namespace declarations of one element.
        case attributes
        /// Namespace declarations in scope at once.
        case namespaces
    }

    /// The file breaks a rule of XML 1.0 or of Namespaces in XML; `words` say which.
    case malformed(SourcePosition, words: String)
    /// The file is not UTF-8, or says that it is not.
    case encoding(SourcePosition, words: String)
    /// There is a document type declaration.
    case documentType(SourcePosition)
    /// More than `allowed` of something.
    case limit(SourcePosition, Limit, allowed: Int)

    /// Where it is.
    public var position: SourcePosition {
        switch self {
        case .malformed(let position, _), .encoding(let position, _), .documentType(let position), .limit(let position, _, _): position
        }
    }

    /// The error in plain words, with its place and a hint.
    public var diagnostic: Diagnostic {
        switch self {
        case .malformed(let position, let words): Diagnostic(.error, words, at: position)
        case .encoding(let position, let words): Diagnostic(.error, words, at: position, hint: "save the file as UTF-8")
        case .documentType(let position):
            Diagnostic(.error, "DTDs are not allowed", at: position, length: 9, hint: "remove the <!DOCTYPE …> declaration")
        case .limit(let position, let limit, let allowed):
            switch limit {
            case .bytes: Diagnostic(.error, "the file is larger than \(allowed) bytes", at: position)
            case .depth: Diagnostic(.error, "elements are nested more than \(allowed) deep", at: position)
            case .nodes: Diagnostic(.error, "the file has more than \(allowed) elements, texts and attributes", at: position)
            case .attributes: Diagnostic(.error, "the element has more than \(allowed) attributes", at: position)
            case .namespaces: Diagnostic(.error, "more than \(allowed) namespace declarations are in scope", at: position)
            }
        }
    }
}
