import DiwanDocument
import DiwanLayout
import DiwanShaping

/// What the layout tests share: the fonts, short ways to write documents, and ways to look at pages.
enum LayoutFixture {
    static let fonts = FontLibrary(faces: [
        FontFace(
            family: "Amiri", weight: .regular, roles: ["body", "heading"],
            path: "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf"),
        FontFace(
            family: "Amiri", weight: .bold, roles: ["body", "heading"], path: "/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Bold.ttf"),
        FontFace(family: "Noto Sans", weight: .regular, roles: ["latin"], path: "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    ])
    static let style = TextStyle(size: .points(14))
    static let origin = ElementID(rawValue: 7)

    static func text(_ string: String) -> Inline { .text(string, style) }

    static func paragraph(
        _ inlines: [Inline], _ alignment: TextAlignment = .start, block: BlockStyle = BlockStyle(), role: Paragraph.Role = .body,
        orphans: Int = 2, widows: Int = 2
    ) -> Block {
        let set = ParagraphStyle(alignment: alignment, orphans: orphans, widows: widows)
        return Block(
            origin: origin, style: block, content: .paragraph(Paragraph(role: role, style: set, textStyle: style, content: inlines)))
    }

    /// A page that is `width` by `height` points inside its margins.
    static func document(
        _ body: [Block], width: Int = 400, height: Int = 600, header: RunningContent = RunningContent(),
        footer: RunningContent = RunningContent()
    ) -> Document {
        let margin = Sides(all: Length.points(50))
        return Document(
            metadata: DocumentMetadata(title: "t"), pageSize: Size(width: .points(width + 100), height: .points(height + 100)),
            firstPageMargin: margin, margin: margin, header: header, footer: footer, body: body)
    }

    static func layout(_ document: Document) throws -> PagedDocument {
        try DocumentLayout(fonts: fonts).layout(document).document
    }

    /// A glyph run with its place on the page.
    struct PlacedRun {
        var run: GlyphRun
        var x: Length
        var y: Length
        var mark: ContentMark
    }

    static func runs(of frame: Frame, at offset: Point = .zero) -> [PlacedRun] {
        frame.items.flatMap { item -> [PlacedRun] in
            let place = offset + item.origin
            switch item.item {
            case .glyphs(let run): return [PlacedRun(run: run, x: place.x, y: place.y, mark: item.mark)]
            case .frame(let inner): return runs(of: inner, at: place)
            case .field(let widget): return runs(of: widget.shown, at: place)
            case .path, .picture: return []
            }
        }
    }

    /// The outlines on a page with their places.
    static func paths(of frame: Frame, at offset: Point = .zero) -> [(path: Path, at: Point)] {
        frame.items.flatMap { item -> [(path: Path, at: Point)] in
            let place = offset + item.origin
            switch item.item {
            case .glyphs, .picture: return []
            case .frame(let inner): return paths(of: inner, at: place)
            case .field(let widget): return paths(of: widget.shown, at: place)
            case .path(let path, _, _): return [(path, place)]
            }
        }
    }

    static func string(_ run: GlyphRun) -> String {
        String(String.UnicodeScalarView(run.text))
    }

    /// The lines of a page, from its top: each baseline's runs from left to right.
    static func lines(of page: Frame) -> [[PlacedRun]] {
        let byBaseline = Dictionary(grouping: runs(of: page), by: \.y)
        return byBaseline.keys.sorted().map { key in (byBaseline[key] ?? []).sorted { $0.x < $1.x } }
    }

    /// The text of a line in logical order, for lines of one paragraph.
    static func logical(_ line: [PlacedRun]) -> String {
        line.sorted { $0.run.textOffset < $1.run.textOffset }.map { string($0.run) }.joined()
    }
}
