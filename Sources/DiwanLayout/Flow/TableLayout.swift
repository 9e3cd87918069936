import DiwanDocument

/// Lays out a table: places the cells on the grid, finds the columns' widths and the rows' heights, and the lines between.
struct TableLayout {
    /// The rows, ready for the flow; `joined` has the indices (head first) of rows that a cell joins with the row before.
    struct Rows {
        var head: [TableRowBox]
        var body: [TableRowBox]
        var joined: Set<Int>
    }

    /// A cell with its place on the grid.
    private struct PlacedCell {
        var cell: Table.Cell
        var row: Int
        var column: Int
        var columnSpan: Int
        var rowSpan: Int
    }

    let table: Table
    let origin: ElementID
    let width: Length
    let context: FlowContext
    let parent: StructureID

    /// The rows; `nil` when the table has none, or no columns.
    func rows() -> Rows? {
        let allRows = table.head + table.body
        let columnCount = table.columns.count
        guard !allRows.isEmpty, columnCount > 0 else { return nil }
        let cells = placedCells(allRows, columnCount)
        var owner = [[Int?]](repeating: [Int?](repeating: nil, count: columnCount), count: allRows.count)
        for (index, cell) in cells.enumerated() {
            for row in cell.row..<(cell.row + cell.rowSpan) {
                for column in cell.column..<(cell.column + cell.columnSpan) { owner[row][column] = index }
            }
        }
        let widths = columnWidths(cells)
        let total = widths.reduce(.zero, +)
        if total > width { context.preparer.report(.tableTooWide(excess: total - width), origin) }
        var starts = [Length.zero]
        for width in widths { starts.append((starts.last ?? .zero) + width) }

        var rows = allRows.map { TableRowBox(origin: $0.origin, width: total, cells: []) }
        var content: [TableRowBox.Cell] = []
        var next = 0
        // A table without a heading only arranges things: to a reader it is none.
        let isArrangement = !cells.contains { $0.cell.scope != nil }
        let tableNode = context.node(isArrangement ? .division : .table, in: parent)
        let headNode = table.head.isEmpty ? tableNode : context.node(isArrangement ? .division : .tableHead, in: tableNode)
        // A head asks for a body (ISO 14289-1, 7.5).
        let bodyNode = context.node(isArrangement ? .division : .tableBody, in: tableNode)
        for rowIndex in allRows.indices {
            let section = rowIndex < table.head.count ? headNode : bodyNode
            let rowNode = context.node(isArrangement ? .division : .tableRow, in: section)
            // The cells stand in the order of their rows.
            while next < cells.count, cells[next].row == rowIndex {
                let node = isArrangement ? context.node(.division, in: rowNode) : node(of: cells[next], in: rowNode)
                content.append(self.content(of: cells[next], starts, total, node))
                next += 1
            }
            // The grid of a table is full (ISO 14289-1, 7.5).
            if !isArrangement {
                for column in 0..<columnCount where owner[rowIndex][column] == nil {
                    _ = context.node(.dataCell(columnSpan: 1, rowSpan: 1), in: rowNode)
                }
            }
        }
        setHeights(&rows, allRows, cells, &content)
        for (cell, box) in zip(cells, content) { rows[cell.row].cells.append(box) }
        for row in rows.indices { setLines(&rows, row, owner, cells, starts, total) }
        var joined: Set<Int> = []
        for cell in cells where cell.rowSpan > 1 { joined.formUnion((cell.row + 1)..<(cell.row + cell.rowSpan)) }
        return Rows(head: Array(rows.prefix(table.head.count)), body: Array(rows.dropFirst(table.head.count)), joined: joined)
    }

    // MARK: The grid

    private func placedCells(_ rows: [Table.Row], _ columnCount: Int) -> [PlacedCell] {
        var taken = [[Bool]](repeating: [Bool](repeating: false, count: columnCount), count: rows.count)
        var cells: [PlacedCell] = []
        for (rowIndex, row) in rows.enumerated() {
            var column = 0
            // A cell of the head does not reach into the body.
            let lastRow = rowIndex < table.head.count ? table.head.count : rows.count
            for cell in row.cells {
                while column < columnCount, taken[rowIndex][column] { column += 1 }
                let columnSpan = max(1, cell.columnSpan), rowSpan = min(max(1, cell.rowSpan), lastRow - rowIndex)
                let isFree = column + columnSpan <= columnCount && !taken[rowIndex][column..<(column + columnSpan)].contains(true)
                guard isFree else {
                    context.preparer.report(.cellOutsideTable, cell.origin)
                    continue
                }
                for spanned in rowIndex..<(rowIndex + rowSpan) {
                    for place in column..<(column + columnSpan) { taken[spanned][place] = true }
                }
                cells.append(PlacedCell(cell: cell, row: rowIndex, column: column, columnSpan: columnSpan, rowSpan: rowSpan))
                column += columnSpan
            }
        }
        return cells
    }

    private func columnWidths(_ cells: [PlacedCell]) -> [Length] {
        let measurer = ContentWidth(context: context)
        return ColumnWidths.resolve(table.columns, available: width) { column in
            var extent = ContentWidth.Extent()
            for cell in cells where cell.column <= column && column < cell.column + cell.columnSpan {
                var part = measurer.measure(cell.cell)
                let padding = cell.cell.padding.start + cell.cell.padding.end
                part.minimum = (part.minimum + padding) / cell.columnSpan
                part.maximum = (part.maximum + padding) / cell.columnSpan
                extent.include(part)
            }
            return extent
        }
    }

    // MARK: Cells

