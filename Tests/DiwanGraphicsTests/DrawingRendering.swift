import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Testing

/// Two pictures' pixels held against each other.
struct PixelDifference {
    /// The mean difference of a sample, 0 to 255.
    var mean: Double
    /// The part of the pixels in which a sample differs by more than 40.
    var share: Double

    /// The difference of what librsvg draws for an SVG file and for the same drawing after it went through the reader.
    init(svg: String, zoom: Int) throws {
        let drawing = try SVGReader().read(Array(svg.utf8), file: "test.svg").drawing
        let expected = try Self.drawn(svg, zoom)
        let actual = try Self.drawn(Self.svg(drawing), zoom)
        try #require(expected.width == actual.width && expected.height == actual.height)
        try #require(expected.samples.count == actual.samples.count)
        var sum = 0
        var large = 0
        let samples = expected.colorModel.samplesPerPixel
        for pixel in stride(from: 0, to: expected.samples.count, by: samples) {
            let differences = (0..<samples).map { abs(Int(expected.samples[pixel + $0]) - Int(actual.samples[pixel + $0])) }
            sum += differences.reduce(0, +)
            if differences.contains(where: { $0 > 40 }) { large += 1 }
        }
        mean = Double(sum) / Double(expected.samples.count)
        share = Double(large * samples) / Double(expected.samples.count)
    }

    /// Whether no eye would tell the two apart.
    var isSmall: Bool { mean < 0.5 && share < 0.002 }

    /// The picture that librsvg makes, on white, with `zoom` pixels for one of 1/96 inch.
    static func drawn(_ svg: String, _ zoom: Int) throws -> RasterImage {
        let run = try ProgramRun(
            "rsvg-convert", ["--background-color=white", "-d", "96", "-p", "96", "--zoom=\(zoom)"], input: Array(svg.utf8))
        try #require(run.status == 0, "\(run.errorText)")
        let image = try PNGReader().read(run.output)
        #expect(image.isOpaque)
        return image
    }

    /// A drawing as an SVG file that has nothing but absolute paths in points.
    static func svg(_ drawing: Drawing) -> String {
        func number(_ length: Length) -> String { "\(Double(length.rawValue) / 65_536)" }
        func point(_ point: Point) -> String { "\(number(point.x)) \(number(point.y))" }
        func color(_ color: Color?) -> String { color.map { "rgb(\($0.red),\($0.green),\($0.blue))" } ?? "none" }
        var text = "<svg xmlns='http://www.w3.org/2000/svg' width='\(number(drawing.size.width))pt' "
        text += "height='\(number(drawing.size.height))pt' "
        text += "viewBox='0 0 \(number(drawing.size.width)) \(number(drawing.size.height))' preserveAspectRatio='none'>"
        for shape in drawing.shapes {
            text += "<path fill='\(color(shape.fill))' fill-rule='\(shape.path.fillRule == .evenOdd ? "evenodd" : "nonzero")' d='"
            for step in shape.path.steps {
                switch step {
                case .move(let to): text += "M\(point(to))"
                case .line(let to): text += "L\(point(to))"
                case .curve(let first, let second, let to): text += "C\(point(first)) \(point(second)) \(point(to))"
                case .close: text += "Z"
                }
            }
            text += "'"
            if let stroke = shape.stroke {
                text += " stroke='\(color(stroke.color))' stroke-width='\(number(stroke.width))' "
                text += "stroke-linecap='\(stroke.cap)' stroke-linejoin='\(stroke.join)' "
                text += "stroke-miterlimit='\(Double(stroke.miterLimit) / 1_000)'"
            }
            text += "/>"
        }
        return text + "</svg>"
    }
}
