public import DiwanDocument

/// Writes a document as one HTML page for reading: nothing is loaded from elsewhere and nothing runs.
///
/// The page has the document's text in the document's order, its headings, lists, tables and notes as elements of their kind, and its
/// styles as classes. On a narrow screen what stands side by side goes one below the other; on paper it comes near the PDF.
public struct ReadingPage: Sendable {
    private let fonts: FontStacks

    /// A writer that asks the reader's machine for `fonts`.
    public init(fonts: FontStacks) {
        self.fonts = fonts
    }

    /// The page, in UTF-8.
    public func bytes(_ document: Document) -> [UInt8] {
        var markup = DocumentMarkup(document, fonts: fonts)
        let body = markup.body()
        return PageFrame.page(
            title: document.metadata.title, language: document.metadata.language, direction: HTMLText.direction(document.direction),
            styles: ReadingStyles.base + markup.pageRules() + markup.classes.rules, formAction: "'none'", body: body)
    }
}

/// Words and values that pages write.
enum HTMLText {
    /// The value of `dir`.
    static func direction(_ direction: TextDirection) -> String {
        direction == .rightToLeft ? "rtl" : "ltr"
    }
}
