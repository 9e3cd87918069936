import DiwanTestSupport
import Foundation
import Testing

/// Runs an `inspect` command on `lines`, and gives the fields of each line that it writes.
func inspect(_ command: [String], _ lines: [String]) throws -> [[String]] {
    let input = lines.map { $0 + "\n" }.joined()
    let run = try ProgramRun(Repository.diwan(), ["inspect"] + command, input: Array(input.utf8))
    try #require(run.status == 0, "\(run.errorText)")
    let output = run.outputText.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return output.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
}

/// The objects of a file of JSON lines of the domain's vectors.
func domainVectors(_ name: String) throws -> [[String: Any]] {
    let text = String(decoding: try readFile(Repository.root() + "/Tests/DiwanDomainTests/Vectors/" + name), as: UTF8.self)
    return try text.split(separator: "\n").map { try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
}

/// `value` as JSON in one line.
func json(_ value: [String: Any]) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
}

@Suite("inspect, on the domain's rules")
struct InspectDomainTests {
    @Test("Numbers, amounts and ordinals in words are those of the vectors")
    func words() throws {
        let vectors = try domainVectors("tafqit.jsonl")
        let lines = try vectors.map { vector in
            switch vector["kind"] as? String {
            case "cardinal": try json(["n": vector["n"]!, "noun_forms": vector["noun_forms"]!])
            case "amount_sar": try json(["halalas": vector["halalas"]!])
            case "ordinal": try json(["ordinal": vector["n"]!])
            default: try json(["bare": vector["n"]!])
            }
        }
        let results = try inspect(["words"], lines)
        #expect(results.count == vectors.count)
        for (vector, fields) in zip(vectors, results) {
            let names = vector["kind"] as? String == "ordinal" ? ["masc_nom", "masc_gen", "fem_nom", "fem_gen"] : ["nom", "gen", "acc"]
            #expect(fields.count == names.count)
            for (name, field) in zip(names, fields) {
                if let expected = vector[name] as? String { #expect(field == expected, "\(vector)") }
            }
        }
    }

    @Test("Dates are those of the vectors, in both calendars, and wrong ones are invalid")
    func dates() throws {
        let vectors = try domainVectors("hijri.jsonl")
        let results = try inspect(["date"], vectors.map { "\($0["hijri"]!) umalqura" })
        #expect(results.count == vectors.count)
        for (vector, fields) in zip(vectors, results) {
            if vector["valid"] as? Bool == true {
                #expect(fields == [vector["hijri"], vector["gregorian"], vector["weekday_ar"]].map { $0 as? String })
                #expect(try inspect(["date"], ["\(fields[1]) gregorian"]) == [fields])
            } else {
                #expect(fields.first == "invalid")
                #expect(fields.count == 2)
            }
        }
    }

    @Test("Due days are those of the vectors")
    func dueDays() throws {
        let vectors = try domainVectors("duedates.jsonl")
        let results = try inspect(["due"], vectors.map { try json(["received": $0["received"]!, "holidays": $0["holidays"]!]) })
        let names = ["min_calendar", "min_answer_date", "plus5_business", "plus10_business", "plus15_business"]
        #expect(results == vectors.map { vector in names.map { vector[$0] as? String ?? "" } })
    }

    @Test("Identifiers are valid, with their normal and masked form, as the vectors say")
    func identifiers() throws {
        let vectors = try domainVectors("ids.jsonl")
        for (kind, vectors) in Dictionary(grouping: vectors, by: { $0["kind"] as? String ?? "" }) {
            let results = try inspect(["id", kind], vectors.map { $0["input"] as? String ?? "" })
            #expect(results.count == vectors.count)
            for (vector, fields) in zip(vectors, results) {
                let isValid = vector["valid"] as? Bool == true
                #expect(fields.first == (isValid ? "valid" : "invalid"), "\(vector)")
                if !isValid { continue }
                if let normal = vector["normalized"] as? String { #expect(fields[1] == normal, "\(vector)") }
                if let masked = (vector["masked"] ?? vector["mask"]) as? String { #expect(fields[2] == masked, "\(vector)") }
            }
        }
    }

    @Test("Names are cleaned, found and sorted as the vectors say")
    func names() throws {
        for vector in try domainVectors("names.jsonl") {
            switch vector["kind"] as? String {
            case "clean":
                #expect(try inspect(["name", "clean"], [vector["input"] as? String ?? ""]) == [[vector["expected"] as? String ?? ""]])
            case "match":
                let keys = try inspect(["name", "key"], [vector["a"] as? String ?? "", vector["b"] as? String ?? ""])
                #expect((keys[0] == keys[1]) == (vector["same"] as? Bool), "\(vector)")
            default:
                let input = String(decoding: try JSONSerialization.data(withJSONObject: vector["input"]!), as: UTF8.self)
                let output = try inspect(["name", "sort"], [input])[0][0]
                #expect(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String] == vector["expected"] as? [String])
            }
        }
    }

    @Test("Agreement gives the forms of the vectors")
    func agreement() throws {
        let vectors = try domainVectors("agreement.jsonl")
        let results = try inspect(["agree"], vectors.map { try json(["key": $0["key"]!]) })
        let names = ["m_sg", "f_sg", "m_du", "f_du", "m_pl", "f_pl", "polite"]
        for (vector, fields) in zip(vectors, results) { #expect(fields == names.map { vector[$0] as? String ?? "" }) }
        #expect(results.count == vectors.count)
        #expect(try inspect(["agree"], ["{\"key\":\"none\"}"]) == [["invalid", "unknown key"]])
    }

    @Test(
        "A line that cannot be read ends the work with status 1, after the lines before it are written",
        arguments: ["{", "[]", "{\"n\":1}", "{\"n\":1,\"noun_forms\":{\"gender\":\"x\"}}", "{\"halalas\":1e3}", ""])
    func wrongLine(line: String) throws {
        let run = try ProgramRun(Repository.diwan(), ["inspect", "words"], input: Array("{\"bare\":3}\n\(line)\n{\"bare\":4}\n".utf8))
        #expect(run.status == 1)
        #expect(run.outputText == "ثلاثة\tثلاثة\tثلاثة\n")
        #expect(run.errorText.contains("standard input, line 2: "))
    }
}

@Suite("inspect, on its streams")
struct InspectStreamTests {
    @Test("A last line without a line feed counts, and a carriage return before a line feed does not")
    func lineEnds() throws {
        let run = try ProgramRun(Repository.diwan(), ["inspect", "words"], input: Array("{\"bare\":1}\r\n{\"bare\":2}".utf8))
        #expect(run.outputText.split(separator: "\n").count == 2)
        #expect(try ProgramRun(Repository.diwan(), ["inspect", "words"]).output.isEmpty)
    }

    @Test("Lines of any length come through, in order, past the ends of the blocks that are read")
    func longInput() throws {
        let lines = (0..<3_000).map {
            "{\"bare\":\($0)" + String(repeating: " ", count: ($0 * 7_919) % 200 + ($0 == 1_500 ? 200_000 : 0)) + "}"
        }
        let whole = try inspect(["words"], lines)
        #expect(whole.count == lines.count)
        for index in [0, 1, 999, 1_499, 1_500, 1_501, 2_999] {
            #expect(try inspect(["words"], ["{\"bare\":\(index)}"]) == [whole[index]])
        }
    }

    @Test("An answer comes before the next question")
    func dialogue() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Repository.diwan())
        process.arguments = ["inspect", "words"]
        let questions = Pipe()
        let answers = Pipe()
        process.standardInput = questions
        process.standardOutput = answers
        try process.run()
        for (number, word) in [(1, "واحد"), (2, "اثنان"), (3, "ثلاثة")] {
            try questions.fileHandleForWriting.write(contentsOf: Data("{\"bare\":\(number)}\n".utf8))
            let answer = String(decoding: answers.fileHandleForReading.availableData, as: UTF8.self)
            #expect(answer.hasPrefix(word + "\t"))
        }
        try questions.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test("Input that cannot be read and output that cannot be written end with status 3")
    func failures() throws {
        let folder = try TemporaryFolder()
        let unreadable = try ProgramRun("bash", ["-c", "exec '\(Repository.diwan())' inspect words < '\(folder.path)'"])
        #expect(unreadable.status == 3)
        #expect(unreadable.errorText.contains("standard input cannot be read: Is a directory"))
        let full = try ProgramRun(
            Repository.diwan(), ["inspect", "words"], input: Array("{\"bare\":3}\n".utf8), standardOutput: "/dev/full")
        #expect(full.status == 3)
    }
}
