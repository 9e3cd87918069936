public import Diwan
import DiwanBytes
public import DiwanData
import DiwanDiagnostics
import DiwanDomain

/// An entry of the office's log. Nothing in it says who someone is.
public struct OfficeEvent: Sendable {
    /// The version of the form of entries.
    static let version = 1

    /// What happened.
    public let kind: EventKind
    /// When.
    public let time: CreationTime
    /// Which entry of the log it is, from 0.
    public let sequence: Int
    /// Who did it: a pseudonym of `people.json`; `public` for who asks from outside, `diwan` for the program.
    public let actor: String
    /// In which role.
    public let role: String
    /// By which channel.
    public let channel: String?
    /// Where the request stands after it.
    public let state: String?
    /// The request that it is of.
    public let request: OpaqueID?
    /// The document that it is of.
    public let document: OpaqueID?
    /// The entry before this one of the same request.
    public let priorOfRequest: Int?
    /// The entry before this one of the same document.
    public let priorOfDocument: Int?
    /// The fields of the kind, in their order.
    public let fields: [(name: String, value: JSONValue)]
    /// What binds the entry to its evidence; `nil` where there is none.
    public let commitment: [UInt8]?

    /// The text of a field.
    public func text(_ name: String) -> String? { fields.first { $0.name == name }?.value.string }
    /// The number of a field.
    public func count(_ name: String) -> Int? { fields.first { $0.name == name }?.value.integer }
    /// The truth of a field.
    public func truth(_ name: String) -> Bool? { fields.first { $0.name == name }?.value.boolean }
    /// The bytes of a field.
    public func bytes(_ name: String) -> [UInt8]? { text(name).flatMap { Hexadecimal.bytes($0) } }

    /// Whether the entry speaks of a file of the document that the office keeps from then on: that of its issue, or a later one that goes on
    /// from it (`DocumentRecord.revisions`).
    public var putsFileDown: Bool {
        switch kind {
        case .documentIssued: true
        case .sealedPAdES, .signedScreen, .countersigned: text("number") != nil && text("sha256") != nil
        default: false
        }
    }

    /// The entry: JSON on one line, members and fields in their order, so that equal events have equal bytes.
    public var json: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("v", .integer(Self.version)), ("type", .string(kind.rawValue)), ("time", .string(time.utc)), ("seq", .integer(sequence)),
            ("actor", .string(actor)), ("role", .string(role)),
        ]
        if let channel { members.append(("channel", .string(channel))) }
        if let state { members.append(("state", .string(state))) }
        if let request { members.append(("request", .string(request.text))) }
        if let document { members.append(("document", .string(document.text))) }
        if priorOfRequest != nil || priorOfDocument != nil {
            var prior: [(name: String, value: JSONValue)] = []
            if let priorOfRequest { prior.append(("request", .integer(priorOfRequest))) }
            if let priorOfDocument { prior.append(("document", .integer(priorOfDocument))) }
            members.append(("prior", .object(prior)))
        }
        if !fields.isEmpty { members.append(("data", .object(fields))) }
        if let commitment { members.append(("commitment", .string(Hexadecimal.text(commitment)))) }
        return .object(members)
    }

    /// The entry's bytes.
    public var bytes: [UInt8] { JSONWriter.bytes(json) }
}

