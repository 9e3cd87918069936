import DiwanLedger
import DiwanTestSupport
import Glibc

/// A folder for logs of a test, with the key of the vectors in a file.
struct LedgerFixture {
    let scratch: TemporaryFolder
    let origin: String
    let key: VerifierKey
    let keyFile: String
    let signer: CheckpointSigner

    init() throws {
        let note = try LedgerVectors.load().note
        scratch = try TemporaryFolder()
        origin = note.name
        key = try VerifierKey(note.vkey)
        keyFile = try scratch.write(
            "-----BEGIN PRIVATE KEY-----\n\(note.privateKeyPkcs8DerBase64)\n-----END PRIVATE KEY-----\n", to: "key.pem")
        chmod(keyFile, 0o600)
        let secret = OpenSSLKey(file: keyFile)
        signer = CheckpointSigner(key: key) { message throws(SignerError) in try secret.sign(message) }
    }

    /// A new log at `name` with the vectors' entries below `size`, in one commit.
    @discardableResult
    func log(_ name: String, size: Int = 0) throws -> Ledger {
        let ledger = try Ledger.create(scratch.path(name), origin: origin, signers: [signer])
        if size > 0 { try ledger.append((0..<size).map(LedgerVectors.entry)) }
        return ledger
    }

    /// The log at `name`, to append to.
    func ledger(_ name: String) throws -> Ledger {
        try Ledger(scratch.path(name), origin: origin, signers: [signer])
    }

    /// The log at `name`, to read.
    func reader(_ name: String) throws -> LedgerReader {
        try LedgerReader(scratch.path(name), origin: origin, keys: [key])
    }

    /// A copy of the log at `name`.
    func copy(_ name: String, to other: String) throws {
        let run = try ProgramRun("cp", ["-r", scratch.path(name), scratch.path(other)])
        guard run.status == 0 else { throw ProgramError.system(call: "cp", errno: 0) }
    }

    /// The paths of the files of the log at `name`, below its folder, sorted.
    func files(_ name: String) throws -> [String] {
        let run = try ProgramRun("find", [".", "-type", "f"], directory: scratch.path(name))
        return run.outputText.split(separator: "\n").map { String($0.dropFirst(2)) }.sorted()
    }

    /// Every entry of the log at `name`, as text.
    func entries(_ name: String) throws -> [String] {
        let reader = try reader(name)
        var entries: [String] = []
        try reader.forEachEntry(in: 0..<reader.size) { _, entry in
            entries.append(String(decoding: entry, as: UTF8.self))
            return true
        }
        return entries
    }

    /// The arguments with which `LedgerDriver` appends to the log at the absolute `path`.
    func driver(_ path: String, prefix: String, calls: Int, batch: Int = 1) -> [String] {
        [path, "\(key)", keyFile, prefix, "\(calls)", "\(batch)"]
    }

    /// The built driver.
    static var driver: String { Repository.buildFolder() + "/LedgerDriver" }
}
