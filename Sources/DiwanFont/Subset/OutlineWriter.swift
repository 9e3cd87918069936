internal import DiwanBytes

/// Collects the glyphs of a subset, or of its end after those of a base, and what the tables say of all of them.
struct OutlineWriter: Sendable {
    /// How much a glyph holds, for `maxp`.
    struct OutlineSize: Sendable {
        var points = 0
        var contours = 0
        /// The components of a composite, 0 for others.
        var elements = 0
        /// 0 for a simple glyph, 1 for a composite of simple ones.
        var depth = 0

        /// A simple glyph.
        init(points: Int, contours: Int) {
            self.points = points
            self.contours = contours
        }

        /// A composite without components so far.
        init(elements: Int) {
            self.elements = elements
        }

        /// Adds a component to a composite.
        mutating func add(_ part: OutlineSize) {
            points += part.points
            contours += part.contours
            elements += 1
            depth = max(depth, part.depth + 1)
        }
    }

    /// The outlines, those of the glyphs before left out.
    var glyf: [UInt8] = []
    /// The advance of each glyph, in font units.
    private(set) var advances: [Int] = []
    /// The box around all glyphs so far.
    private(set) var box = GlyphBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    /// The box around all boxes of headers so far.
    private var headerBox = GlyphBox(minX: 0, minY: 0, maxX: 0, maxY: 0)
    /// Where the glyph that is being written begins in `glyf`.
    private(set) var start = 0
    /// Where each glyph ends in the whole table.
    private(set) var ends: [Int] = []
    private(set) var bearings: [Int] = []
    /// The number of glyphs before, and the length of their outlines.
    private(set) var glyphsBefore = 0
    private(set) var outlinesBefore = 0
    private var hasBox = false
    private var leastBearing = 0
    private var leastRightBearing = 0
    private var largestExtent = 0
    private var largestAdvance = 0
    private var maximum = Maximum()

    private struct Maximum: Sendable {
        var points = 0
        var contours = 0
        var compositePoints = 0
        var compositeContours = 0
        var elements = 0
        var depth = 0
    }

    /// A writer of about `capacity` glyphs.
    init(capacity: Int) {
        reserve(capacity)
    }

    /// A writer of about `capacity` glyphs that follow those of `other`.
    init(after other: OutlineWriter, capacity: Int) {
        self = other
        glyphsBefore = other.glyphCount
        outlinesBefore = other.outlineCount
        glyf = []
        advances = []
        ends = []
        bearings = []
        reserve(capacity)
    }

    private mutating func reserve(_ capacity: Int) {
        advances.reserveCapacity(capacity)
        bearings.reserveCapacity(capacity)
        ends.reserveCapacity(capacity)
        glyf.reserveCapacity(32 * capacity)
    }

    /// The number of glyphs, with those before.
    var glyphCount: Int { glyphsBefore + advances.count }

    /// The number of glyphs, with those before, that have an advance of their own in `hmtx`: the last one's is that of all after it.
    var longMetricCount: Int {
        let last = advances.last
        return advances.isEmpty ? glyphCount : glyphCount - advances.reversed().prefix { $0 == last }.count + 1
    }

    /// The length of the whole table of outlines.
    var outlineCount: Int { outlinesBefore + glyf.count }

    mutating func beginGlyph() {
        start = glyf.count
    }

    /// Ends the glyph whose outline was appended to `glyf`; a blank one has no box. `header` is the box in its header, where it is larger.
    mutating func endGlyph(advance: Int, bearing: Int, box glyphBox: GlyphBox?, header: GlyphBox? = nil, size: OutlineSize) {
        if glyf.count & 1 == 1 { glyf.append(0) }
        ends.append(outlineCount)
        advances.append(advance)
        largestAdvance = max(largestAdvance, advance)
        bearings.append(bearing)
        if size.elements > 0 {
            maximum.compositePoints = max(maximum.compositePoints, size.points)
            maximum.compositeContours = max(maximum.compositeContours, size.contours)
            maximum.elements = max(maximum.elements, size.elements)
            maximum.depth = max(maximum.depth, size.depth)
        } else {
            maximum.points = max(maximum.points, size.points)
            maximum.contours = max(maximum.contours, size.contours)
        }
        guard let glyphBox else { return }
        let header = header ?? glyphBox
        let extent = bearing + header.maxX - header.minX
        leastBearing = hasBox ? min(leastBearing, bearing) : bearing
        leastRightBearing = hasBox ? min(leastRightBearing, advance - extent) : advance - extent
        largestExtent = hasBox ? max(largestExtent, extent) : extent
        box = hasBox ? box.union(glyphBox) : glyphBox
        headerBox = hasBox ? headerBox.union(header) : header
        hasBox = true
    }

    /// Adds a glyph without ink; `width` is from 0 to 32,767.
    mutating func addBlank(width: Int) {
        beginGlyph()
        addBlankOutline(width: width)
    }

