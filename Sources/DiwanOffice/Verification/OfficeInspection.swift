import Diwan
import DiwanBytes
import DiwanCMS
import Glibc

/// A look at the folder of an office: who may read what, what is missing, what no entry speaks of, what is not as it was adopted.
///
/// Whether what the log says is true is the matter of `OfficeCheck`.
public struct OfficeInspection {
    /// What was found.
    public private(set) var findings: [Finding] = []
    /// The files that runs that were stopped have left, and that no entry speaks of.
    public private(set) var leftovers: [String] = []

    private let folder: OfficeFolder

    /// How many findings of one sort are kept.
    private static let most = 100
    /// What anyone may have, below the office's folder.
    private static let published = ["ledger", VerifierKeys.fileName]

    /// Looks at the office at `folder`, without opening it: what is damaged is looked at as well.
    public init(_ folder: OfficeFolder) {
        self.folder = folder
        for name in OfficeFolder.folders where !ResourceFolders.isFolder(folder.file(name)) {
            add(.wrong, "folder", "\(folder.file(name)) is missing; mkdir -m 700 \(folder.file(name)) makes it")
        }
        look(at: "")
    }

    /// Looks at what an open office says of its folder and its settings.
    public mutating func add(_ office: Office) throws(OfficeError) {
        if let words = office.setBack {
            add(.wrong, "ledger", "\(words); nothing is written: \(Office.setBackHint)")
        } else {
            try lookForStrays(office)
        }
        lookAtKey(office)
        lookAtSeal(office)
        try lookAtAdopted(office)
        let settings = office.configuration.settings
        for program in ScanReader(reader: settings.scanReader, pages: settings.scanPages).missing {
            add(
                .note, "scans",
                "the program \(program) is not installed, so scans cannot be taken; install it, or take \"scan-reader\" out of office.json")
        }
        let today = office.environment.time.date
        if let review = office.configuration.policy.review, review < today {
            add(.note, "policy", "the policy was to be looked over again on \(review.iso); put the new day into policy.json, \"review\"")
        }
        for warning in office.configuration.warnings { add(.note, "settings", warning.message) }
    }

    /// Deletes what runs that were stopped have left.
    public mutating func clean() throws(OfficeError) {
        for path in leftovers {
            guard unlink(path) == 0 || errno == ENOENT else { throw .file(FileError(.write, path, code: errno)) }
        }
        findings.removeAll { $0.subject == "left" }
        if !leftovers.isEmpty { add(.ok, "left", "\(leftovers.count) files of runs that were stopped were deleted") }
        leftovers = []
    }

    private mutating func add(_ state: Finding.State, _ subject: String, _ words: String) {
        guard findings.count(where: { $0.subject == subject }) < Self.most else { return }
        findings.append(Finding(state, subject, words))
    }

    // MARK: Files and folders

    private mutating func look(at relative: String) {
        let path = relative.isEmpty ? folder.path : folder.file(relative)
        let isPublished = Self.published.contains { relative == $0 || relative.hasPrefix($0 + "/") }
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        let mode = status.st_mode & 0o7777
        switch status.st_mode & S_IFMT {
        case S_IFLNK:
            // The office's folder itself may be reached by a link.
            if !relative.isEmpty {
                add(.wrong, "link", "\(path) is a symbolic link; put the file itself there")
            } else if let real = FileBytes.resolved(path) {
                lookAtNames(in: real, relative)
            }
        case S_IFDIR:
            if mode & (isPublished ? 0o022 : 0o077) != 0 {
                add(.wrong, "mode", "others may look into \(path) (\(Self.octal(mode))); chmod 700 mends it")
            }
            lookAtNames(in: path, relative)
        case S_IFREG:
            if mode & (isPublished ? 0o022 : 0o077) != 0 {
                add(
                    .wrong, "mode",
                    "others may \(isPublished ? "write" : "read") \(path) (\(Self.octal(mode))); chmod \(isPublished ? 644 : 600) mends it")
            }
            if mode & 0o7000 != 0 || status.st_uid != geteuid() {
                add(.note, "owner", "\(path) is not this user's own, or bears a special mode (\(Self.octal(mode)))")
            }
        default: add(.wrong, "file", "\(path) is neither a file nor a folder")
        }
    }

    private mutating func lookAtNames(in path: String, _ relative: String) {
        var names: [String] = []
        do throws(FileError) {
            try FolderNames.forEach(in: path) { names.append($0) }
        } catch {
            add(.wrong, "folder", error.words)
        }
        for name in names.sorted() { look(at: relative.isEmpty ? name : "\(relative)/\(name)") }
    }

    private static func octal(_ mode: mode_t) -> String { "mode " + String(mode, radix: 8) }

    // MARK: Files that no entry speaks of

    private mutating func lookForStrays(_ office: Office) throws(OfficeError) {
        let strays = try StrayFiles(in: folder, office.log)
        for words in strays.contradictions { add(.wrong, "ledger", words) }
        for words in strays.damaged { add(.wrong, "party", words) }
        for (path, words) in strays.leftovers {
            leftovers.append(path)
            add(.note, "left", "\(path)\(words); diwan doctor --clean deletes it")
        }
        if FileBytes.resolved(folder.file(office.configuration.settings.logKey) + ".next") != nil {
            add(.wrong, "key", "the key is being changed, and that was not ended; diwan ledger rotate-key ends it")
        }
    }

