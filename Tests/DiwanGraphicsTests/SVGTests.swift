import DiwanDiagnostics
import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Foundation
import Testing

@Suite("SVG")
struct SVGTests {
    private func svg(_ content: String, _ frame: String = "viewBox='0 0 100 100'") -> String {
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \(frame)>\(content)</svg>"
    }

    private func drawing(_ content: String, _ frame: String = "viewBox='0 0 100 100'") throws -> Drawing {
        try result(content, frame).drawing
    }

    private func result(_ content: String, _ frame: String = "viewBox='0 0 100 100'") throws -> SVGReader.Result {
        try SVGReader().read(Array(svg(content, frame).utf8), file: "test.svg")
    }

    private func diagnostics(_ text: String, _ limits: SVGLimits = SVGLimits()) -> [Diagnostic] {
        do throws(GraphicsError) {
            _ = try SVGReader(limits: limits).read(Array(text.utf8), file: "test.svg")
            return []
        } catch {
            guard case .svg(let diagnostics) = error else { return [] }
            return diagnostics
        }
    }

    /// A length of `pixels` of 1/96 inch.
    private func pixels(_ value: Double) -> Length { Length(rawValue: Int64((value * 0.75 * 65_536).rounded())) }

    private func point(_ x: Double, _ y: Double) -> Point { Point(x: pixels(x), y: pixels(y)) }

    @Test("Random drawings look as librsvg draws them", arguments: 0..<300)
    func randomDrawing(_ seed: Int) throws {
        var generator = SVGGenerator(seed: seed)
        let svg = generator.svg()
        let difference = try PixelDifference(svg: svg, zoom: 4)
        #expect(difference.isSmall, "\(difference) \(svg)")
    }

    @Test(
        "Single features look as librsvg draws them",
        arguments: [
            "<path d='M10 50 A30 20 30 1 0 80 40 A1 1 0 0 1 20 20 a25,25 -30 0,1 50,-25 A 0 5 0 0 0 90 90' fill='none' stroke='red' stroke-width='2'/>",
            "<path d='M10-20.5.5 30e-1L5e1 60 1e2-1E0ZM50 50h20v20h-20zm5 5v10h10v-10z' fill-rule='evenodd'/>",
            "<path d='M50,10 L21,90 98,40 2,40 79,90z' fill='#c00'/>",
            "<path d='M50,10 L21,90 98,40 2,40 79,90z' style='fill:#c00; fill-rule : evenodd ;'/>",
            "<path d='M10 10a40 40 0 1 1 .01 0z' fill='green'/><path d='M20 80 a20 20 0 0140 0' fill='blue'/>",
            "<path d='M10 50 Q25 10 40 50 T70 50 T100 50' fill='none' stroke='black'/>",
            "<path d='M10 50 C10 10 50 10 50 50 S90 90 90 50 s-20-40-40-40' fill='none' stroke='black' stroke-linejoin='bevel'/>",
            "<line x1='10' y1='10' x2='90' y2='10' stroke='black' stroke-width='4' stroke-dasharray='0 8' stroke-linecap='round'/>",
            "<rect x='10' y='10' width='80' height='80' fill='none' stroke='navy' stroke-width='3' stroke-dasharray='20 7' stroke-dashoffset='5'/>",
            "<rect x='10' y='10' width='80' height='80' fill='none' stroke='navy' stroke-width='8' stroke-dasharray='1000'/>",
            "<circle cx='50' cy='50' r='40' fill='none' stroke='#333' stroke-width='2' stroke-dasharray='3.14 3.14'/>",
            "<path d='M10 10 L90 50 L10 60' fill='none' stroke='black' stroke-width='10' stroke-miterlimit='2.5'/>",
            "<g fill='red' color='blue'><rect width='30' height='30'/><rect x='40' width='30' height='30' fill='currentColor'/></g>",
            "<g transform='skewX(20) scale(0.8 0.5)'><rect x='10' y='10' width='50' height='50'/></g>",
            "<g transform='rotate(37 50 50)'><g transform='skewY(-15)'><circle cx='50' cy='50' r='20'/></g></g>",
            "<g visibility='hidden'><rect width='50' height='50'/><rect x='50' y='50' width='50' height='50' visibility='visible'/></g>",
            "<g display='none'><text>hidden</text></g><rect width='9' height='9' opacity='0'/><rect x='20' width='9' height='9' fill-opacity='0'/>",
            "<rect width='100%' height='100%' fill='#fed'/><circle r='10%' cx='50%' cy='25%'/>",
            "<path d='M20 20h0M50 50z' stroke='black' stroke-width='20' stroke-linecap='round'/>",
            "<defs><g id='x'><rect width='10' height='10'/></g></defs><use xlink:href='#x' x='20'/><use href='#x' y='40' fill='red'/>",
            "<polygon points='10,10 90,10,50 80'/><polyline points='10 90 50 95 90 90' fill='none' stroke='red'/>",
            "<rect x='10' y='10' width='40' height='70' rx='15' ry='200'/><rect x='60' y='10' width='30' height='30' rx='auto' ry='8'/>",
        ])
    func feature(_ content: String) throws {
        let difference = try PixelDifference(svg: svg(content), zoom: 4)
        #expect(difference.isSmall, "\(difference)")
    }

