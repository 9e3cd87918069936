/// Compresses bytes with DEFLATE (RFC 1951), one whole input a call, into raw or zlib (RFC 1950) form.
///
/// A match is put off by one byte when the next place has a better one. An object keeps its tables, so keep it and use it again;
/// it serves one caller at a time. The same input always gives the same bytes.
public final class Deflater {
    /// How hard matches are looked for.
    public enum Effort: Sendable {
        /// Chains of earlier places: about the size of zlib's level 6.
        case standard
        /// The two latest places only: a few percent larger, several times as fast. For data with few repetitions, as outlines are.
        case quick
    }

    // A match of `niceLength` is taken without looking further; `depth` earlier places are tried for one match.
    private static let niceLength = 96
    private static let depth = 48
    private var finder = MatchFinder(niceLength: niceLength)
    private var quickFinder = QuickMatchFinder()
    var historyFinder = HistoryMatchFinder()
    var blocks = DeflateBlockWriter()

    /// A compressor with empty tables (about 700 KiB).
    public init() {}

    deinit {
        finder.deallocate()
        quickFinder.deallocate()
        blocks.deallocate()
    }

    /// `input` as a raw DEFLATE stream.
    public func deflate(_ input: [UInt8], effort: Effort = .standard) -> [UInt8] {
        var output: [UInt8] = []
        input.withUnsafeBytes { deflate($0, into: &output, effort: effort) }
        return output
    }

    /// `input` as a zlib stream: what PDF calls FlateDecode and what PNG holds.
    public func zlib(_ input: [UInt8], effort: Effort = .standard) -> [UInt8] {
        var output: [UInt8] = []
        input.withUnsafeBytes { zlib($0, into: &output, effort: effort) }
        return output
    }

    /// Appends `input` as a zlib stream to `output`.
    public func zlib(_ input: UnsafeRawBufferPointer, into output: inout [UInt8], effort: Effort = .standard) {
        // Method 8, a window of 32 KiB, the default level, and the check bits (RFC 1950, 2.2).
        output.append(0x78)
        output.append(0x9C)
        deflate(input, into: &output, effort: effort)
        output.appendUInt32(Adler32.checksum(input))
    }

    /// Appends `input` as a raw DEFLATE stream to `output`. The input is shorter than 1 GiB.
    public func deflate(_ input: UnsafeRawBufferPointer, into output: inout [UInt8], effort: Effort = .standard) {
        let start = compressAllButLast(input, effort)
        blocks.finish(input.baseAddress?.assumingMemoryBound(to: UInt8.self), from: start, to: input.count, isLast: true)
        blocks.drain(into: &output)
    }

    /// Writes blocks for `input` but the last, whose input begins at the index that it gives and whose symbols wait to be written.
    func compressAllButLast(_ input: UnsafeRawBufferPointer, _ effort: Effort) -> Int {
        precondition(input.count < 1 << 30, "one input of DEFLATE is shorter than 1 GiB")
        guard let start = input.baseAddress, input.count > 0 else { return 0 }
        return switch effort {
        case .standard: Self.compress(start, input.count, &finder, &blocks)
        case .quick: Self.compressQuickly(start, input.count, &quickFinder, &blocks)
        }
    }

    private static func compress(
        _ source: UnsafeRawPointer, _ count: Int, _ finder: inout MatchFinder, _ blocks: inout DeflateBlockWriter
    ) -> Int {
        let nice = niceLength
        finder.begin(count)
        let bytes = source.assumingMemoryBound(to: UInt8.self)
        // Hashing reads four bytes, so matches begin only where four are left.
        let lastStart = count &- 4
        var position = 0
        var blockStart = 0
        while position < count {
            if blocks.isFull {
                blocks.finish(bytes, from: blockStart, to: position, isLast: false)
                blockStart = position
            }
            guard position <= lastStart else {
                blocks.addLiteral(bytes[position])
                position &+= 1
                continue
            }
            var current = finder.longestMatch(source, position, count, longerThan: 2, depth: depth)
            // A match of three far away costs more than three literals.
            if current.length < 3 || (current.length == 3 && current.distance > 4096) {
                blocks.addLiteral(bytes[position])
                position &+= 1
                continue
            }
            position &+= 1
            while current.length < nice && position <= lastStart {
                let next = finder.longestMatch(source, position, count, longerThan: current.length &- 1, depth: depth >> 1)
                // The longer match wins; of equal ones the one that is nearer by two bits of distance.
                guard
                    next.length >= current.length,
                    4 &* (next.length &- current.length) &+ log2(current.distance) &- log2(next.distance) > 2
                else {
                    position &+= 1
                    let end = position &+ current.length &- 2
                    finder.insert(source, from: position, to: min(end, lastStart &+ 1))
                    blocks.addMatch(length: current.length, distance: current.distance)
                    position = end
                    current.length = 0
                    break
                }
                blocks.addLiteral(bytes[position &- 1])
                current = next
                position &+= 1
            }
            if current.length > 0 {
                let end = position &+ current.length &- 1
                finder.insert(source, from: position, to: min(end, lastStart &+ 1))
                blocks.addMatch(length: current.length, distance: current.distance)
                position = end
            }
        }
        return blockStart
    }

    private static func compressQuickly(
        _ source: UnsafeRawPointer, _ count: Int, _ finder: inout QuickMatchFinder, _ blocks: inout DeflateBlockWriter
    ) -> Int {
        finder.begin(count)
        let bytes = source.assumingMemoryBound(to: UInt8.self)
        let lastStart = count &- 4
        var position = 0
        var blockStart = 0
        while position <= lastStart {
            if blocks.isFull {
                blocks.finish(bytes, from: blockStart, to: position, isLast: false)
                blockStart = position
            }
            var current = finder.match(source, position, count)
            if current.length == 0 {
                blocks.addLiteral(bytes[position])
                position &+= 1
                continue
            }
            // A longer match at the next place is better.
            if current.length < 24, position < lastStart {
                let next = finder.match(source, position &+ 1, count)
                if next.length > current.length {
                    blocks.addLiteral(bytes[position])
                    position &+= 1
                    current = next
                }
            }
            blocks.addMatch(length: current.length, distance: current.distance)
            let end = position &+ current.length
            finder.insert(source, from: position &+ 2, to: min(end, lastStart &+ 1))
            position = end
        }
        while position < count {
            if blocks.isFull {
                blocks.finish(bytes, from: blockStart, to: position, isLast: false)
                blockStart = position
            }
            blocks.addLiteral(bytes[position])
            position &+= 1
        }
        return blockStart
    }

    @inline(__always)
    private static func log2(_ value: Int) -> Int {
        63 &- value.leadingZeroBitCount
    }
}
