/// Reads an XPath 1.0 expression into a tree, by recursive descent over the grammar of clause 3.
///
/// It is stricter than libxml2 where only a slip of the pen differs: `1 or2` (libxml2 takes `or` off any name), `1e3`, a space
/// after `$`, `a|`, `////a`, `last(`. Names have no prefix.
public struct XPathParser {
    /// The longest expression, in bytes.
    public static let lengthLimit = 4096
    /// How deep parentheses, predicates and arguments may stand within one another.
    public static let depthLimit = 48

    private var tokens: [XPathToken]
    private var index = 0
    private var depth = 0

    /// The tree of `expression`.
    public static func parse(_ expression: String) throws(XPathError) -> XPathTerm {
        guard expression.utf8.count <= lengthLimit else {
            throw .syntax(offset: lengthLimit, words: "the expression is longer than \(lengthLimit) bytes")
        }
        var tokenizer = XPathTokenizer(expression)
        var parser = XPathParser(tokens: try tokenizer.tokens())
        let term = try parser.expression()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        return term
    }

    private init(tokens: [XPathToken]) { self.tokens = tokens }

    private var current: XPathToken { tokens[index] }

    private func peek(_ ahead: Int) -> XPathToken.Kind { index + ahead < tokens.count ? tokens[index + ahead].kind : .end }

    private mutating func advance() { if index + 1 < tokens.count { index += 1 } }

