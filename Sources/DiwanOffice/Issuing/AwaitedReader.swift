import Diwan
import DiwanData

/// Someone who is to read a document and has not said so.
public struct AwaitedReader: Sendable, Hashable {
    /// The id in `people.json`; empty for who is not there under the name.
    public let id: String
    /// The name.
    public let name: String
}

extension Office {
    /// Who has not read a document: of those whom it names as its readers; of all who are in the office on this day where it names none.
    public func unread(_ name: String) throws(OfficeError) -> [AwaitedReader] {
        let document = try document(name)
        let people = configuration.people.all
        let read = Set(document.events.filter { $0.kind == .documentRead }.map(\.actor))
        let readers = try evidence(of: document.issued)?["data"]?["readers"]?.elements?.compactMap { $0["name"]?.string } ?? []
        guard !readers.isEmpty else {
            return people.filter { $0.isThere(on: environment.time.date) && !read.contains($0.id) }.map {
                AwaitedReader(id: $0.id, name: $0.name)
            }
        }
        return readers.compactMap { name in
            let person = people.first { $0.name == name }
            if let person, read.contains(person.id) { return nil }
            return AwaitedReader(id: person?.id ?? "", name: name)
        }
    }

    /// Whether the day on which the policy was to be looked over again is past.
    public var isReviewOverdue: Bool { configuration.policy.review.map { $0 < environment.time.date } ?? false }
}

extension Transaction {
    /// Whoever does it has read the document, and signs for it.
    mutating func read(_ name: String) throws(OfficeError) {
        let document = try office.document(name)
        guard document.isInForce else {
            throw .refused(
                PolicyRefusal("in-force", "\(document.number) is not in force any more", "الوثيقة \(document.number) لم تعد سارية"))
        }
        guard !document.events.contains(where: { $0.kind == .documentRead && $0.actor == actor.person.id }) else {
            throw .refused(PolicyRefusal("signed-once", "\(actor.person.id) has signed already", "سبق التوقيع من الشخص نفسه"))
        }
        try append(.documentRead, document: document.id)
    }
}
