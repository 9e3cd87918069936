import DiwanBytes
import DiwanDiagnostics
import DiwanPDF
import DiwanTemplate
import DiwanXML

/// Why a file is no record of a document.
public enum RecordFault: Error, Hashable, Sendable {
    /// It is no XML, or too large.
    case notXML(String)
    /// Its root is of another namespace, or of another version of this one.
    case otherKind
    /// An element or an attribute is missing or wrong; the words name it.
    case structure(String)
    /// It is not in canonical form.
    case notCanonical
}

extension EmbeddedRecord {
    /// The record in `xml`, which may be hostile: sizes are bounded, and nothing of it is trusted.
    public init(_ xml: [UInt8]) throws(RecordFault) {
        var limits = XMLLimits()
        limits.bytes = 8 << 20
        limits.depth = 64
        limits.nodes = 500_000
        let root: XMLElement
        do throws(XMLError) {
            root = try XMLParser(limits: limits).parse(xml, file: Self.fileName).root
        } catch {
            throw .notXML(error.diagnostic.message)
        }
        guard root.name == "record", root.namespace == Self.namespace else { throw .otherKind }
        self = try RecordXMLReader.record(root)
    }

    /// The record in `xml`, which must be in canonical form: the very bytes that the record is written as.
    public static func canonical(_ xml: [UInt8]) throws(RecordFault) -> EmbeddedRecord {
        let record = try EmbeddedRecord(xml)
        guard (try? record.canonicalXML()) == xml else { throw .notCanonical }
        return record
    }
}

/// Turns elements into a record.
private enum RecordXMLReader {
    static func record(_ root: XMLElement) throws(RecordFault) -> EmbeddedRecord {
        let parts = root.elements
        let names = ["template", "profile", "fonts", "document", "data", "policy", "answers"]
        guard parts.map(\.name) == names else { throw .structure("record") }
        for (part, name) in zip(parts, names) {
            guard part.namespace == (name == "data" || name == "policy" ? "" : EmbeddedRecord.namespace) else { throw .structure(name) }
        }
        let (template, document) = (parts[0], parts[3])
        guard let time = CreationTime(try attribute("time", document)) else { throw .structure("time") }
        guard let standards = try? PDFStandards(try attribute("standards", document)) else { throw .structure("standards") }
        var identifier: [UInt8]?
        if let text = document["id"] {
            guard let bytes = Hexadecimal.bytes(text), bytes.count == 16 else { throw .structure("id") }
            identifier = bytes
        }
        let record = EmbeddedRecord(
            engine: try attribute("engine", root), templateID: try attribute("id", template),
            templateVersion: try attribute("version", template), templateName: try attribute("name", template),
            templateFiles: try ingredients(template, "file", "path"), profile: try hash("sha256", parts[1]),
            fontList: try hash("list", parts[2]), fonts: try ingredients(parts[2], "font", "name"), time: time,
            printsLetterhead: try choice("letterhead", document, ["none", "printed"]) == 1, standards: standards, identifier: identifier,
            printed: PrintedRecord(
                isBlank: try choice("blank", document, ["false", "true"]) == 1, fields: try parts[4].elements.map(field),
                policies: try parts[5].elements.map(field), outcomes: try parts[6].elements.map(outcome)))
        guard record.templateHash == (try hash("sha256", template)) else { throw .structure("sha256") }
        return record
    }

    private static func attribute(_ name: String, _ element: XMLElement) throws(RecordFault) -> String {
        guard let value = element[name], value.utf8.count <= 1_024 else { throw .structure(name) }
        return value
    }

    private static func choice(_ name: String, _ element: XMLElement, _ words: [String]) throws(RecordFault) -> Int {
        guard let value = element[name], let index = words.firstIndex(of: value) else { throw .structure(name) }
        return index
    }

    private static func hash(_ name: String, _ element: XMLElement) throws(RecordFault) -> String {
        guard let value = element[name], value.utf8.count == 64, Hexadecimal.bytes(value) != nil else {
            throw .structure(name)
        }
        return value
    }

    private static func ingredients(
        _ element: XMLElement, _ name: String, _ attribute: String
    ) throws(RecordFault) -> [EmbeddedRecord.Ingredient] {
        var found: [EmbeddedRecord.Ingredient] = []
        for child in element.elements {
            guard child.name == name, found.count < 256 else { throw .structure(child.name) }
            found.append(EmbeddedRecord.Ingredient(name: try self.attribute(attribute, child), sha256: try hash("sha256", child)))
        }
        return found
    }

    private static func field(_ element: XMLElement) throws(RecordFault) -> PrintedRecord.Field {
        guard element.namespace.isEmpty else { throw .structure(element.name) }
        let children = try element.elements.map(field)
        let text = children.isEmpty ? element.text : ""
        let content: PrintedRecord.Content
        if let secrecy = element["withheld"] {
            guard let secrecy = PrintedRecord.Secrecy(rawValue: secrecy) else { throw .structure("withheld") }
            content = .withheld(secrecy)
        } else if let mask = element["mask"] {
            content = .masked(text, mask: mask)
        } else {
            content = text.isEmpty ? .present : .value(text, calendar: element["calendar"])
        }
        return PrintedRecord.Field(name: element.name, content: content, children: children)
    }

    private static func outcome(_ element: XMLElement) throws(RecordFault) -> PrintedRecord.Outcome {
        guard let expression = element["of"] else { throw .structure("of") }
        let text = element.text
        let answer: PrintedRecord.Answer
        switch element.name {
        case "test":
            guard text == "true" || text == "false" else { throw .structure("test") }
            answer = .test(text == "true")
        case "text": answer = .text(text)
        case "number": answer = .number(text)
        case "nodes":
            let words = text.split(separator: " ")
            let places = words.compactMap { Int($0) }
            guard places.count == words.count else { throw .structure("nodes") }
            answer = .nodes(places)
        case "withheld":
            guard let secrecy = element["why"].flatMap(PrintedRecord.Secrecy.init(rawValue:)) else { throw .structure("why") }
            answer = .withheld(secrecy, path: try attribute("path", element))
        default: throw .structure(element.name)
        }
        return PrintedRecord.Outcome(expression: expression, answer: answer)
    }
}
