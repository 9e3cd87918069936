import Diwan
import DiwanData
import DiwanOffice

extension Command {
    /// `diwan branch`.
    static let branch = Command(
        name: "branch", summary: "branches that work by themselves and bring what they did to the head office",
        details: [
            "A branch has a folder, a log, a key and series of numbers of its own, so it needs no connection. What was taken over of it "
                + "stands in branches/CODE of the head office, an office to read: diwan report --office office/branches/CODE.",
            "diwan verify in the head office knows the documents of the branches; diwan ledger check looks at what was taken over.",
        ],
        subcommands: [branchFound, branchMerge, branchList])

    private static let branchFound = Command(
        name: "found", summary: "make the office of a branch, with this office's policy, people and letterhead",
        details: [
            "Give the folder to the branch, and keep no copy: its key is in it. Out: its public key, which is put into office.json as well."
        ],
        operands: [
            Operand(name: "CODE", summary: "the branch, as it stands in its numbers", kind: .text),
            Operand(name: "DIR", summary: "the folder of its office, new or empty", kind: .folder),
        ],
        options: [
            Option(
                name: "--origin", value: .required("NAME", .text),
                summary: "the name of its log; that of this office with /branch-N behind it when left out")
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.director])
        let places = arguments.places
        let templates: String
        do throws(EnvironmentError) {
            templates = try ResourceFolders.templates(in: places)
        } catch {
            throw CommandFailure(error)
        }
        let passphrase = try arguments.passphrase(.passphrase, credential: "diwan-passphrase")
        let branch = try officeWork { () throws(OfficeError) in
            try office.foundBranch(
                arguments.operands[0], at: OfficeFolder(arguments.operands[1]), origin: arguments.value("--origin"),
                passphrase: passphrase, templates: templates, by: actor
            ) { profile throws(EnvironmentError) in
                try DiwanEnvironment(places: places, profile: profile, time: office.environment.time)
            }
        }
        let key = branch.verifierKeys.last ?? ""
        try console.write(arguments.has("--json") ? JSONText.object(["key": JSONText.string(key)]) + "\n" : key + "\n")
        return .done
    }

    private static let branchMerge = Command(
        name: "merge", summary: "take over what a branch did since the last time",
        details: [
            "Its log is held against the key that office.json has, against what was taken over before, and against the numbers that are its "
                + "own; else nothing is taken over. Out: the branch, the entries of its log, how many of them are new; separated by TAB."
        ],
        operands: [Operand(name: "DIR", summary: "the folder of the branch's office, or a copy of it", kind: .folder)],
        options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.secretary, .director])
        let merged = try officeWork { () throws(OfficeError) in
            try office.merge(branchAt: OfficeFolder(arguments.operands[0]), by: actor)
        }
        let json = JSONValue.object([
            ("branch", .string(merged.branch)), ("entries", .integer(merged.size)), ("new", .integer(merged.new)),
        ])
        try console.write(rows: [([merged.branch, String(merged.size), String(merged.new)], json)], arguments)
        return .done
    }

    private static let branchList = Command(
        name: "list", summary: "the branches, and how far each was taken over",
        details: ["Out: branch, name of its log, entries taken over, the day of the last of them; separated by TAB."],
        options: Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let office = try arguments.openOffice()
        let rows = try officeWork { () throws(OfficeError) in try office.branchStates() }
        try console.write(
            rows: rows.map { row in
                let json = JSONValue.object([
                    ("branch", .string(row.branch.code)), ("origin", .string(row.branch.origin)), ("entries", .integer(row.size)),
                    ("last", row.last.map { .string($0.iso) } ?? .null),
                ])
                return ([row.branch.code, row.branch.origin, String(row.size), row.last?.iso ?? ""], json)
            }, arguments)
        return .done
    }
}
