public import Diwan
import DiwanBytes
import DiwanData
import DiwanDiagnostics
import DiwanLedger
import Glibc

extension Office {
    /// What a new office is called.
    public struct Founding: Sendable {
        /// The name of its log; `nil` for that of the sample.
        public var origin: String?
        /// The branch that it is; `nil` for the head office.
        public var branch: String?
        /// The passphrase of its key; `nil` for a key without one.
        public var passphrase: [UInt8]?
        /// The office whose policy, people and letterhead it has; `nil` for those of the sample.
        var model: OfficeFolder?

        /// A new office.
        public init(origin: String? = nil, branch: String? = nil, passphrase: [UInt8]? = nil) {
            self.origin = origin
            self.branch = branch
            self.passphrase = passphrase
        }
    }

    /// Makes an office in a new or empty folder, from the sample `office/` of the templates root or from another office: its files, its key,
    /// its log with the first entries.
    /// - Parameter environment: makes the environment whose profile is the new office's.
    /// - Throws: `notEmpty`. A founding that was stopped anywhere is made anew by the same call.
    public static func found(
        _ folder: OfficeFolder, _ founding: Founding, templates: String,
        environment: (_ profile: String) throws(EnvironmentError) -> DiwanEnvironment
    ) throws(OfficeError) -> Office {
        if mkdir(folder.path, 0o700) != 0 {
            guard errno == EEXIST, ResourceFolders.isFolder(folder.path) else {
                throw .file(FileError(.create, folder.path, code: errno))
            }
            try clearStopped(folder)
            guard chmod(folder.path, 0o700) == 0 else { throw .file(FileError(.write, folder.path, code: errno)) }
        }
        try files { () throws(FileError) in
            try FileBytes.write([], to: folder.file(foundingMark), mode: 0o600)
            try FileBytes.synchronise(folder: FileBytes.split(folder.path).folder)
        }
        for name in OfficeFolder.folders {
            guard mkdir(folder.file(name), 0o700) == 0 else { throw .file(FileError(.create, folder.file(name), code: errno)) }
        }
        try copySample(folder, founding, templates: templates)
        try files { () throws(FileError) in try PartyDirectory(folder: folder).begin() }

        let configuration = try OfficeConfiguration(folder)
        let keyFile = folder.file(configuration.settings.logKey)
        let origin = configuration.settings.origin
        let signer: CheckpointSigner
        do throws(SignerError) {
            signer = try OpenSSLKey.generate(file: keyFile, passphrase: founding.passphrase).signer(name: origin)
        } catch {
            throw .program(error.words)
        }
        try files { () throws(FileError) in
            try FileBytes.write(VerifierKeys.bytes([signer.key]), to: folder.file(VerifierKeys.fileName), mode: 0o644)
        }
        _ = try OfficeLog.work { () throws(LedgerError) in try Ledger.create(folder.file("ledger"), origin: origin, signers: [signer]) }
        let made: DiwanEnvironment
        do throws(EnvironmentError) {
            made = try environment(folder.file("profile.json"))
        } catch {
            throw .environment(error)
        }
        let office = try Office(folder, environment: made, passphrase: founding.passphrase, isFounding: true)
        try office.begin()
        try files { () throws(FileError) in try EvidenceStore.remove(folder.file(foundingMark)) }
        return office
    }

    /// The file that stands in the folder while it is founded.
    private static let foundingMark = ".founding"
    /// The most entries that founding writes.
    private static let mostFirstEntries = 3

    /// Refuses an office whose founding did not come to its end.
    static func holdFounded(_ folder: OfficeFolder) throws(OfficeError) {
        guard access(folder.file(foundingMark), F_OK) == 0 else { return }
        throw .argument("the founding of \(folder.path) was stopped", hint: "diwan init \(folder.path) makes it anew")
    }

    /// Takes away what a founding that was stopped has left in the folder.
    /// - Throws: `notEmpty` for a folder that holds anything else.
    private static func clearStopped(_ folder: OfficeFolder) throws(OfficeError) {
        var names: [String] = []
        try files { () throws(FileError) in try FolderNames.forEach(in: folder.path) { names.append($0) } }
        // Beside the mark itself stands what its writing left.
        let isOwn = names.allSatisfy { $0 == foundingMark || $0.hasPrefix(".\(foundingMark).") }
        guard isOwn || names.contains(foundingMark), try !isWorkedIn(folder) else { throw .notEmpty(folder.path) }
        // The log first: what is left of its settings says no more than that it is gone.
        names.sort { ($0 != "ledger" ? 1 : 0, $0) < ($1 != "ledger" ? 1 : 0, $1) }
        for name in names where name != foundingMark { try files { () throws(FileError) in try removeAll(folder.file(name)) } }
    }

