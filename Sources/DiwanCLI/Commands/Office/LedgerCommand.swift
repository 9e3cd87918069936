import Diwan
import DiwanData
import DiwanDomain
import DiwanOffice

extension Command {
    /// `diwan ledger`.
    static let ledger = Command(
        name: "ledger", summary: "the office's log: check, show and export it, prove, anchor",
        subcommands: [ledgerCheck, ledgerShow, ledgerExport, ledgerProve, ledgerWitness, ledgerAnchor, ledgerRotateKey])

    /// What reading the log takes.
    private static let reading: [Option] = [.office, .templates, .fonts, .creationTime]

    // MARK: Check

    private static let ledgerCheck = Command(
        name: "check", summary: "check all that the office keeps against its log, and name what is wrong",
        details: [
            "The tree and every entry, the links between entries, numbers without gap or double, evidence, documents and their proofs, "
                + "the index. Nothing is written. Only an older checkpoint from elsewhere (--old) shows that a log was set back or made anew.",
            "Out: state, what was looked at, what was found; separated by TAB. Status 4 when something is wrong.",
        ],
        options: [
            Option(
                name: "--part", value: .required("N/T", .text),
                summary: "only the N-th of T shares, for a large log; links and numbers are checked within the share"),
            .olderCheckpoint, .office, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        let folder = try arguments.officeFolder()
        let (part, parts) = try arguments.share()
        let older = try arguments.fileBytes(Option.olderCheckpoint)
        let check = try officeWork { () throws(OfficeError) in try OfficeCheck(folder, part: part - 1, of: parts, older: older) }
        try FindingLines.write(check.findings, arguments, console)
        return check.findings.areSound ? .done : .verification
    }

    // MARK: Show, export

    private static let selection: [Option] = [
        Option(name: "--request", value: .required("NUMBER", .text), summary: "of this request and its documents"),
        Option(name: "--document", value: .required("DOCUMENT", .text), summary: "of this document, by number, code or SHA-256"),
        Option(
            name: "--person", value: .required("ID-NUMBER", .text),
            summary: "of the requests and documents of who has this identity number"),
        Option(
            name: "--kind", value: .required("KIND", .text), isRepeated: true,
            summary: "of this kind, such as document.issued, or of a group of kinds, such as document"),
        Option(name: "--by", value: .required("ID", .text), summary: "of this person of the office, by the id in people.json"),
        Option(name: "--from", value: .required("DAY", .text), summary: "of this day and later: 2026-11-01 or 1448-05-21"),
        Option(name: "--to", value: .required("DAY", .text), summary: "of this day and earlier"),
        Option(name: "--last", value: .required("N", .text), summary: "only the last N of them"),
    ]

    private static let ledgerShow = Command(
        name: "show", summary: "entries of the log, for people",
        details: ["Out: entry, time, kind, who, in which role, channel, state, fields; separated by TAB. Names stay in the private store."],
        options: selection + reading + [.json]
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let query = try arguments.eventQuery()
        var events: [OfficeEvent] = []
        try officeWork { () throws(OfficeError) in
            try office.forEach(query) {
                events.append($0)
                return true
            }
        }
        try EventLines.write(events, arguments, console)
        return .done
    }

    private static let ledgerExport = Command(
        name: "export", summary: "entries of the log, for auditors: JSON Lines as they stand in the log, or CSV",
        details: [
            "A line of JSON is the entry itself, byte for byte, so that its hash can be held against the log. CSV has a heading; times are UTC."
        ],
        options: selection + [
            Option(name: "--format", value: .required("FORMAT", .choice(["jsonl", "csv"])), summary: "jsonl, which is usual, or csv"),
            Option(name: "--output", short: "-o", value: .required("FILE", .file), summary: "the file, instead of standard output"),
        ] + reading
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let query = try arguments.eventQuery()
        let isTable = arguments.value("--format") == "csv"
        let output = try OutputPieces(arguments.value("--output"), console)
        if isTable { CSVWriter().append(EventLines.headings, to: &output.pending) }
        var unwritten: CommandFailure?
        try officeWork { () throws(OfficeError) in
            try office.forEach(query) { event in
                if isTable {
                    CSVWriter().append(EventLines.columns(event), to: &output.pending)
                } else {
                    output.pending += event.bytes
                    output.pending.append(0x0A)
                }
                do throws(CommandFailure) {
                    try output.flush(beyond: 1 << 16)
                } catch {
                    unwritten = error
                    return false
                }
                return true
            }
        }
        if let unwritten { throw unwritten }
        try output.end()
        return .done
    }

    /// A long result that is written as it comes, to a file that takes its name when it is whole, or to standard output.
    private final class OutputPieces {
        var pending: [UInt8] = []
        private let console: Console
        private let file: NewFile?

        init(_ path: String?, _ console: Console) throws(CommandFailure) {
            self.console = console
            do throws(FileError) {
                file = try path.flatMap { path throws(FileError) in path == "-" ? nil : try NewFile(path) }
            } catch {
                throw CommandFailure(error)
            }
        }

        /// Writes what is pending when it is more than `count` bytes.
        func flush(beyond count: Int) throws(CommandFailure) {
            guard pending.count > count else { return }
            if let file {
                do throws(FileError) {
                    try file.append(pending)
                } catch {
                    throw CommandFailure(error)
                }
            } else {
                try console.write(pending)
            }
            pending.removeAll(keepingCapacity: true)
        }

        func end() throws(CommandFailure) {
            try flush(beyond: 0)
            do throws(FileError) {
                try file?.end()
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    // MARK: Prove

    private static let ledgerProve = Command(
        name: "prove", summary: "make the proof of a document or an entry, to be checked elsewhere",
        details: [
            "Of a document it is written beside its file, where diwan verify looks for it. Of an entry, by its number in the log, it goes to "
                + "standard output. Out, of a document: the path.",
            "With --from, without an operand: that the log goes on from a checkpoint that was seen before, for diwan verify --key --old "
                + "--consistency. It leads to the log as it is now, and so goes with proofs of documents that are made at the same time.",
        ],
        operands: [
            Operand(
                name: "DOCUMENT|ENTRY", summary: "the document's number, code or SHA-256, or the number of an entry", kind: .text,
                isOptional: true)
        ],
        options: [
            .growthFrom,
            Option(name: "--output", short: "-o", value: .required("FILE", .file), summary: "write the proof there"),
        ] + reading
    ) { arguments, console throws(CommandFailure) in
        let older = try arguments.fileBytes(.growthFrom)
        guard arguments.operands.isEmpty == (older != nil) else { throw .arguments("either a document or an entry is proved, or --from") }
        let office = try arguments.openOffice()
        if let older {
            try arguments.writeOutput(try officeWork { () throws(OfficeError) in try office.proof(from: older) }, console)
            return .done
        }
        let name = arguments.operands[0]
        let entry = name.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(name) : nil
        if let entry {
            try arguments.writeOutput(try officeWork { () throws(OfficeError) in try office.proof(ofEntry: entry) }, console)
        } else if arguments.has("--output") {
            let proof = try officeWork { () throws(OfficeError) in
                try office.proof(ofEntry: try office.document(name).latest.event.sequence)
            }
            try arguments.writeOutput(proof, console)
        } else {
            try console.write(try officeWork { () throws(OfficeError) in try office.writeProof(ofDocument: name) } + "\n")
        }
        return .done
    }

    // MARK: Witness, anchor, key

    private static let ledgerWitness = Command(
        name: "witness", summary: "cosign the log's checkpoint, when it goes on from the last one seen",
        details: [
            "The witness keeps a key of its own and the last checkpoint that it saw. A log that was set back or made anew is not cosigned, "
                + "status 4. Out: the cosigned checkpoint, for diwan ledger anchor --where witness.",
            "The log is that of the office, or a copy of its folder ledger by --ledger and --key.",
        ],
        operands: [Operand(name: "DIR", summary: "the folder of the witness; it is made where it is missing", kind: .folder)],
        options: [
            Option(name: "--name", value: .required("NAME", .text), summary: "the name of the witness, such as witness.example/one"),
            Option(name: "--ledger", value: .required("DIR", .folder), summary: "a copy of the folder ledger of the office"),
            .verifierKey,
            Option(name: "--output", short: "-o", value: .required("FILE", .file), summary: "the file, instead of standard output"),
            Option(
                name: Option.passphrase.name, value: .required("N", .text),
                summary: "the open file from which the passphrase of the witness's key is read; a new key is encrypted with it"),
            .office, .creationTime,
        ]
    ) { arguments, console throws(CommandFailure) in
        let name = try arguments.needed(Option(name: "--name", summary: "the name of the witness"))
        let ledger: String
        let keys: LogKeys
        if let copy = arguments.value("--ledger") {
            ledger = copy
            let key = try arguments.needed(Option.verifierKey)
            keys = try officeWork { () throws(OfficeError) in try LogKeys(key) }
        } else {
            let folder = try arguments.officeFolder()
            ledger = folder.file("ledger")
            let key = arguments.value(Option.verifierKey.name) ?? folder.file("verifier-keys")
            keys = try officeWork { () throws(OfficeError) in try LogKeys(key) }
        }
        let time: CreationTime
        do throws(EnvironmentError) {
            time = try arguments.creationTime()
        } catch {
            throw CommandFailure(error)
        }
        let passphrase = try arguments.passphrase(.passphrase, credential: "diwan-witness-passphrase")
        let signed = try officeWork { () throws(OfficeError) in
            try LogWitness.cosign(
                ledger: ledger, keys: keys, folder: arguments.operands[0], name: name, passphrase: passphrase, time: time)
        }
        console.say("the witness's key is \(signed.key)")
        try arguments.writeOutput(signed.checkpoint, console)
        return .done
    }

    private static let ledgerAnchor = Command(
        name: "anchor", summary: "put the log's size and root down outside the office, and say so in the log",
        details: [
            "Out: a line of text for the paper register: day, log, size, root; with a token, a second line: its file, and that of the "
                + "checkpoint that it is of, for openssl ts -verify -token_in -in TOKEN -data CHECKPOINT."
        ],
        options: [
            Option(
                name: "--where", value: .required("WHERE", .choice(Office.Anchor.allCases.map(\.rawValue))),
                summary: "register, which is usual: someone writes the line into the paper register; witness; timestamp"),
            Option(
                name: "--token", value: .required("FILE", .file),
                summary: "what was got for it, to be kept: the cosigned checkpoint, the time stamp over ledger/checkpoint; one that is "
                    + "not given is got by the timestamp-command of office.json"),
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.director, .secretary, .auditor])
        let place = arguments.value("--where").flatMap { Office.Anchor(rawValue: $0) } ?? .register
        let token = try arguments.fileBytes(Option(name: "--token", summary: ""))
        let anchored = try officeWork { () throws(OfficeError) in try office.anchor(place, token: token, by: actor) }
        let origin = office.configuration.settings.origin
        if arguments.has("--json") {
            try console.write(
                JSONText.object([
                    "origin": JSONText.string(origin), "size": "\(anchored.size)", "root": JSONText.string(anchored.root),
                    "entry": "\(anchored.entry)",
                    "stamped": anchored.stamped.flatMap { CreationTime(seconds: $0) }.map { JSONText.string($0.utc) },
                    "token": anchored.files.map { JSONText.string($0.token) },
                    "checkpoint": anchored.files.map { JSONText.string($0.checkpoint) },
                ]) + "\n")
        } else {
            try console.write("\(office.environment.time.date.iso) \(origin) \(anchored.size) \(grouped(anchored.root))\n")
            if let files = anchored.files { try console.write("\(files.token)\t\(files.checkpoint)\n") }
        }
        return .done
    }

    /// Hexadecimal digits in groups of eight, as people copy them.
    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, index.isMultiple(of: 8) { text.append(" ") }
            text.append(digit)
        }
        return text
    }

    private static let ledgerRotateKey = Command(
        name: "rotate-key", summary: "give the log another key, which both sign; the old private key goes",
        details: [
            "Stopped at any point, it is gone on with by the same command. Out: the new public key, which follows the old one in "
                + "verifier-keys; publish it beside the old one, by which older proofs are checked."
        ],
        options: Option.ofOffice.filter { $0.name != "--json" }
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.director])
        let passphrase = try arguments.passphrase(.passphrase, credential: "diwan-passphrase")
        try console.write(try officeWork { () throws(OfficeError) in try office.rotateKey(passphrase: passphrase, by: actor) } + "\n")
        return .done
    }
}

