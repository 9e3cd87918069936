import DiwanDiagnostics
import Testing

@testable import DiwanTemplate

@Suite("Mistakes of a template")
struct MistakeTests {
    /// Fields that the cases use: the expressions stand on line 5 of the template.
    static let fields =
        "<field name='no' type='text'/><field name='days' type='integer'/><field name='rest' type='integer'/>"
        + "<field name='day' type='date'/><field name='birth' type='date' as-entered='true'/><field name='ok' type='boolean'/>"
        + "<field name='out' type='choice'><option value='accepted'>قبول</option><option value='rejected'>رفض</option></field>"
        + "<field name='ben' type='person'/><field name='all' type='person' number='any'/>"
        + "<field name='few' type='integer' min='3' max='10'/><field name='list' type='text' repeats='true'/>"
        + "<group name='req'><field name='no' type='reference'/></group>"

    /// A body of one line, and its mistakes; the body is line 3, and its first column is 1.
    @Test(
        "An element, an attribute or its value that is wrong is named with its place and a hint",
        arguments: [
            ("<paragraf/>", ["3:1 there is no element \"paragraf\""]),
            ("<div/>", ["3:1 there is no element \"div\" | use box or keep"]),
            ("<colums/>", ["3:1 there is no element \"colums\" | did you mean \"column\"?"]),
            ("<p>ا<valu of='no'/></p>", ["3:5 there is no element \"valu\" | did you mean \"value\"?"]),
            ("<p aling='start'>ا</p>", ["3:4 \"p\" has no attribute \"aling\""]),
            ("<p text-aling='start'>ا</p>", ["3:4 \"p\" has no attribute \"text-aling\" | did you mean \"text-align\"?"]),
            ("<p margin-left='1mm'>ا</p>", ["3:4 \"p\" has no attribute \"margin-left\" | sides are start and end: margin-end"]),
            ("<p text-align='left'>ا</p>", ["3:16 \"left\" is not one of start, end, center, justify"]),
            ("<space height='5'/>", ["3:16 the length \"5\" has no unit | write 5mm, 5cm or 5pt"]),
            ("<space height='5px'/>", ["3:16 \"5px\" is not a length | write a number and a unit: mm, cm or pt"]),
            ("<space height='-5mm'/>", ["3:16 the length \"-5mm\" is below zero"]),
            ("<space/>", ["3:1 \"space\" has no \"height\" | it is its height"]),
            ("<p color='red'>ا</p>", ["3:11 \"red\" is not a colour | write it as #rrggbb"]),
            ("<p style='nite'>ا</p>", ["3:11 there is no style \"nite\" | did you mean \"note\"?"]),
            ("نص", ["3:1 text cannot stand directly in \"template\" | put it in a p"]),
            ("<strong>ا</strong>", ["3:1 \"strong\" cannot stand in \"template\" | put it in a p"]),
            ("<p><p>ا</p></p>", ["3:4 \"p\" cannot stand in \"p\" | p is a block and cannot stand in a line of text"]),
            ("<ol><p>ا</p></ol>", ["3:5 \"p\" cannot stand in \"ol\" | what may stand here is li"]),
            ("<li>ا</li>", ["3:1 \"li\" cannot stand in \"template\" | what may stand here is blocks (p, table, …)"]),
            ("<when test='ok'/>", ["3:1 \"when\" cannot stand in \"template\" | it stands in choose"]),
            (
                "<choose><p>ا</p></choose>",
                ["3:1 \"choose\" has no \"when\"", "3:9 \"p\" cannot stand in \"choose\" | it holds when, otherwise"]
            ),
            ("<br>ا</br>", ["3:1 \"br\" cannot stand in \"template\" | put it in a p", "3:5 \"br\" holds no text"]),
            (
                "<img src='a'/>",
                [
                    "3:1 \"img\" has no \"alt\" | it is what someone who does not see the picture is told; empty for decoration",
                    "3:11 there is no picture \"a\"",
                ]
            ),
            ("<qr of='no'/>", ["3:1 \"qr\" has no \"alt\" | it is what someone who does not see the code is told"]),
            ("<table columns='1fr 2fr'><tr><td>ا</td></tr></table>", ["3:26 the row has 1 column, and the table 2"]),
            ("<template id='x'/>", ["3:1 \"template\" can only be the root of a file"]),
            (
                "<signature role='boss'/>",
                ["3:18 the profile has no signatory \"boss\", and there is no label | give a label, or one of director"]
            ),
            (
                "<policy rule='answer'/>",
                ["3:15 the office's policy has no rule \"answer\" | its rules are answer-period, objection, supply"]
            ),
        ])
    func structure(_ body: String, _ expected: [String]) throws {
        let found = try Fixture.mistakes(Fixture.template(fields: Self.fields, body))
        #expect(found == expected)
    }

