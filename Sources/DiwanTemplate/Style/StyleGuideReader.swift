import DiwanData
import DiwanDiagnostics
import DiwanDomain

/// Reads `style.json`, and names every mistake.
struct StyleGuideReader {
    let source: SourceText
    private(set) var diagnostics: [Diagnostic] = []

    init(source: SourceText) {
        self.source = source
    }

    mutating func read(_ json: JSONValue) -> StyleGuide {
        var guide = StyleGuide()
        guard let members = json.members else {
            report("a style guide is an object { … }", json)
            return guide
        }
        // The bounds come first: kinds start from them.
        if let limits = json["limits"] { guide.limits = self.limits(limits, from: guide.limits) }
        for member in members {
            let value = member.value
            switch member.name {
            case "comment", "limits": break
            case "kinds": for kind in object(value) { guide.kinds.append(self.kind(kind, guide.limits)) }
            case "words": for list in object(value) { guide.lists.append(wordList(list)) }
            case "allowed": guide.allowed = phrases(value)
            case "passives": guide.passives = phrases(value)
            case "clauses": guide.clauses = phrases(value)
            case "outcomes": guide.outcomes = phrases(value)
            case "reasons": guide.reasons = phrases(value)
            case "empty-alternatives": guide.emptyAlternatives = phrases(value)
            default:
                unknown(
                    member,
                    ["comment", "limits", "kinds", "words", "allowed", "passives", "clauses", "outcomes", "reasons", "empty-alternatives"])
            }
        }
        let lists = guide.lists.map(\.name)
        for kind in object(json["kinds"]) {
            for name in kind.value["free-of"]?.elements ?? [] {
                guard let text = name.string, !lists.contains(text) else { continue }
                report("there is no list of words \"\(text)\"", name, hint: NearestName.hint(for: text, in: lists))
            }
        }
        return guide
    }

    private mutating func kind(_ member: JSONMember, _ limits: StyleGuide.Limits) -> StyleGuide.Kind {
        var kind = StyleGuide.Kind(name: member.name, label: "", limits: limits)
        if !AttributeValue.isName(member.name) { report("\"\(member.name)\" is not a name", member.value) }
        for part in object(member.value) {
            switch part.name {
            case "label": kind.label = text(part.value) ?? ""
            case "includes": kind.includes = texts(part.value)
            case "blocks": kind.blocks = texts(part.value)
            case "reasons": kind.reasons = texts(part.value)
            case "fields": kind.fields = texts(part.value)
            case "free-of": kind.freeOf = texts(part.value)
            case "limits": kind.limits = self.limits(part.value, from: limits)
            case "comment": break
            default: unknown(part, ["label", "includes", "blocks", "reasons", "fields", "limits", "free-of", "comment"])
            }
        }
        if kind.label.isEmpty { report("the kind \"\(member.name)\" has no \"label\"", member.value) }
        return kind
    }

    private mutating func limits(_ json: JSONValue, from start: StyleGuide.Limits) -> StyleGuide.Limits {
        var limits = start
        for member in object(json) {
            switch member.name {
            case "sentence-words": limits.sentenceWords = count(member.value) ?? limits.sentenceWords
            case "clauses": limits.clauses = count(member.value) ?? limits.clauses
            case "passives": limits.passives = count(member.value) ?? limits.passives
            case "reading": limits.reading = count(member.value) ?? limits.reading
            case "long-word": limits.longWord = count(member.value) ?? limits.longWord
            default: unknown(member, ["sentence-words", "clauses", "passives", "reading", "long-word"])
            }
        }
        return limits
    }

    private mutating func wordList(_ member: JSONMember) -> StyleGuide.WordList {
        var list = StyleGuide.WordList(name: member.name, fault: "", reach: .print, entries: [])
        if !AttributeValue.isName(member.name) { report("\"\(member.name)\" is not a name", member.value) }
        for part in object(member.value) {
            switch part.name {
            case "fault": list.fault = text(part.value) ?? ""
            case "reach":
                let words = StyleGuide.Reach.allCases.map(\.rawValue)
                if let reach = text(part.value).flatMap(StyleGuide.Reach.init) {
                    list.reach = reach
                } else {
                    report("reach is \(words.joined(separator: " or "))", part.value)
                }
            case "entries": list.entries = elements(part.value).map { entry($0) }
            case "comment": break
            default: unknown(part, ["fault", "reach", "entries", "comment"])
            }
        }
        if list.fault.isEmpty { report("the list \"\(member.name)\" has no \"fault\": what is wrong with its words", member.value) }
        return list
    }

    private mutating func entry(_ json: JSONValue) -> StyleGuide.Entry {
        var entry = StyleGuide.Entry(phrases: [], rather: "")
        var masculine: String?
        for member in object(json) {
            switch member.name {
            case "say": entry.phrases = member.value.string == nil ? phrases(member.value) : [phrase(member.value)].compactMap { $0 }
            case "rather": entry.rather = text(member.value) ?? ""
            case "m": masculine = text(member.value)
            case "f":
                guard let feminine = text(member.value) else { continue }
                entry.forms = (json["m"]?.string ?? "", feminine)
            default: unknown(member, ["say", "rather", "m", "f"])
            }
        }
        if let masculine, entry.forms != nil {
            entry.phrases.append(FoldedWords.of(masculine))
        } else if masculine != nil || entry.forms != nil {
            report("the forms are two, \"m\" and \"f\"", json)
        } else if json["say"] == nil || entry.rather.isEmpty {
            report("an entry has words to look for, \"say\", and better ones, \"rather\"; or the two forms \"m\" and \"f\"", json)
        }
        return entry
    }

    // MARK: Values

    private mutating func phrases(_ json: JSONValue) -> [[String]] { elements(json).compactMap { phrase($0) } }

    private mutating func phrase(_ json: JSONValue) -> [String]? {
        guard let text = text(json) else { return nil }
        let words = FoldedWords.of(text)
        if words.isEmpty { report("\"\(text)\" has no word", json) }
        return words.isEmpty ? nil : words
    }

    private mutating func count(_ json: JSONValue) -> Int? {
        if let number = json.integer, (1...1_000).contains(number) { return number }
        report("a whole number from 1 to 1000 is wanted", json)
        return nil
    }

    private mutating func object(_ json: JSONValue?) -> [JSONMember] {
        guard let json else { return [] }
        if let members = json.members { return members }
        report("an object { … } is wanted", json)
        return []
    }

    private mutating func elements(_ json: JSONValue) -> [JSONValue] {
        if let elements = json.elements { return elements }
        report("a list [ … ] is wanted", json)
        return []
    }

    private mutating func texts(_ json: JSONValue) -> [String] { elements(json).compactMap { text($0) } }

    private mutating func text(_ json: JSONValue) -> String? {
        if let text = json.string, !text.isEmpty { return text }
        report("a text in quotes is wanted", json)
        return nil
    }

    private mutating func unknown(_ member: JSONMember, _ names: [String]) {
        diagnostics.append(
            Diagnostic(
                .error, "a style guide has no \"\(member.name)\" here", at: member.namePosition(in: source),
                length: member.name.unicodeScalars.count + 2,
                hint: NearestName.hint(for: member.name, in: names) ?? "it has \(names.joined(separator: ", "))"))
    }

    private mutating func report(_ message: String, _ json: JSONValue, hint: String? = nil) {
        diagnostics.append(Diagnostic(.error, message, at: json.position(in: source), hint: hint))
    }
}
