import DiwanDiagnostics
import DiwanDocument
import DiwanXML

/// Walks through an SVG document and makes shapes of it.
final class SVGBuilder {
    private static let namespace = "http://www.w3.org/2000/svg"
    private static let linkNamespace = "http://www.w3.org/1999/xlink"
    /// Coordinates beyond this many points are refused; a PDF page is at most 14,400 wide.
    private static let farthest = 1_000_000.0

    let problems = SVGProblems()
    private let limits: SVGLimits
    private var elements: [String: XMLElement] = [:]
    private var frame: SVGFrame?
    private var shapeReader: SVGShapeReader
    private var shapes: [Drawing.Shape] = []
    private var visited = 0
    private var steps = 0
    private var isStopped = false

    init(limits: SVGLimits) {
        self.limits = limits
        shapeReader = SVGShapeReader(viewport: SVGViewport(width: 0, height: 0), steps: limits.steps, problems: problems)
    }

    /// What an element is drawn with.
    private struct Context {
        var style = SVGStyle()
        var map: Affine
        /// False within definitions.
        var isDrawn = true
        var depth = 1
        /// The elements that `use` elements have brought in, from the outermost.
        var uses: [XMLElement] = []
    }

    /// The drawing of the document; `nil` when there is none, and then there are problems.
    func drawing(_ root: XMLElement) -> Drawing? {
        guard root.name == "svg", root.namespace == Self.namespace else {
            problems.add(
                root, "the file is not an SVG drawing", hint: "its root is <svg xmlns=\"\(Self.namespace)\">")
            return nil
        }
        guard let frame = readFrame(root) else { return nil }
        self.frame = frame
        shapeReader = SVGShapeReader(viewport: frame.viewport, steps: limits.steps, problems: problems)
        collect(root)
        for attribute in root.attributes where attribute.name == "transform" && attribute.namespace.isEmpty {
            problems.add(attribute, nil, "a transform of the root is not drawn", hint: "put it on a <g> within")
        }
        var context = Context(map: frame.toPoints)
        applyStyle(root, &context.style)
        if context.style.isDisplayed { walkChildren(root, context) }
        guard let width = length(frame.width * SVGFrame.pointsPerPixel), let height = length(frame.height * SVGFrame.pointsPerPixel),
            width > .zero, height > .zero
        else {
            problems.add(root, "the drawing is too large or too small", hint: "give it a width and a height of a page at most")
            return nil
        }
        return Drawing(size: Size(width: width, height: height), shapes: shapes)
    }

    /// Notes every element that has an id; of equal ids the first.
    private func collect(_ root: XMLElement) {
        var open = [root]
        while let element = open.popLast() {
            if let id = element["id"], elements[id] == nil { elements[id] = element }
            open.append(contentsOf: element.elements.reversed())
        }
    }

    // MARK: The root

