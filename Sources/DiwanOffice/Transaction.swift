public import Diwan
import DiwanBytes
package import DiwanData
import DiwanDomain

/// What is done under the lock of the log, before it is written.
public struct Transaction {
    let office: Office
    /// Who does it.
    public let actor: Actor
    /// When.
    public let time: CreationTime
    /// The index, with what was done.
    private(set) var index: KeyIndex
    /// The entries to be written.
    private(set) var events: [OfficeEvent] = []
    /// The files that were put down for them.
    private var files: [String] = []

    /// How far the clock may go back before nothing is written any more, in seconds.
    private static let clockTolerance = 60

    init(_ office: Office, _ actor: Actor, index: KeyIndex) throws(OfficeError) {
        self.office = office
        self.actor = actor
        self.index = index
        let now = office.environment.time
        guard index.size > 0 else {
            time = now
            return
        }
        let last = try office.event(at: index.size - 1).time
        guard last.seconds - now.seconds <= Self.clockTolerance else { throw .clock(now: now.utc, last: last.utc) }
        time = CreationTime(seconds: max(last.seconds, now.seconds)) ?? now
        guard actor.person.isThere(on: time.date) else {
            throw .refused(
                PolicyRefusal(
                    "people", "\(actor.person.id) is not in the office on this day", "\(actor.person.id) ليس على رأس العمل في هذا اليوم"))
        }
    }

    /// The entries' bytes.
    var entries: [[UInt8]] { events.map(\.bytes) }

    /// Puts on the disk what was put down, before the entries that speak of it are written.
    func synchronise() throws(OfficeError) {
        do throws(FileError) {
            try FileBytes.synchronise(files: files)
        } catch {
            throw .file(error)
        }
    }

    /// Takes away what was put down for entries that are not written.
    func undo() { for file in files { try? EvidenceStore.remove(file) } }

    /// Adds an entry, and puts its evidence down.
    @discardableResult
    package mutating func append(
        _ kind: EventKind, request: RequestRecord? = nil, newRequest: OpaqueID? = nil, inquiry: OpaqueID? = nil, document: OpaqueID? = nil,
        channel: String? = nil,
        state: String? = nil, _ fields: [(name: String, value: JSONValue)] = [], evidence: JSONValue? = nil
    ) throws(OfficeError) -> OfficeEvent {
        var commitment: [UInt8]?
        if let evidence { commitment = try put(Evidence(evidence)) }
        let id = request?.id ?? newRequest ?? inquiry
        let event = OfficeEvent(
            kind: kind, time: time, sequence: index.size, actor: actor.person.id, role: actor.role.rawValue,
            channel: kind.hasChannel ? channel ?? request?.channel : nil, state: state, request: id, document: document,
            priorOfRequest: id.flatMap { index[.request, $0.bytes] }, priorOfDocument: document.flatMap { index[.document, $0.bytes] },
            fields: fields, commitment: commitment)
        if let words = kind.fault(in: fields) { throw .argument("\(kind.rawValue): \(words)", hint: nil) }
        index.take(event, isOpen: office.isOpen)
        events.append(event)
        return event
    }

    private mutating func put(_ evidence: Evidence) throws(OfficeError) -> [UInt8] {
        do throws(FileError) {
            let commitment = try office.store.put(evidence)
            files.append(office.folder.evidence(Hexadecimal.text(commitment)))
            return commitment
        } catch {
            throw .file(error)
        }
    }

    /// The pseudonym of who has an identity number; a new one is taken back where no entry comes to be.
    mutating func pseudonym(of identity: String) throws(OfficeError) -> String {
        do throws(FileError) {
            let (pseudonym, made) = try PartyDirectory(folder: office.folder).pseudonym(identity)
            if let made { files.append(made) }
            return pseudonym
        } catch {
            throw .file(error)
        }
    }

    /// Puts a private file down that evidence is to name.
    mutating func put(file bytes: [UInt8], mediaType: String) throws(OfficeError) -> JSONValue {
        do throws(FileError) {
            let reference = try office.store.put(file: bytes, mediaType: mediaType)
            files += EvidenceStore.files(in: reference).map { office.folder.recordFile($0) }
            return reference
        } catch {
            throw .file(error)
        }
    }

    /// Puts an issued document down.
    package mutating func put(document bytes: [UInt8], hash: String) throws(OfficeError) {
        let path = office.folder.document(hash)
        do throws(FileError) {
            try EvidenceStore.write(bytes, to: path, waits: false)
        } catch {
            throw .file(error)
        }
        files.append(path)
    }

    // MARK: Numbers

    /// The next number of a series. It is taken when an entry has it.
    package func number(_ series: OfficeSettings.Series) -> DocumentNumber {
        let settings = office.configuration.settings
        let date = time.date
        let year =
            switch settings.numbering {
            case .hijri: (try? HijriDate(date))?.year ?? date.year
            case .gregorian: date.year
            }
        let parts = [String(year), settings.branch, series.code].compactMap { $0 }
        let name = parts.joined(separator: "/")
        return DocumentNumber(series: name, count: (index[.series, name.utf8] ?? 0) + 1, digits: settings.digits)
    }

    // MARK: Requests

    /// The request with what was done to it here.
    func request(_ number: String) throws(OfficeError) -> RequestRecord {
        var record = try office.request(number: number)
        for event in events where event.request == record.id { record.take(event) }
        return record
    }

    /// What the policy says of a move, and the state that it leads to.
    func move(
        _ kind: EventKind, template: String? = nil, of request: RequestRecord
    ) throws(OfficeError) -> (move: OfficePolicy.Move, state: String?) {
        do throws(PolicyRefusal) {
            let rules = PolicyRules(
                policy: office.configuration.policy, profile: office.environment.profile, today: time.date)
            let move = try rules.move(
                kind, template: template, of: request, by: actor.person, in: actor.role, waived: Set(request.overrides))
            return (move, move.to == OfficePolicy.previous ? request.previous ?? request.state : move.to)
        } catch {
            throw .refused(error)
        }
    }
}
