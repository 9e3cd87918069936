import DiwanBytes
import DiwanDocument

/// Makes of a PNG file what an image XObject and its soft mask hold: the file's own samples, bits and palette (ISO 32000-1, 8.9.5).
struct PNGPicture {
    private let file: PNGFile
    private let deflater = Deflater()

    init(_ file: PNGFile) {
        self.file = file
    }

    /// The picture of the file, whose decompressed data are `rows` in `passes`, with filters taken off but their bytes still there.
    func picture(_ rows: [UInt8], _ passes: [PNGPass], fingerprint: [UInt8]) -> RasterPicture {
        let packed = file.isInterlaced ? deinterlaced(rows, passes) : withoutFilterBytes(rows, passes[0])
        let channels = file.colorType.channels
        var samples: RasterPicture.Plane
        var opacity: [UInt8]?
        let opacityBits = file.depth == 16 ? 16 : 8
        switch file.colorType {
        case .greyAlpha, .rgbAlpha:
            let bytes = file.depth / 8
            samples = plane(part(of: packed, 0..<(channels - 1) * bytes), channels: channels - 1, bits: file.depth)
            opacity = part(of: packed, (channels - 1) * bytes..<channels * bytes)
        case .grey, .rgb, .palette:
            samples = plane(packed, channels: channels, bits: file.depth)
            // What another program has compressed better stays as it is.
            if !file.isInterlaced, file.compressed.count <= samples.bytes.count {
                samples = RasterPicture.Plane(bytes: file.compressed, coding: .deflated(hasRowFilters: true), bits: file.depth)
            }
            if !file.transparency.isEmpty { opacity = opacityOfColors(packed) }
        }
        if opacity?.allSatisfy({ $0 == 255 }) == true { opacity = nil }
        let colors: RasterPicture.Colors =
            switch file.colorType {
            case .grey, .greyAlpha: .grey
            case .rgb, .rgbAlpha: .rgb
            case .palette: .indexed(palette: file.palette)
            }
        return RasterPicture(
            width: file.width, height: file.height, colors: colors, samples: samples,
            opacity: opacity.map { plane($0, channels: 1, bits: $0.count == file.width * file.height ? 8 : opacityBits) },
            size: PixelDensity.size(file.density, width: file.width, height: file.height), fingerprint: fingerprint)
    }

    // MARK: Rows

    /// Bytes of a packed row of the whole picture.
    private var rowBytes: Int { (file.width * file.pixelBits + 7) / 8 }

    private func withoutFilterBytes(_ rows: [UInt8], _ pass: PNGPass) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(pass.rowBytes * pass.height)
        for y in 0..<pass.height { packed += rows[y * (pass.rowBytes + 1) + 1..<(y + 1) * (pass.rowBytes + 1)] }
        return packed
    }

    /// The rows of the whole picture from those of its passes (8.2).
    private func deinterlaced(_ rows: [UInt8], _ passes: [PNGPass]) -> [UInt8] {
        let pixelBits = file.pixelBits
        var packed = [UInt8](repeating: 0, count: rowBytes * file.height)
        var start = 0
        for pass in passes {
            for y in 0..<pass.height {
                let source = start + y * (pass.rowBytes + 1) + 1
                let target = (pass.firstY + y * pass.stepY) * rowBytes
                for x in 0..<pass.width {
                    let column = pass.firstX + x * pass.stepX
                    if pixelBits >= 8 {
                        let bytes = pixelBits / 8
                        for byte in 0..<bytes { packed[target + column * bytes + byte] = rows[source + x * bytes + byte] }
                    } else {
                        let bit = x * pixelBits
                        let value = rows[source + bit >> 3] >> (8 - pixelBits - bit & 7) & (1 << pixelBits - 1)
                        let place = column * pixelBits
                        packed[target + place >> 3] |= value << (8 - pixelBits - place & 7)
                    }
                }
            }
            start += (pass.rowBytes + 1) * pass.height
        }
        return packed
    }

    /// Some of the bytes of every pixel; pixels are of whole bytes.
    private func part(of packed: [UInt8], _ bytes: Range<Int>) -> [UInt8] {
        let pixelBytes = file.pixelBits / 8
        return [UInt8](unsafeUninitializedCapacity: file.width * file.height * bytes.count) { output, count in
            packed.withUnsafeBufferPointer { input in
                for pixel in 0..<file.width &* file.height {
                    for byte in bytes {
                        output[count] = input[pixel &* pixelBytes &+ byte]
                        count &+= 1
                    }
                }
            }
        }
    }

    /// The opacity, 8 bits a pixel, that tRNS gives: that of each palette entry, or none for one colour (11.3.2.1).
    private func opacityOfColors(_ packed: [UInt8]) -> [UInt8] {
        let channels = file.colorType.channels
        let mask = 1 << file.depth - 1
        let transparent =
            file.colorType == .palette
            ? []
            : (0..<channels).map { (Int(file.transparency[2 * $0]) << 8 | Int(file.transparency[2 * $0 + 1])) & mask }
        var opacity = [UInt8](repeating: 255, count: file.width * file.height)
        for y in 0..<file.height {
            for x in 0..<file.width {
                func sample(_ channel: Int) -> Int {
                    let index = x * channels + channel
                    switch file.depth {
                    case 8: return Int(packed[y * rowBytes + index])
                    case 16: return Int(packed[y * rowBytes + 2 * index]) << 8 | Int(packed[y * rowBytes + 2 * index + 1])
                    default:
                        let bit = index * file.depth
                        return Int(packed[y * rowBytes + bit >> 3]) >> (8 - file.depth - bit & 7) & mask
                    }
                }
                if file.colorType == .palette {
                    let entry = sample(0)
                    if entry < file.transparency.count { opacity[y * file.width + x] = file.transparency[entry] }
                } else if (0..<channels).allSatisfy({ sample($0) == transparent[$0] }) {
                    opacity[y * file.width + x] = 0
                }
            }
        }
        return opacity
    }

    // MARK: Coding

    /// Packed rows, compressed: with row filters where they are of use, which is hardly ever below 8 bits or with a palette (12.7).
    private func plane(_ packed: [UInt8], channels: Int, bits: Int) -> RasterPicture.Plane {
        let plain = deflater.zlib(packed)
        if bits >= 8, file.colorType != .palette {
            let rowBytes = (file.width * channels * bits + 7) / 8
            let filtered = deflater.zlib(PNGFilter.filtered(packed, rowBytes: rowBytes, pixelBytes: channels * bits / 8))
            if filtered.count < plain.count {
                return RasterPicture.Plane(bytes: filtered, coding: .deflated(hasRowFilters: true), bits: bits)
            }
        }
        return RasterPicture.Plane(bytes: plain, coding: .deflated(hasRowFilters: false), bits: bits)
    }
}

