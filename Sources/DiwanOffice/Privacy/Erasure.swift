import Diwan
import DiwanBytes
import DiwanData
import DiwanDomain
import Glibc

/// What is to be destroyed.
public enum ErasureTarget: Sendable, Hashable {
    /// What is kept of the request of a number, or of the document of a number that is of no request.
    case number(String)
    /// What is kept of a person, by the identity number: all requests, and what leads from the number to them.
    case person(String)
    /// The answers to the survey whose time has ended, where they are of no request.
    case surveys
}

/// What goes in one piece, under one entry of the log.
private struct ErasurePiece {
    var request: RequestRecord?
    var inquiry: OpaqueID?
    var document: OpaqueID?
    /// The commitments of the evidence.
    var commitments: [[UInt8]] = []
    /// The hashes of the documents' files.
    var hashes: [String] = []
}

extension Office {
    /// Destroys the evidence, salts, private files and issued documents of something, and says so in the log: one entry for each request
    /// and each document.
    ///
    /// The entries are on the disk before anything is destroyed. Where that is interrupted, the same call finishes it.
    /// - Parameters:
    ///   - basis: a ground of the policy.
    ///   - minutes: the number of the minutes of the destruction.
    /// - Returns: how many files were destroyed.
    public func erase(_ target: ErasureTarget, basis: String, minutes: String, by actor: Actor) throws(OfficeError) -> Int {
        let policy = configuration.policy
        guard policy.erasure.roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "erasure", "what is kept is destroyed by \(policy.erasure.roles.map(\.rawValue).joined(separator: ", ")) alone",
                    "لا يُتلف المحفوظ إلا من: \(policy.erasure.roles.map(\.arabic).joined(separator: "، "))"))
        }
        guard let ground = policy.erasure.bases.first(where: { $0.id == basis }) else {
            throw .argument(
                "the policy has no ground \"\(basis)\" for destroying",
                hint: "its grounds are \(policy.erasure.bases.map(\.id).joined(separator: ", "))")
        }
        var (paths, party): ([String], String?) = ([], nil)
        try transact(actor) { transaction throws(OfficeError) in
            let pieces: [ErasurePiece]
            (pieces, party) = try self.pieces(of: target, ground)
            for piece in pieces {
                let files = try self.paths(of: piece)
                try transaction.append(
                    .evidenceErased, request: piece.request, inquiry: piece.inquiry, document: piece.document,
                    [("erased", .integer(files.count)), ("basis", .string(basis)), ("minutes", .string(minutes))])
                paths += files
            }
            if party != nil {
                try transaction.append(
                    .evidenceErased, [("erased", .integer(1)), ("basis", .string(basis)), ("minutes", .string(minutes))])
            }
        }
        let gone = paths
        try Self.files { () throws(FileError) in for path in gone { try EvidenceStore.remove(path) } }
        if let party { try Self.files { () throws(FileError) in try PartyDirectory(folder: folder).erase(party) } }
        return paths.count + (party == nil ? 0 : 1)
    }

    /// What goes, and the identity number whose pseudonym is forgotten.
    private func pieces(
        of target: ErasureTarget, _ ground: OfficePolicy.Erasure.Basis
    ) throws(OfficeError) -> (pieces: [ErasurePiece], party: String?) {
        switch target {
        case .number(let number):
            do throws(OfficeError) {
                return (try pieces(of: try request(number: number), ground), nil)
            } catch {
                guard case .unknown = error else { throw error }
            }
            do throws(OfficeError) {
                return (try pieces(of: try inquiry(number: number), ground), nil)
            } catch {
                guard case .unknown = error else { throw error }
            }
            if let id = OpaqueID(number), let draft = try? draft(number), draft.created.request == nil, (try? document(number)) == nil {
                return ([try piece(ofAlone: id, ground)].compactMap { $0 }, nil)
            }
            let document = try document(number)
            guard document.issued.request == nil else {
                throw .argument("\(number) is of a request, and goes with it", hint: "diwan erase takes the request's number")
            }
            return ([try piece(of: document, nil, ended: document.issued.time.date, isOwn: true, ground)].compactMap { $0 }, nil)
        case .person(let text):
            let number = try Self.identity(text)
            let (party, requests) = try requests(ofPerson: number)
            let traces = try traces(ofPerson: number, requests: requests)
            guard party != nil || !traces.isEmpty else { throw .argument("the office keeps nothing of this identity number", hint: nil) }
            var pieces: [ErasurePiece] = []
            for request in requests { pieces += try self.pieces(of: request, ground) }
            for id in traces.inquiries { pieces += try self.pieces(of: try inquiry(id), ground) }
            for id in traces.documents { if let piece = try self.piece(ofAlone: id, ground) { pieces.append(piece) } }
            return (pieces, party == nil ? nil : number)
        case .surveys:
            var piece = ErasurePiece()
            let today = environment.time.date
            try forEachEvent { event throws(OfficeError) in
                guard event.kind == .surveyAnswered, event.request == nil, let commitment = event.commitment, hasEvidence(event),
                    let due = configuration.policy.retentionEnd("survey", from: event.time.date), due <= today
                else { return }
                piece.commitments.append(commitment)
            }
            return (piece.commitments.isEmpty ? [] : [piece], nil)
        }
    }

    /// What goes of a request: its own evidence, and its documents where the policy's time for them has ended too.
    private func pieces(of request: RequestRecord, _ ground: OfficePolicy.Erasure.Basis) throws(OfficeError) -> [ErasurePiece] {
        guard !isOpen(request.state) else {
            throw .refused(
                PolicyRefusal(
                    "erasure", "the request \(request.number) is open; it is ended or withdrawn first",
                    "الطلب \(request.number) ما زال مفتوحًا، ويُنهى أو يُسحب قبل إتلاف ما يخصه"))
        }
        try hold("request", request.number, ended: request.since, ground)
        var own = ErasurePiece(request: request)
        own.commitments = request.events.filter { $0.document == nil }.compactMap(\.commitment)
        var pieces = [own]
        for event in request.events where event.kind == .draftCreated {
            guard let id = event.document, !request.documents.contains(where: { $0.document == id }) else { continue }
            pieces.append(ErasurePiece(request: request, document: id, commitments: try commitments(ofDocument: id)))
        }
        for issued in request.documents {
            guard let id = issued.document else { continue }
            if let piece = try piece(of: try document(id: id), request, ended: request.since, isOwn: false, ground) { pieces.append(piece) }
        }
        return pieces
    }

    /// What goes of an inquiry that was answered, and of its letters.
    private func pieces(of inquiry: InquiryRecord, _ ground: OfficePolicy.Erasure.Basis) throws(OfficeError) -> [ErasurePiece] {
        guard let end = inquiry.answer?.time.date else {
            throw .refused(
                PolicyRefusal("erasure", "\(inquiry.number) waits for its answer", "\(inquiry.number) ينتظر الرد، ولا يُتلف قبله"))
        }
        try hold("request", inquiry.number, ended: end, ground)
        var own = ErasurePiece(inquiry: inquiry.id)
        own.commitments = inquiry.events.filter { $0.document == nil }.compactMap(\.commitment)
        var pieces = [own]
        for event in inquiry.events where event.kind == .draftCreated {
            guard let id = event.document, !inquiry.documents.contains(where: { $0.document == id }) else { continue }
            pieces.append(ErasurePiece(inquiry: inquiry.id, document: id, commitments: try commitments(ofDocument: id)))
        }
        for issued in inquiry.documents {
            guard let id = issued.document else { continue }
            if var piece = try piece(of: try document(id: id), nil, ended: end, isOwn: false, ground) {
                piece.inquiry = inquiry.id
                pieces.append(piece)
            }
        }
        return pieces
    }

    /// What goes of a document or a draft that is of no request and no inquiry; `nil` where the policy keeps it, or there is none.
    private func piece(ofAlone id: OpaqueID, _ ground: OfficePolicy.Erasure.Basis) throws(OfficeError) -> ErasurePiece? {
        guard let last = index[.document, id.bytes] else { return nil }
        let events = try chain(last, \.priorOfDocument)
        if let record = DocumentRecord(events) { return try piece(of: record, nil, ended: record.issued.time.date, isOwn: false, ground) }
        guard let draft = Draft(events), draft.created.request == nil else { return nil }
        try hold("document", draft.shortID, ended: draft.created.time.date, ground)
        return ErasurePiece(document: id, commitments: events.compactMap(\.commitment))
    }

    /// The commitments of all entries of a document or a draft.
    private func commitments(ofDocument id: OpaqueID) throws(OfficeError) -> [[UInt8]] {
        guard let last = index[.document, id.bytes] else { return [] }
        return try chain(last, \.priorOfDocument).compactMap(\.commitment)
    }

    /// What goes of a document; `nil` where the policy keeps it longer than what it is of.
    private func piece(
        of document: DocumentRecord, _ request: RequestRecord?, ended: CivilDate, isOwn: Bool, _ ground: OfficePolicy.Erasure.Basis
    ) throws(OfficeError) -> ErasurePiece? {
        let kind = configuration.retentionKind(ofTemplate: document.template)
        do throws(OfficeError) {
            try hold(kind, document.number, ended: ended, ground)
        } catch {
            if case .refused = error, !isOwn { return nil }
            throw error
        }
        var piece = ErasurePiece(request: request, document: document.id)
        piece.commitments = document.events.compactMap(\.commitment)
        piece.hashes = document.revisions.map(\.hash)
        return piece
    }

    /// Refuses what must be kept still.
    private func hold(
        _ kind: String, _ number: String, ended: CivilDate, _ ground: OfficePolicy.Erasure.Basis
    ) throws(OfficeError) {
        let policy = configuration.policy
        guard policy.years(kind) != nil else {
            throw .refused(
                PolicyRefusal(
                    "retention", "the policy keeps \(number) for ever («\(kind)»)", "تُحفظ \(number) حفظًا دائمًا بحسب السياسة"))
        }
        guard !ground.isEarly else { return }
        guard let due = policy.retentionEnd(kind, from: ended), due <= environment.time.date else {
            let day = policy.retentionEnd(kind, from: ended)
            throw .refused(
                PolicyRefusal(
                    "retention",
                    "the policy keeps \(number) until \(day?.iso ?? "?"), and «\(ground.id)» is no ground to destroy it before",
                    "لا تنتهي مدة حفظ \(number) قبل \(day?.numeric() ?? "؟")، ولا يُتلف قبلها إلا لسند نظامي"))
        }
    }

    /// The files of a piece that are there.
    private func paths(of piece: ErasurePiece) throws(OfficeError) -> [String] {
        let paths = piece.commitments.flatMap { store.paths(ofCommitment: $0) } + piece.hashes.flatMap { store.paths(ofDocument: $0) }
        return paths.filter { access($0, F_OK) == 0 }
    }

    // MARK: Of a person

    /// An identity number in its normalised form.
    static func identity(_ text: String) throws(OfficeError) -> String {
        guard let identity = (try? Identifier(.nationalID, text)) ?? (try? Identifier(.otherID, text)) else {
            throw .argument("this is no identity number", hint: nil)
        }
        return identity.normalized
    }

    /// The pseudonym of who has an identity number, and all requests of that person; none where the office has no pseudonym for it.
    func requests(ofPerson number: String) throws(OfficeError) -> (party: String?, requests: [RequestRecord]) {
        guard let party = try Self.files({ () throws(FileError) in try PartyDirectory(folder: folder).known(number) }) else {
            return (nil, [])
        }
        var ids: [OpaqueID] = []
        try forEachEvent { event throws(OfficeError) in
            if event.kind == .requestReceived, event.text("party") == party, let id = event.request { ids.append(id) }
        }
        var requests: [RequestRecord] = []
        for id in ids { requests.append(try request(id)) }
        return (party, requests)
    }

    /// Whether what stands behind an entry is there, or the entry has nothing behind it.
    public func hasEvidence(_ event: OfficeEvent) -> Bool {
        guard let commitment = event.commitment else { return true }
        return access(folder.evidence(Hexadecimal.text(commitment)), F_OK) == 0
    }
}
