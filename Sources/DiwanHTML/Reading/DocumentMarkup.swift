import DiwanDocument

/// Writes the parts of a document as HTML, and collects the rules of style that they need.
struct DocumentMarkup {
    let document: Document
    let fonts: FontStacks
    var writer = MarkupWriter()
    var classes = StyleClasses()
    /// The levels of the headings that stand above what comes next, as the document has them: their number is the level in the page.
    private var headings: [Int] = []
    /// The notes, in the order of their marks.
    private var notes: [(mark: [Inline], note: [Inline], style: TextStyle)] = []
    /// How many masks pictures have.
    var masks = 0

    init(_ document: Document, fonts: FontStacks) {
        self.document = document
        self.fonts = fonts
    }

    /// The content of the page's body.
    mutating func body() -> [UInt8] {
        let margin = document.firstPageMargin
        let width = document.pageSize.width - margin.start - margin.end
        writer.open("div", [("class", "sheet")])
        writer.newline()
        landmark("header", document.header.first, leastHeight: margin.top - document.header.offset, width: width)
        writer.open("main")
        writer.newline()
        if !Self.hasHeading(document.body) { writer.element("h1", [("class", "unseen")], document.metadata.title) }
        write(document.body, width: width)
        writeNotes()
        writer.close("main")
        writer.newline()
        landmark("footer", document.footer.first, leastHeight: .zero, width: width)
        writer.close("div")
        writer.newline()
        return writer.bytes
    }

    /// What stands above or below the text of the first page.
    private mutating func landmark(_ name: String, _ blocks: [Block], leastHeight: Length, width: Length) {
        if blocks.isEmpty { return }
        var style = Declarations()
        if leastHeight > .zero { style.add("min-height", CSSText.points(leastHeight)) }
        writer.open(name, classAttribute(style, "letterhead"))
        writer.newline()
        write(blocks, width: width)
        writer.close(name)
        writer.newline()
    }

    // MARK: Headings and notes

    private static func hasHeading(_ blocks: [Block]) -> Bool {
        blocks.contains { block in
            switch block.content {
            case .paragraph(let paragraph): paragraph.role != .body
            case .group(let blocks): hasHeading(blocks)
            case .box(let box): hasHeading(box.blocks)
            case .columns(let columns): columns.columns.contains { hasHeading($0.blocks) }
            case .list(let list): list.items.contains { hasHeading($0.blocks) }
            case .table(let table): (table.head + table.body).contains { $0.cells.contains { hasHeading($0.blocks) } }
            default: false
            }
        }
    }

    /// The element of a heading: levels close up, so that none is left out on the way down.
    mutating func headingName(_ level: Int) -> String {
        while let last = headings.last, last >= level { headings.removeLast() }
        headings.append(level)
        return "h\(min(6, headings.count))"
    }

    /// Keeps a note for the end, and gives its number.
    mutating func keep(note: [Inline], mark: [Inline], style: TextStyle) -> Int {
        notes.append((mark, note, style))
        return notes.count
    }

    private mutating func writeNotes() {
        if notes.isEmpty { return }
        writer.open("section", [("class", "notes"), ("role", "doc-endnotes"), ("aria-label", "الحواشي")])
        writer.newline()
        for (index, note) in notes.enumerated() {
            var style = Declarations()
            add(note.style, to: &style)
            writer.open("p", [("id", "note\(index + 1)")] + classAttribute(style))
            writer.open("a", [("href", "#mark\(index + 1)"), ("role", "doc-backlink")])
            write(note.mark, base: note.style)
            writer.close("a")
            writer.text(" ")
            write(note.note, base: note.style)
            writer.close("p")
            writer.newline()
        }
        writer.close("section")
        writer.newline()
    }

    // MARK: Styles

    /// The attribute of the class for some declarations, after other classes; nothing when there are none at all.
    mutating func classAttribute(_ style: Declarations, _ others: String...) -> [MarkupWriter.Attribute] {
        let names = others + (classes.name(for: style.text).map { [$0] } ?? [])
        return names.isEmpty ? [] : [("class", names.joined(separator: " "))]
    }

