import DiwanDocument
import DiwanGraphics
import DiwanTestSupport
import Testing

/// A drawing of whole modules as grey pixels, `scale` of them a module.
func picture(_ path: Path, module: Length, width: Int, height: Int, scale: Int) -> RasterImage {
    var pixels = [UInt8](repeating: 255, count: width * height * scale * scale)
    for rectangle in rectangles(path) {
        let edges = [rectangle.left, rectangle.top, rectangle.right, rectangle.bottom].map {
            Int(($0.rawValue * Int64(scale) + module.rawValue / 2) / module.rawValue)
        }
        for y in edges[1]..<edges[3] { for x in edges[0]..<edges[2] { pixels[y * width * scale + x] = 0 } }
    }
    return RasterImage(width: width * scale, height: height * scale, colorModel: .grey, samples: pixels)
}

/// The rectangles that a path is made of; fails the test when it is made of anything else.
func rectangles(_ path: Path) -> [(left: Length, top: Length, right: Length, bottom: Length)] {
    #expect(path.steps.count % 5 == 0)
    return stride(from: 0, to: path.steps.count - 4, by: 5).compactMap { start in
        guard case .move(let a) = path.steps[start], case .line(let b) = path.steps[start + 1], case .line(let c) = path.steps[start + 2],
            case .line(let d) = path.steps[start + 3], case .close = path.steps[start + 4],
            a.y == b.y, b.x == c.x, c.y == d.y, d.x == a.x, a.x < c.x, a.y < c.y
        else {
            Issue.record("not a rectangle")
            return nil
        }
        return (a.x, a.y, c.x, c.y)
    }
}

/// What zbarimg reads in a picture, byte for byte; only codes of `symbology` are looked for.
func scanned(_ image: RasterImage, _ symbology: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let file = try folder.write(PNGWriter().write(image), to: "code.png")
    let run = try ProgramRun(
        "zbarimg", ["--quiet", "--raw", "--nodbus", "-Sdisable", "-S\(symbology).enable", "-Sbinary", file])
    struct Unread: Error { var words: String }
    guard run.status == 0 else { throw Unread(words: "zbarimg finds no code: \(run.errorText)") }
    return run.output
}
