public import DiwanDocument
public import DiwanFont
import DiwanGraphics

/// Draws a page as a picture (SVG 1.1): glyphs are outlines, so that it shows the page's fonts to who does not have them.
public struct PageDrawing {
    /// A glyph of a font.
    private struct GlyphKey: Hashable {
        var font: FontID
        var glyph: UInt16
    }

    private let fontOf: (FontID) -> Font
    private var body = MarkupWriter()
    private var outlines = MarkupWriter()
    private var known: Set<GlyphKey> = []
    private var masks = 0

    private init(fontOf: @escaping (FontID) -> Font) {
        self.fontOf = fontOf
    }

    /// The file for `page`. The same page always gives the same bytes.
    public static func svg(_ page: Frame, fontOf: @escaping (FontID) -> Font) -> [UInt8] {
        var drawing = PageDrawing(fontOf: fontOf)
        drawing.append(page, .zero)
        var file = MarkupWriter()
        let (width, height) = (CSSText.number(page.size.width), CSSText.number(page.size.height))
        file.open(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", width + "pt"), ("height", height + "pt"),
                ("viewBox", "0 0 \(width) \(height)"),
            ])
        file.markup("\n<defs>\n")
        file.markup(drawing.outlines.bytes)
        file.markup("</defs>\n<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>\n")
        file.markup(drawing.body.bytes)
        file.close("svg")
        file.newline()
        return file.bytes
    }

    private mutating func append(_ frame: Frame, _ origin: Point) {
        for placed in frame.items {
            let place = origin + placed.origin
            switch placed.item {
            case .glyphs(let run): append(run, place)
            case .path(let path, let fill, let stroke):
                append(Drawing.Shape(path: path, fill: fill, stroke: stroke), [("transform", Self.moved(place))])
            case .picture(let picture, let size, _): append(picture, place, size)
            case .frame(let inner): append(inner, place)
            case .field(let widget): append(widget.shown, place)
            }
        }
    }

    // MARK: Text

    private mutating func append(_ run: GlyphRun, _ place: Point) {
        guard !run.glyphs.isEmpty else { return }
        let font = fontOf(run.font)
        let scale = Self.quotient(run.size, font.unitsPerEm)
        body.open(
            "g", [("fill", CSSText.color(run.color)), ("transform", "\(Self.moved(place)) scale(\(scale) -\(scale))")])
        var pen: (x: Int, y: Int) = (0, 0)
        for glyph in run.glyphs {
            let key = GlyphKey(font: run.font, glyph: glyph.id)
            let name = "f\(run.font.rawValue)g\(glyph.id)"
            if known.insert(key).inserted { define(name, font.glyf?.outline(of: glyph.id).steps ?? []) }
            let (x, y) = (pen.x + Int(glyph.xOffset), pen.y + Int(glyph.yOffset))
            body.markup("<use href=\"#\(name)\"" + (x == 0 ? "" : " x=\"\(x)\"") + (y == 0 ? "" : " y=\"\(y)\"") + "/>")
            pen.x += Int(glyph.xAdvance)
            pen.y += Int(glyph.yAdvance)
        }
        body.close("g")
        body.newline()
    }

    /// Writes the outline of a glyph, in font units and `y` up.
    private mutating func define(_ name: String, _ steps: [GlyphOutline.Step]) {
        var data = ""
        for step in steps {
            switch step {
            case .move(let x, let y): data += "M\(x) \(y)"
            case .line(let x, let y): data += "L\(x) \(y)"
            case .curve(let controlX, let controlY, let x, let y): data += "Q\(controlX) \(controlY) \(x) \(y)"
            case .close: data += "Z"
            }
        }
        outlines.markup("<path id=\"\(name)\" d=\"\(data)\"/>\n")
    }

    /// `size` over `units`, in points and to a thousand-millionth.
    private static func quotient(_ size: Length, _ units: Int) -> String {
        let billionths = size.rawValue * 1_000_000_000 / (65_536 * Int64(units))
        let digits = String(billionths % 1_000_000_000 + 1_000_000_000).dropFirst()
        return "\(billionths / 1_000_000_000).\(digits)"
    }

    private static func moved(_ place: Point) -> String {
        "translate(\(CSSText.number(place.x)) \(CSSText.number(place.y)))"
    }

    // MARK: Outlines and pictures

    private mutating func append(_ shape: Drawing.Shape, _ attributes: [MarkupWriter.Attribute] = []) {
        var all = attributes + [("d", DocumentMarkup.data(shape.path)), ("fill", shape.fill.map(CSSText.color) ?? "none")]
        if shape.path.fillRule == .evenOdd { all.append(("fill-rule", "evenodd")) }
        if let stroke = shape.stroke {
            all += DocumentMarkup.attributes(stroke)
            let period = CSSText.number(max(stroke.period, stroke.width))
            switch stroke.pattern {
            case .solid: break
            case .dashed: all.append(("stroke-dasharray", CSSText.number(max(stroke.period, stroke.width) / 2)))
            case .dotted: all += [("stroke-dasharray", "0 " + period), ("stroke-linecap", "round")]
            }
        }
        body.open("path", all)
        body.close("path")
        body.newline()
    }

    private mutating func append(_ picture: Picture, _ place: Point, _ size: Size) {
        let box: [MarkupWriter.Attribute] = [
            ("x", CSSText.number(place.x)), ("y", CSSText.number(place.y)), ("width", CSSText.number(size.width)),
            ("height", CSSText.number(size.height)), ("preserveAspectRatio", "none"),
        ]
        switch picture {
        case .drawing(let drawing):
            body.open("svg", box + [("viewBox", "0 0 \(CSSText.number(drawing.size.width)) \(CSSText.number(drawing.size.height))")])
            for shape in drawing.shapes { append(shape) }
            body.close("svg")
        case .raster(let raster):
            let samples = ("href", DocumentMarkup.dataURI(raster.samples, of: raster, colors: raster.colors))
            guard let opacity = raster.opacity else {
                body.open("image", box + [samples])
                body.close("image")
                return
            }
            masks += 1
            body.open("mask", [("id", "m\(masks)")])
            body.open("image", box + [("href", DocumentMarkup.dataURI(opacity, of: raster, colors: .grey))])
            body.close("image")
            body.close("mask")
            body.open("image", box + [samples, ("mask", "url(#m\(masks))")])
            body.close("image")
        }
    }
}
