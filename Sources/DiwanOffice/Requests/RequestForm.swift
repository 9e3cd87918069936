public import Diwan
import DiwanData
import DiwanDomain
import DiwanTemplate

/// The data of a request's form, as they came from whatever channel, and the template that checks them.
public struct RequestForm {
    /// The data as they were given.
    let data: RecordData
    /// The kind of support, where it is named beside the data.
    let kind: String?
    let template: CompiledTemplate
    let environment: TemplateEnvironment

    /// What the office's checks make of data.
    struct Checked {
        /// The data with what the office knows.
        let value: JSONValue
        /// The identity number, normalised.
        let identity: String
        /// The kind of support.
        let kind: String
    }

    /// Checks the data with what the office knows of the request.
    ///
    /// - Throws: `faults` with every fault, each with its place.
    func checked(_ facts: KnownFacts) throws(OfficeError) -> Checked {
        let value = try facts.data(data.value, data.source, for: template)
        let validation = template.validate(value, source: data.source, environment: environment)
        guard validation.record != nil else { throw .faults(validation.diagnostics, sources: data.source.map { [$0] } ?? []) }
        guard let given = value["ben"]?["id"]?.string ?? value["ben"]?["id"]?.number,
            let identity = (try? Identifier(.nationalID, given)) ?? (try? Identifier(.otherID, given))
        else { throw .argument("the request has no identity number", hint: "ben.id holds it") }
        let kinds = value["req"]?["kind"]
        guard let kind = kind ?? kinds?.string ?? kinds?.elements?.first?.string else {
            throw .argument("the request names no kind of support", hint: "req.kind holds it, or --kind names it")
        }
        return Checked(value: value, identity: identity.normalized, kind: kind)
    }
}

extension Office {
    /// The template of the form on which support is asked for.
    private static let formTemplate = "support-request"

    /// The form of a request with the data that came in.
    public func requestForm(_ data: RecordData, kind: String? = nil) throws(OfficeError) -> RequestForm {
        let name = configuration.policy.letters[OfficePolicy.formLetter] ?? Self.formTemplate
        let template = try renderer(of: name).renderer.template
        return RequestForm(data: data, kind: kind, template: template, environment: environment.templateEnvironment)
    }
}
