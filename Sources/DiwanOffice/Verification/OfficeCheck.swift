import Diwan
import DiwanBytes
import DiwanLedger
import Glibc

/// A check of all that an office keeps against its log: the tree, every entry, the links between entries, the numbers, the evidence, the
/// documents with their proofs, the index; and the same of each branch that was taken over. It writes nothing, takes no lock, and goes on
/// after a fault, so that each is named.
///
/// Of each request, document and scan it keeps 16 to 32 bytes, of each entry whose evidence or file is gone 16; all else is bounded.
public struct OfficeCheck {
    /// How many entries were read.
    public private(set) var entries = 0
    /// What is wrong, and what deserves a look.
    public private(set) var findings: [Finding] = []

    private let folder: OfficeFolder
    private let store: EvidenceStore
    private var chains = EventChains()
    /// The entries of which something is gone.
    private var missing: [Missing] = []
    private var erasures = Erasures()
    private var adoption = AdoptionCheck()
    /// What the stored index should hold: of as many entries as it knows.
    private var index = IndexSum()
    private var storedIndex: IndexFile?
    /// How far each branch was taken over, by the name of its log.
    private var merges: [String: (size: Int, root: TreeHash)] = [:]

    /// What is gone, and the entry that speaks of it.
    private struct Missing {
        enum What: UInt8 {
            case evidence, document
        }

        var entry: Int
        var what: What
    }

    /// How many findings are kept.
    private static let most = 1_000

    /// Checks the office at `folder`.
    /// - Parameters:
    ///   - part: from 0, when a large office is checked in several runs: its share of the log, in bundles of 256 entries.
    ///   - parts: the number of those runs. A share alone does not show a gap at its beginning, nor whether the index agrees.
    ///   - older: a checkpoint that was seen before.
    public init(_ folder: OfficeFolder, part: Int = 0, of parts: Int = 1, older: [UInt8]? = nil) throws(OfficeError) {
        let configuration = try OfficeConfiguration(folder)
        let keys = LogKeys(try VerifierKeys.read(folder, origin: configuration.settings.origin))
        try self.init(folder, configuration, keys, part: part, of: parts, older: older)
    }

    private init(
        _ folder: OfficeFolder, _ configuration: OfficeConfiguration, _ keys: LogKeys, part: Int, of parts: Int, older: [UInt8]?
    ) throws(OfficeError) {
        precondition(0..<parts ~= part)
        self.folder = folder
        store = EvidenceStore(folder: folder)
        // Before the log, so that it knows no more than the log even while others write.
        let isWhole = parts == 1
        let indexFile = isWhole ? readIndex() : nil
        let seen = try? FileBytes.read(folder.file(Office.seenFile))
        let reader: LedgerReader
        do throws(LedgerError) {
            reader = try LedgerReader(folder.file("ledger"), origin: keys.origin, keys: keys.keys)
        } catch {
            add(.wrong, "ledger", error.words)
            return
        }
        checkLog(reader, part: part, of: parts)
        if let older {
            let checkpoint = try keys.checkpoint(older, name: "the older checkpoint")
            do throws(LedgerError) {
                try reader.confirm(older: checkpoint)
                add(.ok, "older", "the log goes on from the older checkpoint of \(checkpoint.size)")
            } catch {
                add(.wrong, "older", error.words)
            }
        }
        if let indexFile { hold(indexFile, to: reader) }
        if let seen { hold(seen, reader, keys) }
        let bundles = (reader.size + 255) / 256
        try checkEntries(
            reader, keys, range: bundles * part / parts * 256..<min(bundles * (part + 1) / parts * 256, reader.size),
            isOpen: { configuration.policy.state($0)?.isOpen ?? false })
        try tellMissing(reader, isWhole: isWhole)
        if isWhole {
            checkIndex()
            for words in try adoption.faults(in: folder, policy: configuration.policyHash) { add(.wrong, "adopted", words) }
        }
        try checkBranches(configuration.settings.branches, part: part, of: parts)
        if findings.areSound {
            add(.ok, "entries", "\(entries) of \(reader.size), under the checkpoint \(reader.checkpoint.checkpoint.root)")
        }
    }

    private mutating func add(_ state: Finding.State, _ subject: String, _ words: String) {
        guard findings.count < Self.most else { return }
        findings.append(Finding(state, subject, words))
    }

    private mutating func checkLog(_ reader: LedgerReader, part: Int, of parts: Int) {
        let check = reader.check(part: part, of: parts)
        for problem in check.problems { add(.wrong, "ledger", problem.words) }
        for file in check.leftovers {
            add(.note, "ledger", "\(file) is of a writer that was stopped, and of no entry; the next entry that is written clears it away")
        }
    }

    // MARK: Entries

