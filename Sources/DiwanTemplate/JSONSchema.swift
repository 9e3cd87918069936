public import DiwanData

extension CompiledTemplate {
    /// The JSON Schema (2020-12) of the template's data. It says what a schema can: names, types, options, numbers of values, and what is always
    /// required. Conditions, check digits and calendars are for `validate`.
    public var jsonSchema: JSONValue {
        var members: [(name: String, value: JSONValue)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")), ("$id", .string("urn:diwan:data:\(id):\(version)")),
            ("title", .string(title)),
        ]
        members += object(fields)
        return .object(members)
    }

    private func object(_ fields: [FieldDescription]) -> [(name: String, value: JSONValue)] {
        let given = fields.filter { !$0.isCalculated && $0.type != "signature" }
        var members: [(name: String, value: JSONValue)] = [
            ("type", .string("object")), ("properties", .object(given.map { ($0.name, property($0)) })),
        ]
        let required = given.filter { $0.isRequired && !$0.isSometimesRelevant }.map { JSONValue.string($0.name) }
        if !required.isEmpty { members.append(("required", .array(required))) }
        members.append(("additionalProperties", .boolean(false)))
        return members
    }

    private func property(_ field: FieldDescription) -> JSONValue {
        var members: [(name: String, value: JSONValue)] = [("title", .string(field.label))]
        if let hint = field.hint { members.append(("description", .string(hint))) }
        guard field.repeats else { return .object(members + value(field)) }
        members += [("type", .string("array")), ("items", .object(value(field)))]
        if field.minimumCount > 0 { members.append(("minItems", .integer(field.minimumCount))) }
        members.append(("maxItems", .integer(field.maximumCount)))
        return .object(members)
    }

    private func value(_ field: FieldDescription) -> [(name: String, value: JSONValue)] {
        func text(_ more: [(name: String, value: JSONValue)] = []) -> [(name: String, value: JSONValue)] {
            [("type", .string("string"))] + more
        }
        func number() -> [(name: String, value: JSONValue)] {
            // Numbers may come as text too: then their digits are kept as written by any program on the way.
            var members: [(name: String, value: JSONValue)] = [
                ("type", .array([.string(field.type == "integer" ? "integer" : "number"), .string("string")]))
            ]
            if let minimum = field.minimum { members.append(("minimum", .number(minimum))) }
            if let maximum = field.maximum { members.append(("maximum", .number(maximum))) }
            return members
        }
        switch field.type.flatMap(FieldType.init) {
        case nil, .person, .address: return object(field.children)
        case .text, .multiline, .reference: return text(field.maximumLength.map { [("maxLength", .integer($0))] } ?? [])
        case .choice: return [("enum", .array(field.options.map { .string($0.value) }))]
        case .boolean: return [("type", .string("boolean"))]
        case .integer, .decimal, .money: return number()
        case .date:
            let calendar = JSONValue.object([("enum", .array([.string("umalqura"), .string("gregorian")]))])
            return [
                (
                    "oneOf",
                    .array([
                        .object(text([("format", .string("date"))])),
                        .object([
                            ("type", .string("object")), ("properties", .object([("calendar", calendar), ("date", .object(text()))])),
                            ("required", .array([.string("calendar"), .string("date")])), ("additionalProperties", .boolean(false)),
                        ]),
                    ])
                )
            ]
        case .nationalID, .iban, .mobile, .signature: return text()
        // A data URI, or the name of a file.
        case .image:
            return text([
                ("format", .string("uri-reference")),
                ("pattern", .string("^(data:image/(png|jpeg|svg\\+xml);base64,|[^/:\\\\][^:\\\\]*$)")),
            ])
        case .email: return text([("format", .string("email"))])
        }
    }
}
