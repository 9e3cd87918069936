import DiwanData
import DiwanDiagnostics
import DiwanTemplate

/// What the office knows already when it makes a document, so that nobody is asked twice: values by the paths of the templates' fields.
struct KnownFacts {
    /// The values that hold whatever else is given: numbers, dates, names of the record.
    private(set) var certain: JSONValue = .object([])
    /// The values that stand where nothing else is given.
    private(set) var usual: JSONValue = .object([])

    /// Puts down what holds: the value at `path`, `req.no`.
    mutating func know(_ path: String, _ value: JSONValue?) {
        if let value { certain = Self.setting(path.split(separator: "."), to: value, in: certain) }
    }

    /// Puts down a text that holds.
    mutating func know(_ path: String, _ text: String?) { know(path, text.map { .string($0) }) }

    /// Puts down what stands where nothing else is given.
    mutating func suppose(_ path: String, _ value: JSONValue?) {
        if let value { usual = Self.setting(path.split(separator: "."), to: value, in: usual) }
    }

    /// Puts down a text that stands where nothing else is given.
    mutating func suppose(_ path: String, _ text: String?) { suppose(path, text.map { .string($0) }) }

    /// Puts down all members of an object that stand where nothing else is given.
    mutating func suppose(all value: JSONValue) { usual = Self.merged(usual, value) }

    /// Puts down all that `other` has.
    mutating func take(_ other: KnownFacts) {
        certain = Self.merged(certain, other.certain)
        usual = Self.merged(usual, other.usual)
    }

    /// The data of a document: what is given, what holds over it, what is usual below it; only what the template has fields for of what
    /// the office knows.
    ///
    /// - Parameter source: the text that `given` was read from.
    /// - Throws: `faults` when what is given contradicts what the office knows.
    func data(_ given: JSONValue, _ source: SourceText?, for template: CompiledTemplate) throws(OfficeError) -> JSONValue {
        let certain = Self.restricted(certain, to: template.fields)
        var faults: [Diagnostic] = []
        Self.contradictions(certain, given, "", source, &faults)
        guard faults.isEmpty else { throw .faults(faults, sources: source.map { [$0] } ?? []) }
        return Self.merged(Self.merged(Self.restricted(usual, to: template.fields), given), certain)
    }

    /// `value` with the members of `over` in their place, group by group.
    static func merged(_ value: JSONValue, _ over: JSONValue) -> JSONValue {
        guard let below = value.members, let above = over.members else { return over }
        var members = below.map { (name: $0.name, value: $0.value) }
        for member in above {
            if let index = members.firstIndex(where: { $0.name == member.name }) {
                members[index].value = merged(members[index].value, member.value)
            } else {
                members.append((member.name, member.value))
            }
        }
        return .object(members)
    }

    private static func setting(_ path: [Substring], to value: JSONValue, in object: JSONValue) -> JSONValue {
        guard let name = path.first else { return value }
        return merged(
            object, .object([(String(name), setting(Array(path.dropFirst()), to: value, in: object[String(name)] ?? .object([])))]))
    }

    /// What of `value` the template has fields for.
    private static func restricted(_ value: JSONValue, to fields: [FieldDescription]) -> JSONValue {
        guard let members = value.members else { return value }
        return .object(
            members.compactMap { member in
                guard let field = fields.first(where: { $0.name == member.name }), !field.isCalculated else { return nil }
                guard let elements = member.value.elements else {
                    return restricted(member.value, to: field).map { (member.name, $0) }
                }
                let fitting = elements.compactMap { restricted($0, to: field) }
                return field.repeats && !fitting.isEmpty ? (member.name, .array(fitting)) : nil
            })
    }

    /// What of one value fits a field: a group for a group, one value for one value. Two templates may call different things alike.
    private static func restricted(_ value: JSONValue, to field: FieldDescription) -> JSONValue? {
        let isGroup = field.type == nil || field.type == "person" || field.type == "address"
        guard value.members != nil else { return isGroup ? nil : value }
        guard isGroup else { return field.type == "date" ? value : nil }
        let inner = restricted(value, to: field.children)
        return inner.members?.isEmpty ?? true ? nil : inner
    }

    /// Says where what is given is something else than what the office knows.
    private static func contradictions(
        _ known: JSONValue, _ given: JSONValue, _ path: String, _ source: SourceText?, _ faults: inout [Diagnostic]
    ) {
        guard let members = known.members else {
            if given.isNull || given == known || given.number.map({ .string($0) == known }) ?? false { return }
            let wanted = known.string ?? known.number ?? "…"
            faults.append(
                Diagnostic(
                    .error, "the office knows \(path) already, and it is something else", at: source.map { given.position(in: $0) },
                    hint: "leave it out, or write «\(wanted)»"))
            return
        }
        for member in members {
            guard let other = given[member.name] else { continue }
            contradictions(member.value, other, path.isEmpty ? member.name : path + "." + member.name, source, &faults)
        }
    }
}
