internal import DiwanDocument

/// Writes the operators of a page's content (ISO 32000-1, Annex A), and leaves out what would set a state that already holds.
struct ContentStream {
    var bytes: [UInt8] = []
    private var fillColor: Color = .black
    private var strokeColor: Color = .black
    private var strokeWidth: Length = .points(1)
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
            if stroke.width != strokeWidth {
                strokeWidth = stroke.width
                bytes.append(length: stroke.width)
                bytes.append(ascii: " w\n")
            }
            setDash(stroke)
        }
        for step in path.steps {
            switch step {
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
        }
        bytes.append(ascii: fill == nil ? "S\n" : stroke == nil ? "f\n" : "B\n")
        if let stroke, stroke.pattern != .solid { bytes.append(ascii: "0 J[]0 d\n") }
    }

    /// Dashes and round dots (8.4.3.3, 8.4.3.6); `draw` undoes them.
    private mutating func setDash(_ stroke: Stroke) {
        let period = max(stroke.period, stroke.width)
        switch stroke.pattern {
        case .solid: return
        case .dashed:
            bytes.append(UInt8(ascii: "["))
            bytes.append(length: period / 2)
            bytes.append(ascii: "]0 d\n")
        case .dotted:
            // A dash of no length with round caps is a dot.
            bytes.append(ascii: "1 J[0 ")
            bytes.append(length: period)
            bytes.append(ascii: "]0 d\n")
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

    /// Begins an artifact of pagination: a running head or a page number.
    mutating func beginPaginationArtifact() {
        bytes.append(ascii: "/Artifact<</Type/Pagination>>BDC\n")
    }

    /// Ends what was begun last.
    mutating func endMarkedContent() {
        bytes.append(ascii: "EMC\n")
    }
}
