import DiwanData
import DiwanDiagnostics
import DiwanTestSupport
import Foundation
import Testing

/// Data of forms, against Python's encoder.
@Suite struct FormDataReaderTests {
    private func read(_ text: String) throws(DataError) -> [FormDataReader.Pair] {
        try FormDataReader().read(SourceText(file: "data.form", bytes: Array(text.utf8)))
    }

    @Test func pairsAreReadAsPythonWroteThem() throws {
        let pairs = [
            ["req.no", "1447/ط/00123"], ["ben.name", "نورة بنت سعد"], ["family[1].name", "a+b & c=d %"], ["empty", ""],
            ["lines", "أول\r\nثانٍ"], ["صعب", "\u{1F600}"],
        ]
        let program = "import json, sys, urllib.parse; sys.stdout.write(urllib.parse.urlencode([tuple(p) for p in json.load(sys.stdin)]))"
        let run = try ProgramRun("/usr/bin/python3", ["-c", program], input: Array(try JSONEncoder().encode(pairs)))
        let read = try read(run.outputText)
        #expect(read.map { [$0.name, $0.value] } == pairs)
        #expect(FormDataReader.recognizes(run.output))
    }

    @Test(arguments: [
        ("a=%4", "1:3 two hexadecimal digits are missing after \"%\""), ("a=%zz", "1:3 two hexadecimal digits are missing after \"%\""),
        ("a=1&b=%FF", "1:7 the value is not UTF-8"),
    ])
    func mistakeIsNamedWithItsPlace(_ text: String, _ words: String) {
        let error = #expect(throws: DataError.self) { _ = try read(text) }
        #expect(error.map { "\($0.position.line):\($0.position.column) \($0.words)" } == words)
    }

    @Test func jsonIsNotTakenForAForm() {
        for text in ["{\"a\":1}", "[]", "true", "null", "  {}", "", "a b=c", "=1", "1=2"] {
            #expect(!FormDataReader.recognizes(Array(text.utf8)), "\(text)")
        }
    }

    @Test func everyTextIsReadOrRefused() {
        var generator = SeededGenerator(seed: 7)
        let alphabet = Array("ab=&%+;4fF[].\u{00}\n\u{FF}".utf8) + [0xC3, 0xD9, 0x84]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in alphabet.randomElement(using: &generator)! }
            _ = try? FormDataReader().read(SourceText(file: "", bytes: bytes))
        }
    }

    @Test func formOfTooManyValuesIsRefused() {
        let error = #expect(throws: DataError.self) {
            _ = try FormDataReader(limit: 2).read(SourceText(file: "", bytes: Array("a=1&b=2&c=3".utf8)))
        }
        #expect(error?.reason == .limit)
    }
}
