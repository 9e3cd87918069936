import Glibc

/// Where the templates and the font list are.
public struct ResourceFolders: Hashable, Sendable {
    /// The folder that holds the templates, without a slash at the end.
    public let templates: String
    /// The font list, `Fonts/fonts.json`.
    public let fontList: String

    /// What says where to look, in this order: what the user names, `DIWAN_HOME`, the folders above the current one, those above the program.
    public struct Places: Sendable {
        /// The templates root that the user names.
        public var templates: String?
        /// The font list, or the folder that holds it, that the user names.
        public var fonts: String?
        /// The folder that holds `Templates` and `Fonts`: the variable `DIWAN_HOME`.
        public var home: String?
        /// The current folder.
        public var currentFolder: String?
        /// The folder of the program.
        public var programFolder: String?

        /// Places to look in; those that are not named are not looked in.
        public init(
            templates: String? = nil, fonts: String? = nil, home: String? = nil, currentFolder: String? = nil, programFolder: String? = nil
        ) {
            self.templates = templates
            self.fonts = fonts
            self.home = home
            self.currentFolder = currentFolder
            self.programFolder = programFolder
        }

        /// The places of this process.
        public static func ofProcess() -> Places {
            var places = Places()
            places.home = getenv("DIWAN_HOME").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
            places.currentFolder = FileBytes.resolved(".")
            places.programFolder = FileBytes.resolved("/proc/self/exe").map { FileBytes.split($0).folder }
            return places
        }

        /// The folders in which `Templates` or `Fonts` may stand, nearest first.
        var roots: [String] {
            if let home { return [home] }
            return [currentFolder, programFolder].flatMap { folder -> [String] in
                guard var folder else { return [] }
                var folders = [folder]
                while folder != "/", folder != "." {
                    folder = FileBytes.split(folder).folder
                    folders.append(folder)
                }
                return folders
            }
        }
    }

    /// Looks for the templates and the font list.
    public init(in places: Places) throws(EnvironmentError) {
        templates = try Self.templates(in: places)
        fontList = try Self.fontList(in: places)
    }

    /// Looks for the templates alone.
    public static func templates(in places: Places) throws(EnvironmentError) -> String {
        if let templates = places.templates {
            guard isFolder(templates) else { throw .noTemplates(looked: [templates]) }
            return withoutSlash(templates)
        }
        // A desktop has a folder `Templates` of another meaning; ours holds a profile.
        let candidates = places.roots.map { joined($0, "Templates") }
        guard let found = candidates.first(where: { access("\($0)/profile.json", R_OK) == 0 }) else {
            throw .noTemplates(looked: candidates)
        }
        return found
    }

    /// Looks for the font list alone: that which is named, that of `DIWAN_HOME`, the one beside the templates, then as for templates.
    public static func fontList(in places: Places) throws(EnvironmentError) -> String {
        if let fonts = places.fonts {
            let list = isFolder(fonts) ? joined(fonts, "fonts.json") : fonts
            guard access(list, F_OK) == 0 else { throw .noFontList(looked: [list]) }
            return list
        }
        var folders = places.roots
        if places.home == nil, let templates = try? templates(in: places) {
            folders.insert(FileBytes.split(FileBytes.resolved(templates) ?? templates).folder, at: 0)
        }
        let candidates = folders.map { joined($0, "Fonts/fonts.json") }
        guard let found = candidates.first(where: { access($0, R_OK) == 0 }) else { throw .noFontList(looked: candidates) }
        return found
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder == "/" ? "/" + name : "\(withoutSlash(folder))/\(name)"
    }

    private static func withoutSlash(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// Whether there is a folder at `path`.
    public static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
