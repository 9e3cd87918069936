extension Command {
    /// `diwan inspect`.
    static let inspect = Command(
        name: "inspect", summary: "show what the engine sees, line by line, for authors and tests",
        details: [
            "Each command reads lines and writes lines, so that the engine can be held against other programs. "
                + "Fields are separated by TAB unless the command says otherwise. A line that cannot be read ends the work with status 1."
        ],
        subcommands: [
            .inspectShape, .inspectKashida,
            .inspectBidi,
            .inspectBreaks,
            .inspectWords,
            .inspectDate,
            .inspectDue,
            .inspectID,
            .inspectName,
            .inspectAgree,
            .inspectPDF,
        ])

    /// An `inspect` command that turns each line of standard input into a line of fields.
    static func inspection(
        _ name: String, _ summary: String, input: String, output: String, operands: [Operand] = [],
        _ fields: @escaping @Sendable (String, Arguments) throws(CommandFailure) -> [String]
    ) -> Command {
        Command(name: name, summary: summary, details: ["In: \(input).", "Out: \(output)."], operands: operands) {
            arguments, console throws(CommandFailure) in
            try LineStream(path: "-", console: console).forEachLine { line, output throws(CommandFailure) in
                output.append(fields: try fields(String(decoding: line, as: UTF8.self), arguments))
            }
            return .done
        }
    }
}
