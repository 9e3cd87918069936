import DiwanDiagnostics

/// Finds the command that a command line calls, and its arguments.
struct ArgumentParser {
    /// What a command line asks for.
    enum Call {
        /// That `command` runs with `arguments`; `path` is its full name: `inspect shape`.
        case run(Command, path: String, Arguments)
        /// The help of a command, or of the whole program (`nil`).
        case help(Command?, path: String)
    }

    /// The commands of the first word.
    let commands: [Command]

    /// Parses the words after the program's name.
    func parse(_ words: [String]) throws(CommandFailure) -> Call {
        guard let first = words.first else {
            throw .arguments("a command is missing", hint: "diwan help lists them")
        }
        switch first {
        case "--help", "-h": return .help(nil, path: "")
        case "--version": return try parse(["version"] + words.dropFirst())
        default: break
        }
        var command = try find(first, in: commands, parent: "diwan")
        var path = first
        var rest = words.dropFirst()
        while !command.subcommands.isEmpty {
            guard let word = rest.popFirst() else {
                throw .arguments("diwan \(path) wants one of: " + command.subcommands.map(\.name).joined(separator: ", "))
            }
            if word == "--help" || word == "-h" { return .help(command, path: path) }
            command = try find(word, in: command.subcommands, parent: "diwan \(path)")
            path += " " + word
        }
        guard let arguments = try arguments(of: command, path: path, Array(rest)) else { return .help(command, path: path) }
        return .run(command, path: path, arguments)
    }

    /// The command that `words` name, for `diwan help inspect shape`.
    func command(named words: [String]) throws(CommandFailure) -> Command {
        var commands = commands
        var parent = "diwan"
        var found: Command?
        for word in words {
            let command = try find(word, in: commands, parent: parent)
            (commands, parent, found) = (command.subcommands, parent + " " + word, command)
        }
        guard let found else { preconditionFailure("a command is named by at least one word") }
        return found
    }

    private func find(_ name: String, in commands: [Command], parent: String) throws(CommandFailure) -> Command {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let hint = NearestName.hint(for: name, in: commands.map(\.name))
        if name.hasPrefix("-") {
            throw .arguments("\(parent) has no option \(name)", hint: hint ?? "options stand after the command")
        }
        throw .arguments("\(parent) has no command \"\(name)\"", hint: hint ?? "\(parent) --help lists them")
    }

    /// The arguments of `command`; `nil` when its help is asked for.
    private func arguments(of command: Command, path: String, _ words: [String]) throws(CommandFailure) -> Arguments? {
        var result = Arguments()
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                result.operands += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                result.operands.append(word)
                continue
            }
            let (name, attached) = Self.split(word)
            guard let option = command.allOptions.first(where: { $0.name == name || $0.short == name }) else {
                let names = command.allOptions.flatMap { [$0.name] + ($0.short.map { [$0] } ?? []) }
                throw .arguments(
                    "diwan \(path) has no option \(name)", hint: NearestName.hint(for: name, in: names) ?? "diwan help \(path) lists them")
            }
            if option.name == Command.helpOption.name { return nil }
            let value = try value(of: option, attached: attached, from: &rest)
            if result.has(option.name), !option.isRepeated {
                throw .arguments("\(option.name) is given twice")
            }
            result.values[option.name, default: []].append(value)
        }
        try check(result.operands, of: command, path: path)
        return result
    }

    /// `--name=value` and `-nvalue` in their two parts.
    private static func split(_ word: String) -> (name: String, value: String?) {
        if word.hasPrefix("--") {
            guard let sign = word.firstIndex(of: "=") else { return (word, nil) }
            return (String(word[..<sign]), String(word[word.index(after: sign)...]))
        }
        let letter = word.index(word.startIndex, offsetBy: 2)
        return (String(word[..<letter]), letter == word.endIndex ? nil : String(word[letter...]))
    }

    private func value(of option: Option, attached: String?, from rest: inout ArraySlice<String>) throws(CommandFailure) -> String {
        switch option.value {
        case .none:
            if let attached { throw .arguments("\(option.name) takes no value, but \"\(attached)\" is given") }
            return ""
        case .optionalNumber:
            if let attached { return attached }
            guard let next = rest.first, !next.isEmpty, next.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return "" }
            rest.removeFirst()
            return next
        case .required(let placeholder, let kind):
            guard let value = attached ?? rest.popFirst() else {
                throw .arguments("\(option.name) wants a value: \(placeholder)")
            }
            if case .choice(let words) = kind, !words.contains(value) {
                throw .arguments(
                    "\(option.name) cannot be \"\(value)\"; it is one of: " + words.joined(separator: ", "),
                    hint: NearestName.hint(for: value, in: words))
            }
            return value
        }
    }

    private func check(_ given: [String], of command: Command, path: String) throws(CommandFailure) {
        for (index, operand) in command.operands.enumerated() where index >= given.count && !operand.isOptional {
            throw .arguments("\(operand.name) is missing: \(operand.summary)", hint: "usage: " + HelpText.usage(of: command, path: path))
        }
        if given.count > command.operands.count, command.operands.last?.isRepeated != true {
            throw .arguments(
                "\"\(given[command.operands.count])\" is one argument too many", hint: "usage: " + HelpText.usage(of: command, path: path))
        }
        for (operand, value) in zip(command.operands, given) {
            if case .choice(let words) = operand.kind, !words.contains(value) {
                throw .arguments(
                    "\(operand.name) cannot be \"\(value)\"; it is one of: " + words.joined(separator: ", "),
                    hint: NearestName.hint(for: value, in: words))
            }
        }
    }
}
