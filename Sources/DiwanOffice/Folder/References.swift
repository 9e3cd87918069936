import DiwanData
public import DiwanDiagnostics

/// A document that orders the office's work and that its letters cite: bylaws, the guide to research services, the guide to support.
public struct ReferenceDocument: Sendable {
    /// An article, a section or a service that can be cited by its code.
    public struct Article: Sendable, Hashable {
        /// The code: `15`, `service-3`.
        public let code: String
        /// What it is called or says in short.
        public let title: String
        /// What must hold, for a kind of support; the request form shows it.
        public let condition: String?
    }

    /// The name: `support-guide`.
    public let id: String
    /// The title, in Arabic.
    public let title: String
    /// The version that is in force.
    public let version: String
    /// What can be cited.
    public let articles: [Article]

    /// The article of a code.
    public func article(_ code: String) -> Article? { articles.first { $0.code == code } }

    /// Reads one document of `references/`; `nil` when it has mistakes.
    public static func read(_ source: SourceText) -> (document: ReferenceDocument?, faults: [Diagnostic]) {
        var reader = SettingsReader(source, format: "diwan-reference")
        let root = reader.root
        reader.allow(["diwan-reference", "id", "title", "version", "articles"], in: root)
        var articles: [Article] = []
        for element in reader.list(root, "articles") {
            reader.allow(["code", "title", "condition"], in: element)
            let article = Article(
                code: reader.text(element, "code"), title: reader.text(element, "title"),
                condition: reader.optionalText(element, "condition"))
            if articles.contains(where: { $0.code == article.code }) {
                reader.report("there are two of the code \"\(article.code)\"", element)
            }
            articles.append(article)
        }
        let document = ReferenceDocument(
            id: reader.name(root, "id"), title: reader.text(root, "title"), version: reader.text(root, "version"), articles: articles)
        return (reader.faults.hasErrors ? nil : document, reader.faults)
    }
}
