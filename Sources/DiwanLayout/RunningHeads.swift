import DiwanDocument

/// The headers and footers of a document.
final class RunningHeads {
    private let document: Document
    private let preparer: ParagraphPreparer
    private let width: Length
    private let heights: (header: [Length], footer: [Length])
    /// The header of the first page: it is read once, before the text. What is repeated is decoration.
    let letterhead: Letterhead
    /// Running content that prints no page number: one frame serves all pages.
    private var fixed: [Int: Frame] = [:]

    /// A header as content, and the structure tree that it begins.
    struct Letterhead {
        var frame: Frame?
        var structure: StructureTree
        var dependsOnPages: Bool
    }

    /// The running content of `document`; the letterhead takes the number of pages to be `pageCount`.
    init(document: Document, preparer: ParagraphPreparer, width: Length, pageCount: Int) {
        self.document = document
        self.preparer = preparer
        self.width = width
        letterhead = Self.letterhead(document, preparer, width, pageCount: pageCount)
        var frames: [Int: Frame] = [:]
        var all = [letterhead.frame?.size.height ?? .zero]
        for (index, blocks) in [document.header.others, document.footer.first, document.footer.others].enumerated() {
            let (region, isFixed) = Self.fill(blocks, Self.artifact(index + 1), document, preparer, width, page: 1, count: 1)
            if isFixed { frames[index + 1] = region.frame }
            all.append(region.height)
        }
        fixed = frames
        heights = (Array(all[0...1]), Array(all[2...3]))
    }

    /// What the running content `index` is: 1 the header of later pages, 2 and 3 the footers.
    private static func artifact(_ index: Int) -> ContentMark.Pagination { index == 1 ? .header : .footer }

    private static func fill(
        _ blocks: [Block], _ artifact: ContentMark.Pagination, _ document: Document, _ preparer: ParagraphPreparer, _ width: Length,
        page: Int, count: Int
    ) -> (region: FilledRegion, isFixed: Bool) {
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: FlowFiller.unlimited, pageWidth: width,
            language: document.metadata.language, artifact: artifact, pageCount: count, probedPages: [page])
        let items = FlowBuilder.items(of: blocks, width: width, context: context, parent: StructureTree.root)
        return (FlowFiller.fillWhole(items, width: width), !context.dependsOnPages)
    }

    private static func letterhead(_ document: Document, _ preparer: ParagraphPreparer, _ width: Length, pageCount: Int) -> Letterhead {
        let context = FlowContext(
            preparer: preparer, direction: document.direction, pageHeight: FlowFiller.unlimited, pageWidth: width,
            language: document.metadata.language, pageCount: pageCount, probedPages: [1])
        guard !document.header.first.isEmpty else {
            return Letterhead(frame: nil, structure: context.structure, dependsOnPages: false)
        }
        let node = context.node(.division, in: StructureTree.root)
        let items = FlowBuilder.items(of: document.header.first, width: width, context: context, parent: node)
        return Letterhead(
            frame: FlowFiller.fillWhole(items, width: width).frame, structure: context.structure, dependsOnPages: context.dependsOnPages)
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
                Frame.Placed(origin: Point(x: left, y: document.header.offset), mark: .paginationArtifact(.header), item: .frame(frame)))
        }
        if !footer.isEmpty {
            let frame = frame(isFirst ? 2 : 3, footer, page, count)
            let y = document.pageSize.height - document.footer.offset - frame.size.height
            items.append(Frame.Placed(origin: Point(x: left, y: y), mark: .paginationArtifact(.footer), item: .frame(frame)))
        }
        return items
    }

    private func frame(_ index: Int, _ blocks: [Block], _ page: Int, _ count: Int) -> Frame {
        if let frame = fixed[index] { return frame }
        return Self.fill(blocks, Self.artifact(index), document, preparer, width, page: page, count: count).region.frame
    }
}
