import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanDomain
import DiwanOffice

extension Command {
    /// `diwan request`.
    static let request = Command(
        name: "request", summary: "what goes on with a beneficiary's request, from its receipt to its end",
        details: [
            "Each command writes one entry of the office's log. What the policy does not allow is refused with the rule, status 5, and leaves "
                + "nothing behind."
        ],
        subcommands: [.requestReceive, .requestList, .requestShow] + RequestVerb.all.map(\.command))

    /// `diwan request receive`.
    private static let requestReceive = Command(
        name: "receive", summary: "receive a request, and give it its number",
        details: ["Out: the number."],
        options: [
            .channel,
            Option(
                name: "--data", value: .required("FILE", .file),
                summary: "the fields of the request form, in JSON or as a browser posts them; - is standard input"),
            Option(
                name: "--kind", value: .required("CODE", .text), summary: "the kind of support, by its code in the guide to support"),
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        let (data, channel) = (try arguments.recordData(), try arguments.channel(in: office))
        let number = try officeWork { () throws(OfficeError) in
            try office.receive(try office.requestForm(data, kind: arguments.value("--kind")), channel: channel, by: actor)
        }
        try console.write(arguments.has("--json") ? JSONText.object(["number": JSONText.string(number)]) + "\n" : number + "\n")
        try console.sayNext(number, in: office)
        return .done
    }

    /// `diwan request list`.
    private static let requestList = Command(
        name: "list", summary: "the open requests, with what the office does next",
        details: [
            "Out: number, state, next step, first day of an answer, channel, received, last day of the next step, masked identity number; "
                + "separated by TAB."
        ],
        options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let rows = try officeWork { () throws(OfficeError) in try office.pending() }
        try console.write(rows: rows.map { ($0.fields, $0.json) }, arguments)
        return .done
    }

    /// `diwan request show`.
    private static let requestShow = Command(
        name: "show", summary: "what the log says of a request",
        details: [
            "Out: entry, time, kind, who, role, channel, state, fields, and erased or missing where what stands behind is there no longer; "
                + "separated by TAB. Names stay in the private store.",
            "With --full: the data, in JSON; who looked, and why, is an entry of the log.",
        ],
        operands: [Operand(name: "NUMBER", summary: "the request's number", kind: .text)],
        options: [Option(name: "--full", summary: "the data with nothing masked"), .reason] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let request = try officeWork { () throws(OfficeError) in try office.request(number: arguments.operands[0]) }
        guard arguments.has("--full") else {
            try EventLines.write(request.events, of: office, arguments, console)
            try console.sayNext(request.number, in: office)
            return .done
        }
        let actor = try arguments.actor(in: office, for: office.configuration.policy.fullViews)
        let reason = try arguments.needed(.reason)
        let data = try officeWork { () throws(OfficeError) in try office.view(request.number, reason: reason, by: actor) }
        try console.write(JSONWriter.bytes(data, .pretty))
        return .done
    }
}

/// Something that is done with a request, as a command.
private struct RequestVerb: Sendable {
    let name: String
    let summary: String
    var out: String?
    var options: [Option] = []
    /// Who does it by default, of a person's roles.
    var roles: [Role] = [.officer]
    let action: @Sendable (Arguments, Office) throws(CommandFailure) -> Office.Action

    var command: Command {
        Command(
            name: name, summary: summary, details: out.map { ["Out: \($0)."] } ?? [],
            operands: [Operand(name: "NUMBER", summary: "the request's number", kind: .text)], options: options + Option.ofOffice
        ) { arguments, console throws(CommandFailure) in
            let office = try arguments.openOffice()
            let actor = try arguments.actor(in: office, for: roles)
            let action = try action(arguments, office)
            let results = try officeWork { () throws(OfficeError) in try office.act(action, on: arguments.operands[0], by: actor) }
            if arguments.has("--json") {
                try console.write("[" + results.map(JSONText.string).joined(separator: ",") + "]\n")
            } else {
                try console.write(results.map { $0 + "\n" }.joined())
            }
            try console.sayNext(arguments.operands[0], in: office)
            return .done
        }
    }

    private static let dataOption = Option(
        name: "--data", value: .required("FILE", .file), summary: "the data, in JSON; - is standard input")
    private static let methodOption = Option(
        name: "--method", value: .required("HOW", .choice(SigningMethod.allCases.map(\.rawValue))), summary: "how it was signed")
    private static let textOption = Option(name: "--text", value: .required("TEXT", .text), summary: "the words")

    private static func method(_ arguments: Arguments) throws(CommandFailure) -> SigningMethod {
        guard let method = SigningMethod(rawValue: try arguments.needed(methodOption)) else {
            preconditionFailure("the option takes the methods alone")
        }
        return method
    }

