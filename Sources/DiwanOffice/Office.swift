public import Diwan
import DiwanBytes
public import DiwanData

/// The charity's record of what was asked, decided, issued, signed and delivered, in flat files.
///
/// One value serves one thread. What several processes do at once is put in order by the log's lock: each looks at what the others wrote
/// before it holds its own against the policy.
public final class Office {
    /// Where everything stands.
    public let folder: OfficeFolder
    /// What the office sets itself.
    public let configuration: OfficeConfiguration
    /// Templates, fonts, profile, clock.
    public let environment: DiwanEnvironment
    let store: EvidenceStore
    let log: OfficeLog
    /// The passphrase of the seal's key.
    let sealPassphrase: [UInt8]?
    private(set) var index: KeyIndex
    /// Why nothing is written, in words: the log does not go on from what this machine has seen of it. `nil` when it does.
    public private(set) var setBack: String?

    /// How many keys may stand in memory alone before the file of the index is written anew: so many are read again from the log at
    /// the next start.
    private static let unwrittenKeys = 4_096

    /// Opens the office at `folder`.
    ///
    /// - Parameters:
    ///   - environment: what documents are made with; its profile is the office's.
    ///   - passphrase: that of the log's key; it is given to `openssl` alone.
    ///   - sealPassphrase: that of the seal's key, likewise.
    public convenience init(
        _ folder: OfficeFolder, environment: DiwanEnvironment, passphrase: [UInt8]? = nil, sealPassphrase: [UInt8]? = nil
    ) throws(OfficeError) {
        try self.init(folder, environment: environment, passphrase: passphrase, sealPassphrase: sealPassphrase, isFounding: false)
    }

    /// The same; one that is being founded may be opened by who founds it alone.
    init(
        _ folder: OfficeFolder, environment: DiwanEnvironment, passphrase: [UInt8]?, sealPassphrase: [UInt8]? = nil, isFounding: Bool
    ) throws(OfficeError) {
        self.folder = folder
        self.environment = environment
        self.sealPassphrase = sealPassphrase
        configuration = try OfficeConfiguration(folder)
        store = EvidenceStore(folder: folder)
        if !isFounding { try Self.holdFounded(folder) }
        // Before the log, so that it cannot know more than the log while others write.
        let seen = try? FileBytes.read(folder.file(Self.seenFile))
        let file = try? IndexFile.open(folder.file("index/keys"))
        log = try OfficeLog(folder, configuration.settings, passphrase: passphrase)
        let log = log
        setBack = seen.flatMap { log.setBack(behind: $0) }.map { "\($0) (\(folder.file(Self.seenFile)))" }
        if let found = file.flatMap({ KeyIndex($0) { log.hasRoot($0, at: $1) } }) {
            index = found
        } else {
            index = KeyIndex()
            if setBack == nil, let file {
                setBack = log.setBack(behind: file.root, at: file.size).map { "\($0) (\(folder.file("index/keys")))" }
            }
        }
        try refresh()
    }

    /// The last checkpoint of the log that was written here, as the log signed it. It is no part of what an office is: it lets a log that
    /// was set back be known.
    static let seenFile = "index/seen"

    /// What is to be done where the log was set back.
    static let setBackHint =
        "put the folder ledger back from its newest copy; where the log is right as it is, the director deletes index/keys and index/seen"

    /// Notes how far the log has come; where that fails, an earlier note stays.
    private func noteSeen() {
        try? FileBytes.write(log.checkpoint.note.bytes, to: folder.file(Self.seenFile), waits: false, mode: 0o600)
    }

    /// What the office's policy and the profile say, on the day of the environment.
    var rules: PolicyRules { PolicyRules(policy: configuration.policy, profile: environment.profile, today: environment.time.date) }

    // MARK: Reading

    /// How many entries the log has, as far as they were read.
    public var size: Int { index.size }

    /// The public keys of the log, the present one last, each as anyone verifies by it.
    public var verifierKeys: [String] { log.keys.map(\.description) }

    /// Reads what was written to the log since.
    public func refresh() throws(OfficeError) {
        try log.refresh()
        try take(upTo: log.size)
    }

    /// Takes the log's entries into the index.
    private func take(upTo size: Int) throws(OfficeError) {
        var next = index
        try log.forEach(in: next.size..<size) { position, bytes throws(OfficeError) in
            next.take(try Self.event(bytes, at: position), isOpen: isOpen)
            next.settle()
        }
        index = next
        if index.unwritten >= Self.unwrittenKeys { writeIndex() }
    }

    /// Writes the file of the index; where that fails, the next start takes longer.
    func writeIndex() {
        guard index.size == log.size, setBack == nil else { return }
        let file = index.file(root: log.root)
        guard (try? FileBytes.write(file, to: folder.file("index/keys"), waits: false, mode: 0o600)) != nil else { return }
        if let written = IndexFile(file).flatMap({ KeyIndex($0) { _, _ in true } }) { index = written }
    }

    /// Whether the policy calls a state open.
    func isOpen(_ state: String) -> Bool { configuration.policy.state(state)?.isOpen ?? false }

    /// The entry at `position`.
    public func event(at position: Int) throws(OfficeError) -> OfficeEvent { try Self.event(log.entry(at: position), at: position) }

    static func event(_ bytes: [UInt8], at position: Int) throws(OfficeError) -> OfficeEvent {
        do throws(EventFault) {
            return try OfficeEvent(bytes, at: position)
        } catch {
            throw .event(error)
        }
    }

