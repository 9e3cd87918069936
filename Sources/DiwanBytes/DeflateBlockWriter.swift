/// Collects the literals and matches of one DEFLATE block and writes it in the shortest of the three forms (RFC 1951, 3.2.3).
struct DeflateBlockWriter {
    /// Literals and matches of one block.
    private static let capacity = 16_384
    private static let literalCount = 286
    private static let distanceCount = 30

    // Literals are 0...255; a match is its length << 16 | its distance.
    private var symbols = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    private var room = capacity
    private(set) var symbolCount = 0
    private let literalFrequencies = UnsafeMutablePointer<UInt32>.allocate(capacity: literalCount)
    private let distanceFrequencies = UnsafeMutablePointer<UInt32>.allocate(capacity: distanceCount)
    // Code lengths of both codes in one row, as the header of a block sends them.
    private let lengths = UnsafeMutablePointer<UInt8>.allocate(capacity: literalCount + distanceCount)
    private let literalCodes = UnsafeMutablePointer<UInt16>.allocate(capacity: 288)
    private let distanceCodes = UnsafeMutablePointer<UInt16>.allocate(capacity: 32)
    private var huffman = HuffmanCode()
    var bits = BitWriter()
    private let tables = DeflateTables.shared

    init() {
        clear()
    }

    func deallocate() {
        symbols.deallocate()
        literalFrequencies.deallocate()
        distanceFrequencies.deallocate()
        lengths.deallocate()
        literalCodes.deallocate()
        distanceCodes.deallocate()
        bits.deallocate()
    }

    /// Whether the block must be finished before two more symbols are added.
    @inline(__always)
    var isFull: Bool { symbolCount >= room &- 300 }

