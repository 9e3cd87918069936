import DiwanDocument
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

    private func image(of pdf: [UInt8]) throws -> GrayImage {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf, to: "file.pdf")
        let result = try ProgramRun("pdftoppm", ["-r", "150", "-gray", "-singlefile", path, folder.path("page")])
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