    @Test("Every named colour is the one that librsvg knows")
    func colors() throws {
        let names = """
            aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue
            chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey
            darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray
            darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen
            fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender
            lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey
            lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
            magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen
            mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange
            orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
            rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue
            slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow
            yellowgreen
            """.split(whereSeparator: \.isWhitespace)
        #expect(names.count == 148)
        var content = ""
        for (index, name) in names.enumerated() {
            content += "<rect x='\(index)' width='1' height='1' fill='\(name)'/>"
        }
        let frame = "width='148' height='1'"
        let expected = try PixelDifference.drawn(svg(content, frame), 1)
        let shapes = try drawing(content, frame).shapes
        for index in names.indices {
            let fill = try #require(shapes[index].fill)
            #expect([fill.red, fill.green, fill.blue] == Array(expected.samples[3 * index..<3 * index + 3]), "\(names[index])")
        }
    }

    @Test("Coordinates are exact where arithmetic can be")
    func exact() throws {
        let turned = try drawing("<path d='M8 4 L12 4 12 6' transform='rotate(90) translate(2,-30)'/>").shapes[0].path
        #expect(turned.steps == [.move(point(26, 10)), .line(point(26, 14)), .line(point(24, 14))])
        let circle = try drawing("<circle cx='50' cy='50' r='32'/>").shapes[0].path
        let k = 4.0 / 3 * (2.0.squareRoot() - 1) * 32
        #expect(circle.steps.count == 6)
        #expect(circle.steps[1] == .curve(point(82, 50 + k), point(50 + k, 82), point(50, 82)))
        let arc = try drawing("<path d='M82 50 A32 32 0 0 1 50 82'/>").shapes[0].path
        #expect(arc.steps[1] == circle.steps[1])
        #expect(try drawing("<path d='M1.5 2.25H0.1'/>").shapes[0].path.steps == [.move(point(1.5, 2.25)), .line(point(0.1, 2.25))])
    }

    @Test("A rotation is that of the sine and the cosine, for every angle")
    func rotation() throws {
        for tenths in stride(from: -7_300, through: 7_300, by: 7) {
            let degrees = Double(tenths) / 10
            let path = try drawing("<path d='M0 0H64' transform='translate(50,50) rotate(\(degrees))'/>").shapes[0].path
            guard case .line(let end) = path.steps[1] else { throw CancellationError() }
            let expected = point(50 + 64 * cos(degrees * .pi / 180), 50 + 64 * sin(degrees * .pi / 180))
            #expect(abs(end.x.rawValue - expected.x.rawValue) <= 1 && abs(end.y.rawValue - expected.y.rawValue) <= 1)
        }
    }

    @Test("An arc's every point lies on its ellipse, to a part in 3000")
    func arcs() throws {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<500 {
            let radius = Double(Int.random(in: 20...60, using: &random))
            let flags = (Int.random(in: 0...1, using: &random), Int.random(in: 0...1, using: &random))
            let (x, y) = (Int.random(in: -30...30, using: &random), Int.random(in: -30...30, using: &random))
            guard x != 0 || y != 0, Double(x * x + y * y).squareRoot() < 2 * radius else { continue }
            let path = try drawing("<path d='M0 0a\(radius) \(radius) 0 \(flags.0)\(flags.1) \(x) \(y)'/>").shapes[0].path
            // The middle is at the same distance from both ends, on the side that the flags say.
            let half = Double(x * x + y * y).squareRoot() / 2
            let away = (radius * radius - half * half).squareRoot() * (flags.0 != flags.1 ? 1 : -1)
            let middle = (Double(x) / 2 - Double(y) / (2 * half) * away, Double(y) / 2 + Double(x) / (2 * half) * away)
            var last = Point.zero
            for step in path.steps.dropFirst() {
                guard case .curve(let first, let second, let end) = step else { throw CancellationError() }
                for t in [0.25, 0.5, 0.75, 1] {
                    func value(_ part: (Point) -> Length) -> Double {
                        let u = 1 - t
                        let sum =
                            Double(part(last).rawValue) * u * u * u + Double(part(first).rawValue) * 3 * u * u * t
                            + Double(part(second).rawValue) * 3 * u * t * t + Double(part(end).rawValue) * t * t * t
                        return sum / (0.75 * 65_536)
                    }
                    let distance = hypot(value(\.x) - middle.0, value(\.y) - middle.1)
                    #expect(abs(distance / radius - 1) < 1.0 / 3_000)
                }
                last = end
            }
            #expect(last == point(Double(x), Double(y)))
        }
    }

