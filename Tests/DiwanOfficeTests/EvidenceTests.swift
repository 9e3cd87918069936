import DiwanBytes
import DiwanData
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Evidence and what binds an entry to it.
struct EvidenceTests {
    @Test("A commitment is what openssl makes of the file by the words of its description")
    func commitmentByOpenSSL() throws {
        let folder = try TemporaryFolder()
        let evidence = Evidence(.object([("name", .string("نورة بنت سعد")), ("id", .string("1100000007"))]))
        try folder.write(evidence.file, to: "evidence")
        let command =
            "tail -n +3 evidence | { printf 'diwan/commit/v1\\n'; cat; } | openssl dgst -sha256 -mac hmac -macopt hexkey:$(sed -n 2p evidence) -r"
        let run = try ProgramRun("sh", ["-c", command], directory: folder.path)
        #expect(run.outputText.split(separator: " ").first.map(String.init) == Hexadecimal.text(evidence.commitment))
    }

    @Test("The same evidence has another commitment each time, and is read again from its file")
    func salts() throws {
        let value = JSONValue.object([("a", .string("ب\n\"ج"))])
        let (first, second) = (Evidence(value), Evidence(value))
        #expect(first.commitment != second.commitment)
        let read = try #require(Evidence(file: first.file))
        #expect(read.commitment == first.commitment)
        #expect(try read.value() == value)
    }

    @Test("A file with any bit changed is another commitment, or none")
    func bits() throws {
        let evidence = Evidence(.object([("a", .integer(1))]))
        for place in evidence.file.indices {
            for bit in 0..<8 {
                var file = evidence.file
                file[place] ^= 1 << bit
                // The hexadecimal digits a–f may be capitals: the same salt.
                if let read = Evidence(file: file), read.salt != evidence.salt || read.content != evidence.content {
                    #expect(read.commitment != evidence.commitment)
                } else if let read = Evidence(file: file) {
                    #expect(read.salt == evidence.salt && bit == 5)
                }
            }
        }
    }
}
