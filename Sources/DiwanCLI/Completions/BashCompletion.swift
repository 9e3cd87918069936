/// The completions of bash, from the command table.
enum BashCompletion {
    /// A script that bash reads.
    static func script(_ commands: [Command]) -> String {
        var text = """
            # bash completion of diwan, written by "diwan completions bash"
            _diwan() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= word
                COMPREPLY=()
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$path/$word" in

            """
        let all = flattened(commands)
        text += "            \(all.map { "/" + $0.path.replacingSpaces(with: "/") }.joined(separator: "|"))) path=$path/$word ;;\n"
        text += """
                    esac
                done
                case "$path" in
                "") COMPREPLY=($(compgen -W "\(commands.map(\.name).joined(separator: " ")) --help --version" -- "$current")) ;;

            """
        for (path, command) in all { text += entry(command, path: "/" + path.replacingSpaces(with: "/"), commands) }
        text += """
                esac
            }
            complete -F _diwan diwan

            """
        return text
    }

    /// Every command and every command below one, with its full name.
    static func flattened(_ commands: [Command], above: String = "") -> [(path: String, command: Command)] {
        commands.flatMap { command in
            let path = above + command.name
            return [(path, command)] + flattened(command.subcommands, above: path + " ")
        }
    }

    private static func entry(_ command: Command, path: String, _ commands: [Command]) -> String {
        var text = "    \(path))\n"
        let valued = command.options.filter { if case .required = $0.value { true } else { false } }
        if !valued.isEmpty {
            text += "        case \"$previous\" in\n"
            for option in valued {
                let names = [option.name, option.short].compactMap { $0 }.joined(separator: "|")
                text += "        \(names)) \(words(option.valueKind ?? .text)); return ;;\n"
            }
            text += "        esac\n"
        }
        let options = command.allOptions.flatMap { [$0.name, $0.short].compactMap { $0 } }.joined(separator: " ")
        text += "        if [[ $current == -* ]]; then COMPREPLY=($(compgen -W \"\(options)\" -- \"$current\")); return; fi\n"
        if !command.subcommands.isEmpty {
            let names = command.subcommands.map(\.name).joined(separator: " ")
            text += "        COMPREPLY=($(compgen -W \"\(names)\" -- \"$current\"))\n"
        } else if command.name == Command.help.name {
            text += "        COMPREPLY=($(compgen -W \"\(commands.map(\.name).joined(separator: " "))\" -- \"$current\"))\n"
        } else if let operand = command.operands.last {
            text += "        \(words(operand.kind))\n"
        }
        return text + "        ;;\n"
    }

    private static func words(_ kind: ValueKind) -> String {
        switch kind {
        case .file: "COMPREPLY=($(compgen -f -- \"$current\"))"
        case .folder: "COMPREPLY=($(compgen -d -- \"$current\"))"
        case .template:
            "COMPREPLY=($(compgen -W \"$(diwan templates 2>/dev/null | cut -f1)\" -- \"$current\") $(compgen -f -- \"$current\"))"
        case .choice(let words): "COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$current\"))"
        case .text: "COMPREPLY=()"
        }
    }
}

extension String {
    /// The text with every space as `separator`.
    func replacingSpaces(with separator: String) -> String {
        split(separator: " ").joined(separator: separator)
    }
}