extension Option {
    /// The public key of a log.
    static let verifierKey = Option(
        name: "--key", value: .required("VKEY", .file),
        summary: "the log's public key, or a file of keys such as the office's verifier-keys")
    /// What shows that a log goes on from a checkpoint that was seen before.
    static let consistency = Option(
        name: "--consistency", value: .required("FILE", .file),
        summary: "with --key and --old: what shows that the log goes on from there (diwan ledger prove --from)")
    /// The checkpoint from which on that is to be shown.
    static let growthFrom = Option(
        name: "--from", value: .required("CHECKPOINT", .file),
        summary: "instead: prove that the log goes on from this signed checkpoint")
    /// A checkpoint that was seen before.
    static let olderCheckpoint = Option(
        name: "--old", value: .required("FILE", .file),
        summary: "a checkpoint that was seen before: a log that was set back or made anew is found")
}

extension Arguments {
    /// The share of the log that `--part` names, from 1.
    fileprivate func share() throws(CommandFailure) -> (part: Int, parts: Int) {
        guard let text = value("--part") else { return (1, 1) }
        let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let part = numbers[0], let parts = numbers[1], parts <= 1_000_000, part >= 1, part <= parts else {
            throw .arguments("--part wants N/T such as 1/4, not \"\(text)\"")
        }
        return (part, parts)
    }

