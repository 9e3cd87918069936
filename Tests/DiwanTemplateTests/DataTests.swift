import DiwanData
import DiwanDiagnostics
import DiwanDocument
import DiwanDomain
import Testing

@testable import DiwanTemplate

@Suite("The data of a record")
struct DataTests {
    static let fields = """
        <field name="name" type="text" required="true"><label>الاسم</label></field>
        <field name="notes" type="multiline"><label>ملاحظات</label></field>
        <field name="kind" type="choice"><label>النوع</label><option value="one">أول</option><option value="two" f="ثانية">ثانٍ</option></field>
        <field name="ok" type="boolean"><label>صحيح</label></field>
        <field name="count" type="integer" min="0" max="30"><label>العدد</label></field>
        <field name="rate" type="decimal" decimals="3"><label>النسبة</label></field>
        <field name="amount" type="money" constraint=". &gt; 0"><label>المبلغ</label><alert>اكتب مبلغًا أكبر من صفر.</alert></field>
        <field name="day" type="date"><label>اليوم</label></field>
        <field name="birth" type="date" as-entered="true"><label>الميلاد</label></field>
        <field name="id" type="national-id" mask="stars" sensitive="true"><label>الهوية</label></field>
        <field name="iban" type="iban"><label>الآيبان</label></field>
        <field name="mobile" type="mobile"><label>الجوال</label></field>
        <field name="email" type="email"><label>البريد</label></field>
        <field name="ben" type="person" number="any"><label>المستفيد</label><field name="file" type="reference"/></field>
        <field name="home" type="address"><label>العنوان</label></field>
        <field name="no" type="reference"><label>الرقم</label></field>
        <field name="sig" type="signature" required="true"><label>التوقيع</label></field>
        <group name="family" repeats="true" max-count="3"><label>الأسرة</label>
          <field name="name" type="text" required="true"><label>الاسم</label></field>
          <field name="income" type="money"><label>الدخل</label></field>
        </group>
        <group name="rep" required="false"><label>الممثل</label>
          <field name="name" type="text" required="true"><label>اسم الممثل</label></field>
          <field name="deed" type="reference" required="true"><label>رقم الصك</label></field>
        </group>
        """

