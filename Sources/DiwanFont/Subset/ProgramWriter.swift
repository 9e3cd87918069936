internal import DiwanBytes

/// Lays the tables of a subset out as a TrueType file (OpenType 1.9.1, "Organization of an OpenType font").
///
/// `glyf`, `hmtx` and `loca` begin with what the base says of its glyphs. These sections are not copied and not summed up again: the file
/// comes in pieces, which stand between them.
struct ProgramWriter {
    /// Bytes of the base, a multiple of four, and the sum of their words.
    struct Section: Sendable {
        var bytes: [UInt8]
        var sum: UInt32

        init(_ bytes: [UInt8]) {
            precondition(bytes.count & 3 == 0, "a section ends between two words")
            self.bytes = bytes
            sum = ProgramWriter.sum(bytes, from: 0)
        }
    }

    /// The sections of a base, in the order of the file.
    struct BaseTables: Sendable {
        let outlines: Section
        let metrics: Section
        let locations: Section
        let isLong: Bool
        /// Where each glyph ends in the table of outlines.
        let ends: [Int]
        /// The last location, where `locations` lacks it because it would end in the middle of a word.
        let lastLocation: Int?

        /// What all glyphs of `writer` take, which end at a multiple of four.
        init(_ writer: OutlineWriter) {
            isLong = ProgramWriter.needsLongLocations(writer.outlineCount)
            outlines = Section(writer.glyf)
            ends = writer.ends
            metrics = Section(ProgramWriter.metrics(of: writer, longCount: writer.advances.count))
            // The locations are one more than the ends.
            let hasOddCount = writer.ends.count & 1 == 0
            locations = Section(ProgramWriter.locations([0] + (hasOddCount ? writer.ends.dropLast() : writer.ends[...]), isLong: isLong))
            lastLocation = hasOddCount ? writer.ends.last : nil
        }

        var sections: [Section] { [outlines, metrics, locations] }
    }

    private struct Record {
        var tag: UInt32
        var sum: UInt32
        var offset: Int
        var length: Int
    }

    private static let tableCount = 6
    private static let directoryLength = 12 + 16 * tableCount
    /// The pieces of the file, each but the first after a section of the base.
    private var pieces = [[UInt8](repeating: 0, count: directoryLength)]
    private var records: [Record] = []
    private var length = directoryLength

    private init() {
        records.reserveCapacity(Self.tableCount)
    }

    /// The file of the glyphs of `base` and those of `writer` after them: its beginning, and what follows each section of the base, whose
    /// locations are left out when the file's are longer. `head` and `hhea` are those of the font.
    static func file(
        of writer: OutlineWriter, after base: BaseTables?, head: TableData, hhea: TableData
    ) -> (start: [UInt8], rests: [[UInt8]]) {
        let isLong = needsLongLocations(writer.outlineCount)
        var program = ProgramWriter()
        program.addTable(0x676C_7966, after: base?.outlines) { $0.append(contentsOf: writer.glyf) }
        let headPiece = program.pieces.count - 1
        let headOffset = program.pieces[headPiece].count
        program.addTable(0x6865_6164) { writer.appendHead(head, isLong: isLong, to: &$0) }
        program.addTable(0x6868_6561) { writer.appendHhea(hhea, to: &$0) }
        program.addTable(0x6D61_7870) { writer.appendMaxp(to: &$0) }
        program.addTable(0x686D_7478, after: base?.metrics) {
            $0.append(contentsOf: metrics(of: writer, longCount: writer.longMetricCount - writer.glyphsBefore))
        }
        if let base, base.isLong == isLong {
            let rest = (base.lastLocation.map { [$0] } ?? []) + writer.ends
            program.addTable(0x6C6F_6361, after: base.locations) { $0.append(contentsOf: locations(rest, isLong: isLong)) }
        } else {
            let all = [0] + (base?.ends ?? []) + writer.ends
            program.addTable(0x6C6F_6361) { $0.append(contentsOf: locations(all, isLong: isLong)) }
        }
        let sum = program.writeDirectory()
        program.pieces[headPiece].setUInt32(0xB1B0_AFBA &- sum, at: headOffset + 8)
        return (program.pieces[0], Array(program.pieces.dropFirst()))
    }

    /// Adds a table: a section of the base, and the bytes that `append` adds, filled up to a whole word.
    private mutating func addTable(_ tag: UInt32, after section: Section? = nil, _ append: (inout [UInt8]) -> Void) {
        var record = Record(tag: tag, sum: section?.sum ?? 0, offset: length, length: section?.bytes.count ?? 0)
        if section != nil { pieces.append([]) }
        let piece = pieces.count - 1
        let start = pieces[piece].count
        append(&pieces[piece])
        let added = pieces[piece].count - start
        pieces[piece].append(contentsOf: repeatElement(0, count: -added & 3))
        record.sum &+= Self.sum(pieces[piece], from: start)
        length += record.length + added + (-added & 3)
        record.length += added
        records.append(record)
    }

    /// Fills the table directory, in the order of the tags, and gives the sum of the words of the whole file.
    private mutating func writeDirectory() -> UInt32 {
        precondition(records.count == Self.tableCount, "a subset has six tables")
        pieces[0].setUInt32(0x0001_0000, at: 0)
        // 4 is the largest power of two up to six tables: the search range and its companions.
        for (index, value) in [6, 64, 2, 32].enumerated() { pieces[0].setUInt16(UInt16(value), at: 4 + 2 * index) }
        for (index, record) in records.sorted(by: { $0.tag < $1.tag }).enumerated() {
            let row = 12 + 16 * index
            pieces[0].setUInt32(record.tag, at: row)
            pieces[0].setUInt32(record.sum, at: row + 4)
            pieces[0].setUInt32(UInt32(record.offset), at: row + 8)
            pieces[0].setUInt32(UInt32(record.length), at: row + 12)
        }
        return records.reduce(Self.sum(Array(pieces[0].prefix(Self.directoryLength)), from: 0)) { $0 &+ $1.sum }
    }

    /// Whether locations take four bytes: two count in units of two.
    private static func needsLongLocations(_ outlineCount: Int) -> Bool { outlineCount > 2 * 65_535 }

    /// The advance and the bearing of the first `longCount` glyphs, and the bearing of the others.
    private static func metrics(of writer: OutlineWriter, longCount: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * writer.advances.count)
        for index in writer.advances.indices {
            if index < longCount { bytes.appendUInt16(UInt16(clamping: writer.advances[index])) }
            bytes.appendInt16(Int16(clamping: writer.bearings[index]))
        }
        return bytes
    }

    private static func locations(_ locations: [Int], isLong: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((isLong ? 4 : 2) * locations.count)
        for location in locations {
            if isLong {
                bytes.appendUInt32(UInt32(location))
            } else {
                bytes.appendUInt16(UInt16(location / 2))
            }
        }
        return bytes
    }

    /// The sum of the 32-bit words from `start` on, which are whole.
    private static func sum(_ file: [UInt8], from start: Int) -> UInt32 {
        file.withUnsafeBytes { bytes in
            var sum: UInt32 = 0
            var offset = start
            while offset &+ 4 <= bytes.count {
                sum &+= UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
                offset &+= 4
            }
            return sum
        }
    }
}
