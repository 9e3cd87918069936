import DiwanDocument
import DiwanGraphics
import DiwanPDF
import DiwanTestSupport
import Testing

@Suite("Pictures in a PDF file")
struct PicturesInPDFTests {
    /// Red, green and blue of every pixel of a picture on white paper.
    private func onPaper(_ pixels: [[UInt8]]) -> [[Int]] {
        pixels.map { pixel in
            let alpha = Int(pixel[3])
            return pixel[..<3].map { (Int($0) * alpha + 255 * (255 - alpha) + 127) / 255 }
        }
    }

    private func pixels(_ image: RasterImage) -> [[Int]] {
        (0..<image.width * image.height).map { pixel in
            image.colorModel == .grey
                ? [Int](repeating: Int(image.samples[pixel]), count: 3) : image.samples[3 * pixel..<3 * pixel + 3].map(Int.init)
        }
    }

    private func netpbm(_ map: [UInt8]) throws -> NetpbmImage {
        try NetpbmImage(png: ProgramRun("pnmtopng", input: map).output)
    }

    /// The largest difference of a sample.
    private func difference(_ one: [[Int]], _ other: [[Int]]) -> Int {
        guard one.count == other.count else { return .max }
        return zip(one, other).map { zip($0, $1).map { abs($0 - $1) }.max() ?? 0 }.max() ?? 0
    }

    @Test("Every colour type, depth, interlacing and transparency of PNG looks as libpng reads it", arguments: PNGSample.all)
    func png(_ sample: PNGSample) throws {
        let bytes = sample.bytes(seed: UInt64(sample.width * 999 + sample.depth))
        let drawn = try PicturePage(pixelsOf: bytes).drawn()
        #expect(drawn.width == sample.width && drawn.height == sample.height)
        // Poppler mixes 8 bits of colour with 8 of opacity, and takes the high byte of 16.
        let most = difference(pixels(drawn), onPaper(try NetpbmImage(png: bytes).pixels))
        #expect(most <= 2)
    }

    @Test("Samples keep their bits and palettes stay palettes", arguments: PNGSample.all.filter { $0.width == 33 && !$0.isInterlaced })
    func bits(_ sample: PNGSample) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(PicturePage(pixelsOf: sample.bytes(seed: 5)).pdf(), to: "file.pdf")
        let list = try ProgramRun("pdfimages", ["-list", path]).outputText.split(separator: "\n").dropFirst(2)
            .map { $0.split(separator: " ") }
        let color = ["gray", "", "rgb", "index", "gray", "", "rgb"][sample.colorType]
        let first = try #require(list.first)
        #expect(first[2] == "image" && first[5] == color && first[7] == "\(sample.depth)", "\(list)")
        #expect(first[3] == "33" && first[4] == "18" && first[9] == "no")
        let masks = list.dropFirst()
        #expect(masks.allSatisfy { $0[2] == "smask" && $0[5] == "gray" })
        if sample.colorType > 3 { #expect(masks.map { $0[7] } == ["\(sample.depth)"]) }
    }

    @Test("The compressed data of a PNG file are kept where no smaller ones are found")
    func kept() throws {
        var map = "P3 200 150 255\n"
        for y in 0..<150 { for x in 0..<200 { map += "\(x) \((x * y) % 256) \(y) " } }
        let best = try ProgramRun("pnmtopng", ["-compression", "9"], input: Array(map.utf8)).output
        let worst = try ProgramRun("pnmtopng", ["-compression", "0"], input: Array(map.utf8)).output
        let sizes = try [best, worst].map { try PicturePage(pixelsOf: $0).pdf().count }
        #expect(worst.count > 3 * best.count)
        #expect(sizes[0] < best.count + 6_000)
        #expect(sizes[1] < best.count * 5 / 4 + 6_000, "\(sizes) \(best.count)")
    }

    private static let map: [UInt8] = {
        var text = "P3 48 40 255\n"
        for y in 0..<40 { for x in 0..<48 { text += "\(x * 5) \(y * 6) \((x + y) * 2) " } }
        return Array(text.utf8)
    }()

    @Test(
        "JPEG pictures look as libjpeg reads them",
        arguments: [
            [], ["-grayscale"], ["-progressive"], ["-progressive", "-grayscale"], ["-sample", "1x1"], ["-rgb"], ["-restart", "1"],
        ])
    func jpeg(_ options: [String]) throws {
        let bytes = try ProgramRun("cjpeg", ["-quality", "92"] + options, input: Self.map).output
        let drawn = try PicturePage(pixelsOf: bytes).drawn()
        let expected = try netpbm(ProgramRun("djpeg", [], input: bytes).output)
        #expect(difference(pixels(drawn), onPaper(expected.pixels)) <= 2)
        // The file's own bytes are in the PDF file.
        #expect(try PicturePage(pixelsOf: bytes).pdf().firstRange(of: bytes) != nil)
    }

