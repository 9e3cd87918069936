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

    @Test("A part that was compressed before stands in a stream that zlib reads")
    func partsStandInStreams() throws {
        let samples = try SampleData.all()
        let scratch = try TemporaryFolder()
        let deflater = Deflater()
        for (index, sample) in samples.enumerated() {
            let before = samples[(index + 1) % samples.count].bytes.prefix(index % 3 * 1000),
                after = samples[(index + 5) % samples.count].bytes
            let part = sample.bytes.withUnsafeBytes { deflater.part($0, effort: index % 2 == 0 ? .quick : .standard) }
            let packed = Array(before).withUnsafeBytes { first in
                after.withUnsafeBytes { deflater.zlib(first, part, $0, effort: index % 4 < 2 ? .quick : .standard) }
            }
            #expect(part.count == sample.bytes.count)
            try scratch.write(before + sample.bytes + after, to: "\(index).raw")
            try scratch.write(packed, to: "\(index).z")
            try scratch.write(deflater.deflate(before + sample.bytes + after), to: "\(index).d")
        }
        let outcome = try ProgramRun("python3", ["-c", Self.check, scratch.path, "\(samples.count)"])
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == samples.count)
        for (index, line) in lines.enumerated() { #expect(line.hasPrefix("1 "), "zlib does not read: \(samples[index].name)") }
    }
}
