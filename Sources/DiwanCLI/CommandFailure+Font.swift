import DiwanFont
import Glibc

extension CommandFailure {
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
        case .invalid(let table, let offset): "its table \(table) is damaged at \(offset)"
        }
    }
}