    /// Which entries the options name.
    fileprivate func eventQuery() throws(CommandFailure) -> EventQuery {
        var query = EventQuery()
        query.request = value("--request")
        query.document = value("--document")
        query.person = value("--person")
        query.kinds = all("--kind")
        query.actor = value("--by")
        query.from = try day("--from")
        query.until = try day("--to")
        if let text = value("--last") {
            guard let last = Int(text), 1...1_000_000 ~= last else { throw .arguments("--last wants a number from 1") }
            query.last = last
        }
        return query
    }

    /// The day that an option names by either calendar.
    private func day(_ name: String) throws(CommandFailure) -> CivilDate? {
        guard let text = value(name) else { return nil }
        guard let date = try? RecordedDate(text) else {
            throw .arguments("\"\(text)\" is no date", hint: "write 2026-11-01 or 1448-05-21")
        }
        return date.both?.civil
    }

    /// The bytes of the file that an option names; `nil` where it is not given.
    func fileBytes(_ option: Option) throws(CommandFailure) -> [UInt8]? {
        guard let path = value(option.name) else { return nil }
        do throws(FileError) {
            return try FileBytes.read(path)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Writes a result to the file that `--output` names, or to standard output.
    fileprivate func writeOutput(_ bytes: [UInt8], _ console: Console) throws(CommandFailure) {
        guard let path = value("--output") else { return try console.write(bytes) }
        do throws(FileError) {
            try FileBytes.write(bytes, to: path)
        } catch {
            throw CommandFailure(error)
        }
    }
}
