import DiwanDiagnostics

/// The program: finds the command, runs it, and says what went wrong.
enum Program {
    /// Runs the program with the words after its name.
    static func run(_ words: [String]) -> ExitStatus {
        let console = Console()
        let parser = ArgumentParser(commands: CommandTable.commands)
        do throws(CommandFailure) {
            switch try parser.parse(words) {
            case .help(let command, let path):
                try console.write(command.map { HelpText.command($0, path: path) } ?? HelpText.program(CommandTable.commands))
                return .done
            case .run(let command, let path, let arguments):
                return try run(command, path: path, arguments, console)
            }
        } catch {
            report(error, path: "", console)
            return error.status
        }
    }

    private static func run(
        _ command: Command, path: String, _ arguments: Arguments, _ console: Console
    ) throws(CommandFailure) -> ExitStatus {
        guard let action = command.action else { preconditionFailure("\(path) has commands below it, or does something") }
        do throws(CommandFailure) {
            return try action(arguments, console)
        } catch {
            report(error, path: path, console)
            if arguments.has("--json") { try console.write(json(error)) }
            return error.status
        }
    }

    /// Says what went wrong, for people.
    static func report(_ failure: CommandFailure, path: String, _ console: Console) {
        if !failure.diagnostics.isEmpty {
            console.sayRaw(DiagnosticPrinter(sources: failure.sources, usesColor: console.usesColor).text(failure.diagnostics))
        }
        guard let message = failure.message else { return }
        console.say("diwan\(path.isEmpty ? "" : " " + path): \(message)")
        if let hint = failure.hint { console.say("hint: \(hint)") }
    }

    /// What went wrong, for programs.
    private static func json(_ failure: CommandFailure) -> String {
        JSONText.object([
            "status": "\(failure.status.rawValue)",
            "message": failure.message.map(JSONText.string),
            "hint": failure.hint.map(JSONText.string),
            "diagnostics": String(DiagnosticJSON.array(failure.diagnostics).dropLast()),
        ]) + "\n"
    }
}
