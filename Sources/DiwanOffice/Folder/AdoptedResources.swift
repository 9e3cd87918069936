public import Diwan
import DiwanBytes
import DiwanData
import DiwanDiagnostics
import Glibc

/// The templates, fonts and settings that the office has adopted, by hash: `resources.json`. A document is issued with these templates
/// alone. `policy.json` has an entry of its own.
public struct AdoptedResources: Sendable {
    /// A template, a font or a file of settings.
    public struct Resource: Sendable, Hashable {
        /// The template's id, the font's file name, or the path of a file of settings below the office's folder.
        public let name: String
        /// The template's version; `nil` for a font and for settings.
        public let version: String?
        /// The SHA-256 in hexadecimal: of a font's file or of one of settings, or of what `sha256sum` prints of a template's files in the order of their paths.
        public let sha256: String
    }

    /// The templates, by id.
    public let templates: [Resource]
    /// The fonts, by the names of their files.
    public let fonts: [Resource]
    /// The files of settings, by path: `office.json`, `people.json`, `profile.json` with its logo, `references/`.
    public private(set) var settings: [Resource]

    /// The hash of an adopted template; `nil` for one that is not.
    func template(_ name: String) -> Resource? { templates.first { $0.name == name } }

    /// What stands in an environment and in the folder of an office now.
    ///
    /// - Throws: `faults` for a template with mistakes.
    public init(of environment: DiwanEnvironment, in folder: OfficeFolder) throws(OfficeError) {
        var templates: [Resource] = []
        let index: TemplateIndex
        do throws(EnvironmentError) {
            index = try TemplateIndex(root: environment.folders.templates)
        } catch {
            throw .environment(error)
        }
        do throws(RenderError) {
            for id in index.ids.sorted() {
                let renderer = try DocumentRenderer(TemplateLocation(id, in: environment), in: environment)
                templates.append(Resource(name: id, version: renderer.template.version, sha256: renderer.templateHash))
            }
        } catch {
            throw .render(error)
        }
        self.templates = templates
        var fonts: [Resource] = []
        do throws(FileError) {
            for entry in environment.fontList.entries {
                guard let path = entry.path else { continue }
                fonts.append(Resource(name: entry.file, version: nil, sha256: Hexadecimal.text(SHA256.hash(try FileBytes.read(path)))))
            }
        } catch {
            throw .file(error)
        }
        self.fonts = fonts.sorted { $0.name < $1.name }
        settings = try Self.settings(in: folder)
    }

    /// The files of settings as they stand now.
    static func settings(in folder: OfficeFolder) throws(OfficeError) -> [Resource] {
        try Office.files { () throws(FileError) in
            var names = ["office.json", "people.json", "profile.json"]
            let profile = try FileBytes.read(folder.file("profile.json"))
            if let logo = (try? JSONParser().parse(SourceText(file: "profile.json", bytes: profile)))?["logo"]?.string,
                access(folder.file(logo), F_OK) == 0
            {
                names.append(logo)
            }
            var references: [String] = []
            try FolderNames.forEach(in: folder.file("references")) {
                if $0.hasSuffix(".json"), !$0.hasPrefix(".") { references.append("references/\($0)") }
            }
            var settings: [Resource] = []
            for name in names + references.sorted() {
                let hash = SHA256.hash(try FileBytes.read(folder.file(name)))
                settings.append(Resource(name: name, version: nil, sha256: Hexadecimal.text(hash)))
            }
            return settings
        }
    }

    /// What stands in the file of an office; `nil` where there is none yet.
    init?(_ folder: OfficeFolder) throws(OfficeError) {
        let path = folder.file(Self.fileName)
        guard let bytes = try Office.files({ () throws(FileError) in try FileBytes.readIfPresent(path) }) else { return nil }
        hash = SHA256.hash(bytes)
        let source = SourceText(file: path, bytes: bytes)
        var reader = SettingsReader(source, format: "diwan-resources")
        func resources(_ name: String) -> [Resource] {
            reader.list(reader.root, name).map { element in
                Resource(
                    name: reader.text(element, "name"), version: reader.optionalText(element, "version"),
                    sha256: reader.text(element, "sha256"))
            }
        }
        templates = resources("templates")
        fonts = resources("fonts")
        settings = resources("settings")
        if reader.faults.hasErrors { throw .faults(reader.faults, sources: [source]) }
    }

