import DiwanData
import DiwanDocument
import Foundation
import Testing

@testable import DiwanTemplate

@Suite("What a template says of itself")
struct DescriptionTests {
    @Test("The JSON Schema of a template's data names its members, its options and its bounds")
    func jsonSchema() throws {
        let template = try Fixture.compiled(Fixture.template(fields: DataTests.fields, ""))
        let schema = JSONWriter.text(template.jsonSchema)
        let read = try #require(try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any])
        #expect(read["type"] as? String == "object")
        #expect(read["required"] as? [String] == ["name"])
        let properties = try #require(read["properties"] as? [String: [String: Any]])
        #expect(properties["kind"]?["enum"] as? [String] == ["one", "two"])
        #expect(properties["family"]?["maxItems"] as? Int == 3)
        #expect(properties["count"]?["maximum"] as? Int == 30)
        #expect(properties["sig"] == nil)
        #expect(properties["name"]?["title"] as? String == "الاسم")
    }

    @Test("The fields are described in their order, with their parts")
    func fields() throws {
        let template = try Fixture.compiled(LetterTests.letter, files: ["base/official-letter.xml": LetterTests.base])
        #expect(template.fields.map(\.path) == ["req", "ben", "outcome", "amount", "reason"])
        #expect(template.fields[0].children.map(\.path) == ["req.no", "req.complete-date"])
        #expect(template.fields[1].children.map(\.name) == ["name", "gender"])
        #expect(template.fields[2].options.map(\.label) == ["قبول", "رفض"])
        #expect(template.fields[3].isSometimesRelevant && template.fields[3].isRequired)
        #expect(template.fields[4].repeats)
    }

    @Test("Every element of the registry is in the guide, has a summary and attributes named once")
    func registry() {
        let guide = ElementRegistry.reference
        for element in ElementRegistry.all {
            #expect(guide.contains("### `\(element.name)`\n"))
            #expect(element.summary.hasSuffix(".") || element.summary.hasSuffix("».") || element.summary.hasSuffix(")."), "\(element.name)")
            #expect(Set(element.attributes.map(\.name)).count == element.attributes.count, "\(element.name)")
            if case .content = element.place { #expect(element.compile != nil || element.name == "let", "\(element.name)") }
        }
        #expect(Set(ElementRegistry.names).count == ElementRegistry.all.count)
    }

    @Test("The style of an element is the language's, then the house's, then the template's, then its own; large print scales all text")
    func styles() throws {
        let text = Fixture.template(
            """
            <style match="h1" color="#112233"/><style name="big" font-size="22pt"/><style name="bigger" extends="big" font-weight="bold"/>
            <h1>أ</h1><p style="bigger" margin="1mm 2mm" text-align="end">ب<span font-size="10pt">ج</span></p>
            <box border="1pt" padding="2mm" border-radius="1mm"><p style="note">د</p></box>
            """, attributes: "font-size='15pt' line-height='1.7'")
        let document = try Fixture.instance(Fixture.compiled(text)).document
        guard case .paragraph(let heading) = document.body[0].content, case .paragraph(let paragraph) = document.body[1].content,
            case .box(let box) = document.body[2].content, case .paragraph(let note) = box.blocks[0].content
        else {
            Issue.record("other blocks")
            return
        }
        #expect(heading.role == .heading(1))
        #expect(heading.textStyle.size == .points(18))
        #expect(heading.textStyle.color == Color(red: 0x11, green: 0x22, blue: 0x33))
        #expect(heading.textStyle.weight == .bold)
        #expect(document.body[0].style.keepsWithNext)
        #expect(paragraph.textStyle.size == .points(22))
        #expect(paragraph.textStyle.weight == .bold)
        #expect(paragraph.style.alignment == .end)
        #expect(paragraph.style.lineHeight == 1_700)
        #expect(
            document.body[1].style.margin
                == Sides(top: .millimetres(1), bottom: .millimetres(1), start: .millimetres(2), end: .millimetres(2)))
        guard case .text(_, let span) = paragraph.content[1] else {
            Issue.record("no span")
            return
        }
        #expect(span.size == .points(10))
        #expect(span.weight == .bold)
        #expect(note.textStyle.size == .points(9))
        #expect(box.border.start?.width == .points(1))
        #expect(box.cornerRadius == .millimetres(1))
        var large = try Fixture.profile()
        large.textScale = 125
        let result = try Fixture.compile(["t.xml": text], profile: large)
        let template = try #require(result.template)
        guard case .paragraph(let scaled) = try Fixture.instance(template).document.body[1].content else { return }
        #expect(scaled.textStyle.size == .points(thousandths: 27_500))
    }