    static let all: [RequestVerb] = [
        RequestVerb(
            name: "change", summary: "put other data in place of the old; what was signed over them is void",
            options: [dataOption]
        ) { arguments, office throws(CommandFailure) in
            let data = try arguments.recordData()
            return try officeWork { () throws(OfficeError) in .change(try office.requestForm(data)) }
        },
        RequestVerb(
            name: "check", summary: "look the papers through, against the policy's checklist", out: "a line for each item that is missing",
            options: [
                Option(
                    name: "--seen", value: .required("CODE[=DATE]", .text), isRepeated: true,
                    summary: "an item whose original was seen, and until when it is valid: identity=1450-03-10"),
                Option(
                    name: "--copied", value: .required("CODE=BASIS", .text), isRepeated: true,
                    summary: "an item of which a copy was kept, and on what ground"),
            ]
        ) { arguments, _ throws(CommandFailure) in
            var bases: [String: String] = [:]
            for copied in arguments.all("--copied") {
                let parts = copied.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { throw .arguments("--copied wants CODE=BASIS, not \"\(copied)\"") }
                bases[parts[0]] = parts[1]
            }
            var items: [CheckedItem] = []
            for seen in arguments.all("--seen") {
                let parts = seen.split(separator: "=", maxSplits: 1).map(String.init)
                var expiry: RecordedDate?
                if parts.count == 2 {
                    guard let date = try? RecordedDate(parts[1]) else {
                        throw .arguments("\"\(parts[1])\" is no date", hint: "write 2026-11-01 or 1448-05-22")
                    }
                    expiry = date
                }
                items.append(CheckedItem(code: parts[0], isSeen: true, expiry: expiry, copyBasis: bases.removeValue(forKey: parts[0])))
            }
            if let left = bases.keys.min() { throw .arguments("\"\(left)\" was copied and not seen") }
            return .check(items)
        },
        RequestVerb(name: "match", summary: "sign, as an employee, that the data are those of the originals") { _, _ in .match },
        RequestVerb(
            name: "declare", summary: "record the applicant's declaration that the data are right",
            options: [
                methodOption,
                Option(
                    name: "--version", value: .required("VERSION", .text),
                    summary: "the version of the text of the declaration; 1.0.0 when left out"),
                .witness, .paper,
            ]
        ) { arguments, _ throws(CommandFailure) in
            .declare(
                try method(arguments), text: arguments.value("--version") ?? "1.0.0", witness: arguments.value(Option.witness.name),
                paper: try arguments.attachedFile(.paper))
        },
        RequestVerb(name: "incomplete", summary: "say that papers are wanting, and which", options: [.reason]) {
            arguments, _ throws(CommandFailure) in .incomplete(reason: try arguments.needed(.reason))
        },
        RequestVerb(name: "complete", summary: "say that the file is complete; from now the time for the answer counts") { _, _ in
            .complete
        },
        RequestVerb(
            name: "refer", summary: "ask the social researcher", out: "the number of the referral",
            options: [
                Option(
                    name: "--service", value: .required("CODE", .text),
                    summary: "what is asked for, by its code in the guide to research services"),
                textOption,
            ], roles: [.officer, .secretary]
        ) { arguments, _ throws(CommandFailure) in
            .refer(
                service: arguments.value("--service") ?? "", question: try arguments.needed(textOption))
        },
        RequestVerb(
            name: "answer", summary: "answer a referral",
            options: [Option(name: "--referral", value: .required("N", .text), summary: "the number of the referral"), textOption],
            roles: [.researcher]
        ) { arguments, _ throws(CommandFailure) in
            guard let referral = arguments.value("--referral").flatMap({ Int($0) }) else { throw .arguments("--referral wants a number") }
            return .answer(referral: referral, text: arguments.value("--text") ?? "")
        },
        RequestVerb(
            name: "raise", summary: "put the request before the committee",
            options: [Option(name: "--meeting", value: .required("NUMBER", .text), summary: "the number of the meeting")],
            roles: [.officer, .secretary]
        ) { arguments, _ throws(CommandFailure) in
            guard let meeting = arguments.value("--meeting") else { throw .arguments("--meeting is missing") }
            return .raise(meeting: meeting)
        },
        RequestVerb(name: "register", summary: "enter the request in the register", out: "its number there") { _, _ in .register },
        RequestVerb(
            name: "deliver", summary: "record that the service was given, with the signed receipt",
            options: [methodOption, .paper, .witness], roles: [.storekeeper, .accountant, .officer]
        ) { arguments, _ throws(CommandFailure) in
            guard let receipt = try arguments.attachedFile(.paper) else {
                throw .arguments("--paper is missing: the service is given against a signed receipt")
            }
            return .deliver(try method(arguments), receipt: receipt, witness: arguments.value(Option.witness.name))
        },
        RequestVerb(name: "close", summary: "end the request") { _, _ in .close },
        RequestVerb(name: "withdraw", summary: "record that the applicant takes it back", options: [.reason]) {
            arguments, _ throws(CommandFailure) in .withdraw(reason: try arguments.needed(.reason))
        },
        RequestVerb(name: "suspend", summary: "let it rest", options: [.reason], roles: [.director, .chair]) {
            arguments, _ throws(CommandFailure) in .suspend(reason: try arguments.needed(.reason))
        },
        RequestVerb(name: "resume", summary: "let it go on", options: [.reason], roles: [.director, .chair]) {
            arguments, _ throws(CommandFailure) in .resume(reason: try arguments.needed(.reason))
        },
        RequestVerb(
            name: "object", summary: "receive an objection to the decision", out: "its number", options: [.channel, textOption]
        ) { arguments, office throws(CommandFailure) in
            .object(grounds: try arguments.needed(textOption), channel: try arguments.channel(in: office))
        },
        RequestVerb(
            name: "override", summary: "waive a rule of the policy for the next move, by one who has the authority",
            options: [Option(name: "--rule", value: .required("RULE", .text), summary: "the rule"), .reason], roles: [.director]
        ) { arguments, _ throws(CommandFailure) in
            .override(rule: arguments.value("--rule") ?? "", reason: try arguments.needed(.reason))
        },
    ]
}

extension Command {
    /// `diwan decide`.
    static let decide = Command(
        name: "decide", summary: "the committee's part: interests, votes, decisions, and the decision of objections",
        subcommands: DecisionVerb.all)