    @Test(
        "A value is printed as its type asks",
        arguments: [
            ("<value of='name'/>", "\"name\": \"  أحمد  \"", "أحمد"),
            ("<value of='notes'/>", "\"notes\": \"سطر\\r\\nآخر\"", "سطر\nآخر"),
            ("<value of='kind'/>", "\"kind\": \"two\"", "ثانٍ"),
            ("<value of='kind' gender-of='ben'/>", "\"kind\": \"two\", \"ben\": {\"name\": \"نورة\", \"gender\": \"f\"}", "ثانية"),
            ("<value of='ok'/>", "\"ok\": false", "لا"),
            ("<value of='count'/>", "\"count\": \"١٢\"", "١٢"),
            ("<number of='count * 1000'/>", "\"count\": 12", "١٢٬٠٠٠"),
            ("<value of='rate'/>", "\"rate\": 12.5", "١٢٫٥"),
            ("<number of='rate' decimals='2' digits='latn'/>", "\"rate\": \"0.125\"", "0.13"),
            ("<money of='amount'/>", "\"amount\": 1250", "١٬٢٥٠\u{A0}ريال"),
            ("<money of='amount' decimals='2' currency='none'/>", "\"amount\": \"1,250\"", "١٬٢٥٠٫٠٠"),
            ("<money of='amount' digits='latn'/>", "\"amount\": 12.5e2", "1,250\u{A0}ريال"),
            ("<money of='amount'/>", "\"amount\": 100000000000.01", "١٠٠٬٠٠٠٬٠٠٠٬٠٠٠٫٠١\u{A0}ريال"),
            ("<tafqit of='amount' case='genitive'/>", "\"amount\": 2000", "ألفي ريال"),
            ("<tafqit of='count' case='nominative'/>", "\"count\": 12", "اثنا عشر"),
            ("<date of='day'/>", "\"day\": \"2025-11-05\"", "١٤٤٧/٠٥/١٤هـ"),
            ("<date of='day' also='gregorian' weekday='true'/>", "\"day\": \"2025-11-05\"", "الأربعاء ١٤٤٧/٠٥/١٤هـ الموافق ٢٠٢٥/١١/٠٥م"),
            (
                "<date of='day' format='long' calendar='gregorian' also='umalqura' digits='latn'/>",
                "\"day\": {\"calendar\": \"umalqura\", \"date\": \"1447-05-14\"}", "5 نوفمبر 2025م الموافق 14 جمادى الأولى 1447هـ"
            ),
            ("<date of='birth'/>", "\"birth\": {\"calendar\": \"umalqura\", \"date\": \"1405-07-01\"}", "١٤٠٥/٠٧/٠١هـ"),
            ("<date of='birth'/>", "\"birth\": \"1985-03-22\"", "١٩٨٥/٠٣/٢٢م"),
            ("<date of='add-working-days(day, 1)' digits='latn'/>", "\"day\": \"2026-03-18\"", "1447/10/04هـ"),
            ("<value of='id'/>", "\"id\": \"١٠٠١٠٠١٠٠٥\"", "******١٠٠٥"),
            ("<value of='id' mask='none' digits='latn'/>", "\"id\": \"1001001005\"", "1001001005"),
            ("<value of='iban'/>", "\"iban\": \"SA0380000000608010167519\"", "SA03 8000 0000 6080 1016 7519"),
            ("<value of='iban' mask='last4'/>", "\"iban\": \"sa03 8000 0000 6080 1016 7519\"", "٧٥١٩"),
            ("<value of='mobile'/>", "\"mobile\": \"+966 50 123 4567\"", "٠٥٠١٢٣٤٥٦٧"),
            ("<value of='mobile' mask='stars' digits='latn'/>", "\"mobile\": \"0501234567\"", "05XXXX4567"),
            ("<value of='email'/>", "\"email\": \"info@charity.example\"", "info@charity.example"),
            ("<value of='ben'/>", "\"ben\": {\"name\": \"نورة\", \"gender\": \"f\"}", "نورة"),
            ("<value of='ben/file'/>", "\"ben\": {\"name\": \"نورة\", \"gender\": \"f\", \"file\": \"١٢\"}", "١٢"),
            ("<agree of='ben' key='hafiza'/>", "\"ben\": {\"name\": \"س\", \"gender\": \"f\", \"number\": \"2\"}", "حفظهما الله"),
            (
                "<agree of='ben' m='1' f='2' dm='3' df='4' mp='5' fp='6'/>",
                "\"ben\": {\"name\": \"س\", \"gender\": \"f\", \"number\": \"many\"}", "6"
            ),
            (
                "<value of='home'/>", "\"home\": {\"building\": \"1234\", \"street\": \"الأمل\", \"city\": \"تبوك\"}",
                "رقم المبنى ١٢٣٤، شارع الأمل، تبوك"
            ),
            ("<value of='no'/>", "\"no\": \"١٤٤٧/ط/٠٠١٢٣\"", "١٤٤٧/ط/٠٠١٢٣"),
            ("<counted of='count' noun='workday'/>", "\"count\": 10", "عشرة أيام عمل"),
            (
                "<counted of='count' noun='جزء' gender='m' dual='جزءان' dual-oblique='جزأين' plural='أجزاء' accusative='جزءًا' case='nominative'/>",
                "\"count\": 2", "جزءان"
            ),
            ("<ordinal of='count' gender='f'/>", "\"count\": 15", "الخامسة عشرة"),
            ("<ordinal of='count' form='adverb'/>", "\"count\": 2", "ثانيًا"),
            ("<plural count='count' zero='0' one='1' two='2' few='3' many='11'/>", "\"count\": 25", "11"),
            ("<join prefix='لـ' of='name'/>", "\"name\": \"المستفيد\"", "للمستفيد"),
            ("<value of='$profile/phone'/>، <value of='$profile/site'/>", "", "٠١٤٠٠٠٠٠٠٠،"),
            (
                "<for-each select='$profile/lists/channels' separator='، ' last-separator=' أو '><value of='.'/></for-each>", "",
                "الموقع أو البريد"
            ),
            (
                "<for-each select='family'><number of='position()'/>/<number of='last()'/>:<value of='name'/> </for-each>",
                "\"family\": [{\"name\": \"س\"}, {\"name\": \"ص\"}]", "١/٢:س ٢/٢:ص"
            ),
            (
                "<number of='count(family[income &gt; 5])'/>",
                "\"family\": [{\"name\": \"س\", \"income\": 7}, {\"name\": \"ص\", \"income\": 5}]", "١"
            ),
            (
                "<for-each select='family[income &gt; 5]'><value of='name'/>:<value of='$data/no'/></for-each>",
                "\"no\": \"9\", \"family\": [{\"name\": \"س\", \"income\": 7}, {\"name\": \"ص\", \"income\": 5}]", "س:٩"
            ),
            (
                "<if test='ok'>نعم</if><if test='not(ok)'>لا</if><if test='ok or count(family) = 1'>أو</if>",
                "\"ok\": false, \"family\": [{\"name\": \"س\"}]", "لاأو"
            ),
            (
                "<if test=\"family[income = 5]\">ن</if><if test=\"string-length(name) = 3 and ok\">م</if>",
                "\"ok\": true, \"name\": \"سلم\", \"family\": [{\"name\": \"س\", \"income\": 5}]", "نم"
            ),
            (
                "<let name='x' value='count + 1'/><number of='$x * 2'/><let name='f' value='family'/><value of='$f[2]/name'/>",
                "\"count\": 4, \"family\": [{\"name\": \"س\"}, {\"name\": \"ص\"}]", "١٠ص"
            ),
            ("<date of=\"if(count = 4, day, today())\" calendar='gregorian'/>", "\"count\": 3, \"day\": \"2025-11-05\"", "٢٠٢٦/٠٢/٠٥م"),
        ])
    func printed(_ inline: String, _ members: String, _ expected: String) throws {
        let data =
            members.contains("\"name\":") && members.hasPrefix("\"name\"") || members.contains("true, \"name\"")
            ? members : "\"name\": \"س\"" + (members.isEmpty ? "" : ", " + members)
        let found = try Fixture.text(Fixture.template(fields: Self.fields, "<p>\(inline)</p>"), "{\(data)}")
        #expect(found == expected + "\n")
    }

