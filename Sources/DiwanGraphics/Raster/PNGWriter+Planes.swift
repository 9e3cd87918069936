import DiwanBytes
public import DiwanDocument

/// Planes of pictures as PNG files, with the samples as they are stored.
extension PNGWriter {
    /// The file for a deflated plane of `width` by `height` pixels; `colors` are grey, RGB or a palette.
    public func write(_ plane: RasterPicture.Plane, width: Int, height: Int, colors: RasterPicture.Colors) -> [UInt8] {
        let type: UInt8
        var palette: [UInt8]?
        switch colors {
        case .grey: type = 0
        case .rgb: type = 2
        case .indexed(let entries):
            type = 3
            palette = entries
        case .cmyk: preconditionFailure("PNG has no CMYK")
        }
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        var header: [UInt8] = []
        header.appendUInt32(UInt32(width))
        header.appendUInt32(UInt32(height))
        header += [UInt8(plane.bits), type, 0, 0, 0]
        Self.append("IHDR", header, to: &bytes)
        if let palette { Self.append("PLTE", palette, to: &bytes) }
        let rowBytes = (width * colors.samplesPerPixel * plane.bits + 7) / 8
        Self.append("IDAT", Self.filtered(plane, rowBytes: rowBytes, height: height), to: &bytes)
        Self.append("IEND", [], to: &bytes)
        return bytes
    }

    /// The plane's zlib stream with the filter's byte before each row.
    private static func filtered(_ plane: RasterPicture.Plane, rowBytes: Int, height: Int) -> [UInt8] {
        guard case .deflated(let hasRowFilters) = plane.coding else { preconditionFailure("only deflated samples are PNG's") }
        if hasRowFilters { return plane.bytes }
        guard let rows = try? Inflater().zlib(plane.bytes, limit: rowBytes * height), rows.count == rowBytes * height else {
            preconditionFailure("a plane holds all its rows")
        }
        var output: [UInt8] = []
        output.reserveCapacity((rowBytes + 1) * height)
        for y in 0..<height {
            output.append(0)
            output += rows[y * rowBytes..<(y + 1) * rowBytes]
        }
        return Deflater().zlib(output)
    }
}