    @Test("A drawing has the size that its root says")
    func sizes() throws {
        #expect(try drawing("", "width='100' height='50'").size == Size(width: .points(75), height: .points(thousandths: 37_500)))
        #expect(try drawing("", "width='210mm' height='297mm' viewBox='0 0 1 1'").size == .a4)
        #expect(try drawing("", "width='2in' viewBox='0 0 20 10'").size == Size(width: .points(144), height: .points(72)))
        #expect(try drawing("", "height='72pt' viewBox='0 0 20 10'").size == Size(width: .points(144), height: .points(72)))
        #expect(try drawing("", "width='100%' viewBox='0 0 4 8'").size == Size(width: .points(3), height: .points(6)))
    }

    @Test("What stands out of the frame is told, what lies outside is left out")
    func outside() throws {
        #expect(try result("<rect x='90' width='10' height='10'/>").warnings.isEmpty)
        #expect(try result("<rect x='90' width='30' height='10'/>").warnings.map(\.position?.line) == [1])
        #expect(try drawing("<rect x='130' width='30' height='10'/>").shapes.isEmpty)
    }

    @Test(
        "What is not drawn is refused with its place and a hint",
        arguments: [
            ("<text x='1'>a</text>", 1, "text in a drawing is not drawn"), ("<image href='a.png'/>", 1, "a picture in a drawing"),
            ("<script>1</script>", 1, "scripts are refused"), ("<style>.a{fill:red}</style>", 1, "style sheets are not read"),
            ("<g onclick='go()'/>", 13, "scripts are refused"), ("<foreignObject/>", 1, "foreign objects"),
            ("<svg/>", 1, "within a drawing"),
            ("<rect fill='url(#g)' width='1' height='1'/>", 13, "gradients and patterns"),
            ("<rect style='opacity:1; fill: url(#g)'/>", 31, "gradients and patterns"), ("<g clip-path='url(#c)'/>", 15, "\"clip-path\""),
            ("<g mask='url(#c)'/>", 10, "\"mask\""), ("<g filter='url(#c)'/>", 12, "\"filter\""),
            ("<g opacity='.5'/>", 13, "partly transparent"),
            ("<g fill='#ff000080'/>", 10, "partly transparent"), ("<path marker-end='url(#m)'/>", 19, "\"marker-end\""),
            ("<use href='other.svg#a'/>", 12, "outside the file"), ("<use href='#none'/>", 12, "no element has the id"),
            ("<use/>", 1, "needs the attribute href"),
            ("<symbol id='s'/><use href='#s'/>", 28, "symbols are not drawn"), ("<animate/>", 1, "animations"), ("<a/>", 1, "links"),
            ("<g style='transform:rotate(3deg)'/>", 11, "as an attribute only"), ("<circel r='1'/>", 1, "<circel> is not an element"),
            ("<g transform='scale(2,1)'><path stroke='red' d='M0 0h9'/></g>", 27, "stretches"),
        ])
    func refused(_ content: String, _ column: Int, _ words: String) throws {
        let found = diagnostics("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\n\(content)</svg>")
        #expect(found.count == 1)
        let diagnostic = try #require(found.first)
        #expect(diagnostic.message.contains(words), "\(diagnostic.message)")
        #expect(diagnostic.position == SourcePosition(file: "test.svg", line: 2, column: column))
        #expect(diagnostic.hint != nil || words.contains("no element"))
    }

    @Test(
        "Wrong values are told at their place",
        arguments: [
            ("<path d='M 1 1 L 5'/>", 19, "number is missing"), ("<path d='L 1 1'/>", 10, "begin with the command M"),
            ("<path d='M 1 1 X'/>", 16, "need a command"), ("<path d='M1 1A5 5 0 2 1 3 3'/>", 21, "flag is 0 or 1"),
            ("<path d='M1 1L2,'/>", 17, "number is missing"),
            ("<path d='M1 1L2 2,'/>", 18, "after the comma"), ("<rect width='-1' height='1'/>", 14, "not below 0"),
            ("<rect width='1em' height='1'/>", 14, "is not a length"), ("<circle r='x'/>", 12, "is not a length"),
            ("<polygon points='1 2 3'/>", 23, "a point has two numbers"), ("<polygon points='1 2 a'/>", 22, "number is missing"),
            ("<g transform='rotate(1 2)'/>", 15, "not known with 2 numbers"), ("<g transform='turn 3'/>", 15, "a transform is a list"),
            ("<g transform='scale(1'/>", 22, "is missing here"), ("<g fill='reddish'/>", 10, "is not a colour"),
            ("<g stroke-width='-2'/>", 18, "not below 0"),
            ("<g style='fill'/>", 11, "a style is a list"), ("<g fill-rule='odd'/>", 15, "not one of nonzero, evenodd"),
            ("<path d='M0 0L1e30 5'/>", 1, "too far out"),
            ("<g transform='scale(1e300)'><rect width='1e300' height='1'/></g>", 29, "too far out"),
        ])
    func wrong(_ content: String, _ column: Int, _ words: String) throws {
        let found = diagnostics("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\n\(content)</svg>")
        #expect(found.count == 1)
        let diagnostic = try #require(found.first)
        #expect(diagnostic.message.contains(words), "\(diagnostic.message)")
        #expect(diagnostic.position == SourcePosition(file: "test.svg", line: 2, column: column))
    }

