import Diwan
import DiwanData
import DiwanDomain

/// What the office keeps of a person beside the person's own requests: what names the person by the identity number, and what was sent to or
/// asked by that number's code for a list.
struct PersonTraces {
    /// The inquiries, suggestions and complaints that are from the person.
    var inquiries: [OpaqueID] = []
    /// The documents and drafts that are of no request and no inquiry.
    var documents: [OpaqueID] = []
    /// The entries by which the person wanted no more notices of a list.
    var stops: [OfficeEvent] = []
    /// The entries of other people's requests that name the person: as one of the family, as a witness.
    var mentions: [OfficeEvent] = []

    /// Whether there is nothing.
    var isEmpty: Bool { inquiries.isEmpty && documents.isEmpty && stops.isEmpty && mentions.isEmpty }
}

extension Office {
    /// Looks for a person in all that stands behind entries, but of the person's own requests.
    ///
    /// An inquiry that has no identity number is from the person when its telephone is one of the person's requests.
    /// - Parameter number: the identity number, normalised.
    func traces(ofPerson number: String, requests: [RequestRecord]) throws(OfficeError) -> PersonTraces {
        var traces = PersonTraces()
        let own = Set(requests.map(\.id))
        var phones: Set<String> = []
        for request in requests {
            if let data = try data(of: request)?["ben"] { phones.formUnion(Self.numbers(in: data, .mobile)) }
        }
        var inquiries: Set<OpaqueID> = []
        var codes: [String: String] = [:]
        let secret = try Self.files { () throws(FileError) in try FileBytes.read(folder.file(PartyDirectory.secret)) }
        try forEachEvent { event throws(OfficeError) in
            if event.kind == .listOpened, let list = event.text("number") { codes[list] = Self.code(of: number, in: list, secret) }
            if event.kind == .listStopped, let list = event.text("list"), codes[list] == event.text("code") { traces.stops.append(event) }
            if event.kind == .inquiryReceived, let id = event.request { inquiries.insert(id) }
            guard event.request.map({ !own.contains($0) }) ?? true, let evidence = try evidence(of: event) else { return }
            let isFrom =
                Self.identities(in: evidence).contains(number) || Self.notice(evidence["data"], isFor: codes)
                || event.kind == .inquiryReceived && Self.identities(in: evidence).isEmpty
                    && !phones.isDisjoint(with: Self.numbers(in: evidence["data"]?["ben"] ?? .null, .mobile))
            guard isFrom else { return }
            if let request = event.request {
                if !inquiries.contains(request) {
                    traces.mentions.append(event)
                } else if !traces.inquiries.contains(request) {
                    traces.inquiries.append(request)
                }
            } else if let document = event.document, !traces.documents.contains(document) {
                traces.documents.append(document)
            }
        }
        return traces
    }

    /// Whether data are of a notice with the code that a person has for its list.
    private static func notice(_ data: JSONValue?, isFor codes: [String: String]) -> Bool {
        guard let list = data?["list"], let number = list["no"]?.string, let code = list["opt-out"]?.string else { return false }
        return codes[number] == code
    }

    /// The identity numbers in a value, wherever in it, normalised.
    private static func identities(in value: JSONValue) -> Set<String> {
        numbers(in: value, .nationalID).union(numbers(in: value, .otherID))
    }

    /// The numbers of a kind in a value, wherever in it, normalised.
    private static func numbers(in value: JSONValue, _ kind: IdentifierKind) -> Set<String> {
        if let members = value.members { return members.reduce(into: []) { $0.formUnion(numbers(in: $1.value, kind)) } }
        if let elements = value.elements { return elements.reduce(into: []) { $0.formUnion(numbers(in: $1, kind)) } }
        guard let text = value.string ?? value.number else { return [] }
        if let number = try? Identifier(kind, text) { return [number.normalized] }
        // A number in a sentence stands between other characters.
        let words = text.split { !$0.isNumber && $0 != "+" }.map(String.init).filter { $0.count >= 9 }
        return Set(words.compactMap { (try? Identifier(kind, $0))?.normalized })
    }
}
