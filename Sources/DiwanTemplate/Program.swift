import DiwanDocument

/// What an element does for each record: it adds to what the instantiation is making.
indirect enum Program: Sendable {
    /// Nothing.
    case none
    /// Adds fixed text in a fixed style.
    case text(FixedText, TextStyle)
    /// Whatever else.
    case run(@Sendable (Instantiation) -> Void)
    /// What adds the same for every record.
    case constant(@Sendable (Instantiation) -> Void)
    /// Adds blocks that were made when the template was compiled.
    case built([Block])
    /// One after the other.
    case sequence([Program])

    /// Whether it never adds anything.
    var isEmpty: Bool {
        switch self {
        case .none: true
        case .text, .run, .constant: false
        case .built(let blocks): blocks.isEmpty
        case .sequence(let programs): programs.allSatisfy(\.isEmpty)
        }
    }

    /// Whether it adds the same for every record.
    var isConstant: Bool {
        switch self {
        case .none, .text, .constant, .built: true
        case .run: false
        case .sequence(let programs): programs.allSatisfy(\.isConstant)
        }
    }

    /// The programs in order, as one.
    static func all(_ programs: [Program]) -> Program {
        let kept = programs.filter { !$0.isEmpty }
        return kept.isEmpty ? .none : kept.count == 1 ? kept[0] : .sequence(kept)
    }

    /// Adds to `target` what the program makes for its record.
    func run(_ target: Instantiation) {
        switch self {
        case .none: break
        case .text(let text, let style): target.append(text, style)
        case .run(let body), .constant(let body): body(target)
        case .built(let blocks): target.blocks += blocks
        case .sequence(let programs): for program in programs { program.run(target) }
        }
    }
}

/// Text of the template with its white space collapsed, as HTML does it.
struct FixedText: Sendable, Hashable {
    /// The text; white space is one space wherever there was some.
    let text: String
    /// The text without a space at its start.
    let withoutLeadingSpace: String
    /// Whether it starts with a space.
    let startsWithSpace: Bool
    /// Whether it ends with a space.
    let endsWithSpace: Bool

    init(_ source: String) {
        var collapsed = ""
        var wasSpace = false
        for scalar in source.unicodeScalars {
            let isSpace = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
            if !isSpace {
                collapsed.unicodeScalars.append(scalar)
            } else if !wasSpace {
                collapsed.unicodeScalars.append(" ")
            }
            wasSpace = isSpace
        }
        text = collapsed
        startsWithSpace = collapsed.utf8.first == 0x20
        endsWithSpace = wasSpace
        withoutLeadingSpace = startsWithSpace ? String(collapsed.unicodeScalars.dropFirst()) : collapsed
    }
}
