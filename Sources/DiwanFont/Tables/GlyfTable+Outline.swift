/// The outline of a glyph: closed parts of straight lines and quadratic curves, `x` to the right and `y` up, in font units.
public struct GlyphOutline: Hashable, Sendable {
    /// A step of an outline.
    public enum Step: Hashable, Sendable {
        /// Begins a new part.
        case move(x: Int, y: Int)
        /// A straight line.
        case line(x: Int, y: Int)
        /// A quadratic curve with its control point.
        case curve(controlX: Int, controlY: Int, x: Int, y: Int)
        /// A straight line back to where the part began.
        case close
    }

    /// The steps; none for a blank glyph.
    public var steps: [Step] = []
}

extension GlyfTable {
    /// How deep glyphs may be put together from glyphs.
    private static let depthLimit = 8
    /// How many points an outline may have; more are left out.
    private static let pointLimit = 20_000

    /// The outline of `glyph`; parts that are damaged are left out (OpenType 1.9.1, "glyf").
    public func outline(of glyph: UInt16) -> GlyphOutline {
        var points: [ContourPoint] = []
        append(glyph, to: &points, depth: 0)
        return GlyphOutline(points)
    }

    private func append(_ glyph: UInt16, to points: inout [ContourPoint], depth: Int) {
        guard depth < Self.depthLimit, points.count < Self.pointLimit else { return }
        guard isComposite(glyph) else {
            points += simplePoints(of: data(of: glyph))
            return
        }
        let bytes = data(of: glyph)
        for component in components(of: glyph) {
            var part: [ContourPoint] = []
            append(component.glyph, to: &part, depth: depth + 1)
            let transform = Transform(component, in: bytes)
            for index in part.indices { transform.apply(to: &part[index]) }
            var (dx, dy) = (component.argument1, component.argument2)
            if component.flags & 0x0002 == 0 {
                // The arguments are two points that come to lie upon each other.
                guard points.indices.contains(dx), part.indices.contains(dy) else { continue }
                (dx, dy) = (points[dx].x - part[dy].x, points[dx].y - part[dy].y)
            }
            for index in part.indices {
                part[index].x += dx
                part[index].y += dy
            }
            points += part
            guard points.count < Self.pointLimit else { return }
        }
    }

    /// The points of a glyph that is not put together from others.
    private func simplePoints(of bytes: TableData) -> [ContourPoint] {
        let contours = bytes.i16(0)
        guard contours > 0, bytes.has(2 * contours + 2, at: 10) else { return [] }
        let ends = (0..<contours).map { bytes.u16(10 + 2 * $0) }
        let count = ends[contours - 1] + 1
        guard count <= Self.pointLimit, zip(ends, ends.dropFirst()).allSatisfy({ $0 < $1 }) else { return [] }
        var at = 12 + 2 * contours + bytes.u16(10 + 2 * contours)
        var flags: [Int] = []
        while flags.count < count {
            guard bytes.has(1, at: at) else { return [] }
            let flag = bytes.u8(at)
            at += 1
            flags.append(flag)
            guard flag & 0x08 != 0 else { continue }
            guard bytes.has(1, at: at) else { return [] }
            flags += Array(repeating: flag, count: min(bytes.u8(at), count - flags.count))
            at += 1
        }
        var points = flags.map { ContourPoint(x: 0, y: 0, isOnCurve: $0 & 1 != 0, isLast: false) }
        for end in ends { points[end].isLast = true }
        func read(_ path: WritableKeyPath<ContourPoint, Int>, short: Int, same: Int) -> Bool {
            var value = 0
            for index in points.indices {
                if flags[index] & short != 0 {
                    guard bytes.has(1, at: at) else { return false }
                    value += flags[index] & same != 0 ? bytes.u8(at) : -bytes.u8(at)
                    at += 1
                } else if flags[index] & same == 0 {
                    guard bytes.has(2, at: at) else { return false }
                    value += bytes.i16(at)
                    at += 2
                }
                points[index][keyPath: path] = value
            }
            return true
        }
        guard read(\.x, short: 0x02, same: 0x10), read(\.y, short: 0x04, same: 0x20) else { return [] }
        return points
    }
}

/// A point of a glyph's contours.
private struct ContourPoint {
    var x: Int
    var y: Int
    var isOnCurve: Bool
    /// Whether its contour ends with it.
    var isLast: Bool
}

/// The 2 × 2 matrix of a component, its numbers in 1/16384.
private struct Transform {
    private var xx = 16_384, xy = 0, yx = 0, yy = 16_384

    init(_ component: GlyfTable.Component, in bytes: TableData) {
        let at = component.glyphOffset + (component.flags & 0x0001 != 0 ? 6 : 4)
        if component.flags & 0x0008 != 0 {
            xx = bytes.i16(at)
            yy = xx
        } else if component.flags & 0x0040 != 0 {
            (xx, yy) = (bytes.i16(at), bytes.i16(at + 2))
        } else if component.flags & 0x0080 != 0 {
            (xx, xy, yx, yy) = (bytes.i16(at), bytes.i16(at + 2), bytes.i16(at + 4), bytes.i16(at + 6))
        }
    }

    func apply(to point: inout ContourPoint) {
        let (x, y) = (point.x, point.y)
        point.x = (x * xx + y * yx + 8_192) >> 14
        point.y = (x * xy + y * yy + 8_192) >> 14
    }
}

extension GlyphOutline {
    /// The outline of contours; between two control points lies a point of the curve, halfway.
    fileprivate init(_ points: [ContourPoint]) {
        var start = 0
        while start < points.count {
            let end = points[start...].firstIndex(where: \.isLast) ?? points.count - 1
            append(points[start...end])
            start = end + 1
        }
    }

    private mutating func append(_ contour: ArraySlice<ContourPoint>) {
        func middle(_ a: ContourPoint, _ b: ContourPoint) -> ContourPoint {
            ContourPoint(x: (a.x + b.x) >> 1, y: (a.y + b.y) >> 1, isOnCurve: true, isLast: false)
        }
        guard contour.count > 1, let head = contour.first, let tail = contour.last else { return }
        var points = contour[...]
        let first: ContourPoint
        if head.isOnCurve {
            first = points.removeFirst()
        } else if tail.isOnCurve {
            first = points.removeLast()
        } else {
            first = middle(head, tail)
        }
        steps.append(.move(x: first.x, y: first.y))
        var control: ContourPoint?
        for point in points + [first] {
            switch (control, point.isOnCurve) {
            case (nil, true): steps.append(.line(x: point.x, y: point.y))
            case (nil, false): control = point
            case (let known?, true):
                steps.append(.curve(controlX: known.x, controlY: known.y, x: point.x, y: point.y))
                control = nil
            case (let known?, false):
                let between = middle(known, point)
                steps.append(.curve(controlX: known.x, controlY: known.y, x: between.x, y: between.y))
                control = point
            }
        }
        if case .line = steps[steps.count - 1] { steps.removeLast() }
        steps.append(.close)
    }
}
