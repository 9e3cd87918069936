import DiwanDomain

/// An expression in the form that is evaluated over the record itself; libxml2 evaluates what has no such form.
///
/// Results are those of XPath 1.0, except that numbers are exact decimals (12 places after a division) instead of binary floats,
/// and that a boolean field used as a condition counts by its value.
indirect enum NativeTerm: Sendable {
    case text(String)
    case number(DecimalNumber)
    case boolean(Bool)
    case nodes(NodePath)
    /// A variable that does not hold nodes.
    case variable(Int)
    /// Whether the first node of a boolean field is true.
    case truth(NodePath)
    case or(NativeTerm, NativeTerm)
    case and(NativeTerm, NativeTerm)
    case not(NativeTerm)
    case compare(Comparison, NativeTerm, NativeTerm)
    case arithmetic(Arithmetic, NativeTerm, NativeTerm)
    case negation(NativeTerm)
    case count(NodePath)
    case sum(NodePath)
    case position
    case last
    case asText(NativeTerm)
    case asNumber(NativeTerm)
    case concat([NativeTerm])
    case call(DomainFunction, [NativeTerm])
    case choose(NativeTerm, NativeTerm, NativeTerm)

    enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }
    enum Arithmetic: Sendable { case add, subtract, multiply, divide }
}

extension Evaluator {
    /// The value of a term.
    func value(_ term: NativeTerm) -> Value {
        switch term {
        case .text(let text): .text(text)
        case .number(let number): .number(number)
        case .boolean(let boolean): .boolean(boolean)
        case .nodes(let path): .nodes(nodes(path))
        case .variable(let slot): variables[slot].value
        case .truth, .or, .and, .not, .compare: .boolean(boolean(term))
        case .arithmetic, .negation, .count, .sum, .position, .last, .asNumber: .number(number(term))
        case .asText, .concat: .text(string(term))
        case .call(let function, let arguments): function.evaluate(arguments.map { value($0) }, self)
        case .choose(let test, let yes, let no): boolean(test) ? value(yes) : value(no)
        }
    }

    /// The value as yes or no (XPath 1.0, 4.3).
    func boolean(_ term: NativeTerm) -> Bool {
        switch term {
        case .boolean(let boolean): boolean
        case .truth(let path): firstNode(path).map { tree[$0].value == .boolean(true) } ?? false
        case .or(let a, let b): boolean(a) || boolean(b)
        case .and(let a, let b): boolean(a) && boolean(b)
        case .not(let inner): !boolean(inner)
        case .nodes(let path): firstNode(path) != nil
        case .compare(let comparison, let a, let b): compare(comparison, a, b)
        default: boolean(value(term))
        }
    }

    /// The value as text (4.2).
    func string(_ term: NativeTerm) -> String {
        switch term {
        case .text(let text): text
        case .nodes(let path): firstNode(path).map { tree.string($0) } ?? ""
        case .asText(let inner): string(inner)
        case .concat(let parts): parts.reduce(into: "") { $0 += string($1) }
        default: string(value(term))
        }
    }

    /// The value as a number (4.4).
    func number(_ term: NativeTerm) -> DecimalNumber? {
        switch term {
        case .number(let number): return number
        case .asNumber(let inner): return number(inner)
        case .nodes(let path): return firstNode(path).flatMap { number(of: $0) }
        case .negation(let inner): return number(inner).map { -$0 }
        case .count(let path): return DecimalNumber(nodes(path).count)
        case .sum(let path):
            var sum = DecimalNumber(0)
            for id in nodes(path) {
                guard let next = number(of: id), let total = try? sum.adding(next) else { return nil }
                sum = total
            }
            return sum
        case .position: return DecimalNumber(position)
        case .last: return DecimalNumber(size)
        case .arithmetic(let operation, let a, let b):
            guard let a = number(a), let b = number(b) else { return nil }
            switch operation {
            case .add: return try? a.adding(b)
            case .subtract: return try? a.subtracting(b)
            case .multiply: return try? a.multiplied(by: b)
            case .divide: return try? a.divided(by: b, places: 12)
            }
        default: return number(value(term))
        }
    }