    private func readFrame(_ root: XMLElement) -> SVGFrame? {
        func extent(_ name: String) -> Double?? {
            guard let attribute = root.attribute(name) else { return .some(nil) }
            var scanner = SVGScanner(Array(attribute.value.utf8))
            scanner.skipSpace()
            if attribute.value == "auto" { return .some(nil) }
            guard let number = scanner.number() else {
                problems.add(attribute, nil, "\"\(attribute.value)\" is not a length")
                return nil
            }
            // A part of what is around the drawing is nothing that it could know.
            if scanner.take(UInt8(ascii: "%")) { return .some(nil) }
            guard let unit = SVGViewport.pixels(scanner.word()), scanner.isAtEnd else {
                problems.add(attribute, nil, "\"\(attribute.value)\" has a unit that is not known", hint: "use px, pt, pc, mm, cm or in")
                return nil
            }
            guard number > 0 else {
                problems.add(attribute, nil, "the drawing's \(name) must be above 0")
                return nil
            }
            return number * unit
        }
        let width = extent("width")
        let height = extent("height")
        var box: (Double, Double, Double, Double)?
        if let attribute = root.attribute("viewBox") {
            var scanner = SVGScanner(Array(attribute.value.utf8))
            scanner.skipSpace()
            var numbers: [Double] = []
            while let number = scanner.number() {
                numbers.append(number)
                scanner.skipSeparator()
            }
            guard numbers.count == 4, scanner.isAtEnd, numbers[2] > 0, numbers[3] > 0, numbers.allSatisfy(\.isFinite) else {
                problems.add(attribute, nil, "a viewBox is four numbers: x, y, and a width and a height above 0")
                return nil
            }
            box = (numbers[0], numbers[1], numbers[2], numbers[3])
        }
        var alignment = SVGAlignment()
        if let attribute = root.attribute("preserveAspectRatio") {
            do throws(SVGAlignment.Fault) {
                alignment = try SVGAlignment(attribute.value)
            } catch {
                switch error {
                case .slice:
                    problems.add(
                        attribute, nil, "\"slice\" is not drawn, because nothing is cut off", hint: "use \"meet\", or a smaller viewBox")
                case .unknown: problems.add(attribute, nil, "\"\(attribute.value)\" is not an alignment", hint: "write \"xMidYMid meet\"")
                }
            }
        }
        guard let width, let height else { return nil }
        guard let frame = SVGFrame(width: width, height: height, viewBox: box, alignment: alignment) else {
            problems.add(root, "the drawing has no size", hint: "give <svg> a viewBox, or a width and a height")
            return nil
        }
        return frame
    }

    // MARK: Elements

    private func walkChildren(_ element: XMLElement, _ context: Context) {
        for child in element.elements where !isStopped { walk(child, context) }
    }

    private func walk(_ element: XMLElement, _ outer: Context) {
        guard element.namespace == Self.namespace else { return }
        visited += 1
        guard visited <= limits.elements, outer.depth <= limits.depth else {
            let isDeep = outer.depth > limits.depth
            stop(element, isDeep ? "elements are more than \(limits.depth) deep" : "the drawing has more than \(limits.elements) elements")
            return
        }
        guard !problems.isFull else {
            isStopped = true
            return
        }
        switch element.name {
        // These draw nothing by themselves; what uses them is refused.
        case "linearGradient", "radialGradient", "pattern", "clipPath", "mask", "filter", "marker", "symbol", "title", "desc", "metadata":
            return
        default: break
        }
        if let refusal = SVGRefusal.of(element.name) {
            // An empty style sheet says nothing.
            if element.name == "style", element.children.allSatisfy({ if case .text(let text) = $0 { text.isBlank } else { false } }) {
                return
            }
            problems.add(element, refusal.words, hint: refusal.hint)
            return
        }
        var context = outer
        context.depth += 1
        applyStyle(element, &context.style)
        guard context.style.isDisplayed else { return }
        if let attribute = element.attribute("transform") {
            do throws(SVGTransform.Fault) {
                context.map = context.map * (try SVGTransform.map(attribute.value))
            } catch {
                problems.add(attribute, at: error.offset, error.words)
            }
        }
        switch element.name {
        case "g": walkChildren(element, context)
        case "defs":
            context.isDrawn = false
            walkChildren(element, context)
        case "use": use(element, context)
        case "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
            guard let outline = shapeReader.outline(element) else { return }
            if context.isDrawn { draw(outline, element, context) }
        default:
            problems.add(
                element, "<\(element.name)> is not an element that is drawn",
                hint: NearestName.hint(for: element.name, in: SVGRefusal.known))
        }
    }

    private func stop(_ element: XMLElement, _ words: String) {
        problems.add(element, words, hint: "simplify the drawing")
        isStopped = true
    }

