import Diwan
import DiwanOffice
import DiwanPDF
import Glibc

extension Command {
    /// `diwan verify`.
    static let verify = Command(
        name: "verify",
        summary: "look whether a document is the office's, unchanged, signed, in force; or make it again",
        details: [
            "Without --rerender it tells what the file claims and what it carries of its source (diwan render --embed-data).",
            "Signatures are checked by what they cover and by what was changed after them; their values by the program openssl. Status 4 "
                + "when one is broken, or with --roots when nobody whom you trust stands for it.",
            "With --rerender the document is made again from what the file carries, with the templates, the profile and the fonts of this "
                + "machine. By the same version of Diwan it must be the same byte for byte; by another, the same in text, data and structure. "
                + "Status 4 when it is not, with what has changed or where they differ.",
            "That is a check of rendering. Whether the office issued it, unchanged, and whether it is in force, is told in an office (--office, "
                + "DIWAN_OFFICE, or a folder of it), where its number or its code will do as well. On a machine without the office it is told by "
                + "the log's public key (--key) and the proof that the office wrote beside the file. Status 4 when it does not hold.",
        ],
        operands: [
            Operand(name: "FILE|NUMBER|CODE", summary: "the PDF file, - for standard input; or a document of the office", kind: .file)
        ],
        options: [
            Option(
                name: "--roots", value: .required("FILE", .file),
                summary: "the certificates that you trust, PEM: whether a chain leads from each signature to one of them"),
            Option(name: "--rerender", summary: "make the document again and compare"),
            Option(
                name: "--data", value: .required("FILE", .file),
                summary: "with --rerender: the data, for a document that prints values which do not travel; - is standard input"),
            Option(
                name: "--template", value: .required("TEMPLATE", .template),
                summary: "with --rerender: the template, when the one of the file's name is not meant"),
            .office, .verifierKey,
            Option(
                name: "--proof", value: .required("FILE", .file),
                summary: "with --key: the proof, when it is not beside the file under its name with the ending .tlog-proof"),
            Option(name: "--record", summary: "in an office: write down, with the document, that it was asked for and what came of it"),
            .actor, .role, .passphrase, .olderCheckpoint,
            .consistency,
            .profile, .templates, .fonts, .creationTime, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        try VerifyJob(arguments).run(console)
    }
}

/// One verification.
private struct VerifyJob {
    let arguments: Arguments
    /// The file; where a document of the office is named, the office's own.
    let path: String
    /// The office, where there is one.
    let office: Office?
    /// Why the office's log cannot be read, where a file is to be checked all the same.
    private var damage: String?
    /// The number or the code by which a document is named; `nil` for a file.
    let name: String?

    init(_ arguments: Arguments) throws(CommandFailure) {
        self.arguments = arguments
        let operand = arguments.operands[0]
        // No number and no code ends so: a file that is not there is told as such.
        let isFile = operand == "-" || operand.lowercased().hasSuffix(".pdf") || access(operand, F_OK) == 0
        if arguments.has("--record"), arguments.has(Option.verifierKey.name) || arguments.officeFolderIfAny() == nil {
            throw .arguments("--record is for an office")
        }
        if arguments.has("--proof"), !arguments.has(Option.verifierKey.name) { throw .arguments("--proof is for --key") }
        var office: Office?
        if !arguments.has(Option.verifierKey.name), arguments.officeFolderIfAny() != nil {
            do throws(CommandFailure) {
                office = try arguments.openOffice()
            } catch {
                guard isFile, error.status == .verification || error.status == .inputOutput, let words = error.message else { throw error }
                damage = words
            }
        }
        if arguments.has(Option.consistency.name), !arguments.has(Option.verifierKey.name) || !arguments.has(Option.olderCheckpoint.name) {
            throw .arguments("--consistency is for --key and --old")
        }
        if arguments.has(Option.olderCheckpoint.name), office == nil, damage == nil, !arguments.has(Option.verifierKey.name) {
            throw .arguments("--old is for an office or for --key")
        }
        self.office = office
        if let office, !isFile {
            name = operand
            path = try officeWork { () throws(OfficeError) in try office.path(ofDocument: operand) }
        } else {
            name = nil
            path = operand
        }
        for name in ["--data", "--template", "--profile"] where arguments.has(name) && !arguments.has("--rerender") {
            throw .arguments("\(name) is for --rerender")
        }
        if path == "-", arguments.value("--data") == "-" { throw .arguments("the file and the data cannot both be standard input") }
    }

    /// What the office says of the file; where its log is damaged, what can be said without it.
    private func verify(_ bytes: [UInt8], in office: Office?, older: [UInt8]?) throws(CommandFailure) -> DocumentVerification? {
        var words = damage
        if let office {
            do throws(CommandFailure) {
                return try officeWork { () throws(OfficeError) in try office.verify(bytes, older: older) }
            } catch {
                guard error.status == .verification || error.status == .inputOutput, let message = error.message else { throw error }
                words = message
            }
        }
        guard let words, let folder = arguments.officeFolderIfAny() else { return nil }
        let beside = path == "-" ? nil : try? FileBytes.read(Command.proof(beside: path))
        return DocumentVerification(bytes, proof: beside, ofDamaged: folder, words: words)
    }

