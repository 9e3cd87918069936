public import Diwan
import DiwanBytes
import DiwanData
import DiwanDiagnostics
public import DiwanDomain
import DiwanLedger
import Glibc

/// Branches work by themselves, on series and logs of their own, and bring what they did to the head office now and then.
extension Office {
    /// Makes the office of a branch in a new or empty folder, with the policy, the people and the letterhead of this one, and puts the branch
    /// into `office.json`, so that its work is taken over here.
    ///
    /// - Parameters:
    ///   - code: as it stands in the branch's numbers.
    ///   - origin: the name of its log; `nil` for that of this office with `/branch-N` behind it.
    ///   - environment: makes the environment whose profile is the new office's.
    public func foundBranch(
        _ code: String, at target: OfficeFolder, origin: String? = nil, passphrase: [UInt8]? = nil, templates: String,
        by actor: Actor, environment: (_ profile: String) throws(EnvironmentError) -> DiwanEnvironment
    ) throws(OfficeError) -> Office {
        let settings = configuration.settings
        let known = settings.branches
        guard settings.branch == nil else {
            throw .argument("a branch has no branches of its own", hint: "the head office makes them")
        }
        guard !known.contains(where: { $0.code == code }) else {
            throw .argument("there is a branch \"\(code)\" already, and both would share their numbers", hint: nil)
        }
        var count = 1
        while known.contains(where: { $0.origin == "\(settings.origin)/branch-\(count)" }) { count += 1 }
        var founding = Founding(origin: origin ?? "\(settings.origin)/branch-\(count)", branch: code, passphrase: passphrase)
        founding.model = folder
        guard founding.origin != settings.origin, !known.contains(where: { $0.origin == founding.origin }) else {
            throw .argument("\(founding.origin ?? "") is the name of another log", hint: nil)
        }
        try Self.holdMayAdopt(actor)
        try holdAdopted(setting: "office.json")
        let branch = try Office.found(target, founding, templates: templates, environment: environment)
        try enter(branch, code, by: actor)
        return branch
    }

    /// Puts a branch into `office.json`.
    private func enter(_ branch: Office, _ code: String, by actor: Actor) throws(OfficeError) {
        let path = folder.file("office.json")
        let element = JSONValue.object([
            ("code", .string(code)), ("origin", .string(branch.configuration.settings.origin)),
            ("key", .string(branch.verifierKeys.last ?? "")),
        ])
        let settings: JSONValue
        do throws(FileError) {
            let source = SourceText(file: path, bytes: try FileBytes.read(path))
            settings = (try? JSONParser().parse(source)) ?? .object([])
        } catch {
            throw .file(error)
        }
        let branches = (settings["branches"]?.elements ?? []) + [element]
        let changed = KnownFacts.merged(settings, .object([("branches", .array(branches))]))
        try change(setting: "office.json", to: JSONWriter.bytes(changed, .pretty), by: actor)
    }

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
        try forget(erasedOf: copy, source, reader, from: before?.size ?? 0)
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

