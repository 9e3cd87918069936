public import DiwanDocument

/// The text of a document in the order of reading, for a reader without pages: a message, a search index.
///
/// Blocks are parted by an empty line, cells by a TAB, items follow their marks. Isolated values keep their marks (U+2066 to U+2069), so
/// that the text is shown in the right order wherever bidirectional text is. Numbers of pages are left out, with what stands beside them between two gaps: there are no pages.
public struct DocumentText {
    private var lines: [String] = []
    private var notes: [(mark: String, text: String)] = []

    /// The text of `document`, in UTF-8 with a line feed at the end: what stands above the first page, the body, what stands below.
    public static func bytes(_ document: Document) -> [UInt8] {
        var text = DocumentText()
        text.write(document.header.first)
        text.write(document.body)
        for note in text.notes {
            text.part()
            text.lines.append(note.mark + " " + note.text)
        }
        text.part()
        text.write(document.footer.first)
        while text.lines.last == "" { text.lines.removeLast() }
        return Array((text.lines.joined(separator: "\n") + "\n").utf8)
    }

    /// An empty line, unless there is one.
    private mutating func part() {
        if let last = lines.last, !last.isEmpty { lines.append("") }
    }

    private mutating func write(_ blocks: [Block]) {
        for block in blocks {
            write(block)
            part()
        }
    }

    private mutating func write(_ block: Block) {
        switch block.content {
        case .paragraph(let paragraph): append(inline(paragraph.content.withoutPageCounts))
        case .list(let list):
            for item in list.items {
                let lines = nested(item.blocks)
                append(inline(item.mark.content) + " " + (lines.first ?? ""))
                self.lines += lines.dropFirst()
            }
        case .table(let table):
            for row in table.head + table.body {
                append(row.cells.map { nested($0.blocks).joined(separator: " ") }.joined(separator: "\t"))
            }
        case .columns(let columns): for column in columns.columns { write(column.blocks) }
        case .box(let box): write(box.blocks)
        case .group(let blocks): write(blocks)
        case .signature(let signature):
            lines += nested(signature.label)
            if signature.leader != .none { lines.append("……………") }
            lines += nested(signature.name)
        case .code(let code):
            append("[رمز: \(code.alternative)]")
            if let caption = code.caption { append(inline(caption.content)) }
        case .picture(let picture): if let alternative = picture.alternative { append("[صورة: \(alternative)]") }
        case .stamp(let stamp): append("[\(stamp.picture?.alternative ?? inline(stamp.label.content))]")
        case .rule, .space, .pageBreak: break
        }
    }

    /// The lines of blocks that stand within another, without empty ones.
    private mutating func nested(_ blocks: [Block]) -> [String] {
        var inner = DocumentText()
        inner.write(blocks)
        notes += inner.notes
        return inner.lines.filter { !$0.isEmpty }
    }

    /// Appends the lines of `text`; nothing when it is empty.
    private mutating func append(_ text: String) {
        if text.isEmpty { return }
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private mutating func inline(_ content: [Inline]) -> String {
        var text = ""
        for inline in content {
            switch inline {
            case .text(let string, _): text += string
            case .isolate(let direction, let content):
                let open = direction == .leftToRight ? "\u{2066}" : direction == .rightToLeft ? "\u{2067}" : "\u{2068}"
                text += open + self.inline(content) + "\u{2069}"
            case .lineBreak: text += "\n"
            case .fill(let leader, _, _): text += leader == .none ? " " : " …… "
            case .blank(let leader, _, _): text += leader == .none ? "     " : "……………"
            case .field(let field, _, _):
                text += field.isButton ? field.isOn ? "☒" : "☐" : field.value.isEmpty ? "……………" : field.shownText
            case .checkbox(let isChecked, _): text += isChecked ? "☒" : "☐"
            case .pageNumber, .pageCount: break
            case .footnote(let mark, let note, _):
                let mark = self.inline(mark)
                text += mark
                notes.append((mark, self.inline(note)))
            }
        }
        return text
    }
}
