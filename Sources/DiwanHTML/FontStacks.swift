/// The fonts that pages ask the reader's machine for: no page carries or loads one.
public struct FontStacks: Hashable, Sendable {
    private let families: [String: [String]]

    /// What follows the office's own families: naskh faces that systems have.
    private static let system = ["Noto Naskh Arabic", "Scheherazade New", "Geeza Pro", "Traditional Arabic", "Times New Roman"]

    /// Stacks for names that documents use, families or roles, each with its families in the order of wish.
    public init(_ families: [String: [String]]) {
        self.families = families
    }

    /// The value of `font-family` for a name that a document uses.
    func value(_ name: String) -> String {
        var stack: [String] = []
        for family in (families[name] ?? [name]) + (families["body"] ?? []) + Self.system where !stack.contains(family) {
            stack.append(family)
        }
        return stack.map(CSSText.string).joined(separator: ",") + ",serif"
    }
}
