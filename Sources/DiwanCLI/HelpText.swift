/// The help of the program and of its commands, from the command table.
enum HelpText {
    /// The longest line.
    private static let width = 100

    /// The help of the whole program.
    static func program(_ commands: [Command]) -> String {
        var text = "Diwan makes official Arabic documents from templates and data.\n\nusage: diwan COMMAND [ARGUMENT…]\n\ncommands:\n"
        text += table(commands.map { ($0.name, $0.summary) })
        text += "\nexit status:\n" + table(exitStatuses)
        text += "\nenvironment:\n" + table(variables)
        text += "\n\"-\" as a file is standard input or output. \"diwan help COMMAND\" tells more.\n"
        return text
    }

    /// The help of one command; `path` is its full name.
    static func command(_ command: Command, path: String) -> String {
        var text = "diwan \(path): \(command.summary)\n\nusage: \(usage(of: command, path: path))\n"
        if !command.operands.isEmpty {
            text += "\n" + table(command.operands.map { ($0.name, description(of: $0.summary, kind: $0.kind)) })
        }
        if !command.subcommands.isEmpty {
            text += "\ncommands:\n" + table(command.subcommands.map { ($0.name, $0.summary) })
        }
        text += "\noptions:\n"
        text += table(command.allOptions.map { ($0.usage, description(of: $0.summary, kind: $0.valueKind)) })
        for paragraph in command.details { text += "\n" + wrapped(paragraph, indent: 0) }
        return text
    }

    /// The usage line of a command: `diwan check TEMPLATE… [OPTION…]`.
    static func usage(of command: Command, path: String) -> String {
        var parts = ["diwan", path]
        if !command.subcommands.isEmpty { parts.append("COMMAND") }
        parts += command.operands.map(\.usage)
        if !command.options.isEmpty { parts.append("[OPTION…]") }
        return parts.joined(separator: " ")
    }

    /// A summary with the words that the value may be.
    static func description(of summary: String, kind: ValueKind?) -> String {
        if case .choice(let words)? = kind { return summary + ": " + words.joined(separator: ", ") }
        return summary
    }

    /// What the exit statuses mean.
    static let exitStatuses: [(String, String)] = [
        ("0", "done"),
        ("1", "wrong arguments, template or data"),
        ("2", "a failure while running: fonts, memory"),
        ("3", "a file that cannot be read or written"),
        ("4", "what was to be verified is not right"),
        ("5", "the office's policy does not allow it"),
        ("6", "a batch was done in part"),
    ]

    /// The environment variables that count.
    static let variables: [(String, String)] = [
        ("DIWAN_HOME", "the folder that holds Templates and Fonts"),
        ("DIWAN_OFFICE", "the office, instead of the nearest folder above that is one"),
        ("SOURCE_DATE_EPOCH", "the time of creation, in seconds since 1970, instead of now"),
        ("NO_COLOR", "when set, no colours on a terminal"),
    ]

    /// Two columns, the second wrapped.
    private static func table(_ rows: [(String, String)]) -> String {
        let widest = rows.map { $0.0.count }.filter { $0 <= 26 }.max() ?? 0
        var text = ""
        for (name, summary) in rows {
            let lines = lines(of: summary, width: width - widest - 4)
            var head = "  " + name
            if name.count > widest {
                text += head + "\n"
                head = "  "
            }
            head += String(repeating: " ", count: widest + 4 - head.count)
            for line in lines {
                text += head + line + "\n"
                head = String(repeating: " ", count: widest + 4)
            }
        }
        return text
    }

    private static func wrapped(_ paragraph: String, indent: Int) -> String {
        lines(of: paragraph, width: width - indent).map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
    }

    /// `text` in lines of at most `width` characters, broken at spaces.
    private static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines
    }
}
