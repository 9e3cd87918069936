import DiwanBytes
public import DiwanDocument

/// Reads PNG (ISO/IEC 15948): every colour type and bit depth, interlaced or not, into 8 bits a sample.
///
/// Samples of 16 bits are rounded to 8, those of 1, 2 and 4 bits are spread over 0 to 255 (12.5). Colours are taken as sRGB; chunks
/// that say otherwise (gAMA, cHRM, iCCP) are passed over, as are all others that are not needed. Bytes after IEND are not looked at.
public struct PNGReader: Sendable {
    /// How large a picture may be.
    public var limits: ImageLimits

    /// A reader with `limits`.
    public init(limits: ImageLimits = ImageLimits()) {
        self.limits = limits
    }

    /// Whether `bytes` begin as a PNG file does.
    public static func recognizes(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    /// The picture in `bytes`. Throws `truncated`, `png` or `limit`.
    public func read(_ bytes: [UInt8]) throws(GraphicsError) -> RasterImage {
        let decoded = try decoded(bytes)
        let pixels = PNGPixels(decoded.file)
        try decoded.forEachRow { start, y, pass in pixels.add(decoded.rows, start, row: y, of: pass) }
        return pixels.image
    }

    /// The picture in `bytes` with the samples as the file has them, ready to be shown. Throws `truncated`, `png` or `limit`.
    public func picture(_ bytes: [UInt8]) throws(GraphicsError) -> RasterPicture {
        let decoded = try decoded(bytes)
        if decoded.file.colorType == .palette {
            try decoded.forEachRow { start, _, pass in decoded.file.hasEntries(for: decoded.rows, start, count: pass.width) }
        }
        return PNGPicture(decoded.file).picture(decoded.rows, decoded.passes, fingerprint: SHA256.hash(bytes))
    }

    /// A file whose rows are decompressed and have their filters taken off; the filters' bytes are still there.
    private struct Decoded {
        var file: PNGFile
        var passes: [PNGPass]
        var rows: [UInt8]

        /// Calls `body` with the start and the number of each row of each pass. Throws when it says that a colour number is too large.
        func forEachRow(_ body: (Int, Int, PNGPass) -> Bool) throws(GraphicsError) {
            var start = 0
            for pass in passes {
                for y in 0..<pass.height {
                    guard body(start + 1, y, pass) else { throw .png(.paletteIndex, offset: file.dataOffset) }
                    start += pass.rowBytes + 1
                }
            }
        }
    }

    private func decoded(_ bytes: [UInt8]) throws(GraphicsError) -> Decoded {
        guard bytes.count <= limits.bytes else { throw .limit(.bytes, allowed: limits.bytes) }
        let file = try PNGFile(bytes, limits: limits)
        let passes = PNGPass.passes(of: file)
        let size = passes.reduce(0) { $0 + ($1.rowBytes + 1) * $1.height }
        guard size <= limits.decodedBytes else { throw .limit(.decodedBytes, allowed: limits.decodedBytes) }
        var rows: [UInt8]
        do {
            rows = try Inflater().zlib(file.compressed, limit: size)
        } catch .limitExceeded {
            throw .png(.dataSize, offset: file.dataOffset)
        } catch {
            throw .png(.compression, offset: file.dataOffset)
        }
        guard rows.count == size else { throw .png(.dataSize, offset: file.dataOffset) }
        var start = 0
        for pass in passes {
            try Self.removeFilters(&rows, start, pass, pixelBytes: (file.pixelBits + 7) / 8, offset: file.dataOffset)
            start += (pass.rowBytes + 1) * pass.height
        }
        return Decoded(file: file, passes: passes, rows: rows)
    }

    /// Turns the rows of `pass`, which begin at `start`, back into what they were before filtering (clause 9).
    private static func removeFilters(
        _ rows: inout [UInt8], _ start: Int, _ pass: PNGPass, pixelBytes: Int, offset: Int
    ) throws(GraphicsError) {
        let rowBytes = pass.rowBytes
        let isKnown = rows.withUnsafeMutableBufferPointer { bytes -> Bool in
            for y in 0..<pass.height {
                let row = start + y * (rowBytes + 1) + 1
                // Above the first row of a pass are zeros.
                let up = y > 0 ? row - rowBytes - 1 : nil
                switch bytes[row - 1] {
                case 0: break
                case 1:
                    var index = pixelBytes
                    while index < rowBytes {
                        bytes[row &+ index] &+= bytes[row &+ index &- pixelBytes]
                        index &+= 1
                    }
                case 2:
                    guard let up else { break }
                    for index in 0..<rowBytes { bytes[row &+ index] &+= bytes[up &+ index] }
                case 3:
                    for index in 0..<rowBytes {
                        let left = index < pixelBytes ? 0 : Int(bytes[row &+ index &- pixelBytes])
                        let above = up.map { Int(bytes[$0 &+ index]) } ?? 0
                        bytes[row &+ index] &+= UInt8((left &+ above) &>> 1)
                    }
                case 4:
                    for index in 0..<rowBytes {
                        let left = index < pixelBytes ? 0 : Int(bytes[row &+ index &- pixelBytes])
                        let above = up.map { Int(bytes[$0 &+ index]) } ?? 0
                        let corner = index < pixelBytes ? 0 : up.map { Int(bytes[$0 &+ index &- pixelBytes]) } ?? 0
                        bytes[row &+ index] &+= UInt8(PNGFilter.paeth(left, above, corner))
                    }
                default: return false
                }
            }
            return true
        }
        guard isKnown else { throw .png(.filter, offset: offset) }
    }
}

/// A part of the picture that is sent by itself: all of it, or one of the seven passes of an interlaced file (8.2).
struct PNGPass {
    let firstX: Int
    let firstY: Int
    let stepX: Int
    let stepY: Int
    let width: Int
    let height: Int
    let rowBytes: Int

