import DiwanBytes
public import DiwanDiagnostics
public import DiwanDocument

/// Reads a file that is a picture of one of the formats that documents show: PNG, JPEG or SVG. What the bytes are decides, not the name.
public struct PictureReader: Sendable {
    /// How large a picture of pixels may be.
    public var limits: ImageLimits
    /// How large a drawing may be.
    public var drawingLimits: SVGLimits

    /// A reader with limits.
    public init(limits: ImageLimits = ImageLimits(), drawingLimits: SVGLimits = SVGLimits()) {
        self.limits = limits
        self.drawingLimits = drawingLimits
    }

    /// What came of reading a picture.
    public struct Result: Sendable {
        /// The picture.
        public let picture: Picture
        /// Its media type: `image/png`, `image/jpeg` or `image/svg+xml`.
        public let mediaType: String
        /// What deserves a look.
        public let warnings: [Diagnostic]
        /// The SHA-256 of the file.
        public let fingerprint: [UInt8]
    }

    /// The picture in `bytes`; `file` is the name that the positions of an SVG drawing carry.
    public func read(_ bytes: [UInt8], file: String) throws(GraphicsError) -> Result {
        if PNGReader.recognizes(bytes) {
            let picture = try PNGReader(limits: limits).picture(bytes)
            return Result(picture: .raster(picture), mediaType: "image/png", warnings: [], fingerprint: picture.fingerprint)
        }
        if JPEGReader.recognizes(bytes) {
            let picture = try JPEGReader(limits: limits).read(bytes).picture
            return Result(
                picture: .raster(picture), mediaType: "image/jpeg", warnings: [], fingerprint: picture.fingerprint)
        }
        guard Self.isMarkup(bytes) else { throw .format(Self.otherFormat(bytes)) }
        let result = try SVGReader(limits: drawingLimits).read(bytes, file: file)
        return Result(
            picture: .drawing(result.drawing), mediaType: "image/svg+xml", warnings: result.warnings, fingerprint: SHA256.hash(bytes))
    }

    /// The picture in a data URI (RFC 2397) with base64, as `data:image/png;base64,iVBOR…`. White space among the digits is passed over.
    public func read(dataURI text: String, file: String) throws(GraphicsError) -> Result {
        let text = text.utf8
        guard let comma = text.firstIndex(of: UInt8(ascii: ",")), text.distance(from: text.startIndex, to: comma) < 100 else {
            throw .dataURI(.mediaType)
        }
        let parts = String(text[..<comma])?.lowercased().split(separator: ";") ?? []
        let types = [
            "data:image/png": "image/png", "data:image/jpeg": "image/jpeg", "data:image/jpg": "image/jpeg",
            "data:image/svg+xml": "image/svg+xml",
        ]
        guard let first = parts.first, let type = types[String(first)], parts.last == "base64" else { throw .dataURI(.mediaType) }
        let digits = text[text.index(after: comma)...]
        guard digits.count / 4 * 3 <= limits.bytes else { throw .limit(.bytes, allowed: limits.bytes) }
        let plain = digits.filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        let bytes: [UInt8]
        do {
            bytes = try Base64.decode(String(decoding: plain, as: UTF8.self))
        } catch {
            throw .dataURI(.base64)
        }
        let result = try read(bytes, file: file)
        guard result.mediaType == type else { throw .dataURI(.otherType) }
        return result
    }

    /// Whether the first thing in `bytes`, after a byte order mark and white space, is the beginning of a tag.
    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        return text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: "<")
            || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    }

    /// The name of a format that people try, by its first bytes.
    private static func otherFormat(_ bytes: [UInt8]) -> String? {
        func begins(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
        if begins("GIF8") { return "a GIF picture" }
        if begins("RIFF"), begins("WEBP", at: 8) { return "a WebP picture" }
        if begins("ftyp", at: 4) { return "a HEIF or AVIF picture" }
        if begins("II*\0") || begins("MM\0*") { return "a TIFF picture" }
        if begins("BM") { return "a BMP picture" }
        if begins("%PDF") { return "a PDF file" }
        if begins("%!PS") { return "a PostScript file" }
        if bytes.starts(with: [0x1F, 0x8B]) { return "compressed with gzip, as .svgz is" }
        if bytes.isEmpty { return "empty" }
        return nil
    }
}

extension JPEGImage {
    /// The picture, ready to be shown: the file's bytes as they are.
    var picture: RasterPicture {
        let colors: RasterPicture.Colors =
            switch colorModel {
            case .grey: .grey
            case .rgb: .rgb
            case .cmyk: .cmyk(isInverted: adobeTransform != nil)
            }
        // Where there is no Adobe marker, DCTDecode takes three components for YCbCr and four for plain (7.4.8, Table 13).
        let isUsual = adobeTransform != nil || colorModel == .grey || isTransformed == (colorModel == .rgb)
        let upright = PixelDensity.size(density, width: width, height: height)
        return RasterPicture(
            width: width, height: height, colors: colors,
            samples: RasterPicture.Plane(bytes: bytes, coding: .jpeg(colorTransform: isUsual ? nil : isTransformed ? 1 : 0), bits: 8),
            orientation: orientation, size: orientation < 5 ? upright : Size(width: upright.height, height: upright.width),
            fingerprint: SHA256.hash(bytes))
    }
}
