import DiwanDocument

/// A part of a flow in its place: on a page, or in a cell.
struct FilledRegion {
    var frame: Frame
    /// The height that the content takes.
    var height: Length
    var notes: [Frame] = []
    var headings: [FlowHeading] = []
    var pageProbes: [Int] = []
    /// Boxes that are higher than any page, by how much.
    var tooHigh: [(origin: ElementID, excess: Length)] = []
}

/// Where the next page goes on.
struct FlowCursor {
    fileprivate var index = 0
    /// The decorations and tables that are open.
    fileprivate var open: [FlowFiller.Open] = []
    /// For a row that a page break cut: where each of its cells goes on.
    fileprivate var cells: [FlowCursor]?

    init() {}

    /// Whether nothing is left of `items`.
    func isAtEnd(of items: [FlowItem]) -> Bool {
        cells == nil && index >= items.count
    }
}

/// Fills regions, page after page, with the items of a flow. A page ends at the least unwelcome break that lets its content fit;
/// among equals, at the last one.
struct FlowFiller {
    /// The rule above the notes with the room round it.
    static let noteSeparator = Length.points(12)
    /// A height that nothing reaches.
    static let unlimited = Length(rawValue: 1 << 60)

    /// A decoration or table that is open at some point of the flow.
    fileprivate enum Open {
        case decoration(Decoration, slot: Int, top: Length, isFirst: Bool)
        case table(TableFrame, rows: Int, last: FlowBox?)
    }

    private struct Snapshot {
        var index: Int
        var bottom: Length
        var itemCount: Int
        var noteCount: Int
        var headingCount: Int
        var probeCount: Int
        var open: [Open]
    }

    private static let emptySlot = Frame.Placed(
        origin: .zero, mark: .layoutArtifact, item: .frame(Frame(size: Size(width: .zero, height: .zero))))

    private let items: [FlowItem]
    private let limit: Length
    private let width: Length
    private var cursor: FlowCursor
    private var placed: [Frame.Placed] = []
    private var y = Length.zero
    private var pendingSpace = Length.zero
    private var notes: [Frame] = []
    private var notesHeight = Length.zero
    private var headings: [FlowHeading] = []
    private var pageProbes: [Int] = []
    private var tooHigh: [(origin: ElementID, excess: Length)] = []
    private var open: [Open] = []
    /// The last break of each cost.
    private var snapshots: [Snapshot?] = [nil, nil, nil, nil]
    /// What stood before the decorations and tables that have nothing in them yet: a break before their first box is a break before them.
    private var beforeOpening: Snapshot?
    /// Whether nothing but repeated heads stands in the region yet.
    private var isEmpty = true

    /// Sets `items` whole, whatever height they take.
    static func fillWhole(_ items: [FlowItem], width: Length) -> FilledRegion {
        var cursor = FlowCursor()
        return fill(items, from: &cursor, width: width, height: unlimited)
    }

    /// Fills a region of `height` and moves `cursor` to where the next region goes on. It always moves on.
    static func fill(_ items: [FlowItem], from cursor: inout FlowCursor, width: Length, height: Length) -> FilledRegion {
        var filler = FlowFiller(items: items, limit: height, width: width, cursor: cursor)
        filler.run()
        cursor = filler.cursor
        return FilledRegion(
            frame: Frame(size: Size(width: width, height: filler.y), items: filler.placed), height: filler.y, notes: filler.notes,
            headings: filler.headings, pageProbes: filler.pageProbes, tooHigh: filler.tooHigh)
    }

    private init(items: [FlowItem], limit: Length, width: Length, cursor: FlowCursor) {
        self.items = items
        self.limit = limit
        self.width = width
        self.cursor = cursor
    }

    private mutating func run() {
        reopen()
        while cursor.index < items.count {
            switch items[cursor.index] {
            case .space(let length):
                if !isEmpty { pendingSpace += length }
            case .pageBreak:
                if !isEmpty, limit < Self.unlimited {
                    cursor.index += 1
                    endRegion()
                    return
                }
            case .open(let decoration):
                beforeOpening = beforeOpening ?? snapshot
                takeSpace()
                open.append(.decoration(decoration, slot: placed.count, top: y, isFirst: true))
                placed.append(Self.emptySlot)
            case .openTable(let table):
                beforeOpening = beforeOpening ?? snapshot
                open.append(.table(table, rows: 0, last: nil))
            case .close:
                beforeOpening = nil
                if let entry = open.popLast() { finish(entry, isLast: true) }
            case .box(let box):
                guard place(box) else {
                    endRegion()
                    return
                }
            }
            cursor.index += 1
        }
    }

    // MARK: Boxes

