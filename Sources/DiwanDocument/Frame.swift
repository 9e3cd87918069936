/// Something with its place: what layout makes and every exporter walks through.
public struct Frame: Hashable, Sendable {
    /// The extent; what is drawn may stand out.
    public var size: Size
    /// The items, in the order in which they are painted.
    public var items: [Placed]

    /// A frame of `items`.
    public init(size: Size, items: [Placed] = []) {
        self.size = size
        self.items = items
    }

    /// An item at a place.
    public struct Placed: Hashable, Sendable {
        /// The place of the item's own zero: of a glyph run the left end of its baseline, of others their upper left corner.
        public var origin: Point
        /// What the item is to a reader.
        public var mark: ContentMark
        /// The item.
        public var item: Item

        /// `item` at `origin`.
        public init(origin: Point, mark: ContentMark, item: Item) {
            self.origin = origin
            self.mark = mark
            self.item = item
        }
    }

    /// What can be drawn.
    public indirect enum Item: Hashable, Sendable {
        /// Text.
        case glyphs(GlyphRun)
        /// An outline, filled, stroked or both.
        case path(Path, fill: Color?, stroke: Stroke?)
        /// A picture that fills `size`, and the element that it came from.
        case picture(Picture, size: Size, origin: ElementID)
        /// A frame inside.
        case frame(Frame)
        /// A place of a field, to be filled in where the page is shown.
        case field(FieldWidget)
    }
}

/// What an item is to a reader who does not see the page.
public enum ContentMark: Hashable, Sendable {
    /// A part of the node's content.
    case content(StructureID)
    /// Decoration of the layout: rules, borders, backgrounds, leaders.
    case layoutArtifact
    /// What pages bring with them.
    case paginationArtifact(Pagination)

    /// What is repeated or counted from page to page (ISO 32000-1, Table 330).
    public enum Pagination: Hashable, Sendable {
        /// What stands above the text.
        case header
        /// What stands below the text.
        case footer
        /// The head of a table, again.
        case tableHead
    }
}

/// An outline, in the coordinates of its item.
public struct Path: Hashable, Sendable {
    /// A step of an outline.
    public enum Step: Hashable, Sendable {
        /// Begins a new part.
        case move(Point)
        /// A straight line.
        case line(Point)
        /// A cubic Bézier curve with its two control points.
        case curve(Point, Point, Point)
        /// A straight line back to where the part began.
        case close
    }

    /// What is inside an outline whose parts cross or surround each other (ISO 32000-1, 8.5.3.3).
    public enum FillRule: UInt8, Hashable, Sendable {
        /// What the outline goes around more often one way than the other.
        case nonZero
        /// What lies behind an odd number of parts.
        case evenOdd
    }

    /// The steps.
    public var steps: [Step]
    /// What is inside when the outline is filled.
    public var fillRule: FillRule

    /// An outline of `steps`.
    public init(_ steps: [Step] = [], fillRule: FillRule = .nonZero) {
        self.steps = steps
        self.fillRule = fillRule
    }

    /// A rectangle that has the whole outline within, drawn with a pen of `strokeWidth`: that of all its points, control points too.
    public func bounds(strokeWidth: Length = .zero) -> Rectangle {
        var least: Point?
        var most = Point.zero
        func take(_ point: Point) {
            guard let known = least else {
                least = point
                most = point
                return
            }
            least = Point(x: min(known.x, point.x), y: min(known.y, point.y))
            most = Point(x: max(most.x, point.x), y: max(most.y, point.y))
        }
        for step in steps {
            switch step {
            case .move(let point), .line(let point): take(point)
            case .curve(let first, let second, let end):
                take(first)
                take(second)
                take(end)
            case .close: break
            }
        }
        let half = strokeWidth / 2
        let corner = least ?? .zero
        return Rectangle(
            origin: Point(x: corner.x - half, y: corner.y - half),
            size: Size(width: most.x - corner.x + strokeWidth, height: most.y - corner.y + strokeWidth))
    }

    /// A straight line.
    public static func line(from: Point, to: Point) -> Path {
        Path([.move(from), .line(to)])
    }

    /// A rectangle with its upper left corner at `origin`; its corners are round when `radius` is above 0.
    public static func rectangle(origin: Point, size: Size, radius: Length = .zero) -> Path {
        let left = origin.x, right = origin.x + size.width, top = origin.y, bottom = origin.y + size.height
        func at(_ x: Length, _ y: Length) -> Point { Point(x: x, y: y) }
        guard radius > .zero else {
            return Path([.move(at(left, top)), .line(at(right, top)), .line(at(right, bottom)), .line(at(left, bottom)), .close])
        }
        let r = min(radius, min(size.width, size.height) / 2)
        // A quarter of a circle is nearest to a cubic whose control points stand 0.44772 of the radius from the corner.
        let k = r.scaled(by: 44_772, over: 100_000)
        return Path([
            .move(at(left + r, top)), .line(at(right - r, top)),
            .curve(at(right - k, top), at(right, top + k), at(right, top + r)), .line(at(right, bottom - r)),
            .curve(at(right, bottom - k), at(right - k, bottom), at(right - r, bottom)), .line(at(left + r, bottom)),
            .curve(at(left + k, bottom), at(left, bottom - k), at(left, bottom - r)), .line(at(left, top + r)),
            .curve(at(left, top + k), at(left + k, top), at(left + r, top)), .close,
        ])
    }

    /// A circle in the square whose upper left corner is at `origin`.
    public static func circle(origin: Point, diameter: Length) -> Path {
        rectangle(origin: origin, size: Size(width: diameter, height: diameter), radius: diameter / 2)
    }
}
