import DiwanBytes
import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Testing

@Suite("PNG")
struct PNGTests {
    /// Red, green, blue and opacity of every pixel.
    private func pixels(_ image: RasterImage) -> [[UInt8]] {
        (0..<image.width * image.height).map { pixel in
            let color =
                image.colorModel == .grey
                ? [UInt8](repeating: image.samples[pixel], count: 3) : Array(image.samples[3 * pixel..<3 * pixel + 3])
            return color + [image.alpha?[pixel] ?? 255]
        }
    }

    @Test("Every colour type, depth, interlacing and transparency reads as libpng reads it", arguments: PNGSample.all)
    func everyKind(_ sample: PNGSample) throws {
        let bytes = sample.bytes(seed: UInt64(sample.width * 1000 + sample.depth))
        let image = try PNGReader().read(bytes)
        let expected = try NetpbmImage(png: bytes)
        #expect(image.width == expected.width && image.height == expected.height)
        #expect(pixels(image) == expected.pixels)
        #expect((image.alpha != nil) == (sample.hasTransparency || sample.colorType >= 4))
        #expect((image.colorModel == .grey) == (sample.colorType == 0 || sample.colorType == 4))
        #expect(image.density == PixelDensity(horizontal: 11_811, vertical: 5_906, unit: .metre))
    }

    @Test("What another program wrote reads as libpng reads it", arguments: [[], ["-interlace"], ["-transparent", "white"], ["-force"]])
    func foreign(_ options: [String]) throws {
        var map = "P3 40 30 65535\n"
        for y in 0..<30 { for x in 0..<40 { map += x * y % 7 == 0 ? "65535 65535 65535 " : "\(x * 1638) \(y * 2184) \(x * y * 50) " } }
        for depth in ["1", "15", "255", "65535"] {
            let scaled = try ProgramRun("pamdepth", [depth], input: Array(map.utf8))
            let png = try ProgramRun("pnmtopng", options, input: scaled.output)
            try #require(png.status == 0, "\(png.errorText)")
            #expect(pixels(try PNGReader().read(png.output)) == (try NetpbmImage(png: png.output)).pixels)
        }
    }

