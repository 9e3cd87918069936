import DiwanDocument
import DiwanXML

extension ElementDefinition {
    static let table = ElementDefinition(
        "table", .blocks, .content([.blocks]),
        [
            AttributeDefinition("columns", .columnWidths, "the columns' widths, from the start side; equal shares when none are named"),
            AttributeDefinition("repeat-head", .boolean, "whether thead is repeated on every page; true when not named"),
            AttributeDefinition("border-rows", .stroke, "the lines between rows; as border when none are named"),
            AttributeDefinition("border-columns", .stroke, "the lines between columns; as border when none are named"),
        ] + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.block
            + StyleProperty.box.filter { $0.name == "border" }, content: .of(.rows),
        "Rows of cells; the first column is at the start side."
    ) { compiler, element, scope in
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let widths = element["columns"].flatMap { AttributeValue.columnWidths($0) }
        checkRows(of: element, columns: widths?.count, compiler)
        var head: [XMLNode] = []
        var body: [XMLNode] = []
        for child in element.children {
            if case .element(let inner) = child, inner.name == "thead" {
                if !head.isEmpty { compiler.report("there is already a thead", at: inner) }
                head += inner.children
            } else {
                body.append(child)
            }
        }
        let inner = with(style, scope)
        let headProgram = compiler.sequence(head, in: inner.inside("thead", kind: .rows))
        let bodyProgram = compiler.sequence(body, in: inner.inside("table", kind: .rows))
        let border = style.box.border.top
        let rows = element["border-rows"].map { AttributeValue.stroke($0) } ?? border
        let columns = element["border-columns"].map { AttributeValue.stroke($0) } ?? border
        let repeats = element["repeat-head"] != "false"
        return compiler.blocks(from: [headProgram, bodyProgram]) { target in
            var head = target.collectRows(headProgram)
            var body = target.collectRows(bodyProgram)
            if head.isEmpty, body.isEmpty { return }
            let count = widths?.count ?? max(TableGrid.columnCount(head), TableGrid.columnCount(body), 1)
            let isComplete = TableGrid.complete(&head, columns: count, origin) && TableGrid.complete(&body, columns: count, origin)
            if !isComplete { target.warn("a row of the table has more cells than the table has columns", origin) }
            let table = Table(
                direction: style.paragraph.direction, columns: widths ?? Array(repeating: .proportional(1), count: count), head: head,
                body: body, repeatsHead: repeats, outerBorder: border, rowBorder: rows, columnBorder: columns)
            target.blocks.append(Block(origin: origin, style: style.block, content: .table(table)))
        }
    }

    /// Reports rows that cannot have as many columns as the table, where their cells are fixed.
    private static func checkRows(of table: XMLElement, columns: Int?, _ compiler: Compiler) {
        guard let columns else { return }
        var rows: [XMLElement] = []
        func collect(_ element: XMLElement) {
            for child in element.elements {
                if child.name == "tr" { rows.append(child) } else if child.name != "table" { collect(child) }
            }
        }
        collect(table)
        let hasRowSpans = rows.contains { $0.elements.contains { $0["rowspan"] != nil } }
        for row in rows where row.elements.allSatisfy({ $0.name == "td" || $0.name == "th" }) {
            let count = row.elements.reduce(0) { $0 + (Int($1["colspan"] ?? "1") ?? 1) }
            if count > columns || (count < columns && !hasRowSpans) {
                compiler.report("the row has \(count) column\(count == 1 ? "" : "s"), and the table \(columns)", at: row)
            }
        }
    }

    static let thead = ElementDefinition(
        "thead", .blocks, .within(["table"]), content: .of(.rows), "The rows of a table's head, repeated on every page.")

    static let tr = ElementDefinition(
        "tr", .blocks, .content([.rows]), [AttributeDefinition("height", .length, "the least height")], content: .of(.cells),
        "A row of a table."
    ) { compiler, element, scope in
        let origin = compiler.origin(element)
        let height = element["height"].flatMap { AttributeValue.length($0) } ?? .zero
        let content = compiler.contents(of: element, in: scope)
        return compiler.parts(from: [content]) { target in
            target.rows.append(Table.Row(origin: origin, minimumHeight: height, cells: target.collectCells(content)))
        }
    }

    private static let cellAttributes =
        [
            AttributeDefinition("colspan", .integer(1...64), "how many columns it takes"),
            AttributeDefinition("rowspan", .integer(1...1_000), "how many rows it takes"),
        ] + StyleProperty.named + StyleProperty.text + StyleProperty.paragraph + StyleProperty.box.filter { $0.name != "border-radius" }

