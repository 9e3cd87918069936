import DiwanDocument
import DiwanDomain
import Testing

@testable import DiwanTemplate

/// What the office's profile decides for every document: how people are addressed, what letters say, who signs where, how it all looks.
@Suite("The house style")
struct HouseStyleTests {
    private static let members = """
        "formulas": {"greeting": "السلام عليكم"},
        "salutations": {
          "person": {
            "title": {"m": "المكرم", "f": "المكرمة", "dm": "المكرمان", "df": "المكرمتان", "mp": "المكرمون", "fp": "المكرمات"},
            "prayer": {"m": "حفظه الله", "f": "حفظها الله", "dm": "حفظهما الله", "df": "حفظهما الله", "mp": "حفظهم الله", "fp": "حفظهن الله"}},
          "body": {"title": "السادة", "prayer": "المحترمون"}},
        """
    private static let person = "<field name='to' type='person' number='any' required='true'><label>ا</label></field>"
    private static let rank =
        "<field name='rank' type='choice'><label>ا</label><option value='person'>ف</option><option value='body'>ج</option></field>"

    private func profile(_ members: String = members) throws -> Profile {
        try Fixture.profile(Fixture.profileText.replacing("{\"id\": \"test\",", with: "{\"id\": \"test\"," + members))
    }

    private func compiled(_ body: String, fields: String = "", _ profile: Profile) throws -> CompiledTemplate {
        let result = try Fixture.compile(["t.xml": Fixture.template(fields: fields, body)], profile: profile)
        #expect(result.diagnostics.map(\.message) == [])
        return try #require(result.template)
    }

    @Test(
        "A salutation agrees with one, two and many, in the profile's words",
        arguments: [
            ("\"gender\": \"m\"", "المكرم حفظه الله"), ("\"gender\": \"f\"", "المكرمة حفظها الله"),
            ("\"gender\": \"m\", \"number\": \"2\"", "المكرمان حفظهما الله"),
            ("\"gender\": \"f\", \"number\": \"2\"", "المكرمتان حفظهما الله"),
            ("\"gender\": \"m\", \"number\": \"many\"", "المكرمون حفظهم الله"),
            ("\"gender\": \"f\", \"number\": \"many\"", "المكرمات حفظهن الله"),
        ])
    func salutation(person: String, expected: String) throws {
        let template = try compiled(
            "<p><salutation of='to' rank='person'/> <salutation of='to' rank='person' part='prayer'/></p>", fields: Self.person, profile())
        let instance = try Fixture.instance(template, "{\"to\": {\"name\": \"س ص\", \(person)}}")
        #expect(PlainText.of(instance.document) == expected + "\n")
        #expect(PlainText.of(try Fixture.instance(template, blank: true).document) == "المكرم/المكرمة حفظه الله/حفظها الله\n")
    }

    @Test("The rank may come from the data, and each option must be a rank of the profile")
    func rank() throws {
        let body = "<p><salutation of='to' rank-of='rank'/> <salutation of='to' rank-of='rank' part='prayer'/></p>"
        let template = try compiled(body, fields: Self.person + Self.rank, profile())
        let data = "{\"to\": {\"name\": \"س ص\", \"gender\": \"m\"}, \"rank\": \"body\"}"
        #expect(PlainText.of(try Fixture.instance(template, data).document) == "السادة المحترمون\n")
        let other = Fixture.template(fields: Self.person + Self.rank.replacing("'body'", with: "'bdy'"), body)
        let messages = try Fixture.compile(["t.xml": other], profile: profile()).diagnostics.map(\.message)
        #expect(messages.allSatisfy { $0 == "the profile has no salutation \"bdy\"" } && !messages.isEmpty)
    }

    @Test("Between the title and the name stands a stroke, or what the profile says of the rank")
    func link() throws {
        let body = "<p><salutation of='to' rank-of='rank'/> <salutation of='to' rank-of='rank' part='link'/> <value of='to/name'/></p>"
        let office = try profile(Self.members.replacing("\"title\": \"السادة\",", with: "\"title\": \"سعادة\", \"link\": \"\","))
        let template = try compiled(body, fields: Self.person + Self.rank, office)
        func text(_ rank: String) throws -> String {
            PlainText.of(
                try Fixture.instance(template, "{\"to\": {\"name\": \"مدير الفرع\", \"gender\": \"m\"}, \"rank\": \"\(rank)\"}").document)
        }
        #expect(try text("body") == "سعادة مدير الفرع\n")
        #expect(try text("person") == "المكرم / مدير الفرع\n")
    }

