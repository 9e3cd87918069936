public import DiwanDiagnostics

/// Reads CSV (RFC 4180) record by record, holding one record at a time. The first record is the head, with the columns' names.
///
/// Fields are parted by a comma, a semicolon or a tab, whichever the head uses. A field in quotation marks may hold
/// separators, line ends and doubled quotation marks. Lines that are wholly empty are passed over.
public struct CSVReader {
    /// A row of fields.
    public struct Row: Sendable {
        /// The fields, as many as the head has.
        public let fields: [String]
        /// The number of the row, from 1, without the head.
        public let number: Int
        let file: String
        let places: [CSVPlace]

        /// Where field `index` starts.
        public func position(of index: Int) -> SourcePosition { places[index].position(in: file) }
    }

    /// The names of the columns, in order.
    public let columns: [String]
    /// The places of the columns' names.
    public let columnPositions: [SourcePosition]
    /// The byte that parts fields.
    public let separator: UInt8
    private let file: String
    private let recordLimit: Int
    private var cutter: RecordCutter
    private var count = 0

    /// Reads the head of `source`. `separator` is found from the head when nil; a record may have at most `recordLimit` bytes.
    public init(_ source: ByteSource, file: String, separator: UInt8? = nil, recordLimit: Int = 16 << 20) throws(DataError) {
        self.file = file
        self.recordLimit = recordLimit
        var cutter = RecordCutter(source: source, file: file, limit: recordLimit)
        var head: (fields: [String], places: [CSVPlace])?
        var found = separator ?? UInt8(ascii: ",")
        while head == nil, let (bytes, isTooLong) = try cutter.next(quoted: true) {
            let start = CSVReader.markLength(bytes, line: cutter.line)
            if separator == nil { found = CSVReader.separator(in: bytes) }
            head = try CSVReader.fields(bytes.dropFirst(start), found, file, recordLimit, isTooLong, &cutter)
        }
        guard let head else {
            throw DataError(
                reason: .syntax, words: "the file has no head with column names", position: .init(file: file, line: 1, column: 1))
        }
        var names = NameSet()
        for (name, place) in zip(head.fields, head.places) {
            if name.isEmpty { throw DataError(reason: .syntax, words: "a column has no name", position: place.position(in: file)) }
            guard names.insert(name) else {
                throw DataError(reason: .duplicate, words: "the column \"\(name)\" stands twice", position: place.position(in: file))
            }
        }
        columns = head.fields
        columnPositions = head.places.map { $0.position(in: file) }
        self.separator = found
        self.cutter = cutter
    }

    /// The next row; nil at the end. After an error in a row the next call goes on with the record after it; after one
    /// of reading or of length there is nothing more.
    public mutating func next() throws(DataError) -> Row? {
        while let (bytes, isTooLong) = try cutter.next(quoted: true) {
            let line = cutter.line
            let fields: (fields: [String], places: [CSVPlace])?
            do throws(DataError) {
                fields = try CSVReader.fields(bytes, separator, file, recordLimit, isTooLong, &cutter)
            } catch {
                // A row that cannot be read is counted, so that those after it have their numbers.
                count += 1
                throw error
            }
            guard let row = fields else { continue }
            count += 1
            guard row.fields.count == columns.count else {
                throw DataError(
                    reason: .fieldCount,
                    words:
                        "row \(count) has \(row.fields.count) field\(row.fields.count == 1 ? "" : "s"), but the head has \(columns.count)",
                    position: .init(file: file, line: line, column: 1))
            }
            return Row(fields: row.fields, number: count, file: file, places: row.places)
        }
        return nil
    }

    private static func markLength(_ bytes: ArraySlice<UInt8>, line: Int) -> Int {
        line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The separator that stands most often outside quotation marks; the comma when there is none.
    private static func separator(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09]
        var counts = [0, 0, 0]
        var inQuotes = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            if !inQuotes, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        var best = 0
        for index in 1..<3 where counts[index] > counts[best] { best = index }
        return candidates[best]
    }

    private static func fields(
        _ record: ArraySlice<UInt8>, _ separator: UInt8, _ file: String, _ limit: Int, _ isTooLong: Bool, _ cutter: inout RecordCutter
    ) throws(DataError) -> (fields: [String], places: [CSVPlace])? {
        let line = cutter.line
        let result = record.withUnsafeBufferPointer { bytes -> (Result<(fields: [String], places: [CSVPlace]), CSVFault>, lines: Int) in
            var scanner = CSVScanner(bytes: bytes, separator: separator, line: line)
            do throws(CSVFault) {
                try scanner.record()
                return (.success((scanner.fields, scanner.places)), scanner.linesPassed)
            } catch { return (.failure(error), scanner.linesPassed) }
        }
        cutter.passLines(result.lines)
        switch result.0 {
        case .failure(let fault) where !(isTooLong && fault.isUnclosed):
            throw DataError(reason: fault.reason, words: fault.words, position: fault.place.position(in: file))
        case .success(let row) where !isTooLong:
            return row.fields.isEmpty ? nil : row
        default:
            throw DataError(
                reason: .limit, words: "a record is longer than \(limit) bytes", position: .init(file: file, line: line, column: 1))
        }
    }
}