    /// Calls `body` with every entry of the log, in order.
    public func forEachEvent(_ body: (OfficeEvent) throws(OfficeError) -> Void) throws(OfficeError) {
        try log.forEach(in: 0..<size) { position, bytes throws(OfficeError) in try body(try Self.event(bytes, at: position)) }
    }

    /// The entries of a request or of a document, from its first to its last.
    /// - Parameters:
    ///   - last: the last of them.
    ///   - prior: which of the links of an entry leads to the one before.
    func chain(_ last: Int, _ prior: KeyPath<OfficeEvent, Int?>) throws(OfficeError) -> [OfficeEvent] {
        var events: [OfficeEvent] = []
        var next: Int? = last
        while let position = next {
            let event = try event(at: position)
            events.append(event)
            next = event[keyPath: prior]
        }
        return events.reversed()
    }

    /// The request of an id.
    public func request(_ id: OpaqueID) throws(OfficeError) -> RequestRecord {
        guard let last = index[.request, id.bytes] else { throw .unknown(id.text) }
        return try Self.request(try chain(last, \.priorOfRequest), id.text)
    }

    /// The request of a number.
    public func request(number: String) throws(OfficeError) -> RequestRecord {
        guard let first = index[.requestNumber, number.utf8], let id = try event(at: first).request else { throw .unknown(number) }
        return try request(id)
    }

    private static func request(_ events: [OfficeEvent], _ name: String) throws(OfficeError) -> RequestRecord {
        guard let record = RequestRecord(events) else { throw .log("the entries of the request \(name) do not begin with its receipt") }
        return record
    }

    /// The requests that wait for something of the office, by their last entry.
    public func openRequests() throws(OfficeError) -> [RequestRecord] {
        var requests: [RequestRecord] = []
        for last in index.values(.openRequest) { requests.append(try Self.request(try chain(last, \.priorOfRequest), "at entry \(last)")) }
        return requests
    }

    /// A document by its number, its code, the hash of its file in hexadecimal, or its id.
    public func document(_ name: String) throws(OfficeError) -> DocumentRecord {
        var issued = index[.documentNumber, name.utf8]
        if issued == nil, let code = VerificationCode(name) { issued = index[.documentCode, code.hash] }
        if issued == nil, let bytes = Hexadecimal.bytes(name) {
            issued = index[.documentFile, bytes]
            if issued == nil, let last = index[.document, bytes] { return try document(last: last, name) }
        }
        guard let issued, let id = try event(at: issued).document, let last = index[.document, id.bytes] else { throw .unknown(name) }
        return try document(last: last, name)
    }

    /// The document one of whose files has the hash: as it was issued, or as it was signed later; `nil` when the office has none.
    public func document(sha256: [UInt8]) throws(OfficeError) -> DocumentRecord? {
        guard let entry = index[.documentFile, sha256], let id = try event(at: entry).document, let last = index[.document, id.bytes]
        else { return nil }
        return try document(last: last, id.text)
    }

    func document(id: OpaqueID) throws(OfficeError) -> DocumentRecord {
        guard let last = index[.document, id.bytes] else { throw .unknown(id.text) }
        return try document(last: last, id.text)
    }

    private func document(last: Int, _ name: String) throws(OfficeError) -> DocumentRecord {
        let events = try chain(last, \.priorOfDocument)
        guard let record = DocumentRecord(events) else {
            // A draft is no document yet.
            if Draft(events) != nil { throw .unknown(name) }
            throw .log("the entries of the document \(name) do not begin with its issue")
        }
        return record
    }

    /// What stands behind an entry; `nil` where it was erased.
    public func evidence(of event: OfficeEvent) throws(OfficeError) -> JSONValue? { try store.evidence(of: event) }

    // MARK: Writing

    /// Does something under the log's lock, and writes the entries that it makes: all of them or none, and when the call returns they are
    /// on the disk.
    @discardableResult
    public func transact<Result>(
        _ actor: Actor, _ body: (inout Transaction) throws(OfficeError) -> Result
    ) throws(OfficeError) -> Result {
        if let setBack { throw .log("\(setBack); nothing is written: \(Self.setBackHint)") }
        try folder.holdNoLinks()
        var made: (result: Result, transaction: Transaction)?
        do throws(OfficeError) {
            try log.append { size throws(OfficeError) in
                try take(upTo: size)
                var transaction = try Transaction(self, actor, index: index)
                do throws(OfficeError) {
                    let result = try body(&transaction)
                    try transaction.synchronise()
                    made = (result, transaction)
                    return transaction.entries
                } catch {
                    transaction.undo()
                    throw error
                }
            }
        } catch {
            // Where it is not known whether the entries came to be, what they speak of stays.
            if case .logUnwritten = error { made?.transaction.undo() }
            throw error
        }
        guard let made else { preconditionFailure("the log has called what was to be done") }
        index = made.transaction.index
        noteSeen()
        if index.unwritten >= Self.unwrittenKeys { writeIndex() }
        return made.result
    }
}

/// Who does something, and in which role.
public struct Actor: Sendable, Hashable {
    /// Who.
    public let person: Person
    /// In which role.
    public let role: Role

    /// `person` in a role that the person has.
    public init?(_ person: Person, _ role: Role) {
        guard person.roles.contains(role) else { return nil }
        self.person = person
        self.role = role
    }
}
