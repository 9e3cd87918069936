public import Diwan
import DiwanBytes
import DiwanData
public import DiwanDiagnostics
import DiwanDomain
import DiwanPDF
import DiwanTemplate

/// What is to be issued.
public struct IssueOrder: Sendable {
    /// The template: an id of the templates root.
    public var template: String
    /// The number of the request that the document is of; `nil` for a letter of the office's own.
    public var request: String?
    /// The number of the inquiry that it is of.
    public var inquiry: String?
    /// What is known of the list that a notice is of.
    var facts: KnownFacts?
    /// The data that the office does not know.
    public var data: RecordData
    /// The number of the document whose place it takes, and why.
    public var supersedes: (number: String, reason: String)?
    /// The draft that it issues.
    var draft: Draft?
    /// Whether the old one had a mistake; otherwise what it says holds no longer.
    public var isCorrection = false

    /// An order.
    public init(template: String, request: String? = nil, data: RecordData = RecordData()) {
        self.template = template
        self.request = request
        self.data = data
    }
}

/// A document that was issued.
public struct IssuedDocument: Sendable {
    /// The number.
    public let number: String
    /// The id, as the log has it.
    public let id: OpaqueID
    /// The code that is printed on it.
    public let code: VerificationCode
    /// The SHA-256 of the file, in hexadecimal.
    public let hash: String
    /// Where the file stands.
    public let path: String
    /// How many pages it has.
    public let pages: Int
    /// Which entry of the log it is.
    public let entry: Int
    /// What deserves a look.
    public internal(set) var warnings: [Diagnostic]
}

/// A file that is to be issued, before it is sealed.
struct IssuedFile {
    /// The file.
    let bytes: [UInt8]
    /// How many pages it has.
    let pages: Int
    /// What deserves a look on them.
    let warnings: [Diagnostic]
}

extension Office {
    /// Issues a document: takes the next number, makes the file, puts it down, and writes the entry. Nothing of it is seen before all is
    /// on the disk; and the number is taken only then.
    public func issue(_ order: IssueOrder, by actor: Actor) throws(OfficeError) -> IssuedDocument {
        try issue([order], by: actor)[0]
    }

    /// Issues documents in one transaction, in their order: all of them or none.
    /// - Parameters:
    ///   - made: called with each document as it is made; its entry is not written yet.
    ///   - last: adds what is to stand after the documents' entries.
    func issue(
        _ orders: [IssueOrder], by actor: Actor, made: (IssuedDocument) -> Void = { _ in },
        last: (inout Transaction) throws(OfficeError) -> Void = { _ throws(OfficeError) in }
    ) throws(OfficeError) -> [IssuedDocument] {
        var renderers: [String: (name: String, renderer: DocumentRenderer)] = [:]
        for order in orders where renderers[order.template] == nil {
            renderers[order.template] = try renderer(of: order.template)
        }
        var issued = try transact(actor) { transaction throws(OfficeError) in
            var documents: [IssuedDocument] = []
            for order in orders {
                guard let (name, renderer) = renderers[order.template] else { preconditionFailure("each template was read") }
                let document = try transaction.issue(order, name, renderer)
                documents.append(document)
                made(document)
            }
            try last(&transaction)
            return documents
        }
        for index in issued.indices {
            do throws(OfficeError) {
                // Each can be made anew, so many do not wait for the disk.
                try writeProof(hash: issued[index].hash, entry: issued[index].entry, waits: orders.count == 1)
            } catch {
                issued[index].warnings.append(
                    Diagnostic(
                        .warning, "\(issued[index].number) was issued, and its proof could not be written",
                        hint: "diwan ledger prove \(issued[index].number) makes it anew"))
            }
        }
        return issued
    }

    /// The renderer of a template of the templates root or at a path, and the template's name.
    func renderer(of template: String) throws(OfficeError) -> (name: String, renderer: DocumentRenderer) {
        do throws(RenderError) {
            let location = try TemplateLocation(template, in: environment)
            return (location.name, try DocumentRenderer(location, in: environment))
        } catch {
            throw .render(error)
        }
    }

    /// Writes the proof of a document's entry beside its file.
    /// - Parameter waits: whether it is on the disk when the call returns.
    /// - Returns: its path.
    @discardableResult
    package func writeProof(hash: String, entry: Int, waits: Bool = true) throws(OfficeError) -> String {
        let path = folder.proof(hash)
        let proof = try log.proof(of: entry)
        try Self.files { () throws(FileError) in try EvidenceStore.write(proof, to: path, waits: waits) }
        return path
    }
}