    @Test(
        "An expression that would be empty or false is a mistake with its place, the nearest name and a hint",
        arguments: [
            ("no2", ["there is no field \"no2\" | did you mean \"no\"?"]),
            ("req/nr", ["there is no field \"nr\" in \"req\" | did you mean \"no\"?"]),
            ("reqq/no", ["there is no field \"reqq\" | did you mean \"req\"?"]),
            ("gender", ["there is no field \"gender\" | did you mean \"$data/ben/gender\"?"]),
            ("days-rest", ["there is no field \"days-rest\" | write \"days - rest\", with spaces, to subtract"]),
            ("out = 'acepted'", ["'acepted' is not an option of \"out\" | did you mean \"accepted\"?"]),
            ("'x' != out", ["'x' is not an option of \"out\" | the options are accepted, rejected"]),
            ("ok = 'yes'", ["\"ok\" is true or false and never equals 'yes'"]),
            ("days = 'three'", ["\"days\" is a number and never equals 'three'"]),
            ("day = '5/2/2026'", ["\"day\" is a date and never equals '5/2/2026' | write it as '2025-11-05'"]),
            (
                "day &lt; '2026-01-01'",
                [
                    "\"<\" compares numbers, and \"day\" is a date | compare days-from-date(day) < days-from-date(…)",
                    "\"<\" compares numbers, not text",
                ]
            ),
            ("no &gt;= 5", ["\">=\" compares numbers, and \"no\" is a text"]),
            ("today() &gt; 5", ["\">\" compares numbers, not dates | compare days-from-date(…) on both sides"]),
            ("no + 1", ["\"no\" is a text, not a number"]),
            ("day + 1", ["\"day\" is a date, not a number | count its days with days-from-date(day)"]),
            ("req = 'x'", ["\"req\" is a group, not a value"]),
            ("$x", ["there is no variable \"$x\""]),
            ("$dat/no", ["there is no variable \"$dat\" | did you mean \"$data\"?"]),
            ("/data/no", ["paths start at the group they stand in, or at a variable | write $data/… for a path from the root"]),
            ("cuont(list)", ["there is no function \"cuont\" | did you mean \"count\"?"]),
            ("count(list, no)", ["count() takes 1 argument, not 2"]),
            ("count(3)", ["count() takes a path"]),
            ("add-days(no, 3)", ["\"no\" is a text, not a date"]),
            ("add-days(birth, 3)", ["\"birth\" is kept as entered and never converted"]),
            ("@x", ["data has no attributes"]),
            ("list[. = ", ["a name or a value is wanted here, not the end"]),
            ("ok &amp;&amp; no", ["write and, not &"]),
            ("out == 'accepted'", ["write = for equality, not =="]),
            ("list[nn]", ["there is no field \"nn\" in \"list\""]),
            ("..", ["there is nothing above the record"]),
            ("true", ["there is no field \"true\" | write true()"]),
        ])
    func expressions(_ expression: String, _ expected: [String]) throws {
        // Not as a condition, where true is accepted, but as the value of a variable.
        let text = Fixture.template(fields: Self.fields, "<let name='v' value=\"\(expression)\"/>")
        let found = try Fixture.mistakes(text)
        #expect(found.map { String($0.drop { $0 != " " }.dropFirst()) } == expected)
        #expect(found.allSatisfy { $0.hasPrefix("3:") })
    }

