import Diwan
import DiwanBytes
import DiwanData
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// What is kept of people, how long, and how it goes.
@Suite(.serialized)
struct PrivacyTests {
    /// A request that was refused, told so by letter, and closed on 2026-11-16.
    private func closedRequest(_ fixture: OfficeFixture) throws -> String {
        let number = try fixture.decidedRequest(
            "rejected",
            [
                "reasons": [["code": "outside_area", "article": 15, "policy": "دليل سياسة الدعم للمستفيدين"]],
                "minutes": ["no": "1448/م/00001", "date": "2026-11-10"],
            ])
        let office = try fixture.open("2026-11-16T08:00:00Z")
        let order = IssueOrder(
            template: "decision-rejection", request: number, data: try fixture.data(["objection": ["to": "لجنة الاعتراضات"]]))
        _ = try office.issue(order, by: try fixture.actor("p-06", in: office))
        try office.act(.close, on: number, by: try fixture.actor("p-01", in: office))
        return number
    }

    /// The words of all files below the office's records and documents.
    private func kept(_ fixture: OfficeFixture) throws -> String {
        try ProgramRun("sh", ["-c", "cat $(find records/evidence records/files -type f) /dev/null"], directory: fixture.folder.path)
            .outputText
    }

    private func documents(_ fixture: OfficeFixture) throws -> Int {
        try ProgramRun("find", [fixture.folder.file("documents"), "-type", "f"]).outputText.split(separator: "\n").count
    }

    @Test("Nothing is destroyed before the retention ended, by who may not, of an open request, or on no ground")
    func refusals() throws {
        let fixture = try OfficeFixture()
        let number = try closedRequest(fixture)
        let office = try fixture.open("2036-11-15T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let before = (office.size, try kept(fixture))
        func erase(_ basis: String, _ actor: Actor, at time: String = "2036-11-15T08:00:00Z") throws {
            _ = try fixture.open(time).erase(.number(number), basis: basis, minutes: "1458/م/00001", by: actor)
        }
        #expect(try refusal { try erase("retention-ended", director) } == "retention")
        let officer = try fixture.actor("p-01", in: office)
        #expect(try refusal { try erase("consent-withdrawn", officer) } == "erasure")
        #expect(throws: OfficeError.self) { try erase("because", director) }
        try office.refresh()
        #expect(office.size == before.0)
        #expect(try kept(fixture) == before.1)
        let open = try OfficeFixture()
        let second = try open.completeRequest()
        let other = try open.open("2040-11-15T08:00:00Z")
        #expect(
            try refusal {
                _ = try other.erase(.number(second), basis: "consent-withdrawn", minutes: "1", by: try open.actor("p-06", in: other))
            } == "erasure")
    }

