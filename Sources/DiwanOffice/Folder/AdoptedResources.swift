public import Diwan
import DiwanBytes
import DiwanData
import DiwanDiagnostics

/// The templates and fonts that the office has adopted, by hash: `resources.json`. A document is issued with these alone.
public struct AdoptedResources: Sendable {
    /// A template or a font.
    public struct Resource: Sendable, Hashable {
        /// The template's id, or the font's file name.
        public let name: String
        /// The template's version; `nil` for a font.
        public let version: String?
        /// The SHA-256 in hexadecimal: of a font's file, or of what `sha256sum` prints of a template's files in the order of their paths.
        public let sha256: String
    }

    /// The templates, by id.
    public let templates: [Resource]
    /// The fonts, by the names of their files.
    public let fonts: [Resource]

    /// The hash of an adopted template; `nil` for one that is not.
    func template(_ name: String) -> Resource? { templates.first { $0.name == name } }

    /// What stands in an environment now.
    ///
    /// - Throws: `faults` for a template with mistakes.
    public init(of environment: DiwanEnvironment) throws(OfficeError) {
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
    }

    /// What stands in the file of an office; `nil` where there is none yet.
    init?(_ folder: OfficeFolder) throws(OfficeError) {
        let path = folder.file(Self.fileName)
        guard let bytes = try? FileBytes.read(path) else { return nil }
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
        if reader.faults.hasErrors { throw .faults(reader.faults, sources: [source]) }
    }

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
            .object([("diwan-resources", .integer(1)), ("templates", list(templates)), ("fonts", list(fonts))]), .pretty)
    }

    /// The names of what is not as it was adopted, of what is new, and of what is gone.
    public func differences(from now: AdoptedResources) -> [String] {
        func differences(_ then: [Resource], _ now: [Resource]) -> [String] {
            let known = Dictionary(then.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first })
            let present = Set(now.map(\.name))
            return now.filter { known[$0.name] != $0.sha256 }.map(\.name) + then.map(\.name).filter { !present.contains($0) }
        }
        return differences(templates, now.templates) + differences(fonts, now.fonts)
    }
}

extension Office {
    /// Adopts the templates and fonts as they stand now, and says so in the log.
    public func adoptResources(by actor: Actor) throws(OfficeError) {
        let now = try AdoptedResources(of: environment)
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
                    ("files", .integer(now.templates.count + now.fonts.count)), ("sha256", .string(Hexadecimal.text(SHA256.hash(bytes)))),
                ])
        }
    }
}
