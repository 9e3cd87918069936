import DiwanData
import DiwanDiagnostics
import DiwanDocument
import Testing

@testable import DiwanTemplate

@Suite("Forms to fill in on screen")
struct FormFieldTests {
    /// The fields of a form, in the order of the text.
    private func fields(_ template: String, _ json: String = "{}") throws -> [FormField] {
        PlainText.fields(of: try document(template, json))
    }

    private func document(_ template: String, _ json: String = "{}") throws -> Document {
        let compiled = try Fixture.compiled(template)
        let source = SourceText(file: "data.json", bytes: Array(json.utf8))
        let environment = try Fixture.environment()
        let validation = compiled.validate(try JSONParser().parse(source), source: source, environment: environment, blank: true)
        #expect(validation.diagnostics.map(\.message) == [])
        return compiled.instantiate(try #require(validation.record), environment: environment, form: true).document
    }

    private static let declared = """
        <group name="req"><field name="no" type="reference" required="true" max-length="12"><label>رقم الطلب</label><hint>من السجل</hint></field></group>
        <field name="ben" type="person" required="true"><label>المستفيد</label>
          <field name="marital" type="choice"><label>الحالة</label><option value="single" f="عزباء">أعزب</option><option value="married">متزوج</option></field></field>
        <field name="kind" type="choice" repeats="true"><label>النوع</label><option value="food">غذاء</option><option value="rent">إيجار</option></field>
        <field name="new" type="boolean"><label>جديد</label></field>
        <field name="fixed" type="text" readonly="true"><label>ثابت</label></field>
        <field name="maybe" type="text" readonly="new" required="new"><label>ربما</label></field>
        <field name="why" type="multiline"><label>السبب</label></field>
        <field name="paid" type="money"><label>المبلغ</label></field>
        <field name="day" type="date"><label>اليوم</label></field>
        <field name="secret" type="iban" mask="last4"><label>الآيبان</label></field>
        <field name="home" type="address"><label>العنوان</label></field>
        <group name="fam" repeats="true"><label>فرد</label><field name="name" type="text" required="true"><label>الاسم</label></field></group>
        """

    @Test("Each kind of blank becomes its kind of field, with the name, the words and the rules that were declared")
    func kinds() throws {
        let found = try fields(
            Fixture.template(
                fields: Self.declared,
                """
                <p>رقم <value of="req/no"/> <value of="ben/marital"/> <checkbox test="ben/gender = 'm'"/> <checkbox test="kind = 'food'"/>
                <checkbox test="new"/> <checkbox/> <input width="30mm"/> <value of="fixed"/> <input of="maybe"/> <value of="why" lines="2"/></p>
                """), #"{"new": true}"#)
        #expect(found.map(\.name) == ["req.no", "ben.marital", "ben.gender", "kind.food", "new", "fixed", "maybe", "why"])
        #expect(found.map(\.isRequired) == [true, false, true, false, false, false, true, false])
        #expect(found.map(\.isReadOnly) == [false, false, false, false, false, true, true, false])
        #expect(found[0].kind == .text(isMultiline: false, maximumLength: 12) && found[0].label == "رقم الطلب (من السجل)")
        #expect(found[1].kind == .choice([.init(value: "single", label: "أعزب"), .init(value: "married", label: "متزوج")]))
        #expect(found[2].kind == .button(value: "m") && found[2].label == "المستفيد: الجنس" && found[2].buttonLabel == "ذكر")
        #expect(found[3].kind == .checkbox(value: "true") && found[3].label == "النوع: غذاء" && !found[3].isOn)
        #expect(found[4].kind == .checkbox(value: "true") && found[4].isOn)
        #expect(found[7].kind == .text(isMultiline: true, maximumLength: nil))
    }

    @Test("What is given stands in the field where the value has room of its own, and in its sentence otherwise")
    func given() throws {
        let template = Fixture.template(
            fields: Self.declared,
            """
            <p><value of="ben/name"/> <input of="paid"/> <value of="why" lines="2"/> <value of="secret"/></p>
            <table columns="1fr 1fr 1fr"><tr><td><value of="ben/name"/></td><td><date of="day" also="other"/></td><td><money of="paid"/></td></tr></table>
            """)
        let data = """
            {"ben": {"name": "نورة", "gender": "f"}, "paid": "1250.5", "why": "سبب\\nآخر", "day": {"calendar": "umalqura", "date": "1447-05-14"},
             "secret": "SA0380000000608010167519"}
            """
        let found = try fields(template, data)
        #expect(found.map(\.name) == ["paid", "why", "ben.name", "day", "paid"])
        #expect(found.map(\.value) == ["١٬٢٥٠٫٥٠", "سبب\nآخر", "نورة", "١٤٤٧/٠٥/١٤هـ", "١٬٢٥٠٫٥٠"])
        let text = PlainText.of(try document(template, data))
        #expect(text.hasPrefix("نورة ١٬٢٥٠٫٥٠\u{A0}ريال سبب\nآخر ٧٥١٩\n"), "\(text)")
    }

    @Test("Rows are counted, those without data too, and parts of an address are fields")
    func rows() throws {
        let found = try fields(
            Fixture.template(
                fields: Self.declared,
                "<for-each select=\"fam\" at-least=\"2\" blank-rows=\"3\"><p>الاسم <input of=\"name\"/></p></for-each><address of=\"home\"/>"
            ),
            #"{"fam": [{"name": "سعد"}]}"#)
        #expect(found.prefix(3).map(\.name) == ["fam[1].name", "fam[2].name", "fam[3].name"])
        #expect(found.prefix(3).map(\.value) == ["سعد", "", ""])
        #expect(found.prefix(3).map(\.isRequired) == [true, false, false])
        #expect(found[1].label == "فرد 2: الاسم")
        #expect(found.dropFirst(3).map(\.name).prefix(2) == ["home.building", "home.street"] && found.count == 10)
    }

    @Test("A name means one thing: what would make it two is left as on paper")
    func names() throws {
        let found = try fields(
            Fixture.template(
                fields: Self.declared,
                """
                <p><checkbox test="ben/marital = 'single'"/> أعزب <value of="ben/marital"/> <value of="req/no"/> <value of="req/no"/></p>
                """))
        #expect(found.map(\.name) == ["ben.marital", "req.no", "req.no"])
        #expect(found[0].kind == .button(value: "single"))
    }

    @Test("The print is not touched: without the form there are no fields")
    func print() throws {
        let compiled = try Fixture.compiled(
            Fixture.template(fields: Self.declared, "<p>رقم <value of=\"req/no\"/> <checkbox test=\"new\"/></p>"))
        #expect(PlainText.fields(of: try Fixture.instance(compiled, blank: true).document) == [])
    }
}
