import DiwanDiagnostics
public import DiwanDomain
import DiwanXML

extension Compiler {
    /// A `policy` whose start waits until every field is known.
    struct PendingPolicy {
        var element: XMLElement
        var rule: PolicyRule
        var node: SchemaID
    }

    /// The names below `$policy/RULE`.
    static let policyParts: [(name: String, type: FieldType, label: String)] = [
        ("at-least", .integer, "أقل المدة"), ("at-most", .integer, "أكثر المدة"), ("counting", .text, "العدّ"),
        ("earliest-issue", .date, "أول يوم يجوز فيه الإصدار"), ("earliest", .date, "أول يوم عمل يجوز فيه الإصدار"),
        ("latest", .date, "آخر موعد"),
    ]

    /// Makes a rule known to expressions.
    func declarePolicy(_ element: XMLElement) -> PendingPolicy? {
        guard let attribute = element.attribute("rule") else { return nil }
        guard let rule = profile.rules.first(where: { $0.name == attribute.value }) else {
            let names = profile.rules.map(\.name)
            report(
                "the office's policy has no rule \"\(attribute.value)\"", in: attribute,
                hint: NearestName.hint(for: attribute.value, in: names)
                    ?? (names.isEmpty ? nil : "its rules are \(names.joined(separator: ", "))"))
            return nil
        }
        let root = schema.root("policy") ?? schema.addRoot("policy")
        if schema.child(rule.name, of: root) != nil {
            report("the rule \"\(rule.name)\" is used already", in: attribute)
            return nil
        }
        let node = schema.add(Schema.Node(name: rule.name, path: "", label: rule.name), to: root)
        for part in Self.policyParts { schema.add(part.name, part.type, part.label, to: node) }
        return PendingPolicy(element: element, rule: rule, node: node)
    }

    /// Compiles the starts of the periods.
    func compilePolicies(_ pending: [PendingPolicy], in scope: Scope) {
        for policy in pending {
            let from = expression("from", of: policy.element, in: scope)
            if let from, let attribute = policy.element.attribute("from") {
                switch from.type {
                case .date: break
                case .nodes(let id) where schema[id].type == .date && !schema[id].isAsEntered && !schema.canRepeat(id): break
                default: report("\"\(from.text)\" is not one date", in: attribute)
                }
            }
            let guardsIssue = policy.element["on"] == "issue"
            if guardsIssue, policy.rule.atLeast == nil {
                report(
                    "the rule \"\(policy.rule.name)\" has no least period, so it cannot guard the issue", at: policy.element,
                    severity: .warning)
            }
            if guardsIssue, policy.element.attribute("from") == nil {
                report("a rule that guards the issue has a \"from\"", at: policy.element)
            }
            policies.append(PolicyUse(rule: policy.rule, guardsIssue: guardsIssue, from: from, node: policy.node))
            addDays(of: policy.rule, policy.node)
        }
    }

    /// Adds the numbers of days of a rule to the tree: they are the same for every record.
    private func addDays(of rule: PolicyRule, _ node: SchemaID) {
        guard let index = schema.roots.firstIndex(where: { $0.name == "policy" }) else { return }
        let group = tree.add(node, to: tree.roots[index])
        for (name, days) in [("at-least", rule.atLeast), ("at-most", rule.atMost)] {
            if let days, let id = schema.child(name, of: node) { tree.add(id, text: String(days), value: .integer(days), to: group) }
        }
        if let id = schema.child("counting", of: node) { tree.add(id, text: rule.counting.rawValue, value: .text, to: group) }
    }

    /// Whether a path leads to what is the same for every record: the template's own values, the profile's, the days of a rule.
    func isConstant(_ path: NodePath) -> Bool {
        guard case .root(let index) = path.start else { return false }
        switch schema.roots[index].name {
        case "profile", "template": return true
        case "policy":
            guard case .down(let part)? = path.steps.last, path.steps.count == 2 else { return false }
            return schema[part].type != .date
        default: return false
        }
    }

    // MARK: The profile's values

    /// Makes the template's own values known to expressions, as `$template/id`, `$template/version` and `$template/title`.
    func addTemplate() {
        let root = schema.addRoot("template")
        for name in ["id", "version", "title"] { schema.add(name, name == "title" ? .text : .reference, name, to: root) }
    }

    /// Makes the profile's values known to expressions.
    func addProfile() {
        let root = schema.addRoot("profile")
        for name in ProfileReader.textNames {
            let type: FieldType =
                name == "email" || name == "site" ? .email : name == "phone" || name == "licence" ? .reference : .multiline
            schema.add(name, type, name, to: root)
        }
        let address = schema.add("address", .address, "العنوان", to: root)
        Self.addAddressParts(&schema, address)
        schema.add("policy-version", .reference, "إصدار السياسة", to: root)
        schema.add("policy-hash", .reference, "بصمة السياسة", to: root)
        schema.add("letterhead", .reference, "الترويسة", to: root)
        schema.add("logo", .image, "الشعار", to: root)
        let lists = schema.add(Schema.Node(name: "lists", path: "", label: "lists"), to: root)
        for list in profile.lists {
            let id = schema.add(list.name, .text, list.name, to: lists)
            schema[id].repeats = true
        }
        let formulas = schema.add(Schema.Node(name: "formulas", path: "", label: "formulas"), to: root)
        for formula in profile.formulas where schema.child(formula.name, of: formulas) == nil {
            schema.add(formula.name, .text, formula.name, to: formulas)
        }
        let signatories = schema.add(Schema.Node(name: "signatories", path: "", label: "signatories"), to: root)
        for signatory in profile.signatories where schema.child(signatory.role, of: signatories) == nil {
            let id = schema.add(Schema.Node(name: signatory.role, path: "", label: signatory.title), to: signatories)
            schema.add("title", .text, "الصفة", to: id)
            schema.add("name", .text, "الاسم", to: id)
        }
    }

