/// A point of edwards25519 in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z (RFC 8032, 5.1.4).
struct EdwardsPoint {
    private var x: FieldElement
    private var y: FieldElement
    private var z: FieldElement
    private var t: FieldElement

    /// The neutral point (0, 1).
    static let neutral = EdwardsPoint(x: .zero, y: .one, z: .one, t: .zero)

    /// The base point: y is 4/5 and x is even.
    static let base: EdwardsPoint = {
        guard let point = EdwardsPoint((FieldElement(4) * FieldElement(5).inverse).bytes[...]) else {
            preconditionFailure("the base point is on the curve")
        }
        return point
    }()

    /// The curve's constant d = −121665/121666.
    private static let d = FieldElement.zero - FieldElement(121_665) * FieldElement(121_666).inverse
    private static let twiceD = d + d

    private init(x: FieldElement, y: FieldElement, z: FieldElement, t: FieldElement) {
        (self.x, self.y, self.z, self.t) = (x, y, z, t)
    }

    /// The point that 32 bytes stand for (RFC 8032, 5.1.3); `nil` when they stand for none, or are not the one way to write it.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var low = Array(bytes)
        let sign = low[31] >> 7 == 1
        low[31] &= 0x7F
        y = FieldElement(low[...])
        guard y.bytes == low else { return nil }
        // x² = u/v; the candidate root is u·v³·(u·v⁷)^((p − 5) / 8).
        let square = y * y
        let u = square - .one
        let v = Self.d * square + .one
        let v3 = v * v * v
        var root = u * v3 * (u * v3 * v3 * v).power(bits: 252, less: 3)
        let check = v * root * root
        if check != u {
            guard check == .zero - u else { return nil }
            root = root * FieldElement.rootOfMinusOne
        }
        if root.isZero && sign { return nil }
        x = root.isOdd == sign ? root : .zero - root
        z = .one
        t = x * y
    }

    /// The point as 32 bytes (RFC 8032, 5.1.2).
    var bytes: [UInt8] {
        let inverse = z.inverse
        var bytes = (y * inverse).bytes
        if (x * inverse).isOdd { bytes[31] |= 0x80 }
        return bytes
    }

    static prefix func - (point: EdwardsPoint) -> EdwardsPoint {
        EdwardsPoint(x: .zero - point.x, y: point.y, z: point.z, t: .zero - point.t)
    }

    static func + (left: EdwardsPoint, right: EdwardsPoint) -> EdwardsPoint {
        let a = (left.y - left.x) * (right.y - right.x)
        let b = (left.y + left.x) * (right.y + right.x)
        let c = left.t * twiceD * right.t
        let product = left.z * right.z
        let d = product + product
        let (e, f, g, h) = (b - a, d - c, d + c, b + a)
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// The point added to itself.
    var doubled: EdwardsPoint {
        let a = x * x
        let b = y * y
        let square = z * z
        let h = a + b
        let sum = x + y
        let e = h - sum * sum
        let g = a - b
        let f = square + square + g
        return EdwardsPoint(x: e * f, y: g * h, z: f * g, t: e * h)
    }

    /// The multiples 0 to 15.
    private var multiples: [EdwardsPoint] {
        var row = [EdwardsPoint.neutral]
        for _ in 1..<16 { row.append(row[row.count - 1] + self) }
        return row
    }

    private static let baseMultiples = base.multiples

    /// `scalar` × the base point + `other` × `point`. Scalars are 32 bytes, the low byte first.
    static func sum(_ scalar: ArraySlice<UInt8>, _ other: [UInt8], _ point: EdwardsPoint) -> EdwardsPoint {
        precondition(scalar.count == 32 && other.count == 32)
        let multiples = point.multiples
        var result = neutral
        for index in stride(from: 31, through: 0, by: -1) {
            let first = scalar[scalar.startIndex + index]
            for shift: UInt8 in [4, 0] {
                result = result.doubled.doubled.doubled.doubled
                result = result + baseMultiples[Int(first >> shift & 15)]
                result = result + multiples[Int(other[index] >> shift & 15)]
            }
        }
        return result
    }
}
