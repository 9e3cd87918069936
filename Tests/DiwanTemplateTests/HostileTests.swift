import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import Testing

@testable import DiwanTemplate

@Suite("A hostile template or hostile data")
struct HostileTests {
    static let root = "<template xmlns='urn:diwan:template:1' id='t'><title>ت</title>"

    @Test(
        "Files that include or extend themselves, or stand outside the templates root, are refused",
        arguments: [
            (["t.xml": root + "<include href='t.xml'/></template>"], ["1:78 the file includes itself: t.xml → t.xml"]),
            (
                [
                    "t.xml": root + "<include href='a.xml'/></template>",
                    "a.xml": "<part xmlns='urn:diwan:template:1'><include href='b.xml'/></part>",
                    "b.xml": "<part xmlns='urn:diwan:template:1'><include href='a.xml'/></part>",
                ], ["b.xml:1:51 the file includes itself: t.xml → a.xml → b.xml → a.xml"]
            ),
            (
                ["t.xml": "<template xmlns='urn:diwan:template:1' id='t' extends='t.xml'><title>ت</title></template>"],
                ["1:56 the template extends itself: t.xml → t.xml"]
            ),
            (
                ["t.xml": root + "<include href='../secret.xml'/></template>"],
                ["1:78 \"../secret.xml\" leaves the templates root | paths start at the templates root and have no \"..\""]
            ),
            (
                ["t.xml": root + "<include href='/etc/passwd'/></template>"],
                ["1:78 \"/etc/passwd\" is not a path of a file under the templates root | write it as parts/name.xml"]
            ),
            (
                ["t.xml": root + "<include href='http://x/y.xml'/></template>"],
                ["1:78 \"http://x/y.xml\" is not a path of a file under the templates root | write it as parts/name.xml"]
            ),
            (["t.xml": root + "<include href='none.xml'/></template>"], ["1:78 there is no file \"none.xml\" under the templates root"]),
            ([:], ["there is no template file \"t.xml\""]),
            (["t.xml": "<!DOCTYPE t [<!ENTITY a 'b'>]><t>&a;</t>"], ["1:1 DTDs are not allowed | remove the <!DOCTYPE …> declaration"]),
            (
                ["t.xml": "<t/>"],
                ["1:1 the root element is not in the template namespace | write xmlns=\"urn:diwan:template:1\" on the root element"]
            ),
            (
                ["t.xml": root + "<include href='a.xml'/></template>", "a.xml": root + "</template>"],
                ["a.xml:1:1 the root element of an included file must be \"part\", not \"template\""]
            ),
        ])
    func places(_ files: [String: String], _ expected: [String]) throws {
        let found = try Fixture.mistakes(files["t.xml"] ?? "", files: files).map { $0 }
        if files.isEmpty {
            let result = Template.compile("t.xml", profile: try Fixture.profile()) { _ in nil }
            #expect(result.diagnostics.map(\.message) == expected)
        } else {
            #expect(found == expected)
        }
    }

    @Test("A thousand elements in one another are refused, and parts that multiply are bounded")
    func depth() throws {
        let nested = String(repeating: "<keep>", count: 1_000) + String(repeating: "</keep>", count: 1_000)
        #expect(try Fixture.mistakes(Self.root + nested + "</template>").allSatisfy { $0.contains("nested more than 256 deep") })
        // Ten parts, each including the next ten times: 10^10 paragraphs.
        var files = ["t.xml": Self.root + "<include href='p0.xml'/></template>"]
        for index in 0..<10 {
            let inner = index == 9 ? "<p>ا</p>" : String(repeating: "<include href='p\(index + 1).xml'/>", count: 10)
            files["p\(index).xml"] = "<part xmlns='urn:diwan:template:1'>\(inner)</part>"
        }
        let found = try Fixture.compile(files).diagnostics.map(\.message)
        #expect(found == ["the template has more than 50000 elements, with its parts"])
        // Parts within parts, each a hundred keeps deep.
        var chain = ["t.xml": Self.root + "<include href='c0.xml'/></template>"]
        for index in 0..<10 {
            let inner = index == 9 ? "<p>ا</p>" : "<include href='c\(index + 1).xml'/>"
            chain["c\(index).xml"] =
                "<part xmlns='urn:diwan:template:1'>" + String(repeating: "<keep>", count: 100) + inner
                + String(repeating: "</keep>", count: 100) + "</part>"
        }
        #expect(try Fixture.compile(chain).diagnostics.map(\.message) == ["elements are nested more than 200 deep, with their parts"])
    }

