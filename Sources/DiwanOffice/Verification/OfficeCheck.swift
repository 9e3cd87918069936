import Diwan
import DiwanBytes
import DiwanLedger
import Glibc

/// A check of all that an office keeps against its log: the tree, every entry, the links between entries, the numbers, the evidence, the
/// documents with their proofs, the index. It writes nothing, takes no lock, and goes on after a fault, so that each is named.
public struct OfficeCheck {
    /// How many entries were read.
    public private(set) var entries = 0
    /// What is wrong, and what deserves a look.
    public private(set) var findings: [Finding] = []

    private let folder: OfficeFolder
    private let store: EvidenceStore
    private var chains = EventChains()
    /// What is gone, with the entry that speaks of it.
    private var missing: [(event: OfficeEvent, subject: String, words: String)] = []
    private var erasures = Erasures()
    /// What the stored index should be: made of as many entries.
    private var index = KeyIndex()
    private var storedIndex: KeyIndex?

    /// How many findings are kept.
    private static let most = 1_000

    /// Checks the office at `folder`.
    /// - Parameters:
    ///   - part: from 0, when a large office is checked in several runs: its share of the log, in bundles of 256 entries.
    ///   - parts: the number of those runs. A share alone does not show a gap at its beginning, nor whether the index agrees.
    ///   - older: a checkpoint that was seen before.
    public init(_ folder: OfficeFolder, part: Int = 0, of parts: Int = 1, older: [UInt8]? = nil) throws(OfficeError) {
        precondition(0..<parts ~= part)
        self.folder = folder
        store = EvidenceStore(folder: folder)
        let configuration = try OfficeConfiguration(folder)
        let keys = LogKeys(try VerifierKeys.read(folder, origin: configuration.settings.origin))
        // Before the log, so that it knows no more than the log even while others write.
        let isWhole = parts == 1
        let indexFile = isWhole ? readIndex() : nil
        let reader: LedgerReader
        do throws(LedgerError) {
            reader = try LedgerReader(folder.file("ledger"), origin: configuration.settings.origin, keys: keys.keys)
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
        if let indexFile { openIndex(indexFile, reader) }
        let bundles = (reader.size + 255) / 256
        try checkEntries(
            reader, keys, range: bundles * part / parts * 256..<min(bundles * (part + 1) / parts * 256, reader.size),
            isOpen: { configuration.policy.state($0)?.isOpen ?? false })
        for (event, subject, words) in missing where !erasures.cover(event) {
            let why = isWhole ? "and no entry says that it was erased" : "unless an entry of a later share says that it was erased"
            add(isWhole ? .wrong : .note, subject, "entry \(event.sequence): \(words), \(why)")
        }
        if isWhole { checkIndex() }
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
        for words in chains.take(event) { add(.wrong, "entry", "entry \(position): \(words)") }
        if let storedIndex, position < storedIndex.size { index.take(event, isOpen: isOpen) }
        switch try store.fault(of: event) {
        case nil: break
        case .missing(let path)?: missing.append((event, "evidence", "\(path) is missing"))
        case .changed(let path)?: add(.wrong, "evidence", "entry \(position): \(path) was changed")
        }
        if event.kind == .evidenceErased { erasures.take(event) }
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
                missing.append((event, "document", "the file of \(number) is missing: \(file)"))
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

    // MARK: The index

    private var indexPath: String { folder.file("index/keys") }

    /// The file of the index; `nil` where there is none.
    private mutating func readIndex() -> [UInt8]? {
        do throws(FileError) {
            return try FileBytes.read(indexPath)
        } catch {
            if error.code != ENOENT { add(.wrong, "index", error.words) }
            return nil
        }
    }

    private mutating func openIndex(_ file: [UInt8], _ reader: LedgerReader) {
        var size: Int?
        storedIndex = KeyIndex(file: file) { root, knows in
            size = knows
            guard let hash = TreeHash(root), knows <= reader.size else { return false }
            let older = Checkpoint(origin: reader.checkpoint.checkpoint.origin, size: knows, root: hash)
            return (try? reader.confirm(older: older)) != nil
        }
        guard storedIndex == nil else { return }
        if let size, size > reader.size {
            add(.wrong, "index", "\(indexPath) knows \(size) entries, and the log has \(reader.size): was the log set back?")
        } else {
            add(.wrong, "index", "\(indexPath) does not fit the log; it is made anew at the next start")
        }
    }

    private mutating func checkIndex() {
        // Where entries could not be read, they have been named, and the index cannot be made.
        guard let storedIndex, storedIndex.size == index.size else { return }
        if !storedIndex.agrees(with: index) {
            add(.wrong, "index", "\(indexPath) leads elsewhere than the log; delete it, and it is made anew")
        }
    }
}

/// What entries say was erased: each covers what stands behind earlier entries of its request, of its document, or, when it is of neither,
/// of answers to the survey that are of no request.
private struct Erasures {
    private var requests: [OpaqueID: Int] = [:]
    private var documents: [OpaqueID: Int] = [:]
    private var surveys = -1

    mutating func take(_ event: OfficeEvent) {
        if let document = event.document {
            documents[document] = event.sequence
        } else if let request = event.request {
            requests[request] = event.sequence
        } else {
            surveys = event.sequence
        }
    }

    /// Whether what stands behind an entry was erased after it.
    func cover(_ event: OfficeEvent) -> Bool {
        if let document = event.document { return documents[document] ?? -1 > event.sequence }
        if let request = event.request { return requests[request] ?? -1 > event.sequence }
        return event.kind == .surveyAnswered && surveys > event.sequence
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
