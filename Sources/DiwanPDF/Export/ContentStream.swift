internal import DiwanDocument

/// Writes the operators of a page's content (ISO 32000-1, Annex A), and leaves out what would set a state that already holds.
struct ContentStream {
    var bytes: [UInt8] = []
    private var fillColor: Color = .black
    private var strokeColor: Color = .black
    private var strokeWidth: Length = .points(1)
    private var cap = Stroke.Cap.butt
    private var join = Stroke.Join.miter
    private var miterLimit: Int32 = 10_000
    private var dash: Dash?
    private var fontNumber = 0
    private var fontSize: Length = .zero
    private(set) var isInText = false

    /// The beginning of a page: nothing is set.
    mutating func begin() {
        let kept = bytes
        self = ContentStream()
        bytes = kept
        bytes.removeAll(keepingCapacity: true)
    }

    // MARK: Text (9.4)

    /// Begins a text object.
    mutating func beginText() {
        guard !isInText else { return }
        bytes.append(ascii: "BT\n")
        isInText = true
    }

    /// Ends the text object, if there is one.
    mutating func endText() {
        guard isInText else { return }
        bytes.append(ascii: "ET\n")
        isInText = false
    }

    /// Chooses the font `/F<number>` at a size (9.3.1).
    mutating func setFont(_ number: Int, _ size: Length) {
        guard number != fontNumber || size != fontSize else { return }
        fontNumber = number
        fontSize = size
        bytes.append(ascii: "/F")
        bytes.append(integer: number)
        bytes.append(UInt8(ascii: " "))
        bytes.append(length: size)
        bytes.append(ascii: " Tf\n")
    }

    /// Puts the origin of the text at a place from the lower left corner of the page (9.4.2).
    mutating func setTextOrigin(_ x: Length, _ y: Length) {
        bytes.append(ascii: "1 0 0 1 ")
        append(x, y)
        bytes.append(ascii: "Tm\n")
    }

    // MARK: Colour (8.6.8)

    /// Sets the colour of text and areas.
    mutating func setFillColor(_ color: Color) {
        guard color != fillColor else { return }
        fillColor = color
        append(color, gray: "g\n", rgb: "rg\n")
    }

    private mutating func setStrokeColor(_ color: Color) {
        guard color != strokeColor else { return }
        strokeColor = color
        append(color, gray: "G\n", rgb: "RG\n")
    }

    private mutating func append(_ color: Color, gray: StaticString, rgb: StaticString) {
        func append(_ component: UInt8) {
            bytes.append(thousandths: (Int(component) * 1000 + 127) / 255)
            bytes.append(UInt8(ascii: " "))
        }
        append(color.red)
        guard color.red != color.green || color.red != color.blue else {
            bytes.append(ascii: gray)
            return
        }
        append(color.green)
        append(color.blue)
        bytes.append(ascii: rgb)
    }

    // MARK: Paths (8.5)

    /// Draws `path`, whose own zero stands at `origin` from the upper left corner of a page of `height`.
    mutating func draw(_ path: Path, at origin: Point, fill: Color?, stroke: Stroke?, pageHeight height: Length) {
        guard fill != nil || stroke != nil, !path.steps.isEmpty else { return }
        if let fill { setFillColor(fill) }
        if let stroke {
            setStrokeColor(stroke.color)
            setLine(stroke)
        }
        var next = 0
        while next < path.steps.count {
            if append(rectangle: path.steps[next...].prefix(5), at: origin, height) {
                next += 5
                continue
            }
            switch path.steps[next] {
            case .move(let point):
                append(point + origin, height)
                bytes.append(ascii: "m\n")
            case .line(let point):
                append(point + origin, height)
                bytes.append(ascii: "l\n")
            case .curve(let first, let second, let end):
                append(first + origin, height)
                append(second + origin, height)
                append(end + origin, height)
                bytes.append(ascii: "c\n")
            case .close:
                bytes.append(ascii: "h\n")
            }
            next += 1
        }
        // Painting (8.5.3.1, Table 60): the star is for the even-odd rule.
        switch (fill != nil, stroke != nil, path.fillRule) {
        case (false, _, _): bytes.append(ascii: "S\n")
        case (true, false, .nonZero): bytes.append(ascii: "f\n")
        case (true, false, .evenOdd): bytes.append(ascii: "f*\n")
        case (true, true, .nonZero): bytes.append(ascii: "B\n")
        case (true, true, .evenOdd): bytes.append(ascii: "B*\n")
        }
    }