    @Test("The root must be an SVG element with a size")
    func root() {
        func message(_ text: String) -> String? { diagnostics(text).first?.message }
        #expect(message("<svg/>") == "the file is not an SVG drawing")
        #expect(message(svg("", "width='5'")) == "the drawing has no size")
        #expect(message(svg("", "width='5em' height='3'"))?.contains("unit") == true)
        #expect(message(svg("", "width='0' height='3'"))?.contains("above 0") == true)
        #expect(message(svg("", "viewBox='0 0 5'"))?.contains("four numbers") == true)
        #expect(message(svg("", "viewBox='0 0 5 5' preserveAspectRatio='xMidYMid slice'"))?.contains("slice") == true)
        #expect(message(svg("", "viewBox='0 0 5 5' preserveAspectRatio='middle'"))?.contains("alignment") == true)
        #expect(message("<svg") != nil)
        #expect(message("<!DOCTYPE svg><svg/>") == "DTDs are not allowed")
    }

    @Test("All faults are told at once, in the order of reading")
    func allAtOnce() {
        let found = diagnostics(svg("<rect width='x'/><text/><g fill='nothing'/>"))
        #expect(found.map(\.message) == ["\"x\" is not a length", "text in a drawing is not drawn", "\"nothing\" is not a colour"])
    }

    @Test("Uses of themselves, uses of uses of uses, deep and long drawings come to an end")
    func limits() {
        #expect(diagnostics(svg("<g id='a'><use href='#a'/></g>")).first?.message == "\"a\" uses itself")
        #expect(
            diagnostics(svg("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>")).contains { $0.message.contains("uses itself") }
        )
        var bomb = "<rect id='l0' width='1' height='1'/>"
        for level in 1...20 { bomb += "<g id='l\(level)'>" + String(repeating: "<use href='#l\(level - 1)'/>", count: 10) + "</g>" }
        #expect(diagnostics(svg("<defs>\(bomb)</defs><use href='#l20'/>")).first?.message == "the drawing has more than 50000 elements")
        var chain = "<rect id='c0' width='1' height='1'/>"
        for level in 1...200 { chain += "<use id='c\(level)' href='#c\(level - 1)'/>" }
        #expect(diagnostics(svg("<defs>\(chain)</defs>")).first?.message == "elements are more than 100 deep")
        let deep = String(repeating: "<g>", count: 120) + String(repeating: "</g>", count: 120)
        #expect(diagnostics(svg(deep)).first?.message == "elements are nested more than 100 deep")
        var few = SVGLimits()
        few.steps = 100
        #expect(
            diagnostics(svg("<path d='M0 0\(String(repeating: "h1", count: 101))'/>"), few).first?.message
                == "the drawing has more than 100 steps")
        #expect(
            diagnostics(svg("<path stroke='red' stroke-dasharray='1e-9' d='M0 0h100'/>")).first?.message
                == "the drawing has more than 500000 steps")
        few.bytes = 100
        #expect(diagnostics(svg(String(repeating: " ", count: 100)), few).first?.message == "the file is larger than 100 bytes")
    }

    @Test("No change of bytes brings the reader down")
    func damaged() {
        var random = SeededGenerator(seed: 21)
        let letters = Array("0123456789.-eMLCAZ,%#'<>/ =;:()\u{FF}".utf8)
        var accepted = 0
        for seed in 0..<100 {
            var generator = SVGGenerator(seed: seed)
            let bytes = Array(generator.svg().utf8)
            for _ in 0..<40 {
                var changed = bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    changed[Int.random(in: 0..<bytes.count, using: &random)] = letters.randomElement(using: &random)!
                }
                do throws(GraphicsError) {
                    _ = try SVGReader().read(changed, file: "test.svg")
                    accepted += 1
                } catch {
                    guard case .svg(let diagnostics) = error else {
                        Issue.record("\(error)")
                        continue
                    }
                    #expect(diagnostics.hasErrors && diagnostics.allSatisfy { $0.position != nil })
                }
            }
        }
        #expect(accepted > 200)
    }
}
