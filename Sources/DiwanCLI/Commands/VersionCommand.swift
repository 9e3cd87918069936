import Diwan

extension Command {
    /// `diwan version`.
    static let version = Command(
        name: "version", summary: "show the version",
        options: [Option(name: "--json", summary: "as JSON")]
    ) { arguments, console throws(CommandFailure) in
        try console.write(arguments.has("--json") ? "{\"version\":\"\(Engine.version)\"}\n" : "diwan \(Engine.version)\n")
        return .done
    }
}