    /// How far each branch was taken over: the entries of its log, and the day of the last one.
    public func branchStates() throws(OfficeError) -> [(branch: OfficeSettings.Branch, size: Int, last: CivilDate?)] {
        let taken = try branches()
        return try configuration.settings.branches.map { branch throws(OfficeError) in
            guard let office = taken.first(where: { $0.configuration.settings.branch == branch.code }), office.size > 0 else {
                return (branch, 0, nil)
            }
            return (branch, office.size, try office.event(at: office.size - 1).time.date)
        }
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

    /// The first branch of which something holds, as it was brought here last.
    func branch(where holds: (Office) throws(OfficeError) -> Bool) throws(OfficeError) -> Office? {
        for branch in try branches() where try holds(branch) { return branch }
        return nil
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
        try reader.forEachEvent(in: first..<reader.size) { event throws(OfficeError) in
            guard let number = event.text("number").flatMap({ DocumentNumber($0) }) else { return }
            if number.series.split(separator: "/").contains(where: { $0 == branch }) { return }
            throw .log("branch \(branch): its entry \(event.sequence) has the number \(number.text), which is not of its series")
        }
    }

    /// Takes away from what was taken over what the branch erased, by the entries of its log that are new.
    private func forget(
        erasedOf copy: OfficeFolder, _ source: OfficeFolder, _ reader: LedgerReader, from first: Int
    ) throws(OfficeError) {
        var erasures = Erasures()
        try reader.forEachEvent(in: first..<reader.size) { event throws(OfficeError) in
            if event.kind == .evidenceErased { erasures.take(event) }
        }
        guard !erasures.isEmpty else { return }
        try Self.files { () throws(FileError) in try Self.forgetParties(copy, source) }
        let store = EvidenceStore(folder: copy)
        try reader.forEachEvent(in: 0..<reader.size) { event throws(OfficeError) in
            guard erasures.cover(event) else { return }
            try Self.files { () throws(FileError) in for path in store.paths(of: event) { try EvidenceStore.remove(path) } }
        }
    }

    /// Takes away the pseudonyms that a branch has no longer.
    private static func forgetParties(_ copy: OfficeFolder, _ source: OfficeFolder) throws(FileError) {
        let parties = "records/parties"
        var names: [String] = []
        try FolderNames.forEach(in: copy.file(parties)) { names.append($0) }
        for name in names {
            var files: [String] = []
            try FolderNames.forEach(in: copy.file("\(parties)/\(name)")) { files.append("\(parties)/\(name)/\($0)") }
            for file in files where access(source.file(file), F_OK) != 0 { try EvidenceStore.remove(copy.file(file)) }
        }
    }

    /// The folders whose files never change: what was taken over is not written over by what a branch has in its place later.
    private static let lasting: Set<String> = ["documents", "records", "tile"]

    /// Copies what is in a folder and not in the other yet, or is another there; a log's checkpoint after all else. Links are not followed.
    private static func copy(
        _ source: String, to target: String, leavingOut: Set<String> = [], isLasting: Bool = false
    ) throws(FileError) {
        if mkdir(target, 0o700) != 0 {
            guard errno == EEXIST || errno == ENOENT else { throw FileError(.create, target, code: errno) }
            if errno == ENOENT {
                let parent = FileBytes.split(target).folder
                guard mkdir(parent, 0o700) == 0, mkdir(target, 0o700) == 0 else { throw FileError(.create, target, code: errno) }
            }
        }
        // What an interrupted run was writing goes first; such files of the branch are not taken.
        var unfinished: [String] = []
        try FolderNames.forEach(in: target) { if $0.hasPrefix(".") { unfinished.append("\(target)/\($0)") } }
        for path in unfinished where unlink(path) != 0 { throw FileError(.write, path, code: errno) }
        var names: [String] = []
        try FolderNames.forEach(in: source) { if !$0.hasPrefix(".") { names.append($0) } }
        names.sort { ($0 == "checkpoint" ? 1 : 0, $0) < ($1 == "checkpoint" ? 1 : 0, $1) }
        for name in names where !leavingOut.contains(name) {
            let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
            var status = stat()
            guard lstat(from, &status) == 0 else { throw FileError(.read, from, code: errno) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try copy(from, to: to, isLasting: isLasting || lasting.contains(name))
            case S_IFREG:
                if isLasting, access(to, F_OK) == 0 { continue }
                let bytes = try FileBytes.read(from)
                if let old = try? FileBytes.read(to), old == bytes { continue }
                try FileBytes.write(bytes, to: to, mode: 0o600)
            default: throw FileError(.read, from, code: ELOOP)
            }
        }
    }
}

extension LedgerReader {
    /// Calls `body` with the entries of a range, in order.
    fileprivate func forEachEvent(in range: Range<Int>, _ body: (OfficeEvent) throws(OfficeError) -> Void) throws(OfficeError) {
        try forEach(in: range) { position, bytes throws(OfficeError) in
            try body(try Office.event(bytes, at: position))
            return true
        }
    }
}