    private mutating func take(_ symbol: String) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        advance()
        return true
    }

    private func unexpected(_ wanted: String) -> XPathError {
        let found =
            switch current.kind {
            case .end: "the end"
            case .name(let name): "\"\(name)\""
            case .variable(let name): "$\(name)"
            case .literal: "a string"
            case .number(let number): number
            case .symbol(let symbol): symbol
            }
        return .syntax(offset: current.range.lowerBound, words: "\(wanted) is wanted here, not \(found)")
    }

    private var end: Int { index > 0 ? tokens[index - 1].range.upperBound : 0 }

    // MARK: Operators

    private mutating func expression() throws(XPathError) -> XPathTerm {
        depth += 1
        defer { depth -= 1 }
        guard depth <= XPathParser.depthLimit else {
            throw .syntax(offset: current.range.lowerBound, words: "the expression is nested more than \(XPathParser.depthLimit) deep")
        }
        return try binary(0)
    }

    /// The operators by level, the loosest first.
    private static let levels: [[XPathOperator]] = [
        [.or], [.and], [.equal, .notEqual], [.less, .lessOrEqual, .greater, .greaterOrEqual], [.plus, .minus],
        [.multiply, .divide, .modulo],
    ]

    private func operatorHere(_ level: Int) -> XPathOperator? {
        let written: String
        switch current.kind {
        case .name(let name): written = name
        case .symbol(let symbol): written = symbol
        default: return nil
        }
        return XPathParser.levels[level].first { $0.rawValue == written }
    }

    private mutating func binary(_ level: Int) throws(XPathError) -> XPathTerm {
        guard level < XPathParser.levels.count else { return try unary() }
        var left = try binary(level + 1)
        while let found = operatorHere(level) {
            let place = current.range
            advance()
            let right = try binary(level + 1)
            left = XPathTerm(.operation(found, at: place, left, right), left.range.lowerBound..<end)
        }
        return left
    }

    private mutating func unary() throws(XPathError) -> XPathTerm {
        let start = current.range.lowerBound
        var isNegated = false
        while take("-") { isNegated = true }
        let term = try union()
        return isNegated ? XPathTerm(.negation(term), start..<end) : term
    }

    private mutating func union() throws(XPathError) -> XPathTerm {
        var left = try path()
        while current.kind == .symbol("|") {
            let place = current.range
            advance()
            let right = try path()
            left = XPathTerm(.operation(.union, at: place, left, right), left.range.lowerBound..<end)
        }
        return left
    }

    // MARK: Paths

    private mutating func path() throws(XPathError) -> XPathTerm {
        let start = current.range.lowerBound
        guard startsPrimary else { return try locationPath() }
        let primary = try self.primary()
        let predicates = try self.predicates()
        var steps: [XPathStep] = []
        if current.kind == .symbol("/") || current.kind == .symbol("//") { steps = try moreSteps() }
        if predicates.isEmpty, steps.isEmpty { return primary }
        return XPathTerm(.path(XPathPath(start: .term(primary), predicates: predicates, steps: steps)), start..<end)
    }

    private var startsPrimary: Bool {
        switch current.kind {
        case .variable, .literal, .number, .symbol("("): true
        case .name(let name): peek(1) == .symbol("(") && !XPathParser.isNodeType(name)
        default: false
        }
    }

    private static func isNodeType(_ name: String) -> Bool {
        name == "node" || name == "text" || name == "comment" || name == "processing-instruction"
    }

    private mutating func primary() throws(XPathError) -> XPathTerm {
        let token = current
        advance()
        switch token.kind {
        case .variable(let name): return XPathTerm(.variable(name), token.range)
        case .literal(let text): return XPathTerm(.literal(text), token.range)
        case .number(let text): return XPathTerm(.number(text), token.range)
        case .name(let name):
            advance()
            var arguments: [XPathTerm] = []
            if !take(")") {
                repeat { arguments.append(try expression()) } while take(",")
                guard take(")") else { throw unexpected("a comma or )") }
            }
            return XPathTerm(
                .call(XPathCall(name: name, nameRange: token.range, arguments: arguments)), token.range.lowerBound..<end)
        default:
            let inner = try expression()
            guard take(")") else { throw unexpected("an operator or )") }
            return inner
        }
    }

    private mutating func locationPath() throws(XPathError) -> XPathTerm {
        let start = current.range.lowerBound
        var steps: [XPathStep] = []
        var origin = XPathPath.Start.context
        if current.kind == .symbol("//") {
            origin = .root
            steps = try moreSteps()
        } else if take("/") {
            origin = .root
            if startsStep {
                steps = [try step()]
                steps += try moreSteps()
            }
        } else {
            steps = [try step()]
            steps += try moreSteps()
        }
        return XPathTerm(.path(XPathPath(start: origin, predicates: [], steps: steps)), start..<end)
    }

    private var startsStep: Bool {
        switch current.kind {
        case .name, .symbol("*"), .symbol("@"), .symbol("."), .symbol(".."): true
        default: false
        }
    }

    /// The steps after the first, each with its slash or slashes.
    private mutating func moreSteps() throws(XPathError) -> [XPathStep] {
        var steps: [XPathStep] = []
        while true {
            let place = current.range
            if take("//") {
                steps.append(XPathStep(axis: .descendantOrSelf, test: .node, predicates: [], range: place, testRange: place))
            } else if !take("/") {
                return steps
            }
            steps.append(try step())
        }
    }

    private mutating func step() throws(XPathError) -> XPathStep {
        let start = current.range
        if take(".") { return XPathStep(axis: .itself, test: .node, predicates: [], range: start, testRange: start) }
        if take("..") { return XPathStep(axis: .parent, test: .node, predicates: [], range: start, testRange: start) }
        var axis = XPathStep.Axis.child
        if take("@") {
            axis = .attribute
        } else if case .name(let name) = current.kind, peek(1) == .symbol("::") {
            guard let found = XPathStep.Axis(rawValue: name) else {
                throw .syntax(offset: start.lowerBound, words: "there is no axis \"\(name)\"")
            }
            axis = found
            advance()
            advance()
        }
        let testStart = current.range.lowerBound
        let test = try nodeTest()
        let testRange = testStart..<end
        return XPathStep(axis: axis, test: test, predicates: try predicates(), range: start.lowerBound..<end, testRange: testRange)
    }

    private mutating func nodeTest() throws(XPathError) -> XPathStep.Test {
        switch current.kind {
        case .symbol("*"):
            advance()
            return .any
        case .name(let name):
            guard peek(1) == .symbol("(") else {
                advance()
                return .name(name)
            }
            guard XPathParser.isNodeType(name) else { throw unexpected("a name, not a function call,") }
            advance()
            advance()
            var target: String?
            if name == "processing-instruction", case .literal(let literal) = current.kind {
                target = literal
                advance()
            }
            guard take(")") else { throw unexpected(")") }
            switch name {
            case "node": return .node
            case "text": return .text
            case "comment": return .comment
            default: return .processingInstruction(target)
            }
        default: throw unexpected("a name or a value")
        }
    }

    private mutating func predicates() throws(XPathError) -> [XPathTerm] {
        var result: [XPathTerm] = []
        while take("[") {
            result.append(try expression())
            guard take("]") else { throw unexpected("an operator or ]") }
        }
        return result
    }
}
