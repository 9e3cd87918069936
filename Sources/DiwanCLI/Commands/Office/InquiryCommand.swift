import DiwanData
import DiwanOffice

extension Command {
    private static let text = Option(name: "--text", value: .required("TEXT", .text), summary: "the words")
    private static let number = Operand(name: "NUMBER", summary: "the number that it was given", kind: .text)

    /// `diwan inquiry`.
    static let inquiry = Command(
        name: "inquiry", summary: "inquiries, suggestions and complaints, from their receipt to their answer",
        details: [
            "diwan issue TEMPLATE --inquiry NUMBER issues the receipt and the reply, with what the office knows filled in; the reply "
                + "answers it."
        ],
        subcommands: [inquiryReceive, inquiryList, inquiryShow, inquiryAnswer])

    private static let inquiryReceive = Command(
        name: "receive", summary: "receive one, and give it its number", details: ["Out: the number."],
        options: [
            Option(name: "--kind", value: .required("KIND", .text), summary: "inquiry, suggestion, complaint, or as the policy has it"),
            Option(name: "--subject", value: .required("TEXT", .text), summary: "what it is about"), text,
            Option(
                name: "--data", value: .required("FILE", .file), summary: "who it is from, where they say so: ben, in JSON"),
            .channel,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        guard let kind = arguments.value("--kind"), let subject = arguments.value("--subject") else {
            throw .arguments("--kind and --subject are wanted")
        }
        let (words, channel, data) = (try arguments.needed(text), try arguments.channel(in: office), try arguments.recordData())
        let number = try officeWork { () throws(OfficeError) in
            try office.receiveInquiry(kind, subject: subject, text: words, data: data.value, channel: channel, by: actor)
        }
        try console.write(arguments.has("--json") ? JSONText.object(["number": JSONText.string(number)]) + "\n" : number + "\n")
        let policy = office.configuration.policy
        if let receipt = policy.inquiries.first(where: { $0.id == kind })?.receipt {
            console.say(
                "التالي: إصدار «\(office.templateTitle(receipt) ?? receipt)»\nnext: diwan issue \(receipt) --inquiry \(number)")
        }
        return .done
    }

    private static let inquiryList = Command(
        name: "list", summary: "those that wait for an answer, with the day by which it is due",
        details: ["Out: number, what it is, channel, received, last day for the answer; separated by TAB."], options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let rows = try officeWork { () throws(OfficeError) in try office.openInquiries() }
        try console.write(rows: rows.map { ($0.fields, $0.json) }, arguments)
        return .done
    }

    private static let inquiryShow = Command(
        name: "show", summary: "what the log says of one", details: ["Out: as diwan request show."], operands: [number],
        options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let inquiry = try officeWork { () throws(OfficeError) in try office.inquiry(number: arguments.operands[0]) }
        try EventLines.write(inquiry.events, of: office, arguments, console)
        return .done
    }

    private static let inquiryAnswer = Command(
        name: "answer", summary: "record its answer, by word or by a document that was issued", operands: [number],
        options: [
            text, Option(name: "--document", value: .required("NUMBER", .text), summary: "the document that answers it"), .channel,
        ] + Option.ofOffice
    ) { arguments, _ throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        let channel = try arguments.channel(in: office)
        try officeWork { () throws(OfficeError) in
            try office.answerInquiry(
                arguments.operands[0], text: arguments.value("--text") ?? "", document: arguments.value("--document"), channel: channel,
                by: actor)
        }
        return .done
    }
}
