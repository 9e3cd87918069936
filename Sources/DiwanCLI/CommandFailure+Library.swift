import Diwan
import DiwanDiagnostics
import DiwanFont
import Glibc

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
        case .faults(let diagnostics, let sources):
            self.init(status: .mistake, diagnostics: diagnostics, sources: sources)
        case .noFont(let role, let packages):
            self.init(
                status: .failure, message: "no font of the role \"\(role)\" is installed", hint: Self.installing(packages))
        case .file(let error):
            self.init(error)
        case .time(let text):
            self.init(
                status: .mistake, message: "\"\(text)\" is no time of creation",
                hint: "write the seconds since 1970-01-01 as a whole number")
        }
    }

    /// A document that was not made.
    init(_ error: RenderError) {
        switch error {
        case .noTemplate(let name, let nearest):
            self.init(
                status: .mistake, message: "there is no template \"\(name)\"",
                hint: nearest.map { "did you mean \"\($0)\"?" } ?? "diwan templates lists them")
        case .faults(let diagnostics, let sources):
            self.init(status: .mistake, diagnostics: diagnostics, sources: sources)
        case .missingFont(let family, let packages):
            self.init(
                status: .failure, message: "the font \"\(family)\" is not installed",
                hint: packages.isEmpty ? "diwan fonts lists the fonts that documents may name" : Self.installing(packages))
        case .textDiffers(let check):
            func list(_ words: [String]) -> String {
                let shown = words.prefix(5).map { "«\($0)»" }.joined(separator: " ")
                return words.count > 5 ? "\(shown) and \(words.count - 5) more" : shown
            }
            let lost = check.missing.isEmpty ? [] : ["lost: \(list(check.missing))"]
            let added = check.extra.isEmpty ? [] : ["not of the document: \(list(check.extra))"]
            self.init(
                status: .failure, message: "the text of the PDF is not the document's; \((lost + added).joined(separator: "; "))",
                hint: "nothing was written; this is a mistake of diwan, please report it")
        case .embedding(let fault):
            self.init(
                status: .failure, message: "the document cannot carry its source: \(fault.words)",
                hint: "leave out --embed-data; this is a mistake of diwan or of the template, please report it")
        case .font(let path, let error):
            self.init(error, path: path)
        case .file(let error):
            self.init(error)
        }
    }

    /// A font that cannot be used.
    init(_ error: FontError, path: String) {
        self.init(status: .failure, message: "the font \(path) cannot be used: \(Self.words(error))")
    }

    /// What is wrong with a font file, in plain words.
    private static func words(_ error: FontError) -> String {
        switch error {
        case .unreadable(_, let code): String(cString: strerror(code))
        case .notAFont: "it is no TrueType or OpenType font"
        case .noSuchFont(let index, let count): "it holds \(count) fonts, and the one of index \(index) is asked for"
        case .unsupportedOutlines(let table): "its outlines are in a table (\(table)) that is not supported yet"
        case .missingTable(let table): "its table \(table) is missing"
        case .truncated(let table, let offset, let needed): "its table \(table) ends before \(needed) bytes at \(offset)"
        case .checksum(let table): "its table \(table) is damaged: some of its bytes were changed"
        case .invalid(let table, let offset): "its table \(table) is damaged at \(offset)"
        }
    }

    private static func installing(_ packages: [String]) -> String {
        "install " + packages.map { "the package \($0)" }.joined(separator: " or ")
    }

    private static func list(_ paths: [String]) -> String {
        let shown = paths.prefix(4).joined(separator: ", ")
        return paths.count > 4 ? shown + " and \(paths.count - 4) more places" : shown
    }
}