    private func use(_ element: XMLElement, _ outer: Context) {
        guard
            let link = element.attribute("href")
                ?? element.attributes.first(where: { $0.name == "href" && $0.namespace == Self.linkNamespace })
        else {
            problems.add(element, "<use> needs the attribute href", hint: "write href=\"#id\"")
            return
        }
        guard link.value.utf8.first == UInt8(ascii: "#") else {
            problems.add(link, nil, "<use> of something outside the file is refused", hint: "put it into the file and write href=\"#id\"")
            return
        }
        let id = String(link.value.dropFirst())
        guard let target = elements[id] else {
            problems.add(link, nil, "no element has the id \"\(id)\"", hint: NearestName.hint(for: id, in: elements.keys.sorted()))
            return
        }
        guard target.name != "symbol" else {
            problems.add(link, nil, "symbols are not drawn", hint: "make the symbol a <g>")
            return
        }
        guard !outer.uses.contains(where: { $0 === target }) else {
            problems.add(link, nil, "\"\(id)\" uses itself")
            return
        }
        var context = outer
        context.uses.append(target)
        let x = shapeReader.length(element, "x", .horizontal) ?? 0
        let y = shapeReader.length(element, "y", .vertical) ?? 0
        context.map = context.map * Affine.translation(x, y)
        walk(target, context)
    }

    // MARK: Properties

    /// Sets what the presentation attributes say, and then what the attribute `style` says.
    private func applyStyle(_ element: XMLElement, _ style: inout SVGStyle) {
        for attribute in element.attributes where attribute.namespace.isEmpty {
            if attribute.name.hasPrefix("on") {
                problems.add(attribute, nil, "scripts are refused", hint: "remove the attribute \(attribute.name)")
            }
            guard SVGStyle.properties.contains(attribute.name) else { continue }
            set(attribute.name, trimmed(attribute.value, 0..<attribute.value.utf8.count), attribute, &style)
        }
        guard let attribute = element.attribute("style") else { return }
        let bytes = Array(attribute.value.utf8)
        var start = 0
        while start < bytes.count {
            // A semicolon within parentheses belongs to the value.
            var end = start
            var depth = 0
            while end < bytes.count, depth > 0 || bytes[end] != UInt8(ascii: ";") {
                if bytes[end] == UInt8(ascii: "(") { depth += 1 }
                if bytes[end] == UInt8(ascii: ")") { depth = max(0, depth - 1) }
                end += 1
            }
            let declaration = trimmed(attribute.value, start..<end)
            start = end + 1
            guard !declaration.isEmpty else { continue }
            guard let colon = bytes[declaration].firstIndex(of: UInt8(ascii: ":")) else {
                problems.add(attribute, declaration, "a style is a list of \"property: value\" with semicolons between")
                continue
            }
            let name = String(decoding: bytes[trimmed(attribute.value, declaration.lowerBound..<colon)], as: UTF8.self)
            let value = trimmed(attribute.value, colon + 1..<declaration.upperBound)
            if SVGRefusal.styleOnlyProperties.contains(name) {
                problems.add(attribute, declaration, "the property \"\(name)\" is read as an attribute only", hint: "write \(name)=\"…\"")
            } else {
                set(name, value, attribute, &style)
            }
        }
    }

    private func set(_ name: String, _ range: Range<Int>, _ attribute: XMLAttribute, _ style: inout SVGStyle) {
        let value = String(decoding: Array(attribute.value.utf8)[range], as: UTF8.self)
        do throws(SVGStyle.Fault) {
            try style.set(name, value, reference: shapeReader.viewport)
        } catch {
            problems.add(attribute, range, error.words, hint: error.hint)
        }
    }

