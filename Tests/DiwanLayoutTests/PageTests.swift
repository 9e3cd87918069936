import DiwanDocument
import DiwanLayout
import DiwanTestSupport
import Testing

@Suite("Pages")
struct PageTests {
    /// A paragraph of `count` lines, each of them `text`.
    private static func lines(_ count: Int, _ text: String = "سطر", block: BlockStyle = BlockStyle(), orphans: Int = 2, widows: Int = 2)
        -> Block
    {
        var inlines: [Inline] = []
        for index in 0..<count {
            if index > 0 { inlines.append(.lineBreak) }
            inlines.append(LayoutFixture.text("\(text) \(index)"))
        }
        return LayoutFixture.paragraph(inlines, block: block, orphans: orphans, widows: widows)
    }

    /// The first words of the lines on each page. A line is 21 pt high.
    private static func pages(_ body: [Block], lines: Int) throws -> [[String]] {
        let document = LayoutFixture.document(body, height: lines * 21)
        return try LayoutFixture.layout(document).pages.map { page in
            LayoutFixture.lines(of: page).map { LayoutFixture.logical($0) }
        }
    }

    @Test("A page break leaves at least two lines before it and after it")
    func widowsAndOrphans() throws {
        // Nine lines and a paragraph of four on a page of ten: one line would fit, but would stand alone.
        #expect(try Self.pages([Self.lines(9, "ا"), Self.lines(4, "ب")], lines: 10).map(\.count) == [9, 4])
        // Seven and four: three lines would fit, but one would be left over.
        #expect(try Self.pages([Self.lines(7, "ا"), Self.lines(4, "ب")], lines: 10).map(\.count) == [9, 2])
        // Without the rule the page is filled.
        #expect(try Self.pages([Self.lines(7, "ا"), Self.lines(4, "ب", orphans: 1, widows: 1)], lines: 10).map(\.count) == [10, 1])
    }

