import DiwanDocument

/// A row of cells with the lines between and round them.
final class TableRowBox {
    /// A cell that begins in the row.
    struct Cell {
        /// The distance from the left side of the row, and the width, padding included.
        var x: Length
        var width: Length
        /// How far the content stands from the cell's left side.
        var contentX: Length
        var paddingTop: Length
        var paddingBottom: Length
        var background: Color?
        var verticalAlignment: Table.Cell.VerticalAlignment
        /// The content, for a width without the padding.
        var items: [FlowItem]
        /// The content set whole.
        var content: FilledRegion
        /// The height of the cell: of its row, or of all the rows that it spans.
        var height: Length = .zero
        var rowSpan: Int
    }

    /// A part of a line, from left to right; of an upright line, at `x0`.
    struct Segment {
        var x0: Length
        var x1: Length
        var stroke: Stroke
    }

    let origin: ElementID
    let width: Length
    var cells: [Cell]
    var height: Length = .zero
    /// The line above the row, below another row.
    var top: [Segment] = []
    /// The line above the row when it is the first on its page.
    var outerTop: [Segment] = []
    /// The line below the row when it is the last on its page.
    var outerBottom: [Segment] = []
    /// The lines between and beside the cells.
    var uprights: [Segment] = []

    init(origin: ElementID, width: Length, cells: [Cell]) {
        self.origin = origin
        self.width = width
        self.cells = cells
    }

    /// Whether the row can be cut when it is higher than a page: no cell reaches into another row.
    var canBeCut: Bool {
        cells.allSatisfy { $0.rowSpan == 1 }
    }

    /// The row drawn with `contents` in its cells.
    func frame(height: Length, contents: [FilledRegion]) -> Frame {
        var frame = Frame(size: Size(width: width, height: height))
        for cell in cells {
            guard let background = cell.background else { continue }
            let size = Size(width: cell.width, height: cell.rowSpan == 1 ? height : cell.height)
            let path = Path.rectangle(origin: Point(x: cell.x, y: .zero), size: size)
            frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: background, stroke: nil)))
        }
        for (cell, content) in zip(cells, contents) {
            let origin = Point(x: cell.x + cell.contentX, y: offset(of: cell, content, rowHeight: height))
            frame.items.append(Frame.Placed(origin: origin, mark: .layoutArtifact, item: .frame(content.frame)))
        }
        for segment in uprights {
            let path = Path.line(from: Point(x: segment.x0, y: .zero), to: Point(x: segment.x0, y: height))
            frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: nil, stroke: segment.stroke)))
        }
        return frame
    }

    /// How far below the top of the row a cell's content begins.
    private func offset(of cell: Cell, _ content: FilledRegion, rowHeight: Length) -> Length {
        let cellHeight = cell.rowSpan == 1 ? rowHeight : cell.height
        let room = max(.zero, cellHeight - cell.paddingTop - cell.paddingBottom - content.height)
        switch cell.verticalAlignment {
        case .top: return cell.paddingTop
        case .middle: return cell.paddingTop + room / 2
        case .bottom: return cell.paddingTop + room
        }
    }

    /// The row as a box of the flow.
    func box(x: Length, breakBefore: BreakCost) -> FlowBox {
        var box = FlowBox(frame: frame(height: height, contents: cells.map(\.content)), x: x, origin: origin, breakBefore: breakBefore)
        box.notes = cells.flatMap(\.content.notes)
        for cell in cells {
            let top = offset(of: cell, cell.content, rowHeight: height)
            for heading in cell.content.headings {
                box.headings.append(FlowHeading(level: heading.level, title: heading.title, y: top + heading.y))
            }
        }
        box.row = self
        return box
    }

    /// The lines of `segments` at the height `y`.
    static func lines(_ segments: [Segment], x: Length, y: Length) -> [Frame.Placed] {
        segments.map { segment in
            let path = Path.line(from: Point(x: segment.x0, y: .zero), to: Point(x: segment.x1, y: .zero))
            return Frame.Placed(origin: Point(x: x, y: y), mark: .layoutArtifact, item: .path(path, fill: nil, stroke: segment.stroke))
        }
    }
}