    private enum DecisionVerb {
        static let all: [Command] = verbs.map(\.command)

        private static let verbs: [RequestVerb] = [
            RequestVerb(
                name: "interest", summary: "say that one has an interest in the request, and so does not vote",
                options: [.reason],
                roles: [.member]
            ) { arguments, _ throws(CommandFailure) in .interest(reason: try arguments.needed(.reason)) },
            RequestVerb(
                name: "vote", summary: "vote",
                options: [
                    Option(
                        name: "--vote", value: .required("VOTE", .choice(Vote.allCases.map(\.rawValue))), summary: "for, against, abstain"),
                    .reason,
                ], roles: [.member]
            ) { arguments, _ throws(CommandFailure) in
                guard let vote = arguments.value("--vote").flatMap({ Vote(rawValue: $0) }) else { throw .arguments("--vote is missing") }
                return .vote(vote, reason: arguments.value(Option.reason.name))
            },
            RequestVerb(
                name: "make", summary: "take the decision that the votes give", out: "the number of the decision",
                options: [
                    Option(
                        name: "--outcome", value: .required("OUTCOME", .text),
                        summary: "accepted, rejected, deferred, or as the policy has it"),
                    Option(
                        name: "--data", value: .required("FILE", .file),
                        summary: "what the letter is to say: basis, reasons, grant, conditions, minutes; in JSON"),
                ], roles: [.chair]
            ) { arguments, office throws(CommandFailure) in
                let data = try arguments.recordData()
                return try officeWork { () throws(OfficeError) in
                    .decide(try office.decisionForm(arguments.value("--outcome") ?? "", data))
                }
            },
            RequestVerb(
                name: "objection", summary: "decide the objection that waits",
                options: [
                    Option(
                        name: "--result", value: .required("RESULT", .text), summary: "upheld, changed, annulled, or as the policy has it"),
                    Option(name: "--text", value: .required("TEXT", .text), summary: "what was found"),
                ], roles: [.director, .chair]
            ) { arguments, _ throws(CommandFailure) in
                .decideObjection(result: arguments.value("--result") ?? "", findings: arguments.value("--text") ?? "")
            },
        ]
    }
}

extension Console {
    /// Says which letter is due for a request.
    fileprivate func sayNext(_ number: String, in office: Office) throws(CommandFailure) {
        let due = try officeWork { () throws(OfficeError) in office.dueLetter(of: try office.request(number: number)) }
        guard let due else { return }
        let day = due.earliest
        say(
            "التالي: إصدار «\(due.title)»" + (day.map { "، ولا يصدر قبل \($0.numeric())" } ?? "")
                + "\nnext: diwan issue \(due.template) --request \(number)" + (day.map { ", not before \($0.iso)" } ?? ""))
    }
}
