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
}

/// A notice of a list, or why there is none.
public enum ListedNotice: Sendable {
    /// It was issued.
    case issued(IssuedDocument)
    /// Whom it is for wants no more notices of the list.
    case stopped
    /// An earlier run of the same data came as far, and issued it or passed over it.
    case done
}

extension Office {
    /// How many notices are issued in one transaction: one checkpoint is signed, and one lock taken, for all of them.
    public static let noticesTogether = 128

    /// The list of a number.
    public func noticeList(_ number: String) throws(OfficeError) -> NoticeList {
        guard let entry = index[.list, number.utf8] else { throw .unknown(number) }
        let opened = try event(at: entry)
        return NoticeList(number: number, basis: opened.text("basis") ?? "", opened: opened)
    }

    /// Whether who has a code wants no more notices of a list.
    private func isStopped(_ code: String, in list: String) -> Bool { index[.listStopped, "\(list)\n\(code)".utf8] != nil }

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
        guard !isStopped(code, in: list.number) else { return }
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.append(.listStopped, [("list", .string(number)), ("code", .string(code))])
        }
    }

    /// Issues a notice of a list to each of `recipients`, but to those who want none, many in one transaction. One that cannot be made ends
    /// the run; those before it are issued. A run that was stopped goes on where it was: the log says how far one of the same data came.
    /// - Parameters:
    ///   - recipients: the data of each, with `ben.id`, from which the code is made; it goes no further.
    ///   - isAgain: whether notices that were all issued already from the same data are to be issued anew.
    ///   - each: called when it is on the disk what became of each, in order.
    public func issueNotices(
        of number: String, to recipients: [JSONValue], source: SourceText?, isAgain: Bool = false, by actor: Actor,
        each: (Int, ListedNotice) throws(OfficeError) -> Void
    ) throws(OfficeError) {
        let lists = configuration.policy.lists
        try hold(lists, actor)
        let list = try noticeList(number)
        guard let evidence = try evidence(of: list.opened) else { throw .noEvidence(list.opened.sequence) }
        let secret = try Self.files { () throws(FileError) in try FileBytes.read(folder.file(PartyDirectory.secret)) }
        var codes: [String] = []
        for (index, recipient) in recipients.enumerated() {
            guard let given = recipient["ben"]?["id"], let text = given.string ?? given.number else {
                throw .argument("recipient \(index + 1) has no identity number", hint: "ben.id holds it; it is not printed")
            }
            codes.append(Self.code(of: try Self.identity(text), in: number, secret))
        }
        let run = run(of: number, recipients, secret, isAgain: isAgain)
        for index in 0..<run.done { try each(index, .done) }
        var known = KnownFacts()
        known.know("list.no", number)
        known.know("list.name", evidence["name"])
        known.know("list.basis", list.basis)
        if list.basis == "rule" { known.suppose("list.rule", evidence["ground"]) }

        var next = run.done
        while next < recipients.count {
            var group = next..<min(next + Self.noticesTogether, recipients.count)
            var failure: OfficeError?
            var wanted: [Int] = []
            var issued: [IssuedDocument] = []
            while !group.isEmpty {
                wanted = group.filter { !isStopped(codes[$0], in: number) }
                let orders = wanted.map { index in
                    var order = IssueOrder(template: lists.template)
                    order.data.value = Self.withoutIdentity(recipients[index])
                    order.data.source = source
                    var facts = known
                    facts.know("list.opt-out", codes[index])
                    order.facts = facts
                    return order
                }
                var count = 0
                do throws(OfficeError) {
                    issued = try issue(orders, by: actor) { _ in
                        count += 1
                    } last: { transaction throws(OfficeError) in
                        try transaction.append(
                            .listIssued,
                            [
                                ("list", .string(number)), ("run", .string(Hexadecimal.text(run.name))),
                                ("first", .integer(group.lowerBound)), ("count", .integer(group.count)),
                            ])
                    }
                    break
                } catch {
                    // What went wrong with all of them, or with the first, leaves none before it.
                    guard failure == nil, count < wanted.count, group.lowerBound < wanted[count] else { throw failure ?? error }
                    failure = error
                    group = group.lowerBound..<wanted[count]
                }
            }
            var documents = issued.makeIterator()
            for index in group {
                if wanted.contains(index), let document = documents.next() {
                    try each(index, .issued(document))
                } else {
                    try each(index, .stopped)
                }
            }
            if let failure { throw failure }
            next = group.upperBound
        }
    }

    /// What a run of the same data is called in the log, and how many of its recipients have been seen to. The name is HMAC-SHA256 under
    /// the office's secret, so that no one finds out by it what the data were.
    private func run(
        of list: String, _ recipients: [JSONValue], _ secret: [UInt8], isAgain: Bool
    ) -> (name: [UInt8], done: Int) {
        let data = HMAC.sha256(key: secret, JSONWriter.bytes(.array(recipients)))
        func run(_ round: Int) -> (name: [UInt8], done: Int?) {
            let name = HMAC.sha256(key: secret, Array("diwan/notices/v1\n\(list)\n\(round)\n".utf8) + data)
            return (name, index[.listRun, "\(list)\n\(Hexadecimal.text(name))".utf8])
        }
        // The last of the rounds is gone on with, unless it is over and another is wanted.
        var round = 0
        while run(round + 1).done != nil { round += 1 }
        let last = run(round)
        guard isAgain, let done = last.done, done == recipients.count else { return (last.name, last.done ?? 0) }
        return (run(round + 1).name, 0)
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
    static func code(of identity: String, in list: String, _ secret: [UInt8]) -> String {
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
