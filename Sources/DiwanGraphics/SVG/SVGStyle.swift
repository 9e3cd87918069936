import DiwanDocument

/// The values of the properties that say how an element is painted (SVG 1.1, 11).
struct SVGStyle {
    // Inherited.
    var color = Color.black
    var fill = SVGPaint.color(.black)
    var fillRule = Path.FillRule.nonZero
    var isFillOpaque = true
    var stroke = SVGPaint.none
    var isStrokeOpaque = true
    var strokeWidth = 1.0
    var cap = Stroke.Cap.butt
    var join = Stroke.Join.miter
    var miterLimit = 4.0
    var dashes: [Double] = []
    var dashOffset = 0.0
    var isVisible = true
    // Of an element and all within it.
    var isDisplayed = true

    /// The colour that areas are filled with; `nil` for none.
    var fillColor: Color? { isFillOpaque ? color(fill) : nil }

    /// The colour that lines are drawn with; `nil` for none.
    var strokeColor: Color? { isStrokeOpaque && strokeWidth > 0 ? color(stroke) : nil }

    private func color(_ paint: SVGPaint) -> Color? {
        switch paint {
        case .none: nil
        case .color(let color): color
        case .currentColor: color
        }
    }

    /// The properties that are read: those that are drawn, and those that would be drawn elsewhere and are refused here.
    static let properties: Set<String> = [
        "color", "fill", "stroke", "fill-rule", "fill-opacity", "stroke-opacity", "opacity", "display", "visibility", "stroke-width",
        "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "clip-path", "mask", "filter",
        "marker", "marker-start", "marker-mid", "marker-end", "vector-effect", "clip", "mix-blend-mode", "paint-order",
    ]

    /// What is wrong with a property: a sentence, and what to do about it.
    struct Fault: Error {
        var words: String
        var hint: String?
    }

    /// Sets the property `name`; does nothing for one that is not among `properties`.
    ///
    /// - Parameter reference: what percentages of lengths are of, in user units.
    mutating func set(_ name: String, _ value: String, reference: SVGViewport) throws(Fault) {
        let keyword = value.lowercased()
        // An inherited property has its value already; of the others only the first values can be inherited.
        if keyword == "inherit" { return }
        switch name {
        case "color":
            if case .color(let color) = try Self.paint(value) { self.color = color }
        case "fill": fill = try Self.paint(value)
        case "stroke": stroke = try Self.paint(value)
        case "fill-rule": fillRule = try Self.choice(keyword, ["nonzero": .nonZero, "evenodd": .evenOdd])
        case "fill-opacity": isFillOpaque = try Self.isOpaque(keyword)
        case "stroke-opacity": isStrokeOpaque = try Self.isOpaque(keyword)
        case "opacity": isDisplayed = try Self.isOpaque(keyword) && isDisplayed
        case "display": isDisplayed = isDisplayed && keyword != "none"
        case "visibility": isVisible = try Self.choice(keyword, ["visible": true, "hidden": false, "collapse": false])
        case "stroke-width":
            strokeWidth = try Self.length(value, reference)
            guard strokeWidth >= 0 else { throw Fault(words: "a stroke's width is not below 0") }
        case "stroke-linecap": cap = try Self.choice(keyword, ["butt": .butt, "round": .round, "square": .square])
        case "stroke-linejoin": join = try Self.choice(keyword, ["miter": .miter, "round": .round, "bevel": .bevel])
        case "stroke-miterlimit":
            miterLimit = try Self.number(value)
            guard miterLimit >= 1, miterLimit <= 1_000_000 else { throw Fault(words: "a miter limit is 1 to 1000000") }
        case "stroke-dasharray": dashes = keyword == "none" ? [] : try Self.dashes(value, reference)
        case "stroke-dashoffset": dashOffset = try Self.length(value, reference)
        default: try Self.refuse(name, keyword)
        }
    }

    /// Throws for a property that would be drawn and is not.
    private static func refuse(_ name: String, _ keyword: String) throws(Fault) {
        let neutral: [String] =
            switch name {
            case "clip-path", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end", "vector-effect": ["none"]
            case "clip": ["auto"]
            case "mix-blend-mode": ["normal"]
            case "paint-order": ["normal", "fill", "fill stroke", "fill stroke markers"]
            default: [keyword]
            }
        guard !neutral.contains(keyword) else { return }
        let hint: String =
            switch name {
            case "clip-path", "mask", "clip": "cut the shapes themselves (in Inkscape: Path > Intersection)"
            case "vector-effect": "give the stroke its final width"
            case "paint-order": "draw the stroke as a shape of its own, before the fill"
            case "marker", "marker-start", "marker-mid", "marker-end": "draw the marker as a shape (in Inkscape: Path > Stroke to Path)"
            default: "draw it with plain colours"
            }
        throw Fault(words: "the property \"\(name)\" is not drawn", hint: hint)
    }

    private static func paint(_ value: String) throws(Fault) -> SVGPaint {
        do throws(SVGColor.Fault) {
            return try SVGColor.paint(value)
        } catch .translucent {
            throw Fault(words: "a colour that is partly transparent is not drawn", hint: "use the colour that is to be seen")
        } catch {
            if value.lowercased().hasPrefix("url(") {
                throw Fault(words: "gradients and patterns are not drawn", hint: "use a plain colour, such as #1a5c3a")
            }
            throw Fault(words: "\"\(value)\" is not a colour", hint: "write #rrggbb, rgb(…) or a colour's name")
        }
    }

    private static func choice<Value>(_ keyword: String, _ choices: KeyValuePairs<String, Value>) throws(Fault) -> Value {
        for (name, value) in choices where name == keyword { return value }
        throw Fault(words: "\"\(keyword)\" is not one of \(choices.map { $0.key }.joined(separator: ", "))")
    }

    private static func number(_ value: String) throws(Fault) -> Double {
        var scanner = SVGScanner(Array(value.utf8))
        guard let number = scanner.number(), scanner.isAtEnd else { throw Fault(words: "\"\(value)\" is not a number") }
        return number
    }

    private static func isOpaque(_ keyword: String) throws(Fault) -> Bool {
        var scanner = SVGScanner(Array(keyword.utf8))
        guard let number = scanner.number() else { throw Fault(words: "\"\(keyword)\" is not a number") }
        let opacity = scanner.take(UInt8(ascii: "%")) ? number / 100 : number
        guard scanner.isAtEnd else { throw Fault(words: "\"\(keyword)\" is not a number") }
        if opacity <= 0 { return false }
        guard opacity >= 1 else {
            throw Fault(words: "what is partly transparent is not drawn", hint: "use the colour that is to be seen, with opacity 1")
        }
        return true
    }

    private static func length(_ value: String, _ reference: SVGViewport) throws(Fault) -> Double {
        var scanner = SVGScanner(Array(value.utf8))
        guard let length = reference.length(&scanner, .diagonal), scanner.isAtEnd else {
            throw Fault(words: "\"\(value)\" is not a length")
        }
        return length
    }

    private static func dashes(_ value: String, _ reference: SVGViewport) throws(Fault) -> [Double] {
        var scanner = SVGScanner(Array(value.utf8))
        var dashes: [Double] = []
        repeat {
            guard let length = reference.length(&scanner, .diagonal), length >= 0 else {
                throw Fault(words: "dashes are lengths that are not below 0")
            }
            dashes.append(length)
            scanner.skipSeparator()
        } while !scanner.isAtEnd
        // An odd number of lengths is gone through twice (SVG 1.1, 11.4).
        return dashes.count % 2 == 0 ? dashes : dashes + dashes
    }
}
