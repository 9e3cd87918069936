import Diwan
import DiwanData
import DiwanDomain
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// A request from its receipt to its end, and what the policy does not allow on the way.
@Suite(.serialized)
struct RequestLifeTests {
    @Test("A request goes from receipt to close, and every step is an entry of its chain")
    func wholeLife() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        #expect(number == "1448/ط/00001")
        var office = try fixture.open("2026-11-15T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(OfficeFixture.letter))
        let letter = try office.issue(order, by: try fixture.actor("p-06", in: office))
        #expect(letter.number == "1448/ص/00001")
        #expect(try office.act(.register, on: number, by: officer) == ["1448/ف/00001"])
        let receipt = try #require(AttachedFile(Array("%PDF-1.7 signed".utf8)))
        office = try fixture.open("2026-12-02T08:00:00Z")
        try office.act(.deliver(.pen, receipt: receipt, witness: nil), on: number, by: try fixture.actor("p-08", in: office))
        try office.act(.close, on: number, by: officer)
        let request = try office.request(number: number)
        #expect(request.state == "closed")
        #expect(
            request.events.map(\.kind) == [
                .requestReceived, .requestChecked, .requestMatched, .requestDeclared, .requestCompleted, .requestRaised, .decisionVoted,
                .decisionVoted, .decisionMade, .documentIssued, .requestRegistered, .serviceDelivered, .requestClosed,
            ])
        #expect(request.events.allSatisfy { $0.channel == "interview" || $0.kind == .documentIssued })
        #expect(try office.pending().isEmpty)
        // The letter says what the office knows without having been told.
        let issued = try #require(request.documents.first)
        let data = try #require(try office.evidence(of: issued)?["data"])
        #expect(data["req"]?["no"]?.string == number)
        #expect(data["req"]?["complete-date"]?.string == "2026-11-01")
        #expect(data["decision"]?["no"]?.string == "1448/ق/00001")
        #expect(data["decision"]?["date"]?.string == "2026-11-10")
        #expect(data["meeting"]?["no"]?.string == "12")
        #expect(data["ben"]?["name"]?.string == "نورة بنت سعد بن فهد")
        let text = try ProgramRun("pdftotext", [letter.path, "-"]).outputText
        for word in ["نورة", "١٤٤٨", "٢٠٢٦/١١/٠١"] { #expect(text.contains(word), "\(word)") }
    }

