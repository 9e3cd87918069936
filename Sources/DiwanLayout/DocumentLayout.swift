public import DiwanDocument
public import DiwanShaping

/// Cuts documents into pages.
///
/// One layout serves one thread, for any number of documents: it remembers shaped words from one to the next. The pages depend on the
/// document and the fonts alone.
public final class DocumentLayout {
    /// The most pages that a document may have.
    public static let pageLimit = 20_000
    /// The least room between running content and text.
    static let runningGap = Length.points(6)

    private let preparer: ParagraphPreparer

    /// A layout that takes its fonts from `fonts`.
    public init(fonts: FontLibrary) {
        preparer = ParagraphPreparer(fonts: fonts)
    }

    /// A document cut into pages, and what is not as it should be although nothing is lost.
    public struct Result: Sendable {
        /// The pages.
        public var document: PagedDocument
        /// Problems that are no errors.
        public var warnings: [LayoutProblem]
    }

    /// Cuts `document` into pages.
    ///
    /// - Throws: `LayoutError` with all problems when something would be lost or cannot be drawn.
    public func layout(_ document: Document) throws(LayoutError) -> Result {
        var attempt = Attempt(pageCount: 1, probedPages: [])
        var paged = pass(document, attempt)
        // A page number in the text can move the text: a few passes settle it.
        var passes = 1
        while paged.next != attempt, paged.dependsOnPages, passes < 5 {
            attempt = paged.next
            _ = preparer.takeProblems()
            paged = pass(document, attempt)
            passes += 1
        }
        let problems = preparer.takeProblems()
        if problems.contains(where: \.isError) { throw LayoutError(problems: problems) }
        return Result(document: paged.document, warnings: problems)
    }

    // MARK: A pass

    /// What a pass takes for granted about the pages.
    private struct Attempt: Hashable {
        var pageCount: Int
        var probedPages: [Int]
    }

    private struct Pass {
        var document: PagedDocument
        var next: Attempt
        var dependsOnPages: Bool
    }

    private func pass(_ document: Document, _ attempt: Attempt) -> Pass {
        let width = document.pageSize.width - document.margin.start - document.margin.end
        let running = RunningHeads(document: document, preparer: preparer, width: width)
        let first = running.textArea(isFirst: true), others = running.textArea(isFirst: false)
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: others.height, pageWidth: width,
            language: document.metadata.language, isArtifact: false, pageCount: attempt.pageCount, probedPages: attempt.probedPages)
        // The letterhead is read once, before the text; what is repeated is not.
        let letterhead = running.letterhead(pageCount: attempt.pageCount)
        context.structure = letterhead.structure
        if width <= .zero || first.height <= .zero || others.height <= .zero {
            preparer.report(.noRoom, ElementID(rawValue: 0))
            return Pass(
                document: PagedDocument(
                    metadata: document.metadata, direction: document.direction, pages: [], structure: context.structure, outline: []),
                next: attempt, dependsOnPages: false)
        }

        let items = FlowBuilder.items(of: document.body, width: width, context: context, parent: StructureTree.root)
        var cursor = FlowCursor()
        var regions: [FilledRegion] = []
        repeat {
            if regions.count >= Self.pageLimit {
                preparer.report(.tooManyPages(limit: Self.pageLimit), ElementID(rawValue: 0))
                break
            }
            regions.append(FlowFiller.fill(items, from: &cursor, width: width, height: regions.isEmpty ? first.height : others.height))
        } while !cursor.isAtEnd(of: items)

        let left = document.direction == .rightToLeft ? document.margin.end : document.margin.start
        var pages: [Frame] = []
        var outline: [OutlineEntry] = []
        var probedPages = [Int](repeating: 1, count: context.probeCount)
        for (index, region) in regions.enumerated() {
            let area = index == 0 ? first : others
            var page = Frame(size: document.pageSize)
            if index == 0, let frame = letterhead.frame {
                let place = Point(x: left, y: document.header.offset)
                page.items.append(Frame.Placed(origin: place, mark: .layoutArtifact, item: .frame(frame)))
            }
            page.items += running.items(page: index + 1, count: regions.count, left: left)
            page.items.append(
                Frame.Placed(origin: Point(x: left, y: area.top), mark: .layoutArtifact, item: .frame(region.frame)))
            page.items += notes(region.notes, left: left, bottom: area.top + area.height, width: width, direction: document.direction)
            for heading in region.headings {
                outline.append(OutlineEntry(level: heading.level, title: heading.title, page: index, y: area.top + heading.y))
            }
            for probe in region.pageProbes { probedPages[probe] = index + 1 }
            for (origin, excess) in region.tooHigh { preparer.report(.tooHigh(excess: excess), origin) }
            pages.append(page)
        }
        let paged = PagedDocument(
            metadata: document.metadata, direction: document.direction, pages: pages, structure: context.structure, outline: outline)
        return Pass(
            document: paged, next: Attempt(pageCount: regions.count, probedPages: probedPages),
            dependsOnPages: context.dependsOnPages || letterhead.dependsOnPages)
    }

    /// The notes at the foot of a page's text, with the rule above them.
    private func notes(_ notes: [Frame], left: Length, bottom: Length, width: Length, direction: TextDirection) -> [Frame.Placed] {
        guard !notes.isEmpty else { return [] }
        var items: [Frame.Placed] = []
        var y = bottom - notes.reduce(.zero) { $0 + $1.size.height }
        let ruleWidth = width / 3
        let x = direction == .rightToLeft ? width - ruleWidth : .zero
        let rule = Path.line(from: Point(x: x, y: .zero), to: Point(x: x + ruleWidth, y: .zero))
        let stroke = Stroke(width: .points(thousandths: 400))
        items.append(
            Frame.Placed(
                origin: Point(x: left, y: y - FlowFiller.noteSeparator / 2), mark: .layoutArtifact,
                item: .path(rule, fill: nil, stroke: stroke)))
        for note in notes {
            items.append(Frame.Placed(origin: Point(x: left, y: y), mark: .layoutArtifact, item: .frame(note)))
            y += note.size.height
        }
        return items
    }
}

