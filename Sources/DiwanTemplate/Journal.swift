import DiwanDomain

/// What the making of a document asks of its record. While it is made from data the journal notes which values are printed and what every
/// other expression gave; while it is made again from what was noted, the journal answers. One thread uses it at a time.
///
/// The two runs ask the same in the same order, because all that a program does depends on the template and on these answers. So the values
/// that only decided or were only counted need not be kept: their answers are.
final class Journal {
    /// How much of a node is printed, from nothing to all of it.
    enum Mark: UInt8, Comparable {
        /// Nothing was asked of it.
        case none
        /// That it is there.
        case present
        /// Its last four characters.
        case last4
        /// What the stars of a mask leave.
        case stars
        /// Its value.
        case value

        static func < (a: Mark, b: Mark) -> Bool { a.rawValue < b.rawValue }
    }

    /// What an expression gave.
    enum Answer {
        case test(Bool)
        case text(String)
        case number(DecimalNumber?)
        case nodes([RecordTree.ID])
        /// The same, by their places from 1 among all nodes of their kind.
        case places([Int])
        /// It read the value of a field that does not travel.
        case withheld(SchemaID)
    }

    /// An expression and what it gave.
    struct Entry {
        var expression: String
        var answer: Answer
    }

    /// The answers, in the order of asking.
    private(set) var entries: [Entry]
    /// For each node of the tree how much of it is printed; nodes beyond its end were not asked for.
    private(set) var marks: [Mark] = []
    /// The place of the next answer; `nil` while notes are taken.
    private var next: Int?
    /// The fields whose values do not travel and are in the record.
    private let secrets: Set<SchemaID>
    /// The groups around them.
    private let secretGroups: Set<SchemaID>
    /// The nodes that answers may name, by kind, in order.
    private let nodes: [SchemaID: [RecordTree.ID]]
    /// The first expression that found no answer of its own; the document that is being made is then not the one that was noted.
    private(set) var mismatch: (expression: String, answered: String?)?

    /// A journal to take notes in. The values of `secrets` do not travel.
    init(secrets: Set<SchemaID>, in schema: Schema) {
        entries = []
        next = nil
        self.secrets = secrets
        var groups: Set<SchemaID> = []
        for id in secrets {
            var above = schema[id].parent
            while let group = above {
                groups.insert(group)
                above = schema[group].parent
            }
        }
        secretGroups = groups.subtracting(secrets)
        nodes = [:]
    }

    /// A journal that answers; answers may name `nodes`.
    init(answers: [Entry], nodes: [SchemaID: [RecordTree.ID]]) {
        entries = answers
        self.nodes = nodes
        next = 0
        secrets = []
        secretGroups = []
    }

    /// Whether every answer was asked for.
    var isSpent: Bool { next == nil || next == entries.count }

    /// Notes how much of a node is printed.
    func mark(_ id: RecordTree.ID, _ mark: Mark) {
        if next != nil { return }
        if id >= marks.count { marks.append(contentsOf: repeatElement(.none, count: id + 1 - marks.count)) }
        marks[id] = max(marks[id], mark)
    }

    /// Whether notes are taken.
    var isNoting: Bool { next == nil }

    /// Notes what an expression gave.
    func note(_ expression: Expression, _ answer: Answer) {
        var answer = answer
        if let secret = expression.uses.intersection(secrets).min() {
            answer = .withheld(secret)
        } else if case .text = answer, let group = expression.uses.intersection(secretGroups).min() {
            // The text of a group is that of all below it.
            answer = .withheld(group)
        }
        entries.append(Entry(expression: expression.text, answer: answer))
    }

    /// The answer to an expression; `nil` when there is none, which is noted as the first mismatch.
    func answer(_ expression: Expression) -> Answer? {
        guard let index = next, index < entries.count, entries[index].expression == expression.text else {
            fail(expression)
            return nil
        }
        next = index + 1
        return entries[index].answer
    }

    /// The nodes that an expression is answered to give; `nil` when there is no such answer.
    func answeredNodes(_ expression: Expression) -> [RecordTree.ID]? {
        guard case .places(let places) = answer(expression) else { return nil }
        let known = expression.node.flatMap { nodes[$0] } ?? []
        guard places.allSatisfy({ (1...max(1, known.count)).contains($0) }), !known.isEmpty || places.isEmpty else { return nil }
        return places.map { known[$0 - 1] }
    }

    /// Notes that the answer to an expression was of another kind, or was missing.
    func fail(_ expression: Expression) {
        guard mismatch == nil, let index = next else { return }
        mismatch = (expression.text, index < entries.count ? entries[index].expression : nil)
    }
}

