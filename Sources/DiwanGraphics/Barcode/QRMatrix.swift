/// The modules of a QR code while it is drawn (ISO/IEC 18004:2015, 6.3 and 7.7 to 7.10).
struct QRMatrix {
    let version: QRVersion
    let size: Int
    /// The dark modules of each row.
    private(set) var rows: [ModuleLine]
    /// The modules of function patterns, which no mask changes.
    private var functions: [ModuleLine]

    /// A symbol with its function patterns; the modules of format information are light.
    init(_ version: QRVersion) {
        self.version = version
        size = version.size
        rows = [ModuleLine](repeating: ModuleLine(), count: size)
        functions = rows
        for index in 8..<size - 8 {
            set(index, 6, index % 2 == 0)
            set(6, index, index % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
        let positions = version.alignmentPositions
        for x in positions {
            for y in positions where !(x == 6 && y == 6 || x == 6 && y == size - 7 || x == size - 7 && y == 6) {
                for dy in -2...2 { for dx in -2...2 { set(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) } }
            }
        }
        drawFormat(0)
        if version.number >= 7 { drawVersion() }
    }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        rows[y][x] = isDark
        functions[y][x] = true
    }

    /// A finder pattern around its middle, with the separator (6.3.3, 6.3.4).
    private mutating func drawFinder(_ x: Int, _ y: Int) {
        for dy in -4...4 {
            for dx in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                let distance = max(abs(dx), abs(dy))
                set(x + dx, y + dy, distance != 2 && distance != 4)
            }
        }
    }

    /// The remainder of `data` · x^degree by `generator`, a polynomial of that degree over two elements.
    private static func remainder(_ data: Int, _ generator: Int, degree: Int) -> Int {
        var value = data << degree
        for bit in (0..<16).reversed() where value >> (degree + bit) & 1 == 1 { value ^= generator << bit }
        return value
    }

    /// Both copies of the format information (7.9): level and mask with their Bose–Chaudhuri–Hocquenghem code, and the dark module.
    mutating func drawFormat(level: QRCode.ErrorCorrection, mask: Int) {
        let data = level.indicator << 3 | mask
        drawFormat((data << 10 | Self.remainder(data, 0b101_0011_0111, degree: 10)) ^ 0b101_0100_0001_0010)
    }

    private mutating func drawFormat(_ bits: Int) {
        for index in 0..<15 {
            let isDark = bits >> index & 1 == 1
            // Around the upper left finder, from the top down and then to the left, over the timing patterns.
            switch index {
            case 0..<6: set(8, index, isDark)
            case 6: set(8, 7, isDark)
            case 7: set(8, 8, isDark)
            case 8: set(7, 8, isDark)
            default: set(14 - index, 8, isDark)
            }
            // Along the upper right finder from the right, and along the lower left one downwards.
            if index < 8 { set(size - 1 - index, 8, isDark) } else { set(8, size - 15 + index, isDark) }
        }
        set(8, size - 8, true)
    }

    /// Both copies of the version information (7.10).
    private mutating func drawVersion() {
        let bits = version.number << 12 | Self.remainder(version.number, 0b1_1111_0010_0101, degree: 12)
        for index in 0..<18 {
            let isDark = bits >> index & 1 == 1
            let (along, across) = (index / 3, size - 11 + index % 3)
            set(across, along, isDark)
            set(along, across, isDark)
        }
    }

    /// Puts codewords into the modules that are free: two columns at a time from the right, up and down in turn (7.7.3).
    mutating func place(_ codewords: [UInt8]) {
        var bit = 0
        var isUpwards = true
        var right = size - 1
        while right > 0 {
            // The column of the vertical timing pattern is left out.
            if right == 6 { right = 5 }
            for step in 0..<size {
                let y = isUpwards ? size - 1 - step : step
                for x in stride(from: right, through: right - 1, by: -1) where !functions[y][x] && bit < 8 * codewords.count {
                    rows[y][x] = codewords[bit >> 3] >> UInt8(7 - bit & 7) & 1 == 1
                    bit += 1
                }
            }
            isUpwards.toggle()
            right -= 2
        }
    }

