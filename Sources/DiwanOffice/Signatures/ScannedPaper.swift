import Diwan
import DiwanBytes
import DiwanData

/// What became of the scan of a signed paper that came back.
public struct ScannedPaper: Sendable {
    /// What was done with it.
    public enum Fate: String, Sendable {
        /// It was recorded.
        case recorded
        /// It had been recorded before, and nothing was done.
        case known
        /// Nothing tells which document it is of.
        case unmatched
        /// It is of another document than it should be, or of one that is not in force.
        case refused
    }

    /// By what its document was found.
    public enum Match: String, Sendable {
        /// By the code on the paper.
        case code
        /// By the number that was named, where no code was found on the paper.
        case number
    }

    /// What was done.
    public let fate: Fate
    /// The number of its document, where it is known.
    public let number: String?
    /// By what the document was found; `nil` where it was not.
    public let match: Match?
    /// The entry of the log that has it.
    public let entry: Int?
    /// What there is to say of it, without a full stop; empty where it was recorded.
    public let words: String
    /// The same in Arabic.
    public let arabic: String

    init(
        _ fate: Fate, number: String? = nil, match: Match? = nil, entry: Int? = nil, _ words: String = "", _ arabic: String = ""
    ) {
        self.fate = fate
        self.number = number
        self.match = match
        self.entry = entry
        self.words = words
        self.arabic = arabic
    }

    /// That of a file that is no scan.
    public static let unreadable = ScannedPaper(
        .unmatched, "the file is neither PDF nor PNG nor JPEG", "الملف ليس من نوع PDF ولا PNG ولا JPEG")
}

extension Office {
    /// Records the scan of a signed paper with the document that it is of: that of the code on it, and where it has none, that of `name`.
    ///
    /// What a code says is believed only where it is an address of the office's own site with the code of a document that it issued. Where
    /// a code and `name` lead to two documents, nothing is recorded.
    /// - Parameters:
    ///   - name: the document's number, code or hash; `nil` where the code on the scan alone tells it.
    ///   - signer: who signed, where that is to be kept.
    ///   - keeper: who keeps the paper.
    public func take(
        scan: AttachedFile, of name: String? = nil, signer: String?, keeper: String, by actor: Actor
    ) throws(OfficeError) -> ScannedPaper {
        try refresh()
        let named = try name.map { name throws(OfficeError) in try document(name) }
        if let entry = index[.scan, SHA256.hash(scan.bytes)] { return try known(entry, named) }
        let (coded, fault) = try documentOfCode(on: scan)
        if let fault { return fault }
        if let named, let coded, named.id != coded.id {
            return ScannedPaper(
                .refused, number: coded.number, match: .code, "the scan is of \(coded.number), not of \(named.number)",
                "المسح للوثيقة \(coded.number)، لا للوثيقة \(named.number)")
        }
        guard let document = coded ?? named else {
            return ScannedPaper(
                .unmatched, "no code of the office was found on the scan; --document names its document by the number",
                "لم يُعثر في المسح على رمز وثيقة من الجمعية، فتُذكر الوثيقة برقمها")
        }
        let match: ScannedPaper.Match = coded == nil ? .number : .code
        do throws(OfficeError) {
            let entry = try transact(actor) { transaction throws(OfficeError) in
                try transaction.signedOnPaper(document.number, signer: signer, scan: scan, match: match, keeper: keeper)
            }
            return ScannedPaper(.recorded, number: document.number, match: match, entry: entry)
        } catch {
            guard case .refused(let refusal) = error else { throw error }
            return ScannedPaper(.refused, number: document.number, match: match, refusal.words, refusal.arabic)
        }
    }

    /// What is said of a scan that the log has.
    private func known(_ entry: Int, _ named: DocumentRecord?) throws(OfficeError) -> ScannedPaper {
        guard let id = try event(at: entry).document else { throw .log("the entry \(entry) is of no document") }
        let document = try document(id: id)
        if let named, named.id != id {
            return ScannedPaper(
                .refused, number: document.number, entry: entry,
                "the scan was recorded before, as one of \(document.number) (entry \(entry)), not of \(named.number)",
                "سبق حفظ هذا المسح للوثيقة \(document.number) (القيد \(entry))، لا للوثيقة \(named.number)")
        }
        return ScannedPaper(
            .known, number: document.number, entry: entry, "the scan was recorded before, with \(document.number) (entry \(entry))",
            "سبق حفظ هذا المسح للوثيقة \(document.number) (القيد \(entry))")
    }

    /// The document whose code is on a scan, or what is wrong with the codes there; neither where there are none of the office.
    private func documentOfCode(on scan: AttachedFile) throws(OfficeError) -> (document: DocumentRecord?, fault: ScannedPaper?) {
        let settings = configuration.settings
        let texts: [String]
        switch try ScanReader(reader: settings.scanReader, pages: settings.scanPages).read(scan) {
        case .texts(let read): texts = read
        case .unreadable(let program):
            return (
                nil,
                ScannedPaper(
                    .unmatched, "\(program) cannot read the scan; it may be damaged, or too long", "تعذرت قراءة المسح، ولعله تالف أو طويل")
            )
        }
        let site = environment.profile.texts.first { $0.name == "site" }?.value ?? ""
        let addresses = texts.compactMap { VerificationAddress($0, site: site) }
        var found: DocumentRecord?
        for address in addresses {
            guard let issued = index[.documentCode, address.code.hash], let id = try event(at: issued).document else {
                return (
                    nil,
                    ScannedPaper(
                        .unmatched, "the code on the scan is of no document that this office issued",
                        "الرمز الذي في المسح ليس لوثيقة صادرة عن هذا المكتب")
                )
            }
            let document = try document(id: id)
            // The code alone tells the document; a number beside it that is another's was put there by someone else.
            if let number = address.number.flatMap({ DocumentNumber($0) })?.text, number != document.number {
                return (
                    nil,
                    ScannedPaper(
                        .refused, number: document.number, match: .code,
                        "the code on the scan is that of \(document.number), and the number beside it is another",
                        "الرمز الذي في المسح للوثيقة \(document.number)، والرقم المكتوب فيه رقم غيرها")
                )
            }
            if let found, found.id != document.id {
                return (
                    nil,
                    ScannedPaper(
                        .refused,
                        "the scan has the codes of several documents (\(found.number), \(document.number)); each is scanned by itself",
                        "في المسح رموز أكثر من وثيقة (\(found.number)، \(document.number))، وتُمسح كل وثيقة وحدها")
                )
            }
            found = document
        }
        return (found, nil)
    }
}
