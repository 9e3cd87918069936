public import DiwanDocument

/// A bar code of the symbology Code 128 (ISO/IEC 15417) for text of ASCII characters, with the fewest symbol characters that the code
/// sets A, B and C together allow.
public struct Code128: Hashable, Sendable {
    /// The light modules that must stand on the left and on the right.
    public static let quietZone = 10
    /// The most symbol characters, start, check and stop included.
    public static let maximumSymbols = 100

    /// The values of the symbol characters: start, text and code changes, check, and 106 for stop.
    public let values: [Int]

    /// The bar code of `text`, one scalar U+0000 to U+007F or more.
    ///
    /// Throws `code128Character` for any other, and `code128Length` when there are none or too many.
    public init(_ text: String) throws(GraphicsError) {
        var characters: [UInt8] = []
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard scalar.isASCII else { throw .code128Character(scalar, index: index) }
            characters.append(UInt8(scalar.value))
        }
        guard !characters.isEmpty else { throw .code128Length(count: 0, allowed: Self.maximumSymbols) }
        // Two digits in a symbol is the best there is, so this many cannot fit; it bounds the work.
        guard characters.count <= 2 * Self.maximumSymbols else {
            throw .code128Length(count: characters.count / 2, allowed: Self.maximumSymbols)
        }
        var values = Code128Encoder(characters).values
        // The sum of each value times its place, the start character counted as the first after it (4.3.2 and annex A).
        values.append(values.enumerated().reduce(0) { $0 + max(1, $1.offset) * $1.element } % 103)
        values.append(106)
        guard values.count <= Self.maximumSymbols else { throw .code128Length(count: values.count, allowed: Self.maximumSymbols) }
        self.values = values
    }

    /// Modules from the first bar to the last, without the quiet zones: eleven a symbol character, and the last bar of two.
    public var moduleCount: Int { 11 * values.count + 2 }

    /// The widths of bars and spaces in turn, in modules, from the first bar to the last.
    public var widths: [Int] {
        values.flatMap { value in
            let pattern = Self.patterns[value]
            return (0..<6).map { Int(pattern) >> (4 * (5 - $0)) & 15 }
        } + [2]
    }

    /// The bars as one outline in a rectangle of `size`, quiet zones included; they are as high as it is.
    ///
    /// Edges are rounded to 1/65536 pt each for itself, so modules are equal to within that.
    public func path(size: Size) -> Path {
        let count = moduleCount + 2 * Self.quietZone
        func place(_ module: Int) -> Length { size.width.scaled(by: module, over: count) }
        var path = Path()
        var module = Self.quietZone
        for (index, width) in widths.enumerated() {
            if index % 2 == 0 { path.appendRectangle(place(module), .zero, place(module + width), size.height) }
            module += width
        }
        return path
    }

    /// The widths of each value's three bars and three spaces, a hexadecimal digit each (table 1); the last is the stop character
    /// without its last bar.
    private static let patterns: [UInt32] = [
        0x212222, 0x222122, 0x222221, 0x121223, 0x121322, 0x131222, 0x122213, 0x122312, 0x132212, 0x221213, 0x221312, 0x231212, 0x112232,
        0x122132, 0x122231, 0x113222, 0x123122, 0x123221, 0x223211, 0x221132, 0x221231, 0x213212, 0x223112, 0x312131, 0x311222, 0x321122,
        0x321221, 0x312212, 0x322112, 0x322211, 0x212123, 0x212321, 0x232121, 0x111323, 0x131123, 0x131321, 0x112313, 0x132113, 0x132311,
        0x211313, 0x231113, 0x231311, 0x112133, 0x112331, 0x132131, 0x113123, 0x113321, 0x133121, 0x313121, 0x211331, 0x231131, 0x213113,
        0x213311, 0x213131, 0x311123, 0x311321, 0x331121, 0x312113, 0x312311, 0x332111, 0x314111, 0x221411, 0x431111, 0x111224, 0x111422,
        0x121124, 0x121421, 0x141122, 0x141221, 0x112214, 0x112412, 0x122114, 0x122411, 0x142112, 0x142211, 0x241211, 0x221114, 0x413111,
        0x241112, 0x134111, 0x111242, 0x121142, 0x121241, 0x114212, 0x124112, 0x124211, 0x411212, 0x421112, 0x421211, 0x212141, 0x214121,
        0x412121, 0x111143, 0x111341, 0x131141, 0x114113, 0x114311, 0x411113, 0x411311, 0x113141, 0x114131, 0x311141, 0x411131, 0x211412,
        0x211214, 0x211232, 0x233111,
    ]
}