    /// Appends a whole part of an outline that is a rectangle, beginning at its upper left corner and going to the right, by one operator
    /// (8.5.2.1, Table 58); whether it is one. A height below zero goes around it in the order of its corners.
    private mutating func append(rectangle steps: ArraySlice<Path.Step>, at origin: Point, _ height: Length) -> Bool {
        let first = steps.startIndex
        guard steps.count == 5, case .move(let a) = steps[first], case .line(let b) = steps[first + 1], a.y == b.y,
            case .line(let c) = steps[first + 2], c.x == b.x, case .line(let d) = steps[first + 3], d.x == a.x, d.y == c.y, a.x < b.x,
            a.y < c.y, case .close = steps[first + 4]
        else { return false }
        let (left, right) = ((a.x + origin.x).thousandthsOfPoint, (c.x + origin.x).thousandthsOfPoint)
        let (top, bottom) = ((height - a.y - origin.y).thousandthsOfPoint, (height - c.y - origin.y).thousandthsOfPoint)
        for value in [left, top, right - left, bottom - top] {
            bytes.append(thousandths: value)
            bytes.append(UInt8(ascii: " "))
        }
        bytes.append(ascii: "re\n")
        return true
    }

    /// The dashes of a line (8.4.3.6): `nil` for a line without gaps.
    private struct Dash: Equatable {
        var length: Length
        var gap: Length?
    }

    /// Sets the width, the ends, the corners and the dashes of lines (8.4.3, Table 57).
    private mutating func setLine(_ stroke: Stroke) {
        // Zero would be the thinnest line that a device can draw (8.4.3.2).
        let width = max(stroke.width, .points(thousandths: 1))
        if width != strokeWidth {
            strokeWidth = width
            bytes.append(length: width)
            bytes.append(ascii: " w\n")
        }
        var cap = stroke.cap
        var dash: Dash?
        let period = max(stroke.period, stroke.width)
        switch stroke.pattern {
        case .solid: break
        case .dashed:
            cap = .butt
            dash = Dash(length: period / 2)
        case .dotted:
            // A dash of no length with round ends is a dot.
            cap = .round
            dash = Dash(length: .zero, gap: period)
        }
        if cap != self.cap {
            self.cap = cap
            bytes.append(ascii: cap == .butt ? "0 J\n" : cap == .round ? "1 J\n" : "2 J\n")
        }
        if dash != self.dash {
            self.dash = dash
            bytes.append(UInt8(ascii: "["))
            if let dash {
                bytes.append(length: dash.length)
                if let gap = dash.gap {
                    bytes.append(UInt8(ascii: " "))
                    bytes.append(length: gap)
                }
            }
            bytes.append(ascii: "]0 d\n")
        }
        if stroke.join != join {
            join = stroke.join
            bytes.append(ascii: join == .miter ? "0 j\n" : join == .round ? "1 j\n" : "2 j\n")
        }
        if stroke.join == .miter, stroke.miterLimit != miterLimit {
            miterLimit = stroke.miterLimit
            bytes.append(thousandths: Int(miterLimit))
            bytes.append(ascii: " M\n")
        }
    }

    private mutating func append(_ point: Point, _ height: Length) {
        append(point.x, height - point.y)
    }

    private mutating func append(_ x: Length, _ y: Length) {
        bytes.append(length: x)
        bytes.append(UInt8(ascii: " "))
        bytes.append(length: y)
        bytes.append(UInt8(ascii: " "))
    }

