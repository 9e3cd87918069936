import Diwan
import DiwanBytes
public import DiwanData
public import DiwanDiagnostics

/// A list of people to whom notices go without their asking, on a ground that was written down.
public struct NoticeList: Sendable {
    /// The number.
    public let number: String
    /// On which ground: `consent`, `service`, `rule`.
    public let basis: String
    /// The entry by which it was opened, whose evidence has the name and the ground in words.
    let opened: OfficeEvent
    /// The codes of those who want no more of it.
    let stopped: Set<String>
}

/// A notice of a list, or why there is none.
public enum ListedNotice: Sendable {
    /// It was issued.
    case issued(IssuedDocument)
    /// Whom it is for wants no more notices of the list.
    case stopped
}

extension Office {
    /// The list of a number.
    public func noticeList(_ number: String) throws(OfficeError) -> NoticeList {
        var opened: OfficeEvent?
        var stopped: Set<String> = []
        try forEachEvent { event throws(OfficeError) in
            if event.kind == .listOpened, event.text("number") == number { opened = event }
            if event.kind == .listStopped, event.text("list") == number, let code = event.text("code") { stopped.insert(code) }
        }
        guard let opened else { throw .unknown(number) }
        return NoticeList(number: number, basis: opened.text("basis") ?? "", opened: opened, stopped: stopped)
    }

    /// Opens a list, and writes down on which ground notices go to it.
    /// - Returns: its number.
    public func openNoticeList(_ name: String, basis: String, ground: String, by actor: Actor) throws(OfficeError) -> String {
        let lists = configuration.policy.lists
        try hold(lists, actor)
        guard lists.bases.contains(basis) else {
            throw .argument("\"\(basis)\" is no ground for notices", hint: "the policy has \(lists.bases.joined(separator: ", "))")
        }
        guard let series = configuration.settings.series(lists.series) else {
            throw .argument("office.json has no series \"\(lists.series)\"", hint: nil)
        }
        return try transact(actor) { transaction throws(OfficeError) in
            let number = transaction.number(series)
            try transaction.append(
                .listOpened, [("number", .string(number.text)), ("basis", .string(basis))],
                evidence: .object([("name", .string(name)), ("ground", .string(ground))]))
            return number.text
        }
    }

    /// Writes down that who has a code wants no more notices of a list. The code stands on every notice; nothing else is asked.
    public func stopNotices(of number: String, code: String, by actor: Actor) throws(OfficeError) {
        let list = try noticeList(number)
        guard !list.stopped.contains(code) else { return }
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.append(.listStopped, [("list", .string(number)), ("code", .string(code))])
        }
    }

    /// Issues a notice of a list to each of `recipients`, but to those who want none. One that cannot be made ends the run; those before it
    /// are issued.
    /// - Parameter recipients: the data of each, with `ben.id`, from which the code is made; it goes no further.
    public func issueNotices(
        of number: String, to recipients: [JSONValue], source: SourceText?, by actor: Actor,
        each: (Int, ListedNotice) throws(OfficeError) -> Void
    ) throws(OfficeError) {
        let lists = configuration.policy.lists
        try hold(lists, actor)
        let list = try noticeList(number)
        guard let evidence = try evidence(of: list.opened) else { throw .noEvidence(list.opened.sequence) }
        for (index, recipient) in recipients.enumerated() {
            guard let given = recipient["ben"]?["id"], let text = given.string ?? given.number else {
                throw .argument("recipient \(index + 1) has no identity number", hint: "ben.id holds it; it is not printed")
            }
            let code = try code(of: try Self.identity(text), in: number)
            guard !list.stopped.contains(code) else {
                try each(index, .stopped)
                continue
            }
            var order = IssueOrder(template: lists.template)
            order.data.value = Self.withoutIdentity(recipient)
            order.data.source = source
            var facts = KnownFacts()
            facts.know("list.no", number)
            facts.know("list.name", evidence["name"])
            facts.know("list.basis", list.basis)
            facts.know("list.opt-out", code)
            if list.basis == "rule" { facts.suppose("list.rule", evidence["ground"]) }
            order.facts = facts
            try each(index, .issued(try issue(order, by: actor)))
        }
    }

    /// The data of a notice: all but the identity number.
    private static func withoutIdentity(_ recipient: JSONValue) -> JSONValue {
        .object(
            (recipient.members ?? []).map { member in
                guard member.name == "ben", let members = member.value.members else { return (member.name, member.value) }
                return ("ben", .object(members.filter { $0.name != "id" }.map { ($0.name, $0.value) }))
            })
    }

    /// What stands for a person on the notices of a list, and says nothing of who it is: 50 bits of HMAC-SHA256 under the office's secret.
    private func code(of identity: String, in list: String) throws(OfficeError) -> String {
        let secret = try Self.files { () throws(FileError) in try FileBytes.read(folder.file(PartyDirectory.secret)) }
        let hash = HMAC.sha256(key: secret, Array("diwan/opt-out/v1\n\(list)\n\(identity)".utf8))
        // Crockford's alphabet of 32: none of I, L, O and U.
        let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        return String(hash.prefix(10).map { letters[Int($0 & 31)] })
    }

    private func hold(_ lists: OfficePolicy.Lists, _ actor: Actor) throws(OfficeError) {
        guard lists.roles.contains(actor.role) else {
            throw .refused(
                PolicyRefusal(
                    "roles", "notices to a list are for \(lists.roles.map(\.rawValue).joined(separator: ", "))",
                    "الإشعارات إلى القوائم من صلاحية: \(lists.roles.map(\.arabic).joined(separator: "، "))"))
        }
    }
}
