import DiwanGraphics
import DiwanTestSupport
import Testing

@Suite("JPEG")
struct JPEGTests {
    /// A colourful picture of 50 by 37 pixels.
    private static let map: [UInt8] = {
        var text = "P3 50 37 255\n"
        for y in 0..<37 { for x in 0..<50 { text += "\(x * 5) \(y * 6) \(x * y % 256) " } }
        return Array(text.utf8)
    }()

    private static func jpeg(_ options: [String], _ map: [UInt8] = map) throws -> [UInt8] {
        let run = try ProgramRun("cjpeg", options, input: map)
        try #require(run.status == 0, "\(run.errorText)")
        return run.output
    }

    private func error(_ bytes: [UInt8], _ limits: ImageLimits = ImageLimits()) -> GraphicsError? {
        do throws(GraphicsError) {
            _ = try JPEGReader(limits: limits).read(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The offset of the first marker with `code`.
    private func place(_ code: UInt8, in bytes: [UInt8]) throws -> Int {
        try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == code })
    }

    @Test(
        "Size, components and process are those that libjpeg tells",
        arguments: [
            [], ["-quality", "90"], ["-grayscale"], ["-progressive"], ["-progressive", "-grayscale"], ["-restart", "1"],
            ["-restart", "3B"],
            ["-sample", "1x1"], ["-sample", "2x1"], ["-optimize"], ["-progressive", "-restart", "1"], ["-rgb"],
        ])
    func markers(_ options: [String]) throws {
        let bytes = try Self.jpeg(options)
        let image = try JPEGReader().read(bytes)
        let told = try ProgramRun("rdjpgcom", ["-verbose"], input: bytes).outputText
        let components = image.colorModel == .grey ? 1 : 3
        #expect(told.contains("\(image.width)w * \(image.height)h, \(components) color component"), "\(told)")
        #expect(told.contains("8 bits per sample"))
        #expect(told.contains(image.process == .baseline ? "Baseline" : "Progressive"))
        #expect(image.bytes == bytes)
        #expect((image.process == .progressive) == options.contains("-progressive"))
        #expect(image.isTransformed == (!options.contains("-rgb") && components == 3))
        #expect(image.orientation == 1)
        let trailing = try JPEGReader().read(bytes + [0, 1, 2])
        #expect(trailing.bytes == bytes)
    }

    @Test("A CMYK picture is told as one, with the transform of its Adobe marker")
    func cmyk() throws {
        let path = "\(Repository.root())/Tests/DiwanGraphicsTests/Vectors/cmyk.jpg"
        var bytes = try readFile(path)
        let image = try JPEGReader().read(bytes)
        let told = try ProgramRun("djpeg", ["-verbose", "-verbose", path]).errorText
        #expect(told.contains("Adobe APP14 marker: version 100, flags 0x0000 0x0000, transform 0"))
        #expect(told.contains("width=20, height=12, components=4"))
        #expect(image.colorModel == .cmyk && image.adobeTransform == 0 && !image.isTransformed)
        #expect(image.width == 20 && image.height == 12)
        bytes[try place(0xEE, in: bytes) + 15] = 2
        #expect(try JPEGReader().read(bytes).isTransformed)
    }

    @Test("What DCTDecode does not show everywhere is refused with the reason")
    func refused() throws {
        let arithmetic = try Self.jpeg(["-arithmetic"])
        #expect(error(arithmetic) == .jpeg(.arithmetic, offset: try place(0xC9, in: arithmetic)))
        // 16-bit quantization tables make the process an extended one.
        let extended = try Self.jpeg(["-quality", "5"])
        #expect(error(extended) == .jpeg(.extended, offset: try place(0xC1, in: extended)))
        var bytes = try Self.jpeg([])
        let frame = try place(0xC0, in: bytes)
        for (code, fault) in [
            (0xC3, GraphicsError.JPEGFault.lossless), (0xC5, .hierarchical), (0xC6, .hierarchical), (0xDE, .hierarchical),
            (0xCA, .arithmetic),
            (0xDC, .height), (0xD0, .order), (0x02, .marker),
        ] {
            bytes[frame + 1] = UInt8(code)
            #expect(error(bytes) == .jpeg(fault, offset: frame))
        }
        bytes[frame + 1] = 0xC0
        bytes[frame + 4] = 12
        #expect(error(bytes) == .jpeg(.precision, offset: frame))
        bytes[frame + 4] = 8
        bytes[frame + 11] = 0x50
        #expect(error(bytes) == .jpeg(.frame, offset: frame))
    }

    @Test("A picture that is cut off anywhere is refused")
    func truncated() throws {
        for options in [["-restart", "1"], ["-progressive"]] {
            let bytes = try Self.jpeg(options)
            for count in 0..<bytes.count { #expect(error(Array(bytes[..<count])) != nil) }
            // A cut within the data is told as one.
            #expect(error(bytes.dropLast(2)) == .truncated(offset: bytes.count - 2))
        }
    }

    @Test("Broken scans are found")
    func scans() throws {
        let bytes = try Self.jpeg(["-restart", "1"])
        let scan = try place(0xDA, in: bytes)
        var changed = bytes
        let second = try place(0xD1, in: bytes)
        changed[second + 1] = 0xD3
        #expect(error(changed) == .jpeg(.restart, offset: second))
        changed = bytes
        changed[scan + 5] = 99
        #expect(error(changed) == .jpeg(.scan, offset: scan))
        changed = bytes
        changed[scan + 6] = 0x33
        #expect(error(changed) == .jpeg(.table, offset: scan))
        let interval = try place(0xDD, in: bytes)
        changed = Array(bytes[..<interval] + bytes[(interval + 6)...])
        #expect(error(changed) == .jpeg(.restart, offset: try place(0xD0, in: changed)))
        changed = Array(bytes[..<scan] + [0xFF, 0xD9])
        #expect(error(changed) == .jpeg(.noScan, offset: scan))
        let frame = try place(0xC0, in: bytes)
        changed = Array(bytes[..<frame] + bytes[(frame + 19)...])
        #expect(error(changed) == .jpeg(.order, offset: try place(0xDA, in: changed)))
        #expect(error(Array(bytes[..<(scan + 14)] + [0xFF, 0xD9])) == .jpeg(.emptyScan, offset: scan + 14))
    }

    @Test("No change of bytes brings the reader down")
    func flipped() throws {
        var random = SeededGenerator(seed: 8)
        var refused = 0
        for options in [["-restart", "2"], ["-progressive"], ["-grayscale"]] {
            let bytes = try Self.jpeg(options)
            for _ in 0..<5_000 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    changed[Int.random(in: 0..<min(bytes.count, 700), using: &random)] = [
                        0, 0xFF, 0xDA, UInt8.random(in: 0...255, using: &random),
                    ]
                    .randomElement(using: &random)!
                }
                if let error = error(changed, ImageLimits(pixels: 1_000_000)) {
                    refused += 1
                    if case .truncated(let offset) = error { #expect(offset <= bytes.count) }
                }
            }
        }
        #expect(refused > 5_000)
    }

    @Test("Sizes beyond the limits are refused")
    func limits() throws {
        let bytes = try Self.jpeg([])
        #expect(error(bytes, ImageLimits(pixels: 1_849)) == .limit(.pixels, allowed: 1_849))
        #expect(error(bytes, ImageLimits(pixels: 1_850)) == nil)
        #expect(error(bytes, ImageLimits(bytes: 100)) == .limit(.bytes, allowed: 100))
    }

    @Test("Density and orientation come from the JFIF and Exif markers")
    func densityAndOrientation() throws {
        var bytes = try Self.jpeg([])
        let jfif = try place(0xE0, in: bytes)
        bytes.replaceSubrange(jfif + 11..<jfif + 16, with: [1, 1, 0x2C, 0, 72])
        #expect(try JPEGReader().read(bytes).density == PixelDensity(horizontal: 300, vertical: 72, unit: .inch))
        bytes[jfif + 11] = 2
        #expect(try JPEGReader().read(bytes).density == PixelDensity(horizontal: 300, vertical: 72, unit: .centimetre))
        bytes[jfif + 11] = 0
        #expect(try JPEGReader().read(bytes).density == nil)
        // TIFF 6.0: byte order, 42, the directory's place; one entry: tag 0x112, SHORT, one value.
        let big: [UInt8] = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]
        let little: [UInt8] = Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]
        for (tiff, orientation) in [(big, 6), (little, 8)] {
            for count in 0...tiff.count {
                let data = Array("Exif\0\0".utf8) + tiff[..<count]
                let marker: [UInt8] = [0xFF, 0xE1, 0, UInt8(data.count + 2)] + data
                let image = try JPEGReader().read(Array(bytes[..<2]) + marker + bytes[2...])
                #expect(image.orientation == (count >= 22 ? orientation : 1))
            }
        }
    }
}
