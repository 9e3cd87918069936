import DiwanData
import DiwanDiagnostics
import Testing

@Suite("Reading rows")
struct CSVReaderTests {
    /// A source that gives `bytes` in pieces of `length`.
    private func source(_ bytes: [UInt8], pieces length: Int = 1 << 20) -> ByteSource {
        var offset = 0
        return ByteSource { buffer in
            let count = min(length, buffer.count, bytes.count - offset)
            for index in 0..<count { buffer[index] = bytes[offset + index] }
            offset += count
            return .success(count)
        }
    }

    private func rows(_ text: String, pieces: Int = 1 << 20, separator: UInt8? = nil) throws(DataError) -> [[String]] {
        var reader = try CSVReader(source(Array(text.utf8), pieces: pieces), file: "d.csv", separator: separator)
        var rows = [reader.columns]
        while let row = try reader.next() { rows.append(row.fields) }
        return rows
    }

    private func refusal(_ text: String) -> DataError? {
        do {
            _ = try rows(text)
            return nil
        } catch { return error }
    }

    @Test("Fields with quotation marks, line ends and separators are read, whatever pieces they come in", arguments: [1, 2, 3, 7, 1 << 20])
    func fields(pieces: Int) throws {
        let text = "\u{FEFF}name,\"a \"\"b\"\"\",الاسم\r\nx,\"1,\r\n2\",\"\"\n\n\"y\",,نورة"
        #expect(
            try rows(text, pieces: pieces) == [["name", "a \"b\"", "الاسم"], ["x", "1,\r\n2", ""], ["y", "", "نورة"]])
    }

    @Test("The separator is the one that the head uses")
    func separators() throws {
        #expect(try rows("a;b;\"c,d,e,f\"\n1;2,5;3") == [["a", "b", "c,d,e,f"], ["1", "2,5", "3"]])
        #expect(try rows("a\tb\n1\t2") == [["a", "b"], ["1", "2"]])
        #expect(try rows("a\n1") == [["a"], ["1"]])
        #expect(try rows("a;b\n1;2", separator: UInt8(ascii: ",")) == [["a;b"], ["1;2"]])
    }

    @Test("Rows and fields have their places, past quoted line ends")
    func places() throws {
        var reader = try CSVReader(source(Array("a,ب,c\n\"x\ny\",\"ع\"\"\",z\n1,2,3\n".utf8)), file: "d.csv")
        #expect(reader.columnPositions.map(\.column) == [1, 3, 5])
        let first = try #require(try reader.next())
        #expect(first.number == 1)
        #expect(first.position(of: 0) == SourcePosition(file: "d.csv", line: 2, column: 1))
        #expect(first.position(of: 1) == SourcePosition(file: "d.csv", line: 3, column: 4))
        #expect(first.position(of: 2) == SourcePosition(file: "d.csv", line: 3, column: 10))
        let second = try #require(try reader.next())
        #expect(second.position(of: 2) == SourcePosition(file: "d.csv", line: 4, column: 5))
        #expect(try reader.next() == nil)
    }

    @Test(
        "Broken rows are refused with row and column",
        arguments: [
            ("a,b\n1,x\"y", "line 2, column 4: a quotation mark stands in a field that does not start with one"),
            ("a,b\n1,\"x\"y", "line 2, column 6: a field goes on after its closing quotation mark"),
            ("a,b\n\n1,\"x\n\n", "line 3, column 3: the field's closing quotation mark is missing"),
            ("a,b\n1\n", "line 2, column 1: row 1 has 1 field, but the head has 2"),
            ("a,b\n1,2\n1,2,3", "line 3, column 1: row 2 has 3 fields, but the head has 2"),
            ("a,a\n", "line 1, column 3: the column \"a\" stands twice"), ("a,,b\n", "line 1, column 3: a column has no name"),
            ("", "line 1, column 1: the file has no head with column names"),
            ("\n\n", "line 1, column 1: the file has no head with column names"),
            ("a\nx\u{1}", "line 2, column 2: a control character may not stand in a field"),
            ("a\nx\ry\n", "line 2, column 2: a carriage return stands without a line feed"),
        ])
    func broken(text: String, words: String) {
        #expect(refusal(text)?.description == words)
    }

    @Test("Bytes that are not UTF-8 are refused with their place")
    func encoding() throws {
        var reader = try CSVReader(source(Array("a,b\nعx,".utf8) + [0xC7] + Array("\n".utf8)), file: "d.csv")
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch {
            #expect(error.reason == .encoding)
            #expect(error.position == SourcePosition(file: "d.csv", line: 2, column: 4))
        }
    }

    @Test("After a bad row the reader goes on with the next")
    func goesOn() throws {
        var reader = try CSVReader(source(Array("a,b\n1\n2,3\n".utf8)), file: "d.csv")
        #expect(throws: DataError.self) { try reader.next() }
        #expect(try reader.next()?.fields == ["2", "3"])
    }

    @Test("A record longer than the limit is refused")
    func limit() throws {
        let bytes = Array(("a\n\"" + String(repeating: "x", count: 300_000)).utf8)
        var reader = try CSVReader(source(bytes), file: "d.csv", recordLimit: 100_000)
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch { #expect(error.reason == .limit) }
        #expect(try reader.next() == nil)
    }

    @Test("Seeded mutations are read and refused as Python's csv does", arguments: [1, 2])
    func oracle(seed: UInt64) throws {
        let seeds = ["a,b,c\n1,\"2,\"\"x\n3\",4\r\n,,\n", "\u{FEFF}\"الاسم\",b\n\"\",نورة\n\n\"q\"\"\",\"\"\"\"\n"].map { Array($0.utf8) }
        let pieces = ["\"", "\"\"", ",", "\n", "\r\n", "x", "ع", "\",\"", "\n\""].map { Array($0.utf8) }
        var random = SeededGenerator(seed: seed)
        var inputs: [[UInt8]] = []
        while inputs.count < 3000 {
            let input = random.mutated(seeds.randomElement(using: &random)!, inserting: pieces)
            // Python takes a quotation mark inside a plain field, a lone CR as a line end, and controls; those are tested above.
            if input.contains(where: { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D }) { continue }
            if input.indices.contains(where: { input[$0] == 0x0D && ($0 + 1 == input.count || input[$0 + 1] != 0x0A) }) { continue }
            inputs.append(input)
        }
        let answers = try DataOracle.answers("csv_oracle.py", inputs)
        var compared = 0
        for (input, answer) in zip(inputs, answers) {
            var rows: [[String]] = []
            var failure: DataError?
            do throws(DataError) {
                var reader = try CSVReader(ByteSource(bytes: input), file: "d.csv", separator: UInt8(ascii: ","))
                rows.append(reader.columns)
                while let row = try reader.next() { rows.append(row.fields) }
            } catch { failure = error }
            if let failure {
                // The shape of the table and a stray quotation mark are our rules.
                if [.fieldCount, .duplicate].contains(failure.reason) || failure.words.contains("quotation mark stands in") { continue }
                if failure.words.contains("no name") || failure.words.contains("no head") { continue }
                #expect(answer == nil, "\(failure): \(String(decoding: input, as: UTF8.self))")
            } else {
                let json = JSONWriter.bytes(.array(rows.map { .array($0.map { .string($0) }) }))
                #expect(json == answer, "\(String(decoding: input, as: UTF8.self))")
            }
            compared += 1
        }
        #expect(compared > 800, "\(compared)")
    }

    @Test("200,000 rows pass through, and the reader never holds more than a piece of them")
    func manyRows() throws {
        // The source makes rows as they are asked for; it never holds more than one piece.
        var made = 0
        var rest: [UInt8] = Array("no,name\n".utf8)
        let source = ByteSource { buffer in
            while rest.count < buffer.count, made < 200_000 {
                made += 1
                rest.append(contentsOf: "\(made),\"نورة, \(made)\"\n".utf8)
            }
            let count = min(rest.count, buffer.count)
            buffer.copyBytes(from: rest[..<count])
            rest.removeSubrange(..<count)
            return .success(count)
        }
        var reader = try CSVReader(source, file: "d.csv")
        var rows = 0
        var last: CSVReader.Row?
        var mostHeld = 0
        while let row = try reader.next() {
            rows += 1
            last = row
            mostHeld = max(mostHeld, made - rows)
        }
        #expect(rows == 200_000)
        #expect(last?.fields == ["200000", "نورة, 200000"])
        #expect(last?.position(of: 1) == SourcePosition(file: "d.csv", line: 200_001, column: 8))
        #expect(mostHeld < 10_000, "\(mostHeld)")
    }
}

