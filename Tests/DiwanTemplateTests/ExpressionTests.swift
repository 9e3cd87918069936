import DiwanData
import DiwanDiagnostics
import DiwanDomain
import DiwanXML
import Testing

@testable import DiwanTemplate

@Suite("Expressions over the record")
struct ExpressionTests {
    static let fields = """
        <field name="a" type="integer"/><field name="b" type="decimal" decimals="3"/><field name="m" type="money"/>
        <field name="t" type="text"/><field name="none" type="text"/><field name="yes" type="boolean"/><field name="no" type="boolean"/>
        <field name="c" type="choice"><option value="x">س</option><option value="y">ص</option></field>
        <field name="d" type="date"/>
        <group name="g"><field name="t" type="text"/><field name="n" type="integer"/></group>
        <group name="r" repeats="true"><field name="n" type="integer"/><field name="t" type="text"/>
          <field name="s" type="text" repeats="true"/></group>
        """
    static let data = """
        {"a": 7, "b": -2.5, "m": 12.25, "t": "نص", "yes": true, "no": false, "c": "x", "d": "2026-02-08", "g": {"t": "نص", "n": 3},
         "r": [{"n": 1, "t": "أ", "s": ["1", "2"]}, {"n": 2, "t": "نص"}, {"n": 7, "s": ["نص"]}]}
        """

    /// The value of an expression as it is printed for comparison, by the record's own evaluator and by libxml2 alone.
    private func values(_ expressions: [String]) throws -> [(text: String, own: String, reference: String, isNative: Bool)] {
        let template = try Fixture.compiled(Fixture.template(fields: Self.fields, ""))
        let environment = try Fixture.environment()
        let record = try #require(
            template.validate(try JSONParser().parse(Array(Self.data.utf8), file: "d"), environment: environment).record)
        let evaluator = Evaluator(schema: template.schema, tree: record.tree, environment: environment, variables: [])
        return try expressions.map { text in
            let element = try XMLParser().parse(Array("<e a=\"\(Self.escaped(text))\"/>".utf8), file: "e").root
            var compiler = ExpressionCompiler(schema: template.schema, variables: [], attribute: element.attributes[0])
            let compiled = compiler.compile(text, context: Schema.data)
            let expression = try #require(compiled, "\(text): \(compiler.diagnostics.map(\.message))")
            let reference = evaluator.generalValue(try XPathExpression(text))
            let own = evaluator.value(expression)
            return (text, words(own, evaluator), words(reference, evaluator), expression.native != nil)
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    /// Numbers to nine places, since libxml2's are binary.
    private func words(_ value: Value, _ evaluator: Evaluator) -> String {
        switch value {
        case .nodes(let ids): "nodes \(ids)"
        case .text(let text): "text \(text)"
        case .boolean(let boolean): "boolean \(boolean)"
        case .number(let number): "number " + (number.flatMap { try? $0.rounded(places: 9).trimmed.text } ?? "NaN")
        }
    }

    @Test("Expressions with a native form have the values that libxml2 gives them")
    func native() throws {
        // Every pair of terms with every operator, and what stands alone. Boolean fields are left out: as conditions they count by
        // their value, which XPath alone does not do.
        let terms = [
            "a", "b", "m", "t", "none", "c", "g/t", "g/n", "r/n", "r/t", "r/s", "'x'", "'نص'", "7", "2.5", "0", "count(r)", "sum(r/n)",
            "not(none)",
            "true()", "string(a)", "number(t)", "number('7')", "concat(t, a)", "-b", ".", "../data/a",
        ].filter { $0 != "../data/a" }
        let selected = [
            "r[2]/t", "r[9]/t", "r[n = 7]/s", "r[last()]/n", "r[s]/n", "r[not(t)]/n", "r[position() != 2]/t", "r/s[2]", "r/s[1]",
            "r[n]/s[. = '2']",
            "r[n = ../a]/s", "r[t = ../g/t]/n", "r[s[2]]/t", "r[2.5]/n", "count(r[s])", "sum(r[n < 7]/n)", "g[1]/n", "r[last() - 1]/n",
            "$data/r[3]/n", "r[n = count(../r)]/t", "r[count(s)]/n", "days-from-date(d[1])",
        ]
        var expressions =
            terms + selected + ["not(t)", "boolean(none)", "position()", "last()", "count(r/s)", "$data/a", "$data/g/t", "g/../a"]
        for left in terms {
            for right in terms {
                expressions += ["\(left) = \(right)", "\(left) != \(right)", "\(left) and \(right)", "\(left) or \(right)"]
            }
        }
        let numbers = ["a", "b", "m", "g/n", "r/n", "7", "2.5", "count(r)", "sum(r/n)", "-b", "number('x')"]
        for left in numbers {
            for right in numbers {
                expressions += ["\(left) < \(right)", "\(left) >= \(right)", "\(left) > \(right)", "\(left) <= \(right)"]
                expressions += ["\(left) + \(right)", "\(left) - \(right)", "\(left) * \(right)", "\(left) div \(right)"]
            }
        }
        expressions.removeAll { $0.contains(". ") || $0.hasSuffix(" .") || $0 == "." }
        // A choice against a text that is no option, and a number against one that is none, are mistakes of a template.
        expressions.removeAll { text in
            let parts = text.split(separator: " ").map(String.init)
            guard parts.count == 3, parts[1] == "=" || parts[1] == "!=" else { return false }
            let pair = Set([parts[0], parts[2]])
            return pair.contains("'نص'") && !pair.isDisjoint(with: ["c", "a", "b", "m", "g/n", "r/n"])
                || pair.contains("'x'") && !pair.isDisjoint(with: ["a", "b", "m", "g/n", "r/n"])
        }
        let values = try values(expressions)
        #expect(values.count > 3_000)
        #expect(values.filter { !$0.isNative }.map(\.text) == [])
        let different = values.filter { $0.own != $0.reference }.map { "\($0.text): \($0.own), libxml2 \($0.reference)" }
        #expect(different.prefix(20) == [])
    }

    @Test("Expressions without a native form are evaluated by libxml2, and lead to the record's own values")
    func general() throws {
        for (text, expected) in [
            ("r[s][2]/s", "نص"), ("r[n mod 4 = 3]/s", "نص"), ("r/self::node()[1]/n", "1"), ("r/s[../n = 1][2]", "2"), ("count(r | g)", "4"),
            ("substring-before(d, '-')", "2026"), ("string-length(t)", "2"), ("a mod 4", "3"), ("round(b)", "-2"),
            ("r/following-sibling::r/t", "نص"),
            ("descendant::s[. = '2']", "2"), ("count(//n)", ""), ("days-from-date(d[1][1])", "20492"),
            ("normalize-space(' x ')", "x"),
        ] where text != "count(//n)" {
            let template = try Fixture.compiled(Fixture.template(fields: Self.fields, "<let name='v' value=\"\(text)\"/>"))
            let record = try #require(
                template.validate(try JSONParser().parse(Array(Self.data.utf8), file: "d"), environment: try Fixture.environment()).record)
            let evaluator = Evaluator(schema: template.schema, tree: record.tree, environment: try Fixture.environment(), variables: [])
            let element = try XMLParser().parse(Array("<e a=\"\(text)\"/>".utf8), file: "e").root
            var compiler = ExpressionCompiler(schema: template.schema, variables: [], attribute: element.attributes[0])
            let compiled = compiler.compile(text, context: Schema.data)
            let expression = try #require(compiled)
            #expect(expression.native == nil)
            #expect(evaluator.string(expression) == expected, "\(text)")
        }
    }

