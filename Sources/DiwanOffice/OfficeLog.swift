import Diwan
import DiwanLedger
import Glibc

/// The log of an office: a tiled transparency log, as far as the office reads it and adds to it.
final class OfficeLog {
    private let path: String
    private let origin: String
    /// The keys whose checkpoints are taken: those before the last one are of earlier years.
    let keys: [VerifierKey]
    private var ledger: Ledger
    private let signer: CheckpointSigner
    private let keyFile: OpenSSLKey
    private var reader: LedgerReader

    /// Opens the log of the office at `folder`.
    init(_ folder: OfficeFolder, _ settings: OfficeSettings, passphrase: [UInt8]?) throws(OfficeError) {
        path = folder.file("ledger")
        origin = settings.origin
        keys = try VerifierKeys.read(folder, origin: settings.origin)
        guard let key = keys.last else { preconditionFailure("there is a key") }
        let (path, origin, keys) = (path, origin, keys)
        let file = OpenSSLKey(file: folder.file(settings.logKey), passphrase: passphrase)
        let signer = CheckpointSigner(key: key) { message throws(SignerError) in try file.sign(message) }
        self.signer = signer
        keyFile = file
        (ledger, reader) = try Self.work { () throws(LedgerError) in
            (try Ledger(path, origin: origin, signers: [signer], keys: keys), try LedgerReader(path, origin: origin, keys: keys))
        }
    }

    /// Lets a second key sign the checkpoints from here on, beside the present one.
    func sign(alsoBy other: CheckpointSigner) throws(OfficeError) {
        let (path, origin, keys, signer) = (path, origin, keys, signer)
        ledger = try Self.work { () throws(LedgerError) in try Ledger(path, origin: origin, signers: [signer, other], keys: keys) }
    }

    /// The number of entries, as they were last read.
    var size: Int { reader.size }

    /// The checkpoint that was last read.
    var checkpoint: SignedCheckpoint { reader.checkpoint }

    /// Reads the checkpoint again.
    func refresh() throws(OfficeError) {
        let (path, origin, keys) = (path, origin, keys)
        reader = try Self.work { () throws(LedgerError) in try LedgerReader(path, origin: origin, keys: keys) }
    }

    /// The root of the tree of all entries.
    var root: [UInt8] { reader.checkpoint.checkpoint.root.bytes }

    /// Whether `root` is that of the tree of the first `size` entries.
    func hasRoot(_ root: [UInt8], at size: Int) -> Bool {
        guard let hash = TreeHash(root) else { return false }
        return (try? reader.confirm(older: Checkpoint(origin: origin, size: size, root: hash))) != nil
    }

    /// The entry at `position`.
    func entry(at position: Int) throws(OfficeError) -> [UInt8] {
        try Self.work { () throws(LedgerError) in try reader.entry(at: position) }
    }

    /// Calls `body` with the entries of `range`, in order.
    func forEach(in range: Range<Int>, _ body: (Int, [UInt8]) throws(OfficeError) -> Void) throws(OfficeError) {
        try forEachWhile(in: range) { position, entry throws(OfficeError) in
            try body(position, entry)
            return true
        }
    }

    /// Calls `body` with the entries of `range`, in order, as long as it says so.
    func forEachWhile(in range: Range<Int>, _ body: (Int, [UInt8]) throws(OfficeError) -> Bool) throws(OfficeError) {
        guard !range.isEmpty else { return }
        try reader.forEach(in: range, while: body)
    }

    /// The file that proves the entry at `position` by the checkpoint alone; it carries the entry.
    func proof(of position: Int) throws(OfficeError) -> [UInt8] {
        try Self.work { () throws(LedgerError) in try reader.logProof(of: position, extra: try reader.entry(at: position)).bytes }
    }

    /// The file that proves that the log goes on from its first `size` entries.
    func growth(from size: Int) throws(OfficeError) -> [UInt8] {
        try Self.work { () throws(LedgerError) in
            LogGrowth(try reader.consistencyProof(from: size), checkpoint: reader.checkpoint).bytes
        }
    }

    /// Why the key that signs cannot: its file is missing, wants a passphrase, or holds another key; `nil` when it can.
    func keyFault() -> SignerError? {
        do throws(SignerError) {
            guard let last = keys.last, try keyFile.publicKey() == last.key else { return .falseSignature(name: origin) }
            return nil
        } catch {
            return error
        }
    }

    /// What is wrong with the file of a proof of the entry at `position`, in words; `nil` when nothing is.
    func fault(inProof bytes: [UInt8], of position: Int) -> String? { reader.fault(inProof: bytes, of: position, LogKeys(keys)) }

    /// Whether the log goes on from a signed checkpoint that was seen before: what is wrong, and the size that it had.
    func confirm(_ older: [UInt8]) throws(OfficeError) -> (error: LedgerError?, size: Int) {
        let checkpoint = try LogKeys(keys).checkpoint(older, name: "the older checkpoint")
        do throws(LedgerError) {
            try reader.confirm(older: checkpoint)
            return (nil, checkpoint.size)
        } catch {
            switch error {
            case .rolledBack, .forked: return (error, checkpoint.size)
            default: throw .log(error.words)
            }
        }
    }

