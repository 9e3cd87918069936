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

    @Test(
        "A choose shows in a blank what is given, else the case that asks to be shown, else the rest, unless it is to be hidden",
        arguments: [
            ("", "", "{}", "عام"), ("blank='show'", "", "{}", "الغرض"), ("blank='show'", "", "{\"n\": \"بناء\"}", "الغرضبناء"),
            ("", "blank='hide'", "{}", ""), ("blank='hide'", "", "{\"n\": \"بناء\"}", "عام"),
        ])
    func choose(when: String, otherwise: String, data: String, expected: String) throws {
        let body = "<p><choose><when test='n' \(when)>الغرض<value of='n'/></when><otherwise \(otherwise)>عام</otherwise></choose></p>"
        let template = Fixture.template(fields: "<field name='n' type='text'/>", body)
        let text = try Fixture.text(template, data, blank: true).filter { $0 != "\n" && $0 != "." && $0 != "…" && $0 != " " }
        #expect(text == expected)
        // A document that is no blank takes no notice.
        #expect(try Fixture.text(template).contains("عام"))
    }

    @Test("A cell that is left to be filled in wants the room that its field's type takes, and no other cell does")
    func roomInCells() throws {
        let template = try Fixture.compiled(
            Fixture.template(
                fields: "<field name='n' type='text'/><field name='d' type='date'/>",
                "<table columns='auto auto auto'><tr><td><date of='d'/></td><td>رقم <value of='n'/></td><td><value of='n'/></td></tr></table>"
            ))
        func rooms(_ data: String, blank: Bool) throws -> [Length] {
            guard case .table(let table) = try Fixture.instance(template, data, blank: blank).document.body[0].content else { return [] }
            return table.body[0].cells.map(\.blankWidth)
        }
        #expect(try rooms("{}", blank: true) == [.millimetres(28), .zero, .millimetres(40)])
        #expect(try rooms("{\"d\": \"2026-02-05\"}", blank: true) == [.zero, .zero, .millimetres(40)])
        #expect(try rooms("{}", blank: false) == [.zero, .zero, .zero])
    }

    private static func isBlank(_ inline: Inline) -> Bool {
        switch inline {
        case .blank: true
        case .isolate(_, let inner): inner.contains(where: isBlank)
        default: false
        }
    }
}