    static let td = ElementDefinition("td", .blocks, .content([.cells]), cellAttributes, content: .flow, "A cell.") {
        cell($0, $1, $2, scope: nil)
    }

    static let th = ElementDefinition(
        "th", .blocks, .content([.cells]),
        [AttributeDefinition("scope", .keyword(["col", "row"]), "what it is the heading of; col when not named")] + cellAttributes,
        content: .flow, "A heading cell."
    ) { cell($0, $1, $2, scope: $1["scope"] == "row" ? .row : .column) }

    private static func cell(_ compiler: Compiler, _ element: XMLElement, _ scope: Scope, scope heading: Table.Cell.Scope?) -> Program {
        let style = compiler.style(of: element, in: scope)
        let origin = compiler.origin(element)
        let columnSpan = Int(element["colspan"] ?? "1") ?? 1
        let rowSpan = Int(element["rowspan"] ?? "1") ?? 1
        let borders = style.box.namesBorder ? style.box.border : nil
        var inner = with(style, scope)
        inner.isAloneInCell = holdsOneValue(element)
        let content = compiler.contents(of: element, in: inner)
        return compiler.parts(from: [content]) { target in
            let (blocks, blankWidth) = target.collectCell(content)
            target.cells.append(
                Table.Cell(
                    origin: origin, scope: heading, columnSpan: columnSpan, rowSpan: rowSpan, padding: style.box.padding,
                    background: style.box.background, borders: borders, verticalAlignment: style.box.verticalAlignment,
                    blankWidth: blankWidth, blocks: blocks))
        }
    }

    /// Whether a cell holds a value and nothing else.
    private static func holdsOneValue(_ cell: XMLElement) -> Bool {
        guard cell.elements.count == 1, ["value", "date", "number", "money"].contains(cell.elements[0].name) else { return false }
        return cell.children.allSatisfy { if case .text(let text) = $0 { text.isBlank } else { true } }
    }
}

/// Where the cells of a table come to stand, spans counted.
enum TableGrid {
    /// The greatest number of columns that a row takes.
    static func columnCount(_ rows: [Table.Row]) -> Int {
        var taken: [Int] = []
        var count = 0
        for row in rows {
            let above = taken.count { $0 > 0 }
            count = max(count, above + row.cells.reduce(0) { $0 + $1.columnSpan })
            taken = taken.map { max(0, $0 - 1) }
            var column = 0
            for cell in row.cells {
                while column < taken.count, taken[column] > 0 { column += 1 }
                for _ in 0..<cell.columnSpan {
                    while taken.count <= column { taken.append(0) }
                    taken[column] = cell.rowSpan - 1
                    column += 1
                }
            }
        }
        return count
    }

    /// Gives every row cells for all `columns`: an empty one where some are missing; those that are too many, and spans beyond the last
    /// row, are cut. Gives false when something was cut.
    static func complete(_ rows: inout [Table.Row], columns: Int, _ origin: ElementID) -> Bool {
        var isWhole = true
        // For each column, in how many more rows it is taken from above.
        var taken = [Int](repeating: 0, count: columns)
        for index in rows.indices {
            let rowsLeft = rows.count - index
            var free = taken.count { $0 == 0 }
            var kept: [Table.Cell] = []
            var next = taken.map { max(0, $0 - 1) }
            var column = 0
            for var cell in rows[index].cells {
                while column < columns, taken[column] > 0 { column += 1 }
                // A cell keeps to the free columns in a row from here.
                var room = 0
                while column + room < columns, taken[column + room] == 0 { room += 1 }
                if cell.columnSpan > room || cell.rowSpan > rowsLeft { isWhole = false }
                cell.columnSpan = min(cell.columnSpan, room)
                cell.rowSpan = min(cell.rowSpan, rowsLeft)
                if cell.columnSpan == 0 { continue }
                for place in column..<(column + cell.columnSpan) { next[place] = cell.rowSpan - 1 }
                column += cell.columnSpan
                free -= cell.columnSpan
                kept.append(cell)
            }
            while free > 0 {
                while column < columns, taken[column] > 0 { column += 1 }
                var room = 0
                while column + room < columns, taken[column + room] == 0 { room += 1 }
                if room == 0 { break }
                let padding = kept.last?.padding ?? Sides(all: .zero)
                kept.append(Table.Cell(origin: origin, columnSpan: room, padding: padding, blocks: []))
                column += room
                free -= room
            }
            rows[index].cells = kept
            taken = next
        }
        return isWhole
    }
}
