/// A page of pictures of documents, by template, for a reader who looks for one.
public struct GalleryPage: Sendable {
    /// A document that a picture shows.
    public struct Picture: Sendable {
        /// The file of the document, beside the page.
        public var file: String
        /// The file of the picture of its first page.
        public var picture: String
        /// What stands below it, in Arabic.
        public var caption: String
        /// The width and height of the paper, in any unit.
        public var proportion: (width: Int, height: Int)

        /// A picture.
        public init(file: String, picture: String, caption: String, proportion: (width: Int, height: Int)) {
            self.file = file
            self.picture = picture
            self.caption = caption
            self.proportion = proportion
        }
    }

    /// A template.
    public struct Template: Sendable {
        /// Its id.
        public var id: String
        /// Its version.
        public var version: String
        /// Its title.
        public var title: String
        /// Its documents.
        public var pictures: [Picture]

        /// A template.
        public init(id: String, version: String, title: String, pictures: [Picture]) {
            self.id = id
            self.version = version
            self.title = title
            self.pictures = pictures
        }
    }

    /// The templates for one kind of reader.
    public struct Section: Sendable {
        /// The heading, in Arabic.
        public var title: String
        /// The templates.
        public var templates: [Template]

        /// A section.
        public init(title: String, templates: [Template]) {
            self.title = title
            self.templates = templates
        }
    }

    /// The page's first line: by it a gallery knows its own page again.
    public static let mark = "<!DOCTYPE html><!-- diwan gallery -->"

    /// The documents and pictures that a gallery's page names, in its own folder.
    public static func files(of page: String) -> [String] {
        var files: [String] = []
        for attribute in ["href=\"", "src=\""] {
            for part in page.split(separator: attribute, omittingEmptySubsequences: false).dropFirst() {
                let name = String(part.prefix { $0 != "\"" })
                let isPlain = name.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                        true
                    default: false
                    }
                }
                if isPlain, !name.hasPrefix("."), name.hasSuffix(".pdf") || name.hasSuffix(".svg") { files.append(name) }
            }
        }
        return files
    }

    /// The page. `office` is the institution's name, `summary` says how much there is.
    public static func bytes(office: String, summary: String, sections: [Section]) -> [UInt8] {
        var writer = MarkupWriter()
        writer.markup(mark + "\n")
        writer.open("html", [("lang", "ar"), ("dir", "rtl")])
        writer.markup("<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        writer.element("title", "معرض القوالب – " + office)
        writer.markup("\n<style>\n\(styles)</style>\n</head>\n<body>\n<header>")
        writer.element("p", [("class", "office")], office)
        writer.element("h1", "معرض القوالب")
        writer.element("p", summary)
        writer.open("nav", [("aria-label", "الأقسام")])
        for (index, section) in sections.enumerated() {
            writer.element("a", [("href", "#s\(index + 1)")], "\(section.title)")
        }
        writer.markup("</nav></header>\n<main>\n")
        for (index, section) in sections.enumerated() {
            writer.open("section", [("id", "s\(index + 1)")])
            writer.element("h2", section.title)
            writer.newline()
            for template in section.templates { write(template, to: &writer) }
            writer.markup("</section>\n")
        }
        writer.markup("</main>\n</body></html>\n")
        return writer.bytes
    }

    private static func write(_ template: Template, to writer: inout MarkupWriter) {
        writer.open("article", [("id", template.id)])
        writer.element("h3", template.title)
        writer.open("p", [("class", "id")])
        writer.element("bdi", [("dir", "ltr")], template.version.isEmpty ? template.id : "\(template.id) \(template.version)")
        writer.markup("</p>\n<ul>\n")
        for picture in template.pictures {
            writer.markup("<li>")
            writer.open("a", [("href", picture.file)])
            writer.open(
                "img",
                [
                    ("src", picture.picture), ("alt", "الصفحة الأولى من \(template.title)، \(picture.caption)"), ("loading", "lazy"),
                    ("width", "\(picture.proportion.width)"), ("height", "\(picture.proportion.height)"),
                ])
            writer.element("span", picture.caption)
            writer.close("a")
            writer.markup("</li>\n")
        }
        writer.markup("</ul></article>\n")
    }

    private static let styles = """
        :root { --ink: #1d2b26; --quiet: #5b6a64; --accent: #1f5c45; --paper: #ffffff; --ground: #eef1ee; --line: #d3dbd6; color-scheme: light dark; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e8eeea; --quiet: #a9b7b0; --accent: #8fd0b4; --paper: #1d2522; --ground: #121816; --line: #36423d; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 1.05rem/1.6 "Noto Naskh Arabic", Amiri, "Traditional Arabic", serif; }
        header { padding: 2rem clamp(1rem, 4vw, 3rem) 1.2rem; background: var(--paper); border-block-end: 3px solid var(--accent); }
        header p { margin: 0; color: var(--quiet); }
        h1, h2, h3, nav { font-family: "Noto Kufi Arabic", "Noto Sans Arabic", sans-serif; line-height: 1.5; }
        h1 { margin: 0; font-size: 1.7rem; color: var(--accent); }
        nav { display: flex; flex-wrap: wrap; gap: .4rem 1.4rem; margin-block-start: .8rem; font-size: .9rem; }
        a { color: var(--accent); }
        main { padding: 0 clamp(1rem, 4vw, 3rem) 3rem; }
        h2 { margin: 2rem 0 1rem; font-size: 1.2rem; }
        article { margin-block-end: 1.2rem; padding: 1rem 1.2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; }
        h3 { margin: 0; font-size: 1rem; }
        .id { margin: 0; color: var(--quiet); font: .8rem/1.6 ui-monospace, monospace; }
        ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1.1rem; margin: .8rem 0 0; padding: 0; list-style: none; align-items: end; }
        li a { display: block; text-decoration: none; text-align: center; font-size: .85rem; }
        li a:hover span, li a:focus-visible span { text-decoration: underline; }
        li a:focus-visible { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: .2rem; }
        img { display: block; width: 100%; height: auto; margin-block-end: .4rem; background: #fff; border: 1px solid var(--line); border-radius: .15rem; box-shadow: 0 1px 4px rgb(0 0 0 / .14); }

        """
}
