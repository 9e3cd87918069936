import Diwan

/// The manual page of the program in roff (man(7)), from the command table.
enum ManualPage {
    /// The whole page.
    static func text(_ commands: [Command]) -> String {
        var page = """
            .TH DIWAN 1 "" "diwan \(Engine.version)" "User Commands"
            .SH NAME
            diwan \\- official Arabic documents from templates and data
            .SH SYNOPSIS
            .B diwan
            .I COMMAND
            .RI [ ARGUMENT ...]
            .SH DESCRIPTION
            Diwan makes official Arabic documents and forms from templates and data, and writes them as PDF.
            .PP
            \\(dq\\-\\(dq as a file is standard input or output.
            Results go to standard output, words for people to standard error.
            .SH COMMANDS

            """
        for command in commands { write(command, path: command.name, to: &page) }
        page += ".SH EXIT STATUS\n" + list(HelpText.exitStatuses)
        page += ".SH ENVIRONMENT\n" + list(HelpText.variables)
        return page
    }

    private static func write(_ command: Command, path: String, to page: inout String) {
        page += ".SS \(escaped(HelpText.usage(of: command, path: path)))\n"
        page += escaped(sentence(command.summary)) + "\n"
        for paragraph in command.details { page += ".PP\n" + escaped(paragraph) + "\n" }
        page += list(command.operands.map { ($0.name, HelpText.description(of: $0.summary, kind: $0.kind)) })
        page += list(command.options.map { ($0.usage, HelpText.description(of: $0.summary, kind: $0.valueKind)) })
        for below in command.subcommands { write(below, path: path + " " + below.name, to: &page) }
    }

    private static func list(_ rows: [(String, String)]) -> String {
        rows.map { ".TP\n.B \(escaped($0.0))\n\(escaped($0.1))\n" }.joined()
    }

    /// `text` with a capital first letter and a full stop.
    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    /// `text` with the characters that roff reads as its own written as escapes.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\"": result += "\\(dq"
            case "'": result += "\\(aq"
            case "…": result += "..."
            case "." where result.isEmpty: result += "\\&."
            default: result.append(character)
            }
        }
        return result
    }
}
