import Diwan
import DiwanBytes
import DiwanCMS
import DiwanLedger
import DiwanPDF

/// What a check of an issued document found.
///
/// With the office it is held against the log as it stands; without it, against the proof that travels with the file, by the log's public
/// key alone.
public struct DocumentVerification: Sendable {
    /// What was looked at, in order.
    public internal(set) var findings: [Finding] = []
    /// The number of the document; `nil` when it is none of the office's.
    public internal(set) var number: String?
    /// How many bytes of the file are the document as it was issued; `nil` where that is not known. What follows are later signatures.
    public internal(set) var issuedLength: Int?

    /// Whether the file is a document of the office, unchanged, and in force as far as can be told.
    public var isGenuine: Bool { findings.areSound }

    init() {}

    mutating func add(_ state: Finding.State, _ subject: String, _ words: String, _ arabic: String) {
        findings.append(Finding(state, subject, words, arabic))
    }

    // MARK: Without the office

    /// Checks `file` by its proof alone.
    ///
    /// - Parameters:
    ///   - proof: the file `.tlog-proof` that the office wrote beside the document.
    ///   - older: a checkpoint that was seen before.
    ///   - growth: what proves that the log goes on from there to the checkpoint of the proof.
    public init(
        _ file: [UInt8], proof: [UInt8], keys: LogKeys, older: [UInt8]? = nil, growth: [UInt8]? = nil
    ) throws(OfficeError) {
        guard let proven = prove(proof, keys) else { return }
        let (event, checkpoint) = proven
        number = event.text("number")
        let revisions = FileRevisions(file)
        hold(revisions, to: number ?? "?", [event])
        addSeals(of: revisions, time: event.time)
        add(
            .note, "status",
            "whether it was revoked or replaced after entry \(checkpoint.size - 1) is told by the office alone",
            "لا يُعرف إلغاؤها أو استبدالها بعد القيد \(checkpoint.size - 1) إلا من سجل الجمعية")
        guard let older else { return }
        let seen = try keys.checkpoint(older, name: "the older checkpoint")
        if let growth {
            addGrowth(growth, from: seen, to: checkpoint, keys)
        } else if seen.size == checkpoint.size {
            addOlder(seen.root == checkpoint.root ? nil : .forked(size: seen.size), size: seen.size)
        } else {
            add(
                .note, "older",
                "the older checkpoint is of \(seen.size) entries, and the proof of \(checkpoint.size): the office shows that both belong "
                    + "together, by diwan ledger prove \(number ?? "NUMBER") -o and diwan ledger prove --from, for --consistency",
                "نقطة التحقق الأقدم بحجم آخر، ويُطلب من الجمعية إثبات الاتصال بينهما")
        }
    }

    /// Holds the proof that the log goes on from an older checkpoint to the one of the document's proof.
    private mutating func addGrowth(
        _ bytes: [UInt8], from seen: Checkpoint, to checkpoint: Checkpoint, _ keys: LogKeys
    ) {
        do throws(NoteError) {
            let reached = try LogGrowth(bytes).verify(from: seen, origin: keys.origin, keys: keys.keys).checkpoint
            guard reached.size == checkpoint.size else {
                add(
                    .wrong, "older",
                    "the proof of consistency leads to \(reached.size) entries, and the document's proof to \(checkpoint.size); "
                        + "diwan ledger prove makes both anew",
                    "الإثباتان لحالتين مختلفتين من السجل")
                return
            }
            addOlder(reached.root == checkpoint.root ? nil : .forked(size: reached.size), size: seen.size)
        } catch {
            add(
                .wrong, "older", "the log is not shown to go on from the older checkpoint of \(seen.size): \(error.words)",
                "لم يثبت أن السجل امتداد لنقطة التحقق الأقدم")
        }
    }

