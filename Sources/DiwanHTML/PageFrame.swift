import DiwanBytes

/// What every page has around its content: the head, with the one style sheet and the policy that nothing is loaded or run.
enum PageFrame {
    /// A whole page.
    /// - Parameters:
    ///   - formAction: where forms may send, as a source of the Content Security Policy: `'none'`, `'self'`.
    ///   - body: the markup of the body's content.
    static func page(
        title: String, language: String, direction: String, styles: String, formAction: String, body: [UInt8]
    ) -> [UInt8] {
        var page = MarkupWriter()
        page.markup("<!DOCTYPE html>\n")
        page.open("html", [("lang", language), ("dir", direction)])
        page.markup("\n<head>\n<meta charset=\"utf-8\">\n")
        // The one style sheet is known by its hash (CSP 3, 2.3.1), so that no other can come in.
        let hash = Base64.encode(SHA256.hash(Array(styles.utf8)))
        let policy =
            "default-src 'none'; style-src 'sha256-\(hash)'; img-src data:; base-uri 'none'; form-action \(formAction)"
        page.open("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
        page.markup("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        page.markup("<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"format-detection\" content=\"telephone=no\">\n")
        page.element("title", title)
        page.markup("\n<style>")
        page.markup(styles)
        page.markup("</style>\n</head>\n<body>\n")
        page.markup(body)
        page.markup("</body>\n</html>\n")
        return page.bytes
    }
}

extension MarkupWriter {
    /// An element with text alone and no attributes.
    mutating func element(_ name: String, _ text: String) {
        element(name, [], text)
    }
}
