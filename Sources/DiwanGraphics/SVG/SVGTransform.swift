/// Reads the value of a `transform` attribute (SVG 1.1, 7.6).
enum SVGTransform {
    /// What is wrong with it, and at which byte.
    struct Fault: Error {
        var offset: Int
        var words: String
    }

    /// The map that the functions of `text` make together, the last applied first.
    static func map(_ text: String) throws(Fault) -> Affine {
        var scanner = SVGScanner(Array(text.utf8))
        var map = Affine()
        scanner.skipSpace()
        while !scanner.isAtEnd {
            let start = scanner.offset
            let name = scanner.word()
            scanner.skipSpace()
            guard scanner.take(UInt8(ascii: "(")) else {
                throw Fault(
                    offset: start, words: "a transform is a list of matrix, translate, scale, rotate, skewX and skewY, each with (…)")
            }
            var numbers: [Double] = []
            scanner.skipSpace()
            while let number = scanner.number() {
                numbers.append(number)
                scanner.skipSeparator()
            }
            guard scanner.take(UInt8(ascii: ")")) else { throw Fault(offset: scanner.offset, words: "a number or \")\" is missing here") }
            guard let function = function(name, numbers) else {
                throw Fault(offset: start, words: "the transform \"\(name)\" is not known with \(numbers.count) numbers")
            }
            map = map * function
            scanner.skipSeparator()
        }
        return map
    }

    private static func function(_ name: String, _ numbers: [Double]) -> Affine? {
        switch (name, numbers.count) {
        case ("matrix", 6): return Affine(a: numbers[0], b: numbers[1], c: numbers[2], d: numbers[3], e: numbers[4], f: numbers[5])
        case ("translate", 1): return .translation(numbers[0], 0)
        case ("translate", 2): return .translation(numbers[0], numbers[1])
        case ("scale", 1): return .scale(numbers[0], numbers[0])
        case ("scale", 2): return .scale(numbers[0], numbers[1])
        case ("rotate", 1): return .rotation(numbers[0])
        case ("rotate", 3):
            return .translation(numbers[1], numbers[2]) * .rotation(numbers[0]) * .translation(-numbers[1], -numbers[2])
        case ("skewX", 1), ("skewY", 1):
            let (sine, cosine) = Affine.sineAndCosine(numbers[0])
            guard cosine != 0 else { return nil }
            return name == "skewX" ? Affine(c: sine / cosine) : Affine(b: sine / cosine)
        default: return nil
        }
    }
}