    /// Holds a proof against the keys; the entry that it proves and the checkpoint that it leads to.
    private mutating func prove(_ bytes: [UInt8], _ keys: LogKeys) -> (event: OfficeEvent, checkpoint: Checkpoint)? {
        do throws(NoteError) {
            let proof = try LogProof(bytes)
            guard let entry = proof.extra else {
                add(.wrong, "proof", "the proof does not carry the entry that it proves", "لا يحمل ملف الإثبات القيد الذي يثبته")
                return nil
            }
            let checkpoint = try proof.verify(entry: entry, origin: keys.origin, keys: keys.keys).checkpoint
            guard let event = try? OfficeEvent(entry, at: proof.index), event.putsFileDown, event.text("number") != nil else {
                add(
                    .wrong, "proof", "the entry that is proven is neither the issue of a document nor a later signature of its file",
                    "القيد المثبَت ليس قيد إصدار وثيقة ولا توقيعها")
                return nil
            }
            add(
                .ok, "proof",
                "entry \(proof.index) of \(keys.origin), at \(event.time.utc), under the signed checkpoint of \(checkpoint.size)",
                "القيد \(proof.index) في سجل \(keys.origin) ثابت بنقطة تحقق موقّعة")
            return (event, checkpoint)
        } catch {
            add(.wrong, "proof", "the proof does not hold: \(error.words)", "ملف الإثبات غير صحيح")
            return nil
        }
    }

    // MARK: The bytes

    /// Holds the bytes of a file against what entries say of the document's file: that of its issue, and those of later signatures, in order.
    mutating func hold(_ file: FileRevisions, to number: String, _ events: [OfficeEvent]) {
        let hashes = events.map { $0.bytes("sha256") }
        guard let begin = file.known({ hashes.contains($0) }), let index = hashes.lastIndex(of: begin.hash) else {
            add(
                .wrong, "bytes", "these are not the bytes of \(number): SHA-256 \(Hexadecimal.text(file.hash))",
                "الملف ليس الوثيقة \(number) كما صدرت")
            return
        }
        let event = events[index]
        let isIssue = event.kind == .documentIssued
        let state = isIssue ? "as it was issued" : "with the signatures up to entry \(event.sequence) (\(event.kind.rawValue))"
        let arabic = isIssue ? "كما صدرت" : "مع ما وُقّع عليها حتى القيد \(event.sequence)"
        guard begin.end < file.bytes.count else {
            add(.ok, "bytes", "these are the bytes of \(number) \(state)", "الملف مطابق للوثيقة \(number) \(arabic) حرفًا بحرف")
            if index + 1 < events.count {
                add(
                    .note, "later", "\(number) was signed after that, last by entry \(events[events.count - 1].sequence)",
                    "وُقّعت الوثيقة بعد ذلك، وآخرها القيد \(events[events.count - 1].sequence)")
            }
            return
        }
        add(
            .wrong, "bytes",
            "the first \(begin.end) bytes are \(number) \(state); what follows is not of \(events.count > 1 ? "the office's log" : "the entry")",
            "أول \(begin.end) بايت هي الوثيقة \(number) \(arabic)، وما بعدها أُضيف إليها ولا يعرفه \(events.count > 1 ? "السجل" : "القيد")")
        let updates = file.updates(after: begin.end)
        for (index, update) in updates.enumerated() {
            let objects = update.objects.map(String.init).joined(separator: ", ")
            add(
                .note, "update",
                "\(index + 1) of \(updates.count): bytes \(update.range.lowerBound)…\(update.range.upperBound - 1)"
                    + (update.isSigned ? ", with a signature" : "") + (objects.isEmpty ? "" : ", objects \(objects)"),
                "إضافة لاحقة \(index + 1) من \(updates.count)" + (update.isSigned ? "، فيها توقيع" : ""))
        }
    }

