import DiwanData
import DiwanDiagnostics
import Glibc

/// The file of the rows that could not be made, with why: of a table, the same columns and one of reasons, so that a mended file can be
/// given again; of JSON Lines, an object with the row's number, the reasons and the data. Only its owner may read it.
final class BatchErrors {
    private let path: String
    private let table: (headings: [String], separator: UInt8)?
    private var stream: FileStream?
    private var isFinished = false

    /// A file named `name` without its ending, made when there is something to write. `table` is the rows' when they are a table's.
    init(_ name: String, table: (headings: [String], separator: UInt8)?) {
        path = "\(name).\(table == nil ? "jsonl" : "csv")"
        self.table = table
    }

    private var temporary: String { path + ".part" }

    /// Adds a row; `nil` for one that could not be read.
    func append(_ number: Int, _ row: BatchRow?, _ faults: [Diagnostic]) throws(RenderError) {
        let reasons = faults.map(Self.reason)
        var bytes: [UInt8] = []
        if let table {
            let writer = CSVWriter(separator: table.separator)
            let kept = table.headings.indices.filter { table.headings[$0] != ColumnPlan.reasonsHeading }
            if stream == nil, !isFinished {
                // The mark tells spreadsheets that this is UTF-8.
                bytes = [0xEF, 0xBB, 0xBF]
                writer.append(kept.map { table.headings[$0] } + [ColumnPlan.reasonsHeading], to: &bytes)
            }
            let fields = row?.cells.map { cells in kept.map { cells.fields[$0] } } ?? kept.map { _ in "" }
            let prefix = row == nil ? "الصف \(number): " : ""
            writer.append(fields + [prefix + reasons.joined(separator: "\n")], to: &bytes)
        } else {
            var members: [(String, JSONValue)] = [("row", .integer(number)), ("reasons", .array(reasons.map { .string($0) }))]
            if let row { members.append(("data", row.data.value)) }
            JSONWriter.append(.object(members.map { (name: $0.0, value: $0.1) }), to: &bytes)
            bytes.append(0x0A)
        }
        do throws(FileError) {
            if stream == nil {
                stream = try isFinished ? FileStream(path, appends: true) : FileStream(temporary, isPrivate: true)
            }
            try stream?.append(bytes)
        } catch {
            throw .file(error)
        }
    }

    /// Puts the file in its place, or what was added since then; its path, or `nil` when there was nothing to write.
    func finish() throws(RenderError) -> String? {
        guard let stream else { return isFinished ? path : nil }
        do throws(FileError) {
            try stream.synchronise()
            guard isFinished || rename(temporary, path) == 0 else { throw FileError(.write, path, code: errno) }
        } catch {
            throw .file(error)
        }
        isFinished = true
        self.stream = nil
        return path
    }

    /// A fault in words: the field, what is wrong, what is wanted.
    private static func reason(_ fault: Diagnostic) -> String {
        var words = fault.message
        if let data = fault.data {
            words = "\(data.path)\(data.label.map { " (\($0))" } ?? ""): \(words)"
            if let wanted = data.wanted { words += "؛ المطلوب: \(wanted)" }
        }
        return words
    }
}
