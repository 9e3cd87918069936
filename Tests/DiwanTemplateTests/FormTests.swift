import DiwanDocument
import Testing

@testable import DiwanTemplate

@Suite("Forms to fill in by hand")
struct FormTests {
    @Test("In a blank form a value alone in a cell leaves the cell empty, and one beside words leaves dots")
    func blankCells() throws {
        let template = try Fixture.compiled(
            Fixture.template(
                fields: "<field name=\"n\" type=\"text\"/><field name=\"d\" type=\"date\"/><field name=\"m\" type=\"money\"/>",
                """
                <table columns="1fr 1fr 1fr 1fr">
                <tr><td> <value of="n"/> </td><td><date of="d"/></td><td><money of="m"/></td><td>رقم <value of="n"/></td></tr></table>
                """))
        guard case .table(let table) = try Fixture.instance(template, blank: true).document.body[0].content else {
            Issue.record("the body is no table")
            return
        }
        let cells = table.body[0].cells.map { cell in
            cell.blocks.contains {
                if case .paragraph(let paragraph) = $0.content { paragraph.content.contains(where: Self.isBlank) } else { false }
            }
        }
        #expect(cells == [false, false, false, true])
    }

    private static func isBlank(_ inline: Inline) -> Bool {
        switch inline {
        case .blank: true
        case .isolate(_, let inner): inner.contains(where: isBlank)
        default: false
        }
    }
}
