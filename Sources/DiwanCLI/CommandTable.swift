/// The commands of the program, in the order in which the help lists them.
enum CommandTable {
    /// One line a command; its file is in `Commands/`.
    static let commands: [Command] = [
        .render,
        .batch,
        .check,
        .templates,
        .verify,
        .initialize,
        .request,
        .decide,
        .inquiry,
        .list,
        .draft,
        .issue,
        .print,
        .sign,
        .record,
        .revoke,
        .report,
        .erase,
        .branch,
        .ledger,
        .fonts,
        .doctor,
        .inspect,
        .completions,
        .version,
        .help,
    ]
}
