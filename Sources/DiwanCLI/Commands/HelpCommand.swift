extension Command {
    /// `diwan help`.
    static let help = Command(
        name: "help", summary: "show the help of the program or of a command",
        details: ["With --man the whole help is written as a manual page: diwan help --man | man -l -"],
        operands: [Operand(name: "COMMAND", summary: "a command, and a command below it", kind: .text, isOptional: true, isRepeated: true)],
        options: [Option(name: "--man", summary: "write the manual page, in roff")]
    ) { arguments, console throws(CommandFailure) in
        let commands = CommandTable.commands
        if arguments.has("--man") {
            try console.write(ManualPage.text(commands))
        } else if arguments.operands.isEmpty {
            try console.write(HelpText.program(commands))
        } else {
            let command = try ArgumentParser(commands: commands).command(named: arguments.operands)
            try console.write(HelpText.command(command, path: arguments.operands.joined(separator: " ")))
        }
        return .done
    }
}