    @Test("A block that keeps with the next goes with it to the next page")
    func keepWithNext() throws {
        let title = Self.lines(1, "ع", block: BlockStyle(keepsWithNext: true))
        let pages = try Self.pages([Self.lines(8, "ا", orphans: 1, widows: 1), title, Self.lines(3, "ب")], lines: 10)
        #expect(pages.map(\.count) == [8, 4])
        let heading = LayoutFixture.paragraph([LayoutFixture.text("عنوان")], role: .heading(1))
        #expect(
            try Self.pages([Self.lines(9, "ا", orphans: 1, widows: 1), heading, Self.lines(3, "ب")], lines: 10).map(\.count) == [9, 4])
    }

    @Test("A block that keeps together moves whole, unless a page cannot hold it")
    func keepTogether() throws {
        func group(_ count: Int) -> Block {
            Block(
                origin: LayoutFixture.origin, style: BlockStyle(keepsTogether: true),
                content: .group((0..<count).map { Self.lines(1, "ب\($0)") }))
        }
        #expect(try Self.pages([Self.lines(6, "ا"), group(6)], lines: 10).map(\.count) == [6, 6])
        #expect(try Self.pages([Self.lines(6, "ا"), group(14)], lines: 10).map(\.count) == [10, 10])
    }

    @Test("Page breaks begin pages, and none of them makes an empty one")
    func pageBreaks() throws {
        let pageBreak = Block(origin: LayoutFixture.origin, content: .pageBreak)
        let body = [
            Self.lines(2, "ا"), pageBreak, pageBreak, Self.lines(1, "ب", block: BlockStyle(breaksBefore: true, breaksAfter: true)),
            Self.lines(1, "ج"),
        ]
        #expect(try Self.pages(body, lines: 10).map(\.count) == [2, 1, 1])
    }

    @Test("Margins between blocks do not add up, and none is left at the top of a page")
    func margins() throws {
        let style = BlockStyle(margin: Sides(top: .points(10), bottom: .points(30), start: .zero, end: .zero))
        let page = try LayoutFixture.layout(LayoutFixture.document([Self.lines(1, block: style), Self.lines(1, block: style)])).pages[0]
        let baselines = LayoutFixture.lines(of: page).map { $0[0].y }
        #expect(baselines[1] - baselines[0] == .points(21 + 30))
        let alone = try LayoutFixture.layout(LayoutFixture.document([Self.lines(1)])).pages[0]
        #expect(baselines[0] == LayoutFixture.lines(of: alone)[0][0].y)
    }

    @Test("A note stands at the foot of the page of its mark")
    func footnotes() throws {
        var small = LayoutFixture.style
        small.size = .points(10)
        let note = Inline.footnote(mark: [.text("(1)", small)], note: [.text("حاشية", small)], small)
        let body = [
            Self.lines(9, "ا", orphans: 1, widows: 1), LayoutFixture.paragraph([LayoutFixture.text("ب"), note]), Self.lines(3, "ج"),
        ]
        let document = LayoutFixture.document(body, height: 10 * 21)
        let pages = try LayoutFixture.layout(document).pages
        #expect(pages.count == 2)
        let second = LayoutFixture.runs(of: pages[1])
        let last = try #require(second.max { $0.y < $1.y })
        #expect(LayoutFixture.string(last.run).contains("حاشية"))
        #expect(last.y > .points(50 + 9 * 21))
        #expect(!LayoutFixture.runs(of: pages[0]).contains { LayoutFixture.string($0.run).contains("حاشية") })
    }

    @Test("Headers and footers know the page and the number of pages, and text never runs into them")
    func runningHeads() throws {
        let number = LayoutFixture.paragraph([
            LayoutFixture.text("صفحة "), .pageNumber(.arabicIndic, LayoutFixture.style), LayoutFixture.text(" من "),
            .pageCount(.arabicIndic, LayoutFixture.style),
        ])
        let tall = Self.lines(5, "رأس")
        let document = LayoutFixture.document(
            [Self.lines(60, "ا")], height: 20 * 21, header: RunningContent(first: [tall], others: [], offset: .points(20)),
            footer: RunningContent(first: [number], others: [number], offset: .points(20)))
        let pages = try LayoutFixture.layout(document).pages
        #expect(pages.count == 4)
        for (index, page) in pages.enumerated() {
            let lines = LayoutFixture.lines(of: page)
            let footer = try #require(lines.last)
            let digits = ["١", "٢", "٣", "٤"]
            #expect(LayoutFixture.logical(footer) == "صفحة \(digits[index]) من ٤")
            #expect(footer.allSatisfy { $0.mark == .paginationArtifact(.footer) })
            // Lines are at least a line's height apart: nothing overlaps.
            let baselines = lines.map { $0[0].y }
            for (upper, lower) in zip(baselines, baselines.dropFirst()) { #expect(lower - upper >= .points(20)) }
        }
    }

    @Test("A number of pages in the text itself is right")
    func pageCountInText() throws {
        let count = LayoutFixture.paragraph([.pageCount(.latin, LayoutFixture.style)])
        let own = LayoutFixture.paragraph([.pageNumber(.latin, LayoutFixture.style)])
        let pages = try Self.pages([count, Self.lines(27, "ا"), own], lines: 10)
        #expect(pages.first?.first == "3")
        #expect(pages.last?.last == "3")
    }

    @Test("A signature takes two lines of the text with it to the next page")
    func signatures() throws {
        let signature = Block(
            origin: LayoutFixture.origin,
            content: .signature(
                Signature(role: "chair", order: 1, label: [Self.lines(1, "رئيس")], space: .points(40), name: [Self.lines(1, "اسم")])))
        let pages = try Self.pages([Self.lines(9, "ا"), signature], lines: 10)
        #expect(pages.map(\.count) == [7, 4])
    }

    @Test("A box that a page break cuts has sides on both pages")
    func boxes() throws {
        let stroke: Stroke? = Stroke(width: .points(1))
        let box = Block(
            origin: LayoutFixture.origin,
            content: .box(Box(border: Sides(all: stroke), padding: Sides(all: .points(5)), blocks: [Self.lines(12, "ا")])))
        let document = LayoutFixture.document([box], height: 10 * 21)
        let pages = try LayoutFixture.layout(document).pages
        #expect(pages.count == 2)
        // Each part has two sides and one of top and bottom.
        for page in pages { #expect(LayoutFixture.paths(of: page).count == 3) }
        #expect(pages.map { LayoutFixture.lines(of: $0).count }.reduce(0, +) == 12)
    }

    @Test("A box that has no room left on a page begins on the next one, whole", arguments: 7...10)
    func boxOfNextPage(before: Int) throws {
        let box = Block(
            origin: LayoutFixture.origin,
            content: .box(Box(border: Sides(all: Stroke(width: .points(1))), padding: Sides(all: .points(5)), blocks: [Self.lines(3, "ا")]))
        )
        let pages = try LayoutFixture.layout(LayoutFixture.document([Self.lines(before, "ا"), box], height: 10 * 21)).pages
        #expect(pages.map { LayoutFixture.lines(of: $0).count } == [before, 3])
        // An outline that is closed is one path.
        #expect(pages.map { LayoutFixture.paths(of: $0).count } == [0, 1])
    }

    @Test("What no page can hold is an error, never lost")
    func tooHigh() {
        let signature = Block(
            origin: LayoutFixture.origin, content: .signature(Signature(role: "r", order: 1, label: [], space: .points(900), name: [])))
        #expect(throws: LayoutError.self) { try LayoutFixture.layout(LayoutFixture.document([signature])) }
    }

    @Test("The outline has the headings with their pages")
    func outline() throws {
        let heading = LayoutFixture.paragraph([LayoutFixture.text("الباب  الأول")], role: .heading(2))
        let document = LayoutFixture.document([Self.lines(9, "ا"), heading, Self.lines(4, "ب")], height: 10 * 21)
        let paged = try LayoutFixture.layout(document)
        #expect(paged.outline.map(\.title) == ["الباب الأول"])
        #expect(paged.outline.map(\.page) == [1])
        #expect(paged.outline.map(\.level) == [2])
    }

    @Test("Pages depend on the document alone, not on what was laid out before")
    func sameEveryTime() throws {
        let layout = DocumentLayout(fonts: LayoutFixture.fonts)
        let document = LayoutFixture.document([
            Self.lines(30, "نص"), LayoutFixture.paragraph([LayoutFixture.text("السلام عليكم ورحمة الله")], .justify),
        ])
        let first = try layout.layout(document).document
        _ = try layout.layout(LayoutFixture.document([Self.lines(3, "آخر")]))
        #expect(try layout.layout(document).document == first)
        #expect(try LayoutFixture.layout(document) == first)
    }

    @Test("The marks of a list stand on the lines of its items, in a column as wide as the widest")
    func lists() throws {
        let items = ["أولًا:", "ثانيًا:", "حادي عشر:"].map { mark in
            List.Item(
                mark: Paragraph(textStyle: LayoutFixture.style, content: [LayoutFixture.text(mark)]),
                blocks: [
                    LayoutFixture.paragraph([
                        LayoutFixture.text("لا يُعدّ هذا الإشعار موافقة على الطلب، ولا يرتب على الجمعية التزامًا بصرف الدعم.")
                    ])
                ])
        }
        for width in stride(from: 200, through: 500, by: 13) {
            let list = Block(
                origin: LayoutFixture.origin,
                content: .list(List(isOrdered: true, markWidth: .points(8), markGap: .points(4), items: items)))
            let paged = try LayoutFixture.layout(LayoutFixture.document([list], width: width))
            let runs = LayoutFixture.runs(of: paged.pages[0])
            let marks = runs.filter { LayoutFixture.string($0.run).hasSuffix(":") }
            #expect(marks.count == 3)
            for mark in marks {
                let first = try #require(runs.first { $0.y == mark.y && LayoutFixture.string($0.run).hasPrefix("لا") })
                #expect(first.x + first.run.width <= mark.x)
            }
        }
    }
}
