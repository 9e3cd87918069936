import DiwanDocument

/// Paragraphs that were set before, found again by their element, content and width: what a template prints for every record is set once.
struct SetParagraphs {
    /// A paragraph's lines, as they stand in a flow; their marks are those of whoever set them first.
    struct Entry {
        var paragraph: Paragraph
        var width: Length
        var lines: [FlowBox]
    }

    /// The entries of an element, the latest first: an element in a loop has a few, a value that changes would have no end of them.
    private var entries: [ElementID: [Entry]] = [:]
    private static let keptForEach = 4

    /// The lines of `paragraph` in `width`, at `x` and with `mark` on all that is content.
    func lines(of paragraph: Paragraph, _ origin: ElementID, x: Length, width: Length, mark: ContentMark) -> [FlowBox]? {
        guard let entry = entries[origin]?.first(where: { $0.width == width && $0.paragraph == paragraph }) else { return nil }
        var lines = entry.lines
        for line in lines.indices {
            lines[line].x = x
            for item in lines[line].frame.items.indices {
                // Leaders and underlines stay decoration.
                if lines[line].frame.items[item].mark != .layoutArtifact { lines[line].frame.items[item].mark = mark }
            }
        }
        return lines
    }

    /// Remembers the lines of a paragraph.
    mutating func insert(_ paragraph: Paragraph, _ origin: ElementID, width: Length, lines: [FlowBox]) {
        var known = entries[origin] ?? []
        if known.count >= Self.keptForEach { known.removeLast() }
        known.insert(Entry(paragraph: paragraph, width: width, lines: lines), at: 0)
        entries[origin] = known
    }
}
