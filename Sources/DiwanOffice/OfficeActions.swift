/// What is done in the office. Each is one transaction of the log; what the policy does not allow throws `refused` and leaves nothing.
extension Office {
    /// Something that is done with a request or a document, as commands and the service name it.
    public enum Action {
        /// Other data in place of a request's.
        case change(RequestForm)
        /// The papers were looked through.
        case check([CheckedItem])
        /// The data were matched with the originals.
        case match
        /// The applicant declared that the data are right.
        case declare(SigningMethod, text: String, witness: String?, paper: AttachedFile?)
        /// Papers are wanting.
        case incomplete(reason: String)
        /// The file is complete.
        case complete
        /// A question to the social researcher.
        case refer(service: String, question: String)
        /// The answer.
        case answer(referral: Int, text: String)
        /// The request goes to the committee.
        case raise(meeting: String)
        /// A member has an interest in it.
        case interest(reason: String)
        /// A member's vote.
        case vote(Vote, reason: String?)
        /// The decision.
        case decide(DecisionForm)
        /// The request is entered in the register.
        case register
        /// The service was given.
        case deliver(SigningMethod, receipt: AttachedFile, witness: String?)
        /// The request ends.
        case close
        /// The applicant takes it back.
        case withdraw(reason: String)
        /// It rests.
        case suspend(reason: String)
        /// It goes on.
        case resume(reason: String)
        /// An objection.
        case object(grounds: String, channel: String)
        /// The decision of an objection.
        case decideObjection(result: String, findings: String)
        /// A rule is waived for the next move.
        case override(rule: String, reason: String)
    }

    /// Something that is done with an issued document.
    public enum DocumentAction {
        /// A copy was printed.
        case printed(printer: String, letterhead: Bool)
        /// It was handed over or sent.
        case delivered(way: String, channel: String, receiver: String, isInside: Bool)
        /// It came back.
        case returned(reason: String, words: String)
        /// Whoever does it has read it.
        case read
        /// Someone looked at what lists do not show.
        case viewed(purpose: String)
        /// A thumb was put to the paper.
        case signedByThumb(signer: String, witnesses: [String], keeper: String)
        /// The file is sealed, by the office's own seal or by another.
        case sealed(SigningCredentials?)
        /// Another of the office signed; with a personal certificate in the file too.
        case countersigned(SigningCredentials?)
        /// Someone does not sign.
        case declined(signer: String, reason: String)
        /// It holds no longer.
        case revoke(reason: String)
    }

    /// Does something with the document of a number, a code or a hash.
    /// - Returns: which copy or which signature it is, where there may be several.
    @discardableResult
    public func act(_ action: DocumentAction, onDocument name: String, by actor: Actor) throws(OfficeError) -> Int? {
        let (result, revision) = try transact(actor) { transaction throws(OfficeError) in
            let result = try transaction.act(action, onDocument: name)
            return (result, transaction.events.last)
        }
        if let revision { writeProof(of: revision) }
        return result
    }

    /// An answer to the survey: of a service, and of a request only by choice.
    public func answerSurvey(
        service: String, score: Int, words: String?, request: String?, channel: String, by actor: Actor
    ) throws(OfficeError) {
        try transact(actor) { transaction throws(OfficeError) in
            try transaction.survey(service: service, score: score, words: words, request: request, channel: channel)
        }
    }

    /// Receives a request.
    /// - Returns: its number.
    public func receive(_ form: RequestForm, channel: String, by actor: Actor) throws(OfficeError) -> String {
        try transact(actor) { transaction throws(OfficeError) in try transaction.receive(form, channel: channel) }
    }

    /// Does something with the request of a number.
    /// - Returns: what whoever did it wants to know: numbers that were taken, items that are missing.
    @discardableResult
    public func act(_ action: Action, on number: String, by actor: Actor) throws(OfficeError) -> [String] {
        try transact(actor) { transaction throws(OfficeError) in try transaction.act(action, on: number) }
    }
}

extension Transaction {
    fileprivate mutating func act(_ action: Office.Action, on number: String) throws(OfficeError) -> [String] {
        switch action {
        case .change(let form): try change(number, form)
        case .check(let items): return try check(number, items: items)
        case .match: try match(number)
        case .declare(let method, let text, let witness, let paper):
            try declare(number, method: method, text: text, witness: witness, paper: paper)
        case .incomplete(let reason): try note(number, .requestIncomplete, reason: reason)
        case .complete: try complete(number)
        case .refer(let service, let question): return [String(try refer(number, service: service, question: question))]
        case .answer(let referral, let text): try answer(number, referral: referral, text: text)
        case .raise(let meeting): try raise(number, meeting: meeting)
        case .interest(let reason): try declareInterest(number, reason: reason)
        case .vote(let vote, let reason): try self.vote(number, vote, reason: reason)
        case .decide(let form): return [try decide(number, form)]
        case .register: return [try register(number)]
        case .deliver(let method, let receipt, let witness): try deliver(number, signed: method, receipt: receipt, witness: witness)
        case .close: try close(number)
        case .withdraw(let reason): try note(number, .requestWithdrawn, reason: reason)
        case .suspend(let reason): try note(number, .requestSuspended, reason: reason)
        case .resume(let reason): try note(number, .requestResumed, reason: reason)
        case .object(let grounds, let channel): return [try object(number, grounds: grounds, channel: channel)]
        case .decideObjection(let result, let findings): try decideObjection(number, result: result, findings: findings)
        case .override(let rule, let reason): try override(number, rule: rule, reason: reason)
        }
        return []
    }

    fileprivate mutating func act(_ action: Office.DocumentAction, onDocument name: String) throws(OfficeError) -> Int? {
        switch action {
        case .printed(let printer, let letterhead): return try printed(name, printer: printer, letterhead: letterhead)
        case .delivered(let way, let channel, let receiver, let isInside):
            try delivered(name, way: way, channel: channel, receiver: receiver, isInside: isInside)
        case .returned(let reason, let words): try returned(name, reason: reason, words: words)
        case .read: try read(name)
        case .viewed(let purpose): try viewed(name, purpose: purpose)
        case .signedByThumb(let signer, let witnesses, let keeper):
            try signedByThumb(name, signer: signer, witnesses: witnesses, keeper: keeper)
        case .sealed(let credentials): try sealed(name, credentials)
        case .countersigned(let credentials): return try countersigned(name, credentials)
        case .declined(let signer, let reason): try declined(name, signer: signer, reason: reason)
        case .revoke(let reason): try revoke(name, reason: reason)
        }
        return nil
    }
}
