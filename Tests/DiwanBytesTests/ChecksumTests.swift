import DiwanBytes
import DiwanTestSupport
import Foundation
import Testing

@Suite struct ChecksumTests {
    @Test("SHA-256 of any length is what openssl says")
    func agreesWithOpenSSL() throws {
        var random = SeededGenerator(seed: 1)
        let scratch = try TemporaryFolder()
        let lengths = Array(0...130) + [511, 512, 513, 4096, 100_003]
        let inputs = lengths.map { length in (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let paths = try inputs.enumerated().map { try scratch.write($1, to: "\($0)") }
        let outcome = try ProgramRun("openssl", ["dgst", "-sha256", "-r"] + paths)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let expected = outcome.outputText.split(separator: "\n").map { $0.prefix(64) }
        #expect(expected.count == inputs.count)
        for (input, digest) in zip(inputs, expected) { #expect(hexadecimal(SHA256.hash(input)) == digest, "\(input.count) bytes") }
    }

    @Test("SHA-512 and SHA-384 of any length are what openssl says", arguments: ["sha512", "sha384"])
    func hashesSHA512(name: String) throws {
        var random = SeededGenerator(seed: 512)
        let scratch = try TemporaryFolder()
        let inputs = (Array(0...260) + [1023, 1024, 100_003]).map { length in
            (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let paths = try inputs.enumerated().map { try scratch.write($1, to: "\($0)") }
        let outcome = try ProgramRun("openssl", ["dgst", "-\(name)", "-r"] + paths)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let expected = outcome.outputText.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(expected.count == inputs.count)
        for (input, digest) in zip(inputs, expected) {
            #expect(hexadecimal(name == "sha512" ? SHA512.hash(input) : SHA512.hash384(input)) == digest, "\(input.count) bytes")
        }
    }

    @Test("MD5 of any length is what openssl says")
    func hashesMD5() throws {
        var random = SeededGenerator(seed: 9)
        let scratch = try TemporaryFolder()
        let inputs = (Array(0...130) + [511, 512, 513, 100_003]).map { length in
            (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
        let paths = try inputs.enumerated().map { try scratch.write($1, to: "\($0)") }
        let outcome = try ProgramRun("openssl", ["dgst", "-md5", "-r"] + paths)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let expected = outcome.outputText.split(separator: "\n").map { $0.prefix(32) }
        #expect(expected.count == inputs.count)
        for (input, digest) in zip(inputs, expected) { #expect(hexadecimal(MD5.hash(input)) == digest, "\(input.count) bytes") }
    }

    @Test("SHA-256 fed in pieces is the hash of the whole")
    func feedsInPieces() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<200 {
            let input = (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            var hash = SHA256()
            var start = 0
            while start < input.count {
                let end = min(input.count, start + Int.random(in: 0...140, using: &random))
                hash.update(input[start..<end])
                start = end
            }
            #expect(hash.finalized() == SHA256.hash(input))
        }
    }

    @Test("Fingerprints tell pieces of any length apart, and half of their bits change with one bit")
    func fingerprintsDiffer() {
        func fingerprint(_ pieces: [[UInt8]]) -> [UInt8] {
            var fingerprint = Fingerprint()
            for piece in pieces { fingerprint.update(piece) }
            return fingerprint.finalized()
        }
        var random = SeededGenerator(seed: 3)
        var seen: Set<[UInt8]> = []
        var count = 0
        // Zeros, counted bytes, and the same bytes cut at each place.
        for length in 0...200 {
            let zeros = [UInt8](repeating: 0, count: length)
            let counted = (0..<length).map { UInt8($0 + 1) }
            for pieces in [[zeros], [counted]] + (1..<max(1, length)).map({ [Array(counted[..<$0]), Array(counted[$0...])] }) {
                if length == 0, pieces == [counted], count > 0 { continue }
                seen.insert(fingerprint(pieces))
                count += 1
            }
        }
        var changed = 0
        for _ in 0..<2_000 {
            var input = (0..<Int.random(in: 20...100, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            let before = fingerprint([input])
            input[Int.random(in: input.indices, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            let after = fingerprint([input])
            seen.formUnion([before, after])
            count += 2
            changed += zip(before, after).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
        }
        #expect(seen.count == count)
        #expect((62...66).contains(changed / 2_000), "\(changed)")
    }

    @Test(
        "SHA-256 gives the examples of FIPS 180-4",
        arguments: [
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ])
    func givesTheExamples(text: String, digest: String) {
        #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == digest)
    }

    @Test("CRC-32 and Adler-32 are those of zlib")
    func agreesWithZlib() throws {
        let script = """
            import sys, zlib
            for path in sys.argv[1:]:
                data = open(path, "rb").read()
                print(zlib.crc32(data), zlib.adler32(data))
            """
        var inputs = try SampleData.all().map(\.bytes)
        // The largest sums: all bits set, longer than one turn of the reduction.
        inputs.append([UInt8](repeating: 255, count: 20_000))
        let scratch = try TemporaryFolder()
        let paths = try inputs.enumerated().map { try scratch.write($1, to: "\($0)") }
        let outcome = try ProgramRun("python3", ["-c", script] + paths)
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.count == inputs.count)
        for (input, line) in zip(inputs, lines) {
            #expect(line == "\(CRC32.checksum(input)) \(Adler32.checksum(input))")
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
