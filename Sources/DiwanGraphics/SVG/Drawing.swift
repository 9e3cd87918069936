public import DiwanDiagnostics
public import DiwanDocument

/// A drawing of outlines, in the order in which they are painted.
public struct Drawing: Hashable, Sendable {
    /// An outline that is filled, stroked or both, in points from the drawing's upper left corner.
    public struct Shape: Hashable, Sendable {
        /// The outline; its fill rule may be even-odd.
        public var path: Path
        /// The colour that it is filled with.
        public var fill: Color?
        /// The line that it is drawn with: solid, with its own ends and corners. Dashes are parts of the outline.
        public var stroke: Stroke?

        /// An outline with its paint.
        public init(path: Path, fill: Color?, stroke: Stroke?) {
            self.path = path
            self.fill = fill
            self.stroke = stroke
        }
    }

    /// The extent of its frame.
    public var size: Size
    /// The shapes; nothing cuts them off at the frame.
    public var shapes: [Shape]
    /// What deserves a look: shapes that stand out of the frame.
    public var warnings: [Diagnostic]

    /// A drawing.
    public init(size: Size, shapes: [Shape], warnings: [Diagnostic] = []) {
        self.size = size
        self.shapes = shapes
        self.warnings = warnings
    }

    /// The same drawing with its frame `width` wide, all lengths to the nearest 1/65536 pt. `width` is above zero.
    public func scaled(toWidth width: Length) -> Drawing {
        precondition(width > .zero && size.width > .zero)
        guard width != size.width else { return self }
        func scaled(_ length: Length) -> Length { length.scaled(to: width, of: size.width) }
        func scaled(_ point: Point) -> Point { Point(x: scaled(point.x), y: scaled(point.y)) }
        var result = self
        result.size = Size(width: width, height: scaled(size.height))
        for index in shapes.indices {
            let steps = shapes[index].path.steps.map { step -> Path.Step in
                switch step {
                case .move(let point): .move(scaled(point))
                case .line(let point): .line(scaled(point))
                case .curve(let first, let second, let point): .curve(scaled(first), scaled(second), scaled(point))
                case .close: .close
                }
            }
            result.shapes[index].path = Path(steps, fillRule: shapes[index].path.fillRule)
            // A width of zero would be the thinnest line that a device can draw.
            if let stroke = shapes[index].stroke { result.shapes[index].stroke?.width = max(Length(rawValue: 1), scaled(stroke.width)) }
        }
        return result
    }

    /// The drawing as a frame whose items all have `mark`.
    public func frame(mark: ContentMark) -> Frame {
        Frame(
            size: size,
            items: shapes.map { Frame.Placed(origin: .zero, mark: mark, item: .path($0.path, fill: $0.fill, stroke: $0.stroke)) })
    }
}

extension Length {
    /// The length times `new` / `old`, to the nearest unit; halves go away from zero. `old` is above zero.
    fileprivate func scaled(to new: Length, of old: Length) -> Length {
        let product = Int128(rawValue) * Int128(new.rawValue)
        let half = Int128(old.rawValue / 2)
        return Length(rawValue: Int64((product >= 0 ? product + half : product - half) / Int128(old.rawValue)))
    }
}
