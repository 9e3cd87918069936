import Diwan
import DiwanData
import DiwanDiagnostics
import DiwanOffice

extension Command {
    /// `diwan draft`.
    static let draft = Command(
        name: "draft", summary: "documents that one prepares and another issues",
        details: [
            "A draft holds the data as they were prepared, and has neither number nor code. diwan issue --of-draft DRAFT issues just these data."
        ],
        subcommands: [draftMake, draftList, draftShow, draftDiscard])

    private static let operand = Operand(name: "DRAFT", summary: "the draft, by the digits that it was given", kind: .text)

    private static let draftMake = Command(
        name: "make", summary: "prepare a document for someone else to issue",
        details: ["The data are checked as for issuing. Out: the digits by which the draft is called."],
        operands: [Operand(name: "TEMPLATE", summary: "the template's id", kind: .template)],
        options: [
            .ofRequest, .ofInquiry, .issuedData,
            Option(
                name: "--output", short: "-o", value: .required("FILE", .file),
                summary: "write its pages there, which say in place of the number that it is a draft"),
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: office.configuration.policy.drafts.roles)
        var order = IssueOrder(
            template: arguments.operands[0], request: arguments.value(Option.ofRequest.name), data: try arguments.recordData())
        order.inquiry = arguments.value(Option.ofInquiry.name)
        guard order.inquiry == nil || order.request == nil else { throw .arguments("a document is of a request or of an inquiry") }
        let made = try officeWork { () throws(OfficeError) in try office.prepare(order, by: actor) }
        try console.write(made, to: arguments.value("--output"))
        let id = made.draft.shortID
        try console.write(arguments.has("--json") ? JSONText.object(["draft": JSONText.string(made.draft.id.text)]) + "\n" : id + "\n")
        return .done
    }

    private static let draftList = Command(
        name: "list", summary: "the drafts that were neither issued nor discarded",
        details: ["Out: digits, template, day, who prepared it; separated by TAB."], options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let drafts = try officeWork { () throws(OfficeError) in try office.openDrafts() }
        try console.write(
            rows: drafts.map { draft in
                let day = draft.created.time.date.iso
                let json: JSONValue = .object([
                    ("draft", .string(draft.id.text)), ("template", .string(draft.template)), ("day", .string(day)),
                    ("actor", .string(draft.created.actor)),
                ])
                return ([draft.shortID, draft.template, day, draft.created.actor], json)
            }, arguments)
        return .done
    }

    private static let draftShow = Command(
        name: "show", summary: "write the pages of a draft, as they would look today", operands: [operand],
        options: [Option(name: "--output", short: "-o", value: .required("FILE", .file), summary: "the PDF file, - for standard output")]
            + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        guard let path = arguments.value("--output") else { throw .arguments("-o FILE is missing: where the pages go") }
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office)
        let preview = try officeWork { () throws(OfficeError) in
            try office.preview(try office.draft(arguments.operands[0]), by: actor)
        }
        try console.write(preview, to: path)
        return .done
    }

    private static let draftDiscard = Command(
        name: "discard", summary: "say that a draft is not to be issued, and why", operands: [operand], options: [.reason] + Option.ofOffice
    ) { arguments, _ throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: office.configuration.policy.drafts.roles)
        let reason = try arguments.needed(.reason)
        try officeWork { () throws(OfficeError) in
            try office.discard(try office.draft(arguments.operands[0]), reason: reason, by: actor)
        }
        return .done
    }
}

extension Console {
    /// Writes the pages of a draft to a file, where one is named, and says what deserves a look.
    fileprivate func write(_ preview: DraftPreview, to path: String?) throws(CommandFailure) {
        sayRaw(DiagnosticPrinter(sources: [], usesColor: usesColor).text(preview.warnings))
        guard let path else { return }
        do throws(FileError) {
            try FileBytes.write(preview.bytes, to: path)
        } catch {
            throw CommandFailure(error)
        }
    }
}
