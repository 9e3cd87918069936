import Diwan
import DiwanDiagnostics

extension Option {
    /// The templates root.
    static let templates = Option(
        name: "--templates", value: .required("DIR", .folder), summary: "the templates root, instead of the one that is found")
    /// The font list.
    static let fonts = Option(
        name: "--fonts", value: .required("FILE", .file), summary: "the font list, instead of Fonts/fonts.json")
    /// The office's profile.
    static let profile = Option(
        name: "--profile", value: .required("FILE", .file), summary: "the office's profile, instead of the templates root's profile.json")
    /// The letterhead.
    static let letterhead = Option(
        name: "--letterhead", value: .required("WHAT", .choice(["printed", "none"])),
        summary: "none: leave out what the office's letter paper has printed on it")
    /// The time of creation.
    static let creationTime = Option(
        name: "--creation-timestamp", value: .required("SECONDS", .text),
        summary: "the time of creation, in seconds since 1970, instead of now or SOURCE_DATE_EPOCH")
    /// Whether a PDF carries its source.
    static let embedData = Option(
        name: "--embed-data",
        summary: "let the PDF carry what it was made from: the fields that it prints, as it prints them; diwan verify --rerender uses it")
    /// JSON on standard output.
    static let json = Option(name: "--json", summary: "write the result as JSON to standard output")
}

extension Arguments {
    /// Where this process looks for templates and fonts, with what the options name.
    var places: ResourceFolders.Places {
        var places = ResourceFolders.Places.ofProcess()
        places.templates = value(Option.templates.name)
        places.fonts = value(Option.fonts.name)
        return places
    }

    /// The environment that the options name.
    ///
    /// - Parameter begun: when the work that goes on was begun; it counts where no option names a time.
    func environment(time begun: CreationTime? = nil) throws(CommandFailure) -> DiwanEnvironment {
        do throws(EnvironmentError) {
            let time = try creationTime(begun)
            return try DiwanEnvironment(
                places: places, profile: value(Option.profile.name), printsLetterhead: value(Option.letterhead.name) != "none", time: time)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The time that the options name, or else `begun`, or else now.
    func creationTime(_ begun: CreationTime? = nil) throws(EnvironmentError) -> CreationTime {
        if let text = value(Option.creationTime.name) {
            guard let named = CreationTime(text) else { throw .time(text) }
            return named
        }
        if let begun { return begun }
        return try CreationTime.ofProcess()
    }
}