    @Test(
        "A value that is wrong is named with its path, in Arabic",
        arguments: [
            ("{}", ["name: الحقل مطلوب ولم يُعطَ"]),
            ("[]", ["data: القيمة ليست كائنًا { … }", "name: الحقل مطلوب ولم يُعطَ"]),
            ("{\"name\": \"س\", \"nmae\": \"ص\"}", ["nmae: لا يوجد حقل بهذا الاسم"]),
            ("{\"name\": 5}", []),
            ("{\"name\": true}", ["name: القيمة نعم أو لا (true أو false)، وليست نصًا"]),
            ("{\"name\": [\"س\"]}", ["name: القيمة قائمة [ … ]، والمطلوب قيمة واحدة"]),
            ("{\"name\": \"س\\nص\"}", ["name: فيها أكثر من سطر"]),
            ("{\"name\": \"س\\u0007\"}", ["name: فيها محرف تحكم غير مسموح به (U+0007)"]),
            ("{\"name\": \"س\", \"kind\": \"three\"}", ["kind: ليست من الخيارات"]),
            ("{\"name\": \"س\", \"ok\": \"ربما\"}", ["ok: ليست نعم ولا لا"]),
            ("{\"name\": \"س\", \"count\": 1.5}", ["count: ليست عددًا صحيحًا بلا كسور"]),
            ("{\"name\": \"س\", \"count\": 31}", ["count: أكثر من الحد الأعلى"]),
            ("{\"name\": \"س\", \"count\": \"كثير\"}", ["count: ليست عددًا صحيح الكتابة"]),
            ("{\"name\": \"س\", \"amount\": 1.005}", ["amount: فيها أكثر من خانتين عشريتين"]),
            ("{\"name\": \"س\", \"amount\": 0}", ["amount: اكتب مبلغًا أكبر من صفر."]),
            ("{\"name\": \"س\", \"day\": \"2025-02-30\"}", ["day: عدد أيام هذا الشهر 28 يومًا"]),
            ("{\"name\": \"س\", \"day\": {\"calendar\": \"umalqura\", \"date\": \"1447-13-01\"}}", ["day: لا يوجد شهر رقمه 13"]),
            ("{\"name\": \"س\", \"day\": {\"calendar\": \"hijri\", \"date\": \"1447-01-01\"}}", ["day: التقويم \"hijri\" غير معروف"]),
            ("{\"name\": \"س\", \"id\": \"1001001006\"}", ["id: رقم التحقق غير صحيح، فراجِع الأرقام"]),
            ("{\"name\": \"س\", \"iban\": \"SA0380000000608010167518\"}", ["iban: رقما التحقق غير صحيحين، فراجِع الأرقام"]),
            ("{\"name\": \"س\", \"mobile\": \"0401234567\"}", ["mobile: لا يبدأ بـ 05"]),
            ("{\"name\": \"س\", \"email\": \"a@b\"}", ["email: ليس عنوان بريد إلكتروني صحيحًا"]),
            ("{\"name\": \"س\", \"ben\": \"نورة\"}", ["ben: القيمة ليست كائنًا { … }"]),
            ("{\"name\": \"س\", \"ben\": {\"name\": \"نورة\"}}", ["ben.gender: الحقل مطلوب ولم يُعطَ"]),
            ("{\"name\": \"س\", \"sig\": \"x\"}", ["sig: حقل التوقيع يُترك فارغًا"]),
            (
                "{\"name\": \"س\", \"family\": [{\"name\": \"ص\"}, {\"income\": \"x\"}]}",
                [
                    "family[2].income: ليست عددًا صحيح الكتابة", "family[2].name: الحقل مطلوب ولم يُعطَ",
                ]
            ),
            ("{\"name\": \"س\", \"family\": {}}", ["family: القيمة مفردة، والمطلوب قائمة [ … ]"]),
            ("{\"name\": \"س\", \"family\": [{}, {}, {}, {}]}", ["family: عدد العناصر 4"]),
            ("{\"name\": \"س\", \"rep\": {\"name\": \"ص\"}}", ["rep.deed: الحقل مطلوب ولم يُعطَ"]),
        ])
    func wrong(_ data: String, _ expected: [String]) throws {
        let found = try Fixture.faults(Fixture.template(fields: Self.fields, ""), data)
        #expect(found.sorted() == expected.sorted())
    }