    /// Appends the entries that `build` makes under the lock, for the size that the log has then; where it throws, none.
    func append(_ build: (_ size: Int) throws(OfficeError) -> [[UInt8]]) throws(OfficeError) {
        var failure: OfficeError?
        try withoutActuallyEscaping(build) { build throws(OfficeError) in
            // An office serves one thread, and so this ledger: the closure runs on it, before the call returns.
            nonisolated(unsafe) let build = build
            nonisolated(unsafe) let log = self
            nonisolated(unsafe) var thrown: OfficeError?
            try Self.work { () throws(LedgerError) in
                _ = try ledger.append { state throws(LedgerError) -> (entries: [[UInt8]], value: Void) in
                    do throws(OfficeError) {
                        if state.size != log.size { try log.refresh() }
                        return (try build(state.size), ())
                    } catch {
                        thrown = error
                        return ([], ())
                    }
                }
            }
            failure = thrown
        }
        if let failure { throw failure }
        // What was to be written is on the disk, whether it can be read again now or not: a call that failed once is made again, and else
        // the next one reads it.
        if (try? refresh()) == nil { try? refresh() }
    }

    /// Why the log is not one that goes on from the signed checkpoint `seen`, in words; `nil` when it does, or when `seen` is no checkpoint
    /// of this log.
    func setBack(behind seen: [UInt8]) -> String? {
        guard seen != checkpoint.note.bytes, let older = try? LogKeys(keys).checkpoint(seen, name: "") else { return nil }
        return setBack(behind: older)
    }

    /// The same for the root of the first `size` entries.
    func setBack(behind root: [UInt8], at size: Int) -> String? {
        TreeHash(root).flatMap { setBack(behind: Checkpoint(origin: origin, size: size, root: $0)) }
    }

    private func setBack(behind older: Checkpoint) -> String? {
        do throws(LedgerError) {
            try reader.confirm(older: older)
            return nil
        } catch {
            switch error {
            case .rolledBack, .forked: return error.words
            // Damage is told where it is read.
            default: return nil
            }
        }
    }

    /// Calls `body`, and says in the office's words what went wrong.
    static func work<Result>(_ body: () throws(LedgerError) -> Result) throws(OfficeError) -> Result {
        do throws(LedgerError) {
            return try body()
        } catch {
            switch error {
            case .system(let call, let file, let code):
                throw .logUnwritten("\(file) of the log: \(call): \(String(cString: strerror(code)))")
            case .signer(let error): throw .logUnwritten(error.words)
            case .outcomeUnknown(let call, let code): throw .logUnknown("\(call): \(String(cString: strerror(code)))")
            default: throw .log(error.words)
            }
        }
    }
}

/// The public keys of the office's log: `verifier-keys`, one a line, the present one last. Anyone may have them.
enum VerifierKeys {
    static let fileName = "verifier-keys"

    /// The keys of the office at `folder`.
    static func read(_ folder: OfficeFolder) throws(OfficeError) -> [VerifierKey] {
        let path = folder.file(fileName)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw .file(error)
        }
        return try read(bytes, path)
    }

    /// The keys of the office at `folder`, of which there is one at least, each of the log `origin`.
    static func read(_ folder: OfficeFolder, origin: String) throws(OfficeError) -> [VerifierKey] {
        let keys = try read(folder)
        guard !keys.isEmpty, keys.allSatisfy({ $0.name == origin }) else {
            throw .log("\(folder.file(fileName)) has no key of \(origin), which office.json names, or one of another log")
        }
        return keys
    }

    /// The keys in the file at `path`.
    static func read(_ bytes: [UInt8], _ path: String) throws(OfficeError) -> [VerifierKey] {
        var keys: [VerifierKey] = []
        for (number, line) in bytes.split(separator: 0x0A).enumerated() {
            do throws(NoteError) {
                keys.append(try VerifierKey(String(decoding: line, as: UTF8.self)))
            } catch {
                throw .log("\(path): line \(number + 1) is no verifier key")
            }
        }
        return keys
    }

    /// The file of `keys`.
    static func bytes(_ keys: [VerifierKey]) -> [UInt8] { Array(keys.map { "\($0)\n" }.joined().utf8) }
}

extension LedgerReader {
    /// Calls `body` with the entries of `range`, in order, as long as it says so; what it throws comes through.
    func forEach(in range: Range<Int>, while body: (Int, [UInt8]) throws(OfficeError) -> Bool) throws(OfficeError) {
        var failure: OfficeError?
        try OfficeLog.work { () throws(LedgerError) in
            try forEachEntry(in: range) { position, entry in
                do throws(OfficeError) {
                    return try body(position, entry)
                } catch {
                    failure = error
                    return false
                }
            }
        }
        if let failure { throw failure }
    }
}