    private init(_ file: PNGFile, _ firstX: Int, _ firstY: Int, _ stepX: Int, _ stepY: Int) {
        self.firstX = firstX
        self.firstY = firstY
        self.stepX = stepX
        self.stepY = stepY
        width = (file.width - firstX + stepX - 1) / stepX
        height = (file.height - firstY + stepY - 1) / stepY
        rowBytes = (width * file.pixelBits + 7) / 8
    }

    /// The passes that have pixels, in order.
    static func passes(of file: PNGFile) -> [PNGPass] {
        guard file.isInterlaced else { return [PNGPass(file, 0, 0, 1, 1)] }
        return [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            .map { PNGPass(file, $0.0, $0.1, $0.2, $0.3) }.filter { $0.width > 0 && $0.height > 0 }
    }
}

/// The pixels that a PNG file's rows become, each put in its place.
private final class PNGPixels {
    private let file: PNGFile
    private let depth: Int
    private let channels: Int
    private let outputChannels: Int
    private var samples: [UInt8]
    private var alpha: [UInt8]
    /// The one transparent colour, in samples of the file's depth; empty when there is none.
    private let transparentColor: [Int]

    init(_ file: PNGFile) {
        self.file = file
        depth = file.depth
        channels = file.colorType.channels
        outputChannels = file.colorType == .grey || file.colorType == .greyAlpha ? 1 : 3
        samples = [UInt8](repeating: 0, count: file.width * file.height * outputChannels)
        let hasAlpha = !file.transparency.isEmpty || file.colorType == .greyAlpha || file.colorType == .rgbAlpha
        alpha = [UInt8](repeating: 255, count: hasAlpha ? file.width * file.height : 0)
        // Only the low bits of the depth count (11.3.2.1).
        let mask = 1 << file.depth - 1
        transparentColor =
            file.colorType == .palette
            ? []
            : stride(from: 0, to: file.transparency.count, by: 2).map {
                (Int(file.transparency[$0]) << 8 | Int(file.transparency[$0 + 1])) & mask
            }
    }

    var image: RasterImage {
        RasterImage(
            width: file.width, height: file.height, colorModel: outputChannels == 1 ? .grey : .rgb, samples: samples,
            alpha: alpha.isEmpty ? nil : alpha, density: file.density)
    }

    /// Puts row `y` of `pass`, which stands unfiltered at `start` of `rows`, in its place. False when a colour number is beyond the palette.
    func add(_ rows: [UInt8], _ start: Int, row y: Int, of pass: PNGPass) -> Bool {
        let first = (pass.firstY + y * pass.stepY) * file.width + pass.firstX
        if depth == 8, pass.stepX == 1, transparentColor.isEmpty, channels == outputChannels, file.colorType != .palette {
            samples.withUnsafeMutableBufferPointer { samples in
                rows.withUnsafeBufferPointer { rows in
                    let source = UnsafeBufferPointer(rebasing: rows[start..<start + pass.rowBytes])
                    _ = UnsafeMutableBufferPointer(rebasing: samples[(first * channels)...]).update(fromContentsOf: source)
                }
            }
            return true
        }
        let most = 1 << depth - 1
        return rows.withUnsafeBufferPointer { rows in
            samples.withUnsafeMutableBufferPointer { samples in
                alpha.withUnsafeMutableBufferPointer { alpha in
                    for x in 0..<pass.width {
                        let place = first &+ x &* pass.stepX
                        if file.colorType == .palette {
                            let entry = sample(rows, start, x)
                            guard entry &* 3 < file.palette.count else { return false }
                            for channel in 0..<3 { samples[place &* 3 &+ channel] = file.palette[entry &* 3 &+ channel] }
                            if entry < file.transparency.count { alpha[place] = file.transparency[entry] }
                            continue
                        }
                        var isTransparent = !transparentColor.isEmpty
                        for channel in 0..<outputChannels {
                            let value = sample(rows, start, x &* channels &+ channel)
                            if isTransparent, value != transparentColor[channel] { isTransparent = false }
                            samples[place &* outputChannels &+ channel] = UInt8((value &* 255 &+ most / 2) / most)
                        }
                        if isTransparent { alpha[place] = 0 }
                        if channels > outputChannels {
                            alpha[place] = UInt8((sample(rows, start, x &* channels &+ outputChannels) &* 255 &+ most / 2) / most)
                        }
                    }
                    return true
                }
            }
        }
    }

    /// The sample number `index` of a row; the first stands in the high bits (7.2).
    @inline(__always)
    private func sample(_ rows: UnsafeBufferPointer<UInt8>, _ start: Int, _ index: Int) -> Int {
        switch depth {
        case 8: return Int(rows[start &+ index])
        case 16: return Int(rows[start &+ 2 &* index]) &<< 8 | Int(rows[start &+ 2 &* index &+ 1])
        default:
            let bit = index &* depth
            return Int(rows[start &+ bit &>> 3]) &>> (8 &- depth &- bit & 7) & (1 &<< depth &- 1)
        }
    }
}
