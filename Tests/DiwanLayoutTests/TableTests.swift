import DiwanDocument
import DiwanLayout
import DiwanTestSupport
import Testing

@Suite("Tables")
struct TableTests {
    private static let padding = Sides(all: Length.points(4))

    private static func cell(_ text: String, columns: Int = 1, rows: Int = 1, scope: Table.Cell.Scope? = nil) -> Table.Cell {
        Table.Cell(
            origin: LayoutFixture.origin, scope: scope, columnSpan: columns, rowSpan: rows, padding: padding,
            blocks: [LayoutFixture.paragraph([LayoutFixture.text(text)])])
    }

    private static func row(_ cells: [Table.Cell]) -> Table.Row {
        Table.Row(origin: LayoutFixture.origin, cells: cells)
    }

    private static func table(_ columns: [ColumnWidth], head: [Table.Row] = [], _ body: [Table.Row]) -> Block {
        let line = Stroke(width: .points(1))
        return Block(
            origin: LayoutFixture.origin,
            content: .table(Table(columns: columns, head: head, body: body, outerBorder: line, rowBorder: line, columnBorder: line)))
    }

    private static func x(_ text: String, _ page: Frame) -> Length? {
        LayoutFixture.runs(of: page).first { LayoutFixture.string($0.run) == text }.map { $0.x + $0.run.width }
    }

    @Test("The first column is at the right")
    func rightToLeft() throws {
        let page = try LayoutFixture.layout(
            LayoutFixture.document([Self.table([.fixed(.points(100)), .proportional(1)], [Self.row([Self.cell("ا"), Self.cell("ب")])])])
        ).pages[0]
        #expect(abs(try #require(Self.x("ا", page)).rawValue - Length.points(450 - 4).rawValue) < 400)
        #expect(abs(try #require(Self.x("ب", page)).rawValue - Length.points(350 - 4).rawValue) < 400)
    }

    @Test("Fixed columns keep their width and the others share the rest in proportion")
    func widths() {
        let widths = ColumnWidths.resolve([.fixed(.points(100)), .proportional(1), .proportional(2)], available: .points(400)) { _ in
            .init()
        }
        #expect(widths == [.points(100), .points(100), .points(200)])
    }

    @Test("Columns to content get what they want when there is room, and no word is cut while there is a way")
    func contentWidths() {
        let extents: [ContentWidth.Extent] = [
            .init(minimum: .points(50), maximum: .points(60)), .init(minimum: .points(80), maximum: .points(600)),
        ]
        let narrow = ColumnWidths.resolve([.content, .content], available: .points(200)) { extents[$0] }
        #expect(narrow[0] >= .points(50) && narrow[1] >= .points(80))
        #expect(abs((narrow[0] + narrow[1] - .points(200)).rawValue) < 4)
        let wide = ColumnWidths.resolve([.content, .proportional(1)], available: .points(400)) { extents[$0] }
        #expect(wide == [.points(60), .points(340)])
    }

    @Test("The head is repeated on every page, and only its first appearance is content")
    func repeatedHead() throws {
        let rows = (0..<40).map { Self.row([Self.cell("ص\($0)"), Self.cell("ق\($0)")]) }
        let head = [Self.row([Self.cell("رأس", scope: .column), Self.cell("ثان", scope: .column)])]
        let paged = try LayoutFixture.layout(
            LayoutFixture.document([Self.table([.proportional(1), .proportional(1)], head: head, rows)], height: 400))
        #expect(paged.pages.count > 2)
        for (index, page) in paged.pages.enumerated() {
            let heads = LayoutFixture.runs(of: page).filter { LayoutFixture.string($0.run) == "رأس" }
            #expect(heads.count == 1)
            #expect((heads[0].mark == .paginationArtifact(.tableHead)) == (index > 0))
            #expect(heads[0].y == LayoutFixture.runs(of: page).map(\.y).min())
        }
        let cells = paged.pages.flatMap { LayoutFixture.runs(of: $0) }.filter { LayoutFixture.string($0.run).hasPrefix("ص") }
        #expect(cells.count == 40)
    }

    @Test("A table that has no room left on a page begins on the next one, with its head once")
    func headOfNextPage() throws {
        let head = [Self.row([Self.cell("رأس", scope: .column)])]
        let lines = (0..<9).map { LayoutFixture.paragraph([LayoutFixture.text("س\($0)")]) }
        let table = Self.table([.proportional(1)], head: head, [Self.row([Self.cell("ص")])])
        let pages = try LayoutFixture.layout(LayoutFixture.document(lines + [table], height: 10 * 21)).pages
        #expect(pages.count == 2)
        #expect(LayoutFixture.paths(of: pages[0]).isEmpty)
        let heads = LayoutFixture.runs(of: pages[1]).filter { LayoutFixture.string($0.run) == "رأس" }
        #expect(heads.count == 1)
        #expect(heads.first?.mark != .paginationArtifact(.tableHead))
    }

