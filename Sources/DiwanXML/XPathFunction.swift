/// A function that expressions may call, beyond or in the place of those of XPath 1.0.
public struct XPathFunction: Sendable {
    /// The name in expressions.
    public let name: String
    /// How many arguments it takes.
    public let arity: ClosedRange<Int>
    /// The function itself. It throws `XPathError.function` when an argument will not do.
    public let body: @Sendable ([XPathValue]) throws(XPathError) -> XPathValue

    /// A function of `arity` arguments.
    public init(
        _ name: String, arity: ClosedRange<Int>, body: @escaping @Sendable ([XPathValue]) throws(XPathError) -> XPathValue
    ) {
        self.name = name
        self.arity = arity
        self.body = body
    }

    /// `concat` and `string` of XPath 1.0, for numbers in plain digits (libxml2 writes 1e+11).
    static let plainNumbers: [XPathFunction] = [
        XPathFunction("concat", arity: 2...Int.max) { arguments throws(XPathError) in
            var result = ""
            for argument in arguments { result += argument.string }
            return .string(result)
        },
        XPathFunction("string", arity: 0...1) { arguments throws(XPathError) in .string(arguments.first?.string ?? "") },
    ]
}
