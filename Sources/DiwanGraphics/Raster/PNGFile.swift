import DiwanBytes

/// The chunks of a PNG file that say what its pixels are (ISO/IEC 15948, clauses 5 and 11), checked; the pixels are still compressed.
struct PNGFile {
    /// Colour types (11.2.2, table 11.1).
    enum ColorType: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgbAlpha = 6

        /// Samples of one pixel.
        var channels: Int {
            switch self {
            case .grey, .palette: 1
            case .greyAlpha: 2
            case .rgb: 3
            case .rgbAlpha: 4
            }
        }

        func allows(depth: Int) -> Bool {
            switch self {
            case .grey: depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16
            case .palette: depth == 1 || depth == 2 || depth == 4 || depth == 8
            case .rgb, .greyAlpha, .rgbAlpha: depth == 8 || depth == 16
            }
        }
    }

    private(set) var width = 0
    private(set) var height = 0
    private(set) var depth = 0
    private(set) var colorType = ColorType.grey
    private(set) var isInterlaced = false
    /// Red, green and blue of each entry.
    private(set) var palette: [UInt8] = []
    /// The bytes of tRNS: alpha of the first palette entries, or the one colour that is transparent.
    private(set) var transparency: [UInt8] = []
    private(set) var density: PixelDensity?
    /// The zlib stream of all IDAT chunks.
    private(set) var compressed: [UInt8] = []
    /// Where the first IDAT chunk stands.
    private(set) var dataOffset = 0

    /// Bits of one pixel.
    var pixelBits: Int { colorType.channels * depth }

    /// Whether the palette has an entry for each of the first `count` colour numbers of the row that stands at `start` of `rows`.
    func hasEntries(for rows: [UInt8], _ start: Int, count: Int) -> Bool {
        let entries = palette.count / 3
        guard entries < 1 << depth else { return true }
        return (0..<count).allSatisfy { x in
            let bit = x * depth
            return Int(rows[start + bit >> 3]) >> (8 - depth - bit & 7) & (1 << depth - 1) < entries
        }
    }

    init(_ bytes: [UInt8], limits: ImageLimits) throws(GraphicsError) {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else { throw .png(.signature, offset: 0) }
        var offset = 8
        var seen: Set<[UInt8]> = []
        var lastWasData = false
        while true {
            let start = offset
            guard bytes.count - start >= 12 else { throw .truncated(offset: start) }
            let length = Self.number(bytes, start)
            guard length < 1 << 31 else { throw .png(.chunkLength, offset: start) }
            guard bytes.count - start - 12 >= length else { throw .truncated(offset: start) }
            let type = Array(bytes[start + 4..<start + 8])
            guard type.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }) else { throw .png(.chunkType, offset: start) }
            let data = start + 8..<start + 8 + length
            var checksum = CRC32()
            bytes.withUnsafeBytes { checksum.update(UnsafeRawBufferPointer(rebasing: $0[start + 4..<data.upperBound])) }
            guard Int(checksum.value) == Self.number(bytes, data.upperBound) else { throw .png(.checksum, offset: start) }
            offset = data.upperBound + 4

            guard seen.isEmpty == (type == Array("IHDR".utf8)) else { throw .png(.order, offset: start) }
            let isData = type == Array("IDAT".utf8)
            let isNew = seen.insert(type).inserted
            switch type {
            case Array("IHDR".utf8): try readHeader(bytes[data], start, limits)
            case Array("PLTE".utf8):
                guard isNew, dataOffset == 0, transparency.isEmpty else { throw .png(.order, offset: start) }
                guard colorType != .grey, colorType != .greyAlpha else { throw .png(.order, offset: start) }
                // For true colour the palette is only advice.
                let most = colorType == .palette ? 1 << depth : 256
                guard length > 0, length % 3 == 0, length / 3 <= most else { throw .png(.palette, offset: start) }
                palette = Array(bytes[data])
            case Array("tRNS".utf8):
                guard isNew, dataOffset == 0 else { throw .png(.order, offset: start) }
                try readTransparency(bytes[data], start)
            case Array("pHYs".utf8):
                guard isNew, dataOffset == 0 else { throw .png(.order, offset: start) }
                guard length == 9, bytes[data.upperBound - 1] <= 1 else { throw .png(.density, offset: start) }
                let (x, y) = (Self.number(bytes, data.lowerBound), Self.number(bytes, data.lowerBound + 4))
                // Unit 0 gives only the shape of a pixel (11.3.5.3).
                if bytes[data.upperBound - 1] == 1, x > 0, y > 0 { density = PixelDensity(horizontal: x, vertical: y, unit: .metre) }
            case Array("IDAT".utf8):
                if isNew {
                    guard colorType != .palette || !palette.isEmpty else { throw .png(.missingPalette, offset: start) }
                    dataOffset = start
                } else {
                    guard lastWasData else { throw .png(.order, offset: start) }
                }
                compressed.append(contentsOf: bytes[data])
            case Array("IEND".utf8):
                guard dataOffset > 0 else { throw .png(.missingData, offset: start) }
                return
            default:
                // Bit 5 of the first letter is 0 in a chunk that may not be passed over (5.4).
                guard type[0] & 0x20 != 0 else { throw .png(.unknownCritical, offset: start) }
            }
            lastWasData = isData
        }
    }

    private mutating func readHeader(_ data: ArraySlice<UInt8>, _ start: Int, _ limits: ImageLimits) throws(GraphicsError) {
        let data = Array(data)
        guard data.count == 13 else { throw .png(.header, offset: start) }
        width = Self.number(data, 0)
        height = Self.number(data, 4)
        guard width > 0, height > 0, width < 1 << 31, height < 1 << 31 else { throw .png(.size, offset: start) }
        guard width * height <= limits.pixels else { throw .limit(.pixels, allowed: limits.pixels) }
        depth = Int(data[8])
        guard let colorType = ColorType(rawValue: data[9]), colorType.allows(depth: depth) else { throw .png(.colorType, offset: start) }
        self.colorType = colorType
        guard data[10] == 0, data[11] == 0, data[12] <= 1 else { throw .png(.header, offset: start) }
        isInterlaced = data[12] == 1
    }

    private mutating func readTransparency(_ data: ArraySlice<UInt8>, _ start: Int) throws(GraphicsError) {
        switch colorType {
        case .grey: guard data.count == 2 else { throw .png(.transparency, offset: start) }
        case .rgb: guard data.count == 6 else { throw .png(.transparency, offset: start) }
        case .palette:
            guard !palette.isEmpty else { throw .png(.order, offset: start) }
            guard !data.isEmpty, data.count <= palette.count / 3 else { throw .png(.transparency, offset: start) }
        case .greyAlpha, .rgbAlpha: throw .png(.transparency, offset: start)
        }
        transparency = Array(data)
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int {
        Int(bytes[offset]) << 24 | Int(bytes[offset + 1]) << 16 | Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
    }
}
