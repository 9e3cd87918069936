import Diwan
import DiwanDiagnostics
import DiwanOffice

extension Command {
    /// `diwan issue`.
    static let issue = Command(
        name: "issue", summary: "issue a document: its number, its file, its entry in the log, all of it or nothing",
        details: [
            "What the office knows already (numbers, dates, the applicant, the decision) is filled in; --data gives the rest. "
                + "A letter of a decision is refused before the policy's time for an answer has passed, status 5.",
            "Where office.json names a seal, the file is sealed before it is issued; where that fails nothing is issued.",
            "Out: number, code, SHA-256, path; separated by TAB.",
        ],
        operands: [
            Operand(
                name: "TEMPLATE", summary: "the template's id; left out, the letter that is due for the request", kind: .template,
                isOptional: true)
        ],
        options: [
            .ofRequest, .ofInquiry, .issuedData,
            Option(name: "--of-draft", value: .required("DRAFT", .text), summary: "issue a draft, just as it was prepared (diwan draft)"),
            Option(name: "--supersedes", value: .required("NUMBER", .text), summary: "the document whose place it takes"),
            Option(name: "--correction", summary: "with --supersedes: the old one had a mistake"),
            .reason,
            Option(
                name: "--output", short: "-o", value: .required("FILE", .file),
                summary: "write a copy of the file there as well, with its proof beside it"),
            .sealPassphrase,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.director, .chair])
        if let draft = arguments.value("--of-draft") {
            let others = ["--request", "--inquiry", "--data", "--supersedes", "--correction"].filter { arguments.has($0) }
            guard arguments.operands.isEmpty, others.isEmpty else {
                throw .arguments("a draft is issued as it was prepared; only --output goes with --of-draft")
            }
            return try give(
                try officeWork { () throws(OfficeError) in try office.issue(try office.draft(draft), by: actor) }, arguments, console)
        }
        let template: String
        if let named = arguments.operands.first {
            template = named
        } else {
            template = try dueTemplate(of: arguments.value("--request"), office)
        }
        var order = IssueOrder(template: template, request: arguments.value("--request"), data: try arguments.recordData())
        order.inquiry = arguments.value("--inquiry")
        guard order.inquiry == nil || order.request == nil else { throw .arguments("a document is of a request or of an inquiry") }
        if let old = arguments.value("--supersedes") {
            order.supersedes = (old, try arguments.needed(.reason))
            order.isCorrection = arguments.has("--correction")
        } else if arguments.has("--correction") {
            throw .arguments("--correction is for --supersedes")
        }
        return try give(try officeWork { () throws(OfficeError) in try office.issue(order, by: actor) }, arguments, console)
    }

    /// The letter that is due for a request.
    private static func dueTemplate(of number: String?, _ office: Office) throws(CommandFailure) -> String {
        guard let number else { throw .arguments("TEMPLATE is missing: which document") }
        let due = try officeWork { () throws(OfficeError) in office.dueLetter(of: try office.request(number: number)) }
        guard let due else {
            throw .arguments("no letter is due for \(number); TEMPLATE says which document", hint: "diwan templates lists them")
        }
        return due.template
    }

    /// Says what was issued, and writes the copy that was asked for.
    private static func give(_ issued: IssuedDocument, _ arguments: Arguments, _ console: Console) throws(CommandFailure) -> ExitStatus {
        console.sayRaw(DiagnosticPrinter(sources: [], usesColor: console.usesColor).text(issued.warnings))
        if let path = arguments.value("--output") {
            do throws(FileError) {
                try FileBytes.write(try FileBytes.read(issued.path), to: path)
                if path != "-", let proof = try? FileBytes.read(Command.proof(beside: issued.path)) {
                    try FileBytes.write(proof, to: Command.proof(beside: path))
                }
            } catch {
                var failure = CommandFailure(error)
                failure.hint = "the document \(issued.number) was issued all the same, and stands at \(issued.path)"
                throw failure
            }
        }
        if arguments.has("--json") {
            try console.write(
                JSONText.object([
                    "number": JSONText.string(issued.number), "id": JSONText.string(issued.id.text),
                    "code": JSONText.string(issued.code.text),
                    "sha256": JSONText.string(issued.hash), "path": JSONText.string(issued.path), "pages": "\(issued.pages)",
                    "entry": "\(issued.entry)",
                ]) + "\n")
        } else {
            var output: [UInt8] = []
            output.append(fields: [issued.number, issued.code.text, issued.hash, issued.path])
            try console.write(output)
        }
        return .done
    }
}
