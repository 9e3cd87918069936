/// Gives names to sets of declarations: elements that look alike share a class, so that a page needs no style attributes.
struct StyleClasses {
    private var names: [String: String] = [:]
    /// The rules, in the order in which they were first needed.
    private(set) var rules = ""

    /// The class for `declarations`, which are written without braces; `nil` when there are none.
    mutating func name(for declarations: String) -> String? {
        if declarations.isEmpty { return nil }
        if let name = names[declarations] { return name }
        let name = "s\(names.count + 1)"
        names[declarations] = name
        rules += ".\(name){\(declarations)}\n"
        return name
    }
}

/// Declarations of CSS, one after the other.
struct Declarations {
    /// The declarations, without braces.
    private(set) var text = ""

    /// Appends a declaration.
    mutating func add(_ property: String, _ value: String) {
        if !text.isEmpty { text += ";" }
        text += property + ":" + value
    }

    /// Appends declarations.
    mutating func append(_ others: Declarations) {
        if !text.isEmpty, !others.text.isEmpty { text += ";" }
        text += others.text
    }
}
