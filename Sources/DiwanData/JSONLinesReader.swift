public import DiwanDiagnostics

/// Reads JSON Lines record by record, holding one record at a time. Blank lines are passed over.
public struct JSONLinesReader {
    /// A record and where it came from.
    public struct Record: Sendable {
        /// The value.
        public let value: JSONValue
        /// The record's line; places of values within it are asked of this.
        public let source: SourceText
        /// The number of the record, from 1.
        public let number: Int
    }

    private let file: String
    private let parser: JSONParser
    private let lineLimit: Int
    private var cutter: RecordCutter
    private var count = 0

    /// A reader of `source`; a line may have at most `lineLimit` bytes.
    public init(_ source: ByteSource, file: String, parser: JSONParser = JSONParser(), lineLimit: Int = 16 << 20) {
        self.file = file
        self.parser = parser
        self.lineLimit = lineLimit
        cutter = RecordCutter(source: source, file: file, limit: lineLimit)
    }

    /// The next record; nil at the end. After an error in a record the next call goes on with the line after it; after
    /// one of reading or of length there is nothing more.
    public mutating func next() throws(DataError) -> Record? {
        while let (line, isTooLong) = try cutter.next(quoted: false) {
            let number = cutter.line
            cutter.passLines(1)
            if isTooLong {
                throw DataError(
                    reason: .limit, words: "the line is longer than \(lineLimit) bytes",
                    position: .init(file: file, line: number, column: 1))
            }
            let isMark = number == 1 && line.elementsEqual([0xEF, 0xBB, 0xBF, 0x0A])
            if isMark || line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }) { continue }
            count += 1
            let source = SourceText(file: file, bytes: Array(line), firstLine: number)
            return Record(value: try parser.parse(source), source: source, number: count)
        }
        return nil
    }
}
