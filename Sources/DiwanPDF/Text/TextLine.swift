internal import DiwanDocument
internal import DiwanFont

/// The glyph runs of one line, and how they become codes: one code a character, from left to right.
///
/// A cluster of glyphs is cut into as many cells as it has characters. The leftmost cell draws the whole cluster, the others are blank,
/// so what is seen is what was shaped, and what is copied is what was written, whatever a reader makes of glyphs.
struct TextLine {
    /// A run with the place of its left end, from the upper left corner of the page.
    struct Run {
        var origin: Point
        var run: GlyphRun
        var mark: ContentMark
        /// The characters that stand before and after the run in logical order on this line.
        var next: Unicode.Scalar?
    }

    private(set) var runs: [Run] = []

    var isEmpty: Bool { runs.isEmpty }

    mutating func removeAll() {
        runs.removeAll(keepingCapacity: true)
    }

    /// Adds `run` if it continues the line to the right; if not, it begins another.
    mutating func append(_ run: GlyphRun, at origin: Point, _ mark: ContentMark) -> Bool {
        if let last = runs.last {
            let drift = origin.y > last.origin.y ? origin.y - last.origin.y : last.origin.y - origin.y
            guard mark == last.mark, origin.x >= last.origin.x, drift < max(run.size, last.run.size) / 2 else { return false }
        }
        runs.append(Run(origin: origin, run: run, mark: mark, next: nil))
        return true
    }

    /// Finds out for each run which character follows it in logical order.
    mutating func linkRuns() {
        for index in runs.indices {
            let end = runs[index].run.textOffset
            var nearest: Int?
            for other in runs.indices where runs[other].run.textOffset > end {
                if let known = nearest, runs[known].run.textOffset <= runs[other].run.textOffset { continue }
                nearest = other
            }
            runs[index].next = nearest.flatMap { runs[$0].run.text.first }
        }
    }
}
