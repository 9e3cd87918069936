import DiwanBytes
import DiwanTestSupport
import Testing

/// A PNG file of random samples, written by the rules of ISO/IEC 15948 with a random filter in each row and data cut into odd chunks.
struct PNGSample: CustomTestStringConvertible {
    var colorType: Int
    var depth: Int
    var isInterlaced: Bool
    var hasTransparency: Bool
    var width: Int
    var height: Int

    var testDescription: String {
        "type \(colorType), \(depth) bits\(isInterlaced ? ", interlaced" : "")\(hasTransparency ? ", tRNS" : ""), \(width) by \(height)"
    }

    /// Every colour type, depth, interlacing and transparency in several sizes.
    static let all: [PNGSample] = {
        let kinds = [
            (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]),
        ]
        var result: [PNGSample] = []
        for (type, depths) in kinds {
            for depth in depths {
                for isInterlaced in [false, true] {
                    for hasTransparency in type < 4 ? [false, true] : [false] {
                        for (width, height) in [(1, 1), (2, 9), (9, 2), (5, 5), (33, 18)] {
                            result.append(
                                PNGSample(
                                    colorType: type, depth: depth, isInterlaced: isInterlaced, hasTransparency: hasTransparency,
                                    width: width, height: height))
                        }
                    }
                }
            }
        }
        return result
    }()

    private var channels: Int { [1, 0, 3, 1, 2, 0, 4][colorType] }

    /// The file, the same for the same seed.
    func bytes(seed: UInt64) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        let entries = colorType == 3 ? Int.random(in: 1...1 << depth, using: &random) : 0
        let most = colorType == 3 ? entries - 1 : 1 << depth - 1
        // Few different values, so that the transparent colour is met.
        let values = (0..<5).map { _ in Int.random(in: 0...most, using: &random) }
        let samples = (0..<width * height * channels).map { _ in values.randomElement(using: &random)! }

        var header: [UInt8] = []
        header.appendUInt32(UInt32(width))
        header.appendUInt32(UInt32(height))
        header += [UInt8(depth), UInt8(colorType), 0, 0, isInterlaced ? 1 : 0]
        var chunks: [(String, [UInt8])] = [("IHDR", header), ("gAMA", [0, 0, 177, 143]), ("iCCP", Array("bogus".utf8))]
        if colorType == 3 {
            chunks.append(("PLTE", (0..<3 * entries).map { _ in UInt8.random(in: 0...255, using: &random) }))
        }
        if hasTransparency {
            var data: [UInt8] = []
            if colorType == 3 {
                data = (0..<Int.random(in: 1...entries, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            } else {
                let pixel = Int.random(in: 0..<width * height, using: &random)
                for channel in 0..<channels { data.appendUInt16(UInt16(samples[pixel * channels + channel])) }
            }
            chunks.append(("tRNS", data))
        }
        chunks.append(("pHYs", [0, 0, 0x2E, 0x23, 0, 0, 0x17, 0x12, 1]))
        var compressed = Deflater().zlib(filteredRows(samples, &random))[...]
        while !compressed.isEmpty {
            let count = Int.random(in: 0...min(200, compressed.count), using: &random)
            chunks.append(("IDAT", Array(compressed.prefix(count))))
            compressed = compressed.dropFirst(count)
        }
        chunks.append(("tEXt", Array("Title\0Sample".utf8)))
        chunks.append(("IEND", []))
        return Self.file(chunks)
    }

    /// A file of `chunks` with right checksums.
    static func file(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        for (type, data) in chunks {
            bytes.appendUInt32(UInt32(data.count))
            bytes += Array(type.utf8) + data
            bytes.appendUInt32(CRC32.checksum(Array(type.utf8) + data))
        }
        return bytes
    }

    /// The chunks of a file with their types and data.
    static func chunks(_ bytes: [UInt8]) -> [(String, [UInt8])] {
        var result: [(String, [UInt8])] = []
        var offset = 8
        while offset + 12 <= bytes.count {
            let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
            result.append((type, Array(bytes[offset + 8..<offset + 8 + length])))
            offset += 12 + length
        }
        return result
    }

    private func filteredRows(_ samples: [Int], _ random: inout SeededGenerator) -> [UInt8] {
        // The Adam7 pattern as ISO/IEC 15948, 8.2, draws it: the pass of each pixel of an 8 by 8 square.
        let pattern = [
            "16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777",
        ].map { $0.map { Int(String($0))! } }
        var output: [UInt8] = []
        for pass in isInterlaced ? 1...7 : 0...0 {
            var above: [UInt8]?
            for y in 0..<height {
                let places = (0..<width).filter { !isInterlaced || pattern[y % 8][$0 % 8] == pass }
                guard !places.isEmpty else { continue }
                let row = packed(places.flatMap { x in (0..<channels).map { samples[(y * width + x) * channels + $0] } })
                output += filtered(row, above ?? [UInt8](repeating: 0, count: row.count), UInt8.random(in: 0...4, using: &random))
                above = row
            }
        }
        return output
    }

    private func packed(_ samples: [Int]) -> [UInt8] {
        var bits: [Int] = []
        for sample in samples { bits += (0..<depth).reversed().map { sample >> $0 & 1 } }
        while bits.count % 8 != 0 { bits.append(0) }
        return stride(from: 0, to: bits.count, by: 8).map { UInt8(bits[$0..<$0 + 8].reduce(0) { $0 << 1 | $1 }) }
    }

    private func filtered(_ row: [UInt8], _ above: [UInt8], _ filter: UInt8) -> [UInt8] {
        let distance = max(1, channels * depth / 8)
        return [filter]
            + row.indices.map { index in
                let left = index < distance ? 0 : Int(row[index - distance])
                let up = Int(above[index])
                let corner = index < distance ? 0 : Int(above[index - distance])
                let predicted: Int
                switch filter {
                case 1: predicted = left
                case 2: predicted = up
                case 3: predicted = (left + up) / 2
                case 4:
                    let estimate = left + up - corner
                    predicted =
                        [left, up, corner].enumerated().min {
                            (abs(estimate - $0.element), $0.offset) < (abs(estimate - $1.element), $1.offset)
                        }!.element
                default: predicted = 0
                }
                return row[index] &- UInt8(predicted)
            }
    }
}