    @Test("Data of a million rows is refused before it is read, and a long text by its length")
    func sizes() throws {
        let fields = """
            <field name="long" type="multiline"/><group name="row" repeats="true" max-count="1000000"><field name="a" type="text"/></group>
            """
        let template = try Fixture.compiled(Fixture.template(fields: fields, "<for-each select='row'><p><value of='a'/></p></for-each>"))
        let environment = try Fixture.environment()
        let row = JSONValue.object([("a", .string("س"))])
        let million = JSONValue.object([("row", .array([JSONValue](repeating: row, count: 1_000_000)))])
        let found = template.validate(million, environment: environment)
        #expect(found.record == nil)
        #expect(found.diagnostics.map(\.message) == ["في البيانات أكثر من 200000 قيمة"])
        // A great many rows within the limit make a document.
        let many = JSONValue.object([("row", .array([JSONValue](repeating: row, count: 50_000)))])
        let record = try #require(template.validate(many, environment: environment).record)
        #expect(template.instantiate(record, environment: environment).document.body.count == 50_000)
        let text = JSONValue.object([("long", .string(String(repeating: "س", count: 1_000_000)))])
        #expect(
            template.validate(text, environment: environment).diagnostics.map(\.message) == ["أطول من المسموح به (1000000 محرفًا)"])
        let faults = JSONValue.object((0..<10_000).map { ("k\($0)", .null) })
        #expect(template.validate(faults, environment: environment).diagnostics.count == 201)
    }

    @Test("Marks of direction in data are dropped, and text is in NFC")
    func marks() throws {
        let template = Fixture.template(fields: "<field name='a' type='text'/>", "<p><value of='a'/></p>")
        #expect(try Fixture.text(template, "{\"a\": \"\\u202Eأحمد\\u2069\\u200F\"}") == "أحمد\n")
        #expect(try Fixture.text(template, "{\"a\": \"\\u0627\\u0653\"}").unicodeScalars.first == "\u{622}")
    }

    @Test("Templates with bytes changed at random give a template or diagnostics, and never stop the program")
    func fuzz() throws {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ count: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(count))
        }
        let profile = try Fixture.profile()
        let letter = Array(LetterTests.letter.utf8)
        let base = Array(LetterTests.base.utf8)
        let pieces = [
            "<", ">", "'", "\"", "/", "=", "&", "if(", "[", "]", "ben/", "$", "for-each", "</p>", "\u{202E}", "٣", "-", "9999999999",
        ].map { Array($0.utf8) }
        var compiled = 0
        for _ in 0..<300 {
            var bytes = letter
            for _ in 0...next(3) {
                let place = next(bytes.count)
                switch next(3) {
                case 0: bytes[place] = UInt8(next(256))
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + next(20)))
                default: bytes.insert(contentsOf: pieces[next(pieces.count)], at: place)
                }
            }
            let mutated = bytes
            let result = Template.compile("t.xml", profile: profile) {
                $0 == "t.xml" ? mutated : $0 == "base/official-letter.xml" ? base : nil
            }
            #expect(result.template != nil || result.diagnostics.hasErrors)
            if result.template != nil { compiled += 1 }
        }
        #expect(compiled > 10)
    }

    @Test("Data with bytes changed at random gives a record or faults, and a record always gives a document")
    func fuzzData() throws {
        var state: UInt64 = 0xD1B5_4A32_D192_ED03
        func next(_ count: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(count))
        }
        let template = try Fixture.compiled(LetterTests.letter, files: ["base/official-letter.xml": LetterTests.base])
        let environment = try Fixture.environment()
        let data = Array(
            "{\"req\":{\"no\":\"1447/ط/00123\",\"complete-date\":\"2026-02-08\"},\"ben\":{\"name\":\"نورة\",\"gender\":\"f\"},\"outcome\":\"accepted\",\"amount\":12500.25}"
                .utf8)
        let pieces = ["null", "[]", "{}", "\"x\"", "1e400", "-0", "true", "\"m\"", "\"rejected\"", "\\u0000", "9"].map { Array($0.utf8) }
        var records = 0
        for _ in 0..<2_000 {
            var bytes = data
            let place = next(bytes.count)
            switch next(3) {
            case 0: bytes[place] = UInt8(next(128))
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 1 + next(12)))
            default: bytes.insert(contentsOf: pieces[next(pieces.count)], at: place)
            }
            guard let json = try? JSONParser().parse(bytes, file: "d.json") else { continue }
            if let record = template.validate(json, environment: environment, blank: next(4) == 0).record {
                records += 1
                #expect(!template.instantiate(record, environment: environment).document.body.isEmpty)
            }
        }
        #expect(records > 20)
    }
}
