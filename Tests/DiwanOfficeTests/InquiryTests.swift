import Diwan
import DiwanData
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// Inquiries, suggestions, complaints, and circulars that are read.
@Suite(.serialized)
struct InquiryTests {
    private func received(_ fixture: OfficeFixture, _ kind: String) throws -> String {
        let office = try fixture.open("2026-11-01T08:00:00Z")
        let data = try fixture.data(["ben": ["name": "نورة بنت سعد بن فهد", "gender": "f"]]).value
        return try office.receiveInquiry(
            kind, subject: "مواعيد الاستقبال", text: "لو كان الاستقبال مساءً", data: data, channel: "phone",
            by: try fixture.actor("p-01", in: office))
    }

    @Test("Each kind has its own numbers, and stays open with the policy's last day until it is answered")
    func openUntilAnswered() throws {
        let fixture = try OfficeFixture()
        let numbers = try ["inquiry", "suggestion", "complaint", "inquiry"].map { try received(fixture, $0) }
        #expect(numbers == ["1448/س/00001", "1448/قت/00001", "1448/شك/00001", "1448/س/00002"])
        var office = try fixture.open("2026-11-16T08:00:00Z")
        let open = try office.openInquiries()
        #expect(open.map(\.number) == numbers)
        // Ten working days after Sunday 1 November, and five for inquiries.
        #expect(open.map { $0.due?.iso } == ["2026-11-08", "2026-11-15", "2026-11-15", "2026-11-08"])
        #expect(open.map(\.isOverdue) == [true, true, true, true])
        #expect(try office.openRequests().isEmpty)
        let officer = try fixture.actor("p-01", in: office)
        #expect(try refusal { try office.answerInquiry(numbers[0], text: "", document: nil, channel: "phone", by: officer) } == "answer")
        try office.answerInquiry(numbers[0], text: "من العصر إلى المغرب", document: nil, channel: "phone", by: officer)
        #expect(try refusal { try office.answerInquiry(numbers[0], text: "؟", document: nil, channel: "phone", by: officer) } == "answered")
        office.writeIndex()
        office = try fixture.open("2026-11-17T08:00:00Z")
        #expect(try office.openInquiries().map(\.number) == Array(numbers[1...]))
        #expect(throws: OfficeError.self) { try office.request(number: numbers[1]) }
        #expect(throws: OfficeError.self) { _ = try received(fixture, "poem") }
        var log = ""
        try office.forEachEvent { log += String(decoding: $0.bytes, as: UTF8.self) }
        for word in ["نورة", "مساء", "مواعيد"] { #expect(!log.contains(word)) }
    }

    @Test("A suggestion gets a receipt and then a reply that names it, and the reply is its answer")
    func linkedReply() throws {
        let fixture = try OfficeFixture()
        let number = try received(fixture, "suggestion")
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        var reply = IssueOrder(
            template: "suggestion-reply",
            data: try fixture.data(["suggestion": ["outcome": "adopted", "done": "الاستقبال مساء الأحد", "from": "2026-12-01"]]))
        reply.inquiry = number
        #expect(try refusal { _ = try office.issue(reply, by: director) } == "receipt")
        var receipt = IssueOrder(template: "suggestion-receipt", data: try fixture.data(["suggestion": ["with": "إدارة العلاقات"]]))
        receipt.inquiry = number
        let first = try office.issue(receipt, by: director)
        #expect(try office.openInquiries().count == 1)
        let second = try office.issue(reply, by: director)
        let issued = try office.document(second.number).issued
        #expect(try office.evidence(of: issued)?["data"]?["suggestion"]?["receipt"]?.string == first.number)
        #expect(try office.evidence(of: issued)?["data"]?["suggestion"]?["no"]?.string == number)
        let inquiry = try office.inquiry(number: number)
        #expect(inquiry.events.map(\.kind) == [.inquiryReceived, .documentIssued, .documentIssued, .inquiryAnswered])
        #expect(inquiry.answer?.bytes("document") == second.id.bytes)
        #expect(try office.openInquiries().isEmpty)
        #expect(try refusal { _ = try office.issue(reply, by: director) } == "issued-once")
    }

    @Test("Who has not signed that they read a document is listed, and no one signs twice")
    func readers() throws {
        let fixture = try OfficeFixture()
        let number = try received(fixture, "suggestion")
        let office = try fixture.open("2026-11-03T08:00:00Z")
        var order = IssueOrder(template: "suggestion-receipt", data: try fixture.data(["suggestion": ["with": "إدارة العلاقات"]]))
        order.inquiry = number
        let document = try office.issue(order, by: try fixture.actor("p-06", in: office)).number
        let all = office.configuration.people.all.map(\.id)
        #expect(try office.unread(document).map(\.id) == all)
        for id in ["p-09", "p-01"] { try office.act(.read, onDocument: document, by: try fixture.actor(id, in: office)) }
        #expect(try office.unread(document).map(\.id) == all.filter { $0 != "p-09" && $0 != "p-01" })
        #expect(try refusal { try office.act(.read, onDocument: document, by: try fixture.actor("p-01", in: office)) } == "signed-once")
    }

    @Test("A policy whose day of review is past is known to be so")
    func review() throws {
        let fixture = try OfficeFixture()
        #expect(try !fixture.open("2027-11-01T08:00:00Z").isReviewOverdue)
        #expect(try fixture.open("2027-11-02T08:00:00Z").isReviewOverdue)
    }
}
