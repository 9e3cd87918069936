import DiwanBytes
import DiwanData

/// What is done with issued documents, each by one entry of the log. A document itself is never changed.
extension Transaction {
    /// The document of a number, a code or a hash, with what was done to it here.
    func document(_ name: String) throws(OfficeError) -> DocumentRecord { try office.document(name) }

    /// The request that a document is of, as entries about the document name it.
    private func request(of document: DocumentRecord) throws(OfficeError) -> RequestRecord? {
        try document.issued.request.map { id throws(OfficeError) in try office.request(id) }
    }

    /// Adds an entry about a document.
    @discardableResult
    mutating func note(
        _ kind: EventKind, _ document: DocumentRecord, channel: String? = nil, _ fields: [(name: String, value: JSONValue)] = [],
        evidence: JSONValue? = nil
    ) throws(OfficeError) -> OfficeEvent {
        guard actor.role != .auditor else {
            throw .refused(PolicyRefusal("roles", "an auditor changes nothing", "المراجع لا يغير شيئًا"))
        }
        return try append(kind, document: document.id, channel: channel, fields, evidence: evidence)
    }

    /// Refuses what is to be done with a document that is not in force.
    func holdInForce(_ document: DocumentRecord) throws(OfficeError) {
        guard document.isInForce else {
            throw .refused(
                PolicyRefusal(
                    "in-force", "\(document.number) was \(document.revoked == nil ? "superseded" : "revoked")",
                    document.revoked == nil ? "حلت وثيقة أخرى محل \(document.number)" : "أُلغيت الوثيقة \(document.number)"))
        }
    }

    /// A copy was printed.
    /// - Returns: which copy it is, from 1.
    mutating func printed(_ name: String, printer: String, letterhead: Bool) throws(OfficeError) -> Int {
        let document = try document(name)
        try holdInForce(document)
        let copy = document.copies + 1
        try note(
            .documentPrinted, document,
            [("copy", .integer(copy)), ("printer", .string(printer)), ("letterhead", .boolean(letterhead))])
        return copy
    }

    /// The document was handed over or sent. One that is for the office alone goes to no one outside it.
    mutating func delivered(_ name: String, way: String, channel: String, receiver: String, isInside: Bool = false) throws(OfficeError) {
        let document = try document(name)
        try holdInForce(document)
        try know(channel: channel)
        if document.issued.text("audience") == "internal", !isInside {
            throw .refused(
                PolicyRefusal(
                    "audience", "\(document.number) is for the office alone", "الوثيقة \(document.number) داخلية ولا تُسلَّم خارج الجمعية"))
        }
        try note(
            .documentDelivered, document, channel: channel, [("way", .string(way))], evidence: .object([("receiver", .string(receiver))]))
    }

    /// The document came back.
    mutating func returned(_ name: String, reason: String, words: String) throws(OfficeError) {
        try note(
            .documentReturned, try document(name), [("reason", .string(reason))], evidence: .object([("words", .string(words))]))
    }

    /// Someone looked at what lists do not show.
    mutating func viewed(_ name: String, purpose: String) throws(OfficeError) {
        try append(.documentViewed, document: try document(name).id, evidence: .object([("purpose", .string(purpose))]))
    }

    /// The signed paper came back: its scan is kept, the paper stays with its keeper.
    /// - Parameter match: by what the document was found.
    /// - Returns: the entry.
    mutating func signedOnPaper(
        _ name: String, signer: String?, scan: AttachedFile, match: ScannedPaper.Match, keeper: String
    ) throws(OfficeError) -> Int {
        let document = try document(name)
        try holdInForce(document)
        let hash = SHA256.hash(scan.bytes)
        if let entry = index[.scan, hash] {
            throw .refused(
                PolicyRefusal(
                    "scanned-once", "the scan was recorded before (entry \(entry))", "سبق حفظ هذا المسح (القيد \(entry))"))
        }
        var evidence: [(name: String, value: JSONValue)] = []
        if let signer { evidence.append(("signer", .string(signer))) }
        evidence.append(("scan", try put(file: scan.bytes, mediaType: scan.mediaType)))
        return try note(
            .signedPaper, document,
            [("scan", .string(Hexadecimal.text(hash))), ("keeper", .string(keeper)), ("matched", .string(match.rawValue))],
            evidence: .object(evidence)
        ).sequence
    }

    /// Someone put a thumb to the paper before witnesses. The print stays on paper.
    mutating func signedByThumb(_ name: String, signer: String, witnesses: [String], keeper: String) throws(OfficeError) {
        let document = try document(name)
        try holdInForce(document)
        guard !witnesses.isEmpty else {
            throw .refused(PolicyRefusal("witness", "a thumbprint wants a witness", "لا تُقبل البصمة إلا بشاهد"))
        }
        try note(
            .signedThumb, document, [("witnesses", .integer(witnesses.count)), ("keeper", .string(keeper))],
            evidence: .object([("signer", .string(signer)), ("witnesses", .array(witnesses.map { .string($0) }))]))
    }

    /// Another signature of someone of the office, after those before it; with a personal certificate in the file too.
    mutating func countersigned(_ name: String, _ credentials: SigningCredentials?) throws(OfficeError) -> Int {
        let document = try document(name)
        try holdInForce(document)
        let before = document.events.filter { $0.kind == .countersigned }
        guard !before.contains(where: { $0.actor == actor.person.id }) else {
            throw .refused(PolicyRefusal("signed-once", "\(actor.person.id) has signed already", "سبق التوقيع من الشخص نفسه"))
        }
        let order: [(name: String, value: JSONValue)] = [("order", .integer(before.count + 1))]
        let evidence = JSONValue.object([("by", .string(actor.person.name))])
        if let credentials {
            let signed = try signedPersonally(document, credentials, reason: actor.role.arabic)
            try revise(document, .countersigned, signed, order, evidence: evidence)
        } else {
            try note(.countersigned, document, order, evidence: evidence)
        }
        return before.count + 1
    }

    /// Someone who was to sign does not.
    mutating func declined(_ name: String, signer: String, reason: String) throws(OfficeError) {
        guard !reason.isEmpty else { throw .argument("whoever declines says why", hint: nil) }
        try note(
            .declined, try document(name), evidence: .object([("signer", .string(signer)), ("reason", .string(reason))]))
    }

    /// The document holds no longer.
    mutating func revoke(_ name: String, reason: String) throws(OfficeError) {
        let document = try document(name)
        try holdInForce(document)
        let roles: [Role] = [.director, .chair]
        guard roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "roles", "a document is revoked by \(roles.map(\.rawValue).joined(separator: " or "))",
                    "لا تُلغى الوثيقة إلا من: \(roles.map(\.arabic).joined(separator: "، "))"))
        }
        guard !reason.isEmpty else { throw .argument("a revocation has its reason", hint: nil) }
        try note(.revoked, document, evidence: .object([("reason", .string(reason))]))
    }
}
