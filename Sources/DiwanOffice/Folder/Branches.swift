import Diwan
import DiwanBytes
import DiwanData
import DiwanLedger
import Glibc

/// Branches work by themselves, on series and logs of their own, and bring what they did to the head office now and then.
extension Office {
    /// What a branch brought.
    public struct Merged: Sendable {
        /// The branch.
        public let branch: String
        /// How many entries its log has.
        public let size: Int
        /// How many of them are new here.
        public let new: Int
    }

    /// Takes over what the branch office in a folder did: holds its log against the key that `office.json` has for it and against what was
    /// taken over before, copies what is new of it to `branches/CODE`, and records how far. Its keys stay with it.
    ///
    /// - Throws: `argument` for a branch that `office.json` does not know, `log` when its log is not what it should be, went back, or has
    ///   numbers of another series than its own.
    public func merge(branchAt source: OfficeFolder, by actor: Actor) throws(OfficeError) -> Merged {
        let theirs = try OfficeConfiguration(source).settings
        guard let code = theirs.branch, let branch = configuration.settings.branches.first(where: { $0.code == code }) else {
            let known = configuration.settings.branches.map(\.code)
            throw .argument(
                "office.json knows no branch \"\(theirs.branch ?? "")\"",
                hint: known.isEmpty ? "put its code, origin and key into \"branches\"" : "it knows \(known.joined(separator: ", "))")
        }
        let key: VerifierKey
        do throws(NoteError) {
            key = try VerifierKey(branch.key)
        } catch {
            throw .argument("the key of the branch \(code) in office.json is none: \(error.words)", hint: nil)
        }
        let reader = try OfficeLog.work { () throws(LedgerError) in
            try LedgerReader(source.file("ledger"), origin: branch.origin, keys: [key])
        }
        let check = reader.check()
        if let problem = check.problems.first { throw .log("branch \(code): \(problem.words)") }
        let before = try lastMerge(of: branch.origin)
        if let before {
            try OfficeLog.work { () throws(LedgerError) in try reader.confirm(older: before) }
        }
        try hold(numbersOf: reader, from: before?.size ?? 0, branch: code)
        let copy = OfficeFolder(folder.file("branches/\(code)"))
        do throws(FileError) {
            try Self.copy(source.path, to: copy.path, leavingOut: ["keys", "index"])
        } catch {
            throw .file(error)
        }
        let state = reader.checkpoint.checkpoint
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.append(
                .branchMerged,
                [
                    ("origin", .string(branch.origin)), ("size", .integer(state.size)),
                    ("root", .string(Hexadecimal.text(state.root.bytes))),
                ])
        }
        return Merged(branch: code, size: state.size, new: state.size - (before?.size ?? 0))
    }

    /// The offices of the branches as they were brought here last; they are for reading.
    public func branches() throws(OfficeError) -> [Office] {
        var offices: [Office] = []
        for branch in configuration.settings.branches {
            let copy = OfficeFolder(folder.file("branches/\(branch.code)"))
            guard access(copy.file("office.json"), F_OK) == 0 else { continue }
            offices.append(try Office(copy, environment: environment))
        }
        return offices
    }

    /// How far the log of a branch was taken over.
    private func lastMerge(of origin: String) throws(OfficeError) -> Checkpoint? {
        var last: Checkpoint?
        guard index[.office, EventKind.branchMerged.rawValue.utf8] != nil else { return nil }
        try forEachEvent { event throws(OfficeError) in
            guard event.kind == .branchMerged, event.text("origin") == origin, let size = event.count("size"),
                let root = event.bytes("root").flatMap({ TreeHash($0) })
            else { return }
            last = Checkpoint(origin: origin, size: size, root: root)
        }
        return last
    }

    /// Refuses numbers that do not say that they are the branch's: they could be taken here as well.
    private func hold(numbersOf reader: LedgerReader, from first: Int, branch: String) throws(OfficeError) {
        var fault: OfficeError?
        try OfficeLog.work { () throws(LedgerError) in
            try reader.forEachEntry(in: first..<reader.size) { position, bytes in
                do throws(EventFault) {
                    let event = try OfficeEvent(bytes, at: position)
                    guard let number = event.text("number").flatMap({ DocumentNumber($0) }) else { return true }
                    if number.series.split(separator: "/").contains(where: { $0 == branch }) { return true }
                    fault = .log("branch \(branch): its entry \(position) has the number \(number.text), which is not of its series")
                } catch {
                    fault = .event(error)
                }
                return false
            }
        }
        if let fault { throw fault }
    }

    /// Copies what is in a folder and not in the other yet, or is another there; a log's checkpoint after all else. Links are not followed.
    private static func copy(_ source: String, to target: String, leavingOut: Set<String> = []) throws(FileError) {
        if mkdir(target, 0o700) != 0 {
            guard errno == EEXIST || errno == ENOENT else { throw FileError(.create, target, code: errno) }
            if errno == ENOENT {
                let parent = FileBytes.split(target).folder
                guard mkdir(parent, 0o700) == 0, mkdir(target, 0o700) == 0 else { throw FileError(.create, target, code: errno) }
            }
        }
        var names: [String] = []
        try FolderNames.forEach(in: source) { names.append($0) }
        names.sort { ($0 == "checkpoint" ? 1 : 0, $0) < ($1 == "checkpoint" ? 1 : 0, $1) }
        for name in names where !leavingOut.contains(name) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var status = stat()
            guard lstat(from, &status) == 0 else { throw FileError(.read, from, code: errno) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try copy(from, to: to)
            case S_IFREG:
                let bytes = try FileBytes.read(from)
                if let old = try? FileBytes.read(to), old == bytes { continue }
                try FileBytes.write(bytes, to: to, mode: 0o600)
            default: throw FileError(.read, from, code: ELOOP)
            }
        }
    }
}