    /// Looks at the digital signatures that a file bears: whether each is right for what it covers. Who stands for the signers is not asked.
    mutating func addSeals(of file: FileRevisions, time: CreationTime) {
        guard let pdf = try? PDFFile(file.bytes), let signatures = try? pdf.signatures(), !signatures.isEmpty else { return }
        do throws(SealingError) {
            for check in try SignatureVerifier(roots: nil, time: time.seconds).checks(of: pdf, signatures) {
                let words = "\(check.signature.field): by \(check.signerWords)"
                let stamped = check.timestampTime.map { ", stamped at \(UTCTime.words($0))" } ?? ""
                if check.isPassed {
                    add(
                        .ok, "seal", "\(words), right for what it covers: \(check.coverageWords)\(stamped)",
                        "توقيع رقمي سليم، شهادته: \(check.signerWords)")
                } else {
                    add(
                        .wrong, "seal", "\(words): \(check.problems.map(\.words).joined(separator: "; "))",
                        "توقيع رقمي غير سليم، شهادته: \(check.signerWords)")
                }
            }
        } catch {
            add(
                .wrong, "seal", "the signatures cannot be checked: \(error.words(certificate: "a certificate", key: "a key").message)",
                "تعذر فحص التوقيعات الرقمية")
        }
    }

    /// Says that a branch issued the document, and how far its log was taken over.
    mutating func add(_ branch: Office) {
        let code = branch.configuration.settings.branch ?? ""
        add(
            .note, "branch", "of the branch \(code), as its log stood when its entry \(branch.size - 1) was taken over",
            "صدرت عن الفرع \(code)، والحال بحسب آخر ما ورد منه")
    }

    /// What came of an older checkpoint.
    mutating func addOlder(_ error: LedgerError?, size: Int) {
        switch error {
        case nil:
            add(
                .ok, "older", "the log goes on from the older checkpoint of \(size)", "السجل امتداد لنقطة التحقق الأقدم (\(size))")
        case .rolledBack(let size, let seen):
            add(
                .wrong, "older", LedgerError.rolledBack(size: size, seen: seen).words,
                "أُعيد السجل إلى الوراء: فيه \(size) قيدًا وكان فيه \(seen)")
        case .forked(let size):
            add(.wrong, "older", LedgerError.forked(size: size).words, "السجل غير السجل الذي أُخذت منه نقطة التحقق الأقدم")
        case let error?: add(.wrong, "older", error.words, "لا تصح المقارنة بنقطة التحقق الأقدم")
        }
    }
}

extension Office {
    /// Checks a file against the log as it stands.
    /// - Parameter older: a checkpoint that was seen before; a log that was set back or made anew does not go on from it.
    public func verify(_ file: [UInt8], older: [UInt8]? = nil) throws(OfficeError) -> DocumentVerification {
        try refresh()
        var result = DocumentVerification()
        let revisions = FileRevisions(file)
        if let (found, isClaimed) = try document(of: revisions) {
            try look(at: found, revisions, &result)
            if isClaimed { try compare(file, with: found, &result) }
        } else if let branch = try branch(where: { branch throws(OfficeError) in try branch.document(of: revisions) != nil }) {
            result = try branch.verify(file)
            result.add(branch)
        } else {
            result.add(
                .wrong, "bytes", "the office issued no document of these bytes", "لم يصدر عن الجمعية ملف بهذه البايتات")
        }
        try look(at: older, &result)
        return result
    }

    /// The document whose file, or the beginning of whose file, this is; else the one whose identifier the file claims.
    private func document(of file: FileRevisions) throws(OfficeError) -> (record: DocumentRecord, isClaimed: Bool)? {
        var found: DocumentRecord?
        var failure: OfficeError?
        _ = file.known { hash in
            do throws(OfficeError) {
                found = try document(sha256: hash)
            } catch {
                failure = error
            }
            return found != nil || failure != nil
        }
        if let failure { throw failure }
        if let found { return (found, false) }
        guard let id = file.identifier, let claimed = try? document(id: OpaqueID(bytes: id)) else { return nil }
        return (claimed, true)
    }

