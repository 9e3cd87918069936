/// Writes a document as plain text, in reading order: for the text output, for comparing documents, and for tests.
///
/// A block is a line. Gaps of a line are tabs, blanks to fill in are «……», check boxes are U+2610 and U+2611, the cells of a row stand
/// between tabs, and the notes follow the text. Nothing is isolated: the order is the logical one.
public struct PlainText: Sendable {
    private var lines: [String] = []
    private var notes: [String] = []
    private var fields: [FormField] = []

    /// The text of a document, without its headers and footers; every line is ended by a line feed.
    public static func of(_ document: Document) -> String {
        of(document.body)
    }

    /// The text of some blocks; every line is ended by a line feed.
    public static func of(_ blocks: [Block]) -> String {
        var writer = PlainText()
        for block in blocks { writer.write(block) }
        writer.lines += writer.notes
        return writer.lines.reduce(into: "") { $0 += $1 + "\n" }
    }

    /// The text of a line.
    public static func of(_ inlines: [Inline]) -> String {
        var writer = PlainText()
        return writer.text(inlines)
    }

    /// The fields of a form, in the order of its text; those of headers that pages repeat are not filled in. A name stands as often as it
    /// has places; the rooms for signatures are not among them.
    public static func fields(of document: Document) -> [FormField] {
        var writer = PlainText()
        for block in document.header.first + document.body { writer.write(block) }
        return writer.fields
    }

    private mutating func write(_ block: Block) {
        switch block.content {
        case .paragraph(let paragraph): lines.append(text(paragraph.content))
        case .list(let list):
            for item in list.items {
                let start = lines.count
                for block in item.blocks { write(block) }
                let mark = text(item.mark.content)
                if mark.isEmpty { continue }
                if lines.count == start { lines.append(mark) } else { lines[start] = mark + " " + lines[start] }
            }
        case .table(let table):
            for row in table.head + table.body {
                lines.append(row.cells.map { cell in line(cell.blocks) }.joined(separator: "\t"))
            }
        case .columns(let columns): for column in columns.columns { for block in column.blocks { write(block) } }
        case .box(let box): for block in box.blocks { write(block) }
        case .group(let blocks): for block in blocks { write(block) }
        case .rule: lines.append("――――――")
        case .space: lines.append("")
        case .pageBreak: lines.append("\u{C}")
        case .signature(let signature):
            for block in signature.label + signature.name { write(block) }
        case .stamp(let stamp): if stamp.picture == nil { lines.append(text(stamp.label.content)) }
        case .code(let code): if let caption = code.caption { lines.append(text(caption.content)) }
        case .picture: break
        }
    }

    /// Blocks on one line, for a cell.
    private mutating func line(_ blocks: [Block]) -> String {
        let start = lines.count
        for block in blocks { write(block) }
        let own = lines[start...].joined(separator: " ")
        lines.removeSubrange(start...)
        return own
    }

    private mutating func text(_ inlines: [Inline]) -> String {
        var result = ""
        for inline in inlines {
            switch inline {
            case .text(let text, _): result += text
            case .isolate(_, let inner): result += text(inner)
            case .lineBreak: result += "\n"
            case .fill: result += "\t"
            case .blank: result += "……"
            case .field(let field, _, _):
                fields.append(field)
                result += field.isButton ? field.isOn ? "\u{2611} " : "\u{2610} " : field.value.isEmpty ? "……" : field.shownText
            case .checkbox(let isChecked, _): result += isChecked ? "\u{2611} " : "\u{2610} "
            case .pageNumber: result += "#"
            case .pageCount: result += "##"
            case .footnote(let mark, let note, _):
                let mark = text(mark)
                result += mark
                notes.append(mark + " " + text(note))
            }
        }
        return result
    }
}
