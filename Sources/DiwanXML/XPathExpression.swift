import CLibXML2

/// An XPath 1.0 expression, read and compiled once, for any number of evaluations in any threads.
///
/// libxml2 writes to a compiled expression only to remember the address of a function it has looked up, which is the same
/// in every evaluator of ours; this is what XSLT processors that share style sheets rely on too.
public final class XPathExpression: @unchecked Sendable {
    /// The expression as written.
    public let text: String
    /// The expression as a tree.
    public let syntax: XPathTerm
    /// What can be evaluated without libxml2.
    let direct: Direct?
    let compiled: xmlXPathCompExprPtr

    /// The forms that are looked up without libxml2.
    enum Direct: Sendable {
        /// `.`, `a/b`.
        case path(DataPath)
        /// `$a/b`.
        case variable(String, DataPath)
        /// A path compared with a literal: `a/b = 'c'`.
        case equals(DataPath, [UInt8])
        /// A string.
        case literal(String)
        /// `true` or `false` as a call.
        case boolean(Bool)
    }

    /// Reads and compiles `text`; throws errors of syntax with their offset.
    public init(_ text: String) throws(XPathError) {
        _ = LibXML2.ready
        let syntax = try XPathParser.parse(text)
        guard let context = xmlXPathNewContext(nil) else { fatalError("libxml2 has no memory for an expression") }
        defer { xmlXPathFreeContext(context) }
        // Without a handler libxml2 would write to standard error.
        context.pointee.error = { _, _ in }
        guard let compiled = xmlXPathCtxtCompile(context, text) else {
            throw .syntax(offset: max(0, Int(context.pointee.lastError.int1)), words: "libxml2 does not take this expression")
        }
        self.text = text
        self.syntax = syntax
        self.compiled = compiled
        direct = XPathExpression.direct(syntax)
    }

    deinit { xmlXPathFreeCompExpr(compiled) }

    private static func direct(_ term: XPathTerm) -> Direct? {
        switch term.kind {
        case .literal(let text): return .literal(text)
        case .call(let call) where call.arguments.isEmpty && call.name == "true": return .boolean(true)
        case .call(let call) where call.arguments.isEmpty && call.name == "false": return .boolean(false)
        case .variable(let name): return .variable(name, DataPath(names: []))
        case .path(let path):
            if path.isSelf { return .path(DataPath(names: [])) }
            if let names = path.childNames { return .path(DataPath(names: names)) }
            if case .term(let start) = path.start, case .variable(let name) = start.kind, path.predicates.isEmpty,
                let names = path.namesOfChildSteps
            {
                return .variable(name, DataPath(names: names))
            }
            return nil
        case .operation(.equal, _, let left, let right):
            if case .path(let path)? = direct(left), case .literal(let text) = right.kind { return .equals(path, Array(text.utf8)) }
            if case .path(let path)? = direct(right), case .literal(let text) = left.kind { return .equals(path, Array(text.utf8)) }
            return nil
        default: return nil
        }
    }
}
