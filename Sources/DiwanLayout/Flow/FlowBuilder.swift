import DiwanDocument

/// Turns blocks into the vertical list that pages are filled from.
struct FlowBuilder {
    let context: FlowContext
    private let parent: StructureID
    private(set) var items: [FlowItem] = []
    /// The room due before the next box: the largest margin since the last one.
    private var pendingMargin = Length.zero
    /// What a break before the next box costs at least.
    private var pendingBreak = BreakCost.free

    init(context: FlowContext, parent: StructureID) {
        self.context = context
        self.parent = parent
    }

    /// The list of `blocks` set in `width`.
    static func items(of blocks: [Block], width: Length, context: FlowContext, parent: StructureID) -> [FlowItem] {
        var builder = FlowBuilder(context: context, parent: parent)
        builder.append(blocks, x: .zero, width: width, parent: parent)
        builder.flushMargin()
        return builder.items
    }

    // MARK: Blocks

    private mutating func append(_ blocks: [Block], x: Length, width: Length, parent: StructureID) {
        for block in blocks { append(block, x: x, width: width, parent: parent) }
    }

    private mutating func append(_ block: Block, x: Length, width: Length, parent: StructureID) {
        let style = block.style
        if style.breaksBefore { addPageBreak() }
        pendingMargin = max(pendingMargin, style.margin.top)
        let x = x + (context.direction == .rightToLeft ? style.margin.end : style.margin.start)
        let width = width - style.margin.start - style.margin.end
        guard width > .zero else {
            // What is inside has no room either; one error says it.
            context.preparer.report(.tooWide(excess: .zero - width), block.origin)
            return
        }
        let start = items.count
        switch block.content {
        case .paragraph(let paragraph):
            append(paragraph, block.origin, x: x, width: width, parent: parent)
        case .list(let list):
            append(list, x: x, width: width, parent: parent)
        case .table(let table):
            append(table, block.origin, x: x, width: width, parent: parent)
        case .columns(let columns):
            append(columns, block.origin, x: x, width: width, parent: parent)
        case .box(let box):
            append(box, block.origin, x: x, width: width, parent: parent)
        case .group(let blocks):
            append(blocks, x: x, width: width, parent: parent)
        case .rule(let stroke):
            appendRule(stroke, block.origin, x: x, width: width)
        case .space(let length):
            flushMargin()
            items.append(.space(length))
        case .pageBreak:
            addPageBreak()
        case .signature(let signature):
            append(signature, block.origin, x: x, width: width, parent: parent)
        case .stamp(let stamp):
            append(stamp, block.origin, x: x, width: width, parent: parent)
        case .code(let code):
            append(code, block.origin, x: x, width: width, parent: parent)
        case .picture(let picture):
            append(picture, block.origin, x: x, width: width, parent: parent)
        }
        if style.keepsTogether { keepTogether(from: start) }
        pendingMargin = max(pendingMargin, style.margin.bottom)
        if style.keepsWithNext || isHeading(block) { pendingBreak = max(pendingBreak, .kept) }
        if style.breaksAfter { addPageBreak() }
    }

    private func isHeading(_ block: Block) -> Bool {
        if case .paragraph(let paragraph) = block.content, case .heading = paragraph.role { return true }
        return false
    }

    // MARK: The list

    private mutating func flushMargin() {
        if pendingMargin > .zero { items.append(.space(pendingMargin)) }
        pendingMargin = .zero
    }

    mutating func add(_ box: FlowBox) {
        flushMargin()
        var box = box
        box.breakBefore = max(box.breakBefore, pendingBreak)
        pendingBreak = .free
        items.append(.box(box))
    }

    private mutating func addPageBreak() {
        pendingMargin = .zero
        pendingBreak = .free
        items.append(.pageBreak)
    }

    /// Makes the breaks after the first box of the list's end unwelcome, when a page can hold it all.
    private mutating func keepTogether(from start: Int) {
        var height = Length.zero
        for item in items[start...] {
            switch item {
            case .box(let box): height += box.frame.size.height
            case .space(let length): height += length
            default: break
            }
        }
        guard height <= context.pageHeight else { return }
        var isFirst = true
        for index in start..<items.count {
            guard case .box(var box) = items[index] else { continue }
            if !isFirst { box.breakBefore = max(box.breakBefore, .kept) }
            isFirst = false
            items[index] = .box(box)
        }
    }

    // MARK: Paragraphs

    private mutating func append(_ paragraph: Paragraph, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let role: StructureTree.Role
        switch paragraph.role {
        case .body: role = .paragraph
        case .heading(let level): role = .heading(level)
        }
        let node = context.node(role, in: parent, language: paragraph.textStyle.language)
        var boxes = lines(of: paragraph, origin, x: x, width: width, node: node)
        guard !boxes.isEmpty else { return }
        let style = paragraph.style
        for index in boxes.indices.dropFirst() {
            let isOrphan = index < style.orphans
            let isWidow = boxes.count - index < style.widows
            if isOrphan || isWidow { boxes[index].breakBefore = .discouraged }
        }
        for box in boxes { add(box) }
    }

