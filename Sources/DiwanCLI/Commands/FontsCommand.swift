import Diwan
import DiwanBytes
import DiwanDiagnostics
import DiwanFont

extension Command {
    /// `diwan fonts`.
    static let fonts = Command(
        name: "fonts", summary: "list the fonts that documents may name, and where this machine has them",
        details: [
            "Out: family, weight, roles, state, file; separated by TAB. The state is \"tested\" for the very file that the tests were run on, "
                + "\"other\" for another version, which may set lines differently, \"damaged\" for one that cannot be used, "
                + "and \"missing\", with the package that provides it in the place of the file."
        ],
        options: [.templates, .fonts, .json]
    ) { arguments, console throws(CommandFailure) in
        let fonts = try installedFonts(arguments)
        if arguments.has("--json") {
            let objects = fonts.map { font in
                JSONText.object([
                    "family": JSONText.string(font.entry.family), "weight": JSONText.string("\(font.entry.weight)"),
                    "roles": "[" + font.entry.roles.map(JSONText.string).joined(separator: ",") + "]",
                    "state": JSONText.string(font.state.rawValue), "file": font.entry.path.map(JSONText.string),
                    "package": JSONText.string(font.entry.package), "licence": JSONText.string(font.entry.licence),
                ])
            }
            try console.write("[\n" + objects.joined(separator: ",\n") + "\n]\n")
        } else {
            var output: [UInt8] = []
            for font in fonts {
                let entry = font.entry
                output.append(fields: [
                    entry.family, "\(entry.weight)", entry.roles.joined(separator: ","), font.state.rawValue, entry.path ?? entry.package,
                ])
            }
            try console.write(output)
        }
        return .done
    }

    /// How a font of the list stands on this machine.
    enum FontState: String {
        /// The file that the tests were run on.
        case tested
        /// Another version.
        case other
        /// A file that cannot be used.
        case damaged
        /// No file.
        case missing
    }

    /// The fonts of the list, each with its state.
    static func installedFonts(_ arguments: Arguments) throws(CommandFailure) -> [(entry: FontList.Entry, state: FontState)] {
        let list: FontList
        do throws(EnvironmentError) {
            list = try FontList(in: arguments.places)
        } catch {
            throw CommandFailure(error)
        }
        return list.entries.map { ($0, state(of: $0)) }
    }

    private static func state(of entry: FontList.Entry) -> FontState {
        guard let path = entry.path else { return .missing }
        guard (try? Font(path: path)) != nil, let bytes = try? FileBytes.read(path) else { return .damaged }
        return Hexadecimal.text(SHA256.hash(bytes)) == entry.sha256 ? .tested : .other
    }
}