@Suite("Reading JSON Lines")
struct JSONLinesReaderTests {
    @Test("Records keep their line, blank lines are passed over, and an error does not stop the next record")
    func records() throws {
        let text = "\u{FEFF}{\"a\":1}\n\n  \r\n{\"a\" 2}\n{\"a\":3}\r\n[4]"
        var reader = JSONLinesReader(ByteSource(bytes: Array(text.utf8)), file: "d.jsonl")
        let first = try #require(try reader.next())
        #expect(first.value["a"]?.integer == 1)
        #expect(first.value["a"]?.position(in: first.source) == SourcePosition(file: "d.jsonl", line: 1, column: 6))
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch { #expect(error.description == "line 4, column 6: a colon is missing after \"a\"") }
        let third = try #require(try reader.next())
        #expect(third.value["a"]?.position(in: third.source) == SourcePosition(file: "d.jsonl", line: 5, column: 6))
        #expect(third.source.line(5) == "{\"a\":3}")
        #expect(try reader.next()?.value.elements?.first?.integer == 4)
        #expect(try reader.next() == nil)
    }

    @Test("A line longer than the limit is refused, and a failed reading is told")
    func failures() throws {
        var reader = JSONLinesReader(
            ByteSource(bytes: Array("[1]\n\"\(String(repeating: "x", count: 200))\"\n".utf8)), file: "d", lineLimit: 100)
        #expect(try reader.next() != nil)
        do {
            _ = try reader.next()
            Issue.record("accepted")
        } catch { #expect(error.reason == .limit && error.position.line == 2) }
        var broken = JSONLinesReader(ByteSource(fileDescriptor: -1), file: "d")
        do {
            _ = try broken.next()
            Issue.record("accepted")
        } catch { #expect(error.reason == .reading && error.words.contains("Bad file descriptor")) }
    }
}
