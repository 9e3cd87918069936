/// What stands for a value in the help, and what a shell may complete it with.
enum ValueKind: Sendable {
    /// A file's path, or `-`.
    case file
    /// A folder's path.
    case folder
    /// A template's id or path.
    case template
    /// One of a few words.
    case choice([String])
    /// Anything else.
    case text
}

/// A value without a name before it, found by its place.
struct Operand: Sendable {
    /// How the help calls it, in capitals.
    var name: String
    /// What it is.
    var summary: String
    /// What it may be.
    var kind: ValueKind
    /// Whether it may be left out.
    var isOptional = false
    /// Whether there may be several; only the last operand may be so.
    var isRepeated = false

    /// The name as a usage line shows it: `[TEMPLATE…]`.
    var usage: String {
        let name = isRepeated ? name + "…" : name
        return isOptional ? "[\(name)]" : name
    }
}

/// An option: `--data FILE`.
struct Option: Sendable {
    /// Whether a value follows.
    enum Value: Sendable {
        /// No value: the option is there or not.
        case none
        /// A value, under the name that the help gives it.
        case required(String, ValueKind)
        /// A whole number may follow.
        case optionalNumber(String)
    }

    /// The name with its hyphens: `--data`.
    var name: String
    /// The one-letter form with its hyphen: `-o`.
    var short: String?
    /// Whether a value follows.
    var value: Value = .none
    /// Whether it may be given more than once.
    var isRepeated = false
    /// What it does.
    var summary: String

    /// The option as a usage line shows it: `-o, --output FILE`.
    var usage: String {
        let names = short.map { "\($0), \(name)" } ?? name
        switch value {
        case .none: return names
        case .required(let value, _): return "\(names) \(value)"
        case .optionalNumber(let value): return "\(names) [\(value)]"
        }
    }

    /// What its value may be; `nil` when it takes none.
    var valueKind: ValueKind? {
        switch value {
        case .none: nil
        case .required(_, let kind): kind
        case .optionalNumber: .text
        }
    }
}

/// A command, with all that its help, its completion and its parsing need.
struct Command: Sendable {
    /// What a command does; it says with which status the program ends.
    typealias Action = @Sendable (Arguments, Console) throws(CommandFailure) -> ExitStatus

    /// The word that calls it.
    var name: String
    /// What it does, in a line.
    var summary: String
    /// More, in paragraphs.
    var details: [String] = []
    /// The values that it takes by place.
    var operands: [Operand] = []
    /// The options beside `--help`.
    var options: [Option] = []
    /// Commands below it; a command with such does nothing itself.
    var subcommands: [Command] = []
    /// What it does; `nil` when it has commands below it.
    var action: Action?

    /// The option that every command has.
    static let helpOption = Option(name: "--help", short: "-h", summary: "show this help")

    /// The options, `--help` included.
    var allOptions: [Option] { options + [Command.helpOption] }
}

/// With what the program ends.
enum ExitStatus: Int32, Sendable {
    /// Done.
    case done = 0
    /// Wrong arguments, template or data.
    case mistake = 1
    /// A failure while running.
    case failure = 2
    /// A file or stream that cannot be read or written.
    case inputOutput = 3
    /// What was verified is not what it should be.
    case verification = 4
    /// The policy does not allow it.
    case refused = 5
    /// A batch of which a part was made.
    case inPart = 6
}
