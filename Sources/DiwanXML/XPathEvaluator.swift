import CLibXML2

/// Evaluates expressions over data trees, with variables and functions. It belongs to one thread at a time; make it once and
/// use it for every record.
public final class XPathEvaluator {
    /// The most steps (visits of nodes and operators) that one evaluation may take.
    public let stepLimit: Int
    private let context: xmlXPathContextPtr
    private var functions: [String: XPathFunction] = [:]
    private var variables: [(name: String, value: XPathValue)] = []
    private var failure: XPathError?
    /// The tree of the evaluation that is running.
    private var tree: DataTree?

    /// An evaluator with `functions` beside those of XPath 1.0; the same names take the place of XPath's own.
    public init(functions: [XPathFunction] = [], stepLimit: Int = 1_000_000) {
        precondition(stepLimit > 0)
        _ = LibXML2.ready
        guard let context = xmlXPathNewContext(nil) else { fatalError("libxml2 has no memory for an evaluator") }
        self.context = context
        self.stepLimit = stepLimit
        for function in XPathFunction.plainNumbers + functions { self.functions[function.name] = function }
        xmlXPathContextSetCache(context, 1, -1, 0)
        let this = Unmanaged.passUnretained(self).toOpaque()
        context.pointee.userData = this
        context.pointee.opLimit = UInt(stepLimit)
        context.pointee.error = { data, error in
            guard let data, let error else { return }
            XPathEvaluator.evaluator(data).report(error.pointee)
        }
        xmlXPathRegisterFuncLookup(context, { data, name, _ in XPathEvaluator.function(data, name) }, this)
        xmlXPathRegisterVariableLookup(context, { data, name, _ in XPathEvaluator.variable(data, name) }, this)
    }

    deinit { xmlXPathFreeContext(context) }

    // MARK: Variables

    /// How many variables are defined; give it back to `leaveScope(to:)`.
    public var scope: Int { variables.count }

    /// Defines `$name`; it hides an earlier one of the same name until the scope is left.
    public func define(_ name: String, _ value: XPathValue) { variables.append((name, value)) }

    /// Forgets the variables defined since `scope` was read.
    public func leaveScope(to scope: Int) {
        precondition((0...variables.count).contains(scope), "not a scope of this evaluator")
        variables.removeLast(variables.count - scope)
    }

    /// The value of `$name`.
    public func variable(_ name: String) -> XPathValue? { variables.last { $0.name == name }?.value }

    // MARK: Evaluating

    /// The value of `expression` with `node` as its context node, the `position`th of `size`.
    public func evaluate(
        _ expression: XPathExpression, at node: DataNode, position: Int = 1, size: Int = 1
    ) throws(XPathError) -> XPathValue {
        switch expression.direct {
        case .literal(let text): return .string(text)
        case .boolean(let value): return .boolean(value)
        case .path(let path): return .nodes(node.all(path))
        case .variable(let name, let path): return try variable(name, path)
        case .equals(let path, let bytes): return .boolean(XPathEvaluator.anyEqual(path, node, bytes))
        case nil:
            let object = try run(expression, node, position, size)
            defer { xmlXPathFreeObject(object) }
            return XPathEvaluator.value(of: object, in: node.tree)
        }
    }

    /// The value of `expression` as a string (4.2).
    public func string(_ expression: XPathExpression, at node: DataNode, position: Int = 1, size: Int = 1) throws(XPathError) -> String {
        if case .path(let path)? = expression.direct { return node.first(path)?.string ?? "" }
        return try evaluate(expression, at: node, position: position, size: size).string
    }

    /// The value of `expression` as a boolean (4.3).
    public func boolean(_ expression: XPathExpression, at node: DataNode, position: Int = 1, size: Int = 1) throws(XPathError) -> Bool {
        if case .path(let path)? = expression.direct { return path.first(from: node.pointer) != nil }
        return try evaluate(expression, at: node, position: position, size: size).boolean
    }