    private mutating func checkEntries(
        _ reader: LedgerReader, _ keys: LogKeys, range: Range<Int>, isOpen: (String) -> Bool
    ) throws(OfficeError) {
        var next = range.lowerBound
        chains.begin = next
        while next < range.upperBound {
            let end = min((next / 256 + 1) * 256, range.upperBound)
            var read: [[UInt8]] = []
            do throws(LedgerError) {
                try reader.forEachEntry(in: next..<end) { _, bytes in
                    read.append(bytes)
                    return true
                }
            } catch {
                // The check of the tree has named the file.
                chains.forget()
            }
            for (offset, bytes) in read.enumerated() {
                try check(bytes, at: next + offset, reader, keys, isOpen: isOpen)
            }
            next = end
        }
    }

    private mutating func check(
        _ bytes: [UInt8], at position: Int, _ reader: LedgerReader, _ keys: LogKeys, isOpen: (String) -> Bool
    ) throws(OfficeError) {
        entries += 1
        let event: OfficeEvent
        do throws(EventFault) {
            event = try OfficeEvent(bytes, at: position)
        } catch {
            add(.wrong, "entry", "entry \(position): \(error.words)")
            return
        }
        if event.bytes != bytes { add(.wrong, "entry", "entry \(position) is not written as the format has it") }
        if let storedIndex, position < storedIndex.size {
            index.priorOfRequest = event.request.flatMap { chains.requests[$0] }
            index.priorOfDocument = event.document.flatMap { chains.documents[$0] }
            index.take(event, isOpen: isOpen)
        }
        for words in chains.take(event) { add(.wrong, "entry", "entry \(position): \(words)") }
        switch try store.fault(of: event) {
        case nil: break
        case .missing?: missing.append(Missing(entry: position, what: .evidence))
        case .changed(let path)?: add(.wrong, "evidence", "entry \(position): \(path) was changed")
        }
        adoption.take(event)
        let records = RecordsCheck(folder: folder, store: store)
        if let words = try records.pseudonymFault(of: event) { add(.wrong, "party", "entry \(position): \(words)") }
        if event.kind == .evidenceErased {
            erasures.take(event)
            let left = records.left(after: event) { place in (try? reader.entry(at: place)).flatMap { try? OfficeEvent($0, at: place) } }
            for path in left {
                add(.wrong, "erased", "\(path) is there, and entry \(position) says that it was destroyed; diwan erase finishes it")
            }
        }
        if event.kind == .branchMerged, let origin = event.text("origin"), let size = event.count("size"),
            let root = event.bytes("root").flatMap({ TreeHash($0) })
        {
            merges[origin] = (size, root)
        }
        if event.putsFileDown { checkFile(of: event, reader, keys) }
    }

    /// Checks the file of a document that an entry speaks of, and the proof beside it.
    private mutating func checkFile(of event: OfficeEvent, _ reader: LedgerReader, _ keys: LogKeys) {
        let number = event.text("number") ?? "?"
        guard let hash = event.text("sha256") else { return }
        let state = event.kind == .documentIssued ? "as it was issued" : "as it was signed later"
        let file = folder.document(hash)
        do throws(FileError) {
            if Hexadecimal.text(SHA256.hash(try FileBytes.read(file))) != hash {
                add(.wrong, "document", "entry \(event.sequence): \(file) is not \(number) \(state)")
            }
        } catch {
            if error.code == ENOENT {
                missing.append(Missing(entry: event.sequence, what: .document))
            } else {
                add(.wrong, "document", error.words)
            }
            return
        }
        let path = folder.proof(hash)
        guard let bytes = try? FileBytes.read(path) else {
            add(.note, "proof", "entry \(event.sequence): \(path) is missing; diwan ledger prove \(number) makes it anew")
            return
        }
        if let words = reader.fault(inProof: bytes, of: event.sequence, keys) {
            add(.wrong, "proof", "\(path): \(words); diwan ledger prove \(number) makes it anew")
        }
    }

    /// Says what is gone, but what an entry says was erased.
    private mutating func tellMissing(_ reader: LedgerReader, isWhole: Bool) throws(OfficeError) {
        let why = isWhole ? "and no entry says that it was erased" : "unless an entry of a later share says that it was erased"
        for missing in missing {
            guard findings.count < Self.most else { return }
            let event = try Office.event(
                try OfficeLog.work { () throws(LedgerError) in try reader.entry(at: missing.entry) }, at: missing.entry)
            guard !erasures.cover(event) else { continue }
            let state: Finding.State = isWhole ? .wrong : .note
            switch missing.what {
            case .evidence:
                guard case .missing(let path)? = try store.fault(of: event) else { continue }
                add(state, "evidence", "entry \(event.sequence): \(path) is missing, \(why)")
            case .document:
                let path = folder.document(event.text("sha256") ?? "")
                add(
                    state, "document", "entry \(event.sequence): the file of \(event.text("number") ?? "?") is missing: \(path), \(why)")
            }
        }
    }

    // MARK: The index

    private var indexPath: String { folder.file("index/keys") }