    /// The tree with the template's and the profile's values, to which each record adds its own.
    func profileTree(id: String, version: String, title: String) -> RecordTree {
        var tree = RecordTree(schema)
        guard let index = schema.roots.firstIndex(where: { $0.name == "profile" }) else { return tree }
        let root = tree.roots[index]
        func add(_ name: String, _ value: String, to parent: RecordTree.ID) {
            guard let id = schema.child(name, of: tree[parent].schema), !value.isEmpty else { return }
            tree.add(id, text: value, value: .text, to: parent)
        }
        func group(_ name: String, in parent: RecordTree.ID) -> RecordTree.ID? {
            schema.child(name, of: tree[parent].schema).map { tree.add($0, to: parent) }
        }
        if let own = schema.roots.firstIndex(where: { $0.name == "template" }).map({ tree.roots[$0] }) {
            for (name, value) in [("id", id), ("version", version), ("title", title)] { add(name, value, to: own) }
        }
        for text in profile.texts { add(text.name, text.value, to: root) }
        add("policy-version", profile.policyVersion, to: root)
        add("policy-hash", String((profile.policyHash ?? "").prefix(16)), to: root)
        if let logo = profile.logo, let id = schema.child("logo", of: tree[root].schema) {
            tree.add(id, text: "logo", value: .picture(logo), to: root)
        }
        if !profile.address.isEmpty, let address = group("address", in: root) {
            for part in profile.address { add(part.name, part.value, to: address) }
        }
        if let lists = group("lists", in: root) {
            for list in profile.lists { for value in list.values { add(list.name, value, to: lists) } }
        }
        if let formulas = group("formulas", in: root) {
            for formula in profile.formulas { add(formula.name, formula.value, to: formulas) }
        }
        if let signatories = group("signatories", in: root) {
            for signatory in profile.signatories {
                guard let node = group(signatory.role, in: signatories) else { continue }
                add("title", signatory.title, to: node)
                add("name", signatory.name, to: node)
            }
        }
        return tree
    }
}

/// A policy rule applied to a record.
public struct PolicyPeriod: Sendable, Hashable {
    /// The rule.
    public let rule: PolicyRule
    /// Whether issuing is refused before `earliestIssue`.
    public let guardsIssue: Bool
    /// The day the period starts from; `nil` when the template or the record names none.
    public let from: CivilDate?
    /// The first day on which the document may be issued.
    public let earliestIssue: CivilDate?
    /// The first working day on or after it.
    public let earliest: CivilDate?
    /// The last day of the period, moved to a working day.
    public let latest: CivilDate?

    /// The period of `rule` from a day.
    init(_ rule: PolicyRule, guardsIssue: Bool, from: CivilDate?, calendar: WorkingCalendar) throws(DomainError) {
        self.rule = rule
        self.guardsIssue = guardsIssue
        self.from = from
        guard let from else {
            (earliestIssue, earliest, latest) = (nil, nil, nil)
            return
        }
        if let days = rule.atLeast {
            let first = rule.counting == .calendar ? try from.adding(days: days) : try calendar.adding(workingDays: days, to: from)
            earliestIssue = first
            earliest = try calendar.firstWorkingDay(onOrAfter: first)
        } else {
            (earliestIssue, earliest) = (nil, nil)
        }
        if let days = rule.atMost {
            latest =
                rule.counting == .calendar
                ? try calendar.endOfPeriod(calendarDays: days, after: from) : try calendar.adding(workingDays: days, to: from)
        } else {
            latest = nil
        }
    }
}

extension Evaluator {
    /// Computes the periods of the policy for the record, and adds them to the tree as `$policy/…`.
    func addPolicies(_ uses: [PolicyUse]) throws(DomainError) -> [PolicyPeriod] {
        guard !uses.isEmpty, let index = schema.roots.firstIndex(where: { $0.name == "policy" }) else { return [] }
        var periods: [PolicyPeriod] = []
        for use in uses {
            let start = use.from.map { string($0) } ?? ""
            let from = start.isEmpty ? nil : RecordDate(iso: start)?.pair?.civil
            let period = try PolicyPeriod(use.rule, guardsIssue: use.guardsIssue, from: from, calendar: environment.workingCalendar)
            periods.append(period)
            guard let node = tree.firstChild(use.node, of: tree.roots[index]) else { continue }
            func add(_ name: String, _ date: CivilDate?) {
                guard let date, let read = RecordDate(iso: date.iso), let id = schema.child(name, of: use.node) else { return }
                tree.add(id, text: date.iso, value: .date(read), to: node)
            }
            add("earliest-issue", period.earliestIssue)
            add("earliest", period.earliest)
            add("latest", period.latest)
        }
        return periods
    }
}
