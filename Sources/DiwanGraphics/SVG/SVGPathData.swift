/// Reads the data of a `path` element (SVG 1.1, 8.3; the flags of arcs as SVG 2 writes them).
struct SVGPathData {
    /// What is wrong with path data, and at which byte.
    struct Fault: Error {
        var offset: Int
        var words: String
    }

    private var scanner: SVGScanner
    private var outline = SVGOutline()
    /// The last control point of a curve, for the smooth commands.
    private var cubicControl: SVGPoint?
    private var quadraticControl: SVGPoint?

    private init(_ text: String) {
        scanner = SVGScanner(Array(text.utf8))
    }

    /// The outline that `text` describes; not more than `limit` commands.
    static func outline(_ text: String, limit: Int) throws(Fault) -> SVGOutline {
        var data = SVGPathData(text)
        return try data.read(limit)
    }

    private mutating func read(_ limit: Int) throws(Fault) -> SVGOutline {
        scanner.skipSpace()
        var isFirst = true
        while !scanner.isAtEnd {
            let start = scanner.offset
            let command = scanner.peek
            guard "MmZzLlHhVvCcSsQqTtAa".utf8.contains(command) else {
                throw Fault(offset: start, words: "path data need a command here (one of MZLHVCSQTA)")
            }
            guard !isFirst || command | 0x20 == UInt8(ascii: "m") else {
                throw Fault(offset: start, words: "path data begin with the command M")
            }
            isFirst = false
            scanner.offset += 1
            scanner.skipSpace()
            if command | 0x20 == UInt8(ascii: "z") {
                outline.close()
                (cubicControl, quadraticControl) = (nil, nil)
                continue
            }
            var isRepeated = false
            repeat {
                // Further pairs after M are lines (8.3.2).
                let letter = isRepeated && command | 0x20 == UInt8(ascii: "m") ? command & 0x20 | UInt8(ascii: "L") : command
                try readSegment(letter)
                guard outline.segments.count <= limit else { throw Fault(offset: start, words: "the drawing has more than \(limit) steps") }
                isRepeated = true
                let before = scanner.offset
                if scanner.skipSeparator(), !startsNumber { throw Fault(offset: before, words: "a number is missing after the comma") }
            } while startsNumber
        }
        outline.finish()
        return outline
    }

    private var startsNumber: Bool {
        "+-.0123456789".utf8.contains(scanner.peek)
    }

    private mutating func number() throws(Fault) -> Double {
        guard let number = scanner.number() else { throw Fault(offset: scanner.offset, words: "a number is missing here") }
        return number
    }

    private mutating func nextNumber() throws(Fault) -> Double {
        scanner.skipSeparator()
        return try number()
    }

    private mutating func point(_ isRelative: Bool, isFirst: Bool = false) throws(Fault) -> SVGPoint {
        let x = isFirst ? try number() : try nextNumber()
        let y = try nextNumber()
        return isRelative ? outline.current + SVGPoint(x: x, y: y) : SVGPoint(x: x, y: y)
    }

    /// The flag of an arc: 0 or 1, after which no separator is needed.
    private mutating func flag() throws(Fault) -> Bool {
        scanner.skipSeparator()
        if scanner.take(UInt8(ascii: "0")) { return false }
        if scanner.take(UInt8(ascii: "1")) { return true }
        throw Fault(offset: scanner.offset, words: "an arc's flag is 0 or 1")
    }

    private mutating func readSegment(_ command: UInt8) throws(Fault) {
        let isRelative = command & 0x20 != 0
        let current = outline.current
        var (cubic, quadratic): (SVGPoint?, SVGPoint?) = (nil, nil)
        switch command & 0xDF {
        case UInt8(ascii: "M"): outline.move(try point(isRelative, isFirst: true))
        case UInt8(ascii: "L"): outline.line(try point(isRelative, isFirst: true))
        case UInt8(ascii: "H"):
            let x = try number()
            outline.line(SVGPoint(x: isRelative ? current.x + x : x, y: current.y))
        case UInt8(ascii: "V"):
            let y = try number()
            outline.line(SVGPoint(x: current.x, y: isRelative ? current.y + y : y))
        case UInt8(ascii: "C"):
            let first = try point(isRelative, isFirst: true)
            let second = try point(isRelative)
            outline.curve(first, second, try point(isRelative))
            cubic = second
        case UInt8(ascii: "S"):
            let first = cubicControl.map { current * 2 - $0 } ?? current
            let second = try point(isRelative, isFirst: true)
            outline.curve(first, second, try point(isRelative))
            cubic = second
        case UInt8(ascii: "Q"):
            let control = try point(isRelative, isFirst: true)
            outline.quadratic(control, try point(isRelative))
            quadratic = control
        case UInt8(ascii: "T"):
            let control = quadraticControl.map { current * 2 - $0 } ?? current
            outline.quadratic(control, try point(isRelative, isFirst: true))
            quadratic = control
        default:
            let rx = try number()
            let ry = try nextNumber()
            let degrees = try nextNumber()
            let isLarge = try flag()
            let isPositive = try flag()
            outline.arc(
                radii: SVGPoint(x: rx, y: ry), degrees: degrees, isLarge: isLarge, isPositive: isPositive, to: try point(isRelative))
        }
        (cubicControl, quadraticControl) = (cubic, quadratic)
    }
}
