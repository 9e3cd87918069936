import DiwanOffice

extension Command {
    /// `diwan print`.
    static let print = Command(
        name: "print", summary: "print a copy of an issued document, count it and record it",
        details: ["Out: which copy it is. Where printing fails nothing is recorded."],
        operands: [Operand(name: "DOCUMENT", summary: "the document's number, code or SHA-256", kind: .text)],
        options: [
            Option(name: "--printer", value: .required("NAME", .text), summary: "the printer, as CUPS calls it, instead of the office's"),
            Option(name: "--output", short: "-o", value: .required("FILE", .file), summary: "write the copy to a file instead"),
            .letterhead,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        let target: PrintTarget = arguments.value("--output").map { .file($0) } ?? .printer(arguments.value("--printer"))
        let copy = try officeWork { () throws(OfficeError) in
            try office.print(
                arguments.operands[0], to: target, letterhead: arguments.value(Option.letterhead.name) != "none", by: actor)
        }
        try console.write("\(copy)\n")
        return .done
    }
}
