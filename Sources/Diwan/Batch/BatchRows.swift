import DiwanBytes
import DiwanData
import DiwanDiagnostics
import DiwanTemplate
import Glibc

/// A row of a batch's data: the record of one document.
struct BatchRow: Sendable {
    /// The number of the row, from 1.
    var number: Int
    /// The data.
    var data: RecordData
    /// Where the row begins.
    var position: SourcePosition
    /// Of a row of a table, its cells and their places.
    var cells: CSVReader.Row?
}

/// Reads the rows of a file, one at a time: JSON Lines where its name ends with `.jsonl`, `.ndjson` or `.json`, else CSV.
final class BatchRows {
    /// A row, or why there is none.
    enum Next {
        case row(BatchRow)
        case fault(number: Int, Diagnostic)
    }

    private enum Reader {
        case table(CSVReader, ColumnPlan)
        case lines(JSONLinesReader)
    }

    private let file: String
    private let input: Input
    private var reader: Reader
    private var number = 0

    /// An open file and the hash of what was read of it; closed with its last user.
    private final class Input {
        let descriptor: Int32
        var hash = SHA256()

        init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Result<Int, ByteSource.ReadFailure> {
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count >= 0 {
                    hash.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                    return .success(count)
                }
                if errno != EINTR { return .failure(ByteSource.ReadFailure(words: String(cString: strerror(errno)))) }
            }
        }
    }

    /// Opens the file at `path`, and reads the head of a table for the fields of a template.
    ///
    /// - Throws: `file` when it cannot be read, `faults` when the head names no fields, or not all that must be given.
    init(_ path: String, _ fields: [FieldDescription]) throws(RenderError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(FileError(.read, path, code: errno)) }
        let input = Input(descriptor)
        self.input = input
        file = path
        let source = ByteSource { input.read(into: $0) }
        if [".jsonl", ".ndjson", ".json"].contains(where: { path.hasSuffix($0) }) {
            reader = .lines(JSONLinesReader(source, file: path))
            return
        }
        let table: CSVReader
        do throws(DataError) {
            table = try CSVReader(source, file: path)
        } catch {
            throw .faults([BatchRows.diagnostic(error)], sources: [])
        }
        reader = .table(table, try ColumnPlan(table, fields))
    }

    /// Of a table, its headings and the byte between them.
    var table: (headings: [String], separator: UInt8)? {
        guard case .table(let reader, _) = reader else { return nil }
        return (reader.columns, reader.separator)
    }

    /// The hash of the file, once its end was reached.
    var hash: [UInt8] { input.hash.finalized() }

    /// The next row, or why it cannot be read; `nil` at the end.
    ///
    /// - Throws: `faults` when reading failed, or a row is too long, and nothing after it can be read.
    func next() throws(RenderError) -> Next? {
        do throws(DataError) {
            switch reader {
            case .table(var table, let plan):
                defer { reader = .table(table, plan) }
                guard let row = try table.next() else { return nil }
                number = row.number
                let position = row.position(of: 0)
                return .row(
                    BatchRow(
                        number: number,
                        data: RecordData(value: plan.value(of: row), source: nil, folder: DiwanEnvironment.folder(of: file)),
                        position: position, cells: row))
            case .lines(var lines):
                defer { reader = .lines(lines) }
                guard let record = try lines.next() else { return nil }
                number = record.number
                let position = record.value.position(in: record.source)
                return .row(
                    BatchRow(
                        number: number,
                        data: RecordData(value: record.value, source: record.source, folder: DiwanEnvironment.folder(of: file)),
                        position: position, cells: nil))
            }
        } catch {
            number += 1
            let diagnostic = BatchRows.diagnostic(error)
            if error.reason == .reading || error.reason == .limit { throw .faults([diagnostic], sources: []) }
            return .fault(number: number, diagnostic)
        }
    }

    /// Where the value at `path` of a row's data stands.
    func position(of path: String, in row: BatchRow) -> SourcePosition {
        guard case .table(_, let plan) = reader, let cells = row.cells, let column = plan.column(of: path) else { return row.position }
        return cells.position(of: column)
    }

    private static func diagnostic(_ error: DataError) -> Diagnostic {
        var diagnostic = error.diagnostic
        if error.reason == .encoding { diagnostic.hint = "save the file in the encoding UTF-8; in Excel: CSV UTF-8" }
        return diagnostic
    }
}