    /// Checks the document of a number, a code, a hash or an id, as it stands in the office.
    public func verify(document name: String, older: [UInt8]? = nil) throws(OfficeError) -> DocumentVerification {
        try refresh()
        var result = DocumentVerification()
        let record: DocumentRecord
        do throws(OfficeError) {
            record = try document(name)
        } catch {
            guard case .unknown = error,
                let branch = try branch(where: { branch throws(OfficeError) in try branch.knows(document: name) })
            else { throw error }
            result = try branch.verify(document: name)
            result.add(branch)
            try look(at: older, &result)
            return result
        }
        let path = folder.document(record.latest.hash)
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try FileBytes.read(path)
        } catch {
            result.number = record.number
            result.add(.wrong, "bytes", error.words, "ملف الوثيقة \(record.number) لا يُقرأ")
            try lookAtStatus(of: record, &result)
            return result
        }
        try look(at: record, FileRevisions(bytes), &result)
        try look(at: older, &result)
        return result
    }

    /// Where the latest file of a document stands: of the office, or of a branch that was taken over.
    /// - Parameter name: its number, code, hash or id.
    public func path(ofDocument name: String) throws(OfficeError) -> String {
        do throws(OfficeError) {
            return folder.document(try document(name).latest.hash)
        } catch {
            guard case .unknown = error, let branch = try branch(where: { branch throws(OfficeError) in try branch.knows(document: name) })
            else { throw error }
            return try branch.path(ofDocument: name)
        }
    }

    /// Whether the office issued a document of this number, code, hash or id.
    private func knows(document name: String) throws(OfficeError) -> Bool {
        do throws(OfficeError) {
            _ = try document(name)
            return true
        } catch {
            guard case .unknown = error else { throw error }
            return false
        }
    }

    /// Holds a file against the record of a document, and tells how the document stands.
    private func look(at record: DocumentRecord, _ file: FileRevisions, _ result: inout DocumentVerification) throws(OfficeError) {
        result.number = record.number
        result.hold(file, to: record.number, record.revisions.map(\.event))
        result.issuedLength = file.known { $0 == record.issued.bytes("sha256") }?.end
        if result.issuedLength == nil, record.revisions.contains(where: { Hexadecimal.bytes($0.hash) == file.hash }) {
            result.add(
                .wrong, "begin", "the file is in the log, and does not begin with \(record.number) as it was issued",
                "الملف في السجل، ولا يبدأ بالوثيقة كما صدرت")
        }
        result.addSeals(of: file, time: environment.time)
        try lookAtProof(of: record, &result)
        for event in record.events where event.kind.isSignature { try lookAtSignature(event, &result) }
        try lookAtStatus(of: record, &result)
    }

    /// Says where a file begins to differ from the document that it claims to be.
    private func compare(_ file: [UInt8], with record: DocumentRecord, _ result: inout DocumentVerification) throws(OfficeError) {
        guard let right = try? FileBytes.read(folder.document(record.latest.hash)) else { return }
        let same = zip(file, right).prefix { $0 == $1 }.count
        result.add(
            .wrong, "first", "byte \(same) is the first that differs; the file has \(file.count) bytes, the document \(right.count)",
            "أول اختلاف عند البايت \(same)")
    }

    /// Proves by the log the entries that speak of a document's files, and looks at the proofs beside those.
    private func lookAtProof(of record: DocumentRecord, _ result: inout DocumentVerification) throws(OfficeError) {
        for revision in record.revisions {
            let entry = revision.event.sequence
            if let words = log.fault(inProof: try log.proof(of: entry), of: entry) { throw .log(words) }
            result.add(
                .ok, "log", "entry \(entry) of \(configuration.settings.origin), at \(revision.event.time.utc), in a log of \(log.size)",
                "القيد \(entry) من سجل فيه \(log.size) قيدًا")
            let path = folder.proof(revision.hash)
            guard let bytes = try? FileBytes.read(path) else {
                result.add(
                    .note, "proof", "\(path) is missing; diwan ledger prove \(record.number) makes it anew",
                    "ملف الإثبات غير موجود ويمكن إعادته")
                continue
            }
            if let words = log.fault(inProof: bytes, of: entry) {
                result.add(.wrong, "proof", "\(path): \(words)", "ملف الإثبات غير صحيح")
            } else {
                result.add(.ok, "proof", "the proof beside the file holds", "ملف الإثبات صحيح")
            }
        }
    }

    /// Tells of a signature, and whether what stands behind it is as the log has it.
    private func lookAtSignature(_ event: OfficeEvent, _ result: inout DocumentVerification) throws(OfficeError) {
        let what = "\(event.kind.rawValue), entry \(event.sequence), at \(event.time.utc), by \(event.actor) as \(event.role)"
        let arabic = event.kind.arabicSignature
        switch try store.fault(of: event) {
        case nil: result.add(event.kind == .declined ? .note : .ok, "signature", what, arabic)
        case .missing(let path)?:
            result.add(.note, "signature", "\(what); erased or lost: \(path)", "\(arabic)، وسند القيد \(event.sequence) غير موجود")
        case .changed(let path)?:
            result.add(.wrong, "signature", "\(what); \(path) was changed", "\(arabic)، وسند القيد \(event.sequence) متغير")
        }
    }

    /// Tells whether a document is in force.
    private func lookAtStatus(of record: DocumentRecord, _ result: inout DocumentVerification) throws(OfficeError) {
        if let revoked = record.revoked {
            result.add(
                .wrong, "status", "\(record.number) was revoked, entry \(revoked.sequence), at \(revoked.time.utc)",
                "أُلغيت الوثيقة \(record.number) في \(revoked.time.date.numeric())")
        }
        if let successor = record.successor {
            let next = try document(id: successor)
            result.add(
                .wrong, "status", "\(record.number) was superseded by \(next.number), at \(next.issued.time.utc)",
                "حلت الوثيقة \(next.number) محل الوثيقة \(record.number)")
        }
        if record.isInForce {
            result.add(.ok, "status", "\(record.number) is in force", "الوثيقة \(record.number) سارية")
        }
    }

    private func look(at older: [UInt8]?, _ result: inout DocumentVerification) throws(OfficeError) {
        guard let older else { return }
        let (error, size) = try log.confirm(older)
        result.addOlder(error, size: size)
    }
}

