/// A place in a drawing's user space, in user units; y grows downwards.
///
/// Numbers of a drawing are `Double`. Only +, −, ×, ÷, square roots and rounding to integers are done with them, which IEEE 754 makes the
/// same on every machine; there is no sine, power or other function that C libraries round differently.
struct SVGPoint: Equatable {
    var x: Double
    var y: Double

    static func + (a: SVGPoint, b: SVGPoint) -> SVGPoint { SVGPoint(x: a.x + b.x, y: a.y + b.y) }
    static func - (a: SVGPoint, b: SVGPoint) -> SVGPoint { SVGPoint(x: a.x - b.x, y: a.y - b.y) }
    static func * (a: SVGPoint, factor: Double) -> SVGPoint { SVGPoint(x: a.x * factor, y: a.y * factor) }

    /// The distance from zero.
    var length: Double { (x * x + y * y).squareRoot() }
}

/// An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f (SVG 1.1, 7.4).
struct Affine: Equatable {
    var a = 1.0
    var b = 0.0
    var c = 0.0
    var d = 1.0
    var e = 0.0
    var f = 0.0

    static func translation(_ x: Double, _ y: Double) -> Affine { Affine(e: x, f: y) }
    static func scale(_ x: Double, _ y: Double) -> Affine { Affine(a: x, d: y) }

    /// A turn by `degrees` from the x axis towards the y axis.
    static func rotation(_ degrees: Double) -> Affine {
        let (sine, cosine) = sineAndCosine(degrees)
        return Affine(a: cosine, b: sine, c: -sine, d: cosine)
    }

    /// First `inner`, then `outer`.
    static func * (outer: Affine, inner: Affine) -> Affine {
        Affine(
            a: outer.a * inner.a + outer.c * inner.b, b: outer.b * inner.a + outer.d * inner.b,
            c: outer.a * inner.c + outer.c * inner.d, d: outer.b * inner.c + outer.d * inner.d,
            e: outer.a * inner.e + outer.c * inner.f + outer.e, f: outer.b * inner.e + outer.d * inner.f + outer.f)
    }

    func callAsFunction(_ point: SVGPoint) -> SVGPoint {
        SVGPoint(x: a * point.x + c * point.y + e, y: b * point.x + d * point.y + f)
    }

    /// By how much areas grow; below 0 when the map is a reflection.
    var determinant: Double { a * d - b * c }

    /// By how much all lengths grow, when they all grow alike; `nil` when directions differ by more than a millionth.
    var uniformScale: Double? {
        let size = (a * a + b * b).squareRoot()
        let other = (c * c + d * d).squareRoot()
        let tolerance = 1e-6 * max(size, other)
        guard abs(size - other) <= tolerance, abs(a * c + b * d) <= tolerance * size else { return nil }
        return abs(determinant).squareRoot()
    }

    /// The sine and the cosine of an angle; those of multiples of 90° are exact.
    static func sineAndCosine(_ degrees: Double) -> (sine: Double, cosine: Double) {
        let turn = degrees - 360 * (degrees / 360).rounded(.down)
        let quadrant = (turn / 90).rounded()
        let x = (turn - 90 * quadrant) * (Double.pi / 180)
        // The series of Taylor for an eighth of a turn at most: the first terms left out are below 10^-18.
        let square = x * x
        var sine = 0.0
        var cosine = 0.0
        for term in (0...9).reversed() {
            let n = Double(2 * term)
            cosine = 1 - square * cosine / ((n + 1) * (n + 2))
            sine = 1 - square * sine / ((n + 2) * (n + 3))
        }
        sine *= x
        switch Int(quadrant) & 3 {
        case 0: return (sine, cosine)
        case 1: return (cosine, -sine)
        case 2: return (-sine, -cosine)
        default: return (-cosine, sine)
        }
    }
}