    /// The value of `expression` as a number (4.4).
    public func number(_ expression: XPathExpression, at node: DataNode, position: Int = 1, size: Int = 1) throws(XPathError) -> Double {
        try evaluate(expression, at: node, position: position, size: size).number
    }

    /// The nodes that `expression` selects, in document order; an error when its value is of another kind.
    public func nodes(_ expression: XPathExpression, at node: DataNode, position: Int = 1, size: Int = 1) throws(XPathError) -> [DataNode] {
        guard case .nodes(let nodes) = try evaluate(expression, at: node, position: position, size: size) else {
            throw .evaluation(words: "the expression does not select fields")
        }
        return nodes
    }

    private func variable(_ name: String, _ path: DataPath) throws(XPathError) -> XPathValue {
        guard let value = variable(name) else { throw .evaluation(words: "there is no variable $\(name)") }
        if path.names.isEmpty { return value }
        guard case .nodes(let nodes) = value else { throw .evaluation(words: "$\(name) holds no fields") }
        if nodes.count == 1 { return .nodes(nodes[0].all(path)) }
        return .nodes(nodes.flatMap { $0.all(path) })
    }

    /// Whether a node on `path` has the string-value `bytes` (3.4).
    private static func anyEqual(_ path: DataPath, _ node: DataNode, _ bytes: [UInt8]) -> Bool {
        var isEqual = false
        path.each(from: node.pointer) { pointer in
            if !isEqual { isEqual = DataNode(tree: node.tree, pointer: pointer).hasString(bytes) }
        }
        return isEqual
    }

    /// Runs libxml2; the caller frees the object. A function of ours may come back here for another expression.
    private func run(
        _ expression: XPathExpression, _ node: DataNode, _ position: Int, _ size: Int
    ) throws(XPathError) -> xmlXPathObjectPtr {
        let before = (
            context.pointee.doc, context.pointee.node, context.pointee.proximityPosition, context.pointee.contextSize,
            context.pointee.opCount, context.pointee.depth, tree
        )
        defer {
            context.pointee.doc = before.0
            context.pointee.node = before.1
            context.pointee.proximityPosition = before.2
            context.pointee.contextSize = before.3
            context.pointee.opCount = before.4
            context.pointee.depth = before.5
            tree = before.6
        }
        node.tree.prepareOrder()
        context.pointee.doc = node.tree.document
        context.pointee.node = node.pointer
        context.pointee.proximityPosition = Int32(clamping: position)
        context.pointee.contextSize = Int32(clamping: size)
        context.pointee.opCount = 0
        context.pointee.depth = 0
        failure = nil
        tree = node.tree
        let object = xmlXPathCompiledEval(expression.compiled, context)
        if let failure {
            xmlXPathFreeObject(object)
            self.failure = nil
            throw failure
        }
        guard let object else { throw .evaluation(words: "the expression has no value") }
        return object
    }

    // MARK: libxml2's side

    private static func evaluator(_ data: UnsafeMutableRawPointer) -> XPathEvaluator {
        Unmanaged<XPathEvaluator>.fromOpaque(data).takeUnretainedValue()
    }

    private func report(_ error: xmlError) {
        guard failure == nil else { return }
        let words: String
        switch UInt32(bitPattern: error.code) {
        case XML_XPATH_UNDEF_VARIABLE_ERROR.rawValue: words = "there is no such variable"
        case XML_XPATH_INVALID_TYPE.rawValue: words = "a value is of the wrong kind here"
        case XML_XPATH_INVALID_ARITY.rawValue: words = "a function has too few or too many arguments"
        case XML_XPATH_EXPRESSION_OK.rawValue + UInt32(XPATH_OP_LIMIT_EXCEEDED.rawValue):
            failure = .tooManySteps
            return
        default:
            words = error.message.map { String(cString: $0).filter { $0 != "\n" } } ?? "the evaluation failed"
        }
        failure = .evaluation(words: words)
    }

    private static func variable(
        _ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?
    ) -> xmlXPathObjectPtr? {
        guard let data, let name else { return nil }
        return evaluator(data).variable(String(cString: name)).flatMap(object)
    }

