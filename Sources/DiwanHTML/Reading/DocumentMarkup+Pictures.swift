import DiwanBytes
import DiwanDocument
import DiwanGraphics

/// Pictures: pixels as data in the page, outlines as SVG.
extension DocumentMarkup {
    mutating func writePicture(_ placed: PlacedPicture) {
        switch placed.picture {
        case .drawing(let drawing): writeSVG(drawing, size: placed.size, alternative: placed.alternative, classes: nil)
        case .raster(let raster):
            let source = Self.dataURI(raster.samples, of: raster, colors: raster.colors)
            guard let opacity = raster.opacity else {
                writer.open(
                    "img",
                    [("src", source), ("alt", placed.alternative ?? "")] + Self.dimensions(placed.size))
                return
            }
            // The planes stay as they are stored: one is the mask of the other, by its luminance.
            masks += 1
            let mask = Self.dataURI(opacity, of: raster, colors: .grey)
            let place = "width=\"\(raster.width)\" height=\"\(raster.height)\" preserveAspectRatio=\"none\""
            openSVG("0 0 \(raster.width) \(raster.height)", size: placed.size, alternative: placed.alternative, classes: nil)
            writer.markup("<mask id=\"mask\(masks)\"><image href=\"\(mask)\" \(place)/></mask>")
            writer.markup("<image href=\"\(source)\" \(place) mask=\"url(#mask\(masks))\"/></svg>")
        }
    }

    /// Writes outlines, in points.
    mutating func writeSVG(_ drawing: Drawing, size: Size, alternative: String?, classes: String?) {
        let box = "0 0 \(CSSText.number(drawing.size.width)) \(CSSText.number(drawing.size.height))"
        openSVG(box, size: size, alternative: alternative, classes: classes)
        for shape in drawing.shapes {
            var attributes: [MarkupWriter.Attribute] = [
                ("d", Self.data(shape.path)), ("fill", shape.fill.map(CSSText.color) ?? "none"),
            ]
            if shape.path.fillRule == .evenOdd { attributes.append(("fill-rule", "evenodd")) }
            if let stroke = shape.stroke { attributes += Self.attributes(stroke) }
            writer.open("path", attributes)
            writer.close("path")
        }
        writer.markup("</svg>")
    }

    private mutating func openSVG(_ box: String, size: Size, alternative: String?, classes: String?) {
        let meaning: [MarkupWriter.Attribute] =
            alternative.map { [("role", "img"), ("aria-label", $0)] } ?? [("aria-hidden", "true")]
        writer.open("svg", (classes.map { [("class", $0)] } ?? []) + [("viewBox", box)] + Self.dimensions(size) + meaning)
    }

    /// The size in CSS pixels, of which a point has four thirds.
    private static func dimensions(_ size: Size) -> [MarkupWriter.Attribute] {
        func pixels(_ length: Length) -> String { "\((length.rawValue * 4 / 3 + 32_768) / 65_536)" }
        return [("width", pixels(size.width)), ("height", pixels(size.height))]
    }

    static func attributes(_ stroke: Stroke) -> [MarkupWriter.Attribute] {
        var attributes: [MarkupWriter.Attribute] = [
            ("stroke", CSSText.color(stroke.color)), ("stroke-width", CSSText.number(stroke.width)),
        ]
        switch stroke.cap {
        case .butt: break
        case .round: attributes.append(("stroke-linecap", "round"))
        case .square: attributes.append(("stroke-linecap", "square"))
        }
        switch stroke.join {
        case .miter: attributes.append(("stroke-miterlimit", CSSText.decimal(thousandths: Int(stroke.miterLimit))))
        case .round: attributes.append(("stroke-linejoin", "round"))
        case .bevel: attributes.append(("stroke-linejoin", "bevel"))
        }
        return attributes
    }

    /// The data of a path (SVG 1.1, 8.3).
    static func data(_ path: Path) -> String {
        func place(_ point: Point) -> String { CSSText.number(point.x) + " " + CSSText.number(point.y) }
        var data = ""
        for step in path.steps {
            switch step {
            case .move(let point): data += "M" + place(point)
            case .line(let point): data += "L" + place(point)
            case .curve(let first, let second, let end): data += "C" + place(first) + " " + place(second) + " " + place(end)
            case .close: data += "Z"
            }
        }
        return data
    }

    static func dataURI(_ plane: RasterPicture.Plane, of raster: RasterPicture, colors: RasterPicture.Colors) -> String {
        if case .jpeg = plane.coding { return "data:image/jpeg;base64," + Base64.encode(plane.bytes) }
        return "data:image/png;base64,"
            + Base64.encode(PNGWriter().write(plane, width: raster.width, height: raster.height, colors: colors))
    }
}
