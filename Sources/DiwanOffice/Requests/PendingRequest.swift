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
    /// The channel by which it came.
    public let channel: String
    /// The day on which it was received.
    public let received: CivilDate
    /// The day of its last entry.
    public let touched: CivilDate

    /// The fields of a line: number, state, next step, first day of an answer, channel, day of receipt.
    public var fields: [String] { [number, stateLabel, next, earliest?.iso ?? "", channel, received.iso] }

    /// The same as JSON.
    public var json: JSONValue {
        .object([
            ("number", .string(number)), ("state", .string(state)), ("label", .string(stateLabel)), ("next", .string(next)),
            ("earliest", earliest.map { .string($0.iso) } ?? .null), ("channel", .string(channel)), ("received", .string(received.iso)),
            ("touched", .string(touched.iso)),
        ])
    }
}

extension Office {
    /// The open requests, the one that was received first before the others.
    public func pending() throws(OfficeError) -> [PendingRequest] {
        let policy = configuration.policy
        let calendar = environment.profile.workingCalendar
        let least = environment.profile.rules.first { $0.name == "answer-period" }?.atLeast
        return try openRequests().map { request in
            let state = policy.state(request.state)
            let completed = request.completion(restarts: policy.restartsWhenCompleted)
            let first = completed.flatMap { day in least.flatMap { try? day.adding(days: $0) } }
            return PendingRequest(
                number: request.number, state: request.state, stateLabel: state?.label ?? request.state, next: state?.next ?? "",
                earliest: first.flatMap { try? calendar.firstWorkingDay(onOrAfter: $0) }, channel: request.channel,
                received: request.received.date, touched: request.last.time.date)
        }.sorted { ($0.received, $0.number) < ($1.received, $1.number) }
    }
}
