import Diwan
import DiwanDiagnostics
import Glibc

extension Option {
    /// The templates root.
    static let templates = Option(
        name: "--templates", value: .required("DIR", .folder), summary: "the templates root, instead of the one that is found")
    /// The font list.
    static let fonts = Option(
        name: "--fonts", value: .required("FILE", .file), summary: "the font list, instead of Fonts/fonts.json")
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
}

extension CommandFailure {
    /// A file that cannot be read or written.
    init(_ error: FileError) {
        self.init(status: .inputOutput, message: error.words)
    }

    /// An environment that cannot be used.
    init(_ error: EnvironmentError) {
        switch error {
        case .noTemplates(let looked):
            self.init(
                status: .mistake, message: "there is no templates root; looked for \(Self.list(looked))",
                hint: "name it by --templates DIR, or set DIWAN_HOME to the folder that holds Templates and Fonts")
        case .noFontList(let looked):
            self.init(
                status: .failure, message: "there is no font list; looked for \(Self.list(looked))",
                hint: "name it by --fonts FILE, or set DIWAN_HOME to the folder that holds Templates and Fonts")
        case .faults(let diagnostics):
            self.init(status: .mistake, diagnostics: diagnostics)
        case .noFont(let role, let packages):
            self.init(
                status: .failure, message: "no font of the role \"\(role)\" is installed",
                hint: "install one: apt-get install \(packages.joined(separator: " or "))")
        case .file(let error):
            self.init(error)
        case .time(let text):
            self.init(
                status: .mistake, message: "\"\(text)\" is no time of creation",
                hint: "write the seconds since 1970-01-01 as a whole number")
        }
    }

    private static func list(_ paths: [String]) -> String {
        let shown = paths.prefix(4).joined(separator: ", ")
        return paths.count > 4 ? shown + " and \(paths.count - 4) more places" : shown
    }
}
