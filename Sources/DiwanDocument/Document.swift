/// A document, before it is cut into pages.
public struct Document: Hashable, Sendable {
    /// What is known of the document beside its text.
    public var metadata: DocumentMetadata
    /// The size of its pages.
    public var pageSize: Size
    /// The margins of the first page.
    public var firstPageMargin: Sides<Length>
    /// The margins of the other pages.
    public var margin: Sides<Length>
    /// What stands above the text, within the upper margin.
    public var header: RunningContent
    /// What stands below the text, within the lower margin.
    public var footer: RunningContent
    /// The text.
    public var body: [Block]
    /// The direction of the document: where pages, columns and margins begin.
    public var direction: TextDirection
    /// Whether it is a form to be filled in on screen: rooms for signatures are then fields.
    public var isForm: Bool
    /// Whether the first circle for the stamp is a field too, for a seal that is seen.
    public var sealsStamp = false

    /// A document.
    public init(
        metadata: DocumentMetadata, pageSize: Size = .a4, firstPageMargin: Sides<Length>, margin: Sides<Length>,
        header: RunningContent = RunningContent(), footer: RunningContent = RunningContent(), body: [Block],
        direction: TextDirection = .rightToLeft, isForm: Bool = false
    ) {
        self.metadata = metadata
        self.pageSize = pageSize
        self.firstPageMargin = firstPageMargin
        self.margin = margin
        self.header = header
        self.footer = footer
        self.body = body
        self.direction = direction
        self.isForm = isForm
    }
}

/// What stands on every page, above or below its text.
public struct RunningContent: Hashable, Sendable {
    /// The first page's.
    public var first: [Block]
    /// The other pages'.
    public var others: [Block]
    /// The distance from the edge of the paper to the content.
    public var offset: Length

    /// Running content; none when nothing is named.
    public init(first: [Block] = [], others: [Block] = [], offset: Length = .millimetres(10)) {
        self.first = first
        self.others = others
        self.offset = offset
    }
}

/// What is known of a document beside its text.
public struct DocumentMetadata: Hashable, Sendable {
    /// The title, as a window or a list shows it.
    public var title: String
    /// The language, as in BCP 47.
    public var language: String
    /// Who issues the document.
    public var author: String
    /// What it is about.
    public var subject: String
    /// Words to find it by.
    public var keywords: [String]
    /// The template's name.
    public var templateID: String
    /// The template's version.
    public var templateVersion: String

    /// What is known of a document.
    public init(
        title: String, language: String = "ar", author: String = "", subject: String = "", keywords: [String] = [],
        templateID: String = "", templateVersion: String = ""
    ) {
        self.title = title
        self.language = language
        self.author = author
        self.subject = subject
        self.keywords = keywords
        self.templateID = templateID
        self.templateVersion = templateVersion
    }
}
