/// The modules of a QR code while it is drawn (ISO/IEC 18004:2015, 6.3 and 7.7 to 7.10).
struct QRMatrix {
    let version: QRVersion
    let size: Int
    /// 1 for a dark module, row after row.
    private(set) var modules: [UInt8]
    /// 1 for a module of a function pattern, which no mask changes.
    private var isFunction: [UInt8]

    /// A symbol with its function patterns; the modules of format information are light.
    init(_ version: QRVersion) {
        self.version = version
        size = version.size
        modules = [UInt8](repeating: 0, count: size * size)
        isFunction = modules
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
        modules[y * size + x] = isDark ? 1 : 0
        isFunction[y * size + x] = 1
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
                for x in [right, right - 1] where isFunction[y * size + x] == 0 && bit < 8 * codewords.count {
                    modules[y * size + x] = codewords[bit >> 3] >> UInt8(7 - bit & 7) & 1
                    bit += 1
                }
            }
            isUpwards.toggle()
            right -= 2
        }
    }

    /// Changes the modules of data by a mask (7.8.2, table 10); twice the same mask changes nothing.
    mutating func apply(mask: Int) {
        for y in 0..<size {
            for x in 0..<size where isFunction[y * size + x] == 0 {
                let isChanged =
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
                if isChanged { modules[y * size + x] ^= 1 }
            }
        }
    }

    /// How unlike a good symbol it is (7.8.3.1, table 11): lower is better.
    var penalty: Int {
        modules.withUnsafeBufferPointer { modules in
            var penalty = 0
            for line in 0..<size {
                penalty += linePenalty(modules, line * size, 1)
                penalty += linePenalty(modules, line, size)
            }
            for y in 0..<size - 1 {
                for x in 0..<size - 1 {
                    let place = y &* size &+ x
                    let sum = modules[place] &+ modules[place &+ 1] &+ modules[place &+ size] &+ modules[place &+ size &+ 1]
                    if sum == 0 || sum == 4 { penalty &+= 3 }
                }
            }
            let dark = modules.reduce(0) { $0 + Int($1) }
            let all = size * size
            // Ten for every full five percent that the dark modules are away from half of all.
            return penalty + abs(20 * dark - 10 * all) / all * 10
        }
    }

    /// The penalty of one row or column: runs of five and more, and what looks like a finder with four light modules at a side.
    private func linePenalty(_ modules: UnsafeBufferPointer<UInt8>, _ start: Int, _ step: Int) -> Int {
        var penalty = 0
        var run = 0
        var last: UInt8 = 2
        // The last 11 modules; outside the symbol all is light.
        var window = 0
        for index in 0..<size &+ 4 {
            let module = index < size ? modules[start &+ index &* step] : 0
            if index < size {
                run = module == last ? run &+ 1 : 1
                last = module
                if run == 5 { penalty &+= 3 } else if run > 5 { penalty &+= 1 }
            }
            window = (window << 1 | Int(module)) & 0x7FF
            // A pattern with light on both sides counts once: at its end when light came before it, else four modules later.
            if window & 0x7F == 0b1011101, window >> 7 == 0 {
                penalty &+= 40
            } else if window == 0b1011101_0000, !hasLightBefore(modules, start, step, index &- 10) {
                penalty &+= 40
            }
        }
        return penalty
    }

    /// Whether the four modules before `index` of a line are light.
    private func hasLightBefore(_ modules: UnsafeBufferPointer<UInt8>, _ start: Int, _ step: Int, _ index: Int) -> Bool {
        for place in max(0, index - 4)..<index where modules[start + place * step] == 1 { return false }
        return true
    }
}
