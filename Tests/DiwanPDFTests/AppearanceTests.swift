import DiwanDocument
import DiwanLayout
import DiwanPDF
import DiwanShaping
import DiwanTestSupport
import Testing

@Suite struct AppearanceTests {
    @Test(
        "A page of text looks as if its glyphs were drawn as plain outlines", arguments: [SampleTypesetter.amiri, SampleTypesetter.naskh],
        [450, 150])
    func looksLikeOutlines(face: FontFace, width: Int) throws {
        // Justified lines of 150 pt have spaces of an em and more.
        let setter = SampleTypesetter(face, width: .points(width))
        let document = try setter.document(SampleText.paragraphs)
        var outlined = document
        for page in outlined.pages.indices {
            for index in outlined.pages[page].items.indices {
                guard case .glyphs(let run) = outlined.pages[page].items[index].item else { continue }
                let path = OutlinePath(font: try setter.fontLibrary.font(run.font), size: run.size).path(of: run)
                outlined.pages[page].items[index].item = .path(path, fill: .black, stroke: nil)
            }
        }
        let text = try image(of: setter.exporter().export(document))
        let outlines = try image(of: setter.exporter().export(outlined))
        #expect(text.width == outlines.width && text.height == outlines.height)
        #expect(text.ink(columns: 0..<text.width) > 20_000)
        // At 150 dots to the inch: what is black in one picture is at most a dot away from what is dark in the other.
        #expect(strayDots(of: text, beside: outlines) == 0)
        #expect(strayDots(of: outlines, beside: text) == 0)
    }

    @Test("Stretched letters, vowel signs, brackets and Latin words look at 300 dots to the inch as plain outlines do")
    func looksLikeOutlinesWhenStretched() throws {
        // Lines of four words or so are filled by stretching letters.
        let setter = SampleTypesetter(SampleTypesetter.amiri)
        let style = TextStyle(family: "Amiri", size: .points(13))
        let text = "بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ، وبناءً على محضر اللجنة (رقم ٣) قرّرت الجمعية صرف مستحقّات المستفيدين عبر IBAN خلال شهرٍ كاملٍ."
        func laidOut(_ alignment: TextAlignment) throws -> PagedDocument {
            let paragraph = Paragraph(
                style: ParagraphStyle(alignment: alignment), textStyle: style, content: [.text(text + " " + text, style)])
            let margin = Sides(all: Length.points(20))
            let document = Document(
                metadata: DocumentMetadata(title: "t"), pageSize: Size(width: .points(190), height: .points(400)), firstPageMargin: margin,
                margin: margin, body: [Block(origin: ElementID(rawValue: 0), content: .paragraph(paragraph))])
            return try DocumentLayout(fonts: setter.fontLibrary).layout(document).document
        }
        let pages = try laidOut(.justify)
        // Stretching adds glyphs.
        let unstretched = try laidOut(.start)
        #expect(glyphCount(pages.pages[0]) > glyphCount(unstretched.pages[0]) + 4)
        var outlined = pages
        for page in outlined.pages.indices { outlined.pages[page] = try withOutlines(outlined.pages[page], setter) }
        let text300 = try image(of: setter.exporter().export(pages), resolution: 300)
        let outlines = try image(of: setter.exporter().export(outlined), resolution: 300)
        #expect(text300.ink(columns: 0..<text300.width) > 20_000)
        #expect(strayDots(of: text300, beside: outlines) == 0)
        #expect(strayDots(of: outlines, beside: text300) == 0)
    }

    private func glyphCount(_ frame: Frame) -> Int {
        frame.items.reduce(0) { count, placed in
            switch placed.item {
            case .glyphs(let run): count + run.glyphs.count
            case .frame(let inner): count + glyphCount(inner)
            default: count
            }
        }
    }

    /// A frame with its glyphs as paths.
    private func withOutlines(_ frame: Frame, _ setter: SampleTypesetter) throws -> Frame {
        var frame = frame
        for index in frame.items.indices {
            switch frame.items[index].item {
            case .glyphs(let run):
                let path = OutlinePath(font: try setter.fontLibrary.font(run.font), size: run.size).path(of: run)
                frame.items[index].item = .path(path, fill: .black, stroke: nil)
            case .frame(let inner): frame.items[index].item = .frame(try withOutlines(inner, setter))
            default: break
            }
        }
        return frame
    }

    private func image(of pdf: [UInt8], resolution: Int = 150) throws -> GrayImage {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf, to: "file.pdf")
        let result = try ProgramRun("pdftoppm", ["-r", String(resolution), "-gray", "-singlefile", path, folder.path("page")])
        #expect(result.status == 0 && result.errorText.isEmpty, "\(result.errorText)")
        return try GrayImage(readFile(folder.path("page.pgm")))
    }

    /// How many black dots of one picture have no dark one near them in the other.
    private func strayDots(of image: GrayImage, beside other: GrayImage) -> Int {
        var count = 0
        for row in 1..<image.height - 1 {
            for column in 1..<image.width - 1 where image.pixels[row * image.width + column] < 80 {
                var isNear = false
                for y in row - 1...row + 1 {
                    for x in column - 1...column + 1 where other.pixels[y * other.width + x] < 190 { isNear = true }
                }
                if !isNear { count += 1 }
            }
        }
        return count
    }
}