    @Test("White space collapses as in HTML, also across elements and beside gaps")
    func whiteSpace() throws {
        let body = "<p>  أ  <strong> ب </strong>\n ج <fill/> د <br/> هـ  </p><p> </p>"
        #expect(try Fixture.text(Fixture.template(body)) == "أ ب ج\tد\nهـ\n\n")
    }

    @Test("Text in what holds blocks is a paragraph of its own, also through conditions and parts")
    func flow() throws {
        let body = """
            <ul><li>أ <if test="1 = 1">ب</if><p>ج</p> د</li><li><if test="1 = 1"><p>هـ</p> و</if></li></ul>
            <box><include href="part.xml"/></box>
            """
        let files = ["part.xml": "<part xmlns='urn:diwan:template:1'>ز <strong>ح</strong><p>ط</p></part>"]
        #expect(try Fixture.text(Fixture.template(body), files: files) == "• أ ب\nج\nد\n• هـ\nو\nز ح\nط\n")
    }

    @Test("Lists are marked in every style, and tables are made whole")
    func listsAndTables() throws {
        func list(_ style: String, _ count: Int) throws -> String {
            let items = String(repeating: "<li>س</li>", count: count)
            return try Fixture.text(Fixture.template("<ol list-style='\(style)'>\(items)</ol>")).split(separator: "\n").map {
                String($0.prefix { $0 != " " })
            }.joined(separator: " ")
        }
        #expect(try list("decimal", 3) == "١. ٢. ٣.")
        #expect(try list("abjad", 12) == "أ. ب. ج. د. هـ. و. ز. ح. ط. ي. يأ. يب.")
        #expect(try list("ordinal-adverb", 3) == "أولًا: ثانيًا: ثالثًا:")
        let fields = "<group name='r' repeats='true'><field name='a' type='text'/></group>"
        let body = """
            <table columns="1fr 2fr 10mm"><thead><tr><th colspan="2">أ</th><th>ب</th></tr></thead>
            <for-each select="r"><tr><td rowspan="2">ج</td><td><value of="a"/></td><if test="position() = 1"><td>د</td></if></tr></for-each></table>
            """
        let document = try Fixture.instance(
            Fixture.compiled(Fixture.template(fields: fields, body)), "{\"r\": [{\"a\": \"1\"}, {\"a\": \"2\"}]}"
        ).document
        guard case .table(let table) = document.body[0].content else {
            Issue.record("no table")
            return
        }
        #expect(table.columns == [.proportional(1), .proportional(2), .fixed(.tenMillimetres)])
        #expect(table.head[0].cells.map(\.columnSpan) == [2, 1])
        #expect(table.body[0].cells.map(\.rowSpan) == [2, 1, 1])
        #expect(table.body[1].cells.map(\.columnSpan) == [1, 1])
        #expect(table.body[1].cells[0].rowSpan == 1)
    }

    @Test("Values keep their own order: technical strings from left to right, names and dates from right to left")
    func isolation() throws {
        let fields = "<field name='iban' type='iban'/><field name='t' type='text'/><field name='d' type='date'/>"
        let body = "<p><value of='iban'/><value of='t'/><value of='d'/></p>"
        func directions(_ text: String) throws -> [TextDirection?] {
            let data = "{\"iban\": \"SA0380000000608010167519\", \"t\": \"\(text)\", \"d\": \"2025-11-05\"}"
            let document = try Fixture.instance(Fixture.compiled(Fixture.template(fields: fields, body)), data).document
            guard case .paragraph(let paragraph) = document.body[0].content else { return [] }
            return paragraph.content.compactMap { if case .isolate(let direction, _) = $0 { direction } else { .leftToRight } }
        }
        let arabic = try directions("نص")
        #expect(arabic == [.leftToRight, .rightToLeft, .rightToLeft])
    }
}

extension Length {
    fileprivate static let tenMillimetres = Length.millimetres(10)
}
