import Diwan
public import DiwanDomain

/// What the log says of the office's work in a span of days: numbers alone, no one's name and no one's pseudonym.
public struct OfficeReport: Sendable {
    /// How many there are of something.
    public struct Count: Sendable, Hashable {
        /// What is counted, by its name in the policy.
        public let name: String
        /// What it is called, in Arabic.
        public let label: String
        /// How many.
        public let count: Int
    }

    /// The days between two steps of requests.
    public struct Step: Sendable, Hashable {
        /// The two steps, in Arabic.
        public let label: String
        /// How many requests made both.
        public let count: Int
        /// The days of the request in the middle, when they stand in order; the lower of two in the middle.
        public let median: Int
        /// The days below which nine tenths of the requests are.
        public let ninth: Int
        /// The most days.
        public let most: Int
    }

    /// What people say of a service, without letting anyone learn what one of them says.
    ///
    /// The answers about a service are put together in the order of the log, as many as the policy's smallest group each time; a group
    /// counts when all of its answers are of the days, else none of it. Which answers are in a group depends on no report, so that
    /// whatever reports are held against each other, of other days or of other services, their differences are whole groups again.
    public struct Satisfaction: Sendable, Hashable {
        /// The service, by its name.
        public let service: String
        /// How many answers are shown, a multiple of the smallest group; `nil` where there is no whole group.
        public let count: Int?
        /// The mean score from 1 to 5, in hundredths; `nil` where it is not shown.
        public let mean: Int?
        /// How many gave each score, from 1 to 5; empty where it is not shown.
        public let scores: [Int]
    }

    /// The first day and the last one.
    public let days: ClosedRange<CivilDate>
    /// The requests received, by channel.
    public let byChannel: [Count]
    /// Where the requests received stand now, by state.
    public let byState: [Count]
    /// What the committee decided.
    public let byOutcome: [Count]
    /// The documents issued, by template.
    public let documents: [Count]
    /// The days between steps.
    public let steps: [Step]
    /// What people say.
    public let satisfaction: [Satisfaction]
    /// What was allowed against the policy, by rule.
    public let overrides: [Count]
    /// The smallest group of answers that is shown.
    public let smallestGroup: Int
    /// The inquiries, suggestions and complaints that wait for an answer at the end of the log.
    public let inquiries: [PendingInquiry]
    /// The open requests, as they stand at the end of the log.
    public let pending: [PendingRequest]
}

extension Office {
    /// The steps between which the days are counted.
    private static let steps: [(label: String, from: EventKind, to: EventKind)] = [
        ("من الاستلام إلى الاكتمال", .requestReceived, .requestCompleted),
        ("من الاكتمال إلى الرفع للجنة", .requestCompleted, .requestRaised),
        ("من الرفع إلى القرار", .requestRaised, .decisionMade),
        ("من الاكتمال إلى القرار", .requestCompleted, .decisionMade),
        ("من القرار إلى تقديم الخدمة", .decisionMade, .serviceDelivered),
        ("من الاستلام إلى الإغلاق", .requestReceived, .requestClosed),
        ("من الاعتراض إلى البت فيه", .objectionReceived, .objectionDecided),
    ]

    /// Reports on the requests received on `days`, and on what else was done on them.
    public func report(_ days: ClosedRange<CivilDate>) throws(OfficeError) -> OfficeReport {
        let policy = configuration.policy
        var channels: [String: Int] = [:]
        var outcomes: [String: Int] = [:]
        var templates: [String: Int] = [:]
        var overrides: [String: Int] = [:]
        var states: [OpaqueID: String] = [:]
        // The day of each kind of entry of each request: the last, but of the receipt, which is the only one.
        var dates: [OpaqueID: [EventKind: CivilDate]] = [:]
        var scores: [String: AnswerGroups] = [:]
        try forEachEvent { event throws(OfficeError) in
            let day = event.time.date
            let isWithin = days.contains(day)
            switch event.kind {
            case .requestReceived where isWithin:
                channels[event.channel ?? "", default: 0] += 1
                if let request = event.request {
                    states[request] = event.state ?? ""
                    dates[request] = [:]
                }
            case .decisionMade where isWithin: outcomes[event.text("outcome") ?? "", default: 0] += 1
            case .documentIssued where isWithin: templates[event.text("template") ?? "", default: 0] += 1
            case .policyOverridden where isWithin: overrides[event.text("rule") ?? "", default: 0] += 1
            case .surveyAnswered:
                if let score = event.count("score"), (1...5).contains(score) {
                    scores[event.text("service") ?? "", default: AnswerGroups(size: policy.smallestGroup)].take(score, isWithin: isWithin)
                }
            default: break
            }
            guard let request = event.request, states[request] != nil else { return }
            if let state = event.state { states[request] = state }
            dates[request]?[event.kind] = day
        }
        func counts(_ counts: [String: Int], _ label: (String) -> String?) -> [OfficeReport.Count] {
            counts.map { OfficeReport.Count(name: $0.key, label: label($0.key) ?? $0.key, count: $0.value) }
                .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
        }
        var byState: [String: Int] = [:]
        for state in states.values { byState[state, default: 0] += 1 }
        let steps = Self.steps.compactMap { step -> OfficeReport.Step? in
            let spans = dates.values.compactMap { days -> Int? in
                guard let from = days[step.from], let to = days[step.to], to >= from else { return nil }
                return to.dayNumber - from.dayNumber
            }.sorted()
            guard let most = spans.last else { return nil }
            return OfficeReport.Step(
                label: step.label, count: spans.count, median: spans[(spans.count - 1) / 2], ninth: spans[(spans.count * 9 - 1) / 10],
                most: most)
        }
        let satisfaction = scores.sorted { $0.key < $1.key }.map { service, scores in
            let scores = scores.shown
            let count = scores.reduce(0, +)
            guard count > 0 else {
                return OfficeReport.Satisfaction(service: service, count: nil, mean: nil, scores: [])
            }
            let sum = scores.indices.reduce(0) { $0 + scores[$1] * ($1 + 1) }
            return OfficeReport.Satisfaction(service: service, count: count, mean: (sum * 100 + count / 2) / count, scores: scores)
        }
        return OfficeReport(
            days: days, byChannel: counts(channels) { policy.channel($0)?.label }, byState: counts(byState) { policy.state($0)?.label },
            byOutcome: counts(outcomes) { policy.outcome($0)?.label }, documents: counts(templates, templateTitle), steps: steps,
            satisfaction: satisfaction, overrides: counts(overrides) { policy.ruleLabels[$0] }, smallestGroup: policy.smallestGroup,
            inquiries: try openInquiries(), pending: try pending())
    }

    /// The title of a template; `nil` where it is there no longer.
    public func templateTitle(_ name: String) -> String? {
        try? renderer(of: name).renderer.template.title
    }
}

/// The answers about one service, in groups of one size in the order of the log.
private struct AnswerGroups {
    let size: Int
    /// How many of the shown answers gave each score, from 1 to 5.
    private(set) var shown = [0, 0, 0, 0, 0]
    private var group = [0, 0, 0, 0, 0]
    private var count = 0
    private var isWithin = true

    init(size: Int) { self.size = size }

    mutating func take(_ score: Int, isWithin: Bool) {
        group[score - 1] += 1
        count += 1
        self.isWithin = self.isWithin && isWithin
        guard count == size else { return }
        if self.isWithin { for index in shown.indices { shown[index] += group[index] } }
        group = [0, 0, 0, 0, 0]
        count = 0
        self.isWithin = true
    }
}
