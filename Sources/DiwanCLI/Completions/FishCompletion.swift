/// The completions of fish, from the command table.
enum FishCompletion {
    /// A script that fish reads.
    static func script(_ commands: [Command]) -> String {
        var text = "# fish completion of diwan, written by \"diwan completions fish\"\ncomplete -c diwan -f\n"
        text += "complete -c diwan -n __fish_use_subcommand -l help -s h -d \(quoted("show this help"))\n"
        text += "complete -c diwan -n __fish_use_subcommand -l version -d \(quoted("show the version"))\n"
        for command in commands {
            text += "complete -c diwan -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))\n"
        }
        for command in commands { text += entries(command, condition: "__fish_seen_subcommand_from \(command.name)") }
        return text
    }

    private static func entries(_ command: Command, condition: String) -> String {
        let head = "complete -c diwan -n \(quoted(condition))"
        var text = ""
        if !command.subcommands.isEmpty {
            let names = command.subcommands.map(\.name).joined(separator: " ")
            let first = quoted("\(condition); and not __fish_seen_subcommand_from \(names)")
            for below in command.subcommands {
                text += "complete -c diwan -n \(first) -a \(below.name) -d \(quoted(below.summary))\n"
                text += entries(below, condition: "\(condition); and __fish_seen_subcommand_from \(below.name)")
            }
            return text
        }
        for option in command.allOptions {
            var line = head + " -l \(option.name.dropFirst(2))"
            if let short = option.short { line += " -s \(short.dropFirst())" }
            if case .required(_, let kind) = option.value { line += " -r" + action(kind) }
            text += line + " -d \(quoted(option.summary))\n"
        }
        for operand in command.operands {
            let words = action(operand.kind)
            if !words.isEmpty { text += head + words + "\n" }
        }
        return text
    }

    private static func action(_ kind: ValueKind) -> String {
        switch kind {
        case .file: " -F"
        case .folder: " -a '(__fish_complete_directories)'"
        case .template: " -F -a '(diwan templates 2>/dev/null | cut -f1)'"
        case .choice(let words): " -a \(quoted(words.joined(separator: " ")))"
        case .text: ""
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
