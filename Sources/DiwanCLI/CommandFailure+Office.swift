import DiwanOffice

extension CommandFailure {
    /// What the office did not do.
    init(_ error: OfficeError) {
        switch error {
        case .notAnOffice(let path):
            self.init(status: .mistake, message: "\(path) is no office: it has no office.json", hint: "diwan init DIR makes one")
        case .notEmpty(let path):
            self.init(status: .mistake, message: "\(path) is not empty, and is left as it is", hint: "name a folder that is new or empty")
        case .faults(let diagnostics, let sources): self.init(status: .mistake, diagnostics: diagnostics, sources: sources)
        case .refused(let refusal):
            self.init(
                status: .refused, message: "\(refusal.arabic)\nrefused by the rule \"\(refusal.rule)\": \(refusal.words)",
                hint: refusal.mayBeOverridden
                    ? "who has the authority may waive the rule for the next move: diwan request override NUMBER --rule \(refusal.rule) --reason …"
                    : nil)
        case .render(let error): self.init(error)
        case .environment(let error): self.init(error)
        case .file(let error): self.init(error)
        case .log(let words): self.init(status: .verification, message: "the log is not what it should be: \(words)")
        case .logUnwritten(let words): self.init(status: .inputOutput, message: "nothing was written: \(words)")
        case .logUnknown(let words):
            self.init(
                status: .inputOutput, message: "it is not known whether it was written: \(words)",
                hint: "look at what the office has now, by diwan request list or diwan ledger show, before it is done again")
        case .clock(let now, let last):
            self.init(
                status: .failure, message: "the clock of this machine says \(now), and the last entry was written at \(last)",
                hint: "set the clock right; nothing is written before that time")
        case .event(let fault):
            self.init(status: .verification, message: "the entry \(fault.sequence) of the log is no event: \(fault.words)")
        case .unknown(let name): self.init(status: .mistake, message: "the office has nothing of the number, id or code \"\(name)\"")
        case .argument(let message, let hint): self.init(status: .mistake, message: message, hint: hint)
        case .noEvidence(let entry):
            self.init(status: .mistake, message: "what stands behind the entry \(entry) was erased, or is not on this machine")
        case .damagedEvidence(let entry, let path):
            self.init(status: .verification, message: "\(path) is not what the entry \(entry) of the log is bound to")
        case .sealing(let error, let certificate, let key): self.init(error, certificate: certificate, key: key)
        case .program(let words): self.init(status: .failure, message: words)
        }
    }
}

/// Calls `body`, and turns what the office does not do into what a command says.
func officeWork<Result>(_ body: () throws(OfficeError) -> Result) throws(CommandFailure) -> Result {
    do throws(OfficeError) {
        return try body()
    } catch {
        throw CommandFailure(error)
    }
}
