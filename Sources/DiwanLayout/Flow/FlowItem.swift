import DiwanDocument

/// How unwelcome a page break is, from welcome to last resort.
enum BreakCost: Int, Comparable {
    /// As good as any.
    case free
    /// It leaves a widow or an orphan (`widows`, `orphans`).
    case discouraged
    /// It parts what the author keeps together.
    case kept
    /// It tears what belongs together by its nature.
    case never

    static func < (left: BreakCost, right: BreakCost) -> Bool { left.rawValue < right.rawValue }
}

/// A piece of the vertical list that pages are filled from.
enum FlowItem {
    /// Something that is placed whole.
    case box(FlowBox)
    /// Room that is dropped at the top and at the bottom of a page.
    case space(Length)
    /// A new page.
    case pageBreak
    /// From here to its `close`, everything stands in the decoration.
    case open(Decoration)
    /// The end of the innermost decoration or table.
    case close
    /// From here to its `close`, the rows are those of a table.
    case openTable(TableFrame)
}

/// Something that is placed whole: a line of text, a row, a rule, a signature.
struct FlowBox {
    var frame: Frame
    /// The distance of the frame from the left side of the flow.
    var x: Length
    var origin: ElementID
    var breakBefore: BreakCost = .free
    /// The distance of the first baseline from the top of the frame.
    var baseline: Length?
    /// The notes that go to the foot of the page that the box stands on.
    var notes: [Frame] = []
    var headings: [FlowHeading] = []
    /// For a row: what is needed to draw its lines, and to cut it when it is higher than a page.
    var row: TableRowBox?
    /// The index of a paragraph that prints its own page's number.
    var pageProbe: Int?
}

/// A heading and how far it stands below the top of its box or flow.
struct FlowHeading {
    var level: Int
    var title: String
    var y: Length
}

/// A table as the pages see it.
struct TableFrame {
    /// The head's rows, as artifacts, for every page after the first.
    var repeatedHead: [FlowBox]
}

/// The background and the lines of a box, drawn for each page that the box has a part on.
struct Decoration {
    var x: Length
    var width: Length
    var border: Sides<Stroke?>
    var background: Color?
    var cornerRadius: Length
    var direction: TextDirection

    /// The drawing round a part that reaches from `top` to `bottom`; a side that a page break cut has no line.
    func frame(top: Length, bottom: Length, isFirst: Bool, isLast: Bool) -> Frame {
        let size = Size(width: width, height: bottom - top)
        var frame = Frame(size: size)
        func add(_ path: Path, fill: Color?, stroke: Stroke?) {
            frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: fill, stroke: stroke)))
        }
        func line(_ stroke: Stroke?, _ x0: Length, _ y0: Length, _ x1: Length, _ y1: Length) {
            guard let stroke else { return }
            add(.line(from: Point(x: x0, y: y0), to: Point(x: x1, y: y1)), fill: nil, stroke: stroke)
        }
        let right = direction == .rightToLeft ? border.start : border.end
        let left = direction == .rightToLeft ? border.end : border.start
        let outline = Path.rectangle(origin: .zero, size: size, radius: cornerRadius)
        if border.top == border.bottom, border.top == right, right == left, isFirst, isLast {
            if background != nil || right != nil { add(outline, fill: background, stroke: right) }
            return frame
        }
        if let background { add(outline, fill: background, stroke: nil) }
        if isFirst { line(border.top, .zero, .zero, size.width, .zero) }
        if isLast { line(border.bottom, .zero, size.height, size.width, size.height) }
        line(left, .zero, .zero, .zero, size.height)
        line(right, size.width, .zero, size.width, size.height)
        return frame
    }
}

extension Frame {
    /// The same drawing, as the head of a table on a later page: what is repeated is read once.
    func markedAsRepeated() -> Frame {
        var copy = self
        for index in copy.items.indices {
            copy.items[index].mark = .paginationArtifact(.tableHead)
            switch copy.items[index].item {
            case .frame(let inner): copy.items[index].item = .frame(inner.markedAsRepeated())
            // What is repeated shows what was filled in, and is filled in once.
            case .field(let widget): copy.items[index].item = .frame(widget.shown.markedAsRepeated())
            case .glyphs, .path, .picture: break
            }
        }
        return copy
    }
}
