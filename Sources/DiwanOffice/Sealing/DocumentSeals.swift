import Diwan
import DiwanBytes
import DiwanData
import DiwanPDF

/// What is added to the file of an issued document: each time the file goes on by an update, and an entry speaks of the longer file.
extension Transaction {
    /// Puts a longer file of a document down, and adds the entry that speaks of it.
    @discardableResult
    mutating func revise(
        _ document: DocumentRecord, _ kind: EventKind, _ sealed: DocumentSealer.Sealed, _ fields: [(name: String, value: JSONValue)] = [],
        evidence: JSONValue? = nil
    ) throws(OfficeError) -> OfficeEvent {
        try put(document: sealed.bytes, hash: sealed.hash)
        return try note(kind, document, fields + sealed.fields(number: document.number), evidence: evidence)
    }

    /// The document is sealed: by the office's own seal, or by that of someone who is licensed to give one.
    mutating func sealed(_ name: String, _ other: SigningCredentials?) throws(OfficeError) {
        let document = try document(name)
        try holdInForce(document)
        let own = other == nil ? try office.ownSealer() : nil
        guard let sealer = try other.map({ files throws(OfficeError) in try OfficeSealer(files, office) }) ?? own else {
            throw .argument(
                "office.json names no seal, and no certificate is given",
                hint: "put \"seal\" into office.json, or name --certificate and --key")
        }
        let bytes = try office.file(of: document)
        let file = try Office.read(bytes, document)
        let request: SignatureRequest
        if try Office.pdf(document, { () throws(PDFError) in try file.signatures().isEmpty }) {
            let settings = other == nil ? office.configuration.settings.seal : nil
            request = office.firstSeal(
                rooms: try office.rooms(of: document, in: file), time: time, certifies: settings?.certifies ?? false,
                isVisible: settings?.isVisible ?? false, signer: other.map { _ in sealer.name })
        } else {
            request = SignatureRequest(
                field: try office.unseenField("ختم \(sealer.name)", in: file, document), time: time.pdfDate,
                signer: sealer.name, reason: "ختم الوثيقة")
        }
        try revise(document, .sealedPAdES, try sealer.seal(bytes, request))
    }

    /// A signature with a personal certificate, in the room of a role, or where nobody sees it.
    func signedPersonally(
        _ document: DocumentRecord, _ credentials: SigningCredentials, reason: String
    ) throws(OfficeError) -> DocumentSealer.Sealed {
        let sealer = try OfficeSealer(credentials, office)
        let bytes = try office.file(of: document)
        let file = try Office.read(bytes, document)
        var request = SignatureRequest(
            field: try office.unseenField("توقيع \(actor.person.name)", in: file, document), time: time.pdfDate, signer: actor.person.name,
            reason: reason)
        // Those who sign after the first have their rooms.
        if try Office.pdf(document, { () throws(PDFError) in try file.signatures().isEmpty }) {
            request.blankFields = try office.rooms(of: document, in: file).signatures
        }
        return try sealer.seal(bytes, request)
    }
}

extension Office {
    /// The file of a document, to be signed.
    static func read(_ bytes: [UInt8], _ document: DocumentRecord) throws(OfficeError) -> PDFFile {
        try pdf(document) { () throws(PDFError) in try PDFFile(bytes) }
    }

    /// Calls `body`, which reads the file of a document.
    static func pdf<Result>(_ document: DocumentRecord, _ body: () throws(PDFError) -> Result) throws(OfficeError) -> Result {
        do throws(PDFError) {
            return try body()
        } catch {
            throw .argument("the file of \(document.number) cannot be signed: \(error.words)", hint: nil)
        }
    }

    /// The field for a signature that nobody sees: a blank one, or a new one.
    func unseenField(_ label: String, in file: PDFFile, _ document: DocumentRecord) throws(OfficeError) -> SignatureField {
        try Self.pdf(document) { () throws(PDFError) in try DocumentSealer.unseenField(label: label, in: file) }
    }

    /// The rooms of a document, but those in which a signature was drawn. None where the evidence of its issue was erased.
    func rooms(of document: DocumentRecord, in file: PDFFile) throws(OfficeError) -> SigningRooms {
        var rooms = SigningRooms(try evidence(of: document.issued)?["rooms"])
        let drawn = try Self.pdf(document) { () throws(PDFError) in try file.stampNames() }
        rooms.signatures.removeAll { drawn.contains($0.name) }
        return rooms
    }
}

extension DocumentRenderer {
    /// A document as the office issues it, which carries its own source.
    func issuedFile(of made: Made, identifier: [UInt8]) throws(RenderError) -> IssuedFile {
        let (pages, warnings) = try pages(made.document)
        let record = try embeddedRecord(of: made, pages: pages, standards: .all, identifier: identifier)
        let bytes = try pdf(pages, identifier: identifier, attachments: [record])
        return IssuedFile(bytes: bytes, pages: pages.pages.count, warnings: warnings)
    }
}
