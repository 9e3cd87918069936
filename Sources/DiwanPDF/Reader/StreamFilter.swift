internal import DiwanBytes

/// Decodes the data of streams (ISO 32000-1, 7.4).
enum StreamFilter {
    /// FlateDecode with its predictor (7.4.4). What comes out is taken from `allowance`.
    static func flate(
        _ data: [UInt8], _ parameters: [String: PDFValue], _ inflater: Inflater, allowance: inout Int, limit: Int, at offset: Int
    ) throws(PDFError) -> [UInt8] {
        let unpacked: [UInt8]
        do throws(BytesError) {
            unpacked = try inflater.zlib(data, limit: allowance)
        } catch .limitExceeded {
            throw .tooLarge(limit: limit)
        } catch {
            throw .malformed(.stream, offset: offset)
        }
        allowance -= unpacked.count
        let predictor = parameters["Predictor"]?.integer ?? 1
        guard predictor != 1 else { return unpacked }
        guard predictor >= 10 else { throw .unsupportedFilter("Predictor \(predictor)") }
        let colors = parameters["Colors"]?.integer ?? 1
        let bits = parameters["BitsPerComponent"]?.integer ?? 8
        let columns = parameters["Columns"]?.integer ?? 1
        guard (1...32).contains(colors), [1, 2, 4, 8, 16].contains(bits), (1...1 << 24).contains(columns) else {
            throw .malformed(.stream, offset: offset)
        }
        return undoPNG(unpacked, rowLength: (colors * bits * columns + 7) / 8, pixelLength: max(1, colors * bits / 8))
    }

    /// Undoes the filters of PNG (ISO 15948, 9.2); each row has its own kind in its first byte. A last row that is cut is left out.
    private static func undoPNG(_ data: [UInt8], rowLength: Int, pixelLength: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(data.count)
        var row = 0
        while (row + 1) * (rowLength + 1) <= data.count {
            let kind = data[row * (rowLength + 1)]
            for column in 0..<rowLength {
                let raw = data[row * (rowLength + 1) + 1 + column]
                let left = column >= pixelLength ? Int(output[row * rowLength + column - pixelLength]) : 0
                let above = row > 0 ? Int(output[(row - 1) * rowLength + column]) : 0
                let corner = row > 0 && column >= pixelLength ? Int(output[(row - 1) * rowLength + column - pixelLength]) : 0
                let predicted =
                    switch kind {
                    case 1: left
                    case 2: above
                    case 3: (left + above) / 2
                    case 4: paeth(left, above, corner)
                    default: 0
                    }
                output.append(raw &+ UInt8(truncatingIfNeeded: predicted))
            }
            row += 1
        }
        return output
    }

    private static func paeth(_ left: Int, _ above: Int, _ corner: Int) -> Int {
        let estimate = left + above - corner
        let distances = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
        if distances.0 <= distances.1 && distances.0 <= distances.2 { return left }
        return distances.1 <= distances.2 ? above : corner
    }
}