    /// The lines of a paragraph, set now if they were not set before.
    private func lines(of paragraph: Paragraph, _ origin: ElementID, x: Length, width: Length, node: StructureID) -> [FlowBox] {
        let preparer = context.preparer
        let key = SetParagraphs.key(of: paragraph, width: width)
        if let known = preparer.setParagraphs.lines(
            of: paragraph, origin, key: key, x: x, width: width, mark: context.mark(node))
        {
            return known
        }
        let problems = preparer.problems.count
        let (prepared, probe) = context.prepare(paragraph, origin)
        var boxes = Self.lines(prepared, origin, x: x, width: width, context: context, node: node)
        guard !boxes.isEmpty else { return [] }
        if case .heading(let level) = paragraph.role {
            let title = String(String.UnicodeScalarView(prepared.text.filter { !$0.isDirectionalControl && $0.value != 0xFFFC }))
            boxes[0].headings = [FlowHeading(level: level, title: Self.collapsed(title), y: .zero)]
        }
        boxes[0].pageProbe = probe
        // What depends on the page, has nodes within or met a problem is not the same the next time.
        if probe == nil, !prepared.hasNodesWithin, preparer.problems.count == problems {
            preparer.setParagraphs.insert(paragraph, origin, key: key, width: width, lines: boxes)
        }
        return boxes
    }

    private static func collapsed(_ title: String) -> String {
        title.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The lines of a paragraph.
    static func lines(
        _ prepared: PreparedParagraph, _ origin: ElementID, x: Length, width: Length, context: FlowContext, node: StructureID
    ) -> [FlowBox] {
        let style = prepared.source.style
        var choice = LineChoice(
            paragraph: prepared, width: width.rawValue, firstLineIndent: style.firstLineIndent.rawValue,
            isJustified: style.alignment == .justify)
        let lines = choice.lines()
        if choice.cutsWords { context.preparer.report(.wordCut, origin) }
        let setter = LineSetter(context: context, paragraph: prepared, width: width, node: node)
        var boxes: [FlowBox] = []
        boxes.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            let set = setter.set(line, isFirst: index == 0)
            var box = FlowBox(frame: set.frame, x: x, origin: origin)
            box.baseline = set.baseline
            box.notes = set.notes.map { note($0.note, at: $0.offset, prepared, origin, context: context, node: node) }
            boxes.append(box)
        }
        return boxes
    }

    /// A note for the foot of the page, as wide as the page's text.
    private static func note(
        _ note: PreparedParagraph.Note, at offset: Int, _ prepared: PreparedParagraph, _ origin: ElementID, context: FlowContext,
        node: StructureID
    ) -> Frame {
        var style = prepared.source.style
        style.alignment = .start
        style.firstLineIndent = .zero
        let separator = Inline.text(" ", note.style)
        let paragraph = Paragraph(style: style, textStyle: note.style, content: note.mark + [separator] + note.text)
        let (shaped, _) = context.prepare(paragraph, origin)
        let boxes = lines(
            shaped, origin, x: .zero, width: context.pageWidth, context: context,
            node: context.node(.note, in: node, order: Int32(offset) + 1))
        return FlowFiller.fillWhole(boxes.map { .box($0) }, width: context.pageWidth).frame
    }

    // MARK: Lists

    private mutating func append(_ list: List, x: Length, width: Length, parent: StructureID) {
        let hasMarks = list.items.contains { !$0.mark.content.isEmpty }
        let node = context.node(.list(!hasMarks ? .none : list.isOrdered ? .place : .sign), in: parent)
        var marks: [(paragraph: PreparedParagraph, node: StructureID)] = []
        var markWidth = list.markWidth
        var itemNodes: [StructureID] = []
        for item in list.items {
            let itemNode = context.node(.listItem, in: node)
            let origin = item.blocks.first?.origin ?? ElementID(rawValue: 0)
            let (mark, _) = context.prepare(item.mark, origin)
            markWidth = max(markWidth, mark.maximumWidth)
            marks.append((mark, context.node(.label, in: itemNode)))
            itemNodes.append(itemNode)
        }
        let indent = markWidth + list.markGap
        let isRightToLeft = list.direction == .rightToLeft
        let markX = isRightToLeft ? x + width - markWidth : x
        for (index, item) in list.items.enumerated() {
            let start = items.count
            let body = context.node(.listBody, in: itemNodes[index])
            append(item.blocks, x: isRightToLeft ? x : x + indent, width: width - indent, parent: body)
            let (mark, markNode) = marks[index]
            let setter = LineSetter(context: context, paragraph: mark, width: markWidth, node: markNode)
            let line = setter.set(
                LineChoice.Line(range: 0..<mark.text.count, visible: 0..<mark.text.count, endsParagraph: true), isFirst: true)
            place(line, at: markX, beside: start)
        }
    }

