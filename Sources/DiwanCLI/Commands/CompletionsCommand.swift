extension Command {
    /// `diwan completions`.
    static let completions = Command(
        name: "completions", summary: "write the completions of a shell",
        details: [
            "bash: diwan completions bash > ~/.local/share/bash-completion/completions/diwan",
            "zsh: diwan completions zsh > a folder of $fpath, under the name _diwan",
            "fish: diwan completions fish > ~/.config/fish/completions/diwan.fish",
        ],
        operands: [Operand(name: "SHELL", summary: "the shell", kind: .choice(["bash", "zsh", "fish"]))]
    ) { arguments, console throws(CommandFailure) in
        let commands = CommandTable.commands
        switch arguments.operands[0] {
        case "bash": try console.write(BashCompletion.script(commands))
        case "zsh": try console.write(ZshCompletion.script(commands))
        default: try console.write(FishCompletion.script(commands))
        }
        return .done
    }
}
