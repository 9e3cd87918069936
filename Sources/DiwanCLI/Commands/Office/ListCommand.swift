import Diwan
import DiwanData
import DiwanOffice

extension Command {
    /// `diwan list`.
    static let list = Command(
        name: "list", summary: "notices to people who did not ask: lists on a recorded ground, and who wants no more",
        subcommands: [listOpen, listStop, listIssue])

    private static let number = Operand(name: "LIST", summary: "the list's number", kind: .text)

    private static let listOpen = Command(
        name: "open", summary: "open a list, and write down on which ground notices go to it", details: ["Out: its number."],
        options: [
            Option(name: "--name", value: .required("NAME", .text), summary: "what it is called on the notices"),
            Option(name: "--basis", value: .required("BASIS", .text), summary: "consent, service, rule, or as the policy has it"),
            Option(name: "--text", value: .required("TEXT", .text), summary: "the ground in words"),
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: office.configuration.policy.lists.roles)
        guard let name = arguments.value("--name"), let basis = arguments.value("--basis"), let text = arguments.value("--text") else {
            throw .arguments("--name, --basis and --text are wanted")
        }
        let number = try officeWork { () throws(OfficeError) in
            try office.openNoticeList(name, basis: basis, ground: text, by: actor)
        }
        try console.write(number + "\n")
        return .done
    }

    private static let listStop = Command(
        name: "stop", summary: "write down that someone wants no more notices of a list", operands: [number],
        options: [Option(name: "--code", value: .required("CODE", .text), summary: "the code that stands on the notice")] + Option.ofOffice
    ) { arguments, _ throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        guard let code = arguments.value("--code") else { throw .arguments("--code is missing") }
        try officeWork { () throws(OfficeError) in try office.stopNotices(of: arguments.operands[0], code: code, by: actor) }
        return .done
    }

    private static let listIssue = Command(
        name: "issue", summary: "issue a notice to each of a list but those who want none",
        details: [
            "Out, for each of --data: its place, then number, code, SHA-256, path, or stopped, or done; separated by TAB.",
            "Each has ben.id, from which the code for stopping is made. Stopped at any point, it is gone on with by the same command: what an "
                + "earlier run of the same data came to is done.",
        ],
        operands: [number],
        options: [
            Option(name: "--data", value: .required("FILE", .file), summary: "an array of the data of each, in JSON"),
            Option(name: "--again", summary: "issue anew what was all issued already from the same data"),
            .sealPassphrase,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: office.configuration.policy.lists.roles)
        let path = try arguments.needed(Option(name: "--data", summary: "the data of each"))
        let records: [RecordData]
        do throws(RenderError) {
            records = try RecordData.variants(file: path)
        } catch {
            throw CommandFailure(error)
        }
        let recipients = records.map(\.value)
        var bar: ProgressBar?
        defer { bar?.clear(console) }
        var unsaid: CommandFailure?
        try officeWork { () throws(OfficeError) in
            try office.issueNotices(
                of: arguments.operands[0], to: recipients, source: records.first?.source, isAgain: arguments.has("--again"), by: actor
            ) { index, notice throws(OfficeError) in
                var output: [UInt8] = []
                switch notice {
                case .issued(let issued):
                    output.append(fields: ["\(index + 1)", issued.number, issued.code.text, issued.hash, issued.path])
                case .stopped: output.append(fields: ["\(index + 1)", "stopped"])
                case .done: output.append(fields: ["\(index + 1)", "done"])
                }
                // Where no one hears of it any more, it is issued all the same.
                do throws(CommandFailure) {
                    if unsaid == nil { try console.write(output) }
                } catch {
                    unsaid = error
                }
                guard console.isTerminal else { return }
                if bar == nil { bar = ProgressBar(total: recipients.count, first: index) }
                bar?.show(index + 1, console)
            }
        }
        if let unsaid { throw unsaid }
        return .done
    }
}
