import DiwanXML

extension ElementDefinition {
    /// An element that the language has and the engine does not draw yet: using it is an error of `check`.
    private static func unsupported(_ name: String, _ summary: String) -> ElementDefinition {
        ElementDefinition(
            name, .blocks, .content([.blocks, .inlines]),
            ["src", "of", "href", "width", "height", "alt", "kind"].map { AttributeDefinition($0, .text, "not used yet") }, content: .empty,
            summary
        ) { compiler, element, _ in
            compiler.report("\"\(name)\" is not supported yet", at: element)
            return .none
        }
    }

    static let img = unsupported("img", "A picture. Not supported yet.")
    static let svg = unsupported("svg", "A drawing. Not supported yet.")
}
