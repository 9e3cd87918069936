import Diwan
import DiwanBytes
import DiwanData
import DiwanDiagnostics
import DiwanOffice
import Glibc

/// An office with as many documents as are wanted, written by the office's own transactions: numbers, entries, evidence, files, proofs.
///
/// What is synthetic: a document's file is that of one real notice with a line of its own at the end, and 128 documents share a
/// transaction. Every tenth document has a request beside it, of which the last 200 are open.
enum OfficeSample {
    /// The day on which all happens, 2026-11-05.
    static let day = 1_793_865_600
    private static let together = 128
    private static let openRequests = 200

    /// Makes a new office.
    static func found(_ setting: OfficeBenchmark.Setting) throws {
        let time = try time
        _ = try Office.found(OfficeFolder(setting.office), Office.Founding(), templates: setting.root + "/Templates") {
            profile throws(EnvironmentError) in try environment(setting, profile: profile, time)
        }
    }

    private static func environment(
        _ setting: OfficeBenchmark.Setting, profile: String, _ time: CreationTime
    ) throws(EnvironmentError) -> DiwanEnvironment {
        var places = ResourceFolders.Places()
        places.home = setting.root
        return try DiwanEnvironment(places: places, profile: profile, time: time)
    }

    private static var time: CreationTime {
        get throws {
            guard let time = CreationTime(seconds: day) else { throw OfficeBenchmark.Failure(words: "the day is none") }
            return time
        }
    }

    /// The office, open.
    static func open(_ setting: OfficeBenchmark.Setting) throws -> Office {
        try Office(
            OfficeFolder(setting.office), environment: environment(setting, profile: setting.office + "/profile.json", try time))
    }

    /// Who issues letters.
    static func director(of office: Office) throws -> Actor {
        guard let person = office.configuration.people.all.first(where: { $0.roles.contains(.director) }),
            let actor = Actor(person, .director)
        else { throw OfficeBenchmark.Failure(words: "the office has no director") }
        return actor
    }

    /// Adds documents until there are `count`, and says of the last one: number, code, SHA-256; then the number of entries, how many
    /// were added a second of processor time, and the number of a list.
    static func grow(_ setting: OfficeBenchmark.Setting, to count: Int) throws {
        let office = try open(setting)
        let actor = try director(of: office)
        let list = try self.list(office, actor)
        let pattern = try self.pattern(office, list, actor)
        let series = office.configuration.settings.series(ofTemplate: "list-notice")
        let requests = office.configuration.settings.series(ofTemplate: "support-request")
        var issued = try documents(of: office, series)
        let processor = Clock.processorSeconds
        let before = issued
        var last: (number: String, code: String, hash: String) = ("", "", "")
        while issued < count {
            let wanted = min(together, count - issued)
            var entries: [(hash: String, entry: Int)] = []
            try office.transact(actor) { transaction throws(OfficeError) in
                for _ in 0..<wanted {
                    let number = transaction.number(series)
                    let (id, code) = (OpaqueID(), VerificationCode())
                    let file = pattern.file + Array("%\(number.count)\n".utf8)
                    let hash = Hexadecimal.text(SHA256.hash(file))
                    try transaction.put(document: file, hash: hash)
                    let fields = pattern.fields.map { name, value -> (name: String, value: JSONValue) in
                        switch name {
                        case "number": (name, .string(number.text))
                        case "sha256": (name, .string(hash))
                        case "code": (name, .string(Hexadecimal.text(code.hash)))
                        default: (name, value)
                        }
                    }
                    let event = try transaction.append(.documentIssued, document: id, fields, evidence: pattern.evidence)
                    entries.append((hash, event.sequence))
                    last = (number.text, code.text, hash)
                    guard number.count.isMultiple(of: 10) else { continue }
                    try addRequest(to: &transaction, requests, number.count, isOpen: count - number.count < 10 * openRequests)
                }
            }
            for (hash, entry) in entries { try office.writeProof(hash: hash, entry: entry, waits: false) }
            issued += wanted
        }
        let rate = Double(issued - before) / max(Clock.processorSeconds - processor, 0.001)
        for line in [last.number, last.code, last.hash, String(office.size), Clock.text(rate, digits: 0), list] { print(line) }
    }

