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
    private var lastRunningHeads: RunningHeads?

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
        let running = runningHeads(of: document, width: width, pageCount: attempt.pageCount)
        let first = running.textArea(isFirst: true), others = running.textArea(isFirst: false)
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: others.height, pageWidth: width,
            language: document.metadata.language, isForm: document.isForm, sealsStamp: document.sealsStamp, pageCount: attempt.pageCount,
            probedPages: attempt.probedPages)
        context.structure = running.letterhead.structure
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
            if index == 0, let frame = running.letterhead.frame {
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
            dependsOnPages: context.dependsOnPages || running.letterhead.dependsOnPages)
    }

    /// The running heads of `document`; those made last where nothing that they depend on has changed, as from one letter to the next.
    private func runningHeads(of document: Document, width: Length, pageCount: Int) -> RunningHeads {
        let needs = RunningHeads.Needs(document, width: width, pageCount: pageCount)
        if let last = lastRunningHeads, last.needs == needs { return last }
        let problems = preparer.problems.count
        let made = RunningHeads(needs, preparer: preparer)
        // What is wrong in them is told for each document.
        lastRunningHeads = preparer.problems.count == problems ? made : nil
        return made
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
