import Diwan
import DiwanOffice

extension Command {
    /// `diwan sign paper`.
    static let signPaper = Command(
        name: "paper", summary: "signed papers came back: their scans are kept, each with its document",
        details: [
            "A scan is a PDF, PNG or JPEG file; a folder stands for all such files in it, a day's scans. The code on the paper tells the "
                + "document, by the program that office.json names (\"scan-reader\", \"scan-pages\"). Where no code is found, as on a second "
                + "page, --document names it; where both are there, they must agree.",
            "Out, for each scan: file, what was done (recorded, known, unmatched, refused), the document's number, by what it was found (code, "
                + "number), the entry; separated by TAB. A scan that was recorded before is known, and nothing is written.",
            "Status 5 when a scan is refused, 1 when nothing tells its document; of several scans, 6 when some were not recorded.",
        ],
        operands: [Operand(name: "SCAN", summary: "the scan, or a folder of scans", kind: .file, isRepeated: true)],
        options: [
            Option(
                name: "--document", value: .required("NUMBER", .text),
                summary: "the document that the scans are of, by its number, code or SHA-256"),
            Option(name: "--signer", value: .required("NAME", .text), summary: "who signed, where the document does not say it"),
            .keeper,
        ] + Option.ofOffice
    ) { arguments, console throws(CommandFailure) in
        let keeper = try arguments.needed(.keeper)
        let paths = try scans(arguments.operands)
        let office = try arguments.openOffice()
        let actor = try arguments.actor(in: office, for: [.officer])
        var rows: [(path: String, paper: ScannedPaper)] = []
        var failure: CommandFailure?
        do throws(CommandFailure) {
            for path in paths {
                let paper = try take(path, arguments, keeper, office, actor)
                rows.append((path, paper))
                if !paper.words.isEmpty { console.say("\(path): \(paper.arabic)\n\(paper.words)") }
            }
        } catch {
            failure = error
        }
        // What was recorded is said even where the rest could not be.
        if arguments.has("--json") {
            try console.write("[" + rows.map { json($0.path, $0.paper) }.joined(separator: ",") + "]\n")
        } else {
            var output: [UInt8] = []
            for (path, paper) in rows {
                output.append(fields: [
                    path, paper.fate.rawValue, paper.number ?? "", paper.match?.rawValue ?? "", paper.entry.map(String.init) ?? "",
                ])
            }
            try console.write(output)
        }
        if let failure { throw failure }
        let failed = rows.filter { $0.paper.fate == .unmatched || $0.paper.fate == .refused }
        guard let first = failed.first else { return .done }
        guard rows.count == 1 else {
            console.say("\(failed.count) of \(rows.count) scans were not recorded")
            return .inPart
        }
        return first.paper.fate == .refused ? .refused : .mistake
    }

    /// The files that are meant: of a folder all but hidden ones and folders, in the order of their names.
    private static func scans(_ operands: [String]) throws(CommandFailure) -> [String] {
        var paths: [String] = []
        for operand in operands {
            guard ResourceFolders.isFolder(operand) else {
                paths.append(operand)
                continue
            }
            var names: [String] = []
            do throws(FileError) {
                try FolderNames.forEach(in: operand) { if !$0.hasPrefix(".") { names.append($0) } }
            } catch {
                throw CommandFailure(error)
            }
            let files = names.sorted().map { operand.hasSuffix("/") ? operand + $0 : "\(operand)/\($0)" }
            paths += files.filter { !ResourceFolders.isFolder($0) }
        }
        guard !paths.isEmpty else { throw .arguments("there are no scans in \(operands.joined(separator: ", "))") }
        return paths
    }

    /// Takes one scan. One that cannot be read does not keep the others from being taken.
    private static func take(
        _ path: String, _ arguments: Arguments, _ keeper: String, _ office: Office, _ actor: Actor
    ) throws(CommandFailure) -> ScannedPaper {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw CommandFailure(error)
        }
        guard let scan = AttachedFile(bytes) else { return .unreadable }
        return try officeWork { () throws(OfficeError) in
            try office.take(
                scan: scan, of: arguments.value("--document"), signer: arguments.value("--signer"), keeper: keeper, by: actor)
        }
    }

    private static func json(_ path: String, _ paper: ScannedPaper) -> String {
        JSONText.object([
            "file": JSONText.string(path), "fate": JSONText.string(paper.fate.rawValue), "number": paper.number.map(JSONText.string),
            "match": (paper.match?.rawValue).map(JSONText.string), "entry": paper.entry.map(String.init),
            "words": JSONText.string(paper.words), "arabic": JSONText.string(paper.arabic),
        ])
    }
}