    /// The file of the index; `nil` where there is none, or it is none.
    private mutating func readIndex() -> IndexFile? {
        do throws(FileError) {
            let file = try IndexFile.open(indexPath)
            if file == nil { add(.wrong, "index", "\(indexPath) does not fit the log; it is made anew at the next start") }
            return file
        } catch {
            if error.code != ENOENT { add(.wrong, "index", error.words) }
            return nil
        }
    }

    /// Holds the log against the checkpoint that was last written here.
    private mutating func hold(_ seen: [UInt8], _ reader: LedgerReader, _ keys: LogKeys) {
        let path = folder.file(Office.seenFile)
        guard let older = try? keys.checkpoint(seen, name: path) else {
            // A power cut may leave it empty: it is written without waiting for the disk.
            let isEmpty = seen.allSatisfy { $0 == 0 }
            add(isEmpty ? .note : .wrong, "seen", "\(path) was changed; the next entry that is written mends it")
            return
        }
        do throws(LedgerError) {
            try reader.confirm(older: older)
        } catch {
            switch error {
            case .rolledBack, .forked: add(.wrong, "seen", "\(error.words) (\(path))")
            // The check of the tree has named the file.
            default: break
            }
        }
    }

    private mutating func hold(_ file: IndexFile, to reader: LedgerReader) {
        if file.size > reader.size {
            add(.wrong, "index", "\(indexPath) knows \(file.size) entries, and the log has \(reader.size): was the log set back?")
            return
        }
        let root = TreeHash(file.root)
        let older = root.map { Checkpoint(origin: reader.checkpoint.checkpoint.origin, size: file.size, root: $0) }
        guard let older, (try? reader.confirm(older: older)) != nil else {
            add(.wrong, "index", "\(indexPath) does not fit the log; it is made anew at the next start")
            return
        }
        storedIndex = file
    }

    private mutating func checkIndex() {
        // Where entries could not be read, they have been named, and what the index should hold is not known.
        guard let storedIndex, storedIndex.size == index.entries else { return }
        if IndexSum(storedIndex) != index {
            add(.wrong, "index", "\(indexPath) leads elsewhere than the log; delete it, and it is made anew")
        }
    }

    // MARK: Branches

    /// Checks the copy of each branch that was taken over: by the key that this office has for it, and against how far this log says that
    /// it was taken over.
    private mutating func checkBranches(_ branches: [OfficeSettings.Branch], part: Int, of parts: Int) throws(OfficeError) {
        for branch in branches {
            let name = "branch \(branch.code)"
            let merged = merges.removeValue(forKey: branch.origin)
            let copy = OfficeFolder(folder.file("branches/\(branch.code)"))
            guard access(copy.file("ledger"), F_OK) == 0 else {
                if let merged { add(.wrong, name, "\(copy.path) is missing, and its first \(merged.size) entries were taken over") }
                continue
            }
            let key: VerifierKey
            do throws(NoteError) {
                key = try VerifierKey(branch.key)
            } catch {
                add(.wrong, name, "its key in office.json is none: \(error.words)")
                continue
            }
            let keys = LogKeys([key])
            guard keys.origin == branch.origin else {
                add(.wrong, name, "its key in office.json is of another log, \(keys.origin)")
                continue
            }
            let check: OfficeCheck
            do throws(OfficeError) {
                check = try OfficeCheck(copy, try OfficeConfiguration(copy), keys, part: part, of: parts, older: nil)
            } catch {
                add(.wrong, name, "\(copy.path) cannot be read as an office")
                continue
            }
            for finding in check.findings { add(finding.state, "\(name) \(finding.subject)", finding.words) }
            guard let merged else { continue }
            do throws(LedgerError) {
                let reader = try LedgerReader(copy.file("ledger"), origin: branch.origin, keys: keys.keys)
                try reader.confirm(older: Checkpoint(origin: branch.origin, size: merged.size, root: merged.root))
            } catch {
                add(.wrong, name, "\(copy.path) is not what was taken over: \(error.words)")
            }
        }
        for (origin, merged) in merges.sorted(by: { $0.key < $1.key }) {
            add(.note, "branch", "\(origin) was taken over up to \(merged.size), and office.json names it no more")
        }
    }
}

extension LedgerReader {
    /// What is wrong with the file of a proof of the entry at `position`, in words; `nil` when nothing is.
    func fault(inProof bytes: [UInt8], of position: Int, _ keys: LogKeys) -> String? {
        do throws(NoteError) {
            let proof = try LogProof(bytes)
            guard let entry = proof.extra else { return "the proof does not carry the entry that it proves" }
            let checkpoint = try proof.verify(entry: entry, origin: keys.origin, keys: keys.keys).checkpoint
            if proof.index != position { return "it proves entry \(proof.index), and not \(position)" }
            do throws(LedgerError) {
                try confirm(older: checkpoint)
                return nil
            } catch {
                return error.words
            }
        } catch {
            return error.words
        }
    }
}
