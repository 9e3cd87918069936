extension EventKind {
    /// What an entry of the kind belongs to.
    public enum Subject: Sendable {
        /// A request, and documents only beside it.
        case request
        /// A document, and a request where it has one.
        case document
        /// The office.
        case office
    }

    /// What entries of the kind belong to.
    public var subject: Subject {
        switch self {
        case .officeOpened, .policyAdopted, .resourcesAdopted, .keyRotated, .witnessAnchored, .branchMerged, .evidenceErased, .retentionDue,
            .listOpened, .listStopped, .listIssued,
            .accessExported:
            .office
        case .draftCreated, .documentIssued, .documentPrinted, .documentDelivered, .documentReturned, .documentRead, .documentViewed,
            .signedPaper,
            .signedScreen, .signedThumb, .sealedPAdES, .countersigned, .declined, .revoked, .superseded, .corrected, .verified:
            .document
        default: .request
        }
    }

    /// The fields of entries of the kind, in the order in which they stand.
    public var fields: [EventField] {
        switch self {
        case .officeOpened: [EventField("origin", .reference), EventField("branch", .reference, optional: true)]
        case .policyAdopted: [EventField("version", .reference), EventField("sha256", .bytes(32))]
        case .resourcesAdopted: [EventField("files", .count), EventField("sha256", .bytes(32))]
        case .keyRotated: [EventField("old", .bytes(4)), EventField("new", .bytes(4))]
        case .witnessAnchored:
            [
                EventField("size", .count), EventField("root", .bytes(32)), EventField("where", .name),
                EventField("token", .bytes(32), optional: true),
            ]
        case .branchMerged: [EventField("origin", .reference), EventField("size", .count), EventField("root", .bytes(32))]
        case .requestReceived: [EventField("number", .reference), EventField("kind", .name), EventField("party", .name)]
        case .requestChecked: [EventField("items", .count), EventField("missing", .count), EventField("complete", .truth)]
        case .requestMatched, .requestChanged, .requestIncomplete: []
        case .requestCompleted: [EventField("first", .truth)]
        case .requestDeclared: [EventField("method", .name), EventField("text", .reference)]
        case .requestReferred, .requestAnswered: [EventField("referral", .count), EventField("to", .name, optional: true)]
        case .requestRaised: [EventField("meeting", .reference)]
        case .requestRegistered: [EventField("number", .reference)]
        case .requestWithdrawn, .requestSuspended, .requestResumed, .requestViewed: []
        case .requestClosed: [EventField("outcome", .name)]
        case .interestDeclared: [EventField("meeting", .reference)]
        case .decisionVoted: [EventField("meeting", .reference), EventField("vote", .name)]
        case .decisionMade:
            [
                EventField("meeting", .reference), EventField("number", .reference), EventField("outcome", .name),
                EventField("for", .count),
                EventField("against", .count), EventField("abstained", .count),
            ]
        case .objectionReceived: [EventField("number", .reference), EventField("decision", .reference)]
        case .objectionDecided: [EventField("number", .reference), EventField("result", .name)]
        case .policyOverridden: [EventField("rule", .name), EventField("authority", .name)]
        case .serviceDelivered: [EventField("signed", .name), EventField("receipt", .bytes(32))]
        case .surveyAnswered: [EventField("service", .name), EventField("score", .count)]
        case .inquiryReceived: [EventField("number", .reference), EventField("kind", .name)]
        case .inquiryAnswered: [EventField("document", .bytes(16), optional: true)]
        case .listOpened: [EventField("number", .reference), EventField("basis", .name)]
        case .listStopped: [EventField("list", .reference), EventField("code", .reference)]
        case .listIssued:
            [EventField("list", .reference), EventField("run", .bytes(32)), EventField("first", .count), EventField("count", .count)]
        case .draftCreated: [EventField("template", .name), EventField("version", .reference)]
        case .documentIssued:
            [
                EventField("number", .reference), EventField("template", .name), EventField("version", .reference),
                EventField("template-sha256", .bytes(32)), EventField("audience", .name), EventField("policy", .reference),
                EventField("policy-sha256", .bytes(32)), EventField("sha256", .bytes(32)), EventField("pages", .count),
                EventField("code", .bytes(32)),
            ]
        case .documentPrinted: [EventField("copy", .count), EventField("printer", .reference), EventField("letterhead", .truth)]
        case .documentDelivered: [EventField("way", .name)]
        case .documentReturned: [EventField("reason", .name)]
        case .documentRead, .documentViewed: []
        case .signedPaper:
            [EventField("scan", .bytes(32)), EventField("keeper", .name), EventField("matched", .name, optional: true)]
        case .signedScreen: [EventField("text", .reference)] + Self.ofSignedFile(isSealed: false)
        case .signedThumb: [EventField("witnesses", .count), EventField("keeper", .name)]
        case .sealedPAdES: Self.ofSignedFile(isSealed: true)
        case .countersigned: [EventField("order", .count)] + Self.ofSignedFile(isSealed: false)
        case .declined: []
        case .revoked: []
        case .superseded, .corrected: [EventField("old", .bytes(16)), EventField("new", .bytes(16))]
        case .verified: [EventField("result", .name)]
        case .evidenceErased: [EventField("erased", .count), EventField("basis", .name), EventField("minutes", .reference)]
        case .retentionDue: [EventField("kind", .name), EventField("count", .count)]
        case .accessExported: [EventField("entries", .count)]
        }
    }

    /// What is said of a file that was signed: by which certificate, the SHA-256 of the file, the time of the timestamp. The number of the
    /// document stands there where the file is a later one than that of the issue.
    private static func ofSignedFile(isSealed: Bool) -> [EventField] {
        [
            EventField("certificate", .bytes(32), optional: !isSealed), EventField("sha256", .bytes(32), optional: !isSealed),
            EventField("timestamp", .time, optional: true), EventField("number", .reference, optional: true),
        ]
    }

    /// Whether entries of the kind say by which channel it came or went: all that touch the people a request is about.
    public var hasChannel: Bool { subject == .request && self != .requestViewed || self == .documentDelivered }
}