/// A picture as netpbm's programs write it (PAM).
struct NetpbmImage {
    var width = 0
    var height = 0
    var channels = 0
    var maximum = 0
    var samples: [Int] = []

    /// The picture that pngtopam finds in a PNG file, always with an opacity channel.
    ///
    /// pngtopam passes over the transparent colour of RGB pictures, so the opacity of these is what librsvg finds.
    init(png: [UInt8]) throws {
        try self.init(decoding: png)
        let chunks = PNGSample.chunks(png)
        guard chunks[0].1[9] == 2, chunks.contains(where: { $0.0 == "tRNS" }) else { return }
        let data = Base64.encode(png)
        let drawing =
            "<svg xmlns='http://www.w3.org/2000/svg' width='\(width)' height='\(height)'>"
            + "<image width='\(width)' height='\(height)' image-rendering='pixelated' href='data:image/png;base64,\(data)'/></svg>"
        let run = try ProgramRun("rsvg-convert", input: Array(drawing.utf8))
        let drawn = try NetpbmImage(decoding: run.output)
        for pixel in 0..<width * height { samples[pixel * channels + channels - 1] = Int(drawn.pixel(pixel)[3]) * maximum / 255 }
    }

    private init(decoding png: [UInt8]) throws {
        let run = try ProgramRun("pngtopam", ["-alphapam"], input: png)
        struct Refused: Error { var words: String }
        guard run.status == 0 else { throw Refused(words: run.errorText) }
        var offset = 0
        while true {
            let end = run.output[offset...].firstIndex(of: 0x0A)!
            let words = String(decoding: run.output[offset..<end], as: UTF8.self).split(separator: " ")
            offset = end + 1
            switch words[0] {
            case "WIDTH": width = Int(words[1])!
            case "HEIGHT": height = Int(words[1])!
            case "DEPTH": channels = Int(words[1])!
            case "MAXVAL": maximum = Int(words[1])!
            default: break
            }
            if words[0] == "ENDHDR" { break }
        }
        let size = maximum > 255 ? 2 : 1
        samples = stride(from: offset, to: run.output.count, by: size).map { place in
            run.output[place..<place + size].reduce(0) { $0 << 8 | Int($1) }
        }
    }

    /// Red, green, blue and opacity of every pixel, each rounded to 8 bits.
    var pixels: [[UInt8]] { (0..<width * height).map(pixel) }

    private func pixel(_ pixel: Int) -> [UInt8] {
        let values = samples[pixel * channels..<(pixel + 1) * channels].map { UInt8(($0 * 255 + maximum / 2) / maximum) }
        return values.count == 2 ? [values[0], values[0], values[0], values[1]] : values
    }
}
