public import DiwanDiagnostics
public import DiwanTemplate

/// What the house's style guide says of one template.
public struct TemplateReview: Sendable {
    /// Errors where the template's kind asks for what it does not have, and warnings about its words.
    public let diagnostics: [Diagnostic]
    /// The files that they speak of.
    public let sources: [SourceText]

    /// Reviews the template at `location`; its words too, with `words`.
    public init(_ location: TemplateLocation, guide: StyleGuide?, words: Bool, in environment: DiwanEnvironment) {
        let files = TemplateFiles(root: environment.folders.templates)
        let review = Template.review(location.path, guide: guide, words: words, profile: environment.profile) { files.read($0) }
        diagnostics = environment.shown(review.diagnostics)
        sources = review.sources.map { SourceText(file: environment.shown($0.file), bytes: $0.bytes) }
    }
}
