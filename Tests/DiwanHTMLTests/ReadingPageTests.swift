import DiwanDocument
import DiwanHTML
import Testing

/// What the reading page says of a document.
@Suite struct ReadingPageTests {
    /// The page of some blocks.
    static func page(_ blocks: [Block], _ change: (inout Document) -> Void = { _ in }) -> String {
        var document = Document(
            metadata: DocumentMetadata(title: "عنوان"), firstPageMargin: Sides(all: .millimetres(20)), margin: Sides(all: .millimetres(20)),
            body: blocks)
        change(&document)
        return String(decoding: ReadingPage(fonts: FontStacks(["body": ["Amiri"]])).bytes(document), as: UTF8.self)
    }

    /// The content of the page's main part.
    static func main(_ blocks: [Block]) -> String {
        let page = page(blocks)
        guard let start = page.range(of: "<main>\n"), let end = page.range(of: "</main>") else { return "" }
        return String(page[start.upperBound..<end.lowerBound])
    }

    static let style = TextStyle(size: .points(12))

    static func paragraph(_ content: [Inline], role: Paragraph.Role = .body) -> Block {
        Block(origin: ElementID(rawValue: 0), content: .paragraph(Paragraph(role: role, textStyle: style, content: content)))
    }

    @Test func headingsCloseUpSoThatNoLevelIsLeftOut() {
        let levels = [2, 3, 3, 1, 3]
        let main = Self.main(levels.map { Self.paragraph([.text("ع", Self.style)], role: .heading($0)) })
        let found = main.matches(of: /<(h\d)/).map { String($0.1) }
        #expect(found == ["h1", "h2", "h2", "h1", "h2"])
    }

    @Test func documentWithoutHeadingHasItsTitleForReadersWhoDoNotSeeIt() {
        #expect(Self.main([]).hasPrefix("<h1 class=\"unseen\">عنوان</h1>"))
    }

    @Test func textCannotBecomeMarkup() {
        let main = Self.main([Self.paragraph([.text("<script>&\"</style>", Self.style)])])
        #expect(main.contains("&lt;script&gt;&amp;\"&lt;/style&gt;"))
        #expect(!Self.page([]) { $0.metadata.title = "</title><script>" }.contains("<script>"))
    }

    @Test func isolatesKeepTheirDirection() {
        let text = Inline.text("+966", Self.style)
        let main = Self.main([Self.paragraph([.isolate(.leftToRight, [text]), .isolate(.rightToLeft, [text]), .isolate(nil, [text])])])
        #expect(
            main.contains(
                "<bdi dir=\"ltr\" class=\"whole\">+966</bdi><bdi dir=\"rtl\" class=\"whole\">+966</bdi><bdi class=\"whole\">+966</bdi>"))
    }

    @Test func noteAndMarkLeadToEachOther() {
        let main = Self.main([
            Self.paragraph([
                .text("نص", Self.style), .footnote(mark: [.text("(١)", Self.style)], note: [.text("حاشية", Self.style)], Self.style),
            ])
        ])
        #expect(main.contains("<a id=\"mark1\" href=\"#note1\" role=\"doc-noteref\">(١)</a>"))
        #expect(main.contains(/<p id="note1"[^>]*><a href="#mark1" role="doc-backlink">\(١\)<\/a> حاشية<\/p>/))
    }

    @Test func marksOfListsAreThePrintedOnes() {
        let mark = Paragraph(textStyle: Self.style, content: [.text("أولًا:", Self.style)])
        let list = List(
            isOrdered: true, markWidth: .millimetres(8), markGap: .zero,
            items: [List.Item(mark: mark, blocks: [Self.paragraph([.text("بند", Self.style)])])])
        let main = Self.main([Block(origin: ElementID(rawValue: 0), content: .list(list))])
        #expect(main.contains(/<ol [^>]*role="list">\n<li><span [^>]*>أولًا: <\/span><div>\n<p [^>]*>بند<\/p>/))
    }

    @Test func cellsHaveTheirScopesAndSpans() {
        func cell(_ scope: Table.Cell.Scope?, columns: Int = 1, rows: Int = 1) -> Table.Cell {
            Table.Cell(
                origin: ElementID(rawValue: 0), scope: scope, columnSpan: columns, rowSpan: rows, padding: Sides(all: .zero),
                blocks: [Self.paragraph([.text("خ", Self.style)])])
        }
        func row(_ cells: [Table.Cell]) -> Table.Row { Table.Row(origin: ElementID(rawValue: 0), cells: cells) }
        let widths = [ColumnWidth.fixed(.millimetres(20)), .proportional(1), .content]
        let data = Table(
            columns: widths, head: [row([cell(.column, columns: 2), cell(.column)])],
            body: [row([cell(.row, rows: 2), cell(nil), cell(nil)]), row([cell(nil, columns: 2)])])
        let main = Self.main([Block(origin: ElementID(rawValue: 0), content: .table(data))])
        #expect(main.contains(/<th [^>]*scope="col" colspan="2">/))
        #expect(main.contains(/<th [^>]*scope="row" rowspan="2">/))
        #expect(main.contains("tabindex=\"0\""))
        let plain = Table(columns: widths, head: [], body: [row([cell(nil), cell(nil), cell(nil)])])
        let other = Self.main([Block(origin: ElementID(rawValue: 0), content: .table(plain))])
        #expect(other.contains("<table class=\"plain\" role=\"presentation\">") && !other.contains("tabindex"))
    }

    @Test func pagesAreCountedOnPaperAlone() {
        let foot = Self.paragraph([
            .text("إصدار", Self.style), .fill(.none, minimum: .zero, Self.style), .text("صفحة ", Self.style),
            .pageNumber(.arabicIndic, Self.style), .text(" من ", Self.style), .pageCount(.arabicIndic, Self.style),
        ])
        let page = Self.page([]) { $0.footer = RunningContent(first: [foot], others: [foot]) }
        #expect(page.contains(/<footer[^>]*>\n<p [^>]*>إصدار<\/p>/))
        #expect(page.contains("@bottom-left{content:\"صفحة \" counter(page,arabic-indic) \" من \" counter(pages,arabic-indic)"))
    }

    @Test("A number with strokes in it is not cut at a line's end, and a value of several words may be")
    func wholeValues() {
        let main = Self.main([
            Self.paragraph([
                .isolate(.rightToLeft, [.text("1447/ط/00124", Self.style)]), .text(" ", Self.style),
                .isolate(nil, [.text("نورة بنت سعد", Self.style)]),
            ])
        ])
        #expect(main.contains("<bdi dir=\"rtl\" class=\"whole\">1447/ط/00124</bdi> <bdi>نورة بنت سعد</bdi>"), "\(main)")
    }
}
