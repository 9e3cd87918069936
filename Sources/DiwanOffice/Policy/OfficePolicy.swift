public import DiwanDomain

/// The policy that the office lives by, as far as the record of requests and documents depends on it: `policy.json`.
///
/// The periods («rules») stand in the same file and are read with the profile, since templates print them.
public struct OfficePolicy: Sendable {
    /// A way by which people reach the office.
    public struct Channel: Sendable, Hashable {
        /// The name, as events have it: `interview`.
        public let id: String
        /// What it is called, in Arabic.
        public let label: String
    }

    /// Where a request stands.
    public struct State: Sendable, Hashable {
        /// The name: `complete`.
        public let id: String
        /// What it is called, in Arabic.
        public let label: String
        /// What the office does next, in Arabic; `nil` for an end.
        public let next: String?
        /// The rule whose greatest time counts in this state; `nil` where the policy sets none.
        public let due: String?
        /// Whether the request waits for something of the office.
        public var isOpen: Bool { next != nil }
    }

    /// A move that a request may make.
    public struct Move: Sendable, Hashable {
        /// The event that makes it.
        public let event: EventKind
        /// The states from which it may be made; empty for all open ones.
        public let from: [String]
        /// The templates whose documents it is about; empty for those that no other move of the event names.
        public let templates: [String]
        /// The state after it; `nil` where it stays, `previous` for the one before the state that it ends.
        public let to: String?
        /// Who may make it.
        public let roles: [Role]
        /// What must hold.
        public let requires: [Condition]
    }

    /// Something that must hold before a move, known by its name in `requires`.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        /// Every item of the checklist was seen in the original and was valid on the day of submission.
        case checklist = "checklist-complete"
        /// The applicant declared that the data are right, and they have not been changed since.
        case declaration = "declaration-valid"
        /// An employee matched the data with the originals, and they have not been changed since.
        case matching = "data-matched"
        /// Every referral has its answer.
        case referrals = "referrals-answered"
        /// The least time for an answer has passed.
        case answerPeriod = "answer-period"
        /// Enough members voted, and more for than against.
        case quorum = "quorum"
        /// Who decides did not prepare the request, and has no interest in it.
        case secondPerson = "second-person"
        /// The committee's decision was sent as a letter.
        case letter = "letter-issued"
        /// Who received the service signed for it.
        case receipt = "receipt-signed"
        /// The time for an objection has not ended.
        case objectionPeriod = "objection-period"
        /// No objection waits for its decision.
        case objections = "objections-decided"