    @Test("The caret of an expression stands under the part that is wrong, references counted")
    func carets() throws {
        #expect(
            try Fixture.mistakes(Fixture.template(fields: Self.fields, "<p><if test=\"days &gt; 3 and nr = 1\">ا</if></p>"))
                == ["3:30 there is no field \"nr\" | did you mean \"no\"?"])
        let result = try Fixture.compile(["t.xml": Fixture.template(fields: Self.fields, "<p><if test=\"out = 'acepted'\">ا</if></p>")])
        #expect(result.diagnostics.first?.length == 9)
        #expect(
            DiagnosticPrinter(sources: result.sources).text(result.diagnostics) == """
                t.xml:3:20: error: 'acepted' is not an option of "out"
                    <p><if test="out = 'acepted'">ا</if></p>
                                       ^~~~~~~~~
                hint: did you mean "accepted"?

                """)
    }

    @Test(
        "A form of a word that can be needed and is missing is a mistake of the template",
        arguments: [
            ("<agree of='ben' m='المكرم'/>", ["3:4 the form \"f\" for one woman can be needed and is missing | add f=\"…\""]),
            (
                "<agree of='all' m='ا' f='ب' dm='ج' df='د' mp='ه'/>",
                ["3:4 the form \"fp\" for many women can be needed and is missing | add fp=\"…\""]
            ),
            (
                "<agree of='no' m='ا' f='ب'/>",
                [
                    "3:15 \"no\" is not a person | a person is a field of type person, or a group with a choice gender of m and f"
                ]
            ),
            ("<agree of='ben' key='hafza'/>", ["3:25 the agreement table has no \"hafza\" | did you mean \"hafiza\"?"]),
            ("<plural count='few' few='ا'/>", []),
            (
                "<plural count='days' zero='ا' one='ا' two='ا' few='ا' many='ا'/>",
                ["3:4 the form \"other\" can be needed and is missing | add other=\"…\", or min and max to the field"]
            ),
            ("<counted of='days' noun='dya'/>", ["3:29 there is no noun \"dya\" in the table | did you mean \"day\"?"]),
            (
                "<counted of='days' noun='جزء' gender='m' dual='جزءان' dual-oblique='جزأين' plural='أجزاء'/>",
                [
                    "3:4 the noun has no \"accusative\" | a number can need each form of the noun"
                ]
            ),
            (
                "<date of='birth' also='gregorian'/>",
                [
                    "3:27 \"birth\" is kept as entered and never converted | remove also, or as-entered from the field"
                ]
            ),
            ("<date of='no'/>", ["3:14 \"no\" is not a date"]),
            ("<money of='days'/>", ["3:15 \"days\" is not an amount of money"]),
            ("<tafqit of='no'/>", ["3:16 \"no\" is not a number"]),
            ("<value of='req'/>", ["3:15 \"req\" is a group, not a value | name one of no"]),
            (
                "<value of='list'/>",
                ["3:15 \"list\" may have several values, and only the first would be printed | go through them with for-each"]
            ),
            (
                "إشعار لـ<value of='ben'/>",
                [
                    "3:10 \"لـ\" is glued to a value | use <join prefix=\"لـ\" of=\"ben\"/>, which writes it as Arabic does"
                ]
            ),
            ("و<value of='ben'/>", []),
        ])
    func forms(_ inline: String, _ expected: [String]) throws {
        let found = try Fixture.mistakes(Fixture.template(fields: Self.fields, "<p>\(inline)</p>"))
        #expect(found == expected)
    }

    @Test("All mistakes of all files are told at once, each in its own file")
    func allAtOnce() throws {
        let files = [
            "base.xml":
                "<template xmlns='urn:diwan:template:1' id='b'><title>ب</title>\n<block name='body'/><include href='part.xml'/></template>",
            "part.xml": "<part xmlns='urn:diwan:template:1'>\n <p><value of='nothing'/></p></part>",
        ]
        let text = """
            <template xmlns="urn:diwan:template:1" id="t" extends="base.xml">
            <block name="boddy"><p>ا</p></block>
            <p>ب</p>
            </template>
            """
        #expect(
            try Fixture.mistakes(text, files: files) == [
                "part.xml:2:16 there is no field \"nothing\"",
                "2:14 the base has no block \"boddy\" | did you mean \"body\"?",
                "3:1 \"p\" cannot stand directly in a template that extends another | put it in a block",
            ])
    }

    @Test("A block that a base requires must be filled")
    func requiredBlocks() throws {
        let files = [
            "base.xml":
                "<template xmlns='urn:diwan:template:1' id='b'><title>ب</title>\n <keep><block name='rights' required='true'/></keep></template>"
        ]
        let head = "<template xmlns='urn:diwan:template:1' id='t' extends='base.xml'>"
        let expected = ["1:1 the template must fill the block \"rights\" | its base asks for it at base.xml:2:8"]
        #expect(try Fixture.mistakes(head + "</template>", files: files) == expected)
        #expect(try Fixture.mistakes(head + "<block name='rights'/></template>", files: files) == expected)
        #expect(try Fixture.mistakes(head + "<block name='rights'><p>ا</p></block></template>", files: files) == [])
    }

    @Test(
        "Fields that contradict themselves are mistakes",
        arguments: [
            (
                "<field name='a' type='integer' calculate='b'/><field name='b' type='integer' calculate='a'/>",
                [
                    "2:51 the values depend on one another in a circle: a → b → a"
                ]
            ),
            ("<field name='a' type='text'/><field name='a' type='text'/>", ["2:51 \"a\" is declared already, at t.xml:2:9"]),
            ("<field name='a' type='choice'/>", ["2:9 the choice has no options"]),
            (
                "<field name='a' type='txt'/>",
                [
                    "2:31 \"txt\" is not one of text, multiline, choice, boolean, integer, decimal, money, date, national-id, iban, mobile, email, person, address, reference, signature, image | did you mean \"text\"?"
                ]
            ),
            (
                "<field name='اسم' type='text'/>",
                ["2:22 \"اسم\" is not a name | names are ASCII letters, digits, - and _, and start with a letter"]
            ),
            ("<field name='a' type='text' as-entered='true'/>", ["2:37 only a date has \"as-entered\""]),
            ("<field name='a' type='date' calculate='5'/>", ["2:48 the result is not a date"]),
            ("<field name='a' type='text'><field name='b' type='text'/></field>", ["2:37 a field of type text has no parts"]),
        ])
    func fields(_ fields: String, _ expected: [String]) throws {
        let found = try Fixture.mistakes(Fixture.template(fields: fields, ""))
        #expect(found == expected)
    }
}
