public import DiwanDocument

/// A QR code (ISO/IEC 18004:2015) of a text.
///
/// Digits, capital letters and other bytes are coded in the modes that together need the fewest bits. Text beyond ASCII is UTF-8, and
/// then says so (ECI 26).
public struct QRCode: Hashable, Sendable {
    /// How much of a symbol may be lost and still be read.
    public enum ErrorCorrection: UInt8, Hashable, Sendable, CaseIterable {
        /// L: about 7 % of the codewords.
        case low
        /// M: about 15 %.
        case medium
        /// Q: about 25 %.
        case quartile
        /// H: about 30 %.
        case high

        /// The two bits of the format information (table 12).
        var indicator: Int { [1, 0, 3, 2][Int(rawValue)] }
    }

    /// The light modules that must stand on each side.
    public static let quietZone = 4

    /// The version, 1 to 40.
    public let version: Int
    /// The level of error correction.
    public let errorCorrection: ErrorCorrection
    /// The mask, 0 to 7: the first of those with the lowest penalty.
    public let mask: Int
    /// Modules of a side, without the quiet zone: 21 to 177.
    public let size: Int
    private let rows: [ModuleLine]

    /// The smallest symbol of `versions` that holds `text`.
    ///
    /// Throws `qrTooLong` when the largest does not hold it; its bits are then a lower bound if the text is longer than any symbol's.
    public init(_ text: String, errorCorrection level: ErrorCorrection = .medium, versions: ClosedRange<Int> = 1...40) throws(GraphicsError)
    {
        precondition(versions.lowerBound >= 1 && versions.upperBound <= 40)
        let segments = QRSegments(text)
        var bits: QRBits?
        var group = -1
        for number in versions {
            let version = QRVersion(number: number)
            if QRSegments.group(of: number) != group {
                group = QRSegments.group(of: number)
                bits = segments.bits(group: group)
            }
            if let bits, bits.count <= 8 * version.dataCodewords(level) {
                self.init(bits, version, level)
                return
            }
        }
        let largest = QRVersion(number: versions.upperBound)
        throw .qrTooLong(bits: bits?.count ?? segments.leastBits, allowed: 8 * largest.dataCodewords(level))
    }

    private init(_ bits: QRBits, _ version: QRVersion, _ level: ErrorCorrection) {
        var matrix = QRMatrix(version)
        matrix.place(Self.codewords(bits.padded(to: version.dataCodewords(level)), version, level))
        var best: (penalty: Int, mask: Int, rows: [ModuleLine])?
        for mask in 0..<8 {
            matrix.apply(mask: mask)
            matrix.drawFormat(level: level, mask: mask)
            let penalty = matrix.penalty
            if best.map({ penalty < $0.penalty }) ?? true { best = (penalty, mask, matrix.rows) }
            matrix.apply(mask: mask)
        }
        self.version = version.number
        errorCorrection = level
        mask = best!.mask
        size = version.size
        rows = best!.rows
    }

    /// The codewords in the order of placement: the blocks' data in turn, then their error correction in turn (7.6).
    private static func codewords(_ data: [UInt8], _ version: QRVersion, _ level: ErrorCorrection) -> [UInt8] {
        let count = version.blocks(level)
        let code = ReedSolomon(count: version.correctionCodewords(level))
        // The last blocks have one codeword more when they cannot all be as long.
        let short = data.count / count
        let shortBlocks = count - data.count % count
        var blocks: [ArraySlice<UInt8>] = []
        var start = 0
        for index in 0..<count {
            let length = short + (index < shortBlocks ? 0 : 1)
            blocks.append(data[start..<start + length])
            start += length
        }
        var result: [UInt8] = []
        result.reserveCapacity(version.codewords)
        for index in 0...short { for block in blocks where index < block.count { result.append(block[block.startIndex + index]) } }
        let corrections = blocks.map { code.codewords(of: $0) }
        for index in 0..<version.correctionCodewords(level) { for correction in corrections { result.append(correction[index]) } }
        return result
    }

    /// Whether the module in column `x` of row `y` is dark; both from 0 to `size` − 1, without the quiet zone.
    public subscript(x: Int, y: Int) -> Bool {
        precondition(x >= 0 && x < size && y >= 0 && y < size)
        return rows[y][x]
    }

    /// The dark modules as one outline in a square of `side`, quiet zone included: a rectangle for each run of a row, grown downwards
    /// while the next row has the same run. To be filled; rectangles touch and do not overlap.
    ///
    /// Edges are rounded to 1/65536 pt each for itself, so modules are equal to within that.
    public func path(side: Length) -> Path {
        let count = size + 2 * Self.quietZone
        func place(_ module: Int) -> Length { side.scaled(by: module + Self.quietZone, over: count) }
        let places = (0...size).map(place)
        var path = Path()
        path.steps.reserveCapacity(size * size * 5 / 4)
        // The rectangles that the row before ended with, in the order of their columns.
        var open: [(run: Range<Int>, top: Int)] = []
        var next: [(run: Range<Int>, top: Int)] = []
        for y in 0...size {
            next.removeAll(keepingCapacity: true)
            var index = 0
            func end(_ rectangle: (run: Range<Int>, top: Int)) {
                path.appendRectangle(
                    places[rectangle.run.lowerBound], places[rectangle.top], places[rectangle.run.upperBound], places[y])
            }
            var start = y < size ? rows[y].first(from: 0, isSet: true) : size
            while start < size {
                let run = start..<rows[y].first(from: start, isSet: false)
                while index < open.count, open[index].run.lowerBound < start {
                    end(open[index])
                    index += 1
                }
                if index < open.count, open[index].run == run {
                    next.append(open[index])
                    index += 1
                } else {
                    next.append((run, y))
                }
                start = rows[y].first(from: run.upperBound, isSet: true)
            }
            while index < open.count {
                end(open[index])
                index += 1
            }
            swap(&open, &next)
        }
        return path
    }
}

extension Path {
    /// Appends a rectangle by its edges.
    mutating func appendRectangle(_ left: Length, _ top: Length, _ right: Length, _ bottom: Length) {
        steps.append(.move(Point(x: left, y: top)))
        steps.append(.line(Point(x: right, y: top)))
        steps.append(.line(Point(x: right, y: bottom)))
        steps.append(.line(Point(x: left, y: bottom)))
        steps.append(.close)
    }
}
