import DiwanData
import DiwanDiagnostics
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
    @Test("Values keep their content, order and places")
    func values() throws {
        let text = "{\n  \"b\": [1, -0.50e+3, \"\\u0627\\n\"],\n  \"ا\": {\"x\": null, \"y\": true}\n}"
        let source = SourceText(file: "d.json", bytes: Array(text.utf8))
        let value = try JSONParser().parse(source)
        #expect(value.members?.map(\.name) == ["b", "ا"])
        #expect(value["b"]?.elements?[1].number == "-0.50e+3")
        #expect(value["b"]?.elements?[2].string == "ا\n")
        #expect(value["ا"]?["y"]?.boolean == true)
        #expect(value["ا"]?["x"]?.isNull == true)
        #expect(value.member("ا")?.namePosition(in: source) == SourcePosition(file: "d.json", line: 3, column: 3))
        #expect(value["ا"]?["y"]?.position(in: source) == SourcePosition(file: "d.json", line: 3, column: 25))
    }
}