    /// Sets all that is left out because it is so at the beginning of a page (8.4.1, Table 52).
    mutating func setInitialState() {
        bytes.append(ascii: "0 g\n0 G\n1 w\n0 J\n0 j\n10 M\n[]0 d\n")
    }

    // MARK: XObjects (8.8)

    /// Draws the form `/X<number>`, `natural` large, in a rectangle with its upper left corner at `origin`.
    mutating func drawForm(_ number: Int, natural: Size, at origin: Point, size: Size, pageHeight height: Length) {
        drawObject(
            number, [(size.width, natural.width), (.zero, natural.width), (.zero, natural.width), (size.height, natural.height)],
            Point(x: origin.x, y: height - origin.y - size.height))
    }

    /// Draws the image `/X<number>`, stored with `orientation`, upright in a rectangle with its upper left corner at `origin`.
    mutating func drawImage(_ number: Int, orientation: Int, at origin: Point, size: Size, pageHeight height: Length) {
        let (w, h) = (size.width, size.height)
        var corner = Point(x: origin.x, y: height - origin.y - h)
        // The unit square of the image (8.9.4), turned and mirrored as its first row and column say (Exif 2.32, 4.6.4 A, Orientation).
        var (a, b, c, d) = (w, Length.zero, Length.zero, h)
        switch orientation {
        case 2: (a, d) = (-w, h)
        case 3: (a, d) = (-w, -h)
        case 4: (a, d) = (w, -h)
        case 5: (a, b, c, d) = (.zero, -h, -w, .zero)
        case 6: (a, b, c, d) = (.zero, -h, w, .zero)
        case 7: (a, b, c, d) = (.zero, h, w, .zero)
        case 8: (a, b, c, d) = (.zero, h, -w, .zero)
        default: break
        }
        if a < .zero || c < .zero { corner.x = corner.x + w }
        if b < .zero || d < .zero { corner.y = corner.y + h }
        let one = Length.points(1)
        drawObject(number, [(a, one), (b, one), (c, one), (d, one)], corner)
    }

    /// Draws `/X<number>` through a matrix of four quotients and an offset (8.3.4).
    private mutating func drawObject(_ number: Int, _ matrix: [(Length, Length)], _ offset: Point) {
        bytes.append(ascii: "q ")
        for (numerator, denominator) in matrix {
            // To a millionth: a thousandth would move the far edge of a large drawing by points.
            bytes.append(millionths: Int(numerator.scaled(by: .points(1_000_000), over: denominator).rawValue / 65_536))
            bytes.append(UInt8(ascii: " "))
        }
        append(offset.x, offset.y)
        bytes.append(ascii: "cm/X")
        bytes.append(integer: number)
        bytes.append(ascii: " Do Q\n")
    }

    // MARK: Marked content (14.6)

    /// Begins the content `identifier` of a structure element of the type `tag`, which has its slash.
    mutating func beginContent(_ tag: StaticString, identifier: Int) {
        bytes.append(ascii: tag)
        bytes.append(ascii: "<</MCID ")
        bytes.append(integer: identifier)
        bytes.append(ascii: ">>BDC\n")
    }

    /// Begins an artifact of the layout (14.8.2.2).
    mutating func beginLayoutArtifact() {
        bytes.append(ascii: "/Artifact<</Type/Layout>>BDC\n")
    }

    /// Begins an artifact of pagination.
    mutating func beginPaginationArtifact(_ pagination: ContentMark.Pagination) {
        switch pagination {
        case .header: bytes.append(ascii: "/Artifact<</Type/Pagination/Subtype/Header>>BDC\n")
        case .footer: bytes.append(ascii: "/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n")
        case .tableHead: bytes.append(ascii: "/Artifact<</Type/Pagination>>BDC\n")
        }
    }

    /// Ends what was begun last.
    mutating func endMarkedContent() {
        bytes.append(ascii: "EMC\n")
    }
}
