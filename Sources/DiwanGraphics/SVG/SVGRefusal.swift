/// What is not drawn, and what to do instead.
struct SVGRefusal {
    let words: String
    let hint: String

    /// The refusal of an element; `nil` when it is drawn, passed over or unknown.
    static func of(_ element: String) -> SVGRefusal? {
        switch element {
        case "text", "tspan", "textPath", "tref":
            SVGRefusal(words: "text in a drawing is not drawn", hint: "make it outlines (in Inkscape: Path > Object to Path)")
        case "image": SVGRefusal(words: "a picture in a drawing is not drawn", hint: "place the picture by itself")
        case "script": SVGRefusal(words: "scripts are refused", hint: "remove the element")
        case "style":
            SVGRefusal(
                words: "style sheets are not read", hint: "save the drawing with presentation attributes (in Inkscape: as Plain SVG)")
        case "svg": SVGRefusal(words: "a drawing within a drawing is not drawn", hint: "make it a <g> with a transform")
        case "foreignObject": SVGRefusal(words: "foreign objects are not drawn", hint: "remove the element")
        case "animate", "animateColor", "animateMotion", "animateTransform", "set":
            SVGRefusal(words: "animations are not drawn", hint: "remove the element")
        case "a": SVGRefusal(words: "links in a drawing are not made", hint: "make it a <g>")
        case "switch": SVGRefusal(words: "<switch> is not drawn", hint: "keep the one child that is to be drawn")
        default: nil
        }
    }

    /// The elements that are drawn.
    static let known = ["g", "defs", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"]

    /// Properties that a browser would take from the attribute `style` and that are read as attributes here.
    static let styleOnlyProperties: Set<String> = [
        "transform", "transform-origin", "d", "x", "y", "cx", "cy", "r", "rx", "ry", "width", "height",
    ]
}
