public import DiwanData
public import DiwanDomain

/// An open request as a list shows it: no name, and no identity number.
public struct PendingRequest: Sendable {
    /// The number.
    public let number: String
    /// The state, by its name.
    public let state: String
    /// The state, in Arabic.
    public let stateLabel: String
    /// What the office does next, in Arabic.
    public let next: String
    /// The first day on which the answer may be issued, while that is waited for.
    public let earliest: CivilDate?
    /// The last day for the next step, where the policy sets one.
    public let due: CivilDate?
    /// Whether that day is past.
    public let isOverdue: Bool
    /// The applicant's identity number as lists show it: masked; `nil` where the data were erased or have none.
    public let maskedIdentity: String?
    /// The channel by which it came.
    public let channel: String
    /// The day on which it was received.
    public let received: CivilDate
    /// The day of its last entry.
    public let touched: CivilDate

    /// The fields of a line: number, state, next step, first day of an answer, channel, day of receipt, last day of the next
    /// step, masked identity number.
    public var fields: [String] {
        [number, stateLabel, next, earliest?.iso ?? "", channel, received.iso, due?.iso ?? "", maskedIdentity ?? ""]
    }

    /// The same as JSON.
    public var json: JSONValue {
        .object([
            ("number", .string(number)), ("state", .string(state)), ("label", .string(stateLabel)), ("next", .string(next)),
            ("earliest", earliest.map { .string($0.iso) } ?? .null), ("due", due.map { .string($0.iso) } ?? .null),
            ("overdue", .boolean(isOverdue)), ("identity", maskedIdentity.map { .string($0) } ?? .null), ("channel", .string(channel)),
            ("received", .string(received.iso)),
            ("touched", .string(touched.iso)),
        ])
    }
}

extension Office {
    /// The open requests, the one that was received first before the others.
    public func pending() throws(OfficeError) -> [PendingRequest] {
        let policy = configuration.policy
        let calendar = environment.profile.workingCalendar
        let today = environment.time.date
        return try openRequests().map { request throws(OfficeError) in
            let state = policy.state(request.state)
            let completed = request.completion(restarts: policy.restartsWhenCompleted)
            let first = rules.earliestAnswer(of: request)
            // The time of an answer counts from the completion of the file, every other one from the day of the state.
            let begin = state?.due == "answer-period" ? completed : request.since
            let due = state?.due.flatMap { rule in begin.flatMap { lastDay(of: rule, from: $0) } }
            return PendingRequest(
                number: request.number, state: request.state, stateLabel: state?.label ?? request.state, next: state?.next ?? "",
                earliest: first.flatMap { try? calendar.firstWorkingDay(onOrAfter: $0) }, due: due,
                isOverdue: due.map { $0 < today } ?? false, maskedIdentity: try maskedIdentity(of: request), channel: request.channel,
                received: request.received.date, touched: request.last.time.date)
        }.sorted { ($0.received, $0.number) < ($1.received, $1.number) }
    }

    /// The last day of the greatest time that a rule sets; `nil` where it sets none. A day on which the office does not work gives way to
    /// the next on which it does.
    func lastDay(of rule: String, from day: CivilDate) -> CivilDate? {
        guard let rule = environment.profile.rules.first(where: { $0.name == rule }), let days = rule.atMost else { return nil }
        let calendar = environment.profile.workingCalendar
        switch rule.counting {
        case .calendar: return try? calendar.endOfPeriod(calendarDays: days, after: day)
        case .working: return try? calendar.adding(workingDays: days, to: day)
        }
    }

    /// The identity number of whom a request is for, masked.
    private func maskedIdentity(of request: RequestRecord) throws(OfficeError) -> String? {
        guard let given = try data(of: request)?["ben"]?["id"], let text = given.string ?? given.number else { return nil }
        return ((try? Identifier(.nationalID, text)) ?? (try? Identifier(.otherID, text)))?.masked()
    }
}