    /// Makes room for so many symbols more, so that the block need not be finished before they are added.
    mutating func reserve(_ count: Int) {
        let needed = symbolCount + count + 600
        guard needed > room else { return }
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: needed)
        larger.initialize(from: symbols, count: symbolCount)
        symbols.deallocate()
        symbols = larger
        room = needed
    }

    @inline(__always)
    mutating func addLiteral(_ byte: UInt8) {
        symbols[symbolCount] = UInt32(byte)
        symbolCount &+= 1
        literalFrequencies[Int(byte)] &+= 1
    }

    @inline(__always)
    mutating func addMatch(length: Int, distance: Int) {
        symbols[symbolCount] = UInt32(truncatingIfNeeded: length &<< 16 | distance)
        symbolCount &+= 1
        literalFrequencies[257 &+ Int(tables.lengthSymbol[length])] &+= 1
        distanceFrequencies[DeflateTables.distanceSymbol(distance)] &+= 1
    }

    private mutating func clear() {
        symbolCount = 0
        literalFrequencies.initialize(repeating: 0, count: Self.literalCount)
        distanceFrequencies.initialize(repeating: 0, count: Self.distanceCount)
    }

    /// Ends the byte with an empty stored block (RFC 1951, 3.2.4), so that other blocks can follow in bytes.
    mutating func alignToByte() {
        bits.reserve(16)
        bits.put(0, 3)
        bits.alignToByte()
        bits.put(0, 16)
        bits.put(0xFFFF, 16)
    }

    /// Appends all whole bytes written so far to `output`; the last block has been finished.
    mutating func drain(into output: inout [UInt8]) {
        bits.alignToByte()
        bits.drain(into: &output)
    }

    /// Writes the block whose input is the bytes at `source` from index `from` up to `to`.
    mutating func finish(_ source: UnsafePointer<UInt8>?, from: Int, to: Int, isLast: Bool) {
        literalFrequencies[256] &+= 1
        let inputCount = to - from
        // Each stored piece has three bits, up to seven of padding, and four bytes of length.
        let pieces = max(1, (inputCount + 65_534) / 65_535)
        let storedCost = 8 * inputCount + 42 * pieces
        let fixedCost = fixedCost
        huffman.buildLengths(literalFrequencies, count: Self.literalCount, limit: 15, into: lengths)
        let literals = usedCount(lengths, Self.literalCount, atLeast: 257)
        huffman.buildLengths(distanceFrequencies, count: Self.distanceCount, limit: 15, into: lengths + literals)
        let distances = usedCount(lengths + literals, Self.distanceCount, atLeast: 1)
        let header = CodeLengthHeader(lengths, literals: literals, distances: distances, &huffman)

        let dynamicCost =
            3 + header.cost
            + dataCost { symbol in
                Int(lengths[symbol])
            } distance: { symbol in
                Int(lengths[literals + symbol])
            }
        bits.reserve(min(dynamicCost, fixedCost, storedCost) / 8 + 64)
        if storedCost <= min(dynamicCost, fixedCost) {
            writeStored(source.map { $0 + from }, inputCount, isLast: isLast)
        } else if fixedCost <= dynamicCost {
            writeFixed(isLast: isLast)
        } else {
            bits.put(isLast ? 5 : 4, 3)
            header.write(&bits)
            HuffmanCode.assignCodes(lengths, count: literals, into: literalCodes)
            HuffmanCode.assignCodes(lengths + literals, count: distances, into: distanceCodes)
            writeData(0..<symbolCount, literalCodes, lengths, distanceCodes, lengths + literals)
            writeSymbol(256, literalCodes, lengths)
        }
        clear()
    }

    /// Makes a code that has a pattern for every symbol, and begins the block in it. The symbols still wait.
    mutating func beginOpenBlock() -> DeflateCode {
        // What is not in this block may be in the bytes after it, but seldom is.
        for symbol in 0..<Self.literalCount { literalFrequencies[symbol] = 8 &* literalFrequencies[symbol] &+ 1 }
        for symbol in 0..<Self.distanceCount { distanceFrequencies[symbol] = 8 &* distanceFrequencies[symbol] &+ 4 }
        huffman.buildLengths(literalFrequencies, count: Self.literalCount, limit: 15, into: lengths)
        huffman.buildLengths(distanceFrequencies, count: Self.distanceCount, limit: 15, into: lengths + Self.literalCount)
        let header = CodeLengthHeader(lengths, literals: Self.literalCount, distances: Self.distanceCount, &huffman)
        bits.reserve(header.cost / 8 + 64)
        bits.put(4, 3)
        header.write(&bits)
        HuffmanCode.assignCodes(lengths, count: Self.literalCount, into: literalCodes)
        HuffmanCode.assignCodes(lengths + Self.literalCount, count: Self.distanceCount, into: distanceCodes)
        return DeflateCode(literalCodes, lengths, distanceCodes, lengths + Self.literalCount)
    }

    /// Writes some symbols of the block that was begun last, and gives the bits after the last whole byte.
    mutating func writeOpen(_ range: Range<Int>, into bytes: inout [UInt8]) -> OpenBits {
        bits.reserve(6 * range.count + 64)
        writeData(range, literalCodes, lengths, distanceCodes, lengths + Self.literalCount)
        let open = bits.openBits
        bits.drain(into: &bytes)
        return open
    }

    /// Leaves the block that was begun last to others.
    mutating func leaveOpenBlock() {
        clear()
        guard room > Self.capacity else { return }
        symbols.deallocate()
        symbols = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.capacity)
        room = Self.capacity
    }

    private mutating func writeFixed(isLast: Bool) {
        bits.put(isLast ? 3 : 2, 3)
        writeData(
            0..<symbolCount, tables.fixedLiteralCodes, tables.fixedLiteralLengths, tables.fixedDistanceCodes,
            tables.fixedDistanceLengths)
        writeSymbol(256, tables.fixedLiteralCodes, tables.fixedLiteralLengths)
    }

    private mutating func writeSymbol(_ symbol: Int, _ codes: UnsafePointer<UInt16>, _ lengths: UnsafePointer<UInt8>) {
        bits.put(UInt64(codes[symbol]), UInt64(lengths[symbol]))
    }

    /// The bits of the block in the fixed code.
    private var fixedCost: Int {
        3
            + dataCost { symbol in
                DeflateTables.fixedLength(symbol)
            } distance: { _ in
                5
            }
    }

    private func usedCount(_ lengths: UnsafePointer<UInt8>, _ count: Int, atLeast least: Int) -> Int {
        var used = count
        while used > least && lengths[used - 1] == 0 { used -= 1 }
        return used
    }

    /// The bits of all symbols and the end of the block under a code.
    private func dataCost(_ literal: (Int) -> Int, distance: (Int) -> Int) -> Int {
        var cost = 0
        for symbol in 0..<Self.literalCount where literalFrequencies[symbol] != 0 {
            let extra = symbol > 256 ? Int(tables.lengthExtra[symbol - 257]) : 0
            cost += Int(literalFrequencies[symbol]) * (literal(symbol) + extra)
        }
        for symbol in 0..<Self.distanceCount where distanceFrequencies[symbol] != 0 {
            cost += Int(distanceFrequencies[symbol]) * (distance(symbol) + max(0, symbol / 2 - 1))
        }
        return cost
    }

    /// Writes a block of `bytes` as they are.
    mutating func store(_ bytes: [UInt8]) {
        bits.reserve(bytes.count + 8 * (bytes.count / 65_535 + 1))
        bytes.withUnsafeBufferPointer { writeStored($0.baseAddress, $0.count, isLast: false) }
    }

    private mutating func writeStored(_ start: UnsafePointer<UInt8>?, _ count: Int, isLast: Bool) {
        var offset = 0
        repeat {
            let piece = min(65_535, count - offset)
            bits.put(isLast && offset + piece == count ? 1 : 0, 3)
            bits.alignToByte()
            bits.put(UInt64(piece), 16)
            bits.put(UInt64(piece ^ 0xFFFF), 16)
            if let start { bits.putBytes(start + offset, piece) }
            offset += piece
        } while offset < count
    }

    @inline(__always)
    private mutating func writeData(
        _ range: Range<Int>, _ literalCodes: UnsafePointer<UInt16>, _ literalLengths: UnsafePointer<UInt8>,
        _ distanceCodes: UnsafePointer<UInt16>, _ distanceLengths: UnsafePointer<UInt8>
    ) {
        let tables = self.tables
        let symbols = self.symbols
        // A copy of its own can stay in registers while the bytes are stored.
        var bits = self.bits
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            let symbol = Int(symbols[index])
            index &+= 1
            if symbol < 256 {
                var pattern = UInt64(literalCodes[symbol])
                var count = UInt64(literalLengths[symbol])
                // Up to three literals, of 15 bits at most, are stored at once.
                for _ in 0..<2 {
                    guard index < end, symbols[index] < 256 else { break }
                    let next = Int(symbols[index])
                    index &+= 1
                    pattern |= UInt64(literalCodes[next]) &<< count
                    count &+= UInt64(literalLengths[next])
                }
                bits.put(pattern, count)
            } else {
                let length = symbol &>> 16
                let distance = symbol & 0xFFFF
                let lengthSymbol = Int(tables.lengthSymbol[length])
                // At most 15 + 5 + 15 + 13 = 48 bits at once.
                var pattern = UInt64(literalCodes[257 &+ lengthSymbol])
                var count = UInt64(literalLengths[257 &+ lengthSymbol])
                pattern |= UInt64(length &- Int(tables.lengthBase[lengthSymbol])) &<< count
                count &+= UInt64(tables.lengthExtra[lengthSymbol])
                let distanceSymbol = DeflateTables.distanceSymbol(distance)
                pattern |= UInt64(distanceCodes[distanceSymbol]) &<< count
                count &+= UInt64(distanceLengths[distanceSymbol])
                pattern |= UInt64(distance &- Int(tables.distanceBase[distanceSymbol])) &<< count
                count &+= UInt64(max(0, distanceSymbol &>> 1 &- 1))
                bits.put(pattern, count)
            }
        }
        self.bits = bits
    }
}