extension OfficeEvent {
    /// Reads an entry of the log.
    ///
    /// - Parameter sequence: which entry it is.
    /// - Throws: what is wrong with it, in words.
    public init(_ bytes: [UInt8], at sequence: Int) throws(EventFault) {
        let json: JSONValue
        do throws(DataError) {
            json = try JSONParser().parse(SourceText(file: "entry \(sequence)", bytes: bytes))
        } catch {
            throw EventFault(sequence, "it is no JSON: \(error.diagnostic.message)")
        }
        func fault(_ words: String) -> EventFault { EventFault(sequence, words) }
        guard let members = json.members else { throw fault("it is no JSON object") }
        let names = ["v", "type", "time", "seq", "actor", "role", "channel", "state", "request", "document", "prior", "data", "commitment"]
        var last = -1
        for member in members {
            guard let place = names.firstIndex(of: member.name) else { throw fault("it has an unknown member \"\(member.name)\"") }
            guard place > last else { throw fault("its members are not in their order") }
            last = place
        }
        guard json["v"]?.integer == Self.version else { throw fault("it is of another version of the format") }
        guard let name = json["type"]?.string, let kind = EventKind(rawValue: name) else {
            throw fault("\"\(json["type"]?.string ?? "")\" is no kind of event")
        }
        guard let time = json["time"]?.string.flatMap({ CreationTime(utc: $0) }) else { throw fault("its time is none") }
        guard json["seq"]?.integer == sequence else { throw fault("it calls itself entry \(json["seq"]?.number ?? "?")") }
        guard let actor = json["actor"]?.string, let role = json["role"]?.string, SettingsReader.isName(actor), SettingsReader.isName(role)
        else { throw fault("it does not say who did it, or in which role") }
        func id(_ name: String) throws(EventFault) -> OpaqueID? {
            guard let value = json[name] else { return nil }
            guard let id = value.string.flatMap({ OpaqueID($0) }) else { throw fault("its \(name) is no id") }
            return id
        }
        func prior(_ name: String) throws(EventFault) -> Int? {
            guard let value = json["prior"]?[name] else { return nil }
            guard let prior = value.integer, (0..<sequence).contains(prior) else { throw fault("what came before it cannot be so") }
            return prior
        }
        let fields = (json["data"]?.members ?? []).map { ($0.name, $0.value) }
        if let words = kind.fault(in: fields) { throw fault(words) }
        var commitment: [UInt8]?
        if let value = json["commitment"] {
            commitment = value.string.flatMap { Hexadecimal.bytes($0) }
            guard commitment?.count == 32 else { throw fault("its commitment is none") }
        }
        self.init(
            kind: kind, time: time, sequence: sequence, actor: actor, role: role, channel: json["channel"]?.string,
            state: json["state"]?.string, request: try id("request"), document: try id("document"), priorOfRequest: try prior("request"),
            priorOfDocument: try prior("document"), fields: fields, commitment: commitment)
    }
}

/// An entry of the log that is no event.
public struct EventFault: Error, Hashable, Sendable {
    /// Which entry it is.
    public let sequence: Int
    /// What is wrong, in a sentence without a full stop.
    public let words: String

    init(_ sequence: Int, _ words: String) {
        self.sequence = sequence
        self.words = words
    }
}

extension EventKind {
    /// What is wrong with the fields of an entry of this kind; `nil` when nothing is.
    func fault(in fields: [(name: String, value: JSONValue)]) -> String? {
        var left = fields[...]
        for field in self.fields {
            guard let first = left.first, first.name == field.name else {
                if field.isRequired { return "the field \"\(field.name)\" is missing, or is not in its place" }
                continue
            }
            if !field.value.accepts(first.value) { return "the field \"\(field.name)\" holds something else than it should" }
            left.removeFirst()
        }
        return left.first.map { "the field \"\($0.name)\" has no meaning here" }
    }
}

extension EventField.Value {
    /// Whether a field of this sort can hold `value`.
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .name: value.string.map { SettingsReader.isName($0) } ?? false
        case .reference:
            value.string.map { text in
                (1...64).contains(text.unicodeScalars.count)
                    && text.unicodeScalars.allSatisfy {
                        !$0.properties.isWhitespace && $0.value >= 0x21 && $0.properties.generalCategory != .format
                    }
            } ?? false
        case .bytes(let count): value.string.flatMap { Hexadecimal.bytes($0) }?.count == count
        case .count: value.integer.map { $0 >= 0 } ?? false
        case .truth: value.boolean != nil
        case .time: value.string.flatMap { CreationTime(utc: $0) } != nil
        }
    }
}

extension CreationTime {
    /// The moment in UTC, as entries of the log have it (RFC 3339): `2026-11-24T09:00:00Z`.
    public var utc: String {
        let day = seconds / 86_400
        guard let date = try? CivilDate(dayNumber: day) else { preconditionFailure("the range of times is within the range of days") }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let second = seconds % 86_400
        let year = String(date.year)
        return String(repeating: "0", count: 4 - year.count) + year + "-\(two(date.month))-\(two(date.day))T"
            + "\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    /// The moment that `text` writes in just that form; `nil` for all else.
    public init?(utc text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 20 else { return nil }
        func number(_ start: Int, _ count: Int) -> Int? {
            bytes[start..<start + count].reduce(0 as Int?) { sum, byte in
                sum.flatMap { (0x30...0x39).contains(byte) ? $0 * 10 + Int(byte) - 0x30 : nil }
            }
        }
        guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
            let minute = number(14, 2), let second = number(17, 2), hour < 24, minute < 60, second < 60,
            let date = try? CivilDate(year: year, month: month, day: day)
        else { return nil }
        self.init(seconds: date.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second)
        guard utc == text else { return nil }
    }
}