    /// The range without the white space at its ends.
    private func trimmed(_ text: String, _ range: Range<Int>) -> Range<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        let utf8 = Array(text.utf8)
        while low < high, SVGScanner.isSpace(utf8[low]) { low += 1 }
        while high > low, SVGScanner.isSpace(utf8[high - 1]) { high -= 1 }
        return low..<high
    }

    // MARK: Drawing

    private func draw(_ outline: SVGOutline, _ element: XMLElement, _ context: Context) {
        let style = context.style
        // A straight line has no inside.
        let fill = element.name == "line" ? nil : style.fillColor
        let color = style.strokeColor
        guard style.isVisible, fill != nil || color != nil, !outline.segments.isEmpty, context.map.determinant != 0 else { return }
        var stroke: Stroke?
        if let color {
            guard let scale = context.map.uniformScale else {
                problems.add(
                    element, "a stroke under a transform that stretches it is not drawn",
                    hint: "make the stroke an outline (in Inkscape: Path > Stroke to Path)")
                return
            }
            guard let width = length(style.strokeWidth * scale) else { return reportFar(element) }
            // A width of zero would be the thinnest line that a device can draw.
            stroke = Stroke(
                width: max(width, Length(rawValue: 1)), color: color, cap: style.cap, join: style.join,
                miterLimit: Int32((style.miterLimit * 1_000).rounded()))
        }
        if stroke != nil, style.dashes.contains(where: { $0 > 0 }) {
            guard
                let dashes = SVGDashes.cut(
                    outline, dashes: style.dashes, offset: style.dashOffset, limit: limits.steps - min(steps, limits.steps))
            else { return stop(element, "the drawing has more than \(limits.steps) steps") }
            if fill != nil { add(outline, fill, nil, element, context) }
            add(dashes, nil, stroke, element, context)
        } else {
            add(outline, fill, stroke, element, context)
        }
    }

    private func reportFar(_ element: XMLElement) {
        problems.add(element, "a coordinate is not finite or too far out", hint: "keep the shape near the viewBox")
    }

    private func add(_ outline: SVGOutline, _ fill: Color?, _ stroke: Stroke?, _ element: XMLElement, _ context: Context) {
        guard !outline.segments.isEmpty, let frame, !isStopped else { return }
        steps += outline.segments.count
        guard steps <= limits.steps else { return stop(element, "the drawing has more than \(limits.steps) steps") }
        var path = Path(fillRule: context.style.fillRule)
        path.steps.reserveCapacity(outline.segments.count)
        var low = SVGPoint(x: .infinity, y: .infinity)
        var high = SVGPoint(x: -.infinity, y: -.infinity)
        func onPage(_ point: SVGPoint) -> Point? {
            let point = context.map(point)
            guard let x = length(point.x), let y = length(point.y) else { return nil }
            low = SVGPoint(x: min(low.x, point.x), y: min(low.y, point.y))
            high = SVGPoint(x: max(high.x, point.x), y: max(high.y, point.y))
            return Point(x: x, y: y)
        }
        for segment in outline.segments {
            switch segment {
            case .move(let point):
                guard let point = onPage(point) else { return reportFar(element) }
                path.steps.append(.move(point))
            case .line(let point):
                guard let point = onPage(point) else { return reportFar(element) }
                path.steps.append(.line(point))
            case .curve(let first, let second, let point):
                guard let first = onPage(first), let second = onPage(second), let point = onPage(point) else { return reportFar(element) }
                path.steps.append(.curve(first, second, point))
            case .close: path.steps.append(.close)
            }
        }
        // Control points may stand out further than the curve, and half the stroke stands out too: only more than that is told.
        let width = frame.width * SVGFrame.pointsPerPixel
        let height = frame.height * SVGFrame.pointsPerPixel
        let reach = Double(stroke?.width.rawValue ?? 0) / 65_536
        guard low.x <= width + reach, low.y <= height + reach, high.x >= -reach, high.y >= -reach else { return }
        let room = max(width, height) / 20
        if low.x < -room || low.y < -room || high.x > width + room || high.y > height + room {
            problems.warn(element, "the shape stands out of the drawing's frame and is not cut off", hint: "cut it, or enlarge the viewBox")
        }
        shapes.append(Drawing.Shape(path: path, fill: fill, stroke: stroke))
    }

    /// A number of points as a length; `nil` when it is too far out, or no number.
    private func length(_ points: Double) -> Length? {
        guard abs(points) <= Self.farthest else { return nil }
        return Length(rawValue: Int64((points * 65_536).rounded()))
    }
}
