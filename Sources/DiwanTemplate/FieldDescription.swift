/// A field or a group of a template's data, for forms, lists and other programs.
public struct FieldDescription: Sendable, Hashable {
    /// An option of a choice.
    public struct Option: Sendable, Hashable {
        /// The value in the data.
        public let value: String
        /// The words that are printed.
        public let label: String
        /// The words for a woman, where they differ.
        public let feminineLabel: String?
    }

    /// The name in the data.
    public let name: String
    /// The names from the root, with dots between, as the data dictionary has it: `req.no`.
    public let path: String
    /// The label, in Arabic.
    public let label: String
    /// Help for who fills it in.
    public let hint: String?
    /// The type by its name in templates (`date`, `money`, …); `nil` for a group.
    public let type: String?
    /// Whether it must always be given; of a group, whether something in it must.
    public let isRequired: Bool
    /// Whether it must be given in some cases, which its template says.
    public let isSometimesRequired: Bool
    /// Whether it has a place only in some cases, which its template says.
    public let isSometimesRelevant: Bool
    /// Whether it is computed and never given.
    public let isCalculated: Bool
    /// Whether who fills in a form may never change it.
    public let isReadOnly: Bool
    /// Whether there may be several, and how many.
    public let repeats: Bool
    /// The least number of them.
    public let minimumCount: Int
    /// The greatest number of them.
    public let maximumCount: Int
    /// The options of a choice.
    public let options: [Option]
    /// The least number, as decimal text.
    public let minimum: String?
    /// The greatest number, as decimal text.
    public let maximum: String?
    /// The greatest number of characters.
    public let maximumLength: Int?
    /// Whether a date is kept as it stands on the identity document.
    public let isAsEntered: Bool
    /// Whether the value is kept out of messages.
    public let isSensitive: Bool
    /// What the value is needed for.
    public let purpose: String?
    /// The fields below: of a group, a person, an address.
    public let children: [FieldDescription]
}

extension CompiledTemplate {
    /// The fields and groups of the data, in the order of the template.
    public var fields: [FieldDescription] { schema[Schema.data].children.map { describe($0) } }

    /// The label of the field or the group at a path such as `ben.health`; `nil` when there is none.
    public func label(of path: String) -> String? {
        var id = Schema.data
        for name in path.split(separator: ".") {
            guard let child = schema.child(String(name), of: id) else { return nil }
            id = child
        }
        return schema[id].label
    }

    private func describe(_ id: SchemaID) -> FieldDescription {
        let node = schema[id]
        var isRequired = false
        var isSometimesRequired = false
        switch node.binding.required {
        case .always: isRequired = true
        case .never: break
        case .when: isSometimesRequired = true
        }
        var isSometimesRelevant = true
        if case .always = node.binding.relevant { isSometimesRelevant = false }
        let children = node.children.map { describe($0) }
        // A group is needed for what must be given in it.
        if node.type == nil, !node.repeats, !node.isOptionalGroup {
            isRequired = children.contains { $0.isRequired && !$0.isSometimesRelevant && !$0.isCalculated }
        }
        let isReadOnly = if case .always = node.binding.readonly { true } else { false }
        return FieldDescription(
            name: node.name, path: node.path.split(separator: "/").joined(separator: "."), label: node.label, hint: node.hint,
            type: node.type?.rawValue, isRequired: isRequired, isSometimesRequired: isSometimesRequired,
            isSometimesRelevant: isSometimesRelevant, isCalculated: node.binding.calculate != nil,
            isReadOnly: isReadOnly, repeats: node.repeats,
            minimumCount: node.minimumCount, maximumCount: node.maximumCount,
            options: node.options.map { FieldDescription.Option(value: $0.value, label: $0.label, feminineLabel: $0.feminineLabel) },
            minimum: node.minimum.map(Self.decimal), maximum: node.maximum.map(Self.decimal), maximumLength: node.maximumLength,
            isAsEntered: node.isAsEntered, isSensitive: node.isSensitive, purpose: node.purpose,
            children: children)
    }

    /// Thousandths as decimal text.
    private static func decimal(_ thousandths: Int) -> String {
        let whole = thousandths.magnitude / 1_000
        var fraction = String(thousandths.magnitude % 1_000 + 1_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (thousandths < 0 ? "-" : "") + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
