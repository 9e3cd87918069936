import DiwanXML

/// Reads the lengths and outlines of basic shapes and paths (SVG 1.1, 8 and 9).
struct SVGShapeReader {
    /// What percentages are of.
    let viewport: SVGViewport
    /// The most steps of one outline.
    let steps: Int
    let problems: SVGProblems

    /// The length of an attribute in user units; `nil` when it is missing, "auto" or wrong, and then there is a problem.
    func length(_ element: XMLElement, _ name: String, _ axis: SVGViewport.Axis, mayBeNegative: Bool = true) -> Double? {
        guard let attribute = element.attribute(name) else { return nil }
        var scanner = SVGScanner(Array(attribute.value.utf8))
        scanner.skipSpace()
        if scanner.peek == UInt8(ascii: "a"), name == "rx" || name == "ry", attribute.value == "auto" { return nil }
        let length = viewport.length(&scanner, axis)
        scanner.skipSpace()
        guard let length, scanner.isAtEnd else {
            problems.add(attribute, nil, "\"\(attribute.value)\" is not a length", hint: "a number, with px, pt, pc, mm, cm, in or %")
            return nil
        }
        guard mayBeNegative || length >= 0 else {
            problems.add(attribute, nil, "\(name) is not below 0")
            return nil
        }
        return length
    }

    /// The outline of a shape in user space; `nil` when it has none.
    func outline(_ element: XMLElement) -> SVGOutline? {
        switch element.name {
        case "path":
            guard let attribute = element.attribute("d") else { return nil }
            do throws(SVGPathData.Fault) {
                return try SVGPathData.outline(attribute.value, limit: steps)
            } catch {
                problems.add(attribute, at: error.offset, error.words)
                return nil
            }
        case "rect":
            let origin = SVGPoint(x: length(element, "x", .horizontal) ?? 0, y: length(element, "y", .vertical) ?? 0)
            let width = length(element, "width", .horizontal, mayBeNegative: false) ?? 0
            let height = length(element, "height", .vertical, mayBeNegative: false) ?? 0
            let rx = length(element, "rx", .horizontal, mayBeNegative: false)
            let ry = length(element, "ry", .vertical, mayBeNegative: false)
            guard width > 0, height > 0 else { return nil }
            return .rectangle(origin, width, height, radii: SVGPoint(x: rx ?? ry ?? 0, y: ry ?? rx ?? 0))
        case "circle", "ellipse":
            let middle = SVGPoint(x: length(element, "cx", .horizontal) ?? 0, y: length(element, "cy", .vertical) ?? 0)
            let rx: Double
            let ry: Double
            if element.name == "circle" {
                rx = length(element, "r", .diagonal, mayBeNegative: false) ?? 0
                ry = rx
            } else {
                let horizontal = length(element, "rx", .horizontal, mayBeNegative: false)
                let vertical = length(element, "ry", .vertical, mayBeNegative: false)
                (rx, ry) = (horizontal ?? vertical ?? 0, vertical ?? horizontal ?? 0)
            }
            guard rx > 0, ry > 0 else { return nil }
            return .ellipse(middle, rx, ry)
        case "line":
            var outline = SVGOutline()
            outline.move(SVGPoint(x: length(element, "x1", .horizontal) ?? 0, y: length(element, "y1", .vertical) ?? 0))
            outline.line(SVGPoint(x: length(element, "x2", .horizontal) ?? 0, y: length(element, "y2", .vertical) ?? 0))
            return outline
        default: return points(element)
        }
    }

    /// The outline of a polyline or polygon.
    private func points(_ element: XMLElement) -> SVGOutline? {
        guard let attribute = element.attribute("points") else { return nil }
        var scanner = SVGScanner(Array(attribute.value.utf8))
        scanner.skipSpace()
        var outline = SVGOutline()
        var isFirst = true
        while !scanner.isAtEnd {
            let start = scanner.offset
            guard let x = scanner.number() else {
                problems.add(attribute, at: start, "a number is missing here")
                return nil
            }
            scanner.skipSeparator()
            guard let y = scanner.number() else {
                problems.add(attribute, at: scanner.offset, "a point has two numbers")
                return nil
            }
            scanner.skipSeparator()
            let point = SVGPoint(x: x, y: y)
            if isFirst { outline.move(point) } else { outline.line(point) }
            isFirst = false
        }
        if element.name == "polygon" { outline.close() }
        outline.finish()
        return outline
    }
}
