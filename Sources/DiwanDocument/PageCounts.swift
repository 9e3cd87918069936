/// Lines where there are no pages to count: on a screen, in a message.
extension [Inline] {
    /// Whether the number of a page, or of pages, stands in the line.
    public var countsPages: Bool {
        contains { inline in
            switch inline {
            case .pageNumber, .pageCount: true
            case .isolate(_, let inner): inner.countsPages
            default: false
            }
        }
    }

    /// What is left of the line without what counts pages: between two gaps or line ends all goes that stands with a number of pages.
    public var withoutPageCounts: [Inline] {
        countsPages ? [Inline](parts.filter { !$0.countsPages }.joined()) : self
    }

    /// What stands between gaps and line ends.
    public var parts: [[Inline]] {
        split { inline in
            switch inline {
            case .fill, .lineBreak: true
            default: false
            }
        }.map([Inline].init)
    }
}
