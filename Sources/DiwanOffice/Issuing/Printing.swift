import Diwan
import DiwanBytes
import DiwanData
import DiwanSystem

/// Where a copy of an issued document goes.
public enum PrintTarget: Sendable {
    /// A printer of CUPS, by its name; `nil` for the office's own, or else the machine's.
    case printer(String?)
    /// A file.
    case file(String)
}

extension Office {
    /// Prints a copy of an issued document, counts it and records it. Where printing fails nothing is recorded.
    ///
    /// - Parameter letterhead: `false` for letter paper that has the letterhead on it: the document is made anew from its evidence without
    ///   it, by the very template that it was issued with.
    /// - Returns: which copy it is, from 1.
    public func print(_ name: String, to target: PrintTarget, letterhead: Bool = true, by actor: Actor) throws(OfficeError) -> Int {
        let document = try document(name)
        let bytes = letterhead ? try file(of: document) : try withoutLetterhead(document)
        return try transact(actor) { transaction throws(OfficeError) in
            let printer: String
            switch target {
            case .file(let path):
                do throws(FileError) {
                    try FileBytes.write(bytes, to: path)
                } catch {
                    throw .file(error)
                }
                printer = "file"
            case .printer(let named):
                printer = try Self.spool(bytes, title: document.number, to: named ?? configuration.settings.printer)
            }
            return try transaction.printed(document.number, printer: printer, letterhead: letterhead)
        }
    }

    /// The bytes of an issued document as it is now, with the signatures that came after its issue, held against the log.
    public func file(of document: DocumentRecord) throws(OfficeError) -> [UInt8] {
        let latest = document.latest
        let path = folder.document(latest.hash)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw .file(error)
        }
        guard Hexadecimal.text(SHA256.hash(bytes)) == latest.hash else { throw .damagedEvidence(latest.event.sequence, path: path) }
        return bytes
    }

    /// The document as it is printed on letter paper.
    private func withoutLetterhead(_ document: DocumentRecord) throws(OfficeError) -> [UInt8] {
        guard let data = try evidence(of: document.issued)?["data"] else { throw .noEvidence(document.issued.sequence) }
        let bare = environment.at(document.issued.time, printsLetterhead: false)
        let renderer: DocumentRenderer
        do throws(RenderError) {
            renderer = try DocumentRenderer(TemplateLocation(document.template, in: bare), in: bare)
        } catch {
            throw .render(error)
        }
        guard renderer.templateHash == document.issued.text("template-sha256") else {
            throw .argument(
                "the template \"\(document.template)\" has been changed since the document was issued", hint: "print it with the letterhead"
            )
        }
        do throws(RenderError) {
            let made = try renderer.document(RecordData(value: data))
            return try renderer.pdf(renderer.pages(made.document).pages, identifier: document.id.bytes)
        } catch {
            throw .render(error)
        }
    }

    /// Gives a file to CUPS.
    /// - Returns: the printer's name, as the log has it.
    private static func spool(_ bytes: [UInt8], title: String, to printer: String?) throws(OfficeError) -> String {
        if let printer, !printer.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2F && $0 != 0x23 }) || printer.hasPrefix("-") {
            throw .argument("\"\(printer)\" is no name of a printer", hint: "lpstat -e lists them")
        }
        let child: ChildProcess
        do throws(ChildProcessError) {
            child = try ChildProcess("lp", (printer.map { ["-d", $0] } ?? []) + ["-t", title, "--", "-"], input: bytes)
        } catch {
            switch error {
            case .notFound: throw .program("the program lp is not installed: it comes with the package cups-client")
            default: throw .program("lp could not be run: \(error)")
            }
        }
        guard child.isDone else {
            let words = String(decoding: child.errors, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "it failed"
            throw .program("lp did not take the document: \(words)")
        }
        return printer ?? "default"
    }
}