    @Test("After the retention everything of a request goes, the log verifies, and its story says that it was erased")
    func retentionEnded() throws {
        let fixture = try OfficeFixture()
        let number = try closedRequest(fixture)
        var office = try fixture.open("2036-11-16T08:00:00Z")
        #expect(try kept(fixture).contains("1100000007"))
        #expect(try documents(fixture) > 0)
        let due = try office.dueRecords()
        #expect(due.map(\.fields) == [["request", number, "2026-11-16", "2036-11-16", "1"]])
        let size = office.size
        #expect(try office.dueRecords().count == 1 && office.size == size)
        _ = try office.recordDue(by: try fixture.actor("p-06", in: office))
        #expect(office.size == size + 1)
        let count = try office.erase(
            .number(number), basis: "retention-ended", minutes: "1458/م/00001", by: try fixture.actor("p-06", in: office))
        #expect(count > 5)
        for word in ["1100000007", "نورة", "outside_area"] { #expect(try !kept(fixture).contains(word)) }
        #expect(try documents(fixture) == 0)
        office = try fixture.open("2036-11-17T08:00:00Z")
        let request = try office.request(number: number)
        #expect(request.state == "closed" && request.last.kind == .evidenceErased)
        for event in request.events where event.commitment != nil { #expect(!office.hasEvidence(event)) }
        #expect(try office.data(of: request) == nil)
        #expect(try office.dueRecords().isEmpty)
        // Every entry is read again against the tree's root, and the index is made anew.
        #expect(try ProgramRun("rm", ["-f", office.folder.file("index/keys")]).status == 0)
        var events = 0
        try fixture.open("2036-11-17T08:00:00Z").forEachEvent { _ in events += 1 }
        #expect(events == office.size)
    }

    @Test("A document that the policy keeps for ever stays when its request goes, with what stands behind it")
    func longerKept() throws {
        let fixture = try OfficeFixture()
        let policy = fixture.folder.file("policy.json")
        let run = try ProgramRun(
            "python3",
            [
                "-c",
                "import json,sys; p=json.load(open(sys.argv[1])); [r.update(years=None) for r in p['retention'] if r['kind']=='document']; "
                    + "json.dump(p,open(sys.argv[1],'w'),ensure_ascii=False)", policy,
            ])
        try #require(run.status == 0)
        let number = try closedRequest(fixture)
        let office = try fixture.open("2037-01-01T08:00:00Z")
        _ = try office.erase(.number(number), basis: "retention-ended", minutes: "1", by: try fixture.actor("p-06", in: office))
        #expect(try documents(fixture) > 0)
        let issued = try #require(try office.request(number: number).documents.first)
        #expect(office.hasEvidence(issued))
    }

    @Test("A ground of law destroys before the time, with --person also what leads from the number to the entries")
    func person() throws {
        let fixture = try OfficeFixture()
        let number = try closedRequest(fixture)
        let office = try fixture.open("2026-12-01T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let directory = PartyDirectory(folder: fixture.folder)
        #expect(try directory.known("1100000007") != nil)
        _ = try office.erase(.person("١١٠٠٠٠٠٠٠٧"), basis: "consent-withdrawn", minutes: "1448/م/00009", by: director)
        #expect(try directory.known("1100000007") == nil)
        #expect(try !kept(fixture).contains("1100000007"))
        #expect(try office.request(number: number).last.text("minutes") == "1448/م/00009")
        #expect(throws: OfficeError.self) {
            try office.erase(.person("1100000007"), basis: "consent-withdrawn", minutes: "1", by: director)
        }
    }

    @Test("The words of old answers to the survey go, the scores stay in the log")
    func surveys() throws {
        let fixture = try OfficeFixture()
        for (time, words) in [("2026-11-01T08:00:00Z", "تأخر الرد"), ("2027-11-01T08:00:00Z", "خدمة حسنة")] {
            let office = try fixture.open(time)
            let officer = try fixture.actor("p-01", in: office)
            try office.answerSurvey(service: "aid", score: 2, words: words, request: nil, channel: "phone", by: officer)
        }
        let office = try fixture.open("2028-11-02T08:00:00Z")
        #expect(try office.dueRecords().map(\.fields) == [["survey", "", "2026-11-01", "2028-11-01", "1"]])
        let count = try office.erase(.surveys, basis: "retention-ended", minutes: "1", by: try fixture.actor("p-06", in: office))
        #expect(count == 1)
        #expect(try kept(fixture).contains("خدمة حسنة") && !kept(fixture).contains("تأخر الرد"))
        #expect(try office.dueRecords().isEmpty)
    }

    @Test("What is kept of a person is all given out, and that it was is in the log")
    func access() throws {
        let fixture = try OfficeFixture()
        let number = try closedRequest(fixture)
        let office = try fixture.open("2026-12-01T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        #expect(try refusal { _ = try office.export(ofPerson: "1100000007", reason: "طلبه", by: officer) } == "access")
        let size = office.size
        let export = try office.export(ofPerson: "1100000007", reason: "طلبه", by: try fixture.actor("p-06", in: office))
        #expect(office.size == size + 1)
        let request = try #require(export.record["requests"]?.elements?.first)
        #expect(request["number"]?.string == number)
        let entries = request["entries"]?.elements ?? []
        #expect(entries.count == (try office.request(number: number)).events.count)
        #expect(entries.first?["evidence"]?["data"]?["ben"]?["id"]?.string == "1100000007")
        #expect(export.files.map(\.name) == ["1448-ص-00001.pdf"])
        #expect(export.files.allSatisfy { $0.bytes.starts(with: Array("%PDF-".utf8)) })
        let event = try office.event(at: size)
        #expect(event.kind == .accessExported && event.count("entries") == entries.count)
        #expect(throws: OfficeError.self) {
            _ = try office.export(ofPerson: "1100000015", reason: "طلبه", by: try fixture.actor("p-06", in: office))
        }
        #expect(office.size == size + 1)
    }

    @Test("Who looked at the data of a request is in its chain before the data are given, without the reason's words")
    func fullView() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-02T08:00:00Z")
        let state = try office.request(number: number).state
        let data = try office.view(number, reason: "مراجعة شكوى", by: try fixture.actor("p-09", in: office))
        #expect(data["ben"]?["id"]?.string == "1100000007")
        let last = try office.request(number: number).last
        #expect(last.kind == .requestViewed && last.actor == "p-09" && last.channel == nil)
        #expect(!String(decoding: last.bytes, as: UTF8.self).contains("شكوى"))
        #expect(try office.evidence(of: last)?["purpose"]?.string == "مراجعة شكوى")
        #expect(try office.request(number: number).state == state)
        let storekeeper = try fixture.actor("p-08", in: office)
        #expect(try refusal { _ = try office.view(number, reason: "?", by: storekeeper) } == "access")
    }

    @Test("The record of processing activities names every template that takes personal data, and each field's purpose")
    func register() throws {
        let fixture = try OfficeFixture()
        let office = try fixture.open("2026-11-02T08:00:00Z")
        let register = try office.processingRegister()
        #expect(register.unnamed.isEmpty, "\(register.unnamed)")
        #expect(register.activities.rows.count == office.configuration.policy.processing.count)
        let support = try #require(register.activities.rows.first)
        #expect(support[6].contains("الآيبان") || !support[6].isEmpty)
        #expect(support[8] == "10 سنوات بعد انتهاء الغرض")
        #expect(register.fields.rows.contains { $0[1] == "support-request" && $0[6] == "حساس" && !$0[7].isEmpty })
        for table in [register.activities, register.fields] { #expect(table.rows.allSatisfy { $0.count == table.columns.count }) }
    }
}
