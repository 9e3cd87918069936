/// What a document shows of its record: the fields that were printed, after masking, and what the template's other expressions gave.
/// With the template, the profile and the day it is enough to make the document again; a sensitive or an internal value is never in it.
public struct PrintedRecord: Hashable, Sendable {
    /// Why a value does not travel.
    public enum Secrecy: String, Hashable, Sendable, CaseIterable {
        /// Its field is sensitive.
        case sensitive
        /// Its field is for the office alone.
        case `internal`
        /// It is a picture of the data: the document shows it, and the record would need the whole file.
        case picture
    }

    /// What is kept of a node.
    public enum Content: Hashable, Sendable {
        /// That it is there: a group, or a field whose value is not printed.
        case present
        /// The value in normal form. `calendar` is set for a date that is kept as entered.
        case value(String, calendar: String?)
        /// What the mask of this name leaves of the value, with ASCII digits.
        case masked(String, mask: String)
        /// Nothing, though it is printed.
        case withheld(Secrecy)
    }

    /// A group or a field.
    public struct Field: Hashable, Sendable {
        /// The name in the data.
        public var name: String
        /// What is kept of it.
        public var content: Content
        /// What is below it, in the order of declaration.
        public var children: [Field]

        /// A group or a field.
        public init(name: String, content: Content = .present, children: [Field] = []) {
            self.name = name
            self.content = content
            self.children = children
        }
    }

    /// What an expression gave.
    public enum Answer: Hashable, Sendable {
        /// Yes or no.
        case test(Bool)
        /// Text that is printed.
        case text(String)
        /// A number as decimal text; empty for "not a number".
        case number(String)
        /// Fields or groups, by their places from 1 among all of their kind that are kept.
        case nodes([Int])
        /// Nothing: it read the field at this path.
        case withheld(Secrecy, path: String)
    }

    /// An expression that was asked for.
    public struct Outcome: Hashable, Sendable {
        /// The expression as the template has it.
        public var expression: String
        /// What it gave.
        public var answer: Answer

        /// An expression and what it gave.
        public init(expression: String, answer: Answer) {
            self.expression = expression
            self.answer = answer
        }
    }

    /// Whether what was absent was left to be filled in by hand.
    public var isBlank: Bool
    /// The data's fields and groups, in the order of declaration.
    public var fields: [Field]
    /// The dates of the policy that were printed, by rule.
    public var policies: [Field]
    /// What the expressions gave that are more than a path, in the order in which the template asks.
    public var outcomes: [Outcome]

    /// What a document shows of its record.
    public init(isBlank: Bool, fields: [Field], policies: [Field], outcomes: [Outcome]) {
        self.isBlank = isBlank
        self.fields = fields
        self.policies = policies
        self.outcomes = outcomes
    }

    /// The paths of what is printed and does not travel, each once, as the data dictionary has them: `ben.health`.
    public var withheld: [(path: String, secrecy: Secrecy)] {
        var found: [(path: String, secrecy: Secrecy)] = []
        func add(_ path: String, _ secrecy: Secrecy) {
            if !found.contains(where: { $0.path == path }) { found.append((path, secrecy)) }
        }
        func look(_ fields: [Field], _ above: String) {
            for field in fields {
                if case .withheld(let secrecy) = field.content { add(above + field.name, secrecy) }
                look(field.children, above + field.name + ".")
            }
        }
        look(fields, "")
        for outcome in outcomes { if case .withheld(let secrecy, let path) = outcome.answer { add(path, secrecy) } }
        return found
    }

    /// Why a document cannot be made from what another shows.
    public enum Fault: Error, Hashable, Sendable {
        /// These fields are printed, and their values did not travel.
        case withheld([String])
        /// The template has no field or group at this path, or not so many of them.
        case unknownField(String)
        /// The value at this path is none of its field, or not in normal form.
        case value(String)
        /// The template asks for `expression`, and the record answers `answered`, or nothing more.
        case order(expression: String, answered: String?)
        /// The record answers more than the template asks.
        case surplus
    }
}

extension Schema {
    /// Why the value of a node does not travel; `nil` when it may. What is below a field is as secret as the field.
    func secrecy(of id: SchemaID) -> PrintedRecord.Secrecy? {
        var next: SchemaID? = id
        while let current = next {
            if nodes[current].isSensitive { return .sensitive }
            if nodes[current].isInternal { return .internal }
            next = nodes[current].parent
        }
        return nodes[id].type == .image ? .picture : nil
    }

    /// The path of a node as the data dictionary has it.
    func dataPath(_ id: SchemaID) -> String { nodes[id].path.split(separator: "/").joined(separator: ".") }
}