/// Finds the fewest symbol characters for a text.
private struct Code128Encoder {
    /// A code set.
    private enum CodeSet: Int {
        /// ASCII 0 to 95.
        case a
        /// ASCII 32 to 127.
        case b
        /// Two digits a symbol.
        case c
    }

    /// What is done at a place of the text when a code set is in force.
    private enum Action {
        /// The next character, or two digits, in the code set.
        case plain
        /// The next character by a shift to the other of A and B.
        case shift
        /// A change to another code set, and then what is plain in it.
        case change(CodeSet)
    }

    /// The start character and those of the text and of changes.
    private(set) var values: [Int] = []
    private let text: [UInt8]

    init(_ text: [UInt8]) {
        self.text = text
        let all: [CodeSet] = [.a, .b, .c]
        let never = 1_000_000
        // The least symbols for all from a place on, with a code set in force; found from the end backwards.
        var cost = [[Int]](repeating: [0, 0, 0], count: text.count + 1)
        var actions = [[Action]](repeating: [.plain, .plain, .plain], count: text.count)
        for place in text.indices.reversed() {
            let plain = all.map { set in value(at: place, in: set).map { 1 + cost[place + $0.length][set.rawValue] } ?? never }
            for set in all {
                var best = plain[set.rawValue]
                if set != .c, value(at: place, in: set == .a ? .b : .a) != nil, 2 + cost[place + 1][set.rawValue] < best {
                    (best, actions[place][set.rawValue]) = (2 + cost[place + 1][set.rawValue], .shift)
                }
                for other in all where other != set && 1 + plain[other.rawValue] < best {
                    (best, actions[place][set.rawValue]) = (1 + plain[other.rawValue], .change(other))
                }
                cost[place][set.rawValue] = best
            }
        }
        // B first: of equals the set of most texts.
        var set = CodeSet.b
        for other in [CodeSet.c, .a] where cost[0][other.rawValue] < cost[0][set.rawValue] { set = other }
        values.append(103 + set.rawValue)
        var place = 0
        while place < text.count {
            var inForce = set
            switch actions[place][set.rawValue] {
            case .plain: break
            case .shift:
                values.append(98)
                inForce = set == .a ? .b : .a
            case .change(let other):
                // Code A, B and C are 101, 100 and 99 in each of the other sets.
                values.append(101 - other.rawValue)
                (set, inForce) = (other, other)
            }
            guard let next = value(at: place, in: inForce) else { preconditionFailure("a text has a code") }
            values.append(next.value)
            place += next.length
        }
    }

    /// The value of the next character or two in a code set, `nil` when it has none (table 1).
    private func value(at place: Int, in set: CodeSet) -> (value: Int, length: Int)? {
        let byte = Int(text[place])
        switch set {
        case .a: return byte < 32 ? (byte + 64, 1) : byte < 96 ? (byte - 32, 1) : nil
        case .b: return byte >= 32 ? (byte - 32, 1) : nil
        case .c:
            guard place + 1 < text.count, 0x30...0x39 ~= text[place], 0x30...0x39 ~= text[place + 1] else { return nil }
            return (10 * (byte - 0x30) + Int(text[place + 1]) - 0x30, 2)
        }
    }
}
