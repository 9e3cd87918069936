import DiwanDocument

/// The extent of a drawing in user units, which percentages are of (SVG 1.1, 7.10).
struct SVGViewport {
    /// What a percentage is a part of.
    enum Axis {
        case horizontal
        case vertical
        /// √((width² + height²) / 2)
        case diagonal
    }

    let width: Double
    let height: Double

    /// The length that comes next, in user units; `nil` when there is none.
    func length(_ scanner: inout SVGScanner, _ axis: Axis) -> Double? {
        guard let number = scanner.number() else { return nil }
        if scanner.take(UInt8(ascii: "%")) {
            let whole =
                switch axis {
                case .horizontal: width
                case .vertical: height
                case .diagonal: ((width * width + height * height) / 2).squareRoot()
                }
            return number * whole / 100
        }
        return Self.pixels(scanner.word()).map { number * $0 }
    }

    /// The pixels of 1/96 inch in a unit (CSS Values 3, 6.2); `nil` for units of type sizes and others.
    static func pixels(_ unit: String) -> Double? {
        switch unit.lowercased() {
        case "", "px": 1
        case "pt": 96.0 / 72
        case "pc": 16
        case "mm": 96 / 25.4
        case "cm": 96 / 2.54
        case "in": 96
        default: nil
        }
    }
}

/// How a drawing's user space lies on its frame: `width`, `height`, `viewBox` and `preserveAspectRatio` of the root (SVG 1.1, 7.7 to 7.9).
struct SVGFrame {
    /// The frame's extent in pixels.
    let width: Double
    let height: Double
    /// What percentages are of.
    let viewport: SVGViewport
    /// From user space to points.
    let toPoints: Affine

    /// Points in a pixel.
    static let pointsPerPixel = 0.75

    /// - Parameters:
    ///   - width, height: the extent in pixels, when told.
    ///   - viewBox: x, y, width and height in user units; both extents are above 0.
    /// - Returns: `nil` when there is no extent at all.
    init?(width: Double?, height: Double?, viewBox: (x: Double, y: Double, width: Double, height: Double)?, alignment: SVGAlignment) {
        let frameWidth: Double
        let frameHeight: Double
        switch (width, height, viewBox) {
        case (let width?, let height?, _): (frameWidth, frameHeight) = (width, height)
        case (let width?, nil, let box?): (frameWidth, frameHeight) = (width, width * box.height / box.width)
        case (nil, let height?, let box?): (frameWidth, frameHeight) = (height * box.width / box.height, height)
        case (nil, nil, let box?): (frameWidth, frameHeight) = (box.width, box.height)
        default: return nil
        }
        self.width = frameWidth
        self.height = frameHeight
        let points = Affine.scale(Self.pointsPerPixel, Self.pointsPerPixel)
        guard let box = viewBox else {
            viewport = SVGViewport(width: frameWidth, height: frameHeight)
            toPoints = points
            return
        }
        viewport = SVGViewport(width: box.width, height: box.height)
        var scaleX = frameWidth / box.width
        var scaleY = frameHeight / box.height
        if alignment.keepsRatio {
            scaleX = min(scaleX, scaleY)
            scaleY = scaleX
        }
        let x = (frameWidth - box.width * scaleX) * alignment.x
        let y = (frameHeight - box.height * scaleY) * alignment.y
        toPoints = points * Affine.translation(x, y) * Affine.scale(scaleX, scaleY) * Affine.translation(-box.x, -box.y)
    }
}

/// What `preserveAspectRatio` says.
struct SVGAlignment {
    /// Whether both directions are scaled alike.
    var keepsRatio = true
    /// The part of the free room that lies to the left: 0, 1/2 or 1.
    var x = 0.5
    /// The part of the free room that lies above.
    var y = 0.5

    /// What is wrong with the attribute.
    enum Fault: Error {
        case unknown
        /// `slice` needs a clip.
        case slice
    }

    init() {}

    init(_ value: String) throws(Fault) {
        let words = value.utf8.split(whereSeparator: SVGScanner.isSpace).map { String(decoding: $0, as: UTF8.self) }
        guard let first = words.first, words.count <= 2 else { throw .unknown }
        if words.count == 2 {
            if words[1] == "slice" { throw .slice }
            guard words[1] == "meet" else { throw .unknown }
        }
        if first == "none" {
            keepsRatio = false
            return
        }
        let parts = ["Min": 0, "Mid": 0.5, "Max": 1]
        let letters = Array(first)
        guard letters.count == 8, letters[0] == "x", letters[4] == "Y", let x = parts[String(letters[1...3])],
            let y = parts[String(letters[5...7])]
        else { throw .unknown }
        (self.x, self.y) = (x, y)
    }
}