    private func node(of cell: PlacedCell, in row: StructureID) -> StructureID {
        if let scope = cell.cell.scope {
            return context.node(.headerCell(scope, columnSpan: cell.columnSpan, rowSpan: cell.rowSpan), in: row)
        }
        return context.node(.dataCell(columnSpan: cell.columnSpan, rowSpan: cell.rowSpan), in: row)
    }

    private func content(of cell: PlacedCell, _ starts: [Length], _ total: Length, _ node: StructureID) -> TableRowBox.Cell {
        let isRightToLeft = table.direction == .rightToLeft
        let start = starts[cell.column], end = starts[cell.column + cell.columnSpan]
        let cellWidth = end - start
        let padding = cell.cell.padding
        let inner = cellWidth - padding.start - padding.end
        if inner <= .zero { context.preparer.report(.tooWide(excess: .zero - inner), cell.cell.origin) }
        let items = inner > .zero ? FlowBuilder.items(of: cell.cell.blocks, width: inner, context: context, parent: node) : []
        return TableRowBox.Cell(
            x: isRightToLeft ? total - end : start, width: cellWidth, contentX: isRightToLeft ? padding.end : padding.start,
            paddingTop: padding.top, paddingBottom: padding.bottom, background: cell.cell.background,
            verticalAlignment: cell.cell.verticalAlignment, items: items, content: FlowFiller.fillWhole(items, width: inner),
            rowSpan: cell.rowSpan)
    }

    private func setHeights(
        _ rows: inout [TableRowBox], _ source: [Table.Row], _ cells: [PlacedCell], _ content: inout [TableRowBox.Cell]
    ) {
        for (row, box) in rows.enumerated() { box.height = source[row].minimumHeight }
        func wanted(_ index: Int) -> Length {
            let cell = content[index]
            return cell.paddingTop + cell.content.height + cell.paddingBottom
        }
        for (index, cell) in cells.enumerated() where cell.rowSpan == 1 {
            rows[cell.row].height = max(rows[cell.row].height, wanted(index))
        }
        for (index, cell) in cells.enumerated() where cell.rowSpan > 1 {
            let spanned = cell.row..<(cell.row + cell.rowSpan)
            let have = spanned.reduce(Length.zero) { $0 + rows[$1].height }
            let missing = wanted(index) - have
            if missing > .zero { rows[spanned.upperBound - 1].height += missing }
        }
        for (index, cell) in cells.enumerated() {
            content[index].height = (cell.row..<(cell.row + cell.rowSpan)).reduce(Length.zero) { $0 + rows[$1].height }
        }
    }

    // MARK: Lines

    /// The line between two cells: what one of them asks for, or else the table's. `nil` where both are the same cell.
    private func edge(
        _ first: Sides<Stroke?>?, _ side: KeyPath<Sides<Stroke?>, Stroke?>, _ second: Sides<Stroke?>?,
        _ otherSide: KeyPath<Sides<Stroke?>, Stroke?>, _ standard: Stroke?
    ) -> Stroke? {
        if first == nil, second == nil { return standard }
        if let stroke = first?[keyPath: side] { return stroke }
        return second?[keyPath: otherSide]
    }

    private func setLines(
        _ rows: inout [TableRowBox], _ row: Int, _ owner: [[Int?]], _ cells: [PlacedCell], _ starts: [Length], _ total: Length
    ) {
        let isRightToLeft = table.direction == .rightToLeft
        let columnCount = starts.count - 1
        func borders(_ row: Int, _ column: Int) -> Sides<Stroke?>? {
            owner[row][column].flatMap { cells[$0].cell.borders }
        }
        func span(_ column: Int) -> (Length, Length) {
            isRightToLeft ? (total - starts[column + 1], total - starts[column]) : (starts[column], starts[column + 1])
        }
        var top: [TableRowBox.Segment] = [], outerTop: [TableRowBox.Segment] = [], outerBottom: [TableRowBox.Segment] = []
        func add(_ stroke: Stroke?, _ column: Int, _ list: inout [TableRowBox.Segment]) {
            guard let stroke else { return }
            let (x0, x1) = span(column)
            if let last = list.last, last.stroke == stroke, last.x0 == x1 || last.x1 == x0 {
                list[list.count - 1].x0 = min(last.x0, x0)
                list[list.count - 1].x1 = max(last.x1, x1)
            } else {
                list.append(TableRowBox.Segment(x0: x0, x1: x1, stroke: stroke))
            }
        }
        for column in 0..<columnCount {
            let own = borders(row, column)
            add(own == nil ? table.outerBorder : own?.top, column, &outerTop)
            add(own == nil ? table.outerBorder : own?.bottom, column, &outerBottom)
            guard row > 0, owner[row][column] == nil || owner[row][column] != owner[row - 1][column] else { continue }
            add(edge(own, \.top, borders(row - 1, column), \.bottom, table.rowBorder), column, &top)
        }
        var uprights: [TableRowBox.Segment] = []
        func addUpright(_ stroke: Stroke?, _ boundary: Int) {
            guard let stroke else { return }
            let x = isRightToLeft ? total - starts[boundary] : starts[boundary]
            uprights.append(TableRowBox.Segment(x0: x, x1: x, stroke: stroke))
        }
        let first = borders(row, 0), last = borders(row, columnCount - 1)
        addUpright(first == nil ? table.outerBorder : first?.start, 0)
        for boundary in 1..<max(columnCount, 1) {
            let before = owner[row][boundary - 1], after = owner[row][boundary]
            guard before == nil || before != after else { continue }
            addUpright(edge(borders(row, boundary - 1), \.end, borders(row, boundary), \.start, table.columnBorder), boundary)
        }
        addUpright(last == nil ? table.outerBorder : last?.end, columnCount)
        rows[row].top = top
        rows[row].outerTop = outerTop
        rows[row].outerBottom = outerBottom
        rows[row].uprights = uprights
    }
}
