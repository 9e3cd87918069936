import DiwanDocument
import DiwanGraphics
import DiwanPDF
import DiwanTestSupport
import Testing

/// Drawings on the page, as poppler shows them, held against librsvg's picture of the SVG file that they were read from.
@Suite("Drawings in a PDF file")
struct DrawingsInPDFTests {
    /// Pixels for one of 1/96 inch.
    private static let zoom = 4

    /// Poppler's picture of the first page of `pdf`, with cairo and so with the edges that librsvg draws.
    private func picture(of pdf: [UInt8], width: Int, height: Int) throws -> RasterImage {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf, to: "file.pdf")
        let run = try ProgramRun(
            "pdftocairo", ["-png", "-singlefile", "-scale-to-x", "\(width)", "-scale-to-y", "\(height)", path, folder.path("page")])
        #expect(run.status == 0 && run.errorText.isEmpty, "\(run.errorText)")
        return try PNGReader().read(readFile(folder.path("page.png")))
    }

    private func expectSame(_ svg: String) throws {
        let drawing = try SVGReader().read(Array(svg.utf8), file: "test.svg").drawing
        let rendered = try ProgramRun(
            "rsvg-convert", ["--background-color=white", "-d", "96", "-p", "96", "--zoom=\(Self.zoom)"], input: Array(svg.utf8))
        try #require(rendered.status == 0, "\(rendered.errorText)")
        let expected = try PNGReader().read(rendered.output)
        let actual = try picture(of: PicturePage(.drawing(drawing)).pdf(), width: expected.width, height: expected.height)
        try #require(expected.samples.count == actual.samples.count)
        var sum = 0
        var large = 0
        for (one, other) in zip(expected.samples, actual.samples) {
            let difference = abs(Int(one) - Int(other))
            sum += difference
            if difference > 60 { large += 1 }
        }
        let mean = Double(sum) / Double(expected.samples.count)
        let share = Double(large) / Double(expected.samples.count)
        #expect(mean < 0.6 && share < 0.004, "mean \(mean), share \(share): \(svg)")
    }

    @Test("Random drawings look in a PDF file as librsvg draws them", arguments: 0..<40)
    func random(_ seed: Int) throws {
        var generator = SVGGenerator(seed: 10_000 + seed)
        try expectSame(generator.svg())
    }

    @Test(
        "Fill rules, ends, corners and miter limits look as librsvg draws them, and a state is left as the next line needs it",
        arguments: [
            "<path d='M50,10 L21,90 98,40 2,40 79,90z' fill='#c00' fill-rule='evenodd'/><path d='M50,10 L21,90 98,40 2,40 79,90z' fill='none' stroke='black'/>",
            "<path d='M10 10H90V90H10zM30 30H70V70H30z' fill='green' fill-rule='evenodd' stroke='navy' stroke-width='4'/>",
            "<path d='M10 10H90V90H10zM30 30H70V70H30z' fill='green' stroke='navy' stroke-width='4' stroke-linejoin='round'/>",
            "<g stroke='black' stroke-width='12' fill='none'><path d='M20 20H80' stroke-linecap='round'/><path d='M20 50H80' stroke-linecap='square'/><path d='M20 80H80'/></g>",
            "<g stroke='black' stroke-width='9' fill='none'><path d='M10 30L50 10L90 30' stroke-linejoin='bevel'/><path d='M10 55L50 35L90 55' stroke-linejoin='round'/><path d='M10 80L50 60L90 80'/></g>",
            "<g stroke='black' stroke-width='6' fill='none'><path d='M10 20L90 25L10 30' stroke-miterlimit='40'/><path d='M10 50L90 55L10 60'/><path d='M10 80L60 85L10 90' stroke-miterlimit='12'/></g>",
        ])
    func feature(_ content: String) throws {
        try expectSame("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>\(content)</svg>")
    }
}
