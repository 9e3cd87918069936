/// Why an expression was refused, or why its evaluation stopped.
public enum XPathError: Error, Equatable, Sendable {
    /// The expression breaks the grammar of XPath 1.0 at the byte `offset` of its UTF-8 form.
    case syntax(offset: Int, words: String)
    /// libxml2 stopped the evaluation; `words` say why.
    case evaluation(words: String)
    /// A function of ours refused its arguments; `words` say why.
    case function(name: String, words: String)
    /// The evaluation took more steps than the evaluator allows.
    case tooManySteps

    /// The error in plain words, without its place.
    public var words: String {
        switch self {
        case .syntax(_, let words), .evaluation(let words): words
        case .function(let name, let words): "\(name)(): \(words)"
        case .tooManySteps: "the expression takes too many steps"
        }
    }

    /// The byte offset in the expression, for errors of syntax.
    public var offset: Int? { if case .syntax(let offset, _) = self { offset } else { nil } }
}