extension Transaction {
    /// Makes a document and adds its entry.
    mutating func issue(_ order: IssueOrder, _ name: String, _ renderer: DocumentRenderer) throws(OfficeError) -> IssuedDocument {
        let configuration = office.configuration
        let policy = configuration.policy
        let predecessor = try order.supersedes.map { old throws(OfficeError) in try office.document(old.number) }
        if let predecessor, !predecessor.isInForce {
            throw .refused(
                PolicyRefusal(
                    "in-force", "\(predecessor.number) is not in force any more", "الوثيقة \(predecessor.number) لم تعد سارية"))
        }
        let request = try order.request.map { number throws(OfficeError) in try self.request(number) }
        if name == policy.lists.template, order.facts == nil {
            throw .refused(
                PolicyRefusal(
                    "list-basis", "a notice goes to a list with a recorded ground: diwan list issue",
                    "لا يصدر الإشعار إلا إلى قائمة دُوِّن سند الإرسال إليها"))
        }
        let inquiry = try order.inquiry.map { number throws(OfficeError) in try office.inquiry(number: number) }
        var state: String?
        if let request {
            state = try move(.documentIssued, template: name, of: request).state
            try hold(name, to: request, supersedes: order.supersedes?.number)
        } else if let inquiry {
            try hold(name, to: inquiry, supersedes: order.supersedes?.number)
        } else {
            guard policy.generalLetters.contains(actor.role) else {
                throw .refused(
                    PolicyRefusal(
                        "general-letters",
                        "a document of no request is issued by \(policy.generalLetters.map(\.rawValue).joined(separator: ", "))",
                        "لا يصدر خطاب بلا طلب إلا عن: \(policy.generalLetters.map(\.arabic).joined(separator: "، "))"))
            }
        }
        try holdAdopted(name, renderer)
        if let draft = order.draft { try hold(draft, renderer) }
        let number = number(configuration.settings.series(ofTemplate: name))
        let id = order.draft?.id ?? OpaqueID()
        let code = VerificationCode()
        var facts = try facts(of: request)
        facts.know("doc.no", number.text)
        facts.know("doc.code", code.text)
        // Forms, whose own numbers are those of requests and contracts, bear number and code under this name.
        facts.know("issued.no", number.text)
        facts.know("issued.code", code.text)
        if let inquiry { try know(inquiry, &facts) }
        if let known = order.facts { facts.take(known) }
        var data = order.data
        data.value = try facts.data(order.data.value, order.data.source, for: renderer.template)
        try configuration.hold(citations: data.value, data.source)

        let file: IssuedFile
        let rooms: SigningRooms
        let seal = configuration.settings.seal.flatMap { $0.covers(name) ? $0 : nil }
        var warnings = renderer.warnings
        do throws(RenderError) {
            let made = try renderer.document(data, notesPrinted: true)
            file = try renderer.issuedFile(of: made, identifier: id.bytes)
            rooms = try renderer.signingRooms(of: made.document)
            warnings += made.warnings + file.warnings
        } catch {
            throw .render(error)
        }
        let text: String
        if let seal, let sealer = try office.ownSealer() {
            let request = office.firstSeal(rooms: rooms, time: time, certifies: seal.certifies, isVisible: seal.isVisible)
            if seal.isVisible, request.appearance == nil {
                warnings.append(
                    Diagnostic(
                        .warning, "\(number.text) has no circle for the stamp in which the seal could be seen: nobody sees it",
                        hint: "diwan verify tells of it all the same"))
            }
            let sealed = try sealer.seal(file.bytes, request)
            text = sealed.hash
            try put(document: sealed.bytes, hash: text)
            try append(.sealedPAdES, document: id, sealed.fields())
        } else {
            text = Hexadecimal.text(SHA256.hash(file.bytes))
            try put(document: file.bytes, hash: text)
        }
        var evidence: [(name: String, value: JSONValue)] = [
            ("code", .string(code.text)), ("title", .string(renderer.template.title)), ("data", data.value),
            ("rooms", rooms.json),
        ]
        if let predecessor, let reason = order.supersedes?.reason {
            evidence.append(("supersedes", .string(predecessor.number)))
            evidence.append(("reason", .string(reason)))
        }
        let event = try append(
            .documentIssued, request: request, inquiry: inquiry?.id, document: id, state: state,
            [
                ("number", .string(number.text)), ("template", .string(name)), ("version", .string(renderer.template.version)),
                ("template-sha256", .string(renderer.templateHash)), ("audience", .string(renderer.template.audience ?? "external")),
                ("policy", .string(policy.version)), ("policy-sha256", .string(Hexadecimal.text(configuration.policyHash))),
                ("sha256", .string(text)), ("pages", .integer(file.pages)), ("code", .string(Hexadecimal.text(code.hash))),
            ], evidence: .object(evidence))
        if let predecessor {
            let fields: [(name: String, value: JSONValue)] = [("old", .string(predecessor.id.text)), ("new", .string(id.text))]
            try append(.superseded, document: predecessor.id, fields)
            if order.isCorrection { try append(.corrected, document: id, fields) }
        }
        if let inquiry, inquiry.answer == nil, name == (try kind(of: inquiry)).reply {
            try append(.inquiryAnswered, inquiry: inquiry.id, channel: inquiry.channel, [("document", .string(id.text))])
        }
        return IssuedDocument(
            number: number.text, id: id, code: code, hash: text, path: office.folder.document(text), pages: file.pages,
            entry: event.sequence, warnings: warnings)
    }

