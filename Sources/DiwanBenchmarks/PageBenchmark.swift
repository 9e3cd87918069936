import DiwanDocument
import DiwanFont
import DiwanLayout
import DiwanPDF
import DiwanShaping

/// One document with a table of 1, 10, 100 and 1,000 pages: what layout and PDF take for a page of each.
enum PageBenchmark {
    private static let rowsOnPage = 27

    static func run() throws {
        let fonts = FontLibrary(faces: LetterBenchmark.faces)
        let regular = try fonts.font(FontID(rawValue: 0)), bold = try fonts.font(FontID(rawValue: 1))
        for wanted in [1, 10, 100, 1_000] {
            let document = document(rows: wanted * rowsOnPage)
            let layout = DocumentLayout(fonts: fonts)
            let exporter = PDFExporter(fontOf: { $0.rawValue == 0 ? regular : bold })
            let begin = Clock.processorSeconds
            let paged = try layout.layout(document).document
            let middle = Clock.processorSeconds
            let pdf = try exporter.export(paged)
            let end = Clock.processorSeconds
            let pages = Double(paged.pages.count)
            print(
                "{\"pages\": \(paged.pages.count), \"layout_us_a_page\": \(Clock.text((middle - begin) * 1e6 / pages)), "
                    + "\"pdf_us_a_page\": \(Clock.text((end - middle) * 1e6 / pages)), \"bytes\": \(pdf.count), "
                    + "\"peak_mb\": \(Clock.text(Clock.peakMegabytes))}")
        }
    }

    private static func document(rows: Int) -> Document {
        let style = TextStyle(family: "Amiri", size: .points(12))
        let origin = ElementID(rawValue: 0)
        func cell(_ text: String, _ scope: Table.Cell.Scope? = nil) -> Table.Cell {
            let paragraph = Paragraph(textStyle: style, content: [.text(text, style)])
            return Table.Cell(
                origin: origin, scope: scope, padding: Sides(all: .points(3)),
                blocks: [Block(origin: origin, content: .paragraph(paragraph))])
        }
        let line = Stroke(width: .points(thousandths: 500))
        let names = ["أحمد بن خالد", "سعيد بن ياسر", "إبراهيم بن مصطفى", "يوسف بن طارق", "ماجد بن هشام"]
        let table = Table(
            columns: [.proportional(1), .proportional(4), .proportional(2)],
            head: [Table.Row(origin: origin, cells: [cell("م", .column), cell("الاسم", .column), cell("المبلغ", .column)])],
            body: (0..<rows).map { index in
                Table.Row(
                    origin: origin, cells: [cell(String(index + 1)), cell(names[index % names.count]), cell("\(index * 37 % 9_000).50")])
            }, outerBorder: line, rowBorder: line, columnBorder: line)
        let margin = Sides(all: Length.millimetres(20))
        return Document(
            metadata: DocumentMetadata(title: "pages"), firstPageMargin: margin, margin: margin,
            body: [Block(origin: origin, content: .table(table))])
    }
}
