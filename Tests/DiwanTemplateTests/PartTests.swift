import DiwanDocument
import Testing

@testable import DiwanTemplate

@Suite("Parts and their parameters")
struct PartTests {
    private static let fields = """
        <group name='a'><field name='no' type='reference'/><field name='day' type='date'/></group>
        <group name='r' repeats='true'><field name='no' type='reference'/><field name='done' type='boolean'/></group>
        """

    private static func part(_ content: String) -> [String: String] {
        ["parts/x.xml": "<part xmlns=\"urn:diwan:template:1\">\(content)</part>"]
    }

    private static let lines = part(
        "<param name='label' value=\"'الرقم'\"/><param name='no'/><p><value of='$label'/>: <value of='$no'/></p>")

    @Test("A part prints what its include gives, and its own default where nothing is given")
    func values() throws {
        let body = """
            <include href="parts/x.xml"><with name="no" value="a/no"/></include>
            <include href="parts/x.xml"><with name="label" value="'رقم العقد'"/><with name="no" value="'٧'"/></include>
            <for-each select="r"><include href="parts/x.xml"><with name="no" value="no"/></include></for-each>
            """
        let text = try Fixture.text(
            Fixture.template(fields: Self.fields, body), "{\"a\": {\"no\": \"1\"}, \"r\": [{\"no\": \"2\"}, {\"no\": \"3\"}]}",
            files: Self.lines)
        #expect(text == "الرقم: ١\nرقم العقد: ٧\nالرقم: ٢\nالرقم: ٣\n")
    }

    @Test("A parameter means what it meant where it was given, in a loop, a condition and a predicate of the part")
    func meaning() throws {
        let files = Self.part(
            "<param name='rows'/><param name='no'/><param name='first' value='$rows[1]/no'/><for-each select='$rows[done = true()]'><p><value of='$no'/>-<value of='no'/></p></for-each><if test='$no'><p><value of='$first'/></p></if>"
        )
        let body = "<include href='parts/x.xml'><with name='rows' value='r'/><with name='no' value='a/no'/></include>"
        let data = "{\"a\": {\"no\": \"1\"}, \"r\": [{\"no\": \"2\", \"done\": true}, {\"no\": \"3\", \"done\": false}]}"
        #expect(try Fixture.text(Fixture.template(fields: Self.fields, body), data, files: files) == "١-٢\n٢\n")
    }

    @Test("A date that is a parameter is a date, and its blank is one")
    func dates() throws {
        let files = Self.part("<param name='day'/><p><date of='$day' calendar='gregorian'/></p>")
        let template = Fixture.template(
            fields: Self.fields, "<include href='parts/x.xml'><with name='day' value='a/day'/></include>")
        #expect(try Fixture.text(template, "{\"a\": {\"day\": \"2026-02-05\"}}", files: files) == "٢٠٢٦/٠٢/٠٥م\n")
        #expect(try Fixture.text(template, blank: true, files: files).contains("م"))
    }

    @Test("In a form the value of a parameter is the field that it stands for")
    func form() throws {
        let template = try Fixture.compiled(
            Fixture.template(
                fields: Self.fields, "<include href='parts/x.xml'><with name='no' value='a/no'/></include>"), files: Self.lines)
        let validation = template.validate(.object([]), environment: try Fixture.environment(), blank: true)
        let record = try #require(validation.record)
        let document = template.instantiate(record, environment: try Fixture.environment(), form: true).document
        #expect(String(describing: document.body).contains("\"a.no\""))
    }

    @Test(
        "What an include gives wrongly is told where it stands",
        arguments: [
            ("", ["2:33 the part needs \"no\" | write <with name=\"no\" value=\"…\"/> in the include"]),
            (
                "<with name='nr' value='a/no'/><with name='no' value='a/no'/>",
                ["2:73 the part has no parameter \"nr\" | did you mean \"no\"?"]
            ),
            ("<with name='no' value='a/no'/><with name='no' value='a/no'/>", ["2:103 \"no\" is given already"]),
            ("<with name='no' value='a/nn'/>", ["2:86 there is no field \"nn\" in \"a\" | did you mean \"no\"?"]),
        ])
    func mistakes(given: String, expected: [String]) throws {
        let template = """
            <template xmlns="urn:diwan:template:1" id="t" version="1"><title>ت</title><fields><group name='a'><field name='no' type='reference'/></group></fields>
            <block name="b"><p>س</p></block><include href='parts/x.xml'>\(given)</include></template>
            """
        #expect(try Fixture.mistakes(template, files: Self.lines) == expected)
    }

    @Test("A loop over what a condition asked for has no branch that no record can take, with predicates too")
    func branches() throws {
        let fields = "<group name='a' repeats='true'><field name='b' type='text'/></group>"
        func words(_ select: String) throws -> [String] {
            try Fixture.compiled(
                Fixture.template(
                    fields: fields, "<if test='a[not(b)]'><for-each select='\(select)'><p>س</p></for-each></if>")
            ).branches.map(\.words)
        }
        let around = ["if a[not(b)]: shown", "if a[not(b)]: left out"]
        #expect(Set(try words("a[not(b)]")) == Set(around))
        #expect(Set(try words("a[b]")) == Set(around + ["for-each a[b]: some", "for-each a[b]: none"]))
    }
}
