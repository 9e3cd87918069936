import Diwan
import DiwanBytes
import DiwanLedger
import Glibc

/// The private files of an office that no entry of its log speaks of.
struct StrayFiles {
    /// What runs that were stopped have left: the path, and why it is no one's.
    private(set) var leftovers: [(path: String, words: String)] = []
    /// Files that speak against the log, in words. Where there is one, nothing counts as left over: entries are gone, not runs stopped.
    private(set) var contradictions: [String] = []
    /// Files that hold something else than they should, in words.
    private(set) var damaged: [String] = []

    private let folder: OfficeFolder

    /// Looks through the office at `folder`.
    ///
    /// Under the log's lock no one puts files down, so what is there then is spoken of by the entries that are there then.
    init(in folder: OfficeFolder, _ log: OfficeLog) throws(OfficeError) {
        self.folder = folder
        var present: [String] = []
        var size = 0
        try log.append { now throws(OfficeError) in
            size = now
            present = Self.files(below: folder.path)
            return []
        }
        var known: Set<String> = []
        var parties: Set<String> = []
        let store = EvidenceStore(folder: folder)
        try log.forEach(in: 0..<size) { position, bytes throws(OfficeError) in
            let event = try Office.event(bytes, at: position)
            known.formUnion(store.paths(of: event))
            if let party = event.text("party") { parties.insert(party) }
        }
        let places = ["records/evidence/", "records/files/", "documents/"].map { folder.file($0) }
        for path in present.sorted() {
            let last = FileBytes.split(path).name
            if last.hasPrefix("."), let process = last.split(separator: ".").last.flatMap({ pid_t($0) }) {
                if kill(process, 0) != 0, errno == ESRCH { leftovers.append((path, " was left by a run that was stopped")) }
            } else if places.contains(where: { path.hasPrefix($0) }), !known.contains(path) {
                if let words = contradiction(path, log) {
                    contradictions.append(words)
                } else {
                    leftovers.append((path, ": no entry of the log speaks of it, so a run was stopped before it wrote one"))
                }
            } else if path.hasPrefix(folder.file("records/parties/")), let file = try? FileBytes.read(path) {
                if let party = PartyDirectory.pseudonym(in: file) {
                    if !parties.contains(party) { leftovers.append((path, ": no entry of the log speaks of the pseudonym in it")) }
                } else {
                    damaged.append("\(path) was changed: it holds no pseudonym")
                }
            }
        }
        if !contradictions.isEmpty { leftovers = [] }
    }

    /// The paths of the regular files below a folder; links are not followed.
    private static func files(below path: String) -> [String] {
        var names: [String] = []
        try? FolderNames.forEach(in: path) { names.append($0) }
        return names.flatMap { name -> [String] in
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { return [] }
            switch status.st_mode & S_IFMT {
            case S_IFREG: return ["\(path)/\(name)"]
            case S_IFDIR: return files(below: "\(path)/\(name)")
            default: return []
            }
        }
    }

    /// What a document's proof says against a log that does not have the document; `nil` where there is no proof, or it proves nothing.
    private func contradiction(_ path: String, _ log: OfficeLog) -> String? {
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), let bytes = try? FileBytes.read(path[..<dot] + ".tlog-proof"),
            let proof = try? LogProof(bytes), let entry = proof.extra, let last = log.keys.last,
            (try? proof.verify(entry: entry, origin: last.name, keys: log.keys)) != nil
        else { return nil }
        return
            "\(path): its proof, which the log has signed, says that it is entry \(proof.index), and the log does not have it there: the log "
            + "was set back or made anew"
    }
}
