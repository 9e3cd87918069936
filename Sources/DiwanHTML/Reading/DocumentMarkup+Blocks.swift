import DiwanDocument
import DiwanGraphics

/// The blocks of a document.
extension DocumentMarkup {
    /// Writes blocks, one below the other, where `width` is what paper gives them.
    mutating func write(_ blocks: [Block], width: Length) {
        for block in blocks { write(block, width: width) }
    }

    private mutating func write(_ block: Block, width: Length) {
        var style = Declarations()
        add(block.style, to: &style)
        let width = width - block.style.margin.start - block.style.margin.end
        switch block.content {
        case .paragraph(let paragraph): write(paragraph, style)
        case .list(let list): write(list, style, width: width)
        case .table(let table): write(table, style, width: width)
        case .columns(let columns): write(columns, style, width: width)
        case .box(let box):
            add(borders: box.border, to: &style)
            add(padding: box.padding, to: &style)
            if let background = box.background { style.add("background", CSSText.color(background)) }
            if box.cornerRadius != .zero { style.add("border-radius", CSSText.points(box.cornerRadius)) }
            writer.open("div", classAttribute(style, "tint") + directionAttribute(box.direction))
            writer.newline()
            write(box.blocks, width: width - box.padding.start - box.padding.end)
            writer.close("div")
            writer.newline()
        case .group(let blocks):
            if blocks.isEmpty { return }
            if style.text.isEmpty { return write(blocks, width: width) }
            writer.open("div", classAttribute(style))
            writer.newline()
            write(blocks, width: width)
            writer.close("div")
            writer.newline()
        case .rule(let stroke):
            style.add("border-block-start", CSSText.border(stroke))
            writer.open("hr", classAttribute(style) + [("aria-hidden", "true")])
            writer.newline()
        case .space(let height):
            style.add("height", CSSText.points(height))
            writer.open("div", classAttribute(style))
            writer.close("div")
            writer.newline()
        case .pageBreak:
            writer.open("div", classAttribute(style, "page"))
            writer.close("div")
            writer.newline()
        case .signature(let signature): write(signature, style, width: width)
        case .stamp(let stamp): write(stamp, style)
        case .code(let code): write(code, style)
        case .picture(let picture): write(picture, style)
        }
    }

    /// The attribute of a direction that is not the document's.
    private func directionAttribute(_ direction: TextDirection) -> [MarkupWriter.Attribute] {
        direction == document.direction ? [] : [("dir", HTMLText.direction(direction))]
    }

    // MARK: Paragraphs

    private mutating func write(_ paragraph: Paragraph, _ blockStyle: Declarations) {
        let content = paragraph.content.withoutPageCounts
        if content.isEmpty, !paragraph.content.isEmpty { return }
        var style = blockStyle
        add(paragraph.style, to: &style)
        add(paragraph.textStyle, to: &style)
        let name =
            switch paragraph.role {
            case .body: "p"
            case .heading(let level): headingName(level)
            }
        let base = paragraph.textStyle
        let language = base.language == document.metadata.language ? [] : [("lang", base.language)]
        writer.open(name, classAttribute(style) + directionAttribute(paragraph.style.direction) + language)
        writeLines(content, base: base)
        // An empty line keeps its height.
        if content.isEmpty { writer.open("br") }
        writer.close(name)
        writer.newline()
    }

    // MARK: Lists, columns

    private mutating func write(_ list: List, _ blockStyle: Declarations, width: Length) {
        var style = blockStyle
        style.add("grid-template-columns", "minmax(\(CSSText.rem(list.markWidth)),max-content) minmax(0,1fr)")
        if list.markGap != .zero { style.add("column-gap", CSSText.rem(list.markGap)) }
        let name = list.isOrdered ? "ol" : "ul"
        // Browsers take the role away from lists whose marks are not their own.
        writer.open(name, classAttribute(style) + directionAttribute(list.direction) + [("role", "list")])
        writer.newline()
        for item in list.items {
            writer.open("li")
            var look = Declarations()
            add(item.mark.style, to: &look)
            add(item.mark.textStyle, to: &look)
            writer.open("span", classAttribute(look))
            write(item.mark.content, base: item.mark.textStyle)
            writer.text(" ")
            writer.close("span")
            writer.open("div")
            writer.newline()
            write(item.blocks, width: width - list.markWidth - list.markGap)
            writer.close("div")
            writer.close("li")
            writer.newline()
        }
        writer.close(name)
        writer.newline()
    }