    /// Whether the log in a folder has more entries than founding writes, or is another's.
    private static func isWorkedIn(_ folder: OfficeFolder) throws(OfficeError) -> Bool {
        guard access(folder.file("ledger/checkpoint"), F_OK) == 0 else { return false }
        let settings = try OfficeConfiguration(folder).settings
        let keys = try VerifierKeys.read(folder, origin: settings.origin)
        return try OfficeLog.work { () throws(LedgerError) in
            try LedgerReader(folder.file("ledger"), origin: settings.origin, keys: keys).size > mostFirstEntries
        }
    }

    /// Removes a file, or a folder with what is in it.
    private static func removeAll(_ path: String) throws(FileError) {
        if unlink(path) == 0 { return }
        guard errno == EISDIR || errno == EPERM else { throw FileError(.write, path, code: errno) }
        var names: [String] = []
        try FolderNames.forEach(in: path) { names.append($0) }
        for name in names { try removeAll("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw FileError(.write, path, code: errno) }
    }

    /// Writes the first entries: who the office is, its policy, what it uses.
    private func begin() throws(OfficeError) {
        let settings = configuration.settings
        try transact(.program) { transaction throws(OfficeError) in
            var fields: [(name: String, value: JSONValue)] = [("origin", .string(settings.origin))]
            if let branch = settings.branch { fields.append(("branch", .string(branch))) }
            try transaction.append(.officeOpened, fields)
            try transaction.append(
                .policyAdopted,
                [
                    ("version", .string(configuration.policy.version)), ("sha256", .string(Hexadecimal.text(configuration.policyHash))),
                ])
        }
        try adoptResources(by: .program)
    }

    /// The members of `office.json` that hold for one office alone.
    private static let ownSettings: Set<String> = ["branches", "seal", "printer"]

    /// Copies the files of the sample of an office, and the profile of the templates root with the policy in a file of its own; or those of
    /// another office.
    private static func copySample(_ folder: OfficeFolder, _ founding: Founding, templates: String) throws(OfficeError) {
        let sample = founding.model?.path ?? templates + "/office"
        let letterhead = founding.model?.path ?? templates
        func read(_ path: String) throws(OfficeError) -> JSONValue {
            let source: SourceText
            do throws(FileError) {
                source = SourceText(file: path, bytes: try FileBytes.read(path))
            } catch {
                throw .file(error)
            }
            do throws(DataError) {
                return try JSONParser().parse(source)
            } catch {
                throw .faults([error.diagnostic], sources: [source])
            }
        }
        func write(_ value: JSONValue, _ name: String) throws(OfficeError) {
            try files { () throws(FileError) in try FileBytes.write(JSONWriter.bytes(value, .pretty), to: folder.file(name), mode: 0o600) }
        }
        var changes: [(name: String, value: JSONValue)] = []
        if let origin = founding.origin { changes.append(("origin", .string(origin))) }
        if let branch = founding.branch { changes.append(("branch", .string(branch))) }
        let settings = try read("\(sample)/office.json").members?.filter { !Self.ownSettings.contains($0.name) } ?? []
        try write(KnownFacts.merged(.object(settings.map { ($0.name, $0.value) }), .object(changes)), "office.json")
        for name in ["policy.json", "people.json"] { try write(try read("\(sample)/\(name)"), name) }
        var names: [String] = []
        try files { () throws(FileError) in
            try FolderNames.forEach(in: "\(sample)/references") { if $0.hasSuffix(".json") { names.append($0) } }
        }
        for name in names.sorted() { try write(try read("\(sample)/references/\(name)"), "references/\(name)") }
        let profile = try read("\(letterhead)/profile.json")
        try write(KnownFacts.merged(profile, .object([("policy", .string("policy.json"))])), "profile.json")
        if let logo = profile["logo"]?.string, !logo.contains("/") {
            try files { () throws(FileError) in
                try FileBytes.write(try FileBytes.read("\(letterhead)/\(logo)"), to: folder.file(logo), mode: 0o600)
            }
        }
    }

    /// Calls `body`, and throws its error as the office's.
    static func files<Result>(_ body: () throws(FileError) -> Result) throws(OfficeError) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw .file(error)
        }
    }
}

extension Actor {
    /// The program itself.
    static let program = Actor(Person(id: "diwan", name: "", roles: [.program], login: nil, from: nil, until: nil), role: .program)

    private init(_ person: Person, role: Role) {
        self.person = person
        self.role = role
    }
}
