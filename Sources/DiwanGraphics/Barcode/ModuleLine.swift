/// The modules of a row of a QR code, or something that is said of each of them: bit x of the whole stands for the module in column x.
///
/// Three words hold the 177 modules of the largest symbol, so a whole row is compared, moved and counted at once.
struct ModuleLine: Hashable, Sendable {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    /// Nothing is set.
    init() {}

    private init(_ low: UInt64, _ middle: UInt64, _ high: UInt64) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// The first `count` are set.
    init(first count: Int) {
        func word(_ count: Int) -> UInt64 { count >= 64 ? .max : count <= 0 ? 0 : (1 << UInt64(count)) &- 1 }
        self.init(word(count), word(count - 64), word(count - 128))
    }

    /// The six low bits of `pattern`, again and again.
    init(repeating pattern: UInt64) {
        // Bits 0, 6, 12 and so on; 64 is four more than a multiple of six.
        let sixth: UInt64 = 0x1041_0410_4104_1041
        func turned(_ count: UInt64) -> UInt64 { (pattern >> count | pattern << (6 - count)) & 0x3F }
        self.init(pattern &* sixth, turned(4) &* sixth, turned(2) &* sixth)
    }

    /// How many are set.
    var count: Int { low.nonzeroBitCount &+ middle.nonzeroBitCount &+ high.nonzeroBitCount }

    subscript(x: Int) -> Bool {
        get { (x < 64 ? low : x < 128 ? middle : high) &>> UInt64(x & 63) & 1 == 1 }
        set {
            let bit: UInt64 = 1 &<< UInt64(x & 63)
            switch (x >> 6, newValue) {
            case (0, true): low |= bit
            case (0, false): low &= ~bit
            case (1, true): middle |= bit
            case (1, false): middle &= ~bit
            case (_, true): high |= bit
            case (_, false): high &= ~bit
            }
        }
    }

    /// The first of `start` and those after it that is set, or not set; 192 when there is none.
    func first(from start: Int, isSet: Bool) -> Int {
        var place = start
        while place < 192 {
            let word = place < 64 ? low : place < 128 ? middle : high
            let rest = (isSet ? word : ~word) &>> UInt64(place & 63)
            if rest != 0 { return place + rest.trailingZeroBitCount }
            place = (place | 63) + 1
        }
        return 192
    }

    /// What stands `count` columns to the right of each, 0 to 63.
    static func >> (line: ModuleLine, count: UInt64) -> ModuleLine {
        guard count > 0 else { return line }
        return ModuleLine(
            line.low &>> count | line.middle &<< (64 &- count), line.middle &>> count | line.high &<< (64 &- count), line.high &>> count)
    }

    /// What stands `count` columns to the left of each, 0 to 63.
    static func << (line: ModuleLine, count: UInt64) -> ModuleLine {
        guard count > 0 else { return line }
        return ModuleLine(
            line.low &<< count, line.middle &<< count | line.low &>> (64 &- count), line.high &<< count | line.middle &>> (64 &- count))
    }

    static func & (a: ModuleLine, b: ModuleLine) -> ModuleLine { ModuleLine(a.low & b.low, a.middle & b.middle, a.high & b.high) }
    static func | (a: ModuleLine, b: ModuleLine) -> ModuleLine { ModuleLine(a.low | b.low, a.middle | b.middle, a.high | b.high) }
    static func ^ (a: ModuleLine, b: ModuleLine) -> ModuleLine { ModuleLine(a.low ^ b.low, a.middle ^ b.middle, a.high ^ b.high) }
    static prefix func ~ (line: ModuleLine) -> ModuleLine { ModuleLine(~line.low, ~line.middle, ~line.high) }
}