    func run(_ console: Console) throws(CommandFailure) -> ExitStatus {
        var report = VerifyReport()
        // Who asks is known before anything is looked at.
        let recorder = arguments.has("--record") ? try office.map { office throws(CommandFailure) in try arguments.actor(in: office) } : nil
        let older = try arguments.fileBytes(Option.olderCheckpoint)
        var issuedLength: Int?
        if let office, let name {
            let verification = try officeWork { () throws(OfficeError) in try office.verify(document: name, older: older) }
            try record(verification, by: recorder, &report)
            issuedLength = verification.issuedLength
            report.add(verification)
        }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            guard name != nil else { throw CommandFailure(error) }
            // The office's own file is gone: the report says so.
            try console.write(arguments.has("--json") ? report.json : report.text)
            return .verification
        }
        if name == nil, let verification = try verify(bytes, in: office, older: older) {
            try record(verification, by: recorder, &report)
            issuedLength = verification.issuedLength
            report.add(verification)
        } else if let key = arguments.value(Option.verifierKey.name) {
            report.add(try verify(bytes, key: key, older: older))
        }
        var read: (verifier: DocumentVerifier, signatures: [PDFSignature])?
        do throws(PDFError) {
            let verifier = try DocumentVerifier(bytes)
            try report.addFacts(verifier)
            read = (verifier, try verifier.file.signatures())
        } catch {
            let words = "\(path) cannot be read as PDF: \(error.words)"
            guard report.isIssuingChecked else { throw CommandFailure(status: .verification, message: words) }
            report.addUnreadable(words)
        }
        if let read {
            report.add(try checks(of: read.verifier.file, read.signatures))
            if arguments.has("--rerender") {
                // What the office issued was made of the source; what was signed later is held against the log, not against that.
                let issued = issuedLength.flatMap { Self.issued(bytes, $0) }
                report.add(try rerender(issued ?? read.verifier))
            }
        }
        try console.write(arguments.has("--json") ? report.json : report.text)
        return report.isPassed ? .done : .verification
    }

    /// The document as it was issued, which is the beginning of the file; `nil` where that cannot be read.
    private static func issued(_ bytes: [UInt8], _ length: Int) -> DocumentVerifier? {
        length < bytes.count ? try? DocumentVerifier(Array(bytes[..<length])) : nil
    }

    /// Writes down what came of it, where that is asked for.
    private func record(
        _ verification: DocumentVerification, by recorder: Actor?, _ report: inout VerifyReport
    ) throws(CommandFailure) {
        guard let office, let recorder else { return }
        report.add(recorded: try officeWork { () throws(OfficeError) in try office.record(verification, by: recorder) })
    }

    /// The signatures, looked at by `openssl` too.
    private func checks(of file: PDFFile, _ signatures: [PDFSignature]) throws(CommandFailure) -> [SignatureCheck] {
        var roots: [UInt8]?
        if let path = arguments.value("--roots") {
            do throws(SealingError) {
                roots = try SignatureVerifier.roots(path: path)
            } catch {
                throw CommandFailure(error)
            }
        }
        do throws(SealingError) {
            // Certificates are valid now or not, whenever documents count as made.
            return try SignatureVerifier(roots: roots, time: time(nil)).checks(of: file, signatures)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Checks the file by its proof and the log's public key.
    private func verify(_ bytes: [UInt8], key: String, older: [UInt8]?) throws(CommandFailure) -> DocumentVerification {
        let keys = try officeWork { () throws(OfficeError) in try LogKeys(key) }
        guard path != "-" || arguments.has("--proof") else { throw .arguments("--proof is missing: standard input has no proof beside it") }
        let place = arguments.value("--proof") ?? Command.proof(beside: path)
        let growth = try arguments.fileBytes(.consistency)
        let proof: [UInt8]
        do throws(FileError) {
            proof = try FileBytes.read(place)
        } catch {
            var failure = CommandFailure(error)
            failure.hint = "the office gives it: diwan ledger prove NUMBER; --proof FILE says where it is"
            throw failure
        }
        return try officeWork { () throws(OfficeError) in
            try DocumentVerification(bytes, proof: proof, keys: keys, older: older, growth: growth)
        }
    }

    private func rerender(_ verifier: DocumentVerifier) throws(CommandFailure) -> Rerendering? {
        var data: RecordData?
        do throws(RenderError) {
            data = try arguments.value("--data").map { path throws(RenderError) in try RecordData(file: path) }
        } catch {
            throw CommandFailure(error)
        }
        do throws(VerificationError) {
            return try verifier.rerender(template: arguments.value("--template"), data: data) { time, letterhead throws(EnvironmentError) in
                try DiwanEnvironment(
                    places: arguments.places, profile: arguments.value("--profile") ?? office?.folder.file("profile.json"),
                    printsLetterhead: letterhead, time: time)
            }
        } catch {
            switch error {
            case .noRecord: return nil
            case .environment(let error): throw CommandFailure(error)
            case .render(let error):
                var failure = CommandFailure(error)
                failure.message = failure.message ?? "the document cannot be made again"
                if failure.status == .mistake { failure.status = .verification }
                throw failure
            }
        }
    }
}

extension Command {
    /// Where the proof of a document is looked for: beside its file, under its name with another ending.
    static func proof(beside path: String) -> String {
        (path.hasSuffix(".pdf") ? String(path.dropLast(4)) : path) + ".tlog-proof"
    }
}
