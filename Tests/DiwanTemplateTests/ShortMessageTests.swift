import DiwanData
import DiwanDiagnostics
import Testing

@testable import DiwanTemplate

/// Short messages: what they say, how long they are, and what they must not say.
@Suite struct ShortMessageTests {
    private static let fields = """
        <group name="req"><field name="no" type="reference"/><field name="date" type="date"/></group>
        <field name="ben" type="person"><field name="id" type="national-id"/></field>
        <field name="account" type="iban"/><field name="health" type="text" sensitive="true"/><field name="file" type="reference" mask="last4"/>
        <field name="secret" type="text" internal="true"/><field name="birth" type="date" as-entered="true"/>
        <field name="home" type="address"/><field name="text" type="text"/>
        """

    private func template(_ short: String) -> String { Fixture.template(fields: Self.fields, short + "<p>ن</p>") }

    private func message(_ short: String, _ json: String) throws -> (text: String, segments: Int, faults: [String]) {
        let compiled = try Fixture.compiled(template(short))
        let environment = try Fixture.environment()
        let data = try JSONParser().parse(SourceText(file: "d", bytes: Array(json.utf8)))
        let record = try #require(compiled.validate(data, environment: environment).record)
        let (message, diagnostics) = compiled.shortMessage(record, environment: environment)
        return (message.text, message.segments, diagnostics.map { $0.message })
    }

    @Test func messageHasTheWordsOfItsElement() throws {
        let (text, segments, faults) = try message(
            #"<short>استلمنا طلبكم (<value of="req/no"/>) في <date of="req/date"/> – <value of="$profile/name"/>، <value of="$profile/phone"/></short>"#,
            #"{"req":{"no":"12","date":"2026-02-05"}}"#)
        #expect(text == "استلمنا طلبكم (١٢) في ١٤٤٧/٠٨/١٧هـ – جمعية الاختبار، ٠١٤٠٠٠٠٠٠٠" || text.contains("استلمنا طلبكم (12)"))
        #expect(segments == 1 && faults == [])
    }

    @Test(arguments: [
        ("ben/id", "ben/id"), ("account", "account"), ("health", "health"), ("file", "file"), ("secret", "secret"), ("birth", "birth"),
        ("home", "home"),
    ])
    func personalFieldIsAMistakeOfTheTemplate(_ path: String, _ name: String) throws {
        let element = path == "home" ? "<address of=\"home\"/>" : path == "birth" ? "<date of=\"birth\"/>" : "<value of=\"\(path)\"/>"
        let mistakes = try Fixture.mistakes(template("<short>رقم \(element)</short>"))
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.contains("\"\(name)\" is personal, and a short message may be read by others") == true, "\(mistakes)")
    }

    @Test func conditionOnAPersonalFieldIsAMistakeToo() throws {
        let mistakes = try Fixture.mistakes(template("<short>نص<if test=\"health\">.</if></short>"))
        #expect(mistakes.contains { $0.contains("\"health\" is personal") })
    }

    @Test(arguments: [
        "1100000007", "١١٠٠٠٠٠٠٠٧", "110 000 0007", "SA03 8000 0000 6080 1016 7519", "0500000001", "+966500000001", "هاتفي 050-000-0001.",
    ])
    func personalNumberInFreeTextIsRefused(_ text: String) throws {
        let (_, _, faults) = try message("<short><value of=\"text\"/></short>", "{\"text\":\"\(text)\"}")
        #expect(faults == ["the short message says an identity number, an account or a mobile number"])
    }

    @Test(arguments: ["1447/ط/00123", "0140000000", "يوم 2026-02-05 الساعة 10", "12345"])
    func otherNumbersAreNot(_ text: String) throws {
        #expect(try message("<short><value of=\"text\"/></short>", "{\"text\":\"\(text)\"}").faults == [])
    }

    @Test(arguments: [
        (String(repeating: "س", count: 70), 1), (String(repeating: "س", count: 71), 2), (String(repeating: "س", count: 134), 2),
        (String(repeating: "س", count: 135), 3), (String(repeating: "a", count: 160), 1), (String(repeating: "a", count: 161), 2),
        (String(repeating: "a", count: 306), 2), (String(repeating: "a", count: 307), 3), (String(repeating: "€", count: 81), 2), ("", 1),
    ])
    func segmentsAreThoseOfTheNetwork(_ text: String, _ segments: Int) {
        #expect(ShortMessage.segments(of: text) == segments)
    }

    @Test func messageThatIsTooLongIsRefused() throws {
        let long = String(repeating: "كلمة ", count: 30)
        let (_, segments, faults) = try message("<short segments=\"1\"><value of=\"text\"/></short>", "{\"text\":\"\(long)\"}")
        #expect(segments == 3 && faults == ["the short message takes 3 parts, and 1 are allowed"])
    }
}