    @Test("The answer is not issued before fourteen days have passed since the file was complete, and is on the fourteenth")
    func answerPeriod() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        func issue(_ time: String) throws {
            let office = try fixture.open(time)
            let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(OfficeFixture.letter))
            _ = try office.issue(order, by: try fixture.actor("p-06", in: office))
        }
        // Midnight in Riyadh is 21:00 UTC.
        #expect(try refusal { try issue("2026-11-10T09:00:00Z") } == "answer-period")
        #expect(try refusal { try issue("2026-11-14T20:59:59Z") } == "answer-period")
        #expect(try refusal { try issue("2026-11-14T21:00:00Z") } == nil)
    }

    @Test("An authority may waive the period, with a reason, for the next move alone; an officer may not")
    func waiver() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-11T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        let officer = try fixture.actor("p-01", in: office)
        let waiver = Office.Action.override(rule: "answer-period", reason: "حالة طارئة")
        #expect(try refusal { try office.act(waiver, on: number, by: officer) } == "authorities")
        #expect(throws: OfficeError.self) { try office.act(.override(rule: "quorum", reason: "x"), on: number, by: director) }
        #expect(throws: OfficeError.self) { try office.act(.override(rule: "answer-period", reason: ""), on: number, by: director) }
        try office.act(waiver, on: number, by: director)
        let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(OfficeFixture.letter))
        _ = try office.issue(order, by: director)
        let events = try office.request(number: number).events.suffix(2)
        #expect(events.map(\.kind) == [.policyOverridden, .documentIssued])
        #expect(events.first?.text("rule") == "answer-period")
    }

    @Test("What had expired on the day of submission is missing; what expires later is not, even when it has expired since")
    func expiry() throws {
        let fixture = try OfficeFixture()
        var office = try fixture.open("2026-11-01T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let number = try office.receive(try office.requestForm(try fixture.requestData()), channel: "interview", by: officer)
        func check(_ expiry: String) throws -> [String] {
            let identity = CheckedItem(code: "identity", isSeen: true, expiry: try RecordedDate(expiry))
            return try office.act(.check([identity] + OfficeFixture.items.dropFirst()), on: number, by: officer)
        }
        #expect(try check("2026-10-31").count == 1)
        #expect(try check("2026-11-01").count == 1)
        #expect(try check("2026-11-02").isEmpty)
        office = try fixture.open("2026-11-20T08:00:00Z")
        #expect(try check("2026-11-02").isEmpty)
        // The same days by the other calendar: 1448-05-21 is 2026-11-01.
        #expect(try check(HijriDate(try CivilDate(year: 2026, month: 11, day: 1)).iso).count == 1)
        #expect(try check(HijriDate(try CivilDate(year: 2026, month: 11, day: 2)).iso).isEmpty)
    }

    @Test("Changing the data voids declaration and matching, and says so")
    func changedData() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-02T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let changed = try fixture.requestData { record in
            var house = record["house"] as? [String: Any] ?? [:]
            house["rooms"] = 4
            record["house"] = house
        }
        try office.act(.change(try office.requestForm(changed)), on: number, by: officer)
        let request = try office.request(number: number)
        #expect(!request.isDeclared && !request.isMatched)
        #expect(try refusal { try office.act(.complete, on: number, by: officer) } == "data-matched")
        try office.act(.match, on: number, by: officer)
        #expect(try refusal { try office.act(.complete, on: number, by: officer) } == "declaration-valid")
        try office.act(.declare(.pen, text: "1.0.0", witness: nil, paper: nil), on: number, by: officer)
        try office.act(.complete, on: number, by: officer)
        // The hash that was signed over is that of the data as they stand.
        let declared = try #require(try office.request(number: number).declared)
        let data = try #require(try office.data(of: try office.request(number: number)))
        #expect(try office.evidence(of: declared)?["data-sha256"]?.string == Transaction.hash(of: data))
    }

    @Test("Who prepared a request does not decide it, who has an interest does not vote, and an officer approves nothing")
    func separation() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-10T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        try office.act(.raise(meeting: "12"), on: number, by: officer)
        let secretary = try fixture.actor("p-03", .member, in: office)
        #expect(try refusal { try office.act(.vote(.approve, reason: nil), on: number, by: officer) } == "roles")
        let form = try office.decisionForm("accepted", RecordData())
        #expect(try refusal { try office.act(.decide(form), on: number, by: officer) } == "roles")
        try office.act(.interest(reason: "قرابة"), on: number, by: secretary)
        #expect(try refusal { try office.act(.vote(.approve, reason: nil), on: number, by: secretary) } == "second-person")
        #expect(Actor(officer.person, .chair) == nil)
    }

    @Test("What the committee decided is held against its letter before it is decided, and every mistake is named at its place")
    func decisionData() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-09T08:00:00Z")
        try office.act(.raise(meeting: "12"), on: number, by: try fixture.actor("p-01", in: office))
        let chair = try fixture.actor("p-04", .chair, in: office)
        for member in ["p-03", "p-04"] {
            try office.act(.vote(.approve, reason: nil), on: number, by: try fixture.actor(member, .member, in: office))
        }
        let size = office.size
        // The minutes are of the next day, the amount is none, and no field is called so.
        var wrong = OfficeFixture.grant
        wrong["grant"] = ["kind": "مساعدة شهرية", "amount": "-6000", "start": "2026-12-01", "end": "2027-05-31"]
        wrong["conditoins"] = ["شرط"]
        let form = try office.decisionForm("accepted", try fixture.data(wrong))
        let error = #expect(throws: OfficeError.self) { try office.act(.decide(form), on: number, by: chair) }
        guard case .faults(let faults, let sources)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(faults.count == 3 && sources.count == 1)
        for name in ["decision.date", "grant.amount", "conditoins"] {
            #expect(faults.contains { $0.data?.path == name }, "\(faults)")
        }
        #expect(office.size == size)
        #expect(throws: OfficeError.self) { try office.decisionForm("accepted?", RecordData()) }
        let late = try fixture.open("2026-11-10T08:00:00Z")
        #expect(
            try late.act(.decide(try late.decisionForm("accepted", try fixture.data(OfficeFixture.grant))), on: number, by: chair).count
                == 1)
    }

    @Test("A referral is not closed without an answer, and nothing goes on before it is")
    func referrals() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.completeRequest()
        let office = try fixture.open("2026-11-03T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let researcher = try fixture.actor("p-02", in: office)
        #expect(throws: OfficeError.self) { try office.act(.refer(service: "none", question: "?"), on: number, by: officer) }
        #expect(try office.act(.refer(service: "visit", question: "التحقق من السكن"), on: number, by: officer) == ["1"])
        #expect(try refusal { try office.act(.raise(meeting: "12"), on: number, by: officer) } == "moves")
        #expect(try refusal { try office.act(.answer(referral: 1, text: ""), on: number, by: researcher) } == "referrals-answered")
        try office.act(.answer(referral: 1, text: "تمت الزيارة"), on: number, by: researcher)
        #expect(try office.request(number: number).state == "complete")
        try office.act(.raise(meeting: "12"), on: number, by: officer)
    }

    @Test("Articles, kinds, channels and items that are not there are refused")
    func unknownNames() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-20T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        #expect(throws: OfficeError.self) {
            try office.receive(try office.requestForm(try fixture.requestData()), channel: "pigeon", by: officer)
        }
        #expect(throws: OfficeError.self) {
            try office.receive(try office.requestForm(try fixture.requestData(), kind: "yacht"), channel: "interview", by: officer)
        }
        var letter = OfficeFixture.letter
        letter["basis"] = [["article": 99, "text": "دليل سياسة الدعم للمستفيدين"]]
        let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(letter))
        #expect(throws: OfficeError.self) { try office.issue(order, by: try fixture.actor("p-06", in: office)) }
    }

    @Test("A refusal leaves nothing behind: no entry, no evidence, no number")
    func nothingLeft() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-11T08:00:00Z")
        func files() throws -> String {
            try ProgramRun("find", [fixture.folder.path, "-type", "f"]).outputText.split(separator: "\n").sorted().joined(separator: "\n")
        }
        let (before, size) = (try files(), office.size)
        let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(OfficeFixture.letter))
        #expect(try refusal { _ = try office.issue(order, by: try fixture.actor("p-06", in: office)) } == "answer-period")
        let officer = try fixture.actor("p-01", in: office)
        let wrong = try fixture.data(["ben": ["id": "1"]])
        #expect(throws: OfficeError.self) { try office.receive(try office.requestForm(wrong), channel: "interview", by: officer) }
        #expect(try files() == before)
        #expect(office.size == size)
    }

    @Test("No entry of the log has a name, an identity number or a telephone in it")
    func nothingPersonal() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-20T08:00:00Z")
        var log = ""
        try office.forEachEvent { log += String(decoding: $0.bytes, as: UTF8.self) }
        for word in ["نورة", "سعد", "1100000007", "0500000001", "سالم", "حي النخيل"] { #expect(!log.contains(word)) }
    }
}
