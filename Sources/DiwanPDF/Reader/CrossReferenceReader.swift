internal import DiwanBytes

/// Reads the cross-reference of a file with all its updates: tables, streams and both together (ISO 32000-1, 7.5.4 to 7.5.8).
struct CrossReferenceReader {
    private let bytes: [UInt8]
    private let limit: Int
    private let inflater = Inflater()
    private var allowance: Int
    /// Where each object is; the newest section that names it counts.
    private(set) var places: [Int: PDFFile.Place] = [:]
    /// The generations that are not 0.
    private(set) var generations: [Int: Int] = [:]
    /// Where the newest section begins, and whether it is a stream.
    private(set) var newest = (offset: 0, isStream: false)
    private var removed: Set<Int> = []
    private(set) var trailer: [String: PDFValue] = [:]
    /// The standard allows no more objects than this (Annex C).
    private static let mostObjects = 8_388_607

    init(_ bytes: [UInt8], limit: Int) {
        self.bytes = bytes
        self.limit = limit
        allowance = limit
    }

    /// Reads all sections, the newest first.
    mutating func read() throws(PDFError) {
        var next: Int? = try start()
        var seen: Set<Int> = []
        while let offset = next {
            guard seen.insert(offset).inserted, seen.count <= 4096 else { throw .malformed(.nesting, offset: offset) }
            let (entries, isStream) = try readSection(at: offset, &seen)
            if trailer.isEmpty {
                trailer = entries
                newest = (offset, isStream)
            }
            next = entries["Prev"]?.integer
        }
        guard trailer["Root"] != nil else { throw .malformed(.structure, offset: 0) }
    }

    /// The number after the last `startxref`, which stands in the last 1024 bytes.
    private func start() throws(PDFError) -> Int {
        let word = Array("startxref".utf8)
        var place = bytes.count - word.count
        let earliest = max(0, bytes.count - 1024)
        while place >= earliest {
            if bytes[place] == word[0], bytes[place..<place + word.count].elementsEqual(word) {
                var parser = PDFParser(bytes, at: place + word.count)
                guard let offset = try parser.value().integer, offset >= 0, offset < bytes.count else { break }
                return offset
            }
            place -= 1
        }
        throw .malformed(.startOfCrossReference, offset: bytes.count)
    }

    private mutating func readSection(at offset: Int, _ seen: inout Set<Int>) throws(PDFError) -> (
        entries: [String: PDFValue], isStream: Bool
    ) {
        guard offset >= 0, offset < bytes.count else { throw .malformed(.crossReference, offset: offset) }
        var parser = PDFParser(bytes, at: offset)
        guard try parser.next() == .keyword("xref") else { return (try readStream(at: offset), true) }
        let (rows, entries) = try Self.readTable(&parser)
        // A table may have a stream beside it, with objects that the table calls free for the sake of old readers (7.5.8.4).
        if let beside = entries["XRefStm"]?.integer, seen.insert(beside).inserted { _ = try readStream(at: beside) }
        for row in rows { set(row.number, row.place, row.generation) }
        return (entries, false)
    }

    private mutating func set(_ number: Int, _ place: PDFFile.Place?, _ generation: Int = 0) {
        guard places[number] == nil, !removed.contains(number) else { return }
        guard let place else {
            removed.insert(number)
            return
        }
        places[number] = place
        if generation != 0 { generations[number] = generation }
    }

    private static func readTable(
        _ parser: inout PDFParser
    ) throws(PDFError) -> (rows: [(number: Int, place: PDFFile.Place?, generation: Int)], trailer: [String: PDFValue]) {
        var rows: [(number: Int, place: PDFFile.Place?, generation: Int)] = []
        while true {
            let start = parser.offset
            switch try parser.next() {
            case .keyword("trailer"):
                guard let entries = try parser.value().entries else { throw .malformed(.crossReference, offset: start) }
                return (rows, entries)
            case .value(.integer(let first)):
                guard let count = try parser.value().integer, (0...mostObjects).contains(first), (0...mostObjects).contains(count)
                else { throw .malformed(.crossReference, offset: start) }
                for number in first..<first + count {
                    guard let offset = try parser.value().integer, let generation = try parser.value().integer else {
                        throw .malformed(.crossReference, offset: parser.offset)
                    }
                    switch try parser.next() {
                    case .keyword("n"): rows.append((number, .offset(offset), generation))
                    case .keyword("f"): rows.append((number, nil, generation))
                    default: throw .malformed(.crossReference, offset: parser.offset)
                    }
                }
            default: throw .malformed(.crossReference, offset: start)
            }
        }
    }

    private mutating func readStream(at offset: Int) throws(PDFError) -> [String: PDFValue] {
        // The length of this stream is direct: nothing can be looked up yet.
        let object = try PDFFile.indirectObject(bytes, at: offset, number: nil) { $0 ?? .null }
        guard case .stream(let entries, let range) = object, entries["Type"]?.name == "XRef",
            let widths = entries["W"]?.elements?.compactMap(\.integer), widths.count == 3, widths.allSatisfy({ (0...8).contains($0) }),
            let size = entries["Size"]?.integer, (0...Self.mostObjects + 1).contains(size)
        else { throw .malformed(.crossReference, offset: offset) }
        var data = Array(bytes[range])
        if let filter = entries["Filter"]?.elements?.first ?? entries["Filter"] {
            guard filter.name == "FlateDecode" else { throw .unsupportedFilter(filter.name ?? "") }
            let parameters = entries["DecodeParms"]?.elements?.first ?? entries["DecodeParms"]
            data = try StreamFilter.flate(
                data, parameters?.entries ?? [:], inflater, allowance: &allowance, limit: limit, at: range.lowerBound)
        }
        let index = entries["Index"]?.elements?.compactMap(\.integer) ?? [0, size]
        let rowLength = widths.reduce(0, +)
        guard index.count % 2 == 0, rowLength > 0, index.allSatisfy({ (0...Self.mostObjects + 1).contains($0) }) else {
            throw .malformed(.crossReference, offset: offset)
        }
        var row = 0
        for pair in stride(from: 0, to: index.count, by: 2) {
            for number in index[pair]..<index[pair] + index[pair + 1] {
                guard (row + 1) * rowLength <= data.count else { throw .malformed(.crossReference, offset: offset) }
                var position = row * rowLength
                let fields = widths.map { width -> Int in
                    var value: UInt64 = 0
                    for _ in 0..<width {
                        value = value << 8 | UInt64(data[position])
                        position += 1
                    }
                    return Int(truncatingIfNeeded: value & UInt64(Int.max))
                }
                row += 1
                // Without a first field all entries are of kind 1.
                switch widths[0] == 0 ? 1 : fields[0] {
                case 0: set(number, nil)
                case 1: set(number, .offset(fields[1]), fields[2])
                case 2: set(number, .inStream(fields[1], index: fields[2]))
                default: break
                }
            }
        }
        return entries
    }
}
