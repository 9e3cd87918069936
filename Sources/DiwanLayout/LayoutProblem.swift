public import DiwanDocument

/// Something that could not be set as asked, and the element that it belongs to.
public struct LayoutProblem: Hashable, Sendable {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// No font has the character.
        case missingGlyph(Unicode.Scalar)
        /// The font is not in the font list, or its file cannot be read.
        case missingFont(family: String)
        /// The content is wider than its place by `excess`; part of it would be lost.
        case tooWide(excess: Length)
        /// The columns together are wider than the page by `excess`.
        case tableTooWide(excess: Length)
        /// The content is higher than a page by `excess`.
        case tooHigh(excess: Length)
        /// A word is longer than a line and was cut.
        case wordCut
        /// A paragraph has more characters than `limit`.
        case paragraphTooLong(limit: Int)
        /// The document has more pages than `limit`.
        case tooManyPages(limit: Int)
        /// Header and footer leave no room for text.
        case noRoom
        /// A code that machines read cannot hold the text: it is too long, or has other characters than the code knows.
        case codeCannotHold(String)
        /// The value of a form's field is too long for its room, even in small letters.
        case fieldTooSmall(name: String)
        /// Table cells overlap or stand outside the columns.
        case cellOutsideTable
    }

    /// What happened.
    public var kind: Kind
    /// The element.
    public var origin: ElementID

    /// A problem of an element.
    public init(kind: Kind, origin: ElementID) {
        self.kind = kind
        self.origin = origin
    }

    /// One problem for two of the same sort at the same element, the larger of them; `nil` when they are not of one sort.
    func merged(with other: LayoutProblem) -> LayoutProblem? {
        guard origin == other.origin else { return nil }
        switch (kind, other.kind) {
        case (.tooWide(let first), .tooWide(let second)): return LayoutProblem(kind: .tooWide(excess: max(first, second)), origin: origin)
        case (.tooHigh(let first), .tooHigh(let second)): return LayoutProblem(kind: .tooHigh(excess: max(first, second)), origin: origin)
        default: return kind == other.kind ? self : nil
        }
    }

    /// Whether the document must not be written; if not, nothing is lost, but the page is not as it should be.
    public var isError: Bool {
        if case .wordCut = kind { return false }
        return true
    }
}

/// The problems for which a document was not laid out.
public struct LayoutError: Error, Hashable, Sendable {
    /// The problems, in the order of the document; at least one is an error.
    public var problems: [LayoutProblem]

    /// The error of `problems`.
    public init(problems: [LayoutProblem]) {
        self.problems = problems
    }
}
