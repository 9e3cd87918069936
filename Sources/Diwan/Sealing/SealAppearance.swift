public import DiwanDocument
public import DiwanLayout
public import DiwanShaping

/// What a seal shows where it is seen: lines of words in the middle of a thin frame.
public enum SealAppearance {
    /// The size of the words where there is room for them.
    private static let wanted = Length.points(10)
    /// How much smaller each try is, in thousandths.
    private static let step = 920
    /// The colour: a blue that prints dark.
    private static let color = Color(red: 0x1F, green: 0x3A, blue: 0x5F)

    /// `lines` in a place of `size`, as large as it lets them be.
    ///
    /// - Throws: when a character has no glyph in `fonts`, and when the place is too small for words.
    public static func frame(_ lines: [String], size: Size, fonts: FontLibrary) throws(LayoutError) -> Frame {
        var frame = Frame(size: size)
        frame.items.append(
            Frame.Placed(
                origin: .zero, mark: .layoutArtifact,
                item: .path(
                    .rectangle(origin: .zero, size: size), fill: nil, stroke: Stroke(width: .points(thousandths: 600), color: color))))
        let layout = DocumentLayout(fonts: fonts)
        var textSize = wanted
        while true {
            let style = TextStyle(size: textSize, color: color)
            let blocks = lines.map { line in
                Block(
                    origin: ElementID(rawValue: 0),
                    content: .paragraph(
                        Paragraph(
                            style: ParagraphStyle(direction: .rightToLeft, alignment: .center, lineHeight: 1_350), textStyle: style,
                            content: [.text(line, style)])))
            }
            let margin = Sides(all: Length.points(4))
            let document = Document(
                metadata: DocumentMetadata(title: ""), pageSize: size, firstPageMargin: margin, margin: margin, body: blocks)
            let pages = try layout.layout(document).document.pages
            if pages.count == 1 || textSize < .points(3) {
                frame.items += centred(pages[0], textSize).items
                return frame
            }
            textSize = textSize * step / 1_000
        }
    }

    /// The page with its lines in the middle of its height.
    private static func centred(_ page: Frame, _ textSize: Length) -> Frame {
        var baselines: [Length] = []
        collect(page, .zero, &baselines)
        guard let first = baselines.min(), let last = baselines.max() else { return page }
        // Letters stand above their baseline by more than they hang below it: their middle is about a fifth of their size above.
        let middle = (first + last) / 2 - textSize / 5
        var moved = page
        for index in moved.items.indices { moved.items[index].origin.y += page.size.height / 2 - middle }
        return moved
    }

    private static func collect(_ frame: Frame, _ origin: Point, _ baselines: inout [Length]) {
        for placed in frame.items {
            switch placed.item {
            case .glyphs: baselines.append(origin.y + placed.origin.y)
            case .frame(let inner): collect(inner, origin + placed.origin, &baselines)
            case .path, .picture, .field: continue
            }
        }
    }
}
