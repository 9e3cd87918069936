/// Bytes that many streams hold are compressed once, and each stream goes on after them with their own code and what they have shown.
extension Deflater {
    /// Bytes that were compressed once, to stand in many streams with other bytes after each part of them.
    public struct Parts: Sendable {
        /// What each part is before it is compressed: its length, its checksum, and what is found in it again.
        fileprivate struct Part {
            /// Whole DEFLATE blocks and the beginning of one in the first part, symbols of that one in the others, but for the last bits.
            var bytes: [UInt8]
            var open: OpenBits
            var count: Int
            var checksum: UInt32
            var history: MatchHistory
        }

        fileprivate let parts: [Part]
        /// The code of the block that the parts and what stands between them share.
        fileprivate let code: DeflateCode

        /// The number of parts.
        public var count: Int { parts.count }
    }

    /// `sections`, at least one, each compressed by itself, to be put into streams by `zlib(_:_:_:)`.
    public func parts(_ sections: [[UInt8]], effort: Effort = .standard) -> Parts {
        var ends = [0]
        for (index, section) in sections.enumerated() {
            // Only the first may take several blocks: the others stand in the middle of one.
            if index > 0 { blocks.reserve(section.count) }
            _ = section.withUnsafeBytes { compressAllButLast($0, effort) }
            ends.append(blocks.symbolCount)
        }
        let code = blocks.beginOpenBlock()
        let parts = sections.enumerated().map { index, section in
            var bytes: [UInt8] = []
            let open = blocks.writeOpen(ends[index]..<ends[index + 1], into: &bytes)
            return Parts.Part(
                bytes: bytes, open: open, count: section.count, checksum: Adler32.checksum(section), history: MatchHistory(section))
        }
        blocks.leaveOpenBlock()
        return Parts(parts: parts, code: code)
    }

    /// No bytes, but a code that suits what is like `sample`, for a stream by `zlib(_:_:_:)`.
    public func code(for sample: [UInt8]) -> Parts {
        _ = sample.withUnsafeBytes { compressAllButLast($0, .quick) }
        // The code is that of the last block, if there were others.
        var others: [UInt8] = []
        blocks.bits.drain(into: &others)
        let code = blocks.beginOpenBlock()
        var bytes: [UInt8] = []
        let open = blocks.writeOpen(0..<0, into: &bytes)
        blocks.leaveOpenBlock()
        let part = Parts.Part(bytes: bytes, open: open, count: 0, checksum: Adler32.checksum([]), history: MatchHistory([]))
        return Parts(parts: [part], code: code)
    }

    /// `start`, as it is, and the first of `parts` with one of `rests` after each, as a zlib stream. What is in the parts costs next to
    /// nothing.
    public func zlib(_ start: [UInt8], _ parts: Parts, _ rests: [[UInt8]]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(parts.parts.reduce(start.count + 64) { $0 + $1.bytes.count } + rests.reduce(0) { $0 + $1.count })
        zlib(start, parts, rests, into: &output)
        return output
    }

    /// Appends the stream to `output`.
    public func zlib(_ start: [UInt8], _ parts: Parts, _ rests: [[UInt8]], into output: inout [UInt8]) {
        precondition(!rests.isEmpty && rests.count <= parts.count, "each part has a rest, from the first one on")
        output.append(0x78)
        output.append(0x9C)
        var checksum = Adler32.checksum(start)
        // It ends at a byte, where the stored blocks of the first part may begin.
        if !start.isEmpty { blocks.store(start) }
        for (part, rest) in zip(parts.parts, rests) {
            blocks.bits.append(part.bytes)
            blocks.bits.put(part.open.value, part.open.count)
            historyFinder.withView(rest, after: part.history) { parts.code.write($0, &blocks.bits) }
            checksum = Adler32.combined(checksum, part.checksum, secondCount: part.count)
            checksum = Adler32.combined(checksum, Adler32.checksum(rest), secondCount: rest.count)
        }
        parts.code.end(&blocks.bits)
        // The last block is an empty one in the fixed code.
        blocks.bits.put(3, 10)
        blocks.drain(into: &output)
        output.appendUInt32(checksum)
    }
}