    /// Refuses a template that is not as the office adopted it.
    func holdAdopted(_ name: String, _ renderer: DocumentRenderer) throws(OfficeError) {
        guard let adopted = try AdoptedResources(office.folder),
            adopted.hash == (try office.lastEvent(.resourcesAdopted))?.bytes("sha256")
        else {
            throw .refused(
                PolicyRefusal(
                    "resources", "resources.json is not what the log says was adopted; diwan doctor --adopt adopts what is there now",
                    "ملف الموارد resources.json ليس على ما اعتمدته الجمعية"))
        }
        guard adopted.template(name)?.sha256 == renderer.templateHash else {
            throw .refused(
                PolicyRefusal(
                    "resources", "the template \"\(name)\" is not as the office adopted it; diwan doctor --adopt adopts it as it is now",
                    "القالب «\(name)» ليس على النص الذي اعتمدته الجمعية"))
        }
    }

    /// Holds a letter of a decision against the decision.
    private func hold(_ template: String, to request: RequestRecord, supersedes: String?) throws(OfficeError) {
        let policy = office.configuration.policy
        guard let outcome = policy.outcomes.first(where: { $0.letter == template }) else { return }
        guard let decision = request.decision else {
            throw .refused(PolicyRefusal("decision", "the committee has not decided", "لم تبت اللجنة في الطلب بعد"))
        }
        guard decision.text("outcome") == outcome.id else {
            let decided = decision.text("outcome").flatMap { policy.outcome($0) }
            throw .refused(
                PolicyRefusal(
                    "decision", "the committee decided \"\(decided?.id ?? "")\", and the letter says \"\(outcome.id)\"",
                    "قرار اللجنة «\(decided?.label ?? "")» والخطاب «\(outcome.label)»"))
        }
        let earlier = request.documents.last { $0.sequence > decision.sequence && $0.text("template") == template }
        if let number = earlier?.text("number"), number != supersedes {
            throw .refused(
                PolicyRefusal(
                    "issued-once", "the letter was issued already as \(number); --supersedes \(number) issues another in its place",
                    "صدر الخطاب من قبل برقم \(number)"))
        }
    }

    /// What the office knows for a document made now.
    /// - Parameter decided: whether it is to say what was decided; a new decision stands in the place of the old.
    func facts(of request: RequestRecord?, decided: Bool = true) throws(OfficeError) -> KnownFacts {
        let configuration = office.configuration
        var facts = KnownFacts()
        facts.know("doc.date", time.date.iso)
        facts.suppose("committee.name", configuration.policy.committee)
        facts.suppose("notified.date", time.date.iso)
        if actor.role == .officer { facts.suppose("officer.name", actor.person.name) }
        facts.suppose("signer.name", actor.person.name)
        facts.suppose("signer.title", actor.role.arabic)
        guard let request else { return facts }
        facts.know("req.no", request.number)
        facts.know("req.date", request.received.date.iso)
        facts.know("req.complete-date", request.completion(restarts: configuration.policy.restartsWhenCompleted)?.iso)
        if let data = try office.data(of: request) {
            facts.suppose(all: data)
            for path in ["name", "gender", "number", "id"] { facts.know("ben.\(path)", data["ben"]?[path]) }
        }
        if let checked = request.checked, let items = try office.evidence(of: checked)?["items"]?.elements {
            let labels = items.compactMap { item in configuration.policy.checklist.first { $0.code == item["code"]?.string }?.label }
            facts.suppose("attach", .array(labels.map { .string($0) }))
        }
        if let registration = request.registration { facts.know("file-no", registration) }
        if decided, let decision = request.decision, let evidence = try office.evidence(of: decision) {
            facts.know("decision.no", decision.text("number"))
            facts.know("decision.date", decision.time.date.iso)
            facts.know("meeting.no", decision.text("meeting"))
            if let data = evidence["data"] { facts.suppose(all: data) }
            for name in ["basis", "reasons", "grant", "conditions"] { facts.know(name, evidence["data"]?[name]) }
        }
        return facts
    }
}

extension OfficeConfiguration {
    /// Holds what data cite of the office's own documents against them: an article that is not there is a mistake (T1).
    ///
    /// Data cite by a list `basis` or `reasons` of objects with `article` and the title of the document, `text` or `policy`.
    func hold(citations data: JSONValue, _ source: SourceText?) throws(OfficeError) {
        var faults: [Diagnostic] = []
        for list in ["basis", "reasons"] {
            for element in data[list]?.elements ?? [] {
                guard let article = element["article"], let code = article.number ?? article.string,
                    let title = element["text"]?.string ?? element["policy"]?.string,
                    let document = references.first(where: { $0.title == title })
                else { continue }
                if document.article(code) == nil {
                    faults.append(
                        Diagnostic(
                            .error, "«\(title)» has no article \(code)", at: source.map { article.position(in: $0) },
                            hint: "its articles are \(document.articles.map(\.code).joined(separator: ", "))"))
                }
            }
        }
        if !faults.isEmpty { throw .faults(faults, sources: source.map { [$0] } ?? []) }
    }
}
