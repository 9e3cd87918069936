public import Diwan
import DiwanBytes
import DiwanCMS
import DiwanData
import DiwanLedger
import Glibc

/// What is done with the log itself.
extension Office {
    /// The checkpoint as the log has it, signed.
    public var checkpoint: [UInt8] { log.checkpoint.note.bytes }

    /// The proof of an entry, as a file that carries the entry.
    public func proof(ofEntry entry: Int) throws(OfficeError) -> [UInt8] {
        guard 0..<log.size ~= entry else { throw .unknown(String(entry)) }
        return try log.proof(of: entry)
    }

    /// Makes the proofs of a document anew, each beside its file: that of the issue, and of each later signature that the file bears.
    /// - Returns: the path of that of the file as it is now.
    public func writeProof(ofDocument name: String) throws(OfficeError) -> String {
        let record = try document(name)
        var path = ""
        for revision in record.revisions { path = try writeProof(hash: revision.hash, entry: revision.event.sequence) }
        return path
    }

    /// The proof that the log goes on from a signed checkpoint that was seen before, to be checked where the log is not.
    public func proof(from older: [UInt8]) throws(OfficeError) -> [UInt8] {
        let (error, size) = try log.confirm(older)
        if let error { throw .log(error.words) }
        return try log.growth(from: size)
    }

    /// Where the log's size and root are put down outside the office.
    public enum Anchor: String, Sendable, CaseIterable {
        /// The paper register: someone writes the line into it.
        case register
        /// A second machine cosigns the checkpoint.
        case witness
        /// A time-stamping service has signed it (RFC 3161).
        case timestamp
    }

    /// What was anchored.
    public struct Anchored: Sendable {
        /// The number of entries.
        public let size: Int
        /// The root in hexadecimal.
        public let root: String
        /// The entry that says so.
        public let entry: Int
        /// When the checkpoint was stamped, in seconds since 1970-01-01T00:00:00Z; `nil` without a time stamp.
        public var stamped: Int?
        /// Where the token is kept, and what it is of; `nil` where there is none.
        public var files: (token: String, checkpoint: String)?
    }

    /// Says in the log that its size and root, as they are before this entry, were put down elsewhere.
    /// - Parameter token: what was got for it: the cosigned checkpoint, or the time stamp over the file `ledger/checkpoint`. A time stamp
    ///   that is not given is got by the command of `office.json`. It is kept, with the checkpoint that it is of, and the log has its hash.
    public func anchor(_ place: Anchor, token: [UInt8]? = nil, by actor: Actor) throws(OfficeError) -> Anchored {
        try refresh()
        var (note, token, stamped) = (log.checkpoint, token, nil as Int?)
        switch place {
        case .register: break
        case .witness:
            guard let given = token, let cosigned = try? SignedCheckpoint(given, origin: configuration.settings.origin, keys: log.keys)
            else {
                throw .argument(
                    "a witness gives the cosigned checkpoint, and this is none of this log", hint: "diwan ledger witness makes it")
            }
            guard cosigned.note.signatures.contains(where: { $0.cosignatureTime != nil }) else {
                throw .argument("no witness has cosigned the checkpoint", hint: "diwan ledger witness cosigns it")
            }
            if let error = try log.confirm(given).error { throw .log(error.words) }
            note = cosigned
        case .timestamp: (token, stamped) = try timeStamp(of: note.note.bytes, given: token)
        }
        return try transact(actor) { transaction throws(OfficeError) in
            // What is in the paper register is what the log has now; a token is of the checkpoint that it bears.
            let checkpoint = (place == .register ? log.checkpoint : note).checkpoint
            var fields: [(name: String, value: JSONValue)] = [
                ("size", .integer(checkpoint.size)), ("root", .string(Hexadecimal.text(checkpoint.root.bytes))),
                ("where", .string(place.rawValue)),
            ]
            var evidence: JSONValue?
            var files: (token: String, checkpoint: String)?
            if let token {
                fields.append(("token", .string(Hexadecimal.text(SHA256.hash(token)))))
                let kept = try transaction.put(
                    file: token, mediaType: place == .timestamp ? "application/timestamp-token" : "text/plain")
                let of = try transaction.put(file: note.note.bytes, mediaType: "text/plain")
                evidence = .object([("token", kept), ("checkpoint", of)])
                let paths = [kept, of].flatMap { EvidenceStore.files(in: $0) }.map { folder.recordFile($0) }
                files = (paths[0], paths[1])
            }
            let event = try transaction.append(.witnessAnchored, fields, evidence: evidence)
            return Anchored(
                size: checkpoint.size, root: Hexadecimal.text(checkpoint.root.bytes), entry: event.sequence, stamped: stamped, files: files)
        }
    }

