import DiwanData
public import DiwanDiagnostics
public import DiwanDocument
public import DiwanShaping
import Glibc

/// The list of fonts, `Fonts/fonts.json`, and where this machine has them.
public struct FontList: Sendable {
    /// A face that the list names.
    public struct Entry: Hashable, Sendable {
        /// The family.
        public let family: String
        /// The weight.
        public let weight: FontWeight
        /// What the family is used for.
        public let roles: [String]
        /// The Debian package that provides it.
        public let package: String
        /// The licence, as SPDX writes it.
        public let licence: String
        /// The file's name.
        public let file: String
        /// The SHA-256 of the version that the tests were run on, in hexadecimal.
        public let sha256: String
        /// Where the file is; `nil` when this machine does not have it.
        public let path: String?
    }

    /// The faces, in the order of the list.
    public let entries: [Entry]

    /// The faces that this machine has.
    public var faces: [FontFace] {
        entries.compactMap { entry in
            entry.path.map { FontFace(family: entry.family, weight: entry.weight, roles: entry.roles, path: $0) }
        }
    }

    /// The packages of the families that have `role`, in order, each once.
    public func packages(role: String) -> [String] {
        packages { $0.roles.contains(role) }
    }

    /// The packages that provide the family `name`.
    public func packages(family name: String) -> [String] {
        packages { $0.family == name }
    }

    private func packages(where isWanted: (Entry) -> Bool) -> [String] {
        entries.reduce(into: []) { list, entry in
            if isWanted(entry), !list.contains(entry.package) { list.append(entry.package) }
        }
    }

    /// Finds the list and reads it.
    public init(in places: ResourceFolders.Places) throws(EnvironmentError) {
        try self.init(SourceText(environmentFile: ResourceFolders.fontList(in: places)))
    }

    /// Reads the list in `source` and looks for the files: in the list's own folder, then in the folders that the list names.
    public init(_ source: SourceText) throws(EnvironmentError) {
        let root: JSONValue
        do throws(DataError) {
            root = try JSONParser().parse(source)
        } catch {
            throw .faults([error.diagnostic], sources: [source])
        }
        var reader = FontListReader(source: source, folder: FileBytes.split(source.file).folder)
        entries = reader.entries(root)
        if !reader.faults.isEmpty { throw .faults(reader.faults, sources: [source]) }
    }
}

/// Turns the JSON of the list into entries, and gathers all that is wrong.
private struct FontListReader {
    let source: SourceText
    let folder: String
    var faults: [Diagnostic] = []

    mutating func entries(_ root: JSONValue) -> [FontList.Entry] {
        var entries: [FontList.Entry] = []
        for family in elements(root, "families") {
            let name = text(family, "family")
            let package = text(family, "package")
            let licence = text(family, "licence")
            let roles = elements(family, "roles").compactMap(\.string)
            let folders = elements(family, "directories").compactMap(\.string)
            for face in elements(family, "faces") {
                let file = text(face, "file")
                entries.append(
                    FontList.Entry(
                        family: name, weight: weight(face), roles: roles, package: package, licence: licence, file: file,
                        sha256: text(face, "sha256"), path: path(of: file, in: [folder] + folders)))
            }
        }
        return entries
    }

    private func path(of file: String, in folders: [String]) -> String? {
        folders.lazy.map { "\($0)/\(file)" }.first { access($0, R_OK) == 0 }
    }

    private mutating func weight(_ face: JSONValue) -> FontWeight {
        switch face["weight"]?.string {
        case "regular": return .regular
        case "bold": return .bold
        default:
            report("\"weight\" is \"regular\" or \"bold\"", at: face["weight"] ?? face)
            return .regular
        }
    }

    private mutating func text(_ value: JSONValue, _ name: String) -> String {
        if let text = value[name]?.string, !text.isEmpty { return text }
        report("\"\(name)\" is missing; it is a text", at: value[name] ?? value)
        return ""
    }

    private mutating func elements(_ value: JSONValue, _ name: String) -> [JSONValue] {
        if let elements = value[name]?.elements { return elements }
        report("\"\(name)\" is missing; it is a list", at: value[name] ?? value)
        return []
    }

    private mutating func report(_ message: String, at value: JSONValue) {
        faults.append(Diagnostic(.error, message, at: value.position(in: source)))
    }
}
