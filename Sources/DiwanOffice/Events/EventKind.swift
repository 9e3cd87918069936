/// What an entry of the log says. The raw value stands in the entry; the fields of each are in `EventKind+Fields`.
public enum EventKind: String, Sendable, Hashable, CaseIterable {
    // The office
    /// The office's log begins.
    case officeOpened = "office.opened"
    /// A version of the policy comes into force.
    case policyAdopted = "policy.adopted"
    /// The templates and fonts that the office uses are these.
    case resourcesAdopted = "resources.adopted"
    /// The log has another key from here on.
    case keyRotated = "key.rotated"
    /// The log's size and root were put down elsewhere.
    case witnessAnchored = "witness.anchored"
    /// A branch's log was taken over up to a size.
    case branchMerged = "branch.merged"

    // Requests
    /// A request came in.
    case requestReceived = "request.received"
    /// The papers were looked at.
    case requestChecked = "request.checked"
    /// An employee matched the data with the originals.
    case requestMatched = "request.matched"
    /// The applicant declared that the data are right.
    case requestDeclared = "request.declared"
    /// The data were changed.
    case requestChanged = "request.changed"
    /// Papers are wanting, and the applicant was told.
    case requestIncomplete = "request.incomplete"
    /// The file is complete.
    case requestCompleted = "request.completed"
    /// A question went to the social researcher.
    case requestReferred = "request.referred"
    /// The social researcher answered.
    case requestAnswered = "request.answered"
    /// The request went to the committee.
    case requestRaised = "request.raised"
    /// The request was entered in the register.
    case requestRegistered = "request.registered"
    /// The applicant takes the request back.
    case requestWithdrawn = "request.withdrawn"
    /// The request rests.
    case requestSuspended = "request.suspended"
    /// The request goes on.
    case requestResumed = "request.resumed"
    /// The request has ended.
    case requestClosed = "request.closed"
    /// Someone looked at the data of the request that lists mask.
    case requestViewed = "request.viewed"

    // Decisions
    /// A member said that the member has an interest in the request.
    case interestDeclared = "interest.declared"
    /// A member voted.
    case decisionVoted = "decision.voted"
    /// The committee decided.
    case decisionMade = "decision.made"
    /// An objection came in.
    case objectionReceived = "objection.received"
    /// An objection was decided.
    case objectionDecided = "objection.decided"
    /// Something that the policy does not allow was allowed.
    case policyOverridden = "policy.overridden"

    // Service
    /// The service was given.
    case serviceDelivered = "service.delivered"
    /// Someone answered the survey.
    case surveyAnswered = "survey.answered"
    /// A suggestion, an inquiry or a complaint came in.
    case inquiryReceived = "inquiry.received"
    /// It was answered.
    case inquiryAnswered = "inquiry.answered"

    /// Notices may go to a list of people, on a ground that stands in the evidence.
    case listOpened = "list.opened"
    /// Someone wants no more notices of a list.
    case listStopped = "list.stopped"
    /// Notices went to some of those of a list, in the entries just before.
    case listIssued = "list.issued"

    // Documents
    /// A draft was made.
    case draftCreated = "draft.created"
    /// A document was issued.
    case documentIssued = "document.issued"
    /// It was printed.
    case documentPrinted = "document.printed"
    /// It was handed over or sent.
    case documentDelivered = "document.delivered"
    /// It came back.
    case documentReturned = "document.returned"
    /// Someone of the office read it, and signs for that.
    case documentRead = "document.read"
    /// Someone looked at what is masked in it.
    case documentViewed = "document.viewed"
    /// It was signed on paper.
    case signedPaper = "signed.paper"
    /// It was signed on a screen.
    case signedScreen = "signed.screen"
    /// It was marked with a thumb, on paper, before a witness.
    case signedThumb = "signed.thumb"
    /// It bears the office's seal.
    case sealedPAdES = "sealed.pades"
    /// Someone signed after another.
    case countersigned
    /// Someone who was to sign did not.
    case declined
    /// It holds no longer.
    case revoked
    /// Another has taken its place.
    case superseded
    /// It takes the place of one that had a mistake.
    case corrected
    /// Someone asked whether it is genuine.
    case verified

    // Privacy
    /// Evidence and salt of an entry were destroyed.
    case evidenceErased = "evidence.erased"
    /// What is kept has reached its time.
    case retentionDue = "retention.due"
    /// Someone was given what is kept of a person.
    case accessExported = "access.exported"
}

/// A field that entries of a kind have.
public struct EventField: Sendable, Hashable {
    /// What a field holds. None can hold what people write freely: that is evidence.
    public enum Value: Sendable, Hashable {
        /// A name of the office's files: a channel, a state, a template, a pseudonym.
        case name
        /// A number of a series, or a version: at most 64 letters, digits and marks, no space.
        case reference
        /// Bytes in hexadecimal digits.
        case bytes(Int)
        /// A whole number, not negative.
        case count
        /// True or false.
        case truth
        /// A time in UTC.
        case time
    }

    /// The name.
    public let name: String
    /// What it holds.
    public let value: Value
    /// Whether entries of the kind always have it.
    public let isRequired: Bool

    init(_ name: String, _ value: Value, optional: Bool = false) {
        self.name = name
        self.value = value
        isRequired = !optional
    }
}