    /// A time stamp over a checkpoint, checked, and when it was made: the one that is given, as a token or in the authority's response, else
    /// one that the office's command gets.
    private func timeStamp(of checkpoint: [UInt8], given: [UInt8]?) throws(OfficeError) -> (token: [UInt8], time: Int) {
        let command = configuration.settings.timestampCommand
        guard given != nil || !command.isEmpty else {
            throw .argument("office.json names no \"timestamp-command\"", hint: "put it there, or give the time stamp by --token")
        }
        let given = given.map { (try? TimestampToken($0)) ?? (try? TimestampRequest.read($0))?.token }
        if case .some(nil) = given { throw .argument("the file is no time stamp (RFC 3161)", hint: nil) }
        let isRight: Bool
        let token: TimestampToken
        do throws(SealingError) {
            if case .some(.some(let read)) = given {
                token = read
            } else {
                token = try TimestampSource(command: command).token(over: checkpoint)
            }
            isRight = try SignatureVerifier.isTimestamp(token, over: checkpoint)
        } catch {
            throw .sealing(error, certificate: "the authority's certificate", key: "the authority's key")
        }
        guard isRight else {
            throw .argument(
                "the time stamp is not over the log's checkpoint as it is now, or not by a key for time stamps",
                hint: "it is to be over the bytes of \(folder.file("ledger/checkpoint"))")
        }
        return (token.bytes, token.time)
    }

    /// Gives the log another key. Both keys sign one checkpoint, so that who trusts the old one learns of the new; then the old private key
    /// is gone.
    ///
    /// Stopped at any point, it is gone on with by calling it again: until then the office writes with the key that `verifier-keys` names
    /// last, or writes nothing.
    /// - Returns: the new public key.
    public func rotateKey(passphrase: [UInt8]? = nil, by actor: Actor) throws(OfficeError) -> String {
        let settings = configuration.settings
        let keyFile = folder.file(settings.logKey)
        let nextFile = keyFile + ".next"
        let next: CheckpointSigner
        do throws(SignerError) {
            // A file that holds no key yet was left by a run that was stopped while it made one; no entry speaks of it.
            var status = stat()
            if stat(nextFile, &status) == 0, status.st_size == 0 { unlink(nextFile) }
            let key = OpenSSLKey(file: nextFile, passphrase: passphrase)
            next =
                access(nextFile, F_OK) == 0
                ? try key.signer(name: settings.origin)
                : try OpenSSLKey.generate(file: nextFile, passphrase: passphrase).signer(name: settings.origin)
        } catch {
            throw .program(error.words)
        }
        guard let old = log.keys.last else { preconditionFailure("a log has a key") }
        if next.key != old {
            let said = try lastEvent(.keyRotated)
            if said?.text("new") != next.key.shortID {
                try log.sign(alsoBy: next)
                try transact(actor) { transaction throws(OfficeError) in
                    try transaction.append(.keyRotated, [("old", .string(old.shortID)), ("new", .string(next.key.shortID))])
                }
            }
            try Self.files { () throws(FileError) in
                try FileBytes.write(
                    VerifierKeys.bytes(log.keys.filter { $0 != next.key } + [next.key]), to: folder.file(VerifierKeys.fileName))
            }
        }
        guard rename(nextFile, keyFile) == 0 else { throw .file(FileError(.write, keyFile, code: errno)) }
        try Self.files { () throws(FileError) in try FileBytes.synchronise(folder: FileBytes.split(keyFile).folder) }
        return next.key.description
    }
}

/// A machine beside the office that cosigns the log's checkpoints and keeps the last, so that the log cannot be set back or made anew
/// without its being seen (c2sp.org/tlog-cosignature).
public enum LogWitness {
    private static let keyFile = "witness.pem"

    /// Cosigns the checkpoint of the log in the folder `ledger`, when the log goes on from the last one.
    /// - Parameters:
    ///   - folder: of the witness: its key, which is made where there is none, and the checkpoints that it has cosigned.
    ///   - name: of the witness, as its signatures bear it.
    ///   - passphrase: of its key.
    /// - Returns: the cosigned checkpoint, its size, and the public key of the witness.
    public static func cosign(
        ledger: String, keys: LogKeys, folder: String, name: String, passphrase: [UInt8]? = nil, time: CreationTime
    ) throws(OfficeError) -> (checkpoint: [UInt8], size: Int, key: String) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw .file(FileError(.create, folder, code: errno)) }
        let file = "\(folder)/\(keyFile)"
        let signer: CheckpointSigner
        do throws(SignerError) {
            let key =
                access(file, F_OK) == 0
                ? OpenSSLKey(file: file, passphrase: passphrase) : try OpenSSLKey.generate(file: file, passphrase: passphrase)
            signer = try key.signer(name: name, algorithm: .cosignature)
        } catch {
            throw .program(error.words)
        }
        do throws(LedgerError) {
            let reader = try LedgerReader(ledger, origin: keys.origin, keys: keys.keys)
            let witness = try Witness("\(folder)/logs", signer: signer)
            let signed = try witness.cosign(
                reader.checkpoint.note.bytes, origin: keys.origin, keys: keys.keys, time: time.seconds
            ) { size throws(LedgerError) in try reader.consistencyProof(from: size) }
            return (signed.note.bytes, signed.checkpoint.size, signer.key.description)
        } catch {
            switch error {
            case .signer(let error): throw .program(error.words)
            default: throw .log(error.words)
            }
        }
    }
}
