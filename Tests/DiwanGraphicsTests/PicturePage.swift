import DiwanDocument
import DiwanGraphics
import DiwanPDF
import DiwanTestSupport
import Testing

/// Pages that show one picture and nothing else.
struct PicturePage {
    var picture: Picture
    /// The size of the page and of the picture on it.
    var size: Size
    var pageCount = 1

    init(_ picture: Picture) {
        self.picture = picture
        size = picture.size
    }

    /// A page of a point for each pixel of the picture, once it stands upright.
    init(pixelsOf bytes: [UInt8]) throws {
        picture = try PictureReader().read(bytes, file: "test").picture
        guard case .raster(let raster) = picture else { throw GraphicsError.format(nil) }
        let isTurned = raster.orientation > 4
        size = Size(width: .points(isTurned ? raster.height : raster.width), height: .points(isTurned ? raster.width : raster.height))
    }

    func pdf(_ options: PDFOptions = PDFOptions()) throws -> [UInt8] {
        var structure = StructureTree()
        let node = structure.add(.figure(alternative: "رسم"), to: StructureTree.root)
        let item = Frame.Item.picture(picture, size: size, origin: ElementID(rawValue: 3))
        let page = Frame(size: size, items: [Frame.Placed(origin: .zero, mark: .content(node), item: item)])
        let document = PagedDocument(
            metadata: DocumentMetadata(title: "رسم"), direction: .rightToLeft, pages: Array(repeating: page, count: pageCount),
            structure: structure, outline: [])
        return try PDFExporter { _ in preconditionFailure("a picture has no text") }.export(document, options)
    }

    /// The pixels of poppler's picture of the page, at a pixel for each point. Cairo puts each in its place; Splash, the other way of
    /// poppler, stretches every image by a pixel.
    func drawn() throws -> RasterImage {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf(), to: "file.pdf")
        let run = try ProgramRun("pdftocairo", ["-r", "72", "-png", "-singlefile", path, folder.path("page")])
        #expect(run.status == 0 && run.errorText.isEmpty, "\(run.errorText)")
        return try PNGReader().read(readFile(folder.path("page.png")))
    }

    /// The file with its objects in plain sight.
    func plainText() throws -> String {
        let folder = try TemporaryFolder()
        let path = try folder.write(pdf(), to: "file.pdf")
        let run = try ProgramRun("qpdf", ["--qdf", "--object-streams=disable", "--stream-data=preserve", path, "-"])
        #expect(run.status == 0, "\(run.errorText)")
        return String(decoding: run.output, as: UTF8.self)
    }
}

extension String {
    /// How often `part` stands in the text.
    func count(of part: String) -> Int {
        var count = 0
        var rest = utf8[...]
        while let range = rest.firstRange(of: part.utf8) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
