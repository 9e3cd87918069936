import DiwanData

/// Objections to a decision, and what is decided of them.
extension Transaction {
    /// An objection to the decision: takes its number.
    mutating func object(_ number: String, grounds: String, channel: String) throws(OfficeError) -> String {
        guard let decision = try request(number).decision?.text("number") else {
            throw .refused(PolicyRefusal("decision", "there is no decision to object to", "لا يوجد قرار يُعترض عليه"))
        }
        guard let series = office.configuration.settings.series("objection") else {
            throw .argument("office.json has no series \"objection\"", hint: nil)
        }
        let objection = self.number(series)
        try advance(
            number, by: .objectionReceived, channel: channel,
            [("number", .string(objection.text)), ("decision", .string(decision))], evidence: .object([("grounds", .string(grounds))]))
        return objection.text
    }

    /// The decision of an objection; who took the decision that it is against does not take this one.
    mutating func decideObjection(_ number: String, result name: String, findings: String) throws(OfficeError) {
        let policy = office.configuration.policy
        guard let result = policy.objectionResults.first(where: { $0.id == name }) else {
            throw .argument(
                "\"\(name)\" is no result of an objection",
                hint: "the policy has \(policy.objectionResults.map(\.id).joined(separator: ", "))")
        }
        let request = try request(number)
        _ = try move(.objectionDecided, of: request)
        guard let objection = request.openObjection else {
            throw .refused(PolicyRefusal("objection", "no objection waits for its decision", "لا يوجد اعتراض ينتظر البت"))
        }
        if request.decision?.actor == actor.person.id {
            throw .refused(
                PolicyRefusal(
                    "second-person", "who decided does not decide the objection to it", "من أصدر القرار لا يبت في الاعتراض عليه"))
        }
        let state = result.state == OfficePolicy.previous ? request.previous ?? request.state : result.state
        try advance(
            number, by: .objectionDecided, state: state, [("number", .string(objection)), ("result", .string(name))],
            evidence: .object([("findings", .string(findings))]))
    }
}