extension Office {
    /// Writes down that someone asked whether a document is genuine, and what came of it: `genuine`, `revoked`, `superseded` or `wrong`.
    /// - Returns: the entry.
    public func record(_ verification: DocumentVerification, by actor: Actor) throws(OfficeError) -> Int {
        guard let number = verification.number else {
            throw .argument("the file is no document of the office, so there is none to record this with", hint: nil)
        }
        let document = try document(number)
        let isStatusAlone = verification.findings.allSatisfy { $0.state != .wrong || $0.subject == "status" }
        let result =
            verification.isGenuine
            ? "genuine"
            : !isStatusAlone ? "wrong" : document.revoked != nil ? "revoked" : document.successor != nil ? "superseded" : "wrong"
        return try transact(actor) { transaction throws(OfficeError) in
            try transaction.append(.verified, document: document.id, [("result", .string(result))]).sequence
        }
    }
}

extension EventKind {
    /// Whether entries of the kind say who signed a document, or did not.
    var isSignature: Bool {
        switch self {
        case .signedPaper, .signedScreen, .signedThumb, .sealedPAdES, .countersigned, .declined: true
        default: false
        }
    }

    fileprivate var arabicSignature: String {
        switch self {
        case .signedPaper: "وُقّعت على الورق"
        case .signedScreen: "وُقّعت على الشاشة"
        case .signedThumb: "بُصم عليها"
        case .sealedPAdES: "خُتمت ختمًا رقميًا"
        case .countersigned: "وقّعها موقّع آخر"
        default: "امتُنع عن توقيعها"
        }
    }
}
