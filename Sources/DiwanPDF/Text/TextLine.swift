internal import DiwanDocument
internal import DiwanFont

/// The glyph runs of one line, and how they become codes: one code a character.
///
/// A cluster of glyphs is cut into as many cells as it has characters. The leftmost cell draws the whole cluster, the others are blank,
/// so what is seen is what was shaped, and what is copied is what was written, whatever a reader makes of glyphs.
///
/// Runs are written in logical order, each a sequence of marked content of its own, the letters of a run from left to right.
/// - pdf.js reads each sequence by itself, turns it round when three characters of ten are right-to-left, and puts one after the other.
///   It forgets spaces at their ends, so such a space's code means a directional mark and a space: that is no space to pdf.js.
///   It does not move the pen for marks that stand alone, nor for an adjustment after them, so a new stretch begins with `Td`.
/// - MuPDF from 1.24 reverses right-to-left runs and never reorders runs: brackets are stretches of their own for it.
/// - Poppler and PDFium look where letters stand; directional marks tell them what punctuation belongs to.
///
/// Words that came back exactly and in order in 67 paragraphs, lists and a table (1,234 words, Amiri / Noto Naskh; 2026-11-24):
/// poppler 22.12 99.8 / 99.8 %, PDFium (pypdfium2 5.15) 97.2 / 97.2 %, pdf.js 6.0.346 (Firefox ESR 153) 99.9 / 99.9 %, PyMuPDF 2.0
/// 95.0 / 94.5 %, MuPDF 1.21 6 %, PDFBox 2.0.27 50 % and sorted by position 94 / 85 %, pypdf 7.1 75 / 82 %. MuPDF 1.21 and pdfminer
/// take the order of writing for logical and give right-to-left words letter by letter from the left, as `pdfinfo -struct-text` does.
/// PDFium turns Latin runs of several parts round (`a@b.c`). The figures are of Diwan as of that day; `ReadingTests` holds some of them.
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

    /// The room between two runs that follow each other, if there is some and no space in it.
    func roomBetween(_ earlier: Int, _ later: Int) -> Length? {
        let (first, second) = (runs[earlier], runs[later])
        guard first.run.text.last != " ", second.run.text.first != " " else { return nil }
        let (firstEnd, secondEnd) = (first.origin.x + first.run.width, second.origin.x + second.run.width)
        let (left, right) = second.origin.x < first.origin.x ? (secondEnd, first.origin.x) : (firstEnd, second.origin.x)
        var room = right - left
        // What stands between them is no room: the rest of a number, when its first part is written.
        for run in runs where run.origin.x >= left && run.origin.x + run.run.width <= right { room = room - run.run.width }
        return room > second.run.size / 10 ? room : nil
    }

    /// The indices of the runs in the order in which they are read.
    var logicalOrder: [Int] {
        runs.indices.sorted { (runs[$0].run.textOffset, $0) < (runs[$1].run.textOffset, $1) }
    }

    /// Where a line stands: its baseline and its ends.
    struct Extent {
        var baseline: Length
        var left: Length
        var right: Length
    }

    var extent: Extent? {
        guard let first = runs.first, let last = runs.last else { return nil }
        return Extent(baseline: last.origin.y, left: first.origin.x, right: last.origin.x + last.run.width)
    }

    /// The room between this line and `other`, if they stand beside each other, as the cells of a row of a table do.
    func roomBeside(_ other: Extent) -> Length? {
        guard let extent, let size = runs.first?.run.size else { return nil }
        let drift = other.baseline > extent.baseline ? other.baseline - extent.baseline : extent.baseline - other.baseline
        guard drift < size / 2 else { return nil }
        return max(.zero, other.left - extent.right, extent.left - other.right)
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
