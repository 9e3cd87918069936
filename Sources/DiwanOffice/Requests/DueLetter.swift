public import DiwanDomain

/// A letter that is to be issued, because of the last that happened to a request.
public struct DueLetter: Sendable, Hashable {
    /// The template.
    public let template: String
    /// What the template is called, in Arabic.
    public let title: String
    /// The entry that calls for it.
    public let entry: Int
    /// The first day on which it may be issued; `nil` where it may be at once.
    public let earliest: CivilDate?
}

extension OfficePolicy {
    /// The names of `letters`, each with the kind of entry that calls for the letter.
    static let letterEvents: [(name: String, event: EventKind)] = [
        ("receipt", .requestReceived), ("incomplete", .requestIncomplete), ("completed", .requestCompleted), ("referral", .requestReferred),
        ("objection-receipt", .objectionReceived), ("objection-decision", .objectionDecided), ("survey", .serviceDelivered),
    ]

    /// The name of `letters` under which the form stands on which support is asked for.
    static let formLetter = "request"

    /// The template of the letter that an entry calls for.
    fileprivate func letter(after event: OfficeEvent) -> String? {
        if event.kind == .decisionMade { return event.text("outcome").flatMap { outcome($0)?.letter } }
        return Self.letterEvents.first { $0.event == event.kind }.flatMap { letters[$0.name] }
    }
}

extension Office {
    /// The letter that the last entry of a request that calls for one calls for; `nil` where it was issued since.
    public func dueLetter(of request: RequestRecord) -> DueLetter? {
        let policy = configuration.policy
        guard isOpen(request.state) || request.decision != nil,
            let (event, template) = request.events.reversed().lazy.compactMap({ event in policy.letter(after: event).map { (event, $0) } })
                .first,
            !request.documents.contains(where: { $0.sequence > event.sequence && $0.text("template") == template })
        else { return nil }
        var earliest = event.kind == .decisionMade ? rules.earliestAnswer(of: request) : nil
        if let day = earliest, day <= environment.time.date { earliest = nil }
        return DueLetter(template: template, title: templateTitle(template) ?? template, entry: event.sequence, earliest: earliest)
    }
}
