/// Error correction codewords over the field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004:2015, 7.5.2 and annex A).
struct ReedSolomon {
    private static let logarithms: (exponent: [UInt8], logarithm: [Int]) = {
        var exponent = [UInt8](repeating: 0, count: 255)
        var logarithm = [Int](repeating: 0, count: 256)
        var value = 1
        for power in 0..<255 {
            exponent[power] = UInt8(value)
            logarithm[value] = power
            value <<= 1
            if value > 255 { value ^= 0x11D }
        }
        return (exponent, logarithm)
    }()

    /// The generator polynomial without its first coefficient, which is 1; the highest power first.
    private let generator: [UInt8]

    /// A code with `count` codewords of error correction.
    init(count: Int) {
        // The product of (x − 2^i) for i below `count`.
        var polynomial: [UInt8] = [1]
        for power in 0..<count {
            var next = polynomial + [0]
            for (index, coefficient) in polynomial.enumerated() {
                next[index + 1] ^= Self.product(coefficient, Self.logarithms.exponent[power])
            }
            polynomial = next
        }
        generator = Array(polynomial.dropFirst())
    }

    /// The error correction codewords of `data`: the remainder after division by the generator.
    func codewords(of data: ArraySlice<UInt8>) -> [UInt8] {
        var remainder = [UInt8](repeating: 0, count: generator.count)
        for byte in data {
            let factor = byte ^ remainder.removeFirst()
            remainder.append(0)
            for index in generator.indices { remainder[index] ^= Self.product(generator[index], factor) }
        }
        return remainder
    }

    private static func product(_ a: UInt8, _ b: UInt8) -> UInt8 {
        guard a != 0, b != 0 else { return 0 }
        return logarithms.exponent[(logarithms.logarithm[Int(a)] + logarithms.logarithm[Int(b)]) % 255]
    }
}