    private static func function(_ data: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?) -> xmlXPathFunction? {
        guard let data, let name else { return nil }
        let text = String(cString: name)
        // Unknown names come to us too: libxml2 would write them to standard error.
        guard evaluator(data).functions[text] != nil || XPathCoreFunctions.arity(of: text) == nil else { return nil }
        return { parser, count in XPathEvaluator.call(parser, Int(count)) }
    }

    /// Every call of a function of ours comes through here; libxml2 names the function in the context.
    private static func call(_ parser: xmlXPathParserContextPtr?, _ count: Int) {
        guard let parser, let context = parser.pointee.context, let data = context.pointee.userData,
            let name = context.pointee.function
        else { return }
        let evaluator = evaluator(data)
        guard let tree = evaluator.tree, let node = context.pointee.node else { return }
        var arguments: [XPathValue] = []
        for _ in 0..<count {
            guard let object = valuePop(parser) else { break }
            arguments.append(value(of: object, in: tree))
            xmlXPathFreeObject(object)
        }
        arguments.reverse()
        do throws(XPathError) {
            let name = String(cString: name)
            guard let function = evaluator.functions[name] else { throw .evaluation(words: "there is no function \(name)()") }
            // `string()` takes the context node (4.2).
            if count == 0, name == "string" { arguments = [.string(DataNode(tree: tree, pointer: node).string)] }
            guard function.arity.contains(count), arguments.count >= count else {
                throw .function(name: name, words: "it takes \(words(function.arity)), not \(count)")
            }
            guard let result = object(try function.body(arguments)) else { throw .evaluation(words: "there is no memory left") }
            valuePush(parser, result)
        } catch {
            evaluator.failure = evaluator.failure ?? error
            parser.pointee.error = Int32(XPATH_EXPR_ERROR.rawValue)
        }
    }

    private static func words(_ arity: ClosedRange<Int>) -> String {
        if arity.upperBound == Int.max { return "at least \(arity.lowerBound) arguments" }
        if arity.count == 1 { return arity.lowerBound == 1 ? "1 argument" : "\(arity.lowerBound) arguments" }
        return "\(arity.lowerBound) to \(arity.upperBound) arguments"
    }

    /// A new object of libxml2 for `value`; libxml2 frees it.
    private static func object(_ value: XPathValue) -> xmlXPathObjectPtr? {
        switch value {
        case .string(let string): return xmlXPathNewString(string)
        case .number(let number): return xmlXPathNewFloat(number)
        case .boolean(let boolean): return xmlXPathNewBoolean(boolean ? 1 : 0)
        case .nodes(let nodes):
            guard let object = xmlXPathNewNodeSet(nodes.first?.pointer) else { return nil }
            for node in nodes.dropFirst() { xmlXPathNodeSetAddUnique(object.pointee.nodesetval, node.pointer) }
            return object
        }
    }

    private static func value(of object: xmlXPathObjectPtr, in tree: DataTree) -> XPathValue {
        switch object.pointee.type {
        case XPATH_BOOLEAN: return .boolean(object.pointee.boolval != 0)
        case XPATH_NUMBER: return .number(object.pointee.floatval)
        case XPATH_STRING: return .string(object.pointee.stringval.map { String(cString: $0) } ?? "")
        case XPATH_NODESET:
            guard let set = object.pointee.nodesetval else { return .nodes([]) }
            var nodes: [DataNode] = []
            nodes.reserveCapacity(Int(set.pointee.nodeNr))
            for index in 0..<Int(set.pointee.nodeNr) {
                // The tree has elements and texts; a document or namespace node would not outlive the evaluation.
                guard let node = set.pointee.nodeTab[index], node.pointee.type == XML_ELEMENT_NODE || node.pointee.type == XML_TEXT_NODE
                else { continue }
                nodes.append(DataNode(tree: tree, pointer: node))
            }
            return .nodes(nodes)
        default: return .string("")
        }
    }
}
