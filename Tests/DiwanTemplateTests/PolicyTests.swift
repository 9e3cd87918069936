import DiwanDocument
import DiwanDomain
import Foundation
import Testing

@testable import DiwanTemplate

@Suite("The office's policy and profile in a template")
struct PolicyTests {
    static let fields = "<field name='day' type='date'/>"

    /// The rows of the due dates' vectors, which the domain's tests keep: the day of completion, the office's holidays, and what follows from them.
    struct DueDates: Decodable, Sendable {
        var received: String
        var holidays: [String]
        var minCalendar: String
        var minAnswerDate: String
        var plus15Business: String
    }

    static let vectors: [DueDates] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("DiwanDomainTests/Vectors/duedates.jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return text.split(separator: "\n").compactMap { try? decoder.decode(DueDates.self, from: Data($0.utf8)) }
    }()

    @Test("The vectors of due dates are all there")
    func count() {
        #expect(Self.vectors.count == 14)
    }

    @Test("A rule of the policy gives the dates of the vectors to text, to conditions and to the office", arguments: vectors)
    func dueDates(_ row: DueDates) throws {
        var profile = try Fixture.profile()
        profile.holidays = try row.holidays.map {
            let day = try DateReader.civilDate($0, order: .yearFirst)
            return Holiday(first: day, last: day, name: "")
        }
        let text = Fixture.template(
            fields: Self.fields,
            """
            <policy rule="answer-period" from="day" on="issue"/><policy rule="supply" from="day"/>
            <p><date of="$policy/answer-period/earliest-issue" calendar="gregorian" digits="latn"/>
            <date of="$policy/answer-period/earliest" calendar="gregorian" digits="latn"/>
            <date of="$policy/supply/latest" calendar="gregorian" digits="latn"/>
            <date of="add-working-days(day, $policy/supply/at-most)" calendar="gregorian" digits="latn"/>
            <counted of="$policy/supply/at-most" noun="workday"/><if test="$policy/answer-period/latest">خطأ</if></p>
            """)
        let result = try Fixture.compile(["t.xml": text], profile: profile)
        #expect(result.diagnostics.map(\.message) == [])
        let template = try #require(result.template)
        let environment = TemplateEnvironment(today: try CivilDate(year: 2026, month: 1, day: 1), workingCalendar: profile.workingCalendar)
        let record = try #require(
            template.validate(try RecordInput.set(row.received, at: "day", in: .object([])), environment: environment).record)
        let instance = template.instantiate(record, environment: environment)
        func shown(_ iso: String) -> String { iso.replacing("-", with: "/") + "م" }
        #expect(
            PlainText.of(instance.document)
                == "\(shown(row.minCalendar)) \(shown(row.minAnswerDate)) \(shown(row.plus15Business)) \(shown(row.plus15Business)) "
                + "خمسة عشر يوم عمل\n")
        #expect(instance.policies.map(\.earliestIssue?.iso) == [row.minCalendar, nil])
        #expect(instance.policies.map(\.guardsIssue) == [true, false])
        // The condition on the latest day is decided by the profile: it is no branch.
        #expect(template.branches.isEmpty || template.branches.map(\.words) == ["if $policy/answer-period/latest: left out"])
    }

    @Test("Digits and calendar come from the template, else from the profile")
    func digits() throws {
        let body = "<p><date of='day'/> <number of='12'/> <value of='$profile/phone'/></p><ol><li>س</li></ol>"
        let data = "{\"day\": \"2025-11-05\"}"
        #expect(try Fixture.text(Fixture.template(fields: Self.fields, body), data) == "١٤٤٧/٠٥/١٤هـ ١٢ ٠١٤٠٠٠٠٠٠٠\n١. س\n")
        #expect(
            try Fixture.text(Fixture.template(fields: Self.fields, body, attributes: "digits='latn' calendar='gregorian'"), data)
                == "2025/11/05م 12 0140000000\n1. س\n")
        var profile = try Fixture.profile()
        profile.digits = .latn
        let template = try #require(try Fixture.compile(["t.xml": Fixture.template(fields: Self.fields, body)], profile: profile).template)
        #expect(PlainText.of(try Fixture.instance(template, data).document) == "1447/05/14هـ 12 0140000000\n1. س\n")
    }

    @Test("A signature has the title and the name of the profile's signatory, unless the template gives others")
    func signatures() throws {
        let body =
            "<signature role='director' space='25mm'/><signature role='other' order='2'><label>أمين</label><name>سعد</name></signature>"
        let document = try Fixture.instance(Fixture.compiled(Fixture.template(body))).document
        #expect(PlainText.of(document) == "المدير التنفيذي\nخالد بن محمد\nأمين\nسعد\n")
        guard case .signature(let first) = document.body[0].content, case .signature(let second) = document.body[1].content else {
            Issue.record("no signatures")
            return
        }
        #expect(first.role == "director" && first.order == 1 && first.space == .millimetres(25))
        #expect(second.order == 2)
    }

    @Test("The office's address is printed in a line, and its short form from left to right")
    func address() throws {
        #expect(
            try Fixture.text(Fixture.template("<address/>"))
                == "رقم المبنى ١٢٣٤، شارع النخيل، تبوك، الرمز البريدي ٤٧٣١١، الرقم الإضافي ٥٦٧٨، العنوان المختصر ABCD1234\n")
    }

    @Test(
        "A profile's mistakes are named with their places",
        arguments: [
            ("{\"nmae\": \"س\"}", ["1:2 a profile has no \"nmae\" here | did you mean \"name\"?", "1:1 the profile has no \"name\""]),
            ("{\"name\": \"س\", \"digits\": \"hindi\"}", ["1:25 \"hindi\" is not one of arab, latn"]),
            ("{\"name\": \"س\", \"text-scale\": 20}", ["1:29 text-scale is a whole number from 50 to 400, in hundredths"]),
            ("{\"name\": \"س\", \"style\": {\"h9\": {}}}", ["1:31 there is no element \"h9\" | did you mean \"h1\"?"]),
            (
                "{\"name\": \"س\", \"style\": {\"p\": {\"font-size\": \"9\"}}}",
                ["1:44 the length \"9\" has no unit | write 9mm, 9cm or 9pt"]
            ),
            (
                "{\"name\": \"س\", \"holidays\": [{\"from\": \"2026-02-30\"}]}",
                [
                    "1:37 \"2026-02-30\" is not a date: month has 28 days", "1:28 the holiday has no \"from\"",
                ]
            ),
            (
                "{\"name\": \"س\", \"policy\": {\"rules\": {\"a\": {\"at-least\": \"14\"}}}}",
                ["1:54 \"14\" is not a number of days | write P14D or P2W"]
            ),
            ("[]", ["1:1 a profile is an object { … }"]),
            ("{", ["1:2 a name in quotes or \"}\" is missing here"]),
        ])
    func profile(_ text: String, _ expected: [String]) {
        let (profile, diagnostics) = Profile.read(Array(text.utf8), file: "p.json")
        #expect(profile == nil)
        let found = diagnostics.map {
            "\($0.position.map { "\($0.line):\($0.column) " } ?? "")\($0.message)\($0.hint.map { " | " + $0 } ?? "")"
        }
        if text == "{" {
            #expect(found.count == 1 && found[0].hasPrefix("1:2 "))
        } else {
            #expect(found == expected)
        }
    }
}
