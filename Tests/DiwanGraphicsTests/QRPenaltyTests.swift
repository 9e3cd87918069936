import DiwanTestSupport
import Testing

@testable import DiwanGraphics

/// The choice of the mask, held against the rules of the standard asked module by module.
@Suite("QR masks")
struct QRPenaltyTests {
    /// The penalty of a symbol as ISO/IEC 18004:2015, table 11, describes it.
    private func penalty(_ dark: [[Bool]]) -> Int {
        let size = dark.count
        func line(_ at: (Int) -> Bool) -> Int {
            var penalty = 0
            var start = 0
            while start < size {
                var end = start
                while end < size, at(end) == at(start) { end += 1 }
                if end - start >= 5 { penalty += 3 + end - start - 5 }
                start = end
            }
            let finder = [true, false, true, true, true, false, true]
            for start in 0...size - 7 where (0..<7).allSatisfy({ at(start + $0) == finder[$0] }) {
                func isLight(_ range: Range<Int>) -> Bool { range.allSatisfy { !(0..<size).contains($0) || !at($0) } }
                if isLight(start - 4..<start) || isLight(start + 7..<start + 11) { penalty += 40 }
            }
            return penalty
        }
        var penalty = 0
        for index in 0..<size { penalty += line { dark[index][$0] } + line { dark[$0][index] } }
        for y in 1..<size {
            for x in 1..<size where Set([dark[y][x], dark[y - 1][x], dark[y][x - 1], dark[y - 1][x - 1]]).count == 1 { penalty += 3 }
        }
        let share = Double(dark.joined().count { $0 }) * 100 / Double(size * size)
        return penalty + Int(abs(share - 50) / 5) * 10
    }

    @Test("The penalty of every mask is that of its modules", arguments: [1, 2, 6, 7, 11, 12, 28, 29, 40])
    func penalties(_ number: Int) throws {
        var random = SeededGenerator(seed: UInt64(number))
        let version = QRVersion(number: number)
        for round in 0..<3 {
            var matrix = QRMatrix(version)
            // Codewords of one sort make long runs and squares, random ones what looks like finders.
            matrix.place((0..<version.codewords).map { round == 0 ? UInt8($0 % 3 == 0 ? 0xFF : 0) : .random(in: 0...255, using: &random) })
            for mask in 0..<8 {
                matrix.apply(mask: mask)
                matrix.drawFormat(level: .medium, mask: mask)
                #expect(matrix.penalty == penalty(matrix.rows.map { row in (0..<version.size).map { row[$0] } }))
                matrix.apply(mask: mask)
            }
        }
    }

    @Test("The first mask of the least penalty is taken")
    func choice() throws {
        for number in 0..<40 {
            let code = try QRCode("text \(number)", errorCorrection: .medium)
            var matrix = QRMatrix(QRVersion(number: code.version))
            let own = penalty((0..<code.size).map { y in (0..<code.size).map { code[$0, y] } })
            matrix.place(words(of: code))
            let penalties = (0..<8).map { mask in
                var masked = matrix
                masked.apply(mask: mask)
                masked.drawFormat(level: .medium, mask: mask)
                return penalty(masked.rows.map { row in (0..<code.size).map { row[$0] } })
            }
            #expect(penalties.min() == own && penalties.firstIndex(of: own) == code.mask)
        }
    }

    /// The codewords of a symbol, read from its modules in the order in which they are placed.
    private func words(of code: QRCode) -> [UInt8] {
        let version = QRVersion(number: code.version)
        // Each codeword's bits are found by placing it alone.
        var blank = QRMatrix(version)
        blank.place([UInt8](repeating: 0, count: version.codewords))
        blank.apply(mask: code.mask)
        return (0..<version.codewords).map { index in
            (0..<8).reduce(into: UInt8(0)) { word, bit in
                var codewords = [UInt8](repeating: 0, count: version.codewords)
                codewords[index] = 0x80 >> UInt8(bit)
                var one = QRMatrix(version)
                one.place(codewords)
                one.apply(mask: code.mask)
                for y in 0..<version.size {
                    for x in 0..<version.size where one.rows[y][x] != blank.rows[y][x] {
                        if code[x, y] != blank.rows[y][x] { word |= 0x80 >> UInt8(bit) }
                    }
                }
            }
        }
    }
}