    private mutating func write(_ columns: Columns, _ blockStyle: Declarations, width: Length) {
        var style = blockStyle
        style.add("column-gap", CSSText.points(columns.gap))
        let room = width - columns.gap * (columns.columns.count - 1)
        let widths = ColumnShares.widths(columns.columns.map { ($0.width, $0.blocks, .zero) }, room: room)
        writer.open("div", classAttribute(style, "columns") + directionAttribute(columns.direction))
        writer.newline()
        for (column, width) in zip(columns.columns, widths) {
            var style = Declarations()
            switch column.width {
            case .fixed(let length): style.add("flex", "0 1 " + CSSText.points(length))
            case .proportional(let share): style.add("flex", "\(share) 1 0")
            case .content: style.add("flex", "0 1 auto")
            }
            let place: [String] =
                switch column.verticalAlignment {
                case .top: []
                case .middle: ["middle"]
                case .bottom: ["bottom"]
                }
            let name = classes.name(for: style.text).map { [$0] } ?? []
            writer.open("div", [("class", (place + name).joined(separator: " "))])
            writer.newline()
            write(column.blocks, width: width)
            writer.close("div")
            writer.newline()
        }
        writer.close("div")
        writer.newline()
    }

    // MARK: Signatures, stamps, codes

    private mutating func write(_ signature: Signature, _ blockStyle: Declarations, width: Length) {
        var style = blockStyle
        style.add("break-inside", "avoid")
        writer.open("div", classAttribute(style) + [("role", "group"), ("aria-label", "موضع التوقيع")])
        writer.newline()
        write(signature.label, width: width)
        var room = Declarations()
        room.add("height", CSSText.points(signature.space))
        writer.open("div", classAttribute(room, "room"))
        if let picture = signature.picture { writePicture(picture) }
        writer.close("div")
        if signature.leader != .none {
            writer.open("div", [("class", signature.leader == .dots ? "foot dots" : "foot rule")])
            writer.close("div")
        }
        writer.newline()
        write(signature.name, width: width)
        writer.close("div")
        writer.newline()
    }

    private mutating func write(_ stamp: Stamp, _ blockStyle: Declarations) {
        var style = blockStyle
        add(place: stamp.alignment, to: &style)
        style.add("width", CSSText.points(stamp.diameter))
        if let picture = stamp.picture {
            writer.open("div", classAttribute(style))
            writePicture(picture)
        } else {
            style.add("height", CSSText.points(stamp.diameter))
            style.add("border", CSSText.border(stamp.stroke))
            writer.open("div", classAttribute(style, "stamp"))
            write(stamp.label, Declarations())
        }
        writer.close("div")
        writer.newline()
    }

    private mutating func write(_ code: MachineCode, _ blockStyle: Declarations) {
        guard let path = MachineCodePath.path(of: code) else { return }
        var style = blockStyle
        add(place: code.alignment, to: &style)
        switch code.captionPlace {
        case .below: style.add("width", CSSText.points(code.size.width))
        case .beside:
            style.add("display", "flex")
            style.add("gap", "6pt")
            style.add("align-items", "center")
            style.add("width", "fit-content")
        }
        style.add("max-width", "100%")
        writer.open("figure", classAttribute(style))
        let drawing = Drawing(size: code.size, shapes: [Drawing.Shape(path: path, fill: .black, stroke: nil)])
        writeSVG(drawing, size: code.size, alternative: code.alternative, classes: "code")
        if let caption = code.caption {
            writer.open("figcaption")
            write(caption, Declarations())
            writer.close("figcaption")
        }
        writer.close("figure")
        writer.newline()
    }

    // MARK: Pictures

    private mutating func write(_ picture: PlacedPicture, _ blockStyle: Declarations) {
        var style = blockStyle
        add(place: picture.alignment, to: &style)
        style.add("width", CSSText.points(picture.size.width))
        style.add("max-width", "100%")
        writer.open(picture.alternative == nil ? "div" : "figure", classAttribute(style))
        writePicture(picture)
        writer.close(picture.alternative == nil ? "div" : "figure")
        writer.newline()
    }
}
