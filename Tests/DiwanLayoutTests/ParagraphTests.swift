import DiwanDocument
import DiwanLayout
import DiwanShaping
import DiwanTestSupport
import Testing

@Suite("Paragraphs")
struct ParagraphTests {
    private static let words = [
        "السلام", "عليكم", "ورحمة", "الله", "وبركاته،", "المستفيدين", "(قبول)", "IBAN", "info@example.org", "١٤٤٧/٠٥/١٤هـ", "12,500.25",
        "مُحَمَّدٌ", "لا", "الإلكترونية", "«نص»", "للجنة", "Sanad", "[1]", "و", "أولًا:",
    ]

    private static func randomText(_ generator: inout SeededGenerator, count: Int) -> String {
        (0..<count).map { _ in words[Int.random(in: 0..<words.count, using: &generator)] }.joined(separator: " ")
    }

    @Test(
        "No character of a paragraph is lost, whatever its width and alignment", arguments: [TextAlignment.start, .justify, .center, .end])
    func nothingIsLost(alignment: TextAlignment) throws {
        var generator = SeededGenerator(seed: 42)
        for round in 0..<40 {
            let text = Self.randomText(&generator, count: 5 + round * 3)
            let width = 60 + Int.random(in: 0..<400, using: &generator)
            let page = try LayoutFixture.layout(
                LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text(text)], alignment)], width: width, height: 20_000))
            var set = ""
            for line in LayoutFixture.lines(of: page.pages[0]) { set += LayoutFixture.logical(line) + " " }
            #expect(set.filter { $0 != " " } == text.filter { $0 != " " })
            #expect(page.pages.count == 1)
        }
    }

    @Test("Every line of justified text but the last is as wide as the column")
    func justifiedLinesAreFull() throws {
        var generator = SeededGenerator(seed: 7)
        let text = Self.randomText(&generator, count: 200)
        let page = try LayoutFixture.layout(
            LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text(text)], .justify)], width: 420))
        let lines = LayoutFixture.lines(of: page.pages[0])
        #expect(lines.count > 10)
        for line in lines.dropLast() {
            let left = line.map(\.x).min() ?? .zero
            let right = line.map { $0.x + $0.run.width }.max() ?? .zero
            #expect(abs((left - .points(50)).rawValue) < 4_000)
            #expect(abs((right - .points(470)).rawValue) < 4_000)
        }
        // The last line begins at the right and is not stretched.
        let last = try #require(lines.last)
        let right = last.map { $0.x + $0.run.width }.max() ?? .zero
        #expect(abs((right - .points(470)).rawValue) < 4_000)
    }

    @Test("The runs of a line stand side by side, without gaps or overlaps")
    func runsTouch() throws {
        var generator = SeededGenerator(seed: 9)
        let text = Self.randomText(&generator, count: 120)
        let page = try LayoutFixture.layout(
            LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text(text)], .justify)], width: 380))
        for line in LayoutFixture.lines(of: page.pages[0]) {
            for (first, second) in zip(line, line.dropFirst()) {
                #expect(abs((first.x + first.run.width - second.x).rawValue) < 400)
            }
        }
    }

    @Test("Justified lines are more even when the paragraph is broken as a whole")
    func wholeParagraphIsMoreEven() throws {
        var generator = SeededGenerator(seed: 3)
        let text = Self.randomText(&generator, count: 300)
        let preparer = ParagraphPreparer(fonts: LayoutFixture.fonts)
        let paragraph = Paragraph(textStyle: LayoutFixture.style, content: [LayoutFixture.text(text)])
        let prepared = preparer.prepare(paragraph, origin: LayoutFixture.origin, pages: .init(page: 1, count: 1))
        let width = Length.points(330).rawValue
        func unevenness(_ isJustified: Bool) -> Int64 {
            var choice = LineChoice(paragraph: prepared, width: width, firstLineIndent: 0, isJustified: isJustified)
            return choice.lines().dropLast().reduce(0) { sum, line in
                let spaces = Int64(prepared.spaces[line.visible.upperBound] - prepared.spaces[line.visible.lowerBound])
                let extra = spaces > 0 ? (width - prepared.width(line.visible)) / spaces : width
                return sum + (extra / 1_000) * (extra / 1_000)
            }
        }
        #expect(unevenness(true) < unevenness(false))
    }

    @Test("An isolated value from left to right keeps its order and is not cut at a line's end")
    func islands() throws {
        let iban = "SA03 8000 0000 6080 1016 7519"
        for width in stride(from: 240, through: 400, by: 7) {
            let inlines = [
                LayoutFixture.text("رقم الحساب المصرفي الدولي للمستفيد هو "), .isolate(.leftToRight, [LayoutFixture.text(iban)]),
                LayoutFixture.text(" وينتهي العقد بعد سنة واحدة من تاريخه."),
            ]
            let page = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph(inlines)], width: width))
            let runs = LayoutFixture.runs(of: page.pages[0]).filter { $0.run.level % 2 == 0 }
            #expect(runs.count == 1)
            #expect(runs.first.map { LayoutFixture.string($0.run) } == iban)
        }
    }

    @Test("The number of a document, with Arabic letters between its slashes, is not cut at a line's end")
    func documentNumber() throws {
        for width in stride(from: 240, through: 400, by: 7) {
            let inlines = [
                LayoutFixture.text("وعلى قرار لجنة البحث في الجمعية ذي الرقم "),
                .isolate(.rightToLeft, [LayoutFixture.text("١٤٤٧/ق/٠٠٠٤٥")]),
                LayoutFixture.text(" الصادر في اجتماعها."),
            ]
            let page = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph(inlines)], width: width))
            let lines = LayoutFixture.lines(of: page.pages[0]).map { LayoutFixture.logical($0) }
            #expect(lines.contains { $0.contains("١٤٤٧/ق/٠٠٠٤٥") }, "\(lines)")
        }
    }

    @Test(
        "A range of numbers is not cut after its dash, in text and between values, and days are",
        arguments: [
            [LayoutFixture.text("خلال أوقات الدوام (الأحد–الخميس ٨–٢)، أو عند مراجعة الجمعية.")],
            [
                LayoutFixture.text("خلال أوقات الدوام (الأحد–الخميس "), .isolate(nil, [LayoutFixture.text("٨")]), LayoutFixture.text("–"),
                .isolate(nil, [LayoutFixture.text("٢")]), LayoutFixture.text(")، أو عند مراجعة الجمعية."),
            ],
        ])
    func ranges(_ inlines: [Inline]) throws {
        var ends: Set<String> = []
        for width in stride(from: 60, through: 320, by: 3) {
            let page = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph(inlines)], width: width))
            let lines = LayoutFixture.lines(of: page.pages[0]).map { LayoutFixture.logical($0) }
            for line in lines where line.hasSuffix("–") { ends.insert(line) }
        }
        #expect(ends.contains { $0.hasSuffix("الأحد–") })
        #expect(!ends.contains { $0.hasSuffix("٨–") })
    }

    @Test("A word that is longer than the line is cut, with a warning, and nothing is lost")
    func longWord() throws {
        let word = String(repeating: "مستشفيات", count: 30)
        let result = try DocumentLayout(fonts: LayoutFixture.fonts).layout(
            LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text(word)])], width: 200))
        #expect(result.warnings == [LayoutProblem(kind: .wordCut, origin: LayoutFixture.origin)])
        let text = LayoutFixture.lines(of: result.document.pages[0]).map { LayoutFixture.logical($0) }.joined()
        #expect(text == word)
        for run in LayoutFixture.runs(of: result.document.pages[0]) { #expect(run.run.width <= .points(200)) }
    }

    @Test("A character that no font has is an error that names it")
    func missingGlyph() {
        let document = LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text("نص \u{20C1} نص")])])
        let expected = LayoutError(problems: [LayoutProblem(kind: .missingGlyph("\u{20C1}"), origin: LayoutFixture.origin)])
        #expect(throws: expected) { try LayoutFixture.layout(document) }
    }

    @Test("A character that the style's font lacks comes from a fallback font")
    func fallback() throws {
        // Amiri has no Cyrillic.
        let page = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text("نص Привет نص")])]))
        let runs = LayoutFixture.runs(of: page.pages[0])
        #expect(runs.contains { LayoutFixture.string($0.run).contains("Привет") && $0.run.font.rawValue == 2 })
    }

    @Test("A gap that stretches puts the text after it at the end of the line")
    func fill() throws {
        let inlines = [
            LayoutFixture.text("المكرم"), .fill(.none, minimum: .points(10), LayoutFixture.style), LayoutFixture.text("حفظه الله"),
        ]
        let page = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph(inlines)], width: 400))
        let line = LayoutFixture.lines(of: page.pages[0])[0]
        #expect(line.count == 2)
        #expect(abs((line[0].x - .points(50)).rawValue) < 2)
        #expect(abs((line[1].x + line[1].run.width - .points(450)).rawValue) < 400)
        #expect(LayoutFixture.string(line[1].run) == "المكرم")
    }

    @Test("A style that changes inside a word leaves its letters joined")
    func joinedAcrossStyles() throws {
        var red = LayoutFixture.style
        red.color = Color(red: 200, green: 0, blue: 0)
        let whole = try LayoutFixture.layout(LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text("بتن")])]))
        let parts = try LayoutFixture.layout(
            LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text("ب"), .text("تن", red)])]))
        let expected = LayoutFixture.runs(of: whole.pages[0]).flatMap { $0.run.glyphs.map(\.id) }
        let line = LayoutFixture.lines(of: parts.pages[0])[0]
        #expect(line.flatMap { $0.run.glyphs.map(\.id) } == expected)
        #expect(line.count == 2)
    }

    @Test("A paragraph beyond the limit is refused, not attempted")
    func hugeParagraph() {
        let text = String(repeating: "كلمة ", count: ParagraphPreparer.limit / 5 + 10)
        let document = LayoutFixture.document([LayoutFixture.paragraph([LayoutFixture.text(text)])])
        let problem = LayoutProblem(kind: .paragraphTooLong(limit: ParagraphPreparer.limit), origin: LayoutFixture.origin)
        #expect(throws: LayoutError(problems: [problem])) { try LayoutFixture.layout(document) }
    }

    @Test("Words shaped one by one give the glyphs of the whole text", arguments: LayoutFixture.fonts.faces.indices)
    func wordsAndWhole(face: Int) throws {
        var generator = SeededGenerator(seed: 11)
        let id = FontID(rawValue: UInt16(face))
        let shaper = try LayoutFixture.fonts.shaper(id)
        let words = WordShaper(fonts: LayoutFixture.fonts)
        let extra = ["كتابة", "كل", "وجه", "كلمة", "ة", "ك", "\u{64B}", "\u{200D}", "", "ه\u{650}"]
        for rightToLeft in [true, false] {
            let direction: TextDirection = rightToLeft ? .rightToLeft : .leftToRight
            let plan = shaper.plan(script: .arabic, direction: direction, language: "ar")
            let buffer = ShapingBuffer()
            for _ in 0..<300 {
                let text = (0..<12).map { _ in (Self.words + extra + extra).randomElement(using: &generator) ?? "" }.joined(separator: " ")
                let scalars = Array(text.unicodeScalars)
                shaper.shape(scalars, plan: plan, into: buffer)
                var glyphs: [Glyph] = []
                words.shape(
                    scalars, 0..<scalars.count, font: id, isRightToLeft: rightToLeft, script: .arabic, language: "ar", into: &glyphs)
                func bare(_ glyphs: [Glyph]) -> [Glyph] {
                    glyphs.map { glyph in
                        var glyph = glyph
                        glyph.flags = 0
                        return glyph
                    }
                }
                #expect(bare(glyphs) == bare(buffer.glyphs))
            }
        }
    }

    @Test("Letters are stretched only where spaces alone would gape, and no tatweel comes into the text")
    func kashida() throws {
        var generator = SeededGenerator(seed: 21)
        let words = ["المستفيدين", "الجمعية", "الاجتماعية", "المستندات", "السلام", "الاستحقاق", "مستشفيات", "القرار"]
        var widths: [Bool: [Double]] = [:]
        var stretched = 0
        for _ in 0..<20 {
            let text = (0..<60).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
            for allowed in [true, false] {
                let style = ParagraphStyle(alignment: .justify, allowsKashida: allowed)
                let block = Block(
                    origin: LayoutFixture.origin,
                    content: .paragraph(Paragraph(style: style, textStyle: LayoutFixture.style, content: [LayoutFixture.text(text)])))
                let page = try LayoutFixture.layout(LayoutFixture.document([block], width: 210)).pages[0]
                let lines = LayoutFixture.lines(of: page)
                #expect(lines.map { LayoutFixture.logical($0) }.joined(separator: " ") == text)
                for line in lines.dropLast() {
                    let right = line.map { $0.x + $0.run.width }.max() ?? .zero
                    #expect(abs((right - .points(260)).rawValue) < 4_000)
                }
                for run in lines.dropLast().flatMap({ $0 }) {
                    for glyph in run.run.glyphs where run.run.text[Int(glyph.cluster)].value == 0x20 {
                        widths[allowed, default: []].append(Double(glyph.xAdvance))
                    }
                    if allowed { stretched += run.run.glyphs.count - Set(run.run.glyphs.map(\.cluster)).count }
                }
                // The last line stands as it is.
                let last = try #require(lines.last)
                #expect(last.allSatisfy { $0.run.glyphs.count <= $0.run.text.count + 8 })
            }
        }
        #expect(stretched > 50)
        func spread(_ widths: [Double]) -> Double {
            let mean = widths.reduce(0, +) / Double(widths.count)
            return (widths.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(widths.count)).squareRoot()
        }
        let with = try #require(widths[true]), without = try #require(widths[false])
        #expect((with.max() ?? 0) < (without.max() ?? 0))
        // In a column of fifteen ems the spaces are 0.50 em wide instead of 0.77, and deviate by 0.32 instead of 0.44.
        #expect(spread(with) < spread(without) * 0.8, "\(spread(with)) of \(spread(without))")
    }
}
