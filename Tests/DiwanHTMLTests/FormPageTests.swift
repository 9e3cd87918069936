import DiwanData
import DiwanHTML
import DiwanTemplate
import Testing

/// What a form posts, as data.
@Suite struct FormPageTests {
    private func data(_ values: [(String, String)]) throws -> String {
        let bytes = JSONWriter.bytes(try RecordInput.data(values.map { (path: $0.0, text: $0.1) }), .compact)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func pathsMakeGroupsAndLists() throws {
        let values = [("req.no", "1"), ("ben.name", "نورة"), ("req.kind[2]", "food"), ("fam[1].name", "سعد"), ("fam[1].health", " ")]
        #expect(try data(values) == #"{"req":{"no":"1","kind":["food"]},"ben":{"name":"نورة"},"fam":[{"name":"سعد"}]}"#)
    }

    @Test func rowsThatAreLeftEmptyCloseUp() throws {
        let values = [("fam[1].name", ""), ("fam[9].name", "ريم"), ("fam[3].name", "سعد"), ("fam[4].name", "  ")]
        #expect(try data(values) == #"{"fam":[{"name":"سعد"},{"name":"ريم"}]}"#)
    }

    @Test(arguments: [
        [("a b", "1")], [("a", "1"), ("a", "2")], [("a", "1"), ("a.b", "2")], [("a[1]", "1"), ("a.b", "2")], [("a[0]", "1")], [("", "1")],
        [("a[100001]", "1")],
    ])
    func pathsThatDisagreeAreRefused(_ values: [(String, String)]) {
        #expect(throws: RecordInput.Fault.self) { _ = try data(values) }
    }

    /// The fields of a template.
    private func fields(_ fields: String) throws -> [FieldDescription] {
        let profile = try #require(Profile.read(Array("{\"name\": \"ج\"}".utf8), file: "profile.json").profile)
        let text = """
            <template xmlns="urn:diwan:template:1" id="t" version="1"><title>ت</title><fields>\(fields)</fields><p>س</p></template>
            """
        return try #require(Template.compile("t.xml", profile: profile) { $0 == "t.xml" ? Array(text.utf8) : nil }.template).fields
    }

    /// The form page of fields with data, in JSON.
    private func page(_ fields: [FieldDescription], _ data: String) throws -> String {
        let content = FormPage.Content(
            title: "ت", institution: "ج", fields: fields, data: try JSONParser().parse(Array(data.utf8), file: "d.json"), faults: [])
        return String(decoding: FormPage(fonts: FontStacks([:])).bytes(content), as: UTF8.self)
    }

    @Test("A field that only others give is no question of the form; once given it is shown and cannot be changed")
    func readOnly() throws {
        let fields = try fields(
            """
            <group name="issued"><field name="no" type="reference" readonly="true"><label>رقم</label></field></group>
            <field name="name" type="text" readonly="issued/no"><label>الاسم</label></field>
            """)
        let empty = try page(fields, "{}")
        #expect(!empty.contains("issued") && empty.contains("name=\"name\""))
        let given = try page(fields, "{\"issued\": {\"no\": \"1448/7\"}}")
        #expect(given.contains(/name="issued.no"[^>]* readonly[^>]* value="1448\/7"/))
    }

    @Test("A picture is a file to choose, one that is given is posted again, and a signature is told of")
    func picturesAndSignatures() throws {
        let fields = try fields(
            """
            <field name="photo" type="image" required="true"><label>الصورة</label></field>
            <field name="sign" type="signature"><label>التوقيع</label></field>
            <group name="rows" repeats="true"><label>الصفوف</label><field name="photo" type="image"><label>الصورة</label></field></group>
            """)
        let empty = try page(fields, "{}")
        #expect(empty.contains("id=\"photo\" name=\"photo\" required"))
        #expect(empty.contains("type=\"file\"") && empty.contains("name=\"rows[1].photo\""))
        #expect(!empty.contains("name=\"sign\"") && empty.contains("يُوقَّع على الورق"))
        let given = try page(fields, "{\"photo\": \"a.png\"}")
        #expect(given.contains("<input type=\"hidden\" name=\"photo\" value=\"a.png\">") && !given.contains("id=\"photo\" name"))
    }
}
