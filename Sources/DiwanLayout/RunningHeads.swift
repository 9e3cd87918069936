import DiwanDocument

/// The headers and footers of a document.
final class RunningHeads {
    /// What running heads are made from.
    struct Needs: Hashable {
        var header: RunningContent
        var footer: RunningContent
        var pageSize: Size
        var firstPageMargin: Sides<Length>
        var margin: Sides<Length>
        var direction: TextDirection
        var language: String
        var width: Length
        /// The number of pages, as far as it is known.
        var pageCount: Int

        init(_ document: Document, width: Length, pageCount: Int) {
            header = document.header
            footer = document.footer
            pageSize = document.pageSize
            firstPageMargin = document.firstPageMargin
            margin = document.margin
            direction = document.direction
            language = document.metadata.language
            self.width = width
            self.pageCount = pageCount
        }
    }

    let needs: Needs
    private let preparer: ParagraphPreparer
    private let heights: (header: [Length], footer: [Length])
    /// The header of the first page: it is read once, before the text. What is repeated is decoration.
    let letterhead: Letterhead
    /// Running content that prints no page number: one frame serves all pages.
    private let fixed: [Int: Frame]
    /// Other running content, as documents of the same length have it again.
    private var numbered: [Place: Frame] = [:]
    private static let numberedLimit = 64

    /// Which running content, and where.
    private struct Place: Hashable {
        var index: Int
        var page: Int
        var count: Int
    }

    /// A header as content, and the structure tree that it begins.
    struct Letterhead {
        var frame: Frame?
        var structure: StructureTree
        var dependsOnPages: Bool
    }

    /// The running content of a document.
    init(_ needs: Needs, preparer: ParagraphPreparer) {
        self.needs = needs
        self.preparer = preparer
        letterhead = Self.letterhead(needs, preparer)
        var frames: [Int: Frame] = [:]
        var all = [letterhead.frame?.size.height ?? .zero]
        for (index, blocks) in [needs.header.others, needs.footer.first, needs.footer.others].enumerated() {
            let (region, isFixed) = Self.fill(blocks, Self.artifact(index + 1), needs, preparer, page: 1, count: 1)
            if isFixed { frames[index + 1] = region.frame }
            all.append(region.height)
        }
        fixed = frames
        heights = (Array(all[0...1]), Array(all[2...3]))
    }

    /// What the running content `index` is: 1 the header of later pages, 2 and 3 the footers.
    private static func artifact(_ index: Int) -> ContentMark.Pagination { index == 1 ? .header : .footer }

    private static func fill(
        _ blocks: [Block], _ artifact: ContentMark.Pagination, _ needs: Needs, _ preparer: ParagraphPreparer, page: Int, count: Int
    ) -> (region: FilledRegion, isFixed: Bool) {
        let context = FlowContext(
            preparer: preparer, direction: needs.direction, pageHeight: FlowFiller.unlimited, pageWidth: needs.width,
            language: needs.language, artifact: artifact, pageCount: count, probedPages: [page])
        let items = FlowBuilder.items(of: blocks, width: needs.width, context: context, parent: StructureTree.root)
        return (FlowFiller.fillWhole(items, width: needs.width), !context.dependsOnPages)
    }

    private static func letterhead(_ needs: Needs, _ preparer: ParagraphPreparer) -> Letterhead {
        let context = FlowContext(
            preparer: preparer, direction: needs.direction, pageHeight: FlowFiller.unlimited, pageWidth: needs.width,
            language: needs.language, pageCount: needs.pageCount, probedPages: [1])
        guard !needs.header.first.isEmpty else {
            return Letterhead(frame: nil, structure: context.structure, dependsOnPages: false)
        }
        let node = context.node(.division, in: StructureTree.root)
        let items = FlowBuilder.items(of: needs.header.first, width: needs.width, context: context, parent: node)
        return Letterhead(
            frame: FlowFiller.fillWhole(items, width: needs.width).frame, structure: context.structure,
            dependsOnPages: context.dependsOnPages)
    }

    /// Where the text of a page stands: its top, and its height.
    func textArea(isFirst: Bool) -> (top: Length, height: Length) {
        let margin = isFirst ? needs.firstPageMargin : needs.margin
        let index = isFirst ? 0 : 1
        let header = heights.header[index], footer = heights.footer[index]
        var top = margin.top
        if header > .zero { top = max(top, needs.header.offset + header + DocumentLayout.runningGap) }
        var bottom = margin.bottom
        if footer > .zero { bottom = max(bottom, needs.footer.offset + footer + DocumentLayout.runningGap) }
        return (top, needs.pageSize.height - top - bottom)
    }

    /// The header and the footer of a page; the first page's header is the letterhead.
    func items(page: Int, count: Int, left: Length) -> [Frame.Placed] {
        let isFirst = page == 1
        var items: [Frame.Placed] = []
        let header = isFirst ? [] : needs.header.others
        let footer = isFirst ? needs.footer.first : needs.footer.others
        if !header.isEmpty {
            let frame = frame(1, header, page, count)
            items.append(
                Frame.Placed(origin: Point(x: left, y: needs.header.offset), mark: .paginationArtifact(.header), item: .frame(frame)))
        }
        if !footer.isEmpty {
            let frame = frame(isFirst ? 2 : 3, footer, page, count)
            let y = needs.pageSize.height - needs.footer.offset - frame.size.height
            items.append(Frame.Placed(origin: Point(x: left, y: y), mark: .paginationArtifact(.footer), item: .frame(frame)))
        }
        return items
    }

    private func frame(_ index: Int, _ blocks: [Block], _ page: Int, _ count: Int) -> Frame {
        if let frame = fixed[index] { return frame }
        let place = Place(index: index, page: page, count: count)
        if let frame = numbered[place] { return frame }
        let problems = preparer.problems.count
        let frame = Self.fill(blocks, Self.artifact(index), needs, preparer, page: page, count: count).region.frame
        // What is wrong is told for each document.
        if preparer.problems.count == problems, numbered.count < Self.numberedLimit { numbered[place] = frame }
        return frame
    }
}
