/// A prefix code with a pattern for all that a block can hold (RFC 1951, 3.2.5), ready to be written without looking anything else up.
struct DeflateCode: Sendable {
    /// The pattern of each literal, of the end of a block (256), and of each length less 3 from 257 on with its extra bits, at most 20 bits;
    /// their number stands above bit 24.
    private let patterns: [UInt32]
    /// The pattern of each distance symbol, and its length above bit 24.
    private let distances: [UInt32]

    /// The code of 286 literals and lengths and 30 distances, each with its pattern and the length of that.
    init(
        _ literalCodes: UnsafePointer<UInt16>, _ literalLengths: UnsafePointer<UInt8>,
        _ distanceCodes: UnsafePointer<UInt16>, _ distanceLengths: UnsafePointer<UInt8>
    ) {
        let tables = DeflateTables.shared
        var patterns = (0...256).map { UInt32(literalCodes[$0]) | UInt32(literalLengths[$0]) << 24 }
        for length in 3...258 {
            let symbol = Int(tables.lengthSymbol[length])
            let own = UInt32(literalLengths[257 + symbol])
            let extra = UInt32(length - Int(tables.lengthBase[symbol])) << own
            patterns.append(UInt32(literalCodes[257 + symbol]) | extra | (own + UInt32(tables.lengthExtra[symbol])) << 24)
        }
        self.patterns = patterns
        distances = (0..<30).map { UInt32(distanceCodes[$0]) | UInt32(distanceLengths[$0]) << 24 }
    }

    /// Writes the bytes of `view`; what is found before them is not written anew.
    func write(_ view: HistoryMatchFinder.View, _ output: inout BitWriter) {
        // A copy of its own can stay in registers while the bytes are stored.
        var bits = output
        let end = view.end
        // At most 48 bits for each byte or match.
        bits.reserve(6 * (end - view.start))
        let bytes = view.source.assumingMemoryBound(to: UInt8.self)
        let tables = DeflateTables.shared
        patterns.withUnsafeBufferPointer { patterns in
            distances.withUnsafeBufferPointer { distances in
                guard let patterns = patterns.baseAddress, let distances = distances.baseAddress else { return }
                var position = view.start
                while position < end {
                    var match = position &+ 4 <= end ? view.match(position) : (length: 0, distance: 0)
                    if match.length > 0 {
                        // A longer match at the next place is better.
                        if match.length < 24, position &+ 5 <= end {
                            let next = view.match(position &+ 1)
                            if next.length > match.length {
                                let pattern = patterns[Int(bytes[position])]
                                bits.put(UInt64(pattern & 0xFF_FFFF), UInt64(pattern &>> 24))
                                position &+= 1
                                match = next
                            }
                        }
                        let length = patterns[254 &+ match.length]
                        let symbol = DeflateTables.distanceSymbol(match.distance)
                        let own = UInt64(distances[symbol] &>> 24)
                        let count = own &+ UInt64(max(0, symbol &>> 1 &- 1))
                        if match.length >= 6 || bitCount(bytes + position, match.length, patterns) > UInt64(length &>> 24) &+ count {
                            bits.put(UInt64(length & 0xFF_FFFF), UInt64(length &>> 24))
                            let extra = UInt64(match.distance &- Int(tables.distanceBase[symbol]))
                            bits.put(UInt64(distances[symbol] & 0xFF_FFFF) | extra &<< own, count)
                            view.insert(from: position &+ 2, to: position &+ match.length)
                            position &+= match.length
                            continue
                        }
                    }
                    let pattern = patterns[Int(bytes[position])]
                    bits.put(UInt64(pattern & 0xFF_FFFF), UInt64(pattern &>> 24))
                    position &+= 1
                }
            }
        }
        output = bits
    }

    /// The bits that some literals take: a short match far away may take more.
    @inline(__always)
    private func bitCount(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ patterns: UnsafePointer<UInt32>) -> UInt64 {
        var bits: UInt32 = 0
        for index in 0..<count { bits &+= patterns[Int(bytes[index])] &>> 24 }
        return UInt64(bits)
    }

    /// Ends the block.
    func end(_ bits: inout BitWriter) {
        bits.reserve(2)
        bits.put(UInt64(patterns[256] & 0xFF_FFFF), UInt64(patterns[256] &>> 24))
    }
}