    /// The SHA-256 of the file that it was read from, as the log names it; `nil` where it was not read from one.
    private(set) var hash: [UInt8]?

    /// The name of the file in the office's folder.
    static let fileName = "resources.json"

    /// The file.
    var bytes: [UInt8] {
        func list(_ resources: [Resource]) -> JSONValue {
            .array(
                resources.map { resource in
                    var members: [(name: String, value: JSONValue)] = [("name", .string(resource.name))]
                    if let version = resource.version { members.append(("version", .string(version))) }
                    members.append(("sha256", .string(resource.sha256)))
                    return .object(members)
                })
        }
        return JSONWriter.bytes(
            .object([
                ("diwan-resources", .integer(1)), ("templates", list(templates)), ("fonts", list(fonts)), ("settings", list(settings)),
            ]),
            .pretty)
    }

    /// Whether a file of settings with these bytes is as it was adopted.
    fileprivate func adopts(_ name: String, _ bytes: [UInt8]) -> Bool {
        settings.contains { $0.name == name && $0.sha256 == Hexadecimal.text(SHA256.hash(bytes)) }
    }

    /// Puts a file of settings with these bytes in the place of what was adopted under its name.
    fileprivate mutating func adopt(_ name: String, _ bytes: [UInt8]) {
        settings = settings.map { setting in
            setting.name == name ? Resource(name: name, version: nil, sha256: Hexadecimal.text(SHA256.hash(bytes))) : setting
        }
    }

    /// The names of what of `now` is not as it was `then`, of what is new, and of what is gone.
    static func differences(_ then: [Resource], _ now: [Resource]) -> [String] {
        let known = Dictionary(then.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
        let present = Set(now.map(\.name))
        return now.filter { known[$0.name] != $0.sha256 }.map(\.name) + then.map(\.name).filter { !present.contains($0) }
    }
}

extension Office {
    /// Adopts the templates, fonts and settings as they stand now, and says so in the log.
    public func adoptResources(by actor: Actor) throws(OfficeError) {
        try adopt(try AdoptedResources(of: environment, in: folder), by: actor)
    }

    /// Adopts one file of settings as `bytes`, which it then has; all else stays as it was adopted.
    ///
    /// - Throws: `refused` when the file is not as it was adopted before.
    func change(setting name: String, to bytes: [UInt8], by actor: Actor) throws(OfficeError) {
        var adopted = try holdAdopted(setting: name)
        adopted.adopt(name, bytes)
        try Self.files { () throws(FileError) in try FileBytes.write(bytes, to: folder.file(name), mode: 0o600) }
        try adopt(adopted, by: actor)
    }

    /// Refuses whoever may not adopt.
    static func holdMayAdopt(_ actor: Actor) throws(OfficeError) {
        guard actor.role == .director else {
            throw .refused(
                PolicyRefusal(
                    "adoption", "policy, settings, templates and fonts are adopted by the director",
                    "لا يعتمد السياسة والإعدادات والقوالب إلا \(Role.director.arabic)"))
        }
    }

    /// Refuses a file of settings that is not as it was adopted.
    @discardableResult
    func holdAdopted(setting name: String) throws(OfficeError) -> AdoptedResources {
        let path = folder.file(name)
        let bytes = try Self.files { () throws(FileError) in try FileBytes.read(path) }
        guard let adopted = try AdoptedResources(folder), adopted.adopts(name, bytes) else {
            throw .refused(
                PolicyRefusal(
                    "resources", "\(path) is not as the office adopted it; diwan doctor --adopt adopts it as it is now",
                    "الملف \(name) ليس على ما اعتمدته الجمعية"))
        }
        return adopted
    }

    private func adopt(_ now: AdoptedResources, by actor: Actor) throws(OfficeError) {
        let bytes = now.bytes
        do throws(FileError) {
            try FileBytes.write(bytes, to: folder.file(AdoptedResources.fileName), mode: 0o600)
        } catch {
            throw .file(error)
        }
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.append(
                .resourcesAdopted,
                [
                    ("files", .integer(now.templates.count + now.fonts.count + now.settings.count)),
                    ("sha256", .string(Hexadecimal.text(SHA256.hash(bytes)))),
                ])
        }
    }
}