/// The filters that make rows easier to compress (ISO/IEC 15948, clause 9).
enum PNGFilter {
    /// Rows of `rowBytes` with a filter before each: the one whose bytes are nearest to zero together (12.8).
    static func filtered(_ packed: [UInt8], rowBytes: Int, pixelBytes: Int) -> [UInt8] {
        let height = packed.count / rowBytes
        var output: [UInt8] = []
        output.reserveCapacity((rowBytes + 1) * height)
        let nothing = [UInt8](repeating: 0, count: rowBytes)
        var best = nothing
        var trial = nothing
        packed.withUnsafeBufferPointer { packed in
            nothing.withUnsafeBufferPointer { nothing in
                for y in 0..<height {
                    let row = UnsafeBufferPointer(rebasing: packed[y * rowBytes..<(y + 1) * rowBytes])
                    let above = y == 0 ? nothing : UnsafeBufferPointer(rebasing: packed[(y - 1) * rowBytes..<y * rowBytes])
                    var bestSum = Int.max
                    var bestKind: UInt8 = 0
                    for kind in UInt8(0)...4 {
                        let sum = apply(kind, row, above, pixelBytes, into: &trial)
                        if sum < bestSum {
                            (bestSum, bestKind) = (sum, kind)
                            swap(&best, &trial)
                        }
                    }
                    output.append(bestKind)
                    output += best
                }
            }
        }
        return output
    }

    /// Writes the filtered row, and gives the sum of its bytes' distances from zero.
    private static func apply(
        _ kind: UInt8, _ row: UnsafeBufferPointer<UInt8>, _ above: UnsafeBufferPointer<UInt8>, _ pixelBytes: Int,
        into output: inout [UInt8]
    ) -> Int {
        output.withUnsafeMutableBufferPointer { output in
            var sum = 0
            for index in 0..<row.count {
                let hasLeft = index >= pixelBytes
                let left = hasLeft ? row[index &- pixelBytes] : 0
                let predicted: UInt8 =
                    switch kind {
                    case 0: 0
                    case 1: left
                    case 2: above[index]
                    case 3: UInt8((Int(left) &+ Int(above[index])) &>> 1)
                    default: UInt8(paeth(Int(left), Int(above[index]), hasLeft ? Int(above[index &- pixelBytes]) : 0))
                    }
                let value = row[index] &- predicted
                output[index] = value
                sum &+= Int(value < 128 ? value : 0 &- value)
            }
            return sum
        }
    }

    /// The neighbour nearest to left + above − corner; of equals left before above before corner (9.4).
    @inline(__always)
    static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> Int {
        let toLeft = abs(above &- corner)
        let toAbove = abs(left &- corner)
        let toCorner = abs(left &+ above &- 2 &* corner)
        if toLeft <= toAbove && toLeft <= toCorner { return left }
        return toAbove <= toCorner ? above : corner
    }
}