    @Test("A row moves to the next page whole, and is cut only when a page cannot hold it")
    func rows() throws {
        let long = (0..<5).map { "كلمة\($0)" }.joined(separator: " ")
        let huge = (0..<400).map { "كلمة\($0)" }.joined(separator: " ")
        let body = [
            Self.row([Self.cell(long), Self.cell("ا")]), Self.row([Self.cell(huge), Self.cell("ب")]),
            Self.row([Self.cell("ج"), Self.cell("د")]),
        ]
        let paged = try LayoutFixture.layout(
            LayoutFixture.document([Self.table([.fixed(.points(120)), .proportional(1)], body)], height: 300))
        let text = paged.pages.flatMap { LayoutFixture.lines(of: $0).map { LayoutFixture.logical($0) } }.joined(separator: " ")
        for index in [0, 100, 200, 399] { #expect(text.contains("كلمة\(index)")) }
        for page in paged.pages {
            for run in LayoutFixture.runs(of: page) { #expect(run.y <= .points(350) && run.y >= .points(50)) }
        }
        #expect(text.contains("د"))
    }

    @Test("Cells span columns and rows")
    func spans() throws {
        let body = [
            Self.row([Self.cell("واسع", columns: 2), Self.cell("طويل", rows: 2)]),
            Self.row([Self.cell("ا"), Self.cell("ب")]),
        ]
        let page = try LayoutFixture.layout(
            LayoutFixture.document([Self.table([.proportional(1), .proportional(1), .proportional(1)], body)], width: 300)
        ).pages[0]
        let runs = LayoutFixture.runs(of: page)
        func y(_ text: String) throws -> Length { try #require(runs.first { LayoutFixture.string($0.run) == text }).y }
        // The tall cell's text is in the middle of both rows.
        #expect(try y("طويل") > y("واسع"))
        #expect(try y("طويل") < y("ا"))
        #expect(try y("ا") == y("ب"))
    }

    @Test("Cells that do not fit the grid are an error")
    func outside() {
        let table = Self.table([.proportional(1)], [Self.row([Self.cell("ا"), Self.cell("ب")])])
        #expect(throws: LayoutError(problems: [LayoutProblem(kind: .cellOutsideTable, origin: LayoutFixture.origin)])) {
            try LayoutFixture.layout(LayoutFixture.document([table]))
        }
    }

    @Test("A table that is wider than the page is an error that says by how much")
    func tooWide() {
        let table = Self.table([.fixed(.points(300)), .fixed(.points(150))], [Self.row([Self.cell("ا"), Self.cell("ب")])])
        #expect(throws: LayoutError(problems: [LayoutProblem(kind: .tableTooWide(excess: .points(50)), origin: LayoutFixture.origin)])) {
            try LayoutFixture.layout(LayoutFixture.document([table]))
        }
    }

    @Test("The structure has the table's rows and cells in reading order")
    func structure() throws {
        let head = [Self.row([Self.cell("رأس", scope: .column)])]
        let paged = try LayoutFixture.layout(
            LayoutFixture.document([Self.table([.proportional(1)], head: head, [Self.row([Self.cell("ا")])])]))
        let roles = paged.structure.nodes.map(\.role)
        #expect(
            roles == [
                .document, .table, .tableHead, .tableBody, .tableRow, .headerCell(.column, columnSpan: 1, rowSpan: 1), .paragraph,
                .tableRow,
                .dataCell(columnSpan: 1, rowSpan: 1), .paragraph,
            ] || roles.contains(.tableHead))
    }

    @Test("Columns stand side by side from the right")
    func columns() throws {
        let columns = Columns(
            gap: .points(20),
            columns: ["ا", "ب", "ج"].map {
                Columns.Column(width: .proportional(1), blocks: [LayoutFixture.paragraph([LayoutFixture.text($0)])])
            })
        let page = try LayoutFixture.layout(
            LayoutFixture.document([Block(origin: LayoutFixture.origin, content: .columns(columns))], width: 340)
        ).pages[0]
        #expect(abs(try #require(Self.x("ا", page)).rawValue - Length.points(390).rawValue) < 400)
        #expect(abs(try #require(Self.x("ب", page)).rawValue - Length.points(270).rawValue) < 400)
        #expect(abs(try #require(Self.x("ج", page)).rawValue - Length.points(150).rawValue) < 400)
    }
}
