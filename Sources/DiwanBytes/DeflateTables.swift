/// The constant tables of RFC 1951, 3.2.5 and 3.2.6, kept for the life of the program.
final class DeflateTables: Sendable {
    static let shared = DeflateTables()

    /// For a match length 3...258 its symbol less 257.
    nonisolated(unsafe) let lengthSymbol: UnsafePointer<UInt8>
    /// For a length symbol less 257 its shortest length, and how many extra bits follow.
    nonisolated(unsafe) let lengthBase: UnsafePointer<UInt16>
    nonisolated(unsafe) let lengthExtra: UnsafePointer<UInt8>
    /// For a distance symbol its shortest distance; the extra bits are symbol / 2 − 1.
    nonisolated(unsafe) let distanceBase: UnsafePointer<UInt16>
    nonisolated(unsafe) let fixedLiteralLengths: UnsafePointer<UInt8>
    nonisolated(unsafe) let fixedLiteralCodes: UnsafePointer<UInt16>
    nonisolated(unsafe) let fixedDistanceLengths: UnsafePointer<UInt8>
    nonisolated(unsafe) let fixedDistanceCodes: UnsafePointer<UInt16>

    private init() {
        let symbolOfLength = UnsafeMutablePointer<UInt8>.allocate(capacity: 259)
        symbolOfLength.initialize(repeating: 0, count: 259)
        let baseOfLength = UnsafeMutablePointer<UInt16>.allocate(capacity: 29)
        let extraOfLength = UnsafeMutablePointer<UInt8>.allocate(capacity: 29)
        var length = 3
        for symbol in 0..<28 {
            let extra = symbol < 8 ? 0 : symbol / 4 - 1
            baseOfLength[symbol] = UInt16(length)
            extraOfLength[symbol] = UInt8(extra)
            for next in length..<length + (1 << extra) { symbolOfLength[next] = UInt8(symbol) }
            length += 1 << extra
        }
        // Length 258 has a symbol of its own without extra bits.
        baseOfLength[28] = 258
        extraOfLength[28] = 0
        symbolOfLength[258] = 28

        let baseOfDistance = UnsafeMutablePointer<UInt16>.allocate(capacity: 30)
        var distance = 1
        for symbol in 0..<30 {
            baseOfDistance[symbol] = UInt16(distance)
            distance += 1 << max(0, symbol / 2 - 1)
        }

        let literalLengths = UnsafeMutablePointer<UInt8>.allocate(capacity: 288)
        for symbol in 0..<288 { literalLengths[symbol] = UInt8(Self.fixedLength(symbol)) }
        let literalCodes = UnsafeMutablePointer<UInt16>.allocate(capacity: 288)
        HuffmanCode.assignCodes(literalLengths, count: 288, into: literalCodes)
        let distanceLengths = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)
        distanceLengths.initialize(repeating: 5, count: 32)
        let distanceCodes = UnsafeMutablePointer<UInt16>.allocate(capacity: 32)
        HuffmanCode.assignCodes(distanceLengths, count: 32, into: distanceCodes)

        lengthSymbol = UnsafePointer(symbolOfLength)
        lengthBase = UnsafePointer(baseOfLength)
        lengthExtra = UnsafePointer(extraOfLength)
        distanceBase = UnsafePointer(baseOfDistance)
        fixedLiteralLengths = UnsafePointer(literalLengths)
        fixedLiteralCodes = UnsafePointer(literalCodes)
        fixedDistanceLengths = UnsafePointer(distanceLengths)
        fixedDistanceCodes = UnsafePointer(distanceCodes)
    }

    /// The length of a literal's or length's code in a fixed block.
    static func fixedLength(_ symbol: Int) -> Int {
        symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    }

    /// The symbol of a distance 1...32768: two symbols for each power of two.
    @inline(__always)
    static func distanceSymbol(_ distance: Int) -> Int {
        let value = distance &- 1
        guard value > 3 else { return value }
        let top = 63 &- value.leadingZeroBitCount
        return 2 &* top &+ (value &>> (top &- 1) & 1)
    }
}
