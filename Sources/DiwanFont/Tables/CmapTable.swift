/// `cmap`: characters to glyphs (OpenType 1.9.1, "cmap"), subtable formats 0, 4, 6, 10, 12, 13 and 14.
public struct CmapTable: Sendable {
    /// What a variation selector makes of a character (format 14).
    public enum Variation: Hashable, Sendable {
        /// The font does not know the sequence.
        case none
        /// The sequence looks as the character alone.
        case standard
        /// The sequence has a glyph of its own.
        case glyph(UInt16)
    }

    private let data: TableData
    /// The subtable for characters, or -1.
    private let characters: Int
    private let format: Int
    /// Whether the characters are symbols of a private area at U+F000 (platform 3, encoding 0).
    private let isSymbol: Bool
    /// The subtable for variation sequences, or -1.
    private let variations: Int
    /// The glyphs of U+0000 to U+07FF, where nearly every lookup falls.
    private let low: [UInt16]

    private static let lowCount = 0x800

    init(_ data: TableData) throws(FontError) {
        try data.require(4, at: 0, of: "cmap")
        self.data = data
        let count = data.u16(2)
        try data.require(8 * count, at: 4, of: "cmap")
        func subtable(_ platform: Int, _ encoding: Int) -> Int? {
            for row in 0..<count where data.u16(4 + 8 * row) == platform && data.u16(6 + 8 * row) == encoding {
                let offset = data.u32(8 + 8 * row)
                return data.has(6, at: offset) ? offset : nil
            }
            return nil
        }
        // The order of preference: symbols, then the tables that reach beyond U+FFFF, then the others.
        var chosen: Int?
        var symbol = false
        for (platform, encoding) in [(3, 0), (3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0)] where chosen == nil {
            chosen = subtable(platform, encoding)
            symbol = chosen != nil && platform == 3 && encoding == 0
        }
        characters = chosen ?? -1
        isSymbol = symbol
        format = chosen.map { data.u16($0) } ?? -1
        var selectors = -1
        if let at = subtable(0, 5), data.u16(at) == 14 { selectors = at }
        variations = selectors

        var glyphs = [UInt16](repeating: 0, count: CmapTable.lowCount)
        for character in 0..<CmapTable.lowCount {
            glyphs[character] = CmapTable.search(UInt32(character), data, characters, format)
        }
        if symbol {
            for character in 0...0xFF where glyphs[character] == 0 {
                glyphs[character] = CmapTable.search(UInt32(0xF000 + character), data, characters, format)
            }
        }
        low = glyphs
    }

    /// The glyph of `character`, or 0 when the font has none.
    public func glyph(_ character: UInt32) -> UInt16 {
        if character < UInt32(CmapTable.lowCount) { return low[Int(character)] }
        return CmapTable.search(character, data, characters, format)
    }

    /// The glyph of `character`, or 0 when the font has none.
    public func glyph(_ character: Unicode.Scalar) -> UInt16 { glyph(character.value) }

    private static func search(_ character: UInt32, _ data: TableData, _ at: Int, _ format: Int) -> UInt16 {
        let wanted = Int(character)
        switch format {
        case 0: return wanted < 256 ? UInt16(data.u8(at + 6 + wanted)) : 0
        case 4: return format4(wanted, data, at)
        case 6:
            let index = wanted - data.u16(at + 6)
            return index >= 0 && index < data.u16(at + 8) ? UInt16(data.u16(at + 10 + 2 * index)) : 0
        case 10:
            let index = wanted - data.u32(at + 12)
            return index >= 0 && index < data.u32(at + 16) ? UInt16(data.u16(at + 20 + 2 * index)) : 0
        case 12, 13: return groups(wanted, data, at, format)
        default: return 0
        }
    }

    private static func format4(_ wanted: Int, _ data: TableData, _ at: Int) -> UInt16 {
        guard wanted <= 0xFFFF else { return 0 }
        let count = data.u16(at + 6) / 2
        let ends = at + 14
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if data.u16(ends + 2 * middle) < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < count else { return 0 }
        let starts = ends + 2 * count + 2
        let start = data.u16(starts + 2 * low)
        guard wanted >= start else { return 0 }
        let delta = data.u16(starts + 2 * count + 2 * low)
        let rangeAt = starts + 4 * count + 2 * low
        let range = data.u16(rangeAt)
        if range == 0 { return UInt16((wanted + delta) & 0xFFFF) }
        let found = data.u16(rangeAt + range + 2 * (wanted - start))
        return found == 0 ? 0 : UInt16((found + delta) & 0xFFFF)
    }

    private static func groups(_ wanted: Int, _ data: TableData, _ at: Int, _ format: Int) -> UInt16 {
        var low = 0
        var high = min(data.u32(at + 12), data.count / 12)
        while low < high {
            let middle = (low + high) / 2
            let group = at + 16 + 12 * middle
            if !data.has(12, at: group) || wanted < data.u32(group) {
                high = middle
            } else if wanted > data.u32(group + 4) {
                low = middle + 1
            } else {
                let glyph = data.u32(group + 8) + (format == 12 ? wanted - data.u32(group) : 0)
                return UInt16(truncatingIfNeeded: glyph > 0xFFFF ? 0 : glyph)
            }
        }
        return 0
    }

    /// What `selector` makes of `character`.
    public func variation(_ character: UInt32, _ selector: UInt32) -> Variation {
        guard variations >= 0 else { return .none }
        var low = 0
        var high = min(data.u32(variations + 6), data.count / 11)
        while low < high {
            let middle = (low + high) / 2
            let record = variations + 10 + 11 * middle
            let found = data.u24(record)
            if !data.has(11, at: record) || selector < found {
                high = middle
            } else if selector > found {
                low = middle + 1
            } else {
                return variation(Int(character), standard: data.u32(record + 3), other: data.u32(record + 7))
            }
        }
        return .none
    }

    private func variation(_ character: Int, standard: Int, other: Int) -> Variation {
        if standard != 0 {
            let at = variations + standard
            var low = 0
            var high = min(data.u32(at), data.count / 4)
            while low < high {
                let middle = (low + high) / 2
                let range = at + 4 + 4 * middle
                let first = data.u24(range)
                if !data.has(4, at: range) || character < first {
                    high = middle
                } else if character > first + data.u8(range + 3) {
                    low = middle + 1
                } else {
                    return .standard
                }
            }
        }
        if other != 0 {
            let at = variations + other
            var low = 0
            var high = min(data.u32(at), data.count / 5)
            while low < high {
                let middle = (low + high) / 2
                let mapping = at + 4 + 5 * middle
                let found = data.u24(mapping)
                if !data.has(5, at: mapping) || character < found {
                    high = middle
                } else if character > found {
                    low = middle + 1
                } else {
                    let glyph = UInt16(data.u16(mapping + 3))
                    return glyph == 0 ? .none : .glyph(glyph)
                }
            }
        }
        return .none
    }
}
