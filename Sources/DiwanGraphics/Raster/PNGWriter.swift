import DiwanBytes

/// Writes a picture as PNG (ISO/IEC 15948): 8 bits a sample, grey or RGB, with or without alpha, not interlaced.
public struct PNGWriter: Sendable {
    /// A writer.
    public init() {}

    /// The file for `image`. The same picture always gives the same bytes.
    public func write(_ image: RasterImage) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        var header: [UInt8] = []
        header.appendUInt32(UInt32(image.width))
        header.appendUInt32(UInt32(image.height))
        // Colour types: bit 1 says colour, bit 2 alpha (11.2.2).
        header += [8, (image.colorModel == .rgb ? 2 : 0) | (image.alpha == nil ? 0 : 4), 0, 0, 0]
        Self.append("IHDR", header, to: &bytes)
        if let density = image.density, let data = Self.physicalSize(density) { Self.append("pHYs", data, to: &bytes) }
        Self.append("IDAT", Deflater().zlib(Self.filtered(image)), to: &bytes)
        Self.append("IEND", [], to: &bytes)
        return bytes
    }

    static func append(_ type: String, _ data: [UInt8], to bytes: inout [UInt8]) {
        bytes.appendUInt32(UInt32(data.count))
        let start = bytes.count
        bytes.append(contentsOf: type.utf8)
        bytes.append(contentsOf: data)
        bytes.appendUInt32(CRC32.checksum(Array(bytes[start...])))
    }

    /// The data of pHYs: pixels per metre, rounded (11.3.5.3); `nil` when they are beyond 31 bits.
    private static func physicalSize(_ density: PixelDensity) -> [UInt8]? {
        func perMetre(_ value: Int) -> Int {
            switch density.unit {
            case .metre: value
            case .inch: (value * 10_000 + 127) / 254
            case .centimetre: value * 100
            }
        }
        let most = 1 << 31 - 1
        guard max(density.horizontal, density.vertical) <= most else { return nil }
        let horizontal = perMetre(density.horizontal)
        let vertical = perMetre(density.vertical)
        guard max(horizontal, vertical) <= most else { return nil }
        var data: [UInt8] = []
        data.appendUInt32(UInt32(horizontal))
        data.appendUInt32(UInt32(vertical))
        data.append(1)
        return data
    }

    /// The rows, each with its filter: Up (2), which a flat picture of text and lines compresses well with.
    private static func filtered(_ image: RasterImage) -> [UInt8] {
        let channels = image.colorModel.samplesPerPixel
        let pixelBytes = channels + (image.alpha == nil ? 0 : 1)
        let rowBytes = image.width * pixelBytes
        var output: [UInt8] = []
        output.reserveCapacity((rowBytes + 1) * image.height)
        var row = [UInt8](repeating: 0, count: rowBytes)
        var above = row
        for y in 0..<image.height {
            let first = y * image.width
            if let alpha = image.alpha {
                for x in 0..<image.width {
                    for channel in 0..<channels { row[x * pixelBytes + channel] = image.samples[(first + x) * channels + channel] }
                    row[x * pixelBytes + channels] = alpha[first + x]
                }
            } else {
                for index in 0..<rowBytes { row[index] = image.samples[first * channels + index] }
            }
            output.append(2)
            for index in 0..<rowBytes { output.append(row[index] &- above[index]) }
            swap(&row, &above)
        }
        return output
    }
}
