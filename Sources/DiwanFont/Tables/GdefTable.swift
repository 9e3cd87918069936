/// `GDEF`: what kind of glyph each one is (OpenType 1.9.1, "GDEF").
public struct GdefTable: Sendable {
    /// The kinds of the glyph class definition table.
    public enum GlyphClass: Int, Sendable {
        /// No class.
        case unclassified = 0
        /// A single character that is no mark.
        case base = 1
        /// A glyph for several characters.
        case ligature = 2
        /// A mark that combines.
        case mark = 3
        /// A part of a glyph.
        case component = 4
    }

    /// The glyph classes, or nil when the table has none.
    public let glyphClasses: ClassDefinition?
    /// The classes that the lookup flag MarkAttachmentType selects, or nil when the table has none.
    public let markAttachmentClasses: ClassDefinition?
    /// The sets that the lookup flag UseMarkFilteringSet selects, by index.
    public let markFilteringSets: [Coverage]

    init?(_ data: TableData) {
        guard data.u16(0) == 1, data.count >= 12 else { return nil }
        func classes(_ at: Int) -> ClassDefinition? {
            let offset = data.u16(at)
            return offset == 0 ? nil : ClassDefinition(data, at: offset)
        }
        glyphClasses = classes(4)
        markAttachmentClasses = classes(10)
        var sets: [Coverage] = []
        if data.u16(2) >= 2, data.u16(12) != 0 {
            let at = data.u16(12)
            if data.u16(at) == 1 {
                for index in 0..<data.u16(at + 2) where data.has(4, at: at + 4 + 4 * index) {
                    let offset = data.u32(at + 4 + 4 * index)
                    sets.append(Coverage(data, at: offset == 0 ? data.count : at + offset))
                }
            }
        }
        markFilteringSets = sets
    }
}

/// A coverage table: glyphs, each with its index (OpenType 1.9.1, "Coverage Table"). Reads the font's bytes in place.
public struct Coverage: Sendable {
    private let data: TableData
    private let start: Int

    /// The coverage table at `offset` of `data`; one that is not there, or of an unknown format, covers nothing.
    public init(_ data: TableData, at offset: Int) {
        self.data = data
        start = offset
    }

    /// The coverage index of `glyph`, or nil.
    public func index(of glyph: UInt16) -> Int? {
        let wanted = Int(glyph)
        let format = data.u16(start)
        guard format == 1 || format == 2 else { return nil }
        var low = 0
        var high = data.u16(start + 2)
        while low < high {
            let middle = (low + high) / 2
            if format == 1 {
                let found = data.u16(start + 4 + 2 * middle)
                if found == wanted { return data.has(2, at: start + 4 + 2 * middle) ? middle : nil }
                if found < wanted { low = middle + 1 } else { high = middle }
            } else {
                let at = start + 4 + 6 * middle
                guard data.has(6, at: at) else {
                    high = middle
                    continue
                }
                if wanted < data.u16(at) {
                    high = middle
                } else if wanted > data.u16(at + 2) {
                    low = middle + 1
                } else {
                    return data.u16(at + 4) + wanted - data.u16(at)
                }
            }
        }
        return nil
    }

    /// Whether `glyph` is covered.
    public func contains(_ glyph: UInt16) -> Bool { index(of: glyph) != nil }

    /// Calls `body` with the first and last glyph of each range and the coverage index of the first, in ascending order. A range that
    /// is out of order is left out, so that no table is more than 65,536 glyphs of work.
    public func forEachRange(_ body: (_ first: UInt16, _ last: UInt16, _ index: Int) -> Void) {
        let count = data.u16(start + 2)
        var next = 0
        switch data.u16(start) {
        case 1:
            for index in 0..<count where data.has(2, at: start + 4 + 2 * index) {
                let glyph = data.u16(start + 4 + 2 * index)
                guard glyph >= next else { continue }
                body(UInt16(glyph), UInt16(glyph), index)
                next = glyph + 1
            }
        case 2:
            for index in 0..<count {
                let at = start + 4 + 6 * index
                guard data.has(6, at: at) else { return }
                let (first, last) = (data.u16(at), data.u16(at + 2))
                guard first >= next, first <= last else { continue }
                body(UInt16(first), UInt16(last), data.u16(at + 4))
                next = last + 1
            }
        default: return
        }
    }
}

/// A class definition table: glyphs, each with a class; class 0 for all others (OpenType 1.9.1, "Class Definition Table").
/// Reads the font's bytes in place.
public struct ClassDefinition: Sendable {
    private let data: TableData
    private let start: Int

    /// The table at `offset` of `data`; one that is not there, or of an unknown format, puts every glyph in class 0.
    public init(_ data: TableData, at offset: Int) {
        self.data = data
        start = offset
    }

    /// The class of `glyph`.
    public func classValue(of glyph: UInt16) -> Int {
        let wanted = Int(glyph)
        switch data.u16(start) {
        case 1:
            let index = wanted - data.u16(start + 2)
            return index >= 0 && index < data.u16(start + 4) ? data.u16(start + 6 + 2 * index) : 0
        case 2:
            var low = 0
            var high = data.u16(start + 2)
            while low < high {
                let middle = (low + high) / 2
                let at = start + 4 + 6 * middle
                if !data.has(6, at: at) || wanted < data.u16(at) {
                    high = middle
                } else if wanted > data.u16(at + 2) {
                    low = middle + 1
                } else {
                    return data.u16(at + 4)
                }
            }
            return 0
        default: return 0
        }
    }

    /// Calls `body` with the first and last glyph and the class of each range, in ascending order. A range that is out of order is
    /// left out.
    public func forEachRange(_ body: (_ first: UInt16, _ last: UInt16, _ classValue: Int) -> Void) {
        switch data.u16(start) {
        case 1:
            let first = data.u16(start + 2)
            for index in 0..<data.u16(start + 4) where first + index <= 0xFFFF && data.has(2, at: start + 6 + 2 * index) {
                body(UInt16(first + index), UInt16(first + index), data.u16(start + 6 + 2 * index))
            }
        case 2:
            var next = 0
            for index in 0..<data.u16(start + 2) {
                let at = start + 4 + 6 * index
                guard data.has(6, at: at) else { return }
                let (first, last) = (data.u16(at), data.u16(at + 2))
                guard first >= next, first <= last else { continue }
                body(UInt16(first), UInt16(last), data.u16(at + 4))
                next = last + 1
            }
        default: return
        }
    }
}
