import DiwanData
public import DiwanDiagnostics

extension OfficePolicy {
    /// Reads `policy.json`; `nil` when it has mistakes. Its `rules` are read with the profile.
    public static func read(_ source: SourceText) -> (policy: OfficePolicy?, faults: [Diagnostic]) {
        var reader = SettingsReader(source, format: "diwan-policy")
        let root = reader.root
        reader.allow(
            [
                "diwan-policy", "version", "review", "rules", "channels", "states", "moves", "outcomes", "objection-results", "committee",
                "authorities", "general-letters",
                "answer-clock", "checklist", "retention", "survey", "letters", "erasure", "access", "processing", "inquiries", "lists",
                "drafts",
            ], in: root)
        var policy = OfficePolicy(
            version: reader.text(root, "version"), review: reader.date(root, "review"), channels: [], states: [], moves: [], committee: "",
            quorum: 1,
            authorities: [], generalLetters: [], restartsWhenCompleted: true, checklist: [], outcomes: [], objectionResults: [],
            retention: [], inquiries: [], lists: OfficePolicy.Lists(), drafts: OfficePolicy.Drafts(), ruleLabels: [:],
            erasure: OfficePolicy.Erasure(), fullViews: [],
            accessExports: [],
            processing: [],
            smallestGroup: 5, letters: [:])
        for rule in root["rules"]?.members ?? [] { policy.ruleLabels[rule.name] = rule.value["label"]?.string ?? rule.name }
        for element in reader.list(root, "channels") {
            reader.allow(["id", "label"], in: element)
            policy.channels.append(Channel(id: reader.name(element, "id"), label: reader.text(element, "label")))
        }
        if policy.channels.isEmpty { reader.report("the policy names no channels, and every request comes by one", root) }
        for element in reader.list(root, "states") {
            reader.allow(["id", "label", "next", "due"], in: element)
            policy.states.append(
                State(
                    id: reader.name(element, "id"), label: reader.text(element, "label"), next: reader.optionalText(element, "next"),
                    due: reader.rule(element, "due", policy)))
        }
        reader.once(policy.states.map(\.id), "states", root)
        reader.once(policy.channels.map(\.id), "channels", root)
        policy.moves = reader.list(root, "moves").compactMap { reader.move($0, policy) }
        for element in reader.list(root, "outcomes") {
            reader.allow(["id", "label", "state", "letter", "sense"], in: element)
            let outcome = Outcome(
                id: reader.name(element, "id"), label: reader.text(element, "label"), state: reader.text(element, "state"),
                letter: reader.name(element, "letter"), sense: reader.word(element, "sense", standard: .open))
            reader.know(outcome.state, policy, element["state"] ?? element)
            policy.outcomes.append(outcome)
        }
        for element in reader.list(root, "objection-results") {
            reader.allow(["id", "label", "state"], in: element)
            let result = ObjectionResult(
                id: reader.name(element, "id"), label: reader.text(element, "label"), state: reader.text(element, "state"))
            reader.know(result.state, policy, element["state"] ?? element)
            policy.objectionResults.append(result)
        }
        if let committee = root["committee"] {
            reader.allow(["name", "quorum"], in: committee)
            policy.committee = reader.text(committee, "name")
            policy.quorum = reader.number(committee, "quorum", in: 1...99)
        }
        policy.authorities = reader.roles(root, "authorities")
        policy.generalLetters = reader.roles(root, "general-letters")
        if let clock = root["answer-clock"] {
            reader.allow(["restarts-when-completed"], in: clock)
            policy.restartsWhenCompleted = reader.truth(clock, "restarts-when-completed", standard: true)
        }
        for element in reader.list(root, "checklist") {
            reader.allow(["code", "label", "kinds"], in: element)
            policy.checklist.append(
                ChecklistItem(
                    code: reader.name(element, "code"), label: reader.text(element, "label"), kinds: reader.texts(element, "kinds")))
        }
        reader.once(policy.checklist.map(\.code), "checklist", root)
        for element in reader.list(root, "retention") {
            reader.allow(["kind", "years"], in: element)
            let kind = reader.name(element, "kind")
            let isForEver = element["years"]?.isNull ?? false
            policy.retention.append(
                Retention(kind: kind, years: isForEver ? nil : reader.number(element, "years", in: 1...100)))
        }
        reader.privacy(root, &policy)
        for element in reader.list(root, "inquiries") {
            reader.allow(["id", "label", "series", "due", "receipt", "reply", "roles"], in: element)
            let inquiry = OfficePolicy.Inquiry(
                id: reader.name(element, "id"), label: reader.text(element, "label"), series: reader.name(element, "series"),
                due: reader.rule(element, "due", policy), receipt: reader.optionalText(element, "receipt"),
                reply: reader.optionalText(element, "reply"), roles: reader.roles(element, "roles"))
            policy.inquiries.append(inquiry)
        }
        if let lists = root["lists"] {
            reader.allow(["template", "series", "bases", "roles"], in: lists)
            policy.lists = OfficePolicy.Lists(
                template: reader.name(lists, "template"), series: reader.name(lists, "series"), bases: reader.texts(lists, "bases"),
                roles: reader.roles(lists, "roles"))
        }
        if let drafts = root["drafts"] {
            reader.allow(["roles", "second-person"], in: drafts)
            policy.drafts = OfficePolicy.Drafts(
                roles: reader.roles(drafts, "roles"), needsSecondPerson: reader.truth(drafts, "second-person", standard: false))
        }
        reader.once(policy.inquiries.map(\.id), "inquiries", root)
        if let survey = root["survey"] {
            reader.allow(["smallest-group"], in: survey)
            policy.smallestGroup = reader.number(survey, "smallest-group", in: 1...1_000)
        }
        let letters = OfficePolicy.letterEvents.map(\.name) + [OfficePolicy.formLetter]
        for member in root["letters"]?.members ?? [] where member.name != "comment" {
            if !letters.contains(member.name) {
                reader.report(
                    "nothing calls for a letter \"\(member.name)\"", member.value, hint: NearestName.hint(for: member.name, in: letters))
            } else if let template = member.value.string {
                policy.letters[member.name] = template
            } else {
                reader.report("a template's id is wanted here", member.value)
            }
        }
        return (reader.faults.hasErrors ? nil : policy, reader.faults)
    }
}