    /// Puts an item's mark on the baseline of the first box after `start`, or on a line of its own.
    private mutating func place(_ mark: LineSetter.SetLine, at x: Length, beside start: Int) {
        for index in start..<items.count {
            guard case .box(var box) = items[index] else { continue }
            let drop = (box.baseline ?? mark.baseline) - mark.baseline
            // The mark comes first: it is read before the item.
            box.frame.items.insert(
                Frame.Placed(origin: Point(x: x - box.x, y: drop), mark: .layoutArtifact, item: .frame(mark.frame)), at: 0)
            items[index] = .box(box)
            return
        }
        add(FlowBox(frame: mark.frame, x: x, origin: ElementID(rawValue: 0), baseline: mark.baseline))
    }

    // MARK: Boxes and lines

    private mutating func append(_ box: Box, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        flushMargin()
        let node = context.node(.division, in: parent)
        let sides = Sides(
            top: box.padding.top + (box.border.top?.width ?? .zero), bottom: box.padding.bottom + (box.border.bottom?.width ?? .zero),
            start: box.padding.start + (box.border.start?.width ?? .zero), end: box.padding.end + (box.border.end?.width ?? .zero))
        let decoration = Decoration(
            x: x, width: width, border: box.border, background: box.background, cornerRadius: box.cornerRadius, direction: box.direction)
        let left = box.direction == .rightToLeft ? sides.end : sides.start
        addStrut(sides.top, origin, opening: decoration)
        append(box.blocks, x: x + left, width: width - sides.start - sides.end, parent: node)
        pendingBreak = .never
        // A margin at the end of the box is room inside it.
        addStrut(sides.bottom, origin, opening: nil)
        items.append(.close)
    }

    /// Room inside a box, at its top or bottom, that no page break drops or parts from its content.
    private mutating func addStrut(_ height: Length, _ origin: ElementID, opening decoration: Decoration?) {
        let frame = Frame(size: Size(width: .zero, height: height))
        if let decoration {
            // The break belongs before the decoration: the strut is moved behind the mark that opens it.
            add(FlowBox(frame: frame, x: .zero, origin: origin))
            items.insert(.open(decoration), at: items.count - 1)
            pendingBreak = .never
        } else {
            add(FlowBox(frame: frame, x: .zero, origin: origin))
        }
    }

    private mutating func appendRule(_ stroke: Stroke, _ origin: ElementID, x: Length, width: Length) {
        let y = stroke.width / 2
        let path = Path.line(from: Point(x: .zero, y: y), to: Point(x: width, y: y))
        var frame = Frame(size: Size(width: width, height: stroke.width))
        frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: nil, stroke: stroke)))
        add(FlowBox(frame: frame, x: x, origin: origin))
    }

    // MARK: Tables and columns

    private mutating func append(_ table: Table, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let layout = TableLayout(table: table, origin: origin, width: width, context: context, parent: parent)
        guard let rows = layout.rows(), let first = (rows.head + rows.body).first else { return }
        flushMargin()
        // A table that is narrower than its place stands at the start side.
        let x = table.direction == .rightToLeft ? x + max(.zero, width - first.width) : x
        let repeated = table.repeatsHead ? rows.head.map { $0.box(x: x, breakBefore: .never) } : []
        items.append(
            .openTable(
                TableFrame(
                    repeatedHead: repeated.map { box in
                        var box = box
                        box.frame = box.frame.markedAsRepeated()
                        box.headings = []
                        return box
                    })))
        for (index, row) in (rows.head + rows.body).enumerated() {
            // The head does not stand alone, and rows that a cell joins are not parted.
            let followsHead = index > 0 && index <= rows.head.count
            add(row.box(x: x, breakBefore: followsHead ? .never : rows.joined.contains(index) ? .kept : .free))
        }
        items.append(.close)
    }

    private mutating func append(_ columns: Columns, _ origin: ElementID, x: Length, width: Length, parent: StructureID) {
        let node = context.node(.division, in: parent)
        let gaps = columns.gap * max(0, columns.columns.count - 1)
        let widths = ColumnWidths.resolve(columns.columns.map(\.width), available: width - gaps) { index in
            ContentWidth(context: context).measure(columns.columns[index].blocks)
        }
        let total = widths.reduce(gaps) { $0 + $1 }
        if total > width { context.preparer.report(.tableTooWide(excess: total - width), origin) }
        var cells: [TableRowBox.Cell] = []
        var start = Length.zero
        for (column, columnWidth) in zip(columns.columns, widths) {
            let items = Self.items(of: column.blocks, width: columnWidth, context: context, parent: context.node(.division, in: node))
            let left = columns.direction == .rightToLeft ? width - start - columnWidth : start
            cells.append(
                TableRowBox.Cell(
                    x: left, width: columnWidth, contentX: .zero, paddingTop: .zero, paddingBottom: .zero, background: nil,
                    verticalAlignment: column.verticalAlignment, items: items,
                    content: FlowFiller.fillWhole(items, width: columnWidth), rowSpan: 1))
            start += columnWidth + columns.gap
        }
        let row = TableRowBox(origin: origin, width: width, cells: cells)
        row.height = cells.map(\.content.height).max() ?? .zero
        let holdsSignature = columns.columns.contains { column in
            column.blocks.contains { if case .signature = $0.content { true } else { false } }
        }
        add(row.box(x: x, breakBefore: holdsSignature ? .kept : .free))
    }
}
