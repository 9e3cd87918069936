import DiwanOffice

extension Command {
    /// `diwan erase`.
    static let erase = Command(
        name: "erase", summary: "destroy what is kept of a request, a document or a person; the log stays and verifies",
        details: [
            "Evidence, salts, scans and issued files go, so that the entries of the log say nothing of anyone. Not before the policy's "
                + "retention has ended, unless the basis is a ground of law that the policy names for it (status 5 otherwise). Documents that "
                + "the policy keeps longer than their request stay.",
            "Out: how many files were destroyed.",
        ],
        operands: [
            Operand(
                name: "NUMBER", summary: "the request or the inquiry, or a document or a draft that is of neither", kind: .text,
                isOptional: true)
        ],
        options: [
            Option(
                name: "--person", value: .required("ID", .text),
                summary: "all that is kept of who has this identity number: requests, inquiries, letters, notices, and what leads to them"),
            Option(name: "--surveys", summary: "the words of old answers to the survey that are of no request"),
            Option(name: "--basis", value: .required("NAME", .text), summary: "on which ground, as the policy calls it"),
            Option(name: "--minutes", value: .required("NUMBER", .text), summary: "the number of the minutes of the destruction"),
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        var targets: [ErasureTarget] = arguments.operands.map { .number($0) }
        if let person = arguments.value("--person") { targets.append(.person(person)) }
        if arguments.has("--surveys") { targets.append(.surveys) }
        guard targets.count == 1 else { throw .arguments("one of NUMBER, --person ID and --surveys is wanted") }
        guard let basis = arguments.value("--basis") else { throw .arguments("--basis is missing: on which ground") }
        guard let minutes = arguments.value("--minutes") else {
            throw .arguments("--minutes is missing: the number of the minutes of the destruction")
        }
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: office.configuration.policy.erasure.roles)
        let count = try officeWork { () throws(OfficeError) in
            try office.erase(targets[0], basis: basis, minutes: minutes, by: actor)
        }
        try console.write("\(count)\n")
        return .done
    }
}