    /// Writes two contours of one point each, at (0, 0) and (`width`, 0), and ends the glyph.
    mutating func addBlankOutline(width: Int) {
        precondition(width >= 0 && width <= Int(Int16.max), "a blank glyph is from 0 to 32,767 units wide")
        glyf.appendUInt16(2)
        let blank = GlyphBox(minX: 0, minY: 0, maxX: width, maxY: 0)
        glyf.append(contentsOf: repeatElement(0, count: 8))
        setBox(blank, at: glyf.count - 8)
        // The last points of the two contours, and no instructions.
        glyf.appendUInt16(0)
        glyf.appendUInt16(1)
        glyf.appendUInt16(0)
        // ON_CURVE, X_IS_SAME, Y_IS_SAME: the first point is (0, 0).
        glyf.append(0x31)
        if width < 256 {
            // X_SHORT and positive.
            glyf.append(0x33)
            glyf.append(UInt8(width))
        } else {
            glyf.append(0x21)
            glyf.appendInt16(Int16(width))
        }
        endGlyph(advance: width, bearing: 0, box: blank, size: OutlineSize(points: 2, contours: 2))
    }

    /// Ends the last glyph at a multiple of four bytes, so that what comes before can be summed up by itself.
    mutating func alignToWord() {
        while glyf.count & 3 != 0 { glyf.append(0) }
        ends[ends.count - 1] = outlineCount
    }

    mutating func setBox(_ box: GlyphBox, at offset: Int) {
        for (index, edge) in [box.minX, box.minY, box.maxX, box.maxY].enumerated() {
            glyf.setUInt16(UInt16(bitPattern: Int16(clamping: edge)), at: offset + 2 * index)
        }
    }

    /// Appends `head`, made of the font's own.
    func appendHead(_ head: TableData, isLong: Bool, to file: inout [UInt8]) {
        let start = file.count
        head.part(at: 0, length: 54).withBytes { file.append(contentsOf: $0) }
        file.setUInt32(0, at: start + 8)
        // Bits 2 to 4 of the flags tell of instructions, which are gone.
        file.setUInt16(UInt16(head.u16(16)) & ~0x001C, at: start + 16)
        for (index, edge) in [headerBox.minX, headerBox.minY, headerBox.maxX, headerBox.maxY].enumerated() {
            file.setUInt16(UInt16(bitPattern: Int16(clamping: edge)), at: start + 36 + 2 * index)
        }
        file.setUInt16(isLong ? 1 : 0, at: start + 50)
    }

    /// Appends `hhea`, made of the font's own.
    func appendHhea(_ hhea: TableData, to file: inout [UInt8]) {
        let start = file.count
        hhea.part(at: 0, length: 36).withBytes { file.append(contentsOf: $0) }
        file.setUInt16(UInt16(clamping: largestAdvance), at: start + 10)
        for (index, value) in [leastBearing, leastRightBearing, largestExtent].enumerated() {
            file.setUInt16(UInt16(bitPattern: Int16(clamping: value)), at: start + 12 + 2 * index)
        }
        file.setUInt16(UInt16(longMetricCount), at: start + 34)
    }

    /// Appends `maxp`.
    func appendMaxp(to file: inout [UInt8]) {
        file.appendUInt32(0x0001_0000)
        file.appendUInt16(UInt16(glyphCount))
        file.appendUInt16(UInt16(clamping: maximum.points))
        file.appendUInt16(UInt16(clamping: maximum.contours))
        file.appendUInt16(UInt16(clamping: maximum.compositePoints))
        file.appendUInt16(UInt16(clamping: maximum.compositeContours))
        // No twilight zone, storage, functions, stack or instructions: nothing is hinted.
        for value in [2, 0, 0, 0, 0, 0, 0] as [UInt16] { file.appendUInt16(value) }
        file.appendUInt16(UInt16(clamping: maximum.elements))
        file.appendUInt16(UInt16(clamping: maximum.depth))
    }
}

extension GlyphBox {
    /// The box moved to the right by `x` and up by `y`.
    func moved(x: Int, y: Int) -> GlyphBox {
        GlyphBox(minX: minX + x, minY: minY + y, maxX: maxX + x, maxY: maxY + y)
    }

    /// The smallest box around both.
    func union(_ other: GlyphBox) -> GlyphBox {
        GlyphBox(
            minX: min(minX, other.minX), minY: min(minY, other.minY), maxX: max(maxX, other.maxX), maxY: max(maxY, other.maxY))
    }

    /// The smallest box around this one whose edges are multiples of `step`.
    func rounded(outwardsTo step: Int) -> GlyphBox {
        func down(_ edge: Int) -> Int { (edge >= 0 ? edge / step : -((step - 1 - edge) / step)) * step }
        return GlyphBox(minX: down(minX), minY: down(minY), maxX: -down(-maxX), maxY: -down(-maxY))
    }

    /// Whether a glyph's header can hold the box.
    var fitsInt16: Bool {
        Int16(exactly: minX) != nil && Int16(exactly: minY) != nil && Int16(exactly: maxX) != nil && Int16(exactly: maxY) != nil
    }
}

extension Array where Element == UInt8 {
    /// The two bytes at `offset`, the high byte first.
    func uint16(at offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }
}