/// The headers and footers of a document.
private final class RunningHeads {
    private let document: Document
    private let preparer: ParagraphPreparer
    private let width: Length
    private let heights: (header: [Length], footer: [Length])
    /// Running content that prints no page number: one frame serves all pages.
    private var fixed: [Int: Frame] = [:]

    init(document: Document, preparer: ParagraphPreparer, width: Length) {
        self.document = document
        self.preparer = preparer
        self.width = width
        let contents = [document.header.first, document.header.others, document.footer.first, document.footer.others]
        var frames: [Int: Frame] = [:]
        var all: [Length] = []
        for (index, blocks) in contents.enumerated() {
            let (region, isFixed) = Self.fill(blocks, document, preparer, width, page: 1, count: 1)
            if isFixed { frames[index] = region.frame }
            all.append(region.height)
        }
        fixed = frames
        heights = (Array(all[0...1]), Array(all[2...3]))
    }

    private static func fill(
        _ blocks: [Block], _ document: Document, _ preparer: ParagraphPreparer, _ width: Length, page: Int, count: Int
    ) -> (region: FilledRegion, isFixed: Bool) {
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: FlowFiller.unlimited, pageWidth: width,
            language: document.metadata.language, isArtifact: true, pageCount: count, probedPages: [page])
        let items = FlowBuilder.items(of: blocks, width: width, context: context, parent: StructureTree.root)
        return (FlowFiller.fillWhole(items, width: width), !context.dependsOnPages)
    }

    /// The header of the first page as content, and the structure tree that it begins.
    func letterhead(pageCount: Int) -> (frame: Frame?, structure: StructureTree, dependsOnPages: Bool) {
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: FlowFiller.unlimited, pageWidth: width,
            language: document.metadata.language, isArtifact: false, pageCount: pageCount, probedPages: [1])
        guard !document.header.first.isEmpty else { return (nil, context.structure, false) }
        let node = context.node(.division, in: StructureTree.root)
        let items = FlowBuilder.items(of: document.header.first, width: width, context: context, parent: node)
        return (FlowFiller.fillWhole(items, width: width).frame, context.structure, context.dependsOnPages)
    }

    /// Where the text of a page stands: its top, and its height.
    func textArea(isFirst: Bool) -> (top: Length, height: Length) {
        let margin = isFirst ? document.firstPageMargin : document.margin
        let index = isFirst ? 0 : 1
        let header = heights.header[index], footer = heights.footer[index]
        var top = margin.top
        if header > .zero { top = max(top, document.header.offset + header + DocumentLayout.runningGap) }
        var bottom = margin.bottom
        if footer > .zero { bottom = max(bottom, document.footer.offset + footer + DocumentLayout.runningGap) }
        return (top, document.pageSize.height - top - bottom)
    }

    /// The header and the footer of a page; the first page's header is the letterhead.
    func items(page: Int, count: Int, left: Length) -> [Frame.Placed] {
        let isFirst = page == 1
        var items: [Frame.Placed] = []
        let header = isFirst ? [] : document.header.others
        let footer = isFirst ? document.footer.first : document.footer.others
        if !header.isEmpty {
            let frame = frame(1, header, page, count)
            items.append(
                Frame.Placed(origin: Point(x: left, y: document.header.offset), mark: .paginationArtifact, item: .frame(frame)))
        }
        if !footer.isEmpty {
            let frame = frame(isFirst ? 2 : 3, footer, page, count)
            let y = document.pageSize.height - document.footer.offset - frame.size.height
            items.append(Frame.Placed(origin: Point(x: left, y: y), mark: .paginationArtifact, item: .frame(frame)))
        }
        return items
    }

    private func frame(_ index: Int, _ blocks: [Block], _ page: Int, _ count: Int) -> Frame {
        if let frame = fixed[index] { return frame }
        return Self.fill(blocks, document, preparer, width, page: page, count: count).region.frame
    }
}