    @Test("The profile adds words to the agreement table, and its own take the place of the table's")
    func agreement() throws {
        let rows = """
            "agreement": {
              "guest": {"m": "الضيف", "f": "الضيفة", "dm": "الضيفان", "df": "الضيفتان", "mp": "الضيوف", "fp": "الضيفات", "polite": "الضيوف"},
              "hafiza": {"m": "رعاه الله", "f": "رعاها الله"}},
            """
        let one = "<field name='one' type='person' required='true'><label>ا</label></field>"
        let body = "<p><agree of='to' key='guest'/> <agree of='one' key='hafiza'/> <agree of='one' key='guest' polite='true'/></p>"
        let template = try compiled(body, fields: Self.person + one, profile(rows))
        let data = "{\"to\": {\"name\": \"س ص\", \"gender\": \"f\", \"number\": \"many\"}, \"one\": {\"name\": \"س\", \"gender\": \"f\"}}"
        #expect(PlainText.of(try Fixture.instance(template, data).document) == "الضيفات رعاها الله الضيوف\n")
        // A form that can be needed and that the row does not have is a mistake of check.
        let lacking = Fixture.template(fields: Self.person, "<p><agree of='to' key='hafiza'/></p>")
        let messages = try Fixture.compile(["t.xml": lacking], profile: profile(rows)).diagnostics.map(\.message)
        #expect(messages == ["the agreement table has no form of \"hafiza\" for two men"])
        let half = Fixture.profileText.replacing(
            "{\"id\": \"test\",", with: "{\"id\": \"test\", \"agreement\": {\"guest\": {\"m\": \"أ\", \"f\": \"ب\", \"dm\": \"ج\"}},")
        let (none, faults) = Profile.read(Array(half.utf8), file: "profile.json")
        #expect(none == nil && faults.map(\.message) == ["the form \"df\", \"mp\", \"fp\" is missing"])
    }

    @Test("Formulas are texts that templates print, and an unknown one is a mistake")
    func formulas() throws {
        let template = try compiled("<p><value of='$profile/formulas/greeting'/></p>", profile())
        #expect(PlainText.of(try Fixture.instance(template).document) == "السلام عليكم\n")
        let unknown = Fixture.template("<p><value of='$profile/formulas/greting'/></p>")
        #expect(try Fixture.compile(["t.xml": unknown], profile: profile()).diagnostics.count == 1)
    }

    @Test("Signatures side by side stand by their order, and the profile says where the last one stands")
    func signatures() throws {
        let body = """
            <signatures><signature role='b' order='2'><label>الثاني</label><name>ب</name></signature>
            <stamp>ختم</stamp><signature role='a' order='1'><label>الأول</label><name>أ</name></signature></signatures>
            """
        for (order, expected) in [("senior-last", ["", "a", "b"]), ("senior-first", ["", "b", "a"])] {
            let template = try compiled(body, profile("\"signature-order\": \"\(order)\","))
            let document = try Fixture.instance(template).document
            guard case .columns(let columns) = try #require(document.body.first).content else {
                Issue.record("no columns")
                return
            }
            let roles = columns.columns.map { column in
                if case .signature(let signature) = column.blocks.first?.content { signature.role } else { "" }
            }
            #expect(roles == expected)
        }
    }

    @Test("A named style of the profile wins over the template's, and a rule takes its line from it")
    func styles() throws {
        let house = Fixture.profileText.replacing("\"style\": {", with: "\"style\": {\".line\": {\"stroke\": \"2pt solid #1f5c45\"},")
        let template = try compiled(
            "<style name='line' stroke='1pt' margin-top='3mm'/><rule style='line'/><rule/>", try Fixture.profile(house))
        let blocks = try Fixture.instance(template).document.body
        #expect(blocks.first?.style.margin.top == .millimetres(3))
        #expect(
            blocks.map(\.content) == [
                .rule(Stroke(width: .points(2), color: Color(red: 0x1F, green: 0x5C, blue: 0x45))),
                .rule(Stroke(width: .points(thousandths: 500))),
            ])
    }

    @Test(
        "A salutation that lacks a form or a part is named",
        arguments: [
            ("\"salutations\": {\"a\": {\"title\": \"س\"}},", "a salutation is an object with a \"title\" and a \"prayer\""),
            (
                "\"salutations\": {\"a\": {\"title\": {\"m\": \"س\", \"f\": \"س\", \"dm\": \"س\", \"df\": \"س\", \"mp\": \"س\"}, \"prayer\": \"س\"}},",
                "the form \"fp\" is missing"
            ),
            ("\"signature-order\": \"first\",", "\"first\" is not one of senior-last, senior-first"),
        ])
    func mistakes(members: String, message: String) {
        let text = Fixture.profileText.replacing("{\"id\": \"test\",", with: "{\"id\": \"test\"," + members)
        #expect(Profile.read(Array(text.utf8), file: "p.json").diagnostics.map(\.message) == [message])
    }
}