        /// Whether an authority may waive it: the rules of time alone, none of those that protect someone.
        public var mayBeWaived: Bool { self == .answerPeriod || self == .objectionPeriod }
    }

    /// How long something is kept.
    public struct Retention: Sendable, Hashable {
        /// What is kept: `request`, `document`, `survey`.
        public let kind: String
        /// How many years after its end; `nil` for ever.
        public let years: Int?
    }

    /// Who may destroy what is kept, and on which grounds.
    public struct Erasure: Sendable, Hashable {
        /// A ground.
        public struct Basis: Sendable, Hashable {
            /// The name: `retention-ended`.
            public let id: String
            /// What it is called, in Arabic, with the law where it is one.
            public let label: String
            /// Whether it is a ground of law to destroy before the retention ended.
            public let isEarly: Bool
        }

        /// Who may.
        public var roles: [Role] = []
        /// The grounds.
        public var bases: [Basis] = []
    }

    /// Something that the office does with personal data (PDPL, art. 31: the record of processing activities).
    public struct Processing: Sendable, Hashable {
        /// What it is called, in Arabic.
        public let label: String
        /// What for.
        public let purpose: String
        /// The ground of law.
        public let basis: String
        /// Whose data.
        public let subjects: String
        /// To whom the data go.
        public let recipients: [String]
        /// How the data are kept safe.
        public let safeguards: String
        /// The kind of `retention` that says how long the data are kept.
        public let retention: String
        /// The templates whose fields take the data.
        public let templates: [String]
    }

    /// Notices to people who did not ask for them.
    public struct Lists: Sendable, Hashable {
        /// The template of the notice.
        public var template = ""
        /// The series of the lists' numbers.
        public var series = ""
        /// The grounds on which notices may go.
        public var bases: [String] = []
        /// Who opens lists and issues notices.
        public var roles: [Role] = []
    }

    /// Documents that one prepares and another issues.
    public struct Drafts: Sendable, Hashable {
        /// Who prepares drafts: all but the auditor where the policy does not say it.
        public var roles = Role.ofPeople.filter { $0 != .auditor }
        /// Whether who prepared one may not issue it.
        public var needsSecondPerson = false
    }

    /// A kind of inquiry: an inquiry, a suggestion, a complaint.
    public struct Inquiry: Sendable, Hashable {
        /// The name, under which templates have what is known of it: `suggestion`.
        public let id: String
        /// What it is called, in Arabic.
        public let label: String
        /// The series of its numbers.
        public let series: String
        /// The rule whose greatest time is that of the answer; `nil` where the policy sets none.
        public let due: String?
        /// The template of its receipt; `nil` where it has none.
        public let receipt: String?
        /// The template of the letter that answers it; `nil` where it has none.
        public let reply: String?
        /// Who sees to it.
        public let roles: [Role]
    }

    /// The version, which documents name.
    public var version: String
    /// The day on which the policy is to be looked over again; `nil` where none is set.
    public var review: CivilDate?
    /// The channels.
    public var channels: [Channel]
    /// The states.
    public var states: [State]
    /// The moves.
    public var moves: [Move]
    /// What the committee is called, in Arabic.
    public var committee: String
    /// How many members make a meeting able to decide.
    public var quorum: Int
    /// Who may allow what the policy does not.
    public var authorities: [Role]
    /// Who issues letters that are of no request.
    public var generalLetters: [Role]
    /// Whether the time for an answer begins anew when an incomplete file is completed; else it counts from the first completion.
    public var restartsWhenCompleted: Bool
    /// The items of the checklist that every request needs, by code.
    public var checklist: [ChecklistItem]
    /// The outcomes of decisions and the states that they lead to.
    public var outcomes: [Outcome]
    /// What the decision of an objection may be, and the states that it leads to.
    public var objectionResults: [ObjectionResult]
    /// What is kept, and how long.
    public var retention: [Retention]
    /// The kinds of inquiries.
    public var inquiries: [Inquiry]
    /// Notices to people who did not ask for them.
    public var lists: Lists
    /// Documents that one prepares and another issues.
    public var drafts: Drafts
    /// What the rules about periods are called, in Arabic, by name.
    public var ruleLabels: [String: String]
    /// Who may destroy what is kept.
    public var erasure: Erasure
    /// Who may look at what lists mask.
    public var fullViews: [Role]
    /// Who may give out all that is kept of a person.
    public var accessExports: [Role]
    /// What the office does with personal data.
    public var processing: [Processing]
    /// The smallest group of answers that a report shows.
    public var smallestGroup: Int
    /// The template of the letter that follows what happened to a request, by the names of `letterEvents`; and of the form, `request`.
    public var letters: [String: String]

    /// An item of the checklist.
    public struct ChecklistItem: Sendable, Hashable {
        /// The code: `identity`.
        public let code: String
        /// What it is called, in Arabic.
        public let label: String
        /// The kinds of support that ask for it; empty for all.
        public let kinds: [String]
    }

    /// What a committee may decide.
    public struct Outcome: Sendable, Hashable {
        /// The name: `accepted`.
        public let id: String
        /// What it is called, in Arabic.
        public let label: String
        /// The state after it.
        public let state: String
        /// The template of the letter that says it.
        public let letter: String
        /// What it means for the applicant.
        public let sense: Sense

        /// What an outcome means for the applicant.
        public enum Sense: String, Sendable, CaseIterable {
            /// What was asked for is granted.
            case granted
            /// It is not.
            case refused
            /// It is not decided yet.
            case open
        }

        var isApproval: Bool { sense == .granted }
        var isRefusal: Bool { sense == .refused }
    }

    /// What may be decided of an objection.
    public struct ObjectionResult: Sendable, Hashable {
        /// The name: `upheld`.
        public let id: String
        /// What it is called, in Arabic.
        public let label: String
        /// The state after it, or `previous`.
        public let state: String
    }

    /// The name that stands for the state before the one that a move ends.
    public static let previous = "previous"

    /// The channel of a name.
    public func channel(_ id: String) -> Channel? { channels.first { $0.id == id } }
    /// The state of a name.
    public func state(_ id: String) -> State? { states.first { $0.id == id } }
    /// How long a kind of thing is kept; `nil` where the policy does not say, and so for ever.
    public func years(_ kind: String) -> Int? { retention.first { $0.kind == kind }?.years }
    /// The outcome of a name.
    public func outcome(_ id: String) -> Outcome? { outcomes.first { $0.id == id } }
}