/// The code lengths of a block, run-length coded as its header sends them (RFC 1951, 3.2.7).
private struct CodeLengthHeader {
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private let literals: Int
    private let distances: Int
    /// Each is a symbol 0...18 | the value of its extra bits << 8.
    private var runs: [UInt16] = []
    private var codeLengths = [UInt8](repeating: 0, count: 19)
    private var sentCount = 19
    /// The bits of the header after the block's first three.
    private(set) var cost = 0

    init(_ lengths: UnsafePointer<UInt8>, literals: Int, distances: Int, _ huffman: inout HuffmanCode) {
        self.literals = literals
        self.distances = distances
        runs.reserveCapacity(literals + distances)
        var frequencies = [UInt32](repeating: 0, count: 19)
        let count = literals + distances
        var index = 0
        while index < count {
            let length = lengths[index]
            var end = index + 1
            while end < count && lengths[end] == length { end += 1 }
            var left = end - index
            index = end
            func emit(_ symbol: Int, _ extra: Int) {
                runs.append(UInt16(symbol | extra << 8))
                frequencies[symbol] += 1
            }
            if length == 0 {
                while left >= 11 {
                    let run = min(left, 138)
                    emit(18, run - 11)
                    left -= run
                }
                if left >= 3 {
                    emit(17, left - 3)
                    left = 0
                }
            } else {
                emit(Int(length), 0)
                left -= 1
                while left >= 3 {
                    let run = min(left, 6)
                    emit(16, run - 3)
                    left -= run
                }
            }
            for _ in 0..<left { emit(Int(length), 0) }
        }
        codeLengths.withUnsafeMutableBufferPointer { lengths in
            frequencies.withUnsafeBufferPointer { frequencies in
                guard let lengths = lengths.baseAddress, let frequencies = frequencies.baseAddress else { return }
                huffman.buildLengths(frequencies, count: 19, limit: 7, into: lengths)
            }
        }
        while sentCount > 4 && codeLengths[Self.order[sentCount - 1]] == 0 { sentCount -= 1 }
        cost = 14 + 3 * sentCount
        for symbol in 0..<19 {
            cost += Int(frequencies[symbol]) * (Int(codeLengths[symbol]) + Self.extraBits(symbol))
        }
    }

    private static func extraBits(_ symbol: Int) -> Int {
        symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7
    }

    func write(_ bits: inout BitWriter) {
        bits.put(UInt64(literals - 257), 5)
        bits.put(UInt64(distances - 1), 5)
        bits.put(UInt64(sentCount - 4), 4)
        for index in 0..<sentCount { bits.put(UInt64(codeLengths[Self.order[index]]), 3) }
        var codes = [UInt16](repeating: 0, count: 19)
        codeLengths.withUnsafeBufferPointer { lengths in
            codes.withUnsafeMutableBufferPointer { codes in
                guard let lengths = lengths.baseAddress, let codes = codes.baseAddress else { return }
                HuffmanCode.assignCodes(lengths, count: 19, into: codes)
            }
        }
        for run in runs {
            let symbol = Int(run & 255)
            bits.put(UInt64(codes[symbol]), UInt64(codeLengths[symbol]))
            bits.put(UInt64(run >> 8), UInt64(Self.extraBits(symbol)))
        }
    }
}
