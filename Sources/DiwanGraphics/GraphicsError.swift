public import DiwanDiagnostics

/// Why a picture could not be read, or a barcode not be made.
public enum GraphicsError: Error, Hashable, Sendable {
    /// The file ends before what should stand at `offset`.
    case truncated(offset: Int)
    /// The file breaks a rule of PNG; the chunk or byte to blame stands at `offset`.
    case png(PNGFault, offset: Int)
    /// The file breaks a rule of JPEG, or uses a part of it that documents cannot show; the marker to blame stands at `offset`.
    case jpeg(JPEGFault, offset: Int)
    /// The picture has more than `allowed` of something.
    case limit(Limit, allowed: Int)
    /// The file is of a format that is not shown, by its name, or of none that is known.
    case format(String?)
    /// The text is not a data URI of a picture (RFC 2397).
    case dataURI(URIFault)
    /// The drawing is not one that Diwan draws; at least one diagnostic, in order of printing.
    case svg([Diagnostic])
    /// The text needs more bits than the largest symbol that is allowed has for data.
    case qrTooLong(bits: Int, allowed: Int)
    /// Code 128 has no symbol for the scalar at `index` (in scalars, from 0).
    case code128Character(Unicode.Scalar, index: Int)
    /// The text of a barcode has `count` symbol characters (0 for no text at all); 1 to `allowed` can be.
    case code128Length(count: Int, allowed: Int)

    /// What is wrong with a data URI, in words.
    public enum URIFault: String, Hashable, Sendable {
        case mediaType = "the data URI does not begin with data:image/png;base64, or the same with jpeg or svg+xml"
        case base64 = "the data URI is not base64"
        case otherType = "the data URI names another type than its data have"
    }

    /// A size that is bounded.
    public enum Limit: String, Hashable, Sendable {
        /// Bytes of the file.
        case bytes
        /// Width times height.
        case pixels
        /// Bytes after decompression.
        case decodedBytes = "decompressed bytes"
    }

    /// A rule of ISO/IEC 15948 (PNG), in words.
    public enum PNGFault: String, Hashable, Sendable {
        case signature = "the file does not begin as a PNG file does"
        case chunkLength = "a chunk is longer than PNG allows"
        case chunkType = "a chunk's name has a byte that is not a letter"
        case checksum = "the checksum of a chunk is wrong"
        case unknownCritical = "an unknown chunk is marked as necessary for showing the picture"
        case order = "a chunk stands where PNG does not allow it, or twice"
        case header = "the header has the wrong length or an unknown method"
        case size = "the width or the height is 0 or above 2147483647"
        case colorType = "PNG has no such colour type with such a bit depth"
        case palette = "the palette has no entries, too many, or a part of one"
        case missingPalette = "the picture has colour numbers but no palette"
        case paletteIndex = "a pixel has a colour number beyond the palette"
        case transparency = "the transparency chunk does not fit the colour type"
        case density = "the pixel density has the wrong length or an unknown unit"
        case missingData = "the file has no image data"
        case compression = "the compressed data are broken"
        case dataSize = "the compressed data hold more or fewer bytes than the picture needs"
        case filter = "a row has an unknown filter"
    }

    /// A rule of ISO/IEC 10918-1 (JPEG), or what DCTDecode cannot do, in words.
    public enum JPEGFault: String, Hashable, Sendable {
        case signature = "the file does not begin as a JPEG file does"
        case marker = "there is no marker where one must stand"
        case segment = "a segment has a length that does not fit what it holds"
        case order = "a marker stands where JPEG does not allow it"
        case frame = "the frame header has impossible values"
        case scan = "a scan header has impossible values"
        case table = "a scan uses a table that was not defined"
        case restart = "the restart markers are out of order, or there without an interval"
        case missingComponent = "a component of the picture is in no scan"
        case emptyScan = "a scan has no data"
        case noScan = "the file ends without a scan"
        case height = "the height is told only after the first scan (DNL), which PDF readers do not follow"
        case extended = "the picture is coded in the extended sequential process; save it as baseline or progressive"
        case lossless = "the picture is coded in the lossless process; save it as baseline or progressive"
        case hierarchical = "the picture is coded in a hierarchical process; save it as baseline or progressive"
        case arithmetic = "the picture has arithmetic coding; save it with Huffman coding"
        case precision = "the samples have more than 8 bits; save the picture with 8"
        case components = "the picture has neither 1, 3 nor 4 components"
    }
}

extension GraphicsError: CustomStringConvertible {
    /// The error in plain words, without a full stop.
    public var description: String {
        switch self {
        case .truncated(let offset): "the file is cut off at byte \(offset)"
        case .png(let fault, let offset): "\(fault.rawValue) (byte \(offset))"
        case .jpeg(let fault, let offset): "\(fault.rawValue) (byte \(offset))"
        case .limit(let limit, let allowed): "the picture has more than \(allowed) \(limit.rawValue)"
        case .format(let name?): "the file is \(name); a picture is PNG, JPEG or SVG"
        case .format(nil): "the file is neither PNG, JPEG nor SVG"
        case .dataURI(let fault): fault.rawValue
        case .svg(let diagnostics): diagnostics.first?.message ?? "the drawing is refused"
        case .qrTooLong(let bits, let allowed): "the text needs \(bits) bits and the QR code has room for \(allowed)"
        case .code128Character(let scalar, let index):
            "Code 128 has no symbol for U+\(Self.hexadecimal(scalar.value)) (character \(index + 1))"
        case .code128Length(let count, let allowed):
            count == 0 ? "a barcode needs at least one character" : "the barcode needs \(count) symbols; at most \(allowed) are allowed"
        }
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
