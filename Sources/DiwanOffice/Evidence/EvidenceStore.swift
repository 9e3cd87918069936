import Diwan
import DiwanBytes
import DiwanData
import Glibc

/// The private store of evidence, salts and the files that evidence names.
///
/// What is put into it is on the disk before the entry that speaks of it is written: the transaction waits for all of it at once. What no
/// entry came to speak of is taken out again.
struct EvidenceStore {
    let folder: OfficeFolder

    /// Puts evidence down, without waiting for the disk.
    /// - Returns: the commitment for the entry.
    func put(_ evidence: Evidence) throws(FileError) -> [UInt8] {
        let commitment = evidence.commitment
        try Self.write(evidence.file, to: folder.evidence(Hexadecimal.text(commitment)), waits: false)
        return commitment
    }

    /// Puts a file down, without waiting for the disk: a scan, a picture, strokes.
    /// - Returns: what evidence says of it: its name here, what it is, its hash and its length.
    func put(file bytes: [UInt8], mediaType: String) throws(FileError) -> JSONValue {
        let id = OpaqueID()
        try Self.write(bytes, to: folder.recordFile(id), waits: false)
        return .object([
            ("file", .string(id.text)), ("media-type", .string(mediaType)), ("sha256", .string(Hexadecimal.text(SHA256.hash(bytes)))),
            ("size", .integer(bytes.count)),
        ])
    }

    /// The evidence of an entry; `nil` where it was erased, or the entry has none.
    ///
    /// - Throws: `damagedEvidence` when it is not what the entry is bound to.
    func evidence(of event: OfficeEvent) throws(OfficeError) -> JSONValue? {
        guard let commitment = event.commitment else { return nil }
        let path = folder.evidence(Hexadecimal.text(commitment))
        guard let bytes = try Office.files({ () throws(FileError) in try FileBytes.readIfPresent(path) }) else { return nil }
        guard let evidence = Evidence(file: bytes), evidence.commitment == commitment, let value = try? evidence.value() else {
            throw .damagedEvidence(event.sequence, path: path)
        }
        return value
    }

    /// The bytes of a file that evidence names by `reference`, as `put(file:)` gave it; `nil` where it was erased.
    func file(_ reference: JSONValue) throws(OfficeError) -> [UInt8]? {
        guard let id = reference["file"]?.string.flatMap({ OpaqueID($0) }) else { return nil }
        let path = folder.recordFile(id)
        guard let bytes = try Office.files({ () throws(FileError) in try FileBytes.readIfPresent(path) }) else { return nil }
        guard reference["sha256"]?.string == Hexadecimal.text(SHA256.hash(bytes)) else {
            throw .file(FileError(.read, path, code: EBADMSG))
        }
        return bytes
    }

    /// Something of what stands behind an entry that is not as the log has it.
    enum Fault: Hashable {
        /// The file is not there: erased, or lost.
        case missing(String)
        /// The file is another.
        case changed(String)

        /// What is wrong, in words.
        var words: String {
            switch self {
            case .missing(let path): "\(path) is missing"
            case .changed(let path): "\(path) was changed"
            }
        }
    }

    /// What is wrong with what stands behind an entry; `nil` when it is as the log has it, or the entry has none.
    func fault(of event: OfficeEvent) throws(OfficeError) -> Fault? {
        guard let commitment = event.commitment else { return nil }
        let path = folder.evidence(Hexadecimal.text(commitment))
        let value: JSONValue?
        do throws(OfficeError) {
            value = try evidence(of: event)
        } catch {
            guard case .damagedEvidence = error else { throw error }
            return .changed(path)
        }
        guard let value else { return .missing(path) }
        for reference in Self.references(in: value) {
            guard let id = reference["file"]?.string.flatMap({ OpaqueID($0) }) else { continue }
            let file = folder.recordFile(id)
            do throws(FileError) {
                guard reference["sha256"]?.string == Hexadecimal.text(SHA256.hash(try FileBytes.read(file))) else {
                    return .changed(file)
                }
            } catch {
                guard error.code == ENOENT else { throw .file(error) }
                return .missing(file)
            }
        }
        return nil
    }

    /// The files that evidence names, wherever in it.
    static func files(in value: JSONValue) -> [OpaqueID] {
        references(in: value).compactMap { $0["file"]?.string.flatMap { OpaqueID($0) } }
    }

    /// What evidence says of each file that it names, wherever in it.
    static func references(in value: JSONValue) -> [JSONValue] {
        if value["file"]?.string.flatMap({ OpaqueID($0) }) != nil, value["sha256"] != nil { return [value] }
        return (value.members?.map(\.value) ?? value.elements ?? []).flatMap { references(in: $0) }
    }

    /// Where the evidence of a commitment stands, and what it names before it, so that an interruption leaves the way to what is left.
    func paths(ofCommitment commitment: [UInt8]) -> [String] {
        let path = folder.evidence(Hexadecimal.text(commitment))
        guard let bytes = try? FileBytes.read(path), let value = try? Evidence(file: bytes)?.value() else { return [path] }
        return Self.files(in: value).map { folder.recordFile($0) } + [path]
    }

    /// Where a document and its proof stand.
    func paths(ofDocument hash: String) -> [String] { [folder.document(hash), folder.proof(hash)] }

    /// All that stands behind an entry.
    func paths(of event: OfficeEvent) -> [String] {
        let file = event.putsFileDown ? event.text("sha256").map { paths(ofDocument: $0) } : nil
        return (event.commitment.map { paths(ofCommitment: $0) } ?? []) + (file ?? [])
    }

    /// Writes a private file, whole, in a folder that is made where it is missing.
    /// - Parameter waits: whether it is on the disk when the call returns.
    static func write(_ bytes: [UInt8], to path: String, waits: Bool = true) throws(FileError) {
        let parent = FileBytes.split(path).folder
        if mkdir(parent, 0o700) == 0 {
            try FileBytes.synchronise(folder: FileBytes.split(parent).folder)
        } else if errno != EEXIST {
            throw FileError(.write, parent, code: errno)
        } else if OfficeFolder.isLink(parent) {
            throw FileError(.write, parent, code: ELOOP)
        } else if Self.isEmpty(parent) {
            // Whoever made the folder may have been stopped before its name was on the disk.
            try FileBytes.synchronise(folder: FileBytes.split(parent).folder)
        }
        if OfficeFolder.isLink(path) { throw FileError(.write, path, code: ELOOP) }
        try FileBytes.write(bytes, to: path, waits: waits, mode: 0o600)
    }

    /// Whether no file of the office is in a folder.
    private static func isEmpty(_ path: String) -> Bool {
        guard let stream = opendir(path) else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            // A file that was not ended has a name with a full stop before it.
            if entry.pointee.d_name.0 != 0x2E { return false }
        }
        return true
    }

    /// Takes a file away, so that it is gone after a failure of the machine as well.
    static func remove(_ path: String) throws(FileError) {
        guard unlink(path) == 0 else {
            if errno == ENOENT { return }
            throw FileError(.write, path, code: errno)
        }
        try FileBytes.synchronise(folder: FileBytes.split(path).folder)
    }
}
