/// Cuts an outline into dashes (SVG 1.1, 11.4), in user space, so that a stroke of any exporter is a solid one.
struct SVGDashes {
    private let dashes: [Double]
    private let period: Double
    private let offset: Double
    private let limit: Int
    private var result = SVGOutline()

    /// The dashes of `outline`; `nil` when they have more than `limit` steps.
    ///
    /// - Parameter dashes: lengths of dashes and gaps in turn, an even number of them, with a sum above 0.
    static func cut(_ outline: SVGOutline, dashes: [Double], offset: Double, limit: Int) -> SVGOutline? {
        let period = dashes.reduce(0, +)
        precondition(dashes.count % 2 == 0 && period > 0)
        var cutter = SVGDashes(dashes, period, offset, limit)
        var part: [Piece] = []
        var start = SVGPoint(x: 0, y: 0)
        var current = start
        for segment in outline.segments {
            switch segment {
            case .move(let point):
                guard cutter.cut(part, isClosed: false) else { return nil }
                part = []
                (start, current) = (point, point)
            case .line(let point):
                part.append(.line(current, point))
                current = point
            case .curve(let first, let second, let point):
                part.append(.curve(current, first, second, point))
                current = point
            case .close:
                if current != start { part.append(.line(current, start)) }
                guard cutter.cut(part, isClosed: true) else { return nil }
                part = []
                current = start
            }
        }
        guard cutter.cut(part, isClosed: false) else { return nil }
        return cutter.result
    }

    private init(_ dashes: [Double], _ period: Double, _ offset: Double, _ limit: Int) {
        self.dashes = dashes
        self.period = period
        self.offset = offset - period * (offset / period).rounded(.down)
        self.limit = limit
    }

    /// A segment with its beginning.
    private enum Piece {
        case line(SVGPoint, SVGPoint)
        case curve(SVGPoint, SVGPoint, SVGPoint, SVGPoint)

        /// The lengths from the beginning to 64 places, equal steps of the parameter apart; of a line to its end only.
        var lengths: [Double] {
            switch self {
            case .line(let from, let to): return [(to - from).length]
            case .curve(let a, _, _, _):
                var lengths: [Double] = []
                var last = a
                var sum = 0.0
                for step in 1...64 {
                    let point = self.point(Double(step) / 64)
                    sum += (point - last).length
                    lengths.append(sum)
                    last = point
                }
                return lengths
            }
        }

        func point(_ t: Double) -> SVGPoint {
            switch self {
            case .line(let from, let to): return from + (to - from) * t
            case .curve(let a, let b, let c, let d):
                let u = 1 - t
                return a * (u * u * u) + b * (3 * u * u * t) + c * (3 * u * t * t) + d * (t * t * t)
            }
        }

        /// The direction at a place, not of length 1.
        func direction(_ t: Double) -> SVGPoint {
            switch self {
            case .line(let from, let to): return to - from
            case .curve(let a, let b, let c, let d):
                let u = 1 - t
                return (b - a) * (u * u) + (c - b) * (2 * u * t) + (d - c) * (t * t)
            }
        }

        /// The part between two places.
        func part(_ from: Double, _ to: Double) -> Piece {
            switch self {
            case .line: return .line(point(from), point(to))
            case .curve:
                let third = (to - from) / 3
                let (start, end) = (point(from), point(to))
                // The derivative is three times the direction.
                return .curve(start, start + direction(from) * (3 * third), end - direction(to) * (3 * third), end)
            }
        }
    }

    /// Cuts one part of an outline. False when there are too many dashes.
    private mutating func cut(_ part: [Piece], isClosed: Bool) -> Bool {
        guard !part.isEmpty else { return true }
        // Where in the pattern the part begins.
        var index = 0
        var left = offset
        while left > 0, left >= dashes[index] {
            left -= dashes[index]
            index += 1
            // A sum that was rounded may leave a little beyond the whole.
            if index == dashes.count { (index, left) = (0, 0) }
        }
        left = dashes[index] - left
        var pieces: [[Piece]] = []
        var open: [Piece] = []
        let beginsWithDash = index % 2 == 0
        for piece in part {
            let lengths = piece.lengths
            let whole = lengths[lengths.count - 1]
            guard whole > 0, whole.isFinite else { continue }
            var done = 0.0
            while whole - done > left {
                let from = Self.parameter(done, lengths)
                let to = Self.parameter(done + left, lengths)
                if index % 2 == 0 {
                    if left > 0 || open.isEmpty {
                        // A dash without length still has its ends, in the direction of the line.
                        let least = piece.direction(to) * (1e-4 / max(piece.direction(to).length, 1e-12))
                        open.append(left > 0 ? piece.part(from, to) : .line(piece.point(to), piece.point(to) + least))
                    }
                    pieces.append(open)
                    open = []
                    guard pieces.count <= limit else { return false }
                }
                done += left
                index = (index + 1) % dashes.count
                left = dashes[index]
            }
            if index % 2 == 0, whole > done { open.append(piece.part(Self.parameter(done, lengths), 1)) }
            left -= whole - done
        }
        // A closed part that begins and ends within a dash has no ends there.
        let isJoined = isClosed && beginsWithDash && !open.isEmpty
        let isWhole = isJoined && pieces.isEmpty
        if isJoined, !pieces.isEmpty {
            pieces[0] = open + pieces[0]
        } else if !open.isEmpty {
            pieces.append(open)
        }
        for dash in pieces { append(dash) }
        if isWhole { result.close() }
        return result.segments.count <= limit
    }

    private mutating func append(_ dash: [Piece]) {
        for (index, piece) in dash.enumerated() {
            switch piece {
            case .line(let from, let to):
                if index == 0 { result.move(from) }
                result.line(to)
            case .curve(let a, let b, let c, let d):
                if index == 0 { result.move(a) }
                result.curve(b, c, d)
            }
        }
    }

    /// The parameter of the place that lies `length` from the beginning.
    private static func parameter(_ length: Double, _ lengths: [Double]) -> Double {
        var low = 0
        var high = lengths.count - 1
        while low < high {
            let middle = (low + high) / 2
            if lengths[middle] < length { low = middle + 1 } else { high = middle }
        }
        let before = low == 0 ? 0 : lengths[low - 1]
        let span = lengths[low] - before
        let within = span > 0 ? min(1, max(0, (length - before) / span)) : 0
        return (Double(low) + within) / Double(lengths.count)
    }
}
