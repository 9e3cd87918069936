import DiwanDocument
import DiwanFont

/// Draws glyphs as plain paths, straight from the font's `glyf` table: what a page must look like, however its text is encoded.
struct OutlinePath {
    let font: Font
    let size: Length

    /// A run's outlines as one path; its zero is the left end of the baseline.
    func path(of run: GlyphRun) -> Path {
        var steps: [Path.Step] = []
        var pen = 0
        for glyph in run.glyphs {
            let place = Transform(x: Double(pen + Int(glyph.xOffset)), y: Double(glyph.yOffset))
            append(glyph.id, place, depth: 0, to: &steps)
            pen += Int(glyph.xAdvance)
        }
        return Path(steps)
    }

    /// A change of coordinates: scales and turns, then moves.
    private struct Transform {
        var a = 1.0, b = 0.0, c = 0.0, d = 1.0
        var x: Double
        var y: Double

        func place(_ px: Double, _ py: Double) -> (x: Double, y: Double) { (a * px + c * py + x, b * px + d * py + y) }

        /// The change `inner`, and then this one.
        func after(_ inner: Transform) -> Transform {
            let origin = place(inner.x, inner.y)
            return Transform(
                a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b, c: a * inner.c + c * inner.d, d: b * inner.c + d * inner.d,
                x: origin.x, y: origin.y)
        }
    }

    /// The change of coordinates of a component (OpenType 1.9.1, "glyf", composite glyph description).
    private func transform(of component: GlyfTable.Component, _ data: TableData) -> Transform {
        var change = Transform(x: Double(component.argument1), y: Double(component.argument2))
        let at = component.glyphOffset + (component.flags & 1 != 0 ? 6 : 4)
        func fraction(_ index: Int) -> Double { Double(data.i16(at + 2 * index)) / 16_384 }
        if component.flags & 0x08 != 0 {
            (change.a, change.d) = (fraction(0), fraction(0))
        } else if component.flags & 0x40 != 0 {
            (change.a, change.d) = (fraction(0), fraction(1))
        } else if component.flags & 0x80 != 0 {
            (change.a, change.b, change.c, change.d) = (fraction(0), fraction(1), fraction(2), fraction(3))
        }
        return change
    }

    private func append(_ glyph: UInt16, _ change: Transform, depth: Int, to steps: inout [Path.Step]) {
        guard let glyf = font.glyf, depth < 8 else { return }
        let data = glyf.data(of: glyph)
        guard data.count > 10 else { return }
        guard data.i16(0) >= 0 else {
            for component in glyf.components(of: glyph) {
                append(component.glyph, change.after(transform(of: component, data)), depth: depth + 1, to: &steps)
            }
            return
        }
        let contours = data.i16(0)
        let ends = (0..<contours).map { data.u16(10 + 2 * $0) }
        let count = (ends.last ?? -1) + 1
        var at = 12 + 2 * contours + data.u16(10 + 2 * contours)
        var flags: [Int] = []
        while flags.count < count {
            let flag = data.u8(at)
            at += 1
            flags.append(flag)
            if flag & 8 != 0 {
                for _ in 0..<data.u8(at) { flags.append(flag) }
                at += 1
            }
        }
        func coordinates(short: Int, same: Int) -> [Int] {
            var value = 0
            return flags.prefix(count).map { flag in
                if flag & short != 0 {
                    value += flag & same != 0 ? data.u8(at) : -data.u8(at)
                    at += 1
                } else if flag & same == 0 {
                    value += data.i16(at)
                    at += 2
                }
                return value
            }
        }
        let xs = coordinates(short: 2, same: 16)
        let ys = coordinates(short: 4, same: 32)
        var start = 0
        for end in ends where end >= start {
            let points = (start...end).map { index -> OutlinePoint in
                let (x, y) = change.place(Double(xs[index]), Double(ys[index]))
                return OutlinePoint(x: x, y: y, isOn: flags[index] & 1 == 1)
            }
            start = end + 1
            contour(points, &steps)
        }
    }

    private struct OutlinePoint {
        var x: Double
        var y: Double
        var isOn: Bool
    }

    /// Appends a contour: between two control points there is a point of the curve, half-way.
    private func contour(_ points: [OutlinePoint], _ steps: inout [Path.Step]) {
        var full: [OutlinePoint] = []
        for (index, point) in points.enumerated() {
            full.append(point)
            let next = points[(index + 1) % points.count]
            if !point.isOn && !next.isOn { full.append(OutlinePoint(x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, isOn: true)) }
        }
        guard let first = full.firstIndex(where: { $0.isOn }) else { return }
        full = Array(full[first...] + full[..<first])
        steps.append(.move(place(full[0].x, full[0].y)))
        var index = 1
        while index < full.count {
            if full[index].isOn {
                steps.append(.line(place(full[index].x, full[index].y)))
                index += 1
            } else {
                let from = full[index - 1], control = full[index], to = full[(index + 1) % full.count]
                // A quadratic curve as a cubic one: its control points stand two thirds of the way to the quadratic's.
                steps.append(
                    .curve(
                        place((from.x + 2 * control.x) / 3, (from.y + 2 * control.y) / 3),
                        place((to.x + 2 * control.x) / 3, (to.y + 2 * control.y) / 3), place(to.x, to.y)))
                index += 2
            }
        }
        steps.append(.close)
    }

    private func place(_ x: Double, _ y: Double) -> Point {
        let scale = Double(size.rawValue) / Double(font.unitsPerEm)
        return Point(x: Length(rawValue: Int64((x * scale).rounded())), y: Length(rawValue: Int64((-y * scale).rounded())))
    }
}