/// Where a field starts.
struct CSVPlace: Sendable {
    var line: Int32
    var column: Int32

    func position(in file: String) -> SourcePosition { SourcePosition(file: file, line: Int(line), column: Int(column)) }
}

struct CSVFault: Error {
    var reason: DataError.Reason = .syntax
    var words: String
    var place: CSVPlace
    /// Whether a closing quotation mark is missing, which is so of any record that was cut short.
    var isUnclosed = false
}

/// Reads the fields of one record.
struct CSVScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let separator: UInt8
    private let firstLine: Int
    private var index = 0
    private var line: Int
    /// The byte offset of the current line's start less the continuation bytes since, so that a column is a subtraction.
    private var columnBase = 0
    private(set) var fields: [String] = []
    private(set) var places: [CSVPlace] = []

    init(bytes: UnsafeBufferPointer<UInt8>, separator: UInt8, line: Int) {
        self.bytes = bytes
        self.separator = separator
        self.line = line
        firstLine = line
    }

    /// The lines that the record took up to where reading stopped.
    var linesPassed: Int { line - firstLine }

    private var place: CSVPlace { CSVPlace(line: Int32(clamping: line), column: Int32(clamping: index - columnBase + 1)) }

    /// Reads all fields; an empty line has none.
    mutating func record() throws(CSVFault) {
        if isLineEnd { return passLineEnd() }
        while true {
            places.append(place)
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") { try quotedField() } else { try plainField() }
            if index < bytes.count, bytes[index] == separator {
                index += 1
                continue
            }
            passLineEnd()
            return
        }
    }

    /// At the record's end: a line end that closes it, or no more bytes.
    private var isLineEnd: Bool {
        index >= bytes.count || bytes[index] == 0x0A || (bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] == 0x0A))
    }

    private mutating func passLineEnd() {
        if index < bytes.count {
            line += 1
            index = bytes.count
        }
    }

    private mutating func plainField() throws(CSVFault) {
        let start = index
        while !isLineEnd, bytes[index] != separator {
            if bytes[index] == UInt8(ascii: "\"") {
                throw CSVFault(words: "a quotation mark stands in a field that does not start with one", place: place)
            }
            if bytes[index] == 0x0D {
                throw CSVFault(reason: .character, words: "a carriage return stands without a line feed", place: place)
            }
            try scalar()
        }
        fields.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self))
    }

    private mutating func quotedField() throws(CSVFault) {
        let open = place
        index += 1
        var start = index
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\"") else {
                try scalar()
                continue
            }
            if index + 1 < bytes.count, bytes[index + 1] == byte {
                text.append(contentsOf: bytes[start...index])
                index += 2
                start = index
                continue
            }
            let part = UnsafeBufferPointer(rebasing: bytes[start..<index])
            index += 1
            guard isLineEnd || bytes[index] == separator else {
                throw CSVFault(words: "a field goes on after its closing quotation mark", place: place)
            }
            if text.isEmpty {
                fields.append(String(decoding: part, as: UTF8.self))
            } else {
                text.append(contentsOf: part)
                fields.append(String(decoding: text, as: UTF8.self))
            }
            return
        }
        throw CSVFault(words: "the field's closing quotation mark is missing", place: open, isUnclosed: true)
    }

    /// Passes one scalar of a field, counting lines and columns.
    private mutating func scalar() throws(CSVFault) {
        let byte = bytes[index]
        if byte >= 0x80 {
            guard let length = UTF8Sequence.length(in: bytes, at: index) else {
                throw CSVFault(
                    reason: .encoding, words: "the byte 0x\(String(byte, radix: 16, uppercase: true)) is not part of valid UTF-8",
                    place: place)
            }
            index += length
            columnBase += length - 1
        } else if byte == 0x0A || (byte == 0x0D && (index + 1 >= bytes.count || bytes[index + 1] != 0x0A)) {
            index += 1
            line += 1
            columnBase = index
        } else if byte < 0x20, byte != 0x09, byte != 0x0D {
            throw CSVFault(reason: .character, words: "a control character may not stand in a field", place: place)
        } else {
            index += 1
        }
    }
}
