import DiwanData
public import DiwanDiagnostics

/// A signature by hand on a screen: the way of the pen or the finger, as points. It is kept so, and drawn as lines at any size.
///
/// In JSON: `{"diwan-strokes":1,"width":600,"height":200,"strokes":[[[x,y,t],…],…]}`, with x and y in units of the pad from its upper left
/// corner, and t in milliseconds from the first touch.
public struct Strokes: Sendable, Hashable {
    /// Where the pen was, and when.
    public struct Point: Sendable, Hashable {
        /// To the right of the pad's left edge.
        public let x: Int
        /// Below its upper edge.
        public let y: Int
        /// Milliseconds from the first touch.
        public let time: Int
    }

    /// The width of the pad.
    public let width: Int
    /// The height of the pad.
    public let height: Int
    /// The lines, each from one touch to the next lifting.
    public let lines: [[Point]]

    private static let side = 1...10_000
    private static let mostPoints = 20_000
    /// A signature that is shorter, in hundredths of the pad's width, was a slip of the finger.
    private static let leastLength = 15

    /// Reads strokes.
    ///
    /// - Returns: `nil` with what is wrong: no strokes, points outside the pad or back in time, too many or too few of them.
    public static func read(_ source: SourceText) -> (strokes: Strokes?, faults: [Diagnostic]) {
        var reader = SettingsReader(source, format: "diwan-strokes")
        let root = reader.root
        reader.allow(["diwan-strokes", "width", "height", "strokes"], in: root)
        let width = reader.number(root, "width", in: side)
        let height = reader.number(root, "height", in: side)
        var lines: [[Point]] = []
        var last = 0
        var count = 0
        for element in reader.list(root, "strokes") {
            var line: [Point] = []
            for value in element.elements ?? [] {
                let numbers = (value.elements ?? []).compactMap(\.integer)
                guard numbers.count == 3, (0...width).contains(numbers[0]), (0...height).contains(numbers[1]), numbers[2] >= last else {
                    reader.report("a point is [x, y, t]: whole numbers within the pad, and never back in time", value)
                    continue
                }
                last = numbers[2]
                line.append(Point(x: numbers[0], y: numbers[1], time: numbers[2]))
            }
            count += line.count
            if line.isEmpty { reader.report("a stroke has at least one point", element) } else { lines.append(line) }
        }
        if count > mostPoints { reader.report("a signature has at most \(mostPoints) points, and this has \(count)", root) }
        let strokes = Strokes(width: width, height: height, lines: lines)
        if !reader.faults.hasErrors, strokes.length * 100 < leastLength * width {
            reader.report("the pad was hardly touched: this is no signature", root, hint: "let it be signed again")
        }
        return (reader.faults.hasErrors ? nil : strokes, reader.faults)
    }

    /// How far the pen went, in units of the pad; the shorter side of each step counts half.
    private var length: Int {
        lines.reduce(0) { sum, line in
            zip(line, line.dropFirst()).reduce(sum) { sum, step in
                let (across, down) = (abs(step.1.x - step.0.x), abs(step.1.y - step.0.y))
                return sum + max(across, down) + min(across, down) / 2
            }
        }
    }

    /// The signature as a drawing in SVG: each stroke a smooth line through all of its points (Catmull and Rom's curve as Bézier segments),
    /// a single touch a dot.
    public var svg: String {
        let pen = max(1, width / 200)
        var paths = ""
        for line in lines {
            guard line.count > 1 else {
                paths += "<circle cx=\"\(line[0].x)\" cy=\"\(line[0].y)\" r=\"\(pen)\" fill=\"#000000\"/>\n"
                continue
            }
            var path = "M\(line[0].x) \(line[0].y)"
            for index in 1..<line.count {
                let (first, second) = Self.controlPoints(line, index)
                let to = line[index]
                path +=
                    "C\(Self.sixth(first.x)) \(Self.sixth(first.y)) \(Self.sixth(second.x)) \(Self.sixth(second.y)) \(to.x) \(to.y)"
            }
            paths += "<path d=\"\(path)\"/>\n"
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)">
            <g fill="none" stroke="#000000" stroke-width="\(2 * pen)" stroke-linecap="round" stroke-linejoin="round">
            \(paths)</g>
            </svg>

            """
    }

    /// The control points of the curve that leads to the point at `index` from the one before, in sixths of the pad's unit: a sixth of the way
    /// between the neighbours is how far they stand from their ends.
    static func controlPoints(_ line: [Point], _ index: Int) -> (first: (x: Int, y: Int), second: (x: Int, y: Int)) {
        let before = line[max(index - 2, 0)]
        let (from, to) = (line[index - 1], line[index])
        let after = line[min(index + 1, line.count - 1)]
        return ((6 * from.x + to.x - before.x, 6 * from.y + to.y - before.y), (6 * to.x - after.x + from.x, 6 * to.y - after.y + from.y))
    }

    /// A sixth of a number, with two decimals.
    private static func sixth(_ number: Int) -> String {
        let hundredths = (number * 100 + (number < 0 ? -3 : 3)) / 6
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return (hundredths < 0 ? "-" : "") + "\(whole)" + (rest == 0 ? "" : rest < 10 ? ".0\(rest)" : ".\(rest)")
    }
}