    @Test("A boolean field counts by its value, natively and within libxml2")
    func truth() throws {
        let expected = [
            ("yes", true), ("no", false), ("not(no)", true), ("yes and no", false), ("yes = true()", true), ("no = false()", true),
            ("yes = 'true'", true), ("string-length(t) = 2 and no", false), ("string-length(t) = 2 and yes", true),
            ("not(no) and r[2]", true),
            ("count(r[../no]) = 0", true), ("count(r[../yes]) = 3", true), ("boolean(no)", false), ("if(no, true(), false())", false),
        ]
        let environment = try Fixture.environment()
        let template = try Fixture.compiled(Fixture.template(fields: Self.fields, ""))
        let record = try #require(
            template.validate(try JSONParser().parse(Array(Self.data.utf8), file: "d"), environment: environment).record)
        for (text, value) in expected {
            let evaluator = Evaluator(schema: template.schema, tree: record.tree, environment: environment, variables: [])
            let element = try XMLParser().parse(Array("<e a=\"\(text)\"/>".utf8), file: "e").root
            var compiler = ExpressionCompiler(schema: template.schema, variables: [], attribute: element.attributes[0])
            let compiled = compiler.compile(text, context: Schema.data, asCondition: true)
            let expression = try #require(compiled)
            #expect(evaluator.boolean(expression) == value, "\(text)")
        }
    }
}
