import DiwanDocument

/// The letter of the peers as a document: letterhead, reference, two dates, subject, three justified paragraphs, a table, three
/// signatures and a numbered footer.
enum LetterDocument {
    /// The fields of a record, in the order of the peers' file.
    enum Field {
        static let organisation = 1, english = 2, reference = 3, date = 4, subject = 5, salutation = 6, greeting = 7, paragraphs = 8
        static let cells = 11, members = 35, address = 41, page = 42, of = 43, count = 44
    }

    /// A record's fields without its names and its table: the text that all letters share.
    static func fixed(_ fields: [String]) -> [String] {
        var fixed = fields
        for index in Field.cells..<Field.address { fixed[index] = "" }
        for index in [Field.salutation, 0] { fixed[index] = "" }
        return fixed
    }

    static func make(_ fields: [String]) -> Document {
        func style(_ size: Int, _ weight: FontWeight = .regular) -> TextStyle {
            TextStyle(family: "Amiri", weight: weight, size: .points(size))
        }
        func block(
            _ text: String, _ style: TextStyle, _ alignment: TextAlignment = .start, above: Int = 0, below: Int = 0,
            role: Paragraph.Role = .body
        ) -> Block {
            let margin = Sides(top: Length.points(above), bottom: .points(below), start: .zero, end: .zero)
            return Block(
                origin: ElementID(rawValue: 1), style: BlockStyle(margin: margin),
                content: .paragraph(
                    Paragraph(
                        role: role, style: ParagraphStyle(alignment: alignment, lineHeight: 1_660), textStyle: style,
                        content: inlines(text, style))))
        }
        let origin = ElementID(rawValue: 1)
        var body: [Block] = []
        body.append(block(fields[Field.organisation], style(20, .bold), .center, role: .heading(1)))
        body.append(block(fields[Field.english], style(11), .center, below: 3))
        body.append(Block(origin: origin, content: .rule(Stroke(width: .points(1)))))
        body.append(
            Block(
                origin: origin,
                content: .columns(
                    Columns(
                        gap: .points(10),
                        columns: [
                            Columns.Column(width: .proportional(1), blocks: [block(fields[Field.reference], style(12))]),
                            Columns.Column(width: .proportional(1), blocks: [block(fields[Field.date], style(12), .end)]),
                        ]))))
        body.append(block(fields[Field.subject], style(13, .bold), .center, above: 6, below: 6))
        body.append(block(fields[Field.salutation], style(12, .bold), below: 4))
        body.append(block(fields[Field.greeting], style(12), below: 5))
        for index in 0..<3 { body.append(block(fields[Field.paragraphs + index], style(12), .justify, below: 5)) }
        let line = Stroke(width: .points(thousandths: 600))
        var rows: [Table.Row] = []
        for row in 0..<6 {
            let cells = (0..<4).map { column in
                Table.Cell(
                    origin: origin, scope: row == 0 ? .column : nil,
                    padding: Sides(top: .points(2), bottom: .points(2), start: .points(5), end: .points(5)),
                    blocks: [
                        block(
                            fields[Field.cells + 4 * row + column], style(12, row == 0 || row == 5 ? .bold : .regular),
                            column == 2 ? .center : .start)
                    ])
            }
            rows.append(Table.Row(origin: origin, cells: cells))
        }
        body.append(
            Block(
                origin: origin,
                style: BlockStyle(margin: Sides(top: .points(4), bottom: .points(16), start: .zero, end: .zero)),
                content: .table(
                    Table(
                        columns: [.proportional(3), .proportional(4), .proportional(3), .proportional(3)], head: [rows[0]],
                        body: Array(rows.dropFirst()), outerBorder: line, rowBorder: line, columnBorder: line))))
        body.append(
            Block(
                origin: origin,
                content: .columns(
                    Columns(
                        gap: .zero,
                        columns: (0..<3).map { member in
                            Columns.Column(
                                width: .proportional(1),
                                blocks: [
                                    Block(
                                        origin: origin,
                                        content: .signature(
                                            Signature(
                                                role: "member", order: member + 1,
                                                label: [
                                                    block(fields[Field.members + 2 * member + 1], style(12, .bold), .center),
                                                    block(fields[Field.members + 2 * member], style(12), .center),
                                                ],
                                                space: .points(22), leader: .line, name: [])))
                                ])
                        }))))
        let small = style(9)
        let page: [Inline] =
            inlines(fields[Field.address], small) + [.fill(.none, minimum: .points(8), small), .text(fields[Field.page] + " ", small)]
            + [.pageNumber(.latin, small), .text(" " + fields[Field.of] + " ", small), .pageCount(.latin, small)]
        let footer = [
            Block(origin: origin, content: .rule(Stroke(width: .points(thousandths: 400)))),
            Block(origin: origin, content: .paragraph(Paragraph(textStyle: small, content: page))),
        ]
        let margin = Sides(
            top: Length.points(45), bottom: .points(60), start: .points(thousandths: 56_700), end: .points(thousandths: 56_700))
        return Document(
            metadata: DocumentMetadata(title: fields[Field.subject]), firstPageMargin: margin, margin: margin,
            footer: RunningContent(first: footer, others: footer, offset: .points(32)), body: body)
    }

    /// A text with its isolates (U+2066 … U+2069) as such.
    private static func inlines(_ text: String, _ style: TextStyle) -> [Inline] {
        var result: [Inline] = []
        for (index, part) in text.split(separator: "\u{2066}", omittingEmptySubsequences: false).enumerated() {
            let pieces = part.split(separator: "\u{2069}", maxSplits: 1, omittingEmptySubsequences: false)
            if index > 0, pieces.count == 2 {
                result.append(.isolate(.leftToRight, [.text(String(pieces[0]), style)]))
                result.append(.text(String(pieces[1]), style))
            } else {
                result.append(.text(String(part), style))
            }
        }
        return result
    }
}
