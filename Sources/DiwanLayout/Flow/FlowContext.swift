import DiwanDocument

/// What the parts of one document share while it is laid out.
final class FlowContext {
    let preparer: ParagraphPreparer
    /// The direction of the document: which side is the start.
    let direction: TextDirection
    /// The height of a page's text: what fits on one page can be kept together.
    let pageHeight: Length
    /// The width of a page's text, for the notes.
    let pageWidth: Length
    /// Where everything is decoration, which: a header or a footer.
    let artifact: ContentMark.Pagination?
    /// Whether rooms for signatures are fields.
    let isForm: Bool
    /// Whether a circle for the stamp is to become a field still: the first one does.
    private var sealsStamp: Bool
    /// The language of the document.
    let language: String
    var structure = StructureTree()
    /// The number of pages, as far as it is known.
    let pageCount: Int
    /// The page of each paragraph that prints a page's number, as far as it is known.
    let probedPages: [Int]
    /// Whether something printed depends on the pages.
    private(set) var dependsOnPages = false
    private(set) var probeCount = 0
    /// The roles whose signatures have a field.
    private var signedRoles: Set<String> = []

    init(
        preparer: ParagraphPreparer, direction: TextDirection, pageHeight: Length, pageWidth: Length, language: String,
        artifact: ContentMark.Pagination? = nil, isForm: Bool = false, sealsStamp: Bool = false, pageCount: Int,
        probedPages: [Int]
    ) {
        self.preparer = preparer
        self.direction = direction
        self.pageHeight = pageHeight
        self.pageWidth = pageWidth
        self.language = language
        self.artifact = artifact
        self.isForm = isForm
        self.sealsStamp = sealsStamp
        self.pageCount = pageCount
        self.probedPages = probedPages
    }

    /// `paragraph`, shaped, with the page's number where it prints one; then also the index of its probe.
    func prepare(_ paragraph: Paragraph, _ origin: ElementID) -> (paragraph: PreparedParagraph, probe: Int?) {
        let page = probeCount < probedPages.count ? probedPages[probeCount] : probedPages.last ?? 1
        let prepared = preparer.prepare(paragraph, origin: origin, pages: .init(page: page, count: pageCount))
        guard prepared.dependsOnPages else { return (prepared, nil) }
        dependsOnPages = true
        probeCount += 1
        return (prepared, probeCount - 1)
    }

    /// `paragraph`, shaped, only to be measured.
    func prepareToMeasure(_ paragraph: Paragraph, _ origin: ElementID) -> PreparedParagraph {
        preparer.prepare(paragraph, origin: origin, pages: .init(page: pageCount, count: pageCount))
    }

    /// Whether a circle for the stamp is the one that a seal comes into.
    func takesSeal() -> Bool {
        defer { sealsStamp = false }
        return sealsStamp
    }

    /// Whether the room for a role's signature is the first one: a second one is paper's alone.
    func signs(_ role: String) -> Bool {
        signedRoles.insert(role).inserted
    }

    /// A new node for a reader, or the parent itself where everything is decoration.
    func node(_ role: StructureTree.Role, in parent: StructureID, language: String? = nil, order: Int32? = nil) -> StructureID {
        artifact != nil ? parent : structure.add(role, to: parent, language: language == self.language ? nil : language, order: order)
    }

    /// What the items of a node are to a reader.
    func mark(_ node: StructureID) -> ContentMark {
        artifact.map { .paginationArtifact($0) } ?? .content(node)
    }
}
