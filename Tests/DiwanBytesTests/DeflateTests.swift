import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@Suite struct DeflateTests {
    /// Python's zlib inflates each file `N.z` and compares it with `N.raw`, then prints the sizes at level 6.
    private static let check = """
        import sys, zlib
        folder, count = sys.argv[1], int(sys.argv[2])
        for n in range(count):
            raw = open(f"{folder}/{n}.raw", "rb").read()
            packed = open(f"{folder}/{n}.z", "rb").read()
            d = zlib.decompressobj()
            same = d.decompress(packed) == raw and d.eof and not d.unused_data
            bare = zlib.decompressobj(-15)
            same = same and bare.decompress(open(f"{folder}/{n}.d", "rb").read()) == raw and bare.eof and not bare.unused_data
            print(int(same), len(zlib.compress(raw, 6)))
        """

    @Test("zlib reads what we compress, and level 6 makes it at most five percent smaller")
    func compressesLikeZlib() throws {
        let samples = try SampleData.all()
        let scratch = try TemporaryFolder()
        let deflater = Deflater()
        var sizes: [Int] = []
        for (index, sample) in samples.enumerated() {
            let packed = deflater.zlib(sample.bytes)
            sizes.append(packed.count)
            try scratch.write(sample.bytes, to: "\(index).raw")
            try scratch.write(packed, to: "\(index).z")
            try scratch.write(deflater.deflate(sample.bytes, effort: .quick), to: "\(index).d")
        }
        let outcome = try ProgramRun("python3", ["-c", Self.check, scratch.path, "\(samples.count)"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == samples.count)
        for (index, line) in lines.enumerated() {
            let fields = line.split(separator: " ").compactMap { Int($0) }
            let name = samples[index].name
            #expect(fields[0] == 1, "zlib does not read: \(name)")
            #expect(sizes[index] <= fields[1] + fields[1] / 20 + 8, "\(name): \(sizes[index]) bytes, zlib \(fields[1])")
        }
    }

    @Test("The same input gives the same bytes whatever was compressed before")
    func isDeterministic() throws {
        let samples = try SampleData.all()
        let used = Deflater()
        for effort in [Deflater.Effort.standard, .quick] {
            for sample in samples { _ = used.zlib(sample.bytes, effort: effort) }
            for sample in samples {
                #expect(used.zlib(sample.bytes, effort: effort) == Deflater().zlib(sample.bytes, effort: effort), "\(sample.name)")
            }
        }
    }

    @Test("What we compress we read back")
    func roundTrips() throws {
        let deflater = Deflater()
        let inflater = Inflater()
        for sample in try SampleData.all() {
            for effort in [Deflater.Effort.standard, .quick] {
                let packed = deflater.zlib(sample.bytes, effort: effort)
                #expect(try inflater.zlib(packed, limit: sample.bytes.count) == sample.bytes, "\(sample.name)")
            }
        }
    }

    @Test("Appending to an output leaves what was there")
    func appends() throws {
        var output: [UInt8] = [9, 8, 7]
        [1, 2, 3, 1, 2, 3, 1, 2, 3].withUnsafeBytes { Deflater().deflate($0, into: &output) }
        #expect(output.prefix(3) == [9, 8, 7])
        #expect(output.count > 3)
    }

    @Test("Parts that were compressed before stand in a stream that zlib reads, with other bytes after each")
    func partsStandInStreams() throws {
        let samples = try SampleData.all()
        let scratch = try TemporaryFolder()
        let deflater = Deflater()
        for (index, sample) in samples.enumerated() {
            let start = Array(samples[(index + 1) % samples.count].bytes.prefix(index % 3 * 1000))
            let sections = [sample.bytes, samples[(index + 2) % samples.count].bytes, []]
            let parts = deflater.parts(sections, effort: index % 2 == 0 ? .quick : .standard)
            // The rests are all, some or none of what is in the parts, and something else.
            let rests = (0..<1 + index % 3).map { samples[(index + 5 * $0) % samples.count].bytes }
            let whole = zip(sections, rests).reduce(start) { $0 + $1.0 + $1.1 }
            let packed = deflater.zlib(start, parts, rests)
            #expect(packed == deflater.zlib(start, parts, rests), "the parts have changed: \(sample.name)")
            try scratch.write(whole, to: "\(index).raw")
            try scratch.write(packed, to: "\(index).z")
            try scratch.write(deflater.deflate(whole), to: "\(index).d")
        }
        let outcome = try ProgramRun("python3", ["-c", Self.check, scratch.path, "\(samples.count)"])
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == samples.count)
        for (index, line) in lines.enumerated() { #expect(line.hasPrefix("1 "), "zlib does not read: \(samples[index].name)") }
    }

    @Test("Bytes in the code of others are read by zlib, and hardly longer when they are alike")
    func othersCodesAreRead() throws {
        let samples = try SampleData.all()
        let scratch = try TemporaryFolder()
        let deflater = Deflater()
        for (index, sample) in samples.enumerated() {
            let code = deflater.code(for: samples[(index + 3) % samples.count].bytes)
            try scratch.write(sample.bytes, to: "\(index).raw")
            try scratch.write(deflater.zlib([], code, [sample.bytes]), to: "\(index).z")
            try scratch.write(deflater.deflate(sample.bytes), to: "\(index).d")
            let own = deflater.zlib([], deflater.code(for: sample.bytes), [sample.bytes]).count
            // A long sample has several codes, of which the last is taken.
            if sample.bytes.count < 10_000 {
                #expect(own <= deflater.zlib(sample.bytes, effort: .quick).count * 21 / 20 + 150, "\(sample.name)")
            }
        }
        let outcome = try ProgramRun("python3", ["-c", Self.check, scratch.path, "\(samples.count)"])
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == samples.count)
        for (index, line) in lines.enumerated() { #expect(line.hasPrefix("1 "), "zlib does not read: \(samples[index].name)") }
    }

    @Test("What stands in a part or before in the rest itself is found again")
    func restsAreShort() {
        let words = (0..<400).map { "(\($0 &* 7919 % 1000)) " }
        let deflater = Deflater()
        let parts = deflater.parts([Array(words.joined().utf8)])
        let alone = deflater.zlib([], parts, [[]]).count
        // The words again in another order; new ones twice.
        let again = Array(words.reversed().joined().utf8)
        #expect(deflater.zlib([], parts, [again]).count - alone < deflater.zlib(again).count)
        let new = Array("كلمات لم ترد من قبل في شيء مما سبق".utf8)
        let once = deflater.zlib([], parts, [new]).count
        #expect(deflater.zlib([], parts, [new + new]).count - once < 8)
    }
}
