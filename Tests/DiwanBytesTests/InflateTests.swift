import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@Suite struct InflateTests {
    /// Python's zlib compresses each `N.raw` in every form it has: levels, strategies (fixed, Huffman only, runs), small windows, many blocks.
    private static let compress = """
        import sys, zlib
        folder, count = sys.argv[1], int(sys.argv[2])
        for n in range(count):
            raw = open(f"{folder}/{n}.raw", "rb").read()
            forms = [(level, 15, 0) for level in (0, 1, 6, 9)] + [(6, 15, s) for s in (1, 2, 3, 4)] + [(9, 9, 0)]
            for form, (level, window, strategy) in enumerate(forms):
                c = zlib.compressobj(level, zlib.DEFLATED, window, 8, strategy)
                out = b""
                step = 40000 if form % 2 else len(raw) + 1
                for start in range(0, len(raw), step):
                    out += c.compress(raw[start:start + step]) + (c.flush(zlib.Z_FULL_FLUSH) if form % 2 else b"")
                open(f"{folder}/{n}.{form}", "wb").write(out + c.flush())
        """

    @Test("Streams of zlib come out as they went in")
    func readsZlib() throws {
        let samples = try SampleData.all()
        let scratch = try TemporaryFolder()
        for (index, sample) in samples.enumerated() { try scratch.write(sample.bytes, to: "\(index).raw") }
        let outcome = try ProgramRun("python3", ["-c", Self.compress, scratch.path, "\(samples.count)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let inflater = Inflater()
        for (index, sample) in samples.enumerated() {
            for form in 0..<9 {
                let packed = try readFile(scratch.path("\(index).\(form)"))
                #expect(try inflater.zlib(packed, limit: sample.bytes.count) == sample.bytes, "\(sample.name), form \(form)")
            }
        }
    }

    /// Python's zlib says for each file whether it is a whole and valid zlib stream, and how long its output is.
    private static let judge = """
        import sys, zlib
        folder, count = sys.argv[1], int(sys.argv[2])
        for n in range(count):
            d = zlib.decompressobj()
            try:
                out = d.decompress(open(f"{folder}/{n}", "rb").read())
                print(len(out) if d.eof else -1, zlib.crc32(out))
            except zlib.error:
                print(-1, 0)
        """

    @Test("Cut and flipped streams are refused exactly when zlib refuses them")
    func agreesOnBrokenStreams() throws {
        var random = SeededGenerator(seed: 7)
        let deflater = Deflater()
        let scratch = try TemporaryFolder()
        var streams: [[UInt8]] = []
        for round in 0..<1500 {
            let content = SampleData.contentStream(lines: Int.random(in: 0...12, using: &random), &random)
            var packed = deflater.zlib(round % 3 == 0 ? Array(content.prefix(30)) : content)
            switch round % 4 {
            case 0: packed.removeLast(Int.random(in: 0...packed.count, using: &random))
            case 1: packed = packed.prefix(4) + (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
            default:
                for _ in 0..<(round % 4 - 1) {
                    packed[Int.random(in: 0..<min(packed.count, 80), using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
                }
            }
            streams.append(packed)
            try scratch.write(packed, to: "\(round)")
        }
        let outcome = try ProgramRun("python3", ["-c", Self.judge, scratch.path, "\(streams.count)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let inflater = Inflater()
        var refused = 0
        for (index, line) in outcome.outputText.split(separator: "\n").enumerated() {
            let fields = line.split(separator: " ").compactMap { Int($0) }
            if let output = try? inflater.zlib(streams[index], limit: 1 << 24) {
                #expect(output.count == fields[0], "stream \(index)")
                #expect(Int(CRC32.checksum(output)) == fields[1], "stream \(index)")
            } else {
                refused += 1
                #expect(fields[0] == -1, "stream \(index) is refused, zlib reads \(fields[0]) bytes")
            }
        }
        #expect(refused > 500)
    }

    @Test("A raw stream that breaks one rule is refused for that rule")
    func namesTheFault() throws {
        let inflater = Inflater()
        func fault(_ bytes: [UInt8]) -> BytesError? {
            do throws(BytesError) {
                _ = try inflater.inflate(bytes, limit: 1000)
                return nil
            } catch {
                return error
            }
        }
        #expect(fault([0x07]) == .invalidDeflate(.blockType, offset: 1))
        #expect(fault([0x01, 1, 0, 0, 0]) == .invalidDeflate(.storedLength, offset: 5))
        #expect(fault([]) == .invalidDeflate(.truncated, offset: 0))
        // A fixed block that begins with a match of three at distance one (RFC 1951, 3.2.6).
        #expect(fault([0x03, 0x02, 0x00]) == .invalidDeflate(.distance, offset: 2))
        // A dynamic block with 287 literals.
        #expect(fault([0xF5, 0xFF, 0xFF]) == .invalidDeflate(.codeLengths, offset: 3))
    }

    @Test("Output beyond the limit is refused, and exactly the limit is not")
    func respectsTheLimit() throws {
        let zeros = [UInt8](repeating: 0, count: 1_000_000)
        let packed = Deflater().zlib(zeros)
        #expect(packed.count < 2000)
        let inflater = Inflater()
        #expect(throws: BytesError.limitExceeded(limit: 999_999)) { try inflater.zlib(packed, limit: 999_999) }
        #expect(try inflater.zlib(packed, limit: 1_000_000) == zeros)
    }

    @Test("A wrong or missing checksum and a wrong header are refused")
    func checksTheWrapping() throws {
        let packed = Deflater().zlib(Array("ديوان".utf8))
        let inflater = Inflater()
        var wrong = packed
        wrong[wrong.count - 1] ^= 1
        #expect(throws: BytesError.checksumMismatch) { try inflater.zlib(wrong, limit: 100) }
        #expect(throws: BytesError.truncated(offset: packed.count - 4, needed: 4)) {
            try inflater.zlib(Array(packed.dropLast()), limit: 100)
        }
        #expect(throws: BytesError.invalidZlibHeader) { try inflater.zlib([0x78, 0x9D] + packed.dropFirst(2), limit: 100) }
    }
}