    /// A value as yes or no.
    func boolean(_ value: Value) -> Bool {
        switch value {
        case .nodes(let nodes): !nodes.isEmpty
        case .text(let text): !text.isEmpty
        case .number(let number): number.map { $0.significand != 0 } ?? false
        case .boolean(let boolean): boolean
        }
    }

    /// A value as text.
    func string(_ value: Value) -> String {
        switch value {
        case .nodes(let nodes): nodes.first.map { tree.string($0) } ?? ""
        case .text(let text): text
        case .number(let number): number.map { $0.trimmed.text } ?? "NaN"
        case .boolean(let boolean): boolean ? "true" : "false"
        }
    }

    /// A value as a number.
    func number(_ value: Value) -> DecimalNumber? {
        switch value {
        case .nodes(let nodes): nodes.first.flatMap { number(of: $0) }
        case .text(let text): Self.number(in: text)
        case .number(let number): number
        case .boolean(let boolean): DecimalNumber(boolean ? 1 : 0)
        }
    }

    /// A node as a number.
    func number(of id: RecordTree.ID) -> DecimalNumber? {
        switch tree[id].value {
        case .integer(let number): DecimalNumber(number)
        case .decimal(let number): number
        case .money(let money): money.riyals
        default: Self.number(in: tree.string(id))
        }
    }

    /// The number that `text` is in XPath's own form: digits, at most one point, a minus before.
    static func number(in text: String) -> DecimalNumber? {
        guard !text.isEmpty, text.utf8.allSatisfy({ AttributeValue.isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
        else { return nil }
        return try? DecimalNumber(text)
    }

    /// A comparison (3.4): with nodes, whether any of them compares so.
    private func compare(_ comparison: NativeTerm.Comparison, _ left: NativeTerm, _ right: NativeTerm) -> Bool {
        // The comparison of a path with a text is what most conditions are.
        if case .equal = comparison, case .nodes(let path) = left, case .text(let text) = right {
            return nodes(path).contains { tree[$0].children.isEmpty ? tree[$0].text == text : tree.string($0) == text }
        }
        let a = value(left)
        let b = value(right)
        switch (a, b) {
        case (.boolean, _), (_, .boolean):
            if comparison == .equal || comparison == .notEqual { return (boolean(a) == boolean(b)) == (comparison == .equal) }
            return ordered(comparison, DecimalNumber(boolean(a) ? 1 : 0), DecimalNumber(boolean(b) ? 1 : 0))
        case (.nodes(let x), .nodes(let y)):
            return x.contains { one in y.contains { other in comparePlain(comparison, .text(tree.string(one)), .text(tree.string(other))) }
            }
        case (.nodes(let x), _): return x.contains { comparePlain(comparison, nodeValue($0, against: b), b) }
        case (_, .nodes(let y)): return y.contains { comparePlain(comparison, a, nodeValue($0, against: a)) }
        default: return comparePlain(comparison, a, b)
        }
    }

    private func nodeValue(_ id: RecordTree.ID, against other: Value) -> Value {
        if case .number = other { .number(number(of: id)) } else { .text(tree.string(id)) }
    }

    private func comparePlain(_ comparison: NativeTerm.Comparison, _ a: Value, _ b: Value) -> Bool {
        switch (comparison, a, b) {
        case (.equal, .text(let x), .text(let y)): x == y
        case (.notEqual, .text(let x), .text(let y)): x != y
        default: ordered(comparison, number(a), number(b))
        }
    }

    private func ordered(_ comparison: NativeTerm.Comparison, _ a: DecimalNumber?, _ b: DecimalNumber?) -> Bool {
        guard let a, let b else { return comparison == .notEqual }
        switch comparison {
        case .equal: return a == b
        case .notEqual: return a != b
        case .less: return a < b
        case .lessOrEqual: return !(b < a)
        case .greater: return b < a
        case .greaterOrEqual: return !(a < b)
        }
    }
}
