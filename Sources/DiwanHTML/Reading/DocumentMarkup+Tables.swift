import DiwanDocument

/// Tables: those with heading cells are tables to everyone, the others only arrange things.
extension DocumentMarkup {
    mutating func write(_ table: Table, _ blockStyle: Declarations, width: Length) {
        let rows = table.head + table.body
        let hasHeadings = rows.contains { $0.cells.contains { $0.scope != nil } }
        var style = Declarations()
        if let border = table.outerBorder { style.add("border", CSSText.border(border)) }
        if hasHeadings {
            // What is too wide for a screen is scrolled by itself, with keys too.
            writer.open(
                "div",
                classAttribute(blockStyle, "scroll") + [("role", "group"), ("aria-label", Self.label(of: table)), ("tabindex", "0")])
            writer.open("table", classAttribute(style, "data"))
        } else {
            var whole = blockStyle
            whole.append(style)
            writer.open("table", classAttribute(whole, "plain") + [("role", "presentation")])
        }
        writer.newline()
        let widths = ColumnShares.widths(zip(table.columns, Self.cells(of: table)).map { ($0, $1.blocks, $1.padding) }, room: width)
        let whole = widths.reduce(.zero, +)
        for width in widths {
            var look = Declarations()
            look.add("width", CSSText.percent(width, of: whole))
            writer.open("col", classAttribute(look))
        }
        writer.newline()
        var occupied: [Int] = Array(repeating: 0, count: table.columns.count)
        var isFirstRow = true
        for (name, rows) in [("thead", table.head), ("tbody", table.body)] where !rows.isEmpty {
            writer.open(name)
            writer.newline()
            for row in rows {
                write(row, of: table, widths: widths, isFirst: isFirstRow, isHead: name == "thead", occupied: &occupied)
                isFirstRow = false
            }
            writer.close(name)
            writer.newline()
        }
        writer.close("table")
        if hasHeadings { writer.close("div") }
        writer.newline()
    }

    /// What a table is called: its column headings, or the first cell's words.
    private static func label(of table: Table) -> String {
        let cells = (table.head.first ?? table.body.first)?.cells ?? []
        let words = cells.map { cell in PlainText.of(cell.blocks).split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return "جدول: " + words.filter { !$0.isEmpty }.joined(separator: "، ")
    }

    /// For each column the blocks of the cells that stand in it alone, and the most that is around them.
    private static func cells(of table: Table) -> [(blocks: [Block], padding: Length)] {
        var result = [(blocks: [Block], padding: Length)](repeating: ([], .zero), count: table.columns.count)
        for row in table.head + table.body {
            var column = 0
            for cell in row.cells {
                if cell.columnSpan == 1, result.indices.contains(column) {
                    result[column].blocks += cell.blocks
                    result[column].padding = max(result[column].padding, cell.padding.start + cell.padding.end)
                }
                column += cell.columnSpan
            }
        }
        return result
    }

    /// Writes a row. `occupied` has for each column how many more rows a cell from above takes.
    private mutating func write(
        _ row: Table.Row, of table: Table, widths: [Length], isFirst: Bool, isHead: Bool, occupied: inout [Int]
    ) {
        var look = Declarations()
        if row.minimumHeight != .zero { look.add("height", CSSText.points(row.minimumHeight)) }
        writer.open("tr", classAttribute(look))
        writer.newline()
        var column = 0
        var next = occupied.map { max(0, $0 - 1) }
        for cell in row.cells {
            while column < occupied.count, occupied[column] > 0 { column += 1 }
            let columns = column..<min(widths.count, column + cell.columnSpan)
            let width = widths[columns].reduce(.zero, +) - cell.padding.start - cell.padding.end
            var style = Declarations()
            add(padding: cell.padding, to: &style)
            if let background = cell.background { style.add("background", CSSText.color(background)) }
            add(
                borders: cell.borders
                    ?? Sides(
                        top: isFirst ? nil : table.rowBorder, bottom: nil, start: column == 0 ? nil : table.columnBorder, end: nil),
                to: &style)
            switch cell.verticalAlignment {
            case .top: style.add("vertical-align", "top")
            case .middle: style.add("vertical-align", "middle")
            case .bottom: style.add("vertical-align", "bottom")
            }
            var attributes = cell.background == nil ? classAttribute(style) : classAttribute(style, "tint")
            if let scope = cell.scope { attributes.append(("scope", scope == .column ? "col" : "row")) }
            if cell.columnSpan > 1 { attributes.append(("colspan", "\(cell.columnSpan)")) }
            if cell.rowSpan > 1 { attributes.append(("rowspan", "\(cell.rowSpan)")) }
            let name = cell.scope == nil ? "td" : "th"
            writer.open(name, attributes)
            write(cell.blocks, width: width)
            writer.close(name)
            writer.newline()
            for index in columns { next[index] = cell.rowSpan - 1 }
            column += cell.columnSpan
        }
        occupied = next
        writer.close("tr")
        writer.newline()
    }
}
