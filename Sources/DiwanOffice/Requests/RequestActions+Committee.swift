import DiwanData

/// The committee's part: a request is put before it, its members vote, its chair decides.
extension Transaction {
    /// Puts the request before the committee.
    mutating func raise(_ number: String, meeting: String) throws(OfficeError) {
        try advance(number, by: .requestRaised, [("meeting", .string(meeting))])
    }

    /// A member's word that the member has an interest in the request, and so neither votes nor decides.
    mutating func declareInterest(_ number: String, reason: String) throws(OfficeError) {
        let meeting = try meeting(of: number)
        try advance(number, by: .interestDeclared, [("meeting", .string(meeting))], evidence: .object([("reason", .string(reason))]))
    }

    private func meeting(of number: String) throws(OfficeError) -> String {
        guard let meeting = try request(number).meeting else {
            throw .refused(PolicyRefusal("meeting", "the request was not put before the committee", "لم يُعرض الطلب على اللجنة"))
        }
        return meeting
    }

    /// A member's vote; the last of each counts.
    mutating func vote(_ number: String, _ vote: Vote, reason: String?) throws(OfficeError) {
        let meeting = try meeting(of: number)
        try advance(
            number, by: .decisionVoted, [("meeting", .string(meeting)), ("vote", .string(vote.rawValue))],
            evidence: reason.map { .object([("reason", .string($0))]) })
    }

    /// The committee's decision: takes its number.
    /// - Parameters:
    ///   - outcome: one of the policy's.
    ///   - data: what the letter is to say: `basis`, `reasons`, `grant`, `conditions`, `minutes`.
    mutating func decide(_ number: String, _ form: DecisionForm) throws(OfficeError) -> String {
        let (outcome, data) = (form.outcome, form.data.value)
        let request = try request(number)
        _ = try move(.decisionMade, of: request)
        let meeting = try meeting(of: number)
        let (approving, against) = (request.count(.approve), request.count(.against))
        // A tie is the chair's to break, whose vote is among them.
        let chair = request.votes.last { $0.actor == actor.person.id }?.vote
        let isFor = approving == against ? chair == Vote.approve.rawValue : approving > against
        if outcome.isApproval != isFor, outcome.isApproval || outcome.isRefusal {
            throw .refused(
                PolicyRefusal(
                    "majority", "\(approving) voted for, \(against) against, and the decision would be \"\(outcome.id)\"",
                    "صوّت مع القبول \(approving) وضده \(against)، فلا يكون القرار «\(outcome.label)»"))
        }
        if outcome.isRefusal, data["reasons"]?.elements?.isEmpty ?? true {
            throw .argument("a decision against the applicant gives its reasons", hint: "put a list \"reasons\" into the data")
        }
        guard let series = office.configuration.settings.series("decision") else {
            throw .argument("office.json has no series \"decision\"", hint: nil)
        }
        try office.configuration.hold(citations: data, form.data.source)
        let decision = self.number(series)
        var facts = try facts(of: request, decided: false)
        facts.know("decision.no", decision.text)
        facts.know("decision.date", time.date.iso)
        facts.know("meeting.no", meeting)
        try form.check(facts)
        try advance(
            number, by: .decisionMade, state: outcome.state,
            [
                ("meeting", .string(meeting)), ("number", .string(decision.text)), ("outcome", .string(outcome.id)),
                ("for", .integer(approving)), ("against", .integer(against)), ("abstained", .integer(request.count(.abstain))),
            ], evidence: .object([("data", data)]))
        return decision.text
    }
}
