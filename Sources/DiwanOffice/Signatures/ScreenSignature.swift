import Diwan
import DiwanBytes
import DiwanData
public import DiwanDiagnostics
import DiwanDocument
import DiwanPDF

/// A signature by hand on a screen, as someone hands it in.
public struct ScreenSignature: Sendable {
    /// Who signed.
    public var signer: String
    /// What the pen did.
    public var strokes: SourceText
    /// The words that were shown before, and their version.
    public var consent: (version: String, words: String)
    /// Who saw it.
    public var witness: String?
    /// The role in whose room it is drawn; `nil` for the only room of the document.
    public var room: String?

    /// A signature of `signer`.
    public init(signer: String, strokes: SourceText, consent: (version: String, words: String), witness: String? = nil, room: String? = nil)
    {
        self.signer = signer
        self.strokes = strokes
        self.consent = consent
        self.witness = witness
        self.room = room
    }

    /// What became of it on the page.
    public enum Drawing: Sendable, Hashable {
        /// It is drawn in the room of this name, on this page from 1.
        case drawn(room: String, page: Int)
        /// Nothing is drawn, since the document has no room for a signature that is free, or where it is can no longer be known.
        case noRoom
        /// Nothing is drawn, since the file bears a digital signature: only a seal of the office's can add to it.
        case noSeal
    }
}

extension Office {
    /// Someone signs a document on a screen: strokes and words of consent are kept, and the strokes are drawn in the document's room for the
    /// signature, sealed where the office has a seal.
    public func signOnScreen(
        _ name: String, _ signature: ScreenSignature, by actor: Actor
    ) throws(OfficeError) -> ScreenSignature.Drawing {
        let (drawing, event) = try transact(actor) { transaction throws(OfficeError) in
            (try transaction.signedOnScreen(name, signature), transaction.events.last)
        }
        if let event { writeProof(of: event) }
        return drawing
    }

    /// Writes the proof of a later file of a document. Where it cannot be written, `verify` says so, and `ledger prove` makes it anew.
    func writeProof(of revision: OfficeEvent) {
        guard revision.putsFileDown, let hash = revision.text("sha256") else { return }
        _ = try? writeProof(hash: hash, entry: revision.sequence)
    }
}

extension Transaction {
    /// Someone signed on a screen, after having read the words of consent.
    fileprivate mutating func signedOnScreen(
        _ name: String, _ signature: ScreenSignature
    ) throws(OfficeError) -> ScreenSignature.Drawing {
        let document = try document(name)
        try holdInForce(document)
        let (read, faults) = Strokes.read(signature.strokes)
        guard let strokes = read else { throw .faults(faults, sources: [signature.strokes]) }
        guard !signature.consent.words.isEmpty else { throw .argument("the words of consent that were shown are missing", hint: nil) }
        let (room, drawing, file) = try drawn(strokes, signature, document)
        var evidence: [(name: String, value: JSONValue)] = [
            ("signer", .string(signature.signer)), ("strokes", try put(file: signature.strokes.bytes, mediaType: "application/json")),
            ("strokes-sha256", .string(Hexadecimal.text(SHA256.hash(signature.strokes.bytes)))),
            ("consent", .string(signature.consent.words)), ("seen", .string(document.latest.hash)),
        ]
        if let room { evidence.append(("room", .string(room.name))) }
        if let witness = signature.witness { evidence.append(("witness", .string(witness))) }
        let text: [(name: String, value: JSONValue)] = [("text", .string(signature.consent.version))]
        switch file {
        case .sealed(let sealed): try revise(document, .signedScreen, sealed, text, evidence: .object(evidence))
        case .plain(let bytes):
            let hash = Hexadecimal.text(SHA256.hash(bytes))
            try put(document: bytes, hash: hash)
            try note(
                .signedScreen, document, text + [("sha256", .string(hash)), ("number", .string(document.number))],
                evidence: .object(evidence))
        case nil:
            try note(.signedScreen, document, text + [("sha256", .string(document.latest.hash))], evidence: .object(evidence))
        }
        return drawing
    }

    /// A file that a signature was drawn into.
    private enum DrawnFile {
        case sealed(DocumentSealer.Sealed)
        case plain([UInt8])
    }

    /// The file with the strokes in a room for a signature; `nil` where nothing is drawn.
    private func drawn(
        _ strokes: Strokes, _ signature: ScreenSignature, _ document: DocumentRecord
    ) throws(OfficeError) -> (room: SignatureField?, drawing: ScreenSignature.Drawing, file: DrawnFile?) {
        let bytes = try office.file(of: document)
        let file = try Office.read(bytes, document)
        let (isSigned, blank) = try Office.pdf(document) { () throws(PDFError) in
            (try !file.signatures().isEmpty, try file.blankSignatureFields())
        }
        // In a signed file the rooms are blank fields.
        let rooms = isSigned ? blank.filter { $0.place != nil } : try office.rooms(of: document, in: file).signatures
        guard let room = try choose(signature.room, of: rooms, document) else { return (nil, .noRoom, nil) }
        guard let size = room.place?.size, let place = room.place else { return (nil, .noRoom, nil) }
        let look = strokes.frame(in: size)
        let words = "توقيع \(signature.signer) على الشاشة"
        let drawing = ScreenSignature.Drawing.drawn(room: room.name, page: room.page + 1)
        if let sealer = try office.ownSealer() {
            var request = SignatureRequest(
                field: room, time: time.pdfDate, appearance: look, signer: office.environment.profile.name, reason: words)
            // Those who sign after it have their rooms too.
            if !isSigned { request.blankFields = rooms.filter { $0 != room } }
            return (room, drawing, .sealed(try sealer.seal(bytes, request)))
        }
        guard !isSigned else { return (nil, .noSeal, nil) }
        let exporter = PDFExporter { _ in preconditionFailure("strokes have no text") }
        do throws(SigningError) {
            let stamp = DrawnStamp(name: room.name, words: words, page: room.page, place: place, frame: look, time: time.pdfDate)
            return (room, drawing, .plain(try exporter.bytes(bytes, adding: stamp)))
        } catch {
            throw .argument("the file of \(document.number) cannot be drawn into: \(error.words)", hint: nil)
        }
    }

    /// The room of a role, or the only one; `nil` where there is none and none is named.
    private func choose(
        _ role: String?, of rooms: [SignatureField], _ document: DocumentRecord
    ) throws(OfficeError) -> SignatureField? {
        let list = rooms.map { "\($0.name.dropFirst("signature:".utf8.count)) (\($0.label))" }.joined(separator: ", ")
        if let role {
            if let room = rooms.first(where: { $0.name == "signature:" + role }) { return room }
            throw .argument(
                "\(document.number) has no free room for a signature of the role \"\(role)\"",
                hint: list.isEmpty ? "without --room the strokes are kept, and not drawn" : "its free rooms are: \(list)")
        }
        guard rooms.count > 1 else { return rooms.first }
        throw .argument("\(document.number) has several rooms for signatures", hint: "name one by --room: \(list)")
    }
}
