public import Diwan
public import DiwanDomain

/// A request as the log tells it, from its first entry to its last.
public struct RequestRecord: Sendable {
    /// The id.
    public let id: OpaqueID
    /// The number.
    public let number: String
    /// The kind of support, or of request.
    public let kind: String
    /// The pseudonym of whom it is for.
    public let party: String
    /// By which channel it came.
    public let channel: String
    /// Who received it.
    public let receiver: String
    /// When it was received.
    public let received: CreationTime
    /// Where it stands.
    public private(set) var state: String
    /// The day since which it stands there.
    public private(set) var since: CivilDate
    /// Its entries, in order.
    public private(set) var events: [OfficeEvent]

    /// Which entry has its data: the last by which they came or were changed.
    public private(set) var dataEntry: Int
    /// The last time its papers were looked at.
    public private(set) var checked: OfficeEvent?
    /// The declaration that the data are right, the last.
    public private(set) var declared: OfficeEvent?
    /// The matching with the originals, the last.
    public private(set) var matched: OfficeEvent?
    /// When its file was complete, each time.
    public private(set) var completions: [OfficeEvent] = []
    /// The questions to the social researcher that wait for an answer, by their number.
    public private(set) var openReferrals: [Int] = []
    /// How many questions there were.
    public private(set) var referrals = 0
    /// The meeting to which it was raised.
    public private(set) var meeting: String?
    /// Who voted in that meeting, and how: the last vote of each counts.
    public private(set) var votes: [(actor: String, vote: String)] = []
    /// Who has an interest in it.
    public private(set) var interested: [String] = []
    /// The committee's decision, the last.
    public private(set) var decision: OfficeEvent?
    /// The letters issued for it, with what each is.
    public private(set) var documents: [OfficeEvent] = []
    /// When the service was given.
    public private(set) var delivery: OfficeEvent?
    /// The number of an objection that waits for its decision.
    public private(set) var openObjection: String?
    /// What was allowed against the policy since the last move: the rules.
    public private(set) var overrides: [String] = []
    /// The state before the one where it stands.
    public private(set) var previous: String?
    /// The number in the register.
    public private(set) var registration: String?

    /// Who prepared it: who received, checked or matched it.
    public var preparers: Set<String> {
        let kinds: Set<EventKind> = [.requestReceived, .requestChecked, .requestMatched, .requestCompleted, .requestChanged]
        return Set(events.filter { kinds.contains($0.kind) }.map(\.actor))
    }

    /// The last entry.
    public var last: OfficeEvent { events[events.count - 1] }

    /// Whether the declaration holds: it was made after the data last changed.
    public var isDeclared: Bool { (declared?.sequence ?? -1) > dataEntry }
    /// Whether the matching holds.
    public var isMatched: Bool { (matched?.sequence ?? -1) > dataEntry }
    /// Whether the checklist is complete.
    public var isChecked: Bool { checked?.truth("complete") ?? false }

    /// The day from which the time for an answer counts: that of the last completion, or of the first where the clock does not begin anew.
    public func completion(restarts: Bool) -> CivilDate? { (restarts ? completions.last : completions.first)?.time.date }

    /// The request that `events`, all of its entries in their order, tell; `nil` when they do not begin by its receipt.
    public init?(_ events: [OfficeEvent]) {
        guard let first = events.first, first.kind == .requestReceived, let id = first.request, let number = first.text("number"),
            let kind = first.text("kind"), let party = first.text("party"), let channel = first.channel, let state = first.state
        else { return nil }
        self.id = id
        self.number = number
        self.kind = kind
        self.party = party
        self.channel = channel
        receiver = first.actor
        received = first.time
        self.state = state
        since = first.time.date
        dataEntry = first.sequence
        self.events = [first]
        for event in events.dropFirst() { take(event) }
    }

    /// Takes in the next entry.
    mutating func take(_ event: OfficeEvent) {
        events.append(event)
        if let state = event.state, state != self.state {
            previous = self.state
            self.state = state
            since = event.time.date
            if event.kind != .policyOverridden { overrides = [] }
        }
        switch event.kind {
        case .requestChecked: checked = event
        case .requestChanged: dataEntry = event.sequence
        case .requestDeclared: declared = event
        case .requestMatched: matched = event
        case .requestCompleted: completions.append(event)
        case .requestReferred:
            referrals = event.count("referral") ?? referrals
            openReferrals.append(referrals)
        case .requestAnswered: openReferrals.removeAll { $0 == event.count("referral") }
        case .requestRaised:
            meeting = event.text("meeting")
            votes = []
        case .interestDeclared: interested.append(event.actor)
        case .decisionVoted:
            votes.removeAll { $0.actor == event.actor }
            votes.append((event.actor, event.text("vote") ?? ""))
        case .decisionMade: decision = event
        case .requestRegistered: registration = event.text("number")
        case .serviceDelivered: delivery = event
        case .objectionReceived: openObjection = event.text("number")
        case .objectionDecided: openObjection = nil
        case .documentIssued: documents.append(event)
        case .policyOverridden: if let rule = event.text("rule") { overrides.append(rule) }
        default: break
        }
    }

    /// How many voted so.
    public func count(_ vote: Vote) -> Int { votes.count { $0.vote == vote.rawValue } }
}

/// What a member of the committee says.
public enum Vote: String, Sendable, CaseIterable {
    /// For.
    case approve = "for"
    /// Against.
    case against
    /// Neither.
    case abstain
}