    /// A request, and its end.
    private static func addRequest(
        to transaction: inout Transaction, _ series: OfficeSettings.Series, _ number: Int, isOpen: Bool
    ) throws(OfficeError) {
        let id = OpaqueID()
        try transaction.append(
            .requestReceived, newRequest: id, channel: "interview", state: "received",
            [
                ("number", .string(transaction.number(series).text)), ("kind", .string("support-request")),
                ("party", .string("b-\(Hexadecimal.text(Array(id.bytes.prefix(8))))")),
            ], evidence: .object([("data", .object([("ben", .object([("name", .string(LetterSample.name(number)))]))]))]))
        if !isOpen {
            try transaction.append(
                .requestClosed, newRequest: id, channel: "interview", state: "closed", [("outcome", .string("served"))])
        }
    }

    // MARK: What they are made after

    private struct Pattern {
        var file: [UInt8]
        var fields: [(name: String, value: JSONValue)]
        var evidence: JSONValue
    }

    /// One real notice.
    private static func pattern(_ office: Office, _ list: String, _ actor: Actor) throws -> Pattern {
        let data = try JSONParser().parse(SourceText(file: "notice", bytes: Array(noticeData(1).utf8)))
        var made: IssuedDocument?
        try office.issueNotices(of: list, to: data.elements ?? [], source: nil, isAgain: true, by: actor) { _, notice throws(OfficeError) in
            if case .issued(let document) = notice { made = document }
        }
        guard let made else { throw OfficeBenchmark.Failure(words: "no notice was issued") }
        let event = try office.event(at: made.entry)
        guard let evidence = try office.evidence(of: event) else { throw OfficeBenchmark.Failure(words: "the notice has no evidence") }
        return Pattern(file: try FileBytes.read(made.path), fields: event.fields, evidence: evidence)
    }

    /// How many documents there are.
    private static func documents(of office: Office, _ series: OfficeSettings.Series) throws -> Int {
        var count = 0
        try office.transact(try director(of: office)) { transaction throws(OfficeError) in count = transaction.number(series).count - 1 }
        return count
    }

    private static func list(_ office: Office, _ actor: Actor) throws -> String {
        let path = office.folder.path + "/../list"
        if let known = try? FileBytes.read(path) { return String(decoding: known, as: UTF8.self) }
        let list = try office.openNoticeList("قائمة الدعم الموسمي", basis: "rule", ground: "تعليمات المركز", by: actor)
        try write(list, to: path)
        return list
    }

    /// Data for `count` notices.
    static func noticeData(_ count: Int) -> String {
        let notices = (1...count).map { index in
            let digits = String(index)
            let id = "1" + String(repeating: "0", count: 8 - digits.count) + digits
            return """
                {"ben":{"id":"\(id)\(luhn(id))","name":"\(LetterSample.name(index))","gender":"m"},"notice":{"subject":"موعد التوزيع",\
                "text":["يبدأ التوزيع في الأسبوع الأول من الشهر."]},"officer":{"name":"سالم بن ناصر"}}
                """
        }
        return "[\(notices.joined(separator: ",\n"))]\n"
    }

    /// The last digit of an identity number.
    private static func luhn(_ digits: String) -> Int {
        let sum = digits.utf8.enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) - 0x30
            return sum + (digit.offset.isMultiple(of: 2) ? (2 * value) / 10 + (2 * value) % 10 : value)
        }
        return (10 - sum % 10) % 10
    }

    /// The data of a circular.
    static let letterData = """
        {"circular":{"to":"منسوبي الجمعية","subject":"حفظ بيانات المستفيدين","basis":"قرار مجلس الإدارة ذي الرقم (1448/م/0007)",\
        "items":["لا تُطلب من المستفيد صورة هويته."],"from":"2026-12-15","review":"2027-11-11","sign-by":"2026-12-18"},\
        "readers":[{"name":"سالم بن ناصر","unit":"علاقات المستفيدين","signed":"2026-12-12"}]}
        """

    static func write(_ text: String, to path: String) throws { try FileBytes.write(Array(text.utf8), to: path) }
}
