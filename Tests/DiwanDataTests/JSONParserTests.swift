import DiwanData
import DiwanDiagnostics
import Testing

@Suite("Reading JSON")
struct JSONParserTests {
    private func refusal(_ bytes: [UInt8]) -> DataError? {
        do {
            _ = try JSONParser().parse(bytes, file: "d.json")
            return nil
        } catch { return error }
    }

    @Test("Values keep their content, order and places")
    func values() throws {
        let text = "{\n  \"b\": [1, -0.50e+3, \"\\u0627\\n\"],\n  \"ا\": {\"x\": null, \"y\": true}\n}"
        let source = SourceText(file: "d.json", bytes: Array(text.utf8))
        let value = try JSONParser().parse(source)
        #expect(value.members?.map(\.name) == ["b", "ا"])
        #expect(value["b"]?.elements?[1].number == "-0.50e+3")
        #expect(value["b"]?.elements?[0].integer == 1)
        #expect(value["b"]?.elements?[2].string == "ا\n")
        #expect(value["ا"]?["y"]?.boolean == true)
        #expect(value["ا"]?["x"]?.isNull == true)
        #expect(value.member("ا")?.namePosition(in: source) == SourcePosition(file: "d.json", line: 3, column: 3))
        #expect(value["ا"]?["y"]?.position(in: source) == SourcePosition(file: "d.json", line: 3, column: 25))
        let string = value["b"]!.elements![2]
        #expect(String(decoding: source.bytes[string.offset..<string.end], as: UTF8.self) == #""\u0627\n""#)
    }

    @Test(
        "Texts that RFC 8259 allows are read",
        arguments: [
            "0", "-0", "1e5", "1E+5", "0.0", "-12.5e-3", "\"\"", "\"\u{7F}\u{2028}\"", "[]", "{}", " [ ] ", "\t{\n}\r\n", "[[],{}]",
            #""\"\\\/\b\f\n\r\t""#,
            #""\uD83D\uDE00""#, #""\u0000""#, "null", "{\"\":1}", "[1,2]", "{\"a\":1,\"A\":2}", "\u{FEFF}1", "\"\u{10FFFF}\"",
            "12345678901234567890123456789",
        ])
    func valid(text: String) {
        #expect(refusal(Array(text.utf8)) == nil)
    }