    /// The characters' look.
    func add(_ text: TextStyle, to style: inout Declarations) {
        style.add("font-family", fonts.value(text.family))
        style.add("font-size", CSSText.rem(text.size))
        style.add("font-weight", text.weight == .bold ? "700" : "400")
        if text.color != .black { style.add("color", CSSText.color(text.color)) }
        if text.isUnderlined { style.add("text-decoration", "underline") }
    }

    /// The look of a paragraph's lines.
    func add(_ paragraph: ParagraphStyle, to style: inout Declarations) {
        let alignment =
            switch paragraph.alignment {
            case .start: "start"
            case .end: "end"
            case .center: "center"
            case .justify: "var(--full)"
            }
        style.add("text-align", alignment)
        style.add("line-height", CSSText.decimal(thousandths: paragraph.lineHeight))
        if paragraph.firstLineIndent != .zero { style.add("text-indent", CSSText.rem(paragraph.firstLineIndent)) }
    }

    /// How a block stands among its neighbours.
    func add(_ block: BlockStyle, to style: inout Declarations) {
        let margin = block.margin
        if margin.top != .zero || margin.bottom != .zero {
            style.add("margin-block", CSSText.points(margin.top) + " " + CSSText.points(margin.bottom))
        }
        if margin.start != .zero || margin.end != .zero {
            style.add("margin-inline", CSSText.points(margin.start) + " " + CSSText.points(margin.end))
        }
        if block.breaksBefore { style.add("break-before", "page") }
        if block.breaksAfter { style.add("break-after", "page") } else if block.keepsWithNext { style.add("break-after", "avoid") }
        if block.keepsTogether { style.add("break-inside", "avoid") }
    }

    /// The space inside.
    func add(padding: Sides<Length>, to style: inout Declarations) {
        if padding == Sides(all: .zero) { return }
        style.add("padding-block", CSSText.points(padding.top) + " " + CSSText.points(padding.bottom))
        style.add("padding-inline", CSSText.points(padding.start) + " " + CSSText.points(padding.end))
    }

    /// Lines at the sides.
    func add(borders: Sides<Stroke?>, to style: inout Declarations) {
        for (side, stroke) in [
            ("block-start", borders.top), ("inline-end", borders.end), ("block-end", borders.bottom), ("inline-start", borders.start),
        ] {
            if let stroke { style.add("border-" + side, CSSText.border(stroke)) }
        }
    }

    /// Where something stands between the sides.
    func add(place alignment: TextAlignment, to style: inout Declarations) {
        switch alignment {
        case .center: style.add("margin-inline", "auto")
        case .end: style.add("margin-inline", "auto 0")
        case .start, .justify: break
        }
    }

    // MARK: Paper

    /// The rules of the paper: its size and margins, and what counts its pages.
    mutating func pageRules() -> String {
        let size = document.pageSize
        let counts = PageCounting.content(of: document)
        func box(_ content: String, _ margin: Sides<Length>, isFirst: Bool) -> String {
            let top = isFirst ? document.header.offset : margin.top
            let sides =
                document.direction == .rightToLeft
                ? [top, margin.start, margin.bottom, margin.end] : [top, margin.end, margin.bottom, margin.start]
            return "@page\(isFirst ? " :first" : ""){margin:" + sides.map(CSSText.points).joined(separator: " ") + content + "}\n"
        }
        let end = document.direction == .rightToLeft ? "left" : "right"
        let counting = counts.map { counts in
            ";@bottom-\(end){content:\(counts.value);font-family:\(fonts.value(counts.style.family));"
                + "font-size:\(CSSText.points(counts.style.size));color:\(CSSText.color(counts.style.color))}"
        }
        let margin = document.firstPageMargin
        let padding = [document.header.offset, margin.end, document.footer.offset, margin.start]
        let physical = document.direction == .rightToLeft ? [padding[0], padding[3], padding[2], padding[1]] : padding
        return "@page{size:\(CSSText.points(size.width)) \(CSSText.points(size.height))}\n"
            + box(counting ?? "", document.margin, isFirst: false) + box("", document.firstPageMargin, isFirst: true)
            + "@media screen and (min-width:40.01rem){.sheet{max-width:\(CSSText.points(size.width));"
            + "padding:\(physical.map(CSSText.points).joined(separator: " "))}}\n"
    }
}
