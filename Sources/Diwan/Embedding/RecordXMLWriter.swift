import DiwanBytes
import DiwanDiagnostics
import DiwanTemplate
import DiwanXML

extension EmbeddedRecord {
    /// The record in canonical XML. What is written is read again and must be the same.
    ///
    /// - Throws: `notXML` when a text has characters that XML has not, `changed` when it is read back as another record.
    public func canonicalXML() throws(EmbeddingFault) -> [UInt8] {
        var writer = RecordXMLWriter()
        writer.write(self)
        let canonical: [UInt8]
        do throws(XMLError) {
            canonical = try XMLCanonicalizer.canonical(SourceText(file: Self.fileName, bytes: writer.bytes))
        } catch {
            throw .notXML
        }
        guard let read = try? EmbeddedRecord(canonical), read == self else { throw .changed }
        return canonical
    }
}

/// Writes a record as XML, without white space between elements; canonical XML is made of it.
private struct RecordXMLWriter {
    var bytes: [UInt8] = []

    mutating func write(_ record: EmbeddedRecord) {
        open("record", [("xmlns", EmbeddedRecord.namespace), ("engine", record.engine)])
        open(
            "template",
            [
                ("id", record.templateID), ("name", record.templateName), ("version", record.templateVersion),
                ("sha256", record.templateHash),
            ])
        for file in record.templateFiles { empty("file", [("path", file.name), ("sha256", file.sha256)]) }
        close("template")
        empty("profile", [("sha256", record.profile)])
        open("fonts", [("list", record.fontList)])
        for font in record.fonts { empty("font", [("name", font.name), ("sha256", font.sha256)]) }
        close("fonts")
        var settings = [
            ("time", String(record.time.seconds)), ("letterhead", record.printsLetterhead ? "printed" : "none"),
            ("standards", record.standards.list), ("blank", record.printed.isBlank ? "true" : "false"),
        ]
        if let identifier = record.identifier { settings.append(("id", Hexadecimal.text(identifier))) }
        empty("document", settings)
        open("data", [("xmlns", "")])
        for field in record.printed.fields { write(field) }
        close("data")
        open("policy", [("xmlns", "")])
        for rule in record.printed.policies { write(rule) }
        close("policy")
        open("answers")
        for outcome in record.printed.outcomes { write(outcome) }
        close("answers")
        close("record")
    }

    private mutating func write(_ field: PrintedRecord.Field) {
        switch field.content {
        case .present: open(field.name)
        case .value(let text, let calendar):
            open(field.name, calendar.map { [("calendar", $0)] } ?? [])
            append(text: text)
        case .masked(let text, let mask):
            open(field.name, [("mask", mask)])
            append(text: text)
        case .withheld(let secrecy): open(field.name, [("withheld", secrecy.rawValue)])
        }
        for child in field.children { write(child) }
        close(field.name)
    }

    private mutating func write(_ outcome: PrintedRecord.Outcome) {
        let of = [("of", outcome.expression)]
        switch outcome.answer {
        case .test(let value): element("test", of, value ? "true" : "false")
        case .text(let text): element("text", of, text)
        case .number(let text): element("number", of, text)
        case .nodes(let places): element("nodes", of, places.map { String($0) }.joined(separator: " "))
        case .withheld(let secrecy, let path): empty("withheld", of + [("path", path), ("why", secrecy.rawValue)])
        }
    }

    private mutating func element(_ name: String, _ attributes: [(String, String)], _ text: String) {
        open(name, attributes)
        append(text: text)
        close(name)
    }

    private mutating func empty(_ name: String, _ attributes: [(String, String)]) {
        open(name, attributes)
        close(name)
    }

    private mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
        bytes.append(UInt8(ascii: "<"))
        bytes += name.utf8
        for (name, value) in attributes {
            bytes.append(UInt8(ascii: " "))
            bytes += name.utf8
            bytes += "=\"".utf8
            append(text: value, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func close(_ name: String) {
        bytes += "</".utf8
        bytes += name.utf8
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(text: String, inAttribute: Bool = false) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\"") where inAttribute: bytes += "&quot;".utf8
            // A parser would make spaces and line feeds of them.
            case 0x0D: bytes += "&#13;".utf8
            case 0x0A where inAttribute: bytes += "&#10;".utf8
            case 0x09 where inAttribute: bytes += "&#9;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
