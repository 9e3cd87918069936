import DiwanDocument

/// A signature by hand as it is drawn on a page: lines that a printer draws as finely as it can.
extension Strokes {
    /// The ink: a dark blue that is told from print, and prints dark.
    private static let ink = Color(red: 0x14, green: 0x28, blue: 0x6E)
    /// The width of the pen where it goes slowly, in thousandths of a point, and where it goes fast.
    private static let widths = (slow: 1_350, fast: 600)
    /// How much narrower the line is for each width of the pad that the pen goes in a second, in thousandths of a point.
    private static let thinning = 260
    /// How much larger than on its pad a small signature is drawn, in hundredths of what would fill the room with the pad.
    private static let mostEnlarged: Int64 = 160

    /// The strokes as large as `room` lets them be, in a frame just around them. Each is a smooth line through all of its points, finer
    /// where the pen was fast.
    func frame(in room: Size) -> Frame {
        let points = lines.flatMap { $0 }
        let (left, right) = (points.map(\.x).min() ?? 0, points.map(\.x).max() ?? 0)
        let (top, bottom) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        let pen = Length.points(thousandths: Self.widths.slow)
        let inner = Size(width: room.width - pen * 2, height: room.height - pen * 2)
        // What a unit of the pad is on the page, in 1/65536 pt.
        let padUnit = min(inner.width.rawValue / Int64(width), inner.height.rawValue / Int64(height)) * Self.mostEnlarged / 100
        let unit = max(
            1,
            min(
                padUnit, inner.width.rawValue / Int64(max(right - left, 1)), inner.height.rawValue / Int64(max(bottom - top, 1))))
        func length(_ sixths: Int, _ origin: Int) -> Length { pen + Length(rawValue: Int64(sixths - 6 * origin) * unit / 6) }
        func place(_ x: Int, _ y: Int) -> DiwanDocument.Point { DiwanDocument.Point(x: length(x, left), y: length(y, top)) }
        var frame = Frame(
            size: Size(
                width: pen * 2 + Length(rawValue: Int64(right - left) * unit),
                height: pen * 2 + Length(rawValue: Int64(bottom - top) * unit)))
        func add(_ path: Path, fill: Color?, _ stroke: Stroke?) {
            frame.items.append(Frame.Placed(origin: .zero, mark: .layoutArtifact, item: .path(path, fill: fill, stroke: stroke)))
        }
        for line in lines {
            guard line.count > 1 else {
                let centre = place(6 * line[0].x, 6 * line[0].y)
                add(
                    .circle(origin: DiwanDocument.Point(x: centre.x - pen * 3 / 5, y: centre.y - pen * 3 / 5), diameter: pen * 6 / 5),
                    fill: Self.ink, nil)
                continue
            }
            var thickness = Self.widths.slow
            for index in 1..<line.count {
                let (from, to) = (line[index - 1], line[index])
                thickness = (3 * thickness + width(from: from, to: to)) / 4
                let (first, second) = Self.controlPoints(line, index)
                let path = Path([
                    .move(place(6 * from.x, 6 * from.y)),
                    .curve(place(first.x, first.y), place(second.x, second.y), place(6 * to.x, 6 * to.y)),
                ])
                add(
                    path, fill: nil,
                    Stroke(width: .points(thousandths: thickness), color: Self.ink, cap: .round, join: .round))
            }
        }
        return frame
    }

    /// How wide the line is between two points, in thousandths of a point.
    private func width(from: Point, to: Point) -> Int {
        let (across, down) = (abs(to.x - from.x), abs(to.y - from.y))
        let way = max(across, down) + min(across, down) / 2
        let narrower = Self.thinning * way * 1_000 / (width * max(to.time - from.time, 1))
        return max(Self.widths.fast, Self.widths.slow - narrower)
    }
}