    /// Changes the modules of data by a mask (7.8.2, table 10); twice the same mask changes nothing.
    mutating func apply(mask: Int) {
        let all = ModuleLine(first: size)
        for y in 0..<size { rows[y] = rows[y] ^ Self.masks[12 * mask + y % 12] & all & ~functions[y] }
    }

    /// What each mask changes: all of them come again after six columns and twelve rows.
    private static let masks = (0..<96).map { index in
        let (mask, y) = (index / 12, index % 12)
        let changed = (0..<6).filter { x in
            switch mask {
            case 0: (x + y) % 2 == 0
            case 1: y % 2 == 0
            case 2: x % 3 == 0
            case 3: (x + y) % 3 == 0
            case 4: (y / 2 + x / 3) % 2 == 0
            case 5: x * y % 2 + x * y % 3 == 0
            case 6: (x * y % 2 + x * y % 3) % 2 == 0
            default: ((x + y) % 2 + x * y % 3) % 2 == 0
            }
        }
        return ModuleLine(repeating: changed.reduce(0) { $0 | 1 << UInt64($1) })
    }

    /// How unlike a good symbol it is (7.8.3.1, table 11): lower is better.
    ///
    /// Each rule is asked of all modules of a row at once; a line says of each module whether it holds for the group that begins there.
    var penalty: Int {
        let all = ModuleLine(first: size)
        let pairs = ModuleLine(first: size - 1)
        let none = ModuleLine()
        // Outside the symbol all is light.
        let margin = [ModuleLine](repeating: none, count: 4)
        let lines = margin + rows + margin + margin + margin
        var penalty = 0
        var dark = 0
        lines.withUnsafeBufferPointer { lines in
            /// Whether a module is as the one below it.
            func equal(_ y: Int) -> ModuleLine { y < size &- 1 ? ~(lines[y &+ 4] ^ lines[y &+ 5]) & all : none }
            var below = (equal(0), equal(1), equal(2), equal(3))
            var runsAbove = none
            var aside = ~(lines[4] ^ lines[4] >> 1) & pairs
            for y in 0..<size {
                let row = lines[y &+ 4]
                dark &+= row.count
                // Runs of five modules and more in the row: three and one for each module beyond the fifth.
                let runs = aside & aside >> 1 & aside >> 2 & aside >> 3
                penalty &+= runs.count &+ 2 &* (runs & ~(runs << 1)).count
                // The same in the columns.
                let runsBelow = below.0 & below.1 & below.2 & below.3
                penalty &+= runsBelow.count &+ 2 &* (runsBelow & ~runsAbove).count
                runsAbove = runsBelow
                // Squares of two by two.
                let next = lines[y &+ 5]
                let nextAside = ~(next ^ next >> 1) & pairs
                penalty &+= 3 &* (aside & nextAside & below.0).count
                aside = nextAside
                below = (below.1, below.2, below.3, equal(y &+ 4))
                // What looks like a finder, with four light modules before or after it.
                let across = row & ~(row >> 1) & row >> 2 & row >> 3 & row >> 4 & ~(row >> 5) & row >> 6
                if across != none {
                    let before = row << 1 | row << 2 | row << 3 | row << 4
                    let after = row >> 7 | row >> 8 | row >> 9 | row >> 10
                    penalty &+= 40 &* (across & ~(before & after)).count
                }
                let down =
                    row & ~next & lines[y &+ 6] & lines[y &+ 7] & lines[y &+ 8] & ~lines[y &+ 9] & lines[y &+ 10]
                if down != none {
                    let before = lines[y] | lines[y &+ 1] | lines[y &+ 2] | lines[y &+ 3]
                    let after = lines[y &+ 11] | lines[y &+ 12] | lines[y &+ 13] | lines[y &+ 14]
                    penalty &+= 40 &* (down & ~(before & after)).count
                }
            }
        }
        let modules = size * size
        // Ten for every full five percent that the dark modules are away from half of all.
        return penalty + abs(20 * dark - 10 * modules) / modules * 10
    }
}
