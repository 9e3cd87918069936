import DiwanDocument

/// What counts the pages of a document: on paper a margin box of the browser counts them; a screen has none.
enum PageCounting {
    /// The content of a margin box, as CSS, and its look; `nil` when nothing in the document's feet and heads counts pages.
    static func content(of document: Document) -> (value: String, style: TextStyle)? {
        for blocks in [document.footer.others, document.footer.first, document.header.others, document.header.first] {
            for case .paragraph(let paragraph) in blocks.map(\.content) {
                if let part = paragraph.content.parts.first(where: \.countsPages) {
                    return (part.map(value).joined(separator: " "), paragraph.textStyle)
                }
            }
        }
        return nil
    }

    /// An inline as a value of `content` (CSS Generated Content 3, 2).
    private static func value(_ inline: Inline) -> String {
        switch inline {
        case .text(let text, _): CSSText.string(text)
        case .isolate(_, let inner): inner.map(value).joined(separator: " ")
        case .pageNumber(let digits, _): "counter(page\(digits == .arabicIndic ? ",arabic-indic" : ""))"
        case .pageCount(let digits, _): "counter(pages\(digits == .arabicIndic ? ",arabic-indic" : ""))"
        case .lineBreak, .fill, .blank, .field, .checkbox, .footnote: "\" \""
        }
    }
}
