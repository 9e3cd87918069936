import Diwan
import DiwanOffice

extension Command {
    /// `diwan init`.
    static let initialize = Command(
        name: "init", summary: "make an office: its folder, its key, its log",
        details: [
            "The folder is new or empty, and for its owner alone. Its files are copies of the sample in the templates root: put the charity's "
                + "own data into office.json, policy.json, people.json and profile.json. Out: the office's public key, by which anyone "
                + "verifies; publish it where it is found without the office."
        ],
        operands: [Operand(name: "DIR", summary: "the folder", kind: .folder)],
        options: [
            Option(
                name: "--origin", value: .required("NAME", .text),
                summary: "the name of the log, a domain and a path such as charity.example/diwan; it never changes"),
            Option(
                name: "--branch", value: .required("CODE", .text),
                summary: "the branch that this is, as it stands in numbers; the head office has none"),
            .passphrase, .templates, .fonts, .creationTime,
        ]
    ) { arguments, console throws(CommandFailure) in
        let folder = OfficeFolder(arguments.operands[0])
        let places = arguments.places
        let templates: String
        let time: CreationTime
        do throws(EnvironmentError) {
            templates = try ResourceFolders.templates(in: places)
            time = try arguments.creationTime()
        } catch {
            throw CommandFailure(error)
        }
        let founding = Office.Founding(
            origin: arguments.value("--origin"), branch: arguments.value("--branch"),
            passphrase: try arguments.passphrase(.passphrase, credential: "diwan-passphrase"))
        let office = try officeWork { () throws(OfficeError) in
            try Office.found(folder, founding, templates: templates) { profile throws(EnvironmentError) in
                try DiwanEnvironment(places: places, profile: profile, time: time)
            }
        }
        try console.write(office.verifierKeys.map { $0 + "\n" }.joined())
        return .done
    }
}