    /// Places a box; `false` when the region ends before or within it, with the cursor at what the next one begins with.
    private mutating func place(_ box: FlowBox) -> Bool {
        if cursor.cells != nil { return cutRow(box) }
        if !isEmpty { snapshots[box.breakBefore.rawValue] = beforeOpening ?? snapshot }
        var added = box.notes.reduce(.zero) { $0 + $1.size.height }
        if notes.isEmpty, !box.notes.isEmpty { added += Self.noteSeparator }
        let excess = y + pendingSpace + box.frame.size.height + notesHeight + added - limit
        if excess > .zero {
            if let snapshot = snapshots.lazy.compactMap({ $0 }).first {
                restore(snapshot)
                return false
            }
            if let row = box.row, row.canBeCut {
                cursor.cells = row.cells.map { _ in FlowCursor() }
                return cutRow(box)
            }
            tooHigh.append((box.origin, excess))
        }
        takeSpace()
        put(box, box.frame)
        notes += box.notes
        notesHeight += added
        if let probe = box.pageProbe { pageProbes.append(probe) }
        return true
    }

    private mutating func put(_ box: FlowBox, _ frame: Frame) {
        beforeOpening = nil
        placed.append(Frame.Placed(origin: Point(x: box.x, y: y), mark: .layoutArtifact, item: .frame(frame)))
        // The line above a row lies over the colour behind its cells, or half of it would be covered.
        if let row = box.row { drawTop(of: row, box) }
        for heading in box.headings {
            headings.append(FlowHeading(level: heading.level, title: heading.title, y: y + heading.y))
        }
        y += frame.size.height
        isEmpty = false
    }

    /// Places as much of a row as the region holds: the row is higher than a page.
    private mutating func cutRow(_ box: FlowBox) -> Bool {
        guard let row = box.row, var cells = cursor.cells else { return true }
        takeSpace()
        var contents: [FilledRegion] = []
        var height = Length.zero
        var isWhole = true
        var cutHeadings: [FlowHeading] = []
        for (index, cell) in row.cells.enumerated() {
            let room = limit - y - cell.paddingTop - cell.paddingBottom
            let region = FlowFiller.fill(cell.items, from: &cells[index], width: cell.content.frame.size.width, height: room)
            notes += region.notes
            tooHigh += region.tooHigh
            for heading in region.headings {
                cutHeadings.append(FlowHeading(level: heading.level, title: heading.title, y: cell.paddingTop + heading.y))
            }
            height = max(height, region.height + cell.paddingTop + cell.paddingBottom)
            if !cells[index].isAtEnd(of: cell.items) { isWhole = false }
            contents.append(region)
        }
        var part = box
        part.headings = cutHeadings
        put(part, row.frame(height: isWhole ? height : max(height, limit - y), contents: contents))
        cursor.cells = isWhole ? nil : cells
        return isWhole
    }

    private mutating func takeSpace() {
        y += pendingSpace
        pendingSpace = .zero
    }

    private var snapshot: Snapshot {
        Snapshot(
            index: cursor.index, bottom: y, itemCount: placed.count, noteCount: notes.count, headingCount: headings.count,
            probeCount: pageProbes.count, open: open)
    }

    private mutating func restore(_ snapshot: Snapshot) {
        cursor.index = snapshot.index
        cursor.cells = nil
        y = snapshot.bottom
        placed.removeSubrange(snapshot.itemCount...)
        notes.removeSubrange(snapshot.noteCount...)
        headings.removeSubrange(snapshot.headingCount...)
        pageProbes.removeSubrange(snapshot.probeCount...)
        open = snapshot.open
    }

    // MARK: Decorations and tables

    /// Goes on with what was open at the end of the region before.
    private mutating func reopen() {
        for entry in cursor.open {
            switch entry {
            case .decoration(let decoration, _, _, _):
                open.append(.decoration(decoration, slot: placed.count, top: y, isFirst: false))
                placed.append(Self.emptySlot)
            case .table(let table, _, _):
                open.append(.table(table, rows: 0, last: nil))
                for row in table.repeatedHead { put(row, row.frame) }
            }
        }
        cursor.open = []
        isEmpty = true
    }

    private mutating func finish(_ entry: Open, isLast: Bool) {
        switch entry {
        case .decoration(let decoration, let slot, let top, let isFirst):
            let frame = decoration.frame(top: top, bottom: y, isFirst: isFirst, isLast: isLast)
            placed[slot] = Frame.Placed(origin: Point(x: decoration.x, y: top), mark: .layoutArtifact, item: .frame(frame))
        case .table(_, _, let last):
            guard let last, let row = last.row else { return }
            placed += TableRowBox.lines(row.outerBottom, x: last.x, y: y)
        }
    }

    /// Ends the region: what is open gets its lines and goes on in the next region.
    private mutating func endRegion() {
        pendingSpace = .zero
        cursor.open = open
        for entry in open.reversed() { finish(entry, isLast: false) }
    }

    private mutating func drawTop(of row: TableRowBox, _ box: FlowBox) {
        guard let index = open.lastIndex(where: { if case .table = $0 { true } else { false } }),
            case .table(let table, let rows, _) = open[index]
        else { return }
        placed += TableRowBox.lines(rows == 0 ? row.outerTop : row.top, x: box.x, y: y)
        open[index] = .table(table, rows: rows + 1, last: box)
    }
}
