import Diwan
import DiwanPDF
import Glibc

extension Command {
    /// `diwan verify`.
    static let verify = Command(
        name: "verify",
        summary: "look at a PDF file's claims and signatures, and whether its source makes it again",
        details: [
            "Without --rerender it tells what the file claims and what it carries of its source (diwan render --embed-data).",
            "Signatures are checked by what they cover and by what was changed after them; their values by the program openssl. Status 4 "
                + "when one is broken, or with --roots when nobody whom you trust stands for it.",
            "With --rerender the document is made again from what the file carries, with the templates, the profile and the fonts of this "
                + "machine. By the same version of Diwan it must be the same byte for byte; by another, the same in text, data and structure. "
                + "Status 4 when it is not, with what has changed or where they differ.",
            "This is a check of rendering. It is no proof that the office issued the document.",
        ],
        operands: [Operand(name: "FILE", summary: "the PDF file; - is standard input", kind: .file)],
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
            .profile, .templates, .fonts, .json,
        ]
    ) { arguments, console throws(CommandFailure) in
        try VerifyJob(arguments).run(console)
    }
}

/// One verification.
private struct VerifyJob {
    let arguments: Arguments
    let path: String

    init(_ arguments: Arguments) throws(CommandFailure) {
        self.arguments = arguments
        path = arguments.operands[0]
        for name in ["--data", "--template", "--profile"] where arguments.has(name) && !arguments.has("--rerender") {
            throw .arguments("\(name) is for --rerender")
        }
        if path == "-", arguments.value("--data") == "-" { throw .arguments("the file and the data cannot both be standard input") }
    }

    func run(_ console: Console) throws(CommandFailure) -> ExitStatus {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw CommandFailure(error)
        }
        var report = VerifyReport()
        let signatures: [PDFSignature]
        let verifier: DocumentVerifier
        do throws(PDFError) {
            verifier = try DocumentVerifier(bytes)
            try report.addFacts(verifier)
            signatures = try verifier.file.signatures()
        } catch {
            throw CommandFailure(status: .verification, message: "\(path) cannot be read as PDF: \(error.words)")
        }
        report.add(try checks(of: verifier.file, signatures))
        if arguments.has("--rerender") { report.add(try rerender(verifier)) }
        try console.write(arguments.has("--json") ? report.json : report.text)
        return report.isPassed ? .done : .verification
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
                    places: arguments.places, profile: arguments.value("--profile"), printsLetterhead: letterhead, time: time)
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
