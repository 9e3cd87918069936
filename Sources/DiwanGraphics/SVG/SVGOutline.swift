/// An outline in user space.
struct SVGOutline {
    /// A step of an outline.
    enum Segment {
        case move(SVGPoint)
        case line(SVGPoint)
        case curve(SVGPoint, SVGPoint, SVGPoint)
        case close
    }

    /// The distance of a quarter circle's control points from its ends, for radius 1: 4/3 · (√2 − 1).
    static let quarter = 4.0 / 3.0 * (2.0.squareRoot() - 1)

    private(set) var segments: [Segment] = []
    /// Where the pen is.
    private(set) var current = SVGPoint(x: 0, y: 0)
    private var start = SVGPoint(x: 0, y: 0)
    private var isOpen = false

    /// Begins a new part.
    mutating func move(_ point: SVGPoint) {
        // A part without a line draws nothing (SVG 1.1, 8.3.2).
        if case .move = segments.last { segments.removeLast() }
        segments.append(.move(point))
        (current, start, isOpen) = (point, point, true)
    }

    /// After a part was closed, the next begins where it began.
    private mutating func reopen() {
        if !isOpen { move(current) }
    }

    mutating func line(_ point: SVGPoint) {
        reopen()
        segments.append(.line(point))
        current = point
    }

    mutating func curve(_ first: SVGPoint, _ second: SVGPoint, _ point: SVGPoint) {
        reopen()
        segments.append(.curve(first, second, point))
        current = point
    }

    /// A quadratic curve, as the cubic one that is the same.
    mutating func quadratic(_ control: SVGPoint, _ point: SVGPoint) {
        curve(current + (control - current) * (2.0 / 3.0), point + (control - point) * (2.0 / 3.0), point)
    }

    mutating func close() {
        guard isOpen else { return }
        segments.append(.close)
        (current, isOpen) = (start, false)
    }

    /// Takes away a last part without a line.
    mutating func finish() {
        if case .move = segments.last { segments.removeLast() }
    }

    /// A part of an ellipse to `end` (SVG 1.1, 8.3.8 and F.6), in cubic curves of a quarter at most.
    ///
    /// All is done on the unit circle, with vectors and square roots instead of angles.
    mutating func arc(radii: SVGPoint, degrees: Double, isLarge: Bool, isPositive: Bool, to end: SVGPoint) {
        let radii = SVGPoint(x: abs(radii.x), y: abs(radii.y))
        guard end != current else { return }
        guard radii.x > 0, radii.y > 0 else { return line(end) }
        let (sine, cosine) = Affine.sineAndCosine(degrees)
        func toCircle(_ p: SVGPoint) -> SVGPoint {
            SVGPoint(x: (cosine * p.x + sine * p.y) / radii.x, y: (cosine * p.y - sine * p.x) / radii.y)
        }
        let chord = toCircle(end - current)
        let half = chord.length / 2
        guard half > 0, half.isFinite else { return line(end) }
        // Radii that are too small for the chord grow together until they are just enough.
        let growth = max(1, half)
        let halfOnCircle = half / growth
        // The middle lies on the left of the chord when the arc is small and goes the positive way, or large and goes the other.
        let distance = max(0, 1 - halfOnCircle * halfOnCircle).squareRoot() * (isLarge != isPositive ? 1 : -1)
        let along = chord * (1 / chord.length)
        let toMiddle = along * halfOnCircle + SVGPoint(x: -along.y, y: along.x) * distance
        var from = toMiddle * -1
        let to = along * (2 * halfOnCircle) - toMiddle
        let way = isPositive ? 1.0 : -1.0
        func onPage(_ vector: SVGPoint) -> SVGPoint {
            let x = vector.x * radii.x * growth
            let y = vector.y * radii.y * growth
            return SVGPoint(x: cosine * x - sine * y, y: sine * x + cosine * y)
        }
        let middle = current + onPage(toMiddle)
        let tolerance = 1e-9
        for _ in 0..<3 {
            let sineLeft = way * (from.x * to.y - from.y * to.x)
            let cosineLeft = from.x * to.x + from.y * to.y
            guard sineLeft < -tolerance || cosineLeft < -tolerance else { break }
            let next = SVGPoint(x: -from.y * way, y: from.x * way)
            curve(
                middle + onPage(from + next * Self.quarter), middle + onPage(next + from * Self.quarter), middle + onPage(next))
            from = next
        }
        let left = (to - from).length / 2
        guard left > tolerance else {
            replaceEnd(with: end)
            return
        }
        // 4/3 · tan(θ/4), by the sine and the cosine of θ/2.
        let reach = 4.0 / 3.0 * left / (1 + (to + from).length / 2)
        let first = SVGPoint(x: -from.y * way, y: from.x * way)
        let last = SVGPoint(x: to.y * way, y: -to.x * way)
        curve(middle + onPage(from + first * reach), middle + onPage(to + last * reach), end)
    }

    /// Puts the end of the last segment exactly where it belongs.
    private mutating func replaceEnd(with end: SVGPoint) {
        if case .curve(let first, let second, _) = segments.last {
            segments[segments.count - 1] = .curve(first, second, end)
            current = end
        } else {
            line(end)
        }
    }

    /// A rectangle, with round corners when both radii are above 0 (SVG 1.1, 9.2).
    static func rectangle(_ origin: SVGPoint, _ width: Double, _ height: Double, radii: SVGPoint) -> SVGOutline {
        var outline = SVGOutline()
        let (left, top, right, bottom) = (origin.x, origin.y, origin.x + width, origin.y + height)
        func at(_ x: Double, _ y: Double) -> SVGPoint { SVGPoint(x: x, y: y) }
        guard radii.x > 0, radii.y > 0 else {
            outline.move(at(left, top))
            outline.line(at(right, top))
            outline.line(at(right, bottom))
            outline.line(at(left, bottom))
            outline.close()
            return outline
        }
        let (rx, ry) = (min(radii.x, width / 2), min(radii.y, height / 2))
        let (kx, ky) = (rx * (1 - quarter), ry * (1 - quarter))
        outline.move(at(left + rx, top))
        outline.line(at(right - rx, top))
        outline.curve(at(right - kx, top), at(right, top + ky), at(right, top + ry))
        outline.line(at(right, bottom - ry))
        outline.curve(at(right, bottom - ky), at(right - kx, bottom), at(right - rx, bottom))
        outline.line(at(left + rx, bottom))
        outline.curve(at(left + kx, bottom), at(left, bottom - ky), at(left, bottom - ry))
        outline.line(at(left, top + ry))
        outline.curve(at(left, top + ky), at(left + kx, top), at(left + rx, top))
        outline.close()
        return outline
    }

    /// An ellipse, which begins on the right and goes downwards (SVG 1.1, 9.3 and 9.4).
    static func ellipse(_ middle: SVGPoint, _ rx: Double, _ ry: Double) -> SVGOutline {
        var outline = SVGOutline()
        func at(_ x: Double, _ y: Double) -> SVGPoint { SVGPoint(x: middle.x + rx * x, y: middle.y + ry * y) }
        outline.move(at(1, 0))
        outline.curve(at(1, quarter), at(quarter, 1), at(0, 1))
        outline.curve(at(-quarter, 1), at(-1, quarter), at(-1, 0))
        outline.curve(at(-1, -quarter), at(-quarter, -1), at(0, -1))
        outline.curve(at(quarter, -1), at(1, -quarter), at(1, 0))
        outline.close()
        return outline
    }
}
