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

    /// The extent of its frame; both are above zero.
    public var size: Size
    /// The shapes; what stands out of the frame is not shown.
    public var shapes: [Shape]

    /// A drawing.
    public init(size: Size, shapes: [Shape]) {
        self.size = size
        self.shapes = shapes
    }

    /// Hashes what is quick to look at: a drawing may have thousands of shapes, and is looked up for every page that shows it.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(size)
        hasher.combine(shapes.count)
        hasher.combine(shapes.first?.path.steps.count)
    }
}