extension SettingsReader {
    /// The name of a rule of the policy's that `object` has; `nil` where it is left out.
    fileprivate mutating func rule(_ object: JSONValue, _ name: String, _ policy: OfficePolicy) -> String? {
        let rule = optionalText(object, name)
        if let rule, policy.ruleLabels[rule] == nil {
            let names = policy.ruleLabels.keys.sorted()
            report("there is no rule \"\(rule)\"", object[name] ?? object, hint: NearestName.hint(for: rule, in: names))
        }
        return rule
    }

    /// What the policy says of personal data: who may destroy them, look at them, give them out, and what is done with them.
    fileprivate mutating func privacy(_ root: JSONValue, _ policy: inout OfficePolicy) {
        if let erasure = root["erasure"] {
            allow(["roles", "bases"], in: erasure)
            policy.erasure.roles = roles(erasure, "roles")
            for element in list(erasure, "bases") {
                allow(["id", "label", "before-end"], in: element)
                policy.erasure.bases.append(
                    OfficePolicy.Erasure.Basis(
                        id: name(element, "id"), label: text(element, "label"), isEarly: truth(element, "before-end", standard: false)))
            }
        }
        if let access = root["access"] {
            allow(["full-view", "export"], in: access)
            policy.fullViews = roles(access, "full-view")
            policy.accessExports = roles(access, "export")
        }
        for element in list(root, "processing") {
            allow(["label", "purpose", "basis", "subjects", "recipients", "safeguards", "retention", "templates"], in: element)
            let processing = OfficePolicy.Processing(
                label: text(element, "label"), purpose: text(element, "purpose"), basis: text(element, "basis"),
                subjects: text(element, "subjects"), recipients: texts(element, "recipients"), safeguards: text(element, "safeguards"),
                retention: name(element, "retention"), templates: texts(element, "templates"))
            let kinds = policy.retention.map(\.kind)
            if !processing.retention.isEmpty, !kinds.contains(processing.retention) {
                report(
                    "\"retention\" has no kind \"\(processing.retention)\"", element["retention"] ?? element,
                    hint: NearestName.hint(for: processing.retention, in: kinds))
            }
            policy.processing.append(processing)
        }
    }

    /// A move of a request.
    fileprivate mutating func move(_ element: JSONValue, _ policy: OfficePolicy) -> OfficePolicy.Move? {
        allow(["event", "templates", "from", "to", "roles", "requires"], in: element)
        let kinds = EventKind.allCases.map(\.rawValue)
        let name = text(element, "event")
        guard let event = EventKind(rawValue: name) else {
            if !name.isEmpty {
                report("there is no event \"\(name)\"", element["event"] ?? element, hint: NearestName.hint(for: name, in: kinds))
            }
            return nil
        }
        let from = texts(element, "from")
        for (state, value) in zip(from, element["from"]?.elements ?? []) { know(state, policy, value) }
        let to = optionalText(element, "to")
        if let to { know(to, policy, element["to"] ?? element) }
        var conditions: [OfficePolicy.Condition] = []
        for value in list(element, "requires") {
            let names = OfficePolicy.Condition.allCases.map(\.rawValue)
            if let condition = value.string.flatMap({ OfficePolicy.Condition(rawValue: $0) }) {
                conditions.append(condition)
            } else {
                report(
                    "a condition is one of \(names.joined(separator: ", "))", value,
                    hint: value.string.flatMap { NearestName.hint(for: $0, in: names) })
            }
        }
        return OfficePolicy.Move(
            event: event, from: from, templates: texts(element, "templates"), to: to, roles: roles(element, "roles"), requires: conditions)
    }

    /// The roles `name` of `object`.
    fileprivate mutating func roles(_ object: JSONValue, _ name: String) -> [Role] {
        var roles: [Role] = []
        for value in list(object, name) {
            let names = Role.ofPeople.map(\.rawValue)
            if let role = value.string.flatMap({ Role(rawValue: $0) }), role != .program {
                roles.append(role)
            } else {
                report(
                    "a role is one of \(names.joined(separator: ", "))", value,
                    hint: value.string.flatMap { NearestName.hint(for: $0, in: names) })
            }
        }
        return roles
    }

    /// Says that there is no such state.
    fileprivate mutating func know(_ state: String, _ policy: OfficePolicy, _ value: JSONValue) {
        if policy.state(state) != nil || state.isEmpty || state == OfficePolicy.previous { return }
        report("there is no state \"\(state)\"", value, hint: NearestName.hint(for: state, in: policy.states.map(\.id)))
    }

    /// Says which names stand twice in a list.
    fileprivate mutating func once(_ names: [String], _ list: String, _ object: JSONValue) {
        for (index, name) in names.enumerated() where names[..<index].contains(name) {
            report("\"\(name)\" stands twice in \"\(list)\"", object[list] ?? object)
        }
    }
}
