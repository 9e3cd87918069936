/// An XPath 1.0 expression as a tree, each part with its place in the expression.
///
/// Ranges are byte offsets in the expression's UTF-8 form. Parentheses leave no trace but the shape of the tree.
public struct XPathTerm: Sendable {
    /// What the term is.
    public let kind: Kind
    /// Where it stands in the expression.
    public let range: Range<Int>

    /// The kinds of expressions of XPath 1.0, clause 3.
    public indirect enum Kind: Sendable {
        /// A string in quotes; here without them.
        case literal(String)
        /// A number as written.
        case number(String)
        /// `$name`; here without the dollar sign.
        case variable(String)
        /// A function call.
        case call(XPathCall)
        /// A location path, or a filtered expression with or without steps after it.
        case path(XPathPath)
        /// Two terms with an operator between them; its own place is `at`.
        case operation(XPathOperator, at: Range<Int>, XPathTerm, XPathTerm)
        /// A term with an odd or even number of minus signs before it.
        case negation(XPathTerm)
    }

    init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// A call of a function.
public struct XPathCall: Sendable {
    /// The function's name as written.
    public let name: String
    /// Where the name stands.
    public let nameRange: Range<Int>
    /// The arguments, in order.
    public let arguments: [XPathTerm]
}

/// An operator between two terms, from the loosest to the tightest.
public enum XPathOperator: String, Sendable {
    /// `or`.
    case or
    /// `and`.
    case and
    /// `=`.
    case equal = "="
    /// `!=`.
    case notEqual = "!="
    /// `<`.
    case less = "<"
    /// `<=`.
    case lessOrEqual = "<="
    /// `>`.
    case greater = ">"
    /// `>=`.
    case greaterOrEqual = ">="
    /// `+`.
    case plus = "+"
    /// `-`.
    case minus = "-"
    /// `*`.
    case multiply = "*"
    /// `div`.
    case divide = "div"
    /// `mod`.
    case modulo = "mod"
    /// `|`.
    case union = "|"

    /// Whether it is one of `<`, `<=`, `>`, `>=`, which compare numbers only.
    public var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}

/// A location path: where it starts, and its steps.
public struct XPathPath: Sendable {
    /// Where a path starts.
    public enum Start: Sendable {
        /// At the context node: `a/b`.
        case context
        /// At the root of the tree: `/a/b`.
        case root
        /// At the nodes of a term: `$data/a`, `(a | b)/c`, `f()[1]`.
        case term(XPathTerm)
    }

    /// Where it starts.
    public let start: Start
    /// The predicates just after a starting term: the `1` of `(a)[1]`.
    public let predicates: [XPathTerm]
    /// The steps, in order. `//` is the step `descendant-or-self::node()`, as the abbreviation says (2.5).
    public let steps: [XPathStep]

    /// The names of a path from the context node made only of child names, without predicates: `a/b`; nil for all others.
    public var childNames: [String]? {
        guard case .context = start else { return nil }
        return namesOfChildSteps
    }

    var namesOfChildSteps: [String]? {
        var names: [String] = []
        for step in steps {
            guard step.axis == .child, step.predicates.isEmpty, case .name(let name) = step.test else { return nil }
            names.append(name)
        }
        return names
    }

    /// Whether it is `.` alone.
    public var isSelf: Bool {
        guard case .context = start, steps.count == 1, steps[0].predicates.isEmpty, steps[0].axis == .itself else { return false }
        if case .node = steps[0].test { return true }
        return false
    }
}

/// One step of a location path.
public struct XPathStep: Sendable {
    /// The direction of a step (2.2).
    public enum Axis: String, Sendable, CaseIterable {
        /// `ancestor`.
        case ancestor
        /// `ancestor-or-self`.
        case ancestorOrSelf = "ancestor-or-self"
        /// `attribute`, or `@`.
        case attribute
        /// `child`, or nothing.
        case child
        /// `descendant`.
        case descendant
        /// `descendant-or-self`.
        case descendantOrSelf = "descendant-or-self"
        /// `following`.
        case following
        /// `following-sibling`.
        case followingSibling = "following-sibling"
        /// `namespace`.
        case namespace
        /// `parent`.
        case parent
        /// `preceding`.
        case preceding
        /// `preceding-sibling`.
        case precedingSibling = "preceding-sibling"
        /// `self`.
        case itself = "self"
    }

    /// Which nodes of the axis are meant (2.3).
    public enum Test: Sendable, Equatable {
        /// Nodes of this name.
        case name(String)
        /// `*`.
        case any
        /// `node()`.
        case node
        /// `text()`.
        case text
        /// `comment()`.
        case comment
        /// `processing-instruction()`, with or without a target.
        case processingInstruction(String?)
    }

    /// The direction.
    public let axis: Axis
    /// Which nodes.
    public let test: Test
    /// The predicates, in order.
    public let predicates: [XPathTerm]
    /// Where the step stands, its predicates included.
    public let range: Range<Int>
    /// Where the node test stands, such as the name alone; for `.`, `..` and `//` the whole abbreviation.
    public let testRange: Range<Int>
}

/// The functions of XPath 1.0 itself (clause 4).
public enum XPathCoreFunctions {
    /// How many arguments the function `name` takes; nil when XPath 1.0 has no such function.
    public static func arity(of name: String) -> ClosedRange<Int>? {
        switch name {
        case "last", "position", "true", "false": 0...0
        case "count", "id", "not", "boolean", "sum", "floor", "ceiling", "round", "lang": 1...1
        case "local-name", "namespace-uri", "name", "string", "string-length", "normalize-space", "number": 0...1
        case "starts-with", "contains", "substring-before", "substring-after": 2...2
        case "substring": 2...3
        case "translate": 3...3
        case "concat": 2...Int.max
        default: nil
        }
    }

    /// Their names, in alphabetical order.
    public static let names = [
        "boolean", "ceiling", "concat", "contains", "count", "false", "floor", "id", "lang", "last", "local-name", "name", "namespace-uri",
        "normalize-space", "not", "number", "position", "round", "starts-with", "string", "string-length", "substring", "substring-after",
        "substring-before", "sum", "translate", "true",
    ]
}