    @Test(
        "Texts that RFC 8259 does not allow are refused in words, with their place",
        arguments: [
            ("{\n\"a\": 1\n \"name\": 2}", "line 3, column 2: a comma is missing before \"name\""),
            ("[1 2]", "line 1, column 4: a comma is missing before 2"), ("[1,]", "line 1, column 3: a comma stands after the last element"),
            ("{\"a\":1,}", "line 1, column 7: a comma stands after the last member"),
            ("{\"a\" 1}", "line 1, column 6: a colon is missing after \"a\""),
            ("{a:1}", "line 1, column 2: a name in double quotation marks is wanted here, not a"),
            ("{'a':1}", "line 1, column 2: a name in double quotation marks is wanted here, not '"),
            ("['a']", "line 1, column 2: strings are written in double quotation marks"),
            ("{\"a\":1,\n\"a\":2}", "line 2, column 1: the name \"a\" stands twice in one object"),
            ("", "line 1, column 1: the text ends where a value is wanted"),
            ("[1", "line 1, column 3: the text ends before the array opened in line 1 is closed with ]"),
            ("{", "line 1, column 2: the text ends before the object opened in line 1 is closed with }"),
            ("[1}", "line 1, column 3: } does not close the array opened in line 1; a comma or ] is wanted"),
            ("\n\n\"abc", "line 3, column 1: the string's closing quotation mark is missing"),
            ("01", "line 1, column 1: a number may not start with zeros"),
            ("-", "line 1, column 2: a digit is wanted here, not the end of the text"),
            ("1.", "line 1, column 3: a digit is wanted here, not the end of the text"),
            (".5", "line 1, column 1: a value is wanted here, not .5"), ("+1", "line 1, column 1: a value is wanted here, not +"),
            ("1e", "line 1, column 3: a digit is wanted here, not the end of the text"),
            ("nul", "line 1, column 1: a value is wanted here, not nul"),
            ("True", "line 1, column 1: a value is wanted here, not True"), ("NaN", "line 1, column 1: a value is wanted here, not NaN"),
            ("1 2", "line 1, column 3: there is something after the end of the value: 2"),
            ("\"a\tb\"", "line 1, column 3: a tab may not stand in a string; write \\t"),
            ("\"a\nb\"", "line 1, column 3: a line end may not stand in a string; write \\n"),
            ("\"\u{1}\"", "line 1, column 2: the control character U+0001 may not stand in a string; write an escape"),
            (#""\x""#, #"line 1, column 2: \ and this letter are not an escape of JSON"#),
            (#""\u12G4""#, #"line 1, column 6: \u wants four hexadecimal digits"#),
            (#""\uD800""#, #"line 1, column 2: \ud800 is half of a surrogate pair"#),
            (#""ع\uDC00""#, #"line 1, column 3: \udc00 is half of a surrogate pair"#),
            (#""\uD800\u0041""#, #"line 1, column 2: \ud800 is half of a surrogate pair"#),
            ("[1,,2]", "line 1, column 4: a value is missing before ,"),
            ("// c\n1", "line 1, column 1: a value is wanted here, not /"),
            ("\u{A0}1", "line 1, column 1: a value is wanted here, not \u{A0}"),
            ("{\"مبلغ\":٣}", "line 1, column 9: a value is wanted here, not ٣"),
        ])
    func invalid(text: String, words: String) {
        #expect(refusal(Array(text.utf8))?.description == words)
    }

    @Test(
        "Bytes that are not UTF-8 are named by their offset",
        arguments: [[0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]])
    func encoding(bytes: [UInt8]) throws {
        let error = try #require(refusal(Array("[\"ab".utf8) + bytes + Array("\"]".utf8)))
        #expect(error.reason == .encoding)
        #expect(error.words.hasPrefix("byte 4 (0x"))
    }

    @Test("A nest deeper than the limit is refused, also one of a million levels")
    func depth() throws {
        #expect(refusal(Array((String(repeating: "[", count: 128) + String(repeating: "]", count: 128)).utf8)) == nil)
        let error = try #require(refusal(Array(String(repeating: "[", count: 1_000_000).utf8)))
        #expect(error.reason == .limit)
        #expect(error.position.column == 129)
        #expect(refusal(Array(String(repeating: "{\"a\":", count: 1_000_000).utf8))?.reason == .limit)
    }

    @Test("An object of 100,000 members is read and its doubled name found")
    func manyMembers() throws {
        let members = (0..<100_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(refusal(Array("{\(members)}".utf8)) == nil)
        #expect(refusal(Array("{\(members),\"k77\":0}".utf8))?.reason == .duplicate)
    }

    @Test("Names that differ only in their normal form are two names")
    func normalForms() {
        #expect(refusal(Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)) == nil)
    }

    /// Numbers as strings with an N before, as the oracle gives them.
    private func marked(_ value: JSONValue) -> JSONValue {
        switch value.kind {
        case .number(let number): .string("N" + number)
        case .array(let elements): .array(elements.map(marked))
        case .object(let members): .object(members.map { ($0.name, marked($0.value)) })
        default: value
        }
    }

    @Test("Seeded mutations are read and refused as Python's json does, and give the same values", arguments: [1, 2, 3])
    func oracle(seed: UInt64) throws {
        let seeds = [
            #"{"req":{"no":"R-1","complete-date":"2025-11-05"},"amount":1250.50,"reasons":["أ","ب\n"],"ok":true,"x":null}"#,
            #"[0,-1,1.5e10,1E-2,"\u0627\ud83d\ude00\\\"",[],{},[[]],false]"#,
            " {\n\t\"a\" : [ 1 , 2 ] ,\r\n \"b\" : \"\u{10348}é\u{7F}\" } ", "\u{FEFF}[\"x\"]",
        ].map { Array($0.utf8) }
        let pieces = [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", ".", "e", "null", "true", "\\u", "\\ud83d", "\\n", " ", "\n", "\u{1}",
            "ع", "\"a\":1,",
            "NaN", "\u{FEFF}",
        ].map { Array($0.utf8) }
        var random = SeededGenerator(seed: seed)
        var inputs = seeds
        for _ in 0..<4000 { inputs.append(random.mutated(seeds.randomElement(using: &random)!, inserting: pieces)) }
        let answers = try DataOracle.answers("json_oracle.py", inputs)
        var accepted = 0
        for (input, answer) in zip(inputs, answers) {
            let value = try? JSONParser().parse(input, file: "d.json")
            if value != nil { accepted += 1 }
            let text = value.map { JSONWriter.bytes(marked($0)) }
            #expect(text == answer, "\(String(decoding: input, as: UTF8.self))")
        }
        #expect(accepted > 200 && accepted < 3500, "\(accepted)")
    }

    @Test("What is written, compact or pretty, is read back the same")
    func writer() throws {
        let value = JSONValue.object([
            ("b", .array([.integer(-5), .number("1.50"), .null, .boolean(false)])),
            ("ا\"", .string("\u{0}\u{8}\u{C}\u{1F}\t\r\n\\/\u{7F}\u{1F600}")),
            ("empty", .object([])), ("none", .array([])),
        ])
        for layout in [JSONWriter.Layout.compact, .pretty] {
            #expect(try JSONParser().parse(JSONWriter.bytes(value, layout), file: "d") == value)
        }
        #expect(JSONWriter.text(.array([.integer(1), .object([("a", .null)])]), .pretty) == "[\n  1,\n  {\n    \"a\": null\n  }\n]\n")
        #expect(JSONWriter.text(.object([("a", .array([]))])) == "{\"a\":[]}")
    }

    @Test("Only numbers of JSON may be written as numbers")
    func isNumber() {
        for text in ["0", "-0", "1.5", "1e5", "120"] { #expect(JSONParser.isNumber(text)) }
        for text in ["", "01", "1.", ".5", "+1", "1e", "0x1", "NaN", "1 ", " 1", "-"] { #expect(!JSONParser.isNumber(text)) }
    }
}