    @Test("A fault has its place in the file, its label, what was given and what is wanted; what is sensitive is not shown")
    func whole() throws {
        let data = "{\"name\": \"س\",\n  \"day\": \"5/11\", \"id\": \"123\", \"nmae\": 1}"
        let source = SourceText(file: "data.json", bytes: Array(data.utf8))
        let template = try Fixture.compiled(Fixture.template(fields: Self.fields, ""))
        let faults = template.validate(try JSONParser().parse(source), source: source, environment: try Fixture.environment()).diagnostics
        #expect(
            DiagnosticPrinter(sources: [source]).text(faults) == """
                data.json:2:10: error: day «اليوم»: لا يوم في التاريخ
                    given:  5/11
                    wanted: تاريخ، مثل 2025-11-05، أو 1447-05-14هـ
                      "day": "5/11", "id": "123", "nmae": 1}
                             ^
                data.json:2:24: error: id «الهوية»: عدد خاناته 3
                    given:  …
                    wanted: رقم هوية أو إقامة من عشرة أرقام
                      "day": "5/11", "id": "123", "nmae": 1}
                                           ^
                data.json:2:31: error: nmae: لا يوجد حقل بهذا الاسم
                    given:  1
                      "day": "5/11", "id": "123", "nmae": 1}
                                                  ^
                hint: لعل المقصود "name"

                """)
    }

    @Test("A value that breaks a rule of its field has its place too, in a group that repeats as well")
    func brokenRule() throws {
        let fields = """
            <group name="family" repeats="true"><label>الأسرة</label>
            <field name="income" type="money" constraint=". &gt; 0"><label>الدخل</label><alert>اكتب دخلًا أكبر من صفر.</alert></field></group>
            """
        let data = "{\"family\": [{\"income\": 5},\n  {\"income\": \"٠\"}]}"
        let source = SourceText(file: "data.json", bytes: Array(data.utf8))
        let template = try Fixture.compiled(Fixture.template(fields: fields, ""))
        let faults = template.validate(try JSONParser().parse(source), source: source, environment: try Fixture.environment()).diagnostics
        #expect(
            faults.map {
                "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.data?.path ?? "") \($0.data?.given ?? "") \($0.message)"
            }
                == ["2:14 family[2].income ٠ اكتب دخلًا أكبر من صفر."])
    }

    @Test("Relevance, requirement and calculation follow one another, whatever the order of the fields")
    func rules() throws {
        let fields = """
            <field name="per-head" type="money" calculate="net div count"><label>النصيب</label></field>
            <field name="net" type="money" calculate="sum(family/income) - rent"><label>الصافي</label></field>
            <field name="rent" type="money" calculate="if(owns, 0, 1000.005)"><label>الإيجار</label></field>
            <field name="owns" type="boolean" required="true"><label>يملك</label></field>
            <field name="deed" type="text" relevant="owns" required="true"><label>الصك</label></field>
            <field name="count" type="integer" calculate="count(family)"><label>العدد</label></field>
            <group name="family" repeats="true"><field name="income" type="money"><label>الدخل</label></field></group>
            <group name="dates"><field name="end" type="date" calculate="add-days(start, 14)"/><field name="start" type="date"/></group>
            """
        let body = "<p><money of='net'/> <money of='per-head'/> <value of='dates/end' calendar='gregorian'/> <value of='deed'/></p>"
        let template = Fixture.template(fields: fields, body)
        #expect(
            try Fixture.text(
                template,
                "{\"owns\": false, \"family\": [{\"income\": 2000}, {\"income\": 1500.10}, {\"income\": 0.1}], \"dates\": {\"start\": \"2026-02-08\"}}"
            )
                == "٢٬٥٠٠٫١٩\u{A0}ريال ٨٣٣٫٤٠\u{A0}ريال ٢٠٢٦/٠٢/٢٢م\n")
        #expect(try Fixture.faults(template, "{\"owns\": true}") == ["deed: الحقل مطلوب ولم يُعطَ"])
        #expect(try Fixture.faults(template, "{\"owns\": false, \"deed\": \"x\"}") == ["deed: لا محل للحقل في هذه الحالة، فتُركت قيمته"])
        #expect(try Fixture.faults(template, "{\"owns\": false, \"net\": 5}") == ["net: القيمة تُحسب ولا تُعطى"])
    }

    @Test(
        "A calculated amount is rounded half-up in decimal",
        arguments: [
            ("1.005", "1.01"), ("100 div 3", "33.33"), ("200 div 3", "66.67"), ("1.1 * 1.15", "1.27"), ("2.675 * 1", "2.68"),
            ("100000000000 div 3", "33333333333.33"), ("0.1 + 0.2", "0.3"), ("100000000000.01 - 0.02", "99999999999.99"),
            ("-1.005", "-1.01"),
            ("round(2.5)", "3"), ("1.1 * 1.15 + 0 * string-length('x')", "1.27"),
        ])
    func rounding(_ expression: String, _ expected: String) throws {
        let fields = "<field name='m' type='money' calculate='\(expression.replacing("'", with: "&apos;"))'/>"
        let text = try Fixture.text(Fixture.template(fields: fields, "<p><number of='m' digits='latn' grouping='false'/></p>"))
        #expect(text == expected + "\n")
    }

    @Test("Values given one by one are put in their places, and their types decide what they mean")
    func input() throws {
        var data = JSONValue.object([])
        for (path, value) in [
            ("name", "أحمد"), ("count", "١٢"), ("ok", "true"), ("family[1].name", "سعد"), ("family[2]/name", "ريم"), ("ben/name", "نورة"),
            ("ben.gender", "f"),
        ] { data = try RecordInput.set(value, at: path, in: data) }
        let template = try Fixture.compiled(
            Fixture.template(
                fields: Self.fields,
                "<p><value of='name'/> <value of='count'/> <value of='ok'/> <for-each select='family'><value of='name'/></for-each> <value of='ben'/></p>"
            ))
        let validation = template.validate(data, environment: try Fixture.environment())
        #expect(validation.diagnostics.isEmpty)
        let instance = template.instantiate(try #require(validation.record), environment: try Fixture.environment())
        #expect(PlainText.of(instance.document) == "أحمد ١٢ نعم سعدريم نورة\n")
        for (path, fault) in [
            ("", RecordInput.Fault.path("")), ("a..b", .path("a..b")), ("a[0]", .path("a[0]")), ("name.x", .place("name.x")),
            ("family[9].name", .place("family[9].name")),
        ] { #expect(throws: fault) { try RecordInput.set("x", at: path, in: data) } }
    }

    @Test("A form asked for blank has lines to write on, empty boxes and empty rows, and needs no data")
    func blank() throws {
        let body = """
            <p>الاسم: <value of="name"/> <agree of="ben" key="hafiza"/> <date of="day"/> <checkbox test="ok"/></p>
            <table columns="1fr 1fr"><thead><tr><th>الاسم</th><th>الدخل</th></tr></thead>
            <for-each select="family" blank-rows="2"><tr><td><value of="name"/></td><td><money of="income"/></td></tr></for-each></table>
            <if test="ok"><p>لا يظهر</p></if><if test="ok" blank="show"><p>يظهر</p></if>
            """
        let template = Fixture.template(fields: Self.fields, body)
        #expect(
            try Fixture.text(template, "{}", blank: true)
                == """
                الاسم: …… حفظه الله/حفظها الله ……/……/……هـ \u{2610}
                الاسم\tالدخل
                \t
                \t
                يظهر

                """.replacing("\u{2610}\n", with: "\u{2610} \n"))
        #expect(try Fixture.text(template, "{\"name\": \"س\", \"ok\": true}").hasPrefix("الاسم: س") == true)
    }
}
