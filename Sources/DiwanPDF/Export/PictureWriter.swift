internal import DiwanBytes
internal import DiwanDocument

/// Writes pictures as XObjects (ISO 32000-1, 8.9.5 and 8.10): each once a file, however often it is drawn.
struct PictureWriter {
    /// A picture, and the object that it becomes.
    private struct Entry {
        var picture: Picture
        var reference: ObjectReference
        var origin: ElementID
    }

    private var entries: [Entry] = []
    private var numbers: [Picture: Int] = [:]

    /// The pictures met so far, in the order of their first use.
    var pictures: [Picture] { entries.map(\.picture) }

    /// The number of `picture` among the resources, from 1; a new one takes its object from `file`.
    mutating func number(of picture: Picture, _ origin: ElementID, _ file: inout PDFFileWriter) -> Int {
        if let known = numbers[picture] { return known }
        entries.append(Entry(picture: picture, reference: file.reserve(), origin: origin))
        numbers[picture] = entries.count
        return entries.count
    }

    /// The element of the first picture whose colours are those of inks.
    var inkOrigin: ElementID? {
        entries.first { entry in
            if case .raster(let raster) = entry.picture, case .cmyk = raster.colors { true } else { false }
        }?.origin
    }

    /// The entry `XObject` of the resources, when there are pictures (7.8.3, Table 33).
    func writeResources(_ dictionary: inout ObjectWriter) {
        guard !entries.isEmpty else { return }
        dictionary.dictionary("/XObject") { objects in
            for (index, entry) in entries.enumerated() {
                objects.bytes.append(ascii: "/X")
                objects.bytes.append(integer: index + 1)
                objects.bytes.append(UInt8(ascii: " "))
                objects.reference(entry.reference)
            }
        }
    }

    /// Writes the pictures. `contentOf` gives the compressed content of a drawing.
    func write(to file: inout PDFFileWriter, contentOf: (Drawing) -> [UInt8]) {
        for entry in entries {
            switch entry.picture {
            case .raster(let raster): Self.write(raster, entry.reference, &file)
            case .drawing(let drawing): Self.write(drawing, contentOf(drawing), entry.reference, &file)
            }
        }
    }

    // MARK: Images (8.9.5, Table 89)

    private static func write(_ raster: RasterPicture, _ reference: ObjectReference, _ file: inout PDFFileWriter) {
        let mask = raster.opacity.map { opacity in
            // A soft-mask image (11.6.5.3).
            let mask = file.reserve()
            file.writeStream(mask, encoded: opacity.bytes) { stream in
                begin(&stream, raster, opacity, samples: 1)
                stream.name("/ColorSpace", "/DeviceGray")
            }
            return mask
        }
        file.writeStream(reference, encoded: raster.samples.bytes) { stream in
            begin(&stream, raster, raster.samples, samples: raster.colors.samplesPerPixel)
            switch raster.colors {
            case .grey: stream.name("/ColorSpace", "/DeviceGray")
            case .rgb: stream.name("/ColorSpace", "/DeviceRGB")
            case .cmyk(let isInverted):
                stream.name("/ColorSpace", "/DeviceCMYK")
                if isInverted { stream.array("/Decode") { for _ in 0..<4 { $0.bytes.append(ascii: "1 0 ") } } }
            case .indexed(let palette):
                stream.array("/ColorSpace") { space in
                    space.bytes.append(ascii: "/Indexed/DeviceRGB ")
                    space.element(palette.count / 3 - 1)
                    space.bytes.append(hexString: palette)
                }
            }
            if let mask { stream.reference("/SMask", mask) }
        }
    }

    private static func begin(_ stream: inout ObjectWriter, _ raster: RasterPicture, _ plane: RasterPicture.Plane, samples: Int) {
        stream.name("/Type", "/XObject")
        stream.name("/Subtype", "/Image")
        stream.integer("/Width", raster.width)
        stream.integer("/Height", raster.height)
        stream.integer("/BitsPerComponent", plane.bits)
        switch plane.coding {
        case .jpeg(let transform):
            stream.name("/Filter", "/DCTDecode")
            if let transform { stream.dictionary("/DecodeParms") { $0.integer("/ColorTransform", transform) } }
        case .deflated(let hasRowFilters):
            stream.name("/Filter", "/FlateDecode")
            guard hasRowFilters else { return }
            stream.dictionary("/DecodeParms") { parameters in
                parameters.integer("/Predictor", 15)
                parameters.integer("/Colors", samples)
                parameters.integer("/BitsPerComponent", plane.bits)
                parameters.integer("/Columns", raster.width)
            }
        }
    }

    // MARK: Forms (8.10.2, Table 95)

    private static func write(_ drawing: Drawing, _ content: [UInt8], _ reference: ObjectReference, _ file: inout PDFFileWriter) {
        file.writeStream(reference, encoded: content) { stream in
            stream.name("/Type", "/XObject")
            stream.name("/Subtype", "/Form")
            stream.name("/Filter", "/FlateDecode")
            // What stands out of the frame is cut off there.
            stream.array("/BBox") { box in
                box.bytes.append(ascii: "0 0 ")
                box.element(thousandths: drawing.size.width.thousandthsOfPoint)
                box.bytes.append(thousandths: drawing.size.height.thousandthsOfPoint)
            }
            stream.dictionary("/Resources") { _ in }
        }
    }

    /// The content of a drawing, compressed.
    static func content(of drawing: Drawing, _ deflater: Deflater) -> [UInt8] {
        var content = ContentStream()
        // A form begins with the state of the page that it is drawn on (8.10.1).
        content.setInitialState()
        for shape in drawing.shapes {
            content.draw(shape.path, at: .zero, fill: shape.fill, stroke: shape.stroke, pageHeight: drawing.size.height)
        }
        return deflater.zlib(content.bytes)
    }
}
