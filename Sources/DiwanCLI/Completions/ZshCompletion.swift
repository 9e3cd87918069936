/// The completions of zsh, from the command table.
enum ZshCompletion {
    /// A script that zsh reads as the function `_diwan`.
    static func script(_ commands: [Command]) -> String {
        var text = "#compdef diwan\n# zsh completion of diwan, written by \"diwan completions zsh\"\n\n"
        text += "_diwan_templates() {\n    local -a ids\n    ids=(${(f)\"$(diwan templates 2>/dev/null | cut -f1)\"})\n"
        text += "    _alternative \"templates:template:(${ids[*]})\" 'files:file:_files'\n}\n\n"
        text += function(name: "_diwan", commands: commands, hasVersion: true)
        text += "compdef _diwan diwan\n"
        return text
    }

    private static func function(name: String, commands: [Command], hasVersion: Bool) -> String {
        var text = ""
        for command in commands where !command.subcommands.isEmpty {
            text += function(name: "\(name)_\(command.name)", commands: command.subcommands, hasVersion: false)
        }
        text += "\(name)() {\n    local state line\n    local -a commands\n    commands=(\n"
        for command in commands { text += "        \(quoted(command.name + ":" + command.summary))\n" }
        text += "    )\n    _arguments -C '(- *)'{-h,--help}'[show this help]'"
        if hasVersion { text += " '(- *)--version[show the version]'" }
        text += " '1: :->command' '*:: :->arguments'\n    case $state in\n"
        text += "    command) _describe command commands ;;\n    arguments)\n        case $line[1] in\n"
        for command in commands {
            text += "        \(command.name))\n"
            text += command.subcommands.isEmpty ? arguments(of: command) : "            \(name)_\(command.name)\n"
            text += "            ;;\n"
        }
        return text + "        esac\n        ;;\n    esac\n}\n\n"
    }

    private static func arguments(of command: Command) -> String {
        var parts: [String] = []
        for option in command.allOptions {
            let summary = "[" + option.summary.replacing("[", with: "\\[").replacing("]", with: "\\]") + "]"
            let value = option.valueKind.map { ":value:" + action($0) } ?? ""
            let sign = if case .optionalNumber = option.value { ":" } else { "" }
            for name in [option.short, option.name].compactMap({ $0 }) {
                parts.append(quoted((option.isRepeated ? "*" : "") + name + summary + sign + value))
            }
        }
        for operand in command.operands {
            parts.append(quoted((operand.isRepeated ? "*:" : ":") + operand.name.lowercased() + ":" + action(operand.kind)))
        }
        return "            _arguments \\\n                " + parts.joined(separator: " \\\n                ") + "\n"
    }

    private static func action(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "_files"
        case .folder: "_files -/"
        case .template: "_diwan_templates"
        case .choice(let words): "(" + words.joined(separator: " ") + ")"
        case .text: ""
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
