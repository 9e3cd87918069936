/// How grave a diagnostic is.
public enum Severity: String, Sendable, Comparable {
    /// The work cannot be done.
    case error
    /// The work can be done, and its result deserves a look.
    case warning
    /// More about another diagnostic, or a fact for the author.
    case note

    /// Graver severities come first.
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }
}

/// A fault in the data that a template was given.
public struct DataFault: Hashable, Sendable {
    /// Where the value is, as the data dictionary names it: `req.no`, `reason[2]`.
    public var path: String
    /// The field's label, in Arabic.
    public var label: String?
    /// What was given, cut short or masked when it may not be shown; nil when nothing was given.
    public var given: String?
    /// What is wanted, in words.
    public var wanted: String?

    /// A fault at `path`.
    public init(path: String, label: String? = nil, given: String? = nil, wanted: String? = nil) {
        self.path = path
        self.label = label
        self.given = given
        self.wanted = wanted
    }
}

/// One thing to tell the author of a template or the giver of data.
public struct Diagnostic: Hashable, Sendable {
    /// How grave it is.
    public var severity: Severity
    /// What is wrong, in one plain sentence without a full stop.
    public var message: String
    /// Where it is, when a file is to blame.
    public var position: SourcePosition?
    /// The length of the marked span in Unicode scalars, when known; it never goes past the line's end when printed.
    public var length: Int?
    /// What to do about it.
    public var hint: String?
    /// The value to blame, when the fault is in the data.
    public var data: DataFault?

    /// A diagnostic; only the severity and the message are always there.
    public init(
        _ severity: Severity, _ message: String, at position: SourcePosition? = nil, length: Int? = nil, hint: String? = nil,
        data: DataFault? = nil
    ) {
        self.severity = severity
        self.message = message
        self.position = position
        self.length = length
        self.hint = hint
        self.data = data
    }
}

extension Diagnostic: Comparable {
    /// Order of printing: those without a place first, then by place, severity, data path and message, so that equal inputs print alike.
    public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
        switch (a.position, b.position) {
        case (nil, .some): return true
        case (.some, nil): return false
        case (.some(let left), .some(let right)) where left != right: return left < right
        default: break
        }
        if a.severity != b.severity { return a.severity < b.severity }
        let left = a.data?.path ?? ""
        let right = b.data?.path ?? ""
        if left != right { return left < right }
        return a.message < b.message
    }
}

extension Sequence where Element == Diagnostic {
    /// Whether any of them is an error.
    public var hasErrors: Bool { contains { $0.severity == .error } }

    /// In order of printing, each once.
    public func sortedForPrinting() -> [Diagnostic] {
        var result: [Diagnostic] = []
        for diagnostic in sorted() where result.last != diagnostic { result.append(diagnostic) }
        return result
    }
}
