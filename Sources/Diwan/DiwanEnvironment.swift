public import DiwanDiagnostics
public import DiwanPDF
public import DiwanShaping
public import DiwanTemplate

/// The one door to the outside world: fonts, templates, the office's profile, the clock. All that is made depends on its input and on this.
public struct DiwanEnvironment: Sendable {
    /// The current folder; paths below it are shown without it.
    private let currentFolder: String?
    /// Where templates and fonts are.
    public let folders: ResourceFolders
    /// The fonts that documents may name, and where they are.
    public let fontList: FontList
    /// The fonts that this machine has; a file is read when it is first needed.
    public let fonts: FontLibrary
    /// The office.
    public private(set) var profile: Profile
    /// What is worth a look in the profile.
    public let profileWarnings: [Diagnostic]
    /// When documents are made.
    public private(set) var time: CreationTime
    /// Whether templates print the letterhead.
    public private(set) var printsLetterhead: Bool
    /// The bytes of the profile's file.
    private let profileBytes: [UInt8]
    /// What gives the pictures beside the profile.
    private let profilePictures: PictureSource
    /// The bytes of the list of fonts.
    let fontListBytes: [UInt8]

    /// The roles of fonts without which no document can be set.
    public static let neededRoles = ["body", "heading", "latin"]

    /// Opens the door.
    /// - Parameters:
    ///   - places: where to look for templates and fonts.
    ///   - profile: the profile's file; `nil` for the one in the templates root.
    ///   - printsLetterhead: whether templates print the letterhead; not on paper that has it. They see `$profile/letterhead`: `printed`, `none`.
    ///   - time: when documents are made.
    public init(
        places: ResourceFolders.Places, profile: String? = nil, printsLetterhead: Bool = true, time: CreationTime
    ) throws(EnvironmentError) {
        currentFolder = places.currentFolder
        folders = try ResourceFolders(in: places)
        self.time = time
        self.printsLetterhead = printsLetterhead
        let listSource = try SourceText(environmentFile: folders.fontList)
        fontListBytes = listSource.bytes
        fontList = try FontList(listSource)
        for role in Self.neededRoles where !fontList.entries.contains(where: { $0.roles.contains(role) && $0.path != nil }) {
            throw .noFont(role: role, packages: fontList.packages(role: role))
        }
        fonts = FontLibrary(faces: fontList.faces)
        let path = profile ?? folders.templates + "/profile.json"
        let source = try SourceText(environmentFile: path)
        profileBytes = source.bytes
        profilePictures = Self.pictures(in: Self.folder(of: path))
        let (read, diagnostics) = Profile.read(source.bytes, file: path, files: profilePictures)
        guard let read else { throw .faults(diagnostics, sources: [source]) }
        self.profile = read
        profileWarnings = diagnostics
        self.profile.texts.append(Self.letterheadText(printsLetterhead))
    }

    /// What templates see of the letterhead.
    private static func letterheadText(_ isPrinted: Bool) -> (name: String, value: String) {
        ("letterhead", isPrinted ? "printed" : "none")
    }

    /// The same environment at another time, with the letterhead or without it.
    public func at(_ time: CreationTime, printsLetterhead: Bool) -> DiwanEnvironment {
        var other = self
        other.time = time
        other.printsLetterhead = printsLetterhead
        other.profile.texts = profile.texts.filter { $0.name != "letterhead" } + [Self.letterheadText(printsLetterhead)]
        return other
    }

    /// The SHA-256 of the profile's file, in hexadecimal; where the profile names a logo or a file of the policy, of what `sha256sum` prints of
    /// its file and of theirs.
    var profileHash: String {
        let own = Ingredients.hash(profileBytes)
        let others = [profile.logoFile, profile.policyFile].compactMap { $0 }.compactMap { name in
            profilePictures(name).map { "\(Ingredients.hash($0))  \(name)\n" }
        }
        return others.isEmpty ? own : Ingredients.hash(Array("\(own)  profile.json\n\(others.joined())".utf8))
    }

    /// What of the environment a template may ask for.
    public var templateEnvironment: TemplateEnvironment {
        TemplateEnvironment(today: time.date, workingCalendar: profile.workingCalendar)
    }

    /// The pictures below `folder`. A link that leads out of it leads to nothing.
    static func pictures(in folder: String) -> PictureSource {
        { name in
            guard let root = FileBytes.resolved(folder), let file = FileBytes.resolved("\(folder)/\(name)"),
                file.hasPrefix(root == "/" ? root : root + "/")
            else { return nil }
            return try? FileBytes.read(file)
        }
    }

    /// The folder that the file at `path` stands in.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// The time as a PDF file writes it.
    public var pdfDate: PDFDate { time.pdfDate }

    /// What the house asks of its templates, `style.json` in the templates root; `nil` where there is none.
    public func styleGuide() throws(EnvironmentError) -> StyleGuide? {
        let path = folders.templates + "/style.json"
        guard FileBytes.resolved(path) != nil else { return nil }
        let source = try SourceText(environmentFile: path)
        let (guide, diagnostics) = StyleGuide.read(source.bytes, file: path)
        guard let guide else { throw .faults(diagnostics, sources: [source]) }
        return guide
    }

    /// `diagnostics` with their files as people are shown them.
    func shown(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.position = diagnostic.position.map { SourcePosition(file: shown($0.file), line: $0.line, column: $0.column) }
            return diagnostic
        }
    }

    /// How the file at `path`, as a template's loader names it, is shown to people: from the current folder when it is below it.
    func shown(_ path: String) -> String {
        let whole = path.hasPrefix("/") ? path : folders.templates + "/" + path
        guard let currentFolder, whole.hasPrefix(currentFolder + "/") else { return whole }
        return String(whole.dropFirst(currentFolder.count + 1))
    }
}
