import Diwan
import DiwanData
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// What is kept of a person beside the person's requests: inquiries, general letters, notices, drafts.
@Suite(.serialized)
struct PersonTracesTests {
    private let person = "1100000007"
    private let other = "1100000015"

    private func inquiry(_ fixture: OfficeFixture, _ data: [String: Any], text: String = "متى الاستقبال؟", kind: String = "complaint")
        throws -> String
    {
        let office = try fixture.open("2026-11-01T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let number = try office.receiveInquiry(
            kind, subject: "موعد", text: text, data: try fixture.data(data).value, channel: "phone", by: officer)
        try office.answerInquiry(number, text: "يوم الأحد", document: nil, channel: "phone", by: officer)
        return number
    }

    @Test("Inquiries are found by the identity number, in data or in words, and by the telephone where they have none")
    func found() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.completeRequest()
        let name = ["name": "نورة بنت سعد بن فهد", "gender": "f"]
        let byNumber = try inquiry(fixture, ["ben": name.merging(["id": person]) { $1 }])
        let byWords = try inquiry(fixture, ["ben": name], text: "هويتي ١١٠٠٠٠٠٠٠٧، ولم يصلني رد")
        let byPhone = try inquiry(fixture, ["ben": name.merging(["mobile": "0500000001"]) { $1 }], kind: "suggestion")
        _ = try inquiry(fixture, ["ben": ["name": "سعد", "gender": "m", "id": other, "mobile": "0500000001"]])
        _ = try inquiry(fixture, ["ben": ["name": "سعد", "gender": "m"]], kind: "inquiry")
        let office = try fixture.open("2026-12-01T08:00:00Z")
        let export = try office.export(ofPerson: person, reason: "طلبه", by: try fixture.actor("p-06", in: office))
        let inquiries = export.record["inquiries"]?.elements ?? []
        #expect(inquiries.compactMap { $0["number"]?.string } == [byNumber, byWords, byPhone])
        #expect(inquiries.allSatisfy { $0["entries"]?.elements?.count == 2 })
        #expect(export.record["requests"]?.elements?.count == 1)
        #expect(export.record["mentions"]?.elements?.isEmpty == true)
    }

    @Test("Who has no request is found all the same, and nothing of that person is left but what the policy keeps")
    func erased() throws {
        let fixture = try OfficeFixture()
        let number = try inquiry(fixture, ["ben": ["name": "نورة بنت سعد بن فهد", "gender": "f", "id": person]])
        let kept = try inquiry(fixture, ["ben": ["name": "سعد بن فهد", "gender": "m", "id": other]])
        let office = try fixture.open("2026-12-01T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let size = office.size
        #expect(throws: OfficeError.self) {
            _ = try office.erase(.person("1100000023"), basis: "unlawful-processing", minutes: "1", by: director)
        }
        #expect(try refusal { _ = try office.erase(.person(person), basis: "retention-ended", minutes: "1", by: director) } == "retention")
        #expect(office.size == size)
        #expect(try office.erase(.person(person), basis: "unlawful-processing", minutes: "1", by: director) == 2)
        #expect(try office.inquiry(number: number).events.map { office.hasEvidence($0) } == [false, false, true])
        #expect(try office.inquiry(number: kept).events.allSatisfy { office.hasEvidence($0) })
        #expect(throws: OfficeError.self) { _ = try office.export(ofPerson: person, reason: "طلبه", by: director) }
        #expect(try fixture.faults() == [])
    }

    @Test("Notices of a list and its stop are found by the person's code, and a request that only names the person by its entry alone")
    func notices() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.completeRequest()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let list = try office.openNoticeList("قائمة الدعم الموسمي", basis: "rule", ground: "تعليمات المركز", by: director)
        let notice = try fixture.data([
            "ben": ["id": other, "name": "سعد بن فهد", "gender": "m"],
            "notice": ["subject": "موعد التوزيع", "text": ["يبدأ التوزيع في الأسبوع الأول من الشهر."]],
            "officer": ["name": "سالم بن ناصر"],
        ]).value
        var numbers: [String] = []
        try office.issueNotices(of: list, to: [notice], source: nil, by: director) { _, notice throws(OfficeError) in
            if case .issued(let issued) = notice { numbers.append(issued.number) }
        }
        let code = try #require(try office.evidence(of: office.document(numbers[0]).issued)?["data"]?["list"]?["opt-out"]?.string)
        try office.stopNotices(of: list, code: code, by: try fixture.actor("p-01", in: office))
        let export = try office.export(ofPerson: other, reason: "طلبه", by: director)
        #expect(export.record["documents"]?.elements?.compactMap { $0["number"]?.string } == numbers)
        #expect(export.record["stopped"]?.elements?.count == 1)
        #expect(export.files.map(\.name) == ["1448-ص-00001.pdf"])
        // One of the family of the applicant.
        let family = try office.data(of: try office.request(number: "1448/ط/00001"))?["fam"]?.elements?.first?["id"]?.string
        let mentioned = try office.export(ofPerson: try #require(family), reason: "طلبه", by: director)
        #expect(mentioned.record["requests"]?.elements?.isEmpty == true && mentioned.record["mentions"]?.elements?.count == 1)
        #expect(!String(decoding: JSONWriter.bytes(mentioned.record), as: UTF8.self).contains("نورة"))
    }
}