/// Expressions as programs ask them: without a journal they are evaluated, with one they are noted or answered.
extension Evaluator {
    /// The value of an expression that is printed.
    func value(_ expression: Expression) -> Value {
        guard let journal, !expression.isConstant else { return evaluate(expression) }
        if journal.isNoting {
            let value = evaluate(expression)
            if case .number(let number) = value {
                journal.note(expression, .number(number))
            } else {
                journal.note(expression, .text(string(value)))
            }
            return value
        }
        switch journal.answer(expression) {
        case .text(let text): return .text(text)
        case .number(let number): return .number(number)
        default:
            journal.fail(expression)
            return .text("")
        }
    }

    /// The value as yes or no.
    func boolean(_ expression: Expression) -> Bool {
        guard let journal, !expression.isConstant else { return evaluateBoolean(expression) }
        if journal.isNoting {
            let value = evaluateBoolean(expression)
            journal.note(expression, .test(value))
            return value
        }
        if case .test(let value) = journal.answer(expression) { return value }
        journal.fail(expression)
        return false
    }

    /// The value as text.
    func string(_ expression: Expression) -> String {
        guard let journal, !expression.isConstant else { return evaluateString(expression) }
        if let path = expression.path {
            guard let id = firstNode(path) else { return "" }
            printWhole(id)
            return tree.string(id)
        }
        if journal.isNoting {
            let text = evaluateString(expression)
            journal.note(expression, .text(text))
            return text
        }
        if case .text(let text) = journal.answer(expression) { return text }
        journal.fail(expression)
        return ""
    }

    /// The value as a number.
    func number(_ expression: Expression) -> DecimalNumber? {
        guard let journal, !expression.isConstant else { return evaluateNumber(expression) }
        if let path = expression.path {
            guard let id = firstNode(path) else { return nil }
            printWhole(id)
            return number(of: id)
        }
        if journal.isNoting {
            let number = evaluateNumber(expression)
            journal.note(expression, .number(number))
            return number
        }
        if case .number(let number) = journal.answer(expression) { return number }
        journal.fail(expression)
        return nil
    }

    /// The nodes that the value is; none when it is none.
    func nodes(_ expression: Expression) -> [RecordTree.ID] {
        guard let journal, !expression.isConstant else { return evaluateNodes(expression) }
        if let path = expression.path {
            let found = nodes(path)
            for id in found { journal.mark(id, .present) }
            return found
        }
        return answeredNodes(expression, journal) { evaluateNodes(expression) }
    }

    /// The first node that the value is.
    func firstNode(_ expression: Expression) -> RecordTree.ID? {
        guard let journal, !expression.isConstant else { return evaluateFirstNode(expression) }
        if let path = expression.path {
            let found = firstNode(path)
            if let found { journal.mark(found, .present) }
            return found
        }
        return answeredNodes(expression, journal) { evaluateFirstNode(expression).map { [$0] } ?? [] }.first
    }

    private func answeredNodes(_ expression: Expression, _ journal: Journal, _ evaluate: () -> [RecordTree.ID]) -> [RecordTree.ID] {
        if journal.isNoting {
            let found = evaluate()
            for id in found { journal.mark(id, .present) }
            journal.note(expression, .nodes(found))
            return found
        }
        if let found = journal.answeredNodes(expression) { return found }
        journal.fail(expression)
        return []
    }

    /// The value that a variable takes. What is no nodes is asked for where the variable is used, and not here.
    func variableValue(_ expression: Expression) -> Value {
        guard let journal, !expression.isConstant else { return evaluate(expression) }
        if expression.path != nil || expression.node != nil { return .nodes(nodes(expression)) }
        return journal.isNoting ? evaluate(expression) : .text("")
    }

    /// Notes that a node's value is printed as far as `mask` leaves it.
    func print(_ id: RecordTree.ID, _ mask: Mask = .none) {
        guard let journal else { return }
        switch mask {
        case .none: journal.mark(id, .value)
        case .last4: journal.mark(id, .last4)
        case .stars: journal.mark(id, .stars)
        }
    }

    /// Notes that a node's value is printed, and those of all below it.
    private func printWhole(_ id: RecordTree.ID) {
        guard let journal, journal.isNoting else { return }
        journal.mark(id, .value)
        for child in tree[id].children { printWhole(child) }
    }

    /// The text of the node that a path leads to, which is printed by the words that agree with it; `nil` where there is none.
    func agreement(_ path: NodePath) -> String? {
        guard let id = firstNode(path) else { return nil }
        print(id)
        return tree[id].text
    }
}
