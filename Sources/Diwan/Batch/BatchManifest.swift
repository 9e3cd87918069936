import DiwanBytes
import DiwanData
import DiwanDiagnostics
import Glibc

/// What a batch has done: a file of JSON Lines in its folder, by which an interrupted batch goes on.
///
/// The first line says what the documents are made from; each other line is a row of the data with the file that it became. A line is
/// written when its file is whole; the system is told to bring both to the disk every few thousand rows and at the end.
final class BatchManifest {
    /// What the documents are made from: the same is needed to go on.
    struct Origin {
        /// The facts, by the names that they have in the file, in its order.
        var facts: [(name: String, value: String)]

        /// The first fact that differs.
        func difference(from other: Origin) -> String? {
            for (name, value) in facts where other.facts.first(where: { $0.name == name })?.value != value { return name }
            return nil
        }
    }

    /// A row that is done.
    struct Entry {
        var row: Int
        var file: String
        var bytes: Int
        var sha256: String
    }

    /// What an interrupted batch left.
    struct Left {
        var origin: Origin
        /// The numbers of the rows that are done.
        var rows: Set<Int>
        /// The length of the whole lines.
        var length: Int
    }

    private static let mark = "diwan-batch"
    private let stream: FileStream
    private var sinceSynchronised = 0
    private static let rowsPerSynchronisation = 4_096

    /// The file's name for a share of the rows.
    static func name(_ shard: BatchShard) -> String {
        shard.isWhole ? "manifest.jsonl" : "manifest-\(shard.index)-of-\(shard.count).jsonl"
    }

    /// Begins a manifest at `path`.
    init(_ path: String, _ origin: Origin) throws(FileError) {
        stream = try FileStream(path)
        let facts = origin.facts.map { (name: $0.name, value: JSONValue.string($0.value)) }
        try write(.object([(Self.mark, .integer(1))] + facts))
        try stream.synchronise()
    }

    /// Goes on with the manifest at `path` after its whole lines.
    init(_ path: String, after left: Left) throws(FileError) {
        guard truncate(path, off_t(left.length)) == 0 else { throw FileError(.write, path, code: errno) }
        stream = try FileStream(path, appends: true)
    }

    /// Notes a row that is done.
    func append(_ entry: Entry) throws(FileError) {
        try write(
            .object([
                ("row", .integer(entry.row)), ("file", .string(entry.file)), ("bytes", .integer(entry.bytes)),
                ("sha256", .string(entry.sha256)), ("state", .string("done")),
            ]))
        sinceSynchronised += 1
        if sinceSynchronised >= Self.rowsPerSynchronisation {
            sinceSynchronised = 0
            try stream.synchroniseAll()
        }
    }

    /// Puts the manifest, and the files that it names, on the disk.
    func finish() throws(FileError) {
        try stream.synchroniseAll()
    }

    private func write(_ value: JSONValue) throws(FileError) {
        try stream.append(JSONWriter.bytes(value) + [0x0A])
        // The line outlives the process from here on.
        try stream.flush()
    }

    /// What the manifest at `path` says; `nil` when there is none.
    ///
    /// - Throws: `file` when it cannot be read, `faults` when it is no manifest.
    static func left(_ path: String) throws(RenderError) -> Left? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .file(FileError(.read, path, code: errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .file(FileError(.read, path, code: errno)) }
        var reader = JSONLinesReader(ByteSource(fileDescriptor: descriptor), file: path)
        var left: Left?
        do throws(DataError) {
            while let record = try reader.next() {
                // A line without its end was being written when the batch was interrupted.
                guard record.source.bytes.last == 0x0A else { break }
                guard var known = left else {
                    guard record.value[mark]?.integer == 1 else { break }
                    let facts = (record.value.members ?? []).compactMap { member in
                        member.value.string.map { (name: member.name, value: $0) }
                    }
                    left = Left(origin: Origin(facts: facts), rows: [], length: record.source.bytes.count)
                    continue
                }
                guard let row = record.value["row"]?.integer, record.value["state"]?.string == "done" else { break }
                known.rows.insert(row)
                known.length += record.source.bytes.count
                left = known
            }
        } catch  where error.reason != .reading {
            // Half a line at the end breaks the grammar.
        } catch {
            throw .faults([error.diagnostic], sources: [])
        }
        guard let left else {
            if status.st_size == 0 { return nil }
            throw .faults(
                [Diagnostic(.error, "\(path) is no manifest of a batch", hint: "choose another folder, or remove the file")], sources: [])
        }
        return left
    }

    /// Writes the lines of the manifest at `path` in the order of their rows.
    static func sort(_ path: String) throws(FileError) {
        let bytes = try FileBytes.read(path)
        var lines = bytes.split(separator: 0x0A)
        guard let head = lines.first else { return }
        lines.removeFirst()
        let numbered = lines.map { line in
            // `{"row":12,` begins every line.
            (row: line.dropFirst(7).prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 * 10 + Int($1 & 15) }, line: line)
        }
        guard zip(numbered, numbered.dropFirst()).contains(where: { $0.row > $1.row }) else { return }
        var sorted = Array(head) + [0x0A]
        sorted.reserveCapacity(bytes.count)
        for (_, line) in numbered.sorted(by: { $0.row < $1.row }) {
            sorted += line
            sorted.append(0x0A)
        }
        try FileBytes.write(sorted, to: path)
    }
}
