/// What a version of a QR code and a level of error correction hold (ISO/IEC 18004:2015, tables 1, 9 and E.1).
struct QRVersion {
    /// 1 to 40.
    let number: Int

    /// Modules of a side, without the quiet zone.
    var size: Int { 17 + 4 * number }

    /// The rows (and columns) in which alignment patterns have their middle (annex E).
    var alignmentPositions: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let span = size - 13
        // Steps are even and equal but for the first, which is shorter; version 32 alone is not the nearest even step above.
        let step = number == 32 ? 26 : (span + 2 * count - 3) / (2 * count - 2) * 2
        return [6] + (0..<count - 1).reversed().map { size - 7 - $0 * step }
    }

    /// The modules that hold data and error correction.
    var dataModules: Int {
        let finders = 3 * 64
        let timing = 2 * (size - 16)
        let format = 31
        let perSide = alignmentPositions.count
        // Alignment patterns stand at every crossing but the three of the finders; those on the timing patterns share five modules.
        let alignment = perSide == 0 ? 0 : 25 * (perSide * perSide - 3) - 10 * (perSide - 2)
        let version = number >= 7 ? 36 : 0
        return size * size - finders - timing - format - alignment - version
    }

    /// Codewords of data and error correction together.
    var codewords: Int { dataModules / 8 }

    /// Codewords of data at a level.
    func dataCodewords(_ level: QRCode.ErrorCorrection) -> Int {
        codewords - blocks(level) * correctionCodewords(level)
    }

    /// Blocks that the data are parted into (table 9).
    func blocks(_ level: QRCode.ErrorCorrection) -> Int { Self.blockTable[Int(level.rawValue)][number - 1] }

    /// Codewords of error correction in each block (table 9).
    func correctionCodewords(_ level: QRCode.ErrorCorrection) -> Int { Self.correctionTable[Int(level.rawValue)][number - 1] }

    private static let correctionTable: [[Int]] = [
        [
            7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30,
            30, 30, 30, 30, 30, 30, 30, 30,
        ],
        [
            10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
            28, 28, 28, 28, 28, 28, 28, 28,
        ],
        [
            13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30,
            30, 30, 30, 30, 30, 30, 30, 30,
        ],
        [
            17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
            30, 30, 30, 30, 30, 30, 30, 30,
        ],
    ]

    private static let blockTable: [[Int]] = [
        [
            1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22,
            24, 25,
        ],
        [
            1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38,
            40, 43, 45, 47, 49,
        ],
        [
            1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53,
            56, 59, 62, 65, 68,
        ],
        [
            1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60,
            63, 66, 70, 74, 77, 81,
        ],
    ]
}