    @Test("A written picture is the one that libpng and the reader find in the file")
    func written() throws {
        var random = SeededGenerator(seed: 3)
        for (model, hasAlpha) in [(RasterImage.ColorModel.grey, false), (.grey, true), (.rgb, false), (.rgb, true)] {
            for (width, height) in [(1, 1), (3, 7), (50, 20)] {
                let samples = (0..<width * height * model.samplesPerPixel).map { _ in UInt8.random(in: 0...255, using: &random) }
                let alpha = hasAlpha ? (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) } : nil
                let density = PixelDensity(horizontal: 300, vertical: 72, unit: .inch)
                let image = RasterImage(
                    width: width, height: height, colorModel: model, samples: samples, alpha: alpha, density: density)
                let bytes = PNGWriter().write(image)
                #expect((try NetpbmImage(png: bytes)).pixels == pixels(image))
                let read = try PNGReader().read(bytes)
                #expect(read.samples == samples && read.alpha == alpha && read.colorModel == model)
                #expect(read.density == PixelDensity(horizontal: 11_811, vertical: 2_835, unit: .metre))
            }
        }
    }

    @Test("A picture tells whether it is opaque and grey, and its reduced form drops what it does not need")
    func reduced() {
        func image(_ samples: [UInt8], _ alpha: [UInt8]?) -> RasterImage {
            RasterImage(width: 2, height: 1, colorModel: .rgb, samples: samples, alpha: alpha)
        }
        let grey = image([9, 9, 9, 200, 200, 200], [255, 255])
        #expect(grey.isGrey && grey.isOpaque)
        #expect(grey.reduced() == RasterImage(width: 2, height: 1, colorModel: .grey, samples: [9, 200]))
        let colored = image([9, 9, 9, 200, 201, 200], [255, 254])
        #expect(!colored.isGrey && !colored.isOpaque)
        #expect(colored.reduced() == colored)
        #expect(image([9, 9, 9, 200, 200, 199], nil).reduced().colorModel == .rgb)
    }

    @Test("A density gives the size on paper")
    func density() {
        #expect(PixelDensity(horizontal: 72, vertical: 144, unit: .inch).size(width: 720, height: 72).width == .points(720))
        #expect(PixelDensity(horizontal: 72, vertical: 144, unit: .inch).size(width: 720, height: 72).height == .points(36))
        let metre = PixelDensity(horizontal: 10_000, vertical: 1_000, unit: .metre).size(width: 254, height: 254)
        #expect(metre == Size(width: .points(72), height: .points(720)))
        #expect(PixelDensity(horizontal: 50, vertical: 100, unit: .centimetre).size(width: 127, height: 254).width == .points(72))
    }

    @Test("A file that is cut off anywhere, or has one byte changed, is refused")
    func damaged() throws {
        var random = SeededGenerator(seed: 11)
        for sample in PNGSample.all where sample.width == 9 {
            let bytes = sample.bytes(seed: 5)
            for count in 0..<bytes.count {
                #expect(throws: GraphicsError.self) { try PNGReader().read(Array(bytes[..<count])) }
            }
            for _ in 0..<100 {
                var changed = bytes
                changed[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
                #expect(throws: GraphicsError.self) { try PNGReader().read(changed) }
            }
        }
    }

    @Test("Whatever the chunks hold, a file is read to its size or refused")
    func changedChunks() throws {
        var random = SeededGenerator(seed: 12)
        var accepted = 0
        for sample in PNGSample.all where sample.width <= 9 {
            let chunks = PNGSample.chunks(sample.bytes(seed: 6))
            for _ in 0..<30 {
                var changed = chunks
                let place = Int.random(in: 0..<chunks.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: changed.remove(at: place)
                case 1: changed.swapAt(place, Int.random(in: 0..<chunks.count, using: &random))
                case 2: changed.insert(chunks[Int.random(in: 0..<chunks.count, using: &random)], at: place)
                default:
                    if changed[place].1.isEmpty { continue }
                    changed[place].1[Int.random(in: 0..<changed[place].1.count, using: &random)] ^=
                        1 << UInt8.random(in: 0...7, using: &random)
                }
                let reader = PNGReader(limits: ImageLimits(pixels: 100_000))
                let file = PNGSample.file(changed)
                let image = try? reader.read(file)
                // What is read as pixels is read as a picture for the page, and what is not, is not.
                let picture = try? reader.picture(file)
                #expect((image == nil) == (picture == nil))
                guard let image, let picture else { continue }
                #expect(image.width * image.height <= 100_000)
                #expect(picture.width == image.width && picture.height == image.height)
                accepted += 1
            }
        }
        #expect(accepted > 100)
    }

    /// A grey picture of 2 by 2 pixels whose chunks a test changes.
    private func chunks(_ rows: [UInt8] = [0, 1, 2, 0, 3, 4]) -> [(String, [UInt8])] {
        [("IHDR", [0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0]), ("IDAT", Deflater().zlib(rows)), ("IEND", [])]
    }

    private func error(_ chunks: [(String, [UInt8])], _ limits: ImageLimits = ImageLimits()) -> GraphicsError? {
        do throws(GraphicsError) {
            _ = try PNGReader(limits: limits).read(PNGSample.file(chunks))
            return nil
        } catch {
            return error
        }
    }

    @Test("Each broken rule is told with its place")
    func faults() {
        #expect(error(chunks()) == nil)
        var changed = chunks()
        changed[0].1[8] = 3
        #expect(error(changed) == .png(.colorType, offset: 8))
        changed = chunks()
        changed[0].1[3] = 0
        #expect(error(changed) == .png(.size, offset: 8))
        changed = chunks()
        changed[0].1[12] = 2
        #expect(error(changed) == .png(.header, offset: 8))
        changed = chunks()
        changed[0].1[9] = 3
        #expect(error(changed) == .png(.missingPalette, offset: 33))
        changed.insert(("PLTE", [1, 2, 3, 4, 5, 6]), at: 1)
        #expect(error(changed) == .png(.paletteIndex, offset: 51))
        changed[1].1.removeLast()
        #expect(error(changed) == .png(.palette, offset: 33))
        #expect(error(chunks() + [("IDAT", [])]) == nil)
        #expect(error([chunks()[0], ("XYZw", [])] + chunks()[1...]) == .png(.unknownCritical, offset: 33))
        #expect(error([chunks()[0], ("xyZw", [])] + chunks()[1...]) == nil)
        #expect(error([chunks()[0], ("tRNS", [1])] + chunks()[1...]) == .png(.transparency, offset: 33))
        #expect(error([chunks()[0], ("pHYs", [1])] + chunks()[1...]) == .png(.density, offset: 33))
        #expect(error([chunks()[0], ("PLTE", [1, 2, 3])] + chunks()[1...]) == .png(.order, offset: 33))
        #expect(error([("gAMA", [])] + chunks()) == .png(.order, offset: 8))
        #expect(error([chunks()[0]] + chunks()) == .png(.order, offset: 33))
        #expect(error([chunks()[0], chunks()[2]]) == .png(.missingData, offset: 33))
        #expect(error(chunks([0, 1, 2, 0, 3])) == .png(.dataSize, offset: 33))
        #expect(error(chunks([0, 1, 2, 0, 3, 4, 5])) == .png(.dataSize, offset: 33))
        #expect(error(chunks([0, 1, 2, 5, 3, 4])) == .png(.filter, offset: 33))
        changed = chunks()
        changed[1].1[4] ^= 255
        #expect(error(changed) == .png(.compression, offset: 33))
        #expect(throws: GraphicsError.png(.signature, offset: 0)) { try PNGReader().read([0x89, 0x50]) }
    }

    @Test("A picture beyond the limits is refused before it is decompressed")
    func limits() {
        #expect(error(chunks(), ImageLimits(pixels: 3)) == .limit(.pixels, allowed: 3))
        #expect(error(chunks(), ImageLimits(bytes: 60)) == .limit(.bytes, allowed: 60))
        #expect(error(chunks(), ImageLimits(decodedBytes: 5)) == .limit(.decodedBytes, allowed: 5))
        var bomb = chunks([UInt8](repeating: 0, count: 20_000_000))
        #expect(error(bomb) == .png(.dataSize, offset: 33))
        bomb[0].1[0] = 0x7F
        #expect(error(bomb) == .limit(.pixels, allowed: 40_000_000))
    }
}