    // MARK: Key, adopted things

    private mutating func lookAtKey(_ office: Office) {
        let settings = office.configuration.settings
        let path = folder.file(settings.logKey)
        var status = stat()
        guard stat(path, &status) == 0 else {
            add(.wrong, "key", "\(path) is missing: nothing can be written; put back the key from its copy")
            return
        }
        switch office.log.keyFault() {
        case nil: add(.ok, "key", "\(office.verifierKeys.last ?? "")")
        case .wrongPassphrase?:
            add(.note, "key", "\(path) wants its passphrase (--passphrase-fd), and was not looked at without it")
        case let error?: add(.wrong, "key", "\(path): \(error.words)")
        }
    }

    /// How many days before its end a certificate is spoken of.
    private static let renewalDays = 60

    private mutating func lookAtSeal(_ office: Office) {
        guard let seal = office.configuration.settings.seal else { return }
        let (certificatePath, keyPath) = (folder.named(seal.certificate), folder.named(seal.key))
        var status = stat()
        // Files of the office's folder have been looked at already.
        if seal.key.hasPrefix("/"), stat(keyPath, &status) == 0, status.st_mode & 0o077 != 0 {
            add(.wrong, "mode", "others may read \(keyPath) (\(Self.octal(status.st_mode & 0o7777))); chmod 600 mends it")
        }
        do throws(SealingError) {
            let credentials = try SealCredentials(certificatePath: certificatePath, key: keyPath, passphrase: office.sealPassphrase)
            let certificate = credentials.certificate
            let now = office.environment.time.seconds
            let end = "\(certificatePath) ends at \(UTCTime.words(certificate.validUntil))"
            if !certificate.maySignDocuments {
                add(.wrong, "seal", "\(certificatePath) is not for signing documents")
            } else if certificate.validFrom > now {
                add(.wrong, "seal", "\(certificatePath) is valid only from \(UTCTime.words(certificate.validFrom))")
            } else if certificate.validUntil < now {
                add(.wrong, "seal", "\(end): nothing is sealed any more; ask its issuer for a new one")
            } else if certificate.validUntil < now + Self.renewalDays * 86_400 {
                add(.note, "seal", "\(end); ask its issuer for a new one before")
            } else {
                add(.ok, "seal", "\(certificate.subject.description), until \(UTCTime.words(certificate.validUntil))")
            }
            if try !credentials.keyFits() { add(.wrong, "seal", "\(keyPath) is not the key of \(certificatePath)") }
        } catch {
            if case .key = error, office.sealPassphrase == nil, access(keyPath, R_OK) == 0 {
                add(.note, "seal", "\(keyPath) opens with its passphrase alone: --seal-passphrase-fd gives it")
            } else {
                add(.wrong, "seal", error.words(certificate: certificatePath, key: keyPath).message)
            }
        }
    }

    private mutating func lookAtAdopted(_ office: Office) throws(OfficeError) {
        var adoption = AdoptionCheck()
        for kind in [EventKind.policyAdopted, .resourcesAdopted] { if let event = try office.lastEvent(kind) { adoption.take(event) } }
        var faults = try adoption.adoptedFaults(in: folder, policy: office.configuration.policyHash)
        let adopted = try AdoptedResources(folder)
        if let adopted {
            let now = try AdoptedResources(of: office.environment, in: folder)
            for name in AdoptedResources.differences(adopted.templates, now.templates)
                + AdoptedResources.differences(adopted.fonts, now.fonts)
            {
                faults.append("\(name) is not as the office adopted it; diwan doctor --adopt adopts it as it is")
            }
        }
        for words in faults { add(.wrong, "adopted", words) }
        if faults.isEmpty, let adopted {
            add(
                .ok, "adopted", "\(adopted.templates.count) templates, \(adopted.fonts.count) fonts and \(adopted.settings.count) settings")
        }
    }
}

extension Office {
    /// The last entry of a kind that is of the office as a whole.
    func lastEvent(_ kind: EventKind) throws(OfficeError) -> OfficeEvent? {
        try index[.office, kind.rawValue.utf8].map { entry throws(OfficeError) in try event(at: entry) }
    }

    /// Adopts templates, fonts, settings and policy as they stand now, and says so in the log; the policy only where it is another.
    public func adopt(by actor: Actor) throws(OfficeError) {
        try Self.holdMayAdopt(actor)
        if try lastEvent(.policyAdopted)?.bytes("sha256") != configuration.policyHash {
            try transact(actor) { transaction throws(OfficeError) in
                try transaction.append(
                    .policyAdopted,
                    [
                        ("version", .string(configuration.policy.version)), ("sha256", .string(Hexadecimal.text(configuration.policyHash))),
                    ])
            }
        }
        try adoptResources(by: actor)
    }
}
