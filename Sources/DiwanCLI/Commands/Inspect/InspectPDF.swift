import Diwan
import DiwanCMS
import DiwanPDF

extension Command {
    /// `diwan inspect pdf`.
    static let inspectPDF = Command(
        name: "pdf", summary: "what a PDF file says of itself, or its text as Diwan reads it back",
        details: [
            "Out, separated by TAB: \"version\" and the version; \"standard\" and a standard that the file claims; \"page\", number, width, "
                + "height (in points), rotation; \"font\", name, kind, \"embedded\" or \"named\", \"subset\" or \"whole\", "
                + "\"unicode\" or \"codes\"; \"attachment\", name, media type, relationship, size in bytes; "
                + "\"field\", name, kind, value, and \"required\" or \"read-only\" where it is that; "
                + "\"signature\", field, form, signer (of its certificate), \"whole\", \"followed\" or \"wrong\", what it certifies (1, 2, 3 or "
                + "nothing), and each thing that was changed after it. diwan verify checks them."
        ],
        operands: [Operand(name: "FILE", summary: "the file; - is standard input", kind: .file)],
        options: [
            Option(name: "--text", summary: "the text instead, in the order of the file"),
            Option(
                name: "--attachment", value: .required("NAME", .text),
                summary: "the content of the attachment of this name instead, as it is"),
        ]
    ) { arguments, console throws(CommandFailure) in
        let path = arguments.operands[0]
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            throw CommandFailure(error)
        }
        let output: [UInt8]
        var attachment: [UInt8]?
        do throws(PDFError) {
            let file = try PDFFile(bytes)
            if let name = arguments.value("--attachment") {
                attachment = try file.attachments().first { $0.name == name }?.content
                output = attachment ?? []
            } else {
                output = arguments.has("--text") ? Array(try file.text().utf8) : try facts(of: file)
            }
        } catch {
            throw .arguments("\(path) cannot be read as PDF: \(error.words)")
        }
        if let name = arguments.value("--attachment"), attachment == nil {
            throw .arguments("\(path) has no attachment \"\(name)\"", hint: "diwan inspect pdf lists them")
        }
        try console.write(output)
        return .done
    }

    private static func facts(of file: PDFFile) throws(PDFError) -> [UInt8] {
        var output: [UInt8] = []
        output.append(fields: ["version", file.version])
        for standard in try file.claimedStandards() { output.append(fields: ["standard", standard]) }
        for (index, page) in try file.pageFacts().enumerated() {
            output.append(fields: ["page", "\(index + 1)", "\(page.width)", "\(page.height)", "\(page.rotation)"])
        }
        for font in try file.fontFacts() {
            output.append(fields: [
                "font", font.name, font.kind, font.isEmbedded ? "embedded" : "named", font.isSubset ? "subset" : "whole",
                font.hasUnicode ? "unicode" : "codes",
            ])
        }
        for attachment in try file.attachments() {
            output.append(fields: [
                "attachment", attachment.name, attachment.mediaType, attachment.relationship, "\(attachment.content.count)",
            ])
        }
        for field in try file.formFields() {
            let rules = (field.isRequired ? ["required"] : []) + (field.isReadOnly ? ["read-only"] : [])
            output.append(fields: ["field", field.name, field.kind.rawValue, oneLine(field.value)] + rules)
        }
        for signature in try file.signatures() {
            let signer = (try? SignedData(signature.value, isPadded: true))?.certificate?.subject.description ?? ""
            let covers = !signature.faults.isEmpty ? "wrong" : signature.isFollowed ? "followed" : "whole"
            output.append(
                fields: [
                    "signature", signature.field, signature.form, oneLine(signer), covers,
                    signature.permission.map { "\($0.rawValue)" } ?? "",
                ] + signature.changes.map { oneLine($0.words) })
        }
        return output
    }

    /// A value in one line and without TABs: the ends of its lines are spaces.
    private static func oneLine(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    }
}
