import DiwanDocument
import DiwanFont
import DiwanPDF
import DiwanShaping
import DiwanUnicode

/// Sets paragraphs for the tests of this target: lines of whole words, ordered and shaped, justified by their spaces.
struct SampleTypesetter {
    static let amiri = FontFace(
        family: "Amiri", weight: .regular, roles: ["body"], path: "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf")
    static let naskh = FontFace(
        family: "Noto Naskh Arabic", weight: .regular, roles: ["body"], path: "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf")
    static let latin = FontFace(
        family: "DejaVu Sans", weight: .regular, roles: ["latin"], path: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

    let fontLibrary: FontLibrary
    let size: Length
    let width: Length
    var isJustified = true
    private let buffer = ShapingBuffer()

    init(_ face: FontFace, size: Length = .points(13), width: Length = .points(450)) {
        fontLibrary = FontLibrary(faces: [face, Self.latin])
        self.size = size
        self.width = width
    }

    /// An exporter that takes its fonts from here.
    func exporter() -> PDFExporter {
        let fontLibrary = self.fontLibrary
        return PDFExporter { id in
            do { return try fontLibrary.font(id) } catch { fatalError("the font \(id) cannot be read: \(error)") }
        }
    }

    /// `paragraphs` one below the other, each with a node of its own, on as many pages as they need.
    func document(_ paragraphs: [String], title: String = "كتاب رسمي") throws -> PagedDocument {
        var structure = StructureTree()
        var pages: [Frame] = []
        var page = Frame(size: .a4)
        var y = Length.points(60)
        func finishPage() {
            page.items.append(
                Frame.Placed(
                    origin: Point(x: .points(70), y: .points(800)), mark: .layoutArtifact,
                    item: .path(.line(from: .zero, to: Point(x: .points(450), y: .zero)), fill: nil, stroke: Stroke(width: .points(1)))))
            pages.append(page)
            page = Frame(size: .a4)
            y = .points(60)
        }
        for (index, paragraph) in paragraphs.enumerated() {
            let node = structure.add(index == 0 ? .heading(1) : .paragraph, to: StructureTree.root)
            for line in try lines(of: Array(paragraph.unicodeScalars)) {
                if y > .points(770) { finishPage() }
                for (x, run) in line {
                    page.items.append(
                        Frame.Placed(origin: Point(x: .points(70) + x, y: y), mark: .content(node), item: .glyphs(run)))
                }
                y = y + .points(26)
            }
            y = y + .points(8)
        }
        finishPage()
        return PagedDocument(
            metadata: DocumentMetadata(title: title, author: "ديوان", subject: "اختبار <&>", keywords: ["عربي", "PDF"]),
            direction: .rightToLeft, pages: pages, structure: structure,
            outline: [
                OutlineEntry(level: 1, title: title, page: 0, y: .points(60)),
                OutlineEntry(level: 2, title: "(أ)", page: 0, y: .points(99)),
            ])
    }

    /// The runs of each line with the places of their left ends.
    func lines(of text: [Unicode.Scalar]) throws -> [[(x: Length, run: GlyphRun)]] {
        let bidi = BidiParagraph(text: text, direction: .rightToLeft)
        // A break is possible after each space.
        var pieces: [Range<Int>] = []
        var start = 0
        for index in text.indices where text[index] == " " {
            pieces.append(start..<index + 1)
            start = index + 1
        }
        if start < text.count { pieces.append(start..<text.count) }
        var lines: [Range<Int>] = []
        for piece in pieces {
            if let last = lines.last, try setWidth(of: runs(text, bidi, last.lowerBound..<piece.upperBound)) <= width {
                lines[lines.count - 1] = last.lowerBound..<piece.upperBound
            } else {
                lines.append(piece)
            }
        }
        return try lines.enumerated().map { index, range in
            var end = range.upperBound
            while end > range.lowerBound && text[end - 1] == " " { end -= 1 }
            var runs = try runs(text, bidi, range.lowerBound..<end)
            if isJustified && index + 1 < lines.count { justify(&runs) }
            var x = width - setWidth(of: runs)
            return runs.map { run in
                defer { x = x + run.width }
                return (x, run)
            }
        }
    }

    private func setWidth(of runs: [GlyphRun]) -> Length {
        runs.reduce(.zero) { $0 + $1.width }
    }

    private func runs(_ text: [Unicode.Scalar], _ bidi: BidiParagraph, _ range: Range<Int>) throws -> [GlyphRun] {
        var result: [GlyphRun] = []
        for visual in bidi.visualRuns(in: range) {
            let isArabic = text[visual.range].contains { ScalarProperties($0).script == .arabic }
            let hasLetters = text[visual.range].contains { $0.properties.isAlphabetic }
            // Numbers stay in the Arabic font, Latin words go to the other.
            let id = FontID(rawValue: isArabic || !hasLetters ? 0 : 1)
            let shaper = try fontLibrary.shaper(id)
            let plan = shaper.plan(
                script: isArabic ? .arabic : .latin, direction: visual.isRightToLeft ? .rightToLeft : .leftToRight, language: "ar")
            shaper.shape(text, range: visual.range, plan: plan, into: buffer)
            let glyphs = buffer.glyphs.map { glyph in
                var moved = glyph
                moved.cluster -= Int32(visual.range.lowerBound)
                return moved
            }
            var run = GlyphRun(
                font: id, size: size, color: .black, level: visual.level, glyphs: glyphs, text: Array(text[visual.range]),
                textOffset: Int32(visual.range.lowerBound), width: .zero)
            measure(&run, shaper.font)
            result.append(run)
        }
        return result
    }

    private func measure(_ run: inout GlyphRun, _ font: Font) {
        run.width = size.scaled(by: run.glyphs.reduce(0) { $0 + Int($1.xAdvance) }, over: font.unitsPerEm)
    }

    /// Widens the spaces until the line is full.
    private func justify(_ runs: inout [GlyphRun]) {
        let missing = width - setWidth(of: runs)
        var spaces: [(run: Int, glyph: Int)] = []
        for (index, run) in runs.enumerated() {
            for (place, glyph) in run.glyphs.enumerated() where run.text[Int(glyph.cluster)] == " " { spaces.append((index, place)) }
        }
        guard !spaces.isEmpty, missing > .zero else { return }
        for space in spaces {
            guard let font = try? fontLibrary.font(runs[space.run].font) else { continue }
            let extra = Int(missing.rawValue) / spaces.count * font.unitsPerEm / Int(size.rawValue)
            runs[space.run].glyphs[space.glyph].xAdvance += Int32(extra)
            measure(&runs[space.run], font)
        }
    }
}