    @Test(
        "A JPEG picture stands upright by its Exif orientation",
        arguments: [
            (1, [[]]), (2, [["-leftright"]]), (3, [["-rotate180"]]), (4, [["-topbottom"]]), (5, [["-transpose"]]), (6, [["-cw"]]),
            (7, [["-transpose"], ["-rotate180"]]), (8, [["-ccw"]]),
        ] as [(Int, [[String]])])
    func orientation(_ orientation: Int, _ flips: [[String]]) throws {
        let plain = try ProgramRun("cjpeg", ["-quality", "95", "-sample", "1x1"], input: Self.map).output
        // SOI, then APP1 with a TIFF header, one directory entry and the end of the list.
        let tiff: [UInt8] =
            Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0]
        let bytes = Array(plain[..<2]) + [0xFF, 0xE1, 0, UInt8(tiff.count + 2)] + tiff + plain[2...]
        var map = try ProgramRun("djpeg", [], input: plain).output
        for flip in flips where !flip.isEmpty { map = try ProgramRun("pamflip", flip, input: map).output }
        let expected = try netpbm(map)
        let drawn = try PicturePage(pixelsOf: bytes).drawn()
        #expect(drawn.width == expected.width && drawn.height == expected.height)
        #expect(difference(pixels(drawn), onPaper(expected.pixels)) <= 2)
    }

    @Test("Colours of inks are refused under PDF/A, and right without it")
    func inks() throws {
        let bytes = try readFile("\(Repository.root())/Tests/DiwanGraphicsTests/Vectors/cmyk.jpg")
        let page = try PicturePage(pixelsOf: bytes)
        #expect(throws: PDFError.inkColors(ElementID(rawValue: 3))) { try page.pdf() }
        #expect(throws: PDFError.inkColors(ElementID(rawValue: 3))) {
            try page.pdf(PDFOptions(standards: PDFStandards(archival: .b, isAccessible: false)))
        }
        let folder = try TemporaryFolder()
        let path = try folder.write(page.pdf(PDFOptions(standards: PDFStandards(archival: nil, isAccessible: true))), to: "file.pdf")
        let run = try ProgramRun("pdftocairo", ["-r", "72", "-png", "-singlefile", path, folder.path("page")])
        #expect(run.status == 0 && run.errorText.isEmpty, "\(run.errorText)")
        let drawn = try PNGReader().read(readFile(folder.path("page.png")))
        #expect(drawn.width == 20 && drawn.height == 12)
        #expect(String(decoding: try page.pdf(PDFOptions(standards: .none)), as: UTF8.self).contains("/Decode[1 0 1 0 1 0 1 0 ]"))
    }

    @Test("A picture is written once, however many pages show it, and pages with an opacity say what they are mixed in")
    func once() throws {
        let sample = PNGSample(colorType: 6, depth: 8, isInterlaced: false, hasTransparency: false, width: 33, height: 18)
        var page = try PicturePage(pixelsOf: sample.bytes(seed: 1))
        page.pageCount = 4
        let text = try page.plainText()
        #expect(text.count(of: "/Subtype /Image") == 2 && text.count(of: "/SMask") == 1)
        #expect(text.count(of: "/CS /DeviceRGB") == 4 && text.count(of: "/Group") == 4)
        #expect(text.count(of: "/Interpolate") == 0)
        let svg =
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><circle cx='4' cy='4' r='3'/><circle cx='9' cy='9' r='3'/></svg>"
        page = PicturePage(try PictureReader().read(Array(svg.utf8), file: "test.svg").picture)
        page.pageCount = 3
        #expect(try page.plainText().count(of: "/Subtype /Form") == 1)
        #expect(try page.plainText().count(of: "/Group") == 0)
    }

    @Test("A picture has the size that its file says, and 96 pixels an inch where it says none")
    func sizes() throws {
        func size(_ program: String, _ options: [String]) throws -> Size {
            try PictureReader().read(ProgramRun(program, options, input: Self.map).output, file: "test").picture.size
        }
        #expect(try size("pnmtopng", []) == Size(width: .points(36), height: .points(30)))
        #expect(try size("pnmtopng", ["-size", "5000 2500 1"]).width.rawValue / 65_536 == 27)
        #expect(try size("pnmtopng", ["-size", "5000 2500 1"]).height.rawValue / 65_536 == 45)
        #expect(try size("cjpeg", []) == Size(width: .points(36), height: .points(30)))
        // A density of a pixel a metre is no density.
        #expect(try size("pnmtopng", ["-size", "1 1 1"]) == Size(width: .points(36), height: .points(30)))
    }

    @Test("A file that is no picture is refused by the name of what it is")
    func formats() {
        func error(_ bytes: [UInt8]) -> String? {
            do throws(GraphicsError) {
                _ = try PictureReader().read(bytes, file: "test")
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(error(Array("GIF89a…".utf8)) == "the file is a GIF picture; a picture is PNG, JPEG or SVG")
        #expect(error(Array("RIFF0000WEBPVP8 ".utf8)) == "the file is a WebP picture; a picture is PNG, JPEG or SVG")
        #expect(error([0, 0, 0, 24] + Array("ftypheic".utf8)) == "the file is a HEIF or AVIF picture; a picture is PNG, JPEG or SVG")
        #expect(error([]) == "the file is empty; a picture is PNG, JPEG or SVG")
        #expect(error([1, 2, 3]) == "the file is neither PNG, JPEG nor SVG")
        #expect(error(Array("<html/>".utf8)) == "the file is not an SVG drawing")
    }

    @Test("A data URI holds a picture of the type that it names")
    func dataURI() throws {
        let png = PNGSample(colorType: 2, depth: 8, isInterlaced: false, hasTransparency: false, width: 5, height: 5).bytes(seed: 1)
        let digits = try ProgramRun("base64", ["-w", "0"], input: png).outputText
        let reader = PictureReader()
        #expect(try reader.read(dataURI: "data:image/png;base64,\(digits)", file: "").picture == reader.read(png, file: "").picture)
        #expect(try reader.read(dataURI: "data:IMAGE/PNG;charset=x;base64,\n \(digits)\n", file: "").mediaType == "image/png")
        for (uri, fault) in [
            ("data:image/jpeg;base64,\(digits)", GraphicsError.URIFault.otherType), ("data:image/png,\(digits)", .mediaType),
            ("data:image/gif;base64,R0lG", .mediaType), ("data:image/png;base64,@@@@", .base64), ("image/png", .mediaType),
            ("", .mediaType),
            ("data:image/png;base64,\(digits.dropLast(3))", .base64), ("data:text/html;base64,PGE+", .mediaType),
        ] {
            #expect(throws: GraphicsError.dataURI(fault)) { try reader.read(dataURI: uri, file: "") }
        }
        let small = PictureReader(limits: ImageLimits(bytes: 10))
        #expect(throws: GraphicsError.limit(.bytes, allowed: 10)) { try small.read(dataURI: "data:image/png;base64,\(digits)", file: "") }
    }

    @Test("Whatever bytes change, a picture is refused or makes a file that qpdf finds whole")
    func changedBytes() throws {
        var random = SeededGenerator(seed: 5)
        let jpeg = try ProgramRun("cjpeg", ["-progressive"], input: Self.map).output
        let svg = Array("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M1 1L5 6' stroke='red'/></svg>".utf8)
        let palette = PNGSample(colorType: 3, depth: 4, isInterlaced: true, hasTransparency: true, width: 33, height: 18).bytes(seed: 2)
        let reader = PictureReader(limits: ImageLimits(pixels: 1_000_000))
        let folder = try TemporaryFolder()
        var checked = 0
        for original in [jpeg, svg, palette] {
            for _ in 0..<400 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                // The checksums of PNG are made right again, so that what they cover is read.
                if original == palette, bytes.prefix(8) == original.prefix(8) {
                    let chunks = PNGSample.chunks(original)
                    var changed = chunks
                    let place = Int.random(in: 0..<chunks.count, using: &random)
                    guard !chunks[place].1.isEmpty else { continue }
                    changed[place].1[Int.random(in: 0..<chunks[place].1.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                    bytes = PNGSample.file(changed)
                }
                guard let picture = try? reader.read(bytes, file: "test").picture else { continue }
                let pdf = try PicturePage(picture).pdf(PDFOptions(standards: .none))
                checked += 1
                guard checked % 20 == 0 else { continue }
                let run = try ProgramRun("qpdf", ["--check", folder.write(pdf, to: "file.pdf")])
                #expect(run.status == 0 || run.status == 3, "\(run.errorText)")
            }
        }
        #expect(checked > 100)
    }
}
