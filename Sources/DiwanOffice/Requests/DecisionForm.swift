public import Diwan
import DiwanData
import DiwanTemplate

/// What the committee decided, as it is to stand in the letter, and the letter's template that checks it: what is found wrong only when
/// the letter is issued can no longer be mended, because the decision is made.
public struct DecisionForm {
    /// The outcome.
    let outcome: OfficePolicy.Outcome
    /// The data as they were given.
    let data: RecordData
    let template: CompiledTemplate
    let environment: TemplateEnvironment

    /// Checks what is given, with what the office knows of the request; what only the letter adds may be absent.
    ///
    /// - Throws: `faults` with every fault, each with its place.
    func check(_ facts: KnownFacts) throws(OfficeError) {
        let value = try facts.data(data.value, data.source, for: template)
        let validation = template.validate(value, source: data.source, environment: environment, blank: true)
        guard validation.record != nil else { throw .faults(validation.diagnostics, sources: data.source.map { [$0] } ?? []) }
    }
}

extension Office {
    /// What the committee decided.
    /// - Parameters:
    ///   - outcome: its name in the policy.
    ///   - data: basis, reasons, grant, conditions, minutes, by the fields of the outcome's letter.
    public func decisionForm(_ outcome: String, _ data: RecordData) throws(OfficeError) -> DecisionForm {
        let policy = configuration.policy
        guard let outcome = policy.outcome(outcome) else {
            throw .argument(
                "\"\(outcome)\" is no outcome of the policy", hint: "its outcomes are \(policy.outcomes.map(\.id).joined(separator: ", "))")
        }
        let template = try renderer(of: outcome.letter).renderer.template
        return DecisionForm(outcome: outcome, data: data, template: template, environment: environment.templateEnvironment)
    }
}
