import Diwan
import DiwanBytes
public import DiwanDiagnostics
import Glibc

/// What the office sets itself: who it is, its policy, its people, the documents that it cites.
public struct OfficeConfiguration: Sendable {
    /// `office.json`.
    public let settings: OfficeSettings
    /// `policy.json`.
    public let policy: OfficePolicy
    /// The SHA-256 of `policy.json`, as documents and the log name it.
    public let policyHash: [UInt8]
    /// `people.json`.
    public let people: People
    /// `references/`, by the name of the document.
    public let references: [ReferenceDocument]
    /// What deserves a look.
    public let warnings: [Diagnostic]

    /// The document of a name.
    public func reference(_ id: String) -> ReferenceDocument? { references.first { $0.id == id } }

    /// Reads the files of `folder`.
    ///
    /// - Throws: `notAnOffice`, `faults` with every mistake of all files, `file`.
    public init(_ folder: OfficeFolder) throws(OfficeError) {
        guard access(folder.file("office.json"), F_OK) == 0 else { throw .notAnOffice(folder.path) }
        var faults: [Diagnostic] = []
        var sources: [SourceText] = []
        func read<Value>(_ name: String, _ reading: (SourceText) -> (Value?, [Diagnostic])) throws(OfficeError) -> (Value, SourceText)? {
            let source: SourceText
            do throws(FileError) {
                source = SourceText(file: folder.file(name), bytes: try FileBytes.read(folder.file(name)))
            } catch {
                throw .file(error)
            }
            sources.append(source)
            let (value, found) = reading(source)
            faults += found
            return value.map { ($0, source) }
        }
        let settings = try read("office.json", OfficeSettings.read)
        let policy = try read("policy.json", OfficePolicy.read)
        let people = try read("people.json", People.read)
        var references: [ReferenceDocument] = []
        var names: [String] = []
        do throws(FileError) {
            try FolderNames.forEach(in: folder.file("references")) { if $0.hasSuffix(".json"), !$0.hasPrefix(".") { names.append($0) } }
        } catch {
            throw .file(error)
        }
        for name in names.sorted() {
            if let (document, source) = try read("references/\(name)", ReferenceDocument.read) {
                if name != document.id + ".json" {
                    faults.append(
                        Diagnostic(
                            .error, "the document calls itself \"\(document.id)\", and so its file is \(document.id).json",
                            at: source.position(at: 0)))
                }
                references.append(document)
            }
        }
        guard let settings, let policy, let people, !faults.hasErrors else { throw .faults(faults, sources: sources) }
        self.settings = settings.0
        self.policy = policy.0
        policyHash = SHA256.hash(policy.1.bytes)
        self.people = people.0
        self.references = references
        warnings = faults
    }
}
