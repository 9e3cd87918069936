import Diwan
import DiwanDomain
import DiwanTestSupport
import Testing

@testable import DiwanOffice

/// What the office reports of its work.
@Suite(.serialized)
struct OfficeReportTests {
    private func day(_ text: String) throws -> CivilDate { try DateReader.civilDate(text, order: .any) }

    @Test("Requests, channels, states, outcomes, steps and overrides are counted as the log has them")
    func figures() throws {
        let fixture = try OfficeFixture()
        let number = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-12T08:00:00Z")
        let director = try fixture.actor("p-06", in: office)
        try office.act(.override(rule: "answer-period", reason: "حالة عاجلة"), on: number, by: director)
        let order = IssueOrder(template: "decision-acceptance", request: number, data: try fixture.data(OfficeFixture.letter))
        _ = try office.issue(order, by: director)
        let report = try office.report(try day("2026-10-31")...(try day("2026-11-30")))
        #expect(report.byChannel.map { "\($0.label) \($0.count)" } == ["المقابلة 1"])
        #expect(report.byState.map { "\($0.label) \($0.count)" } == ["مقبول 1"])
        #expect(report.byOutcome.map { "\($0.label) \($0.count)" } == ["قبول 1"])
        #expect(report.overrides.map { "\($0.label) \($0.count)" } == ["مدة الرد على طلب الدعم 1"])
        #expect(report.documents.map(\.name) == ["decision-acceptance"])
        #expect(report.documents.first?.label != "decision-acceptance")
        #expect(report.steps.first { $0.label == "من الاكتمال إلى القرار" }?.median == 9)
        #expect(report.pending.map(\.next) == ["إصدار خطاب القبول والقيد ثم تقديم الخدمة"])
        let before = try office.report(try day("2026-10-31")...(try day("2026-10-31")))
        #expect(before.byChannel.isEmpty && before.byState.isEmpty && before.steps.isEmpty)
    }

    @Test("The last day of a step is the policy's: fifteen working days to supply papers, and the list says when it is past")
    func dueDays() throws {
        let fixture = try OfficeFixture()
        var office = try fixture.open("2026-11-01T08:00:00Z")
        let officer = try fixture.actor("p-01", in: office)
        let number = try office.receive(try office.requestForm(try fixture.requestData()), channel: "interview", by: officer)
        #expect(try office.pending().first?.due == nil)
        try office.act(.incomplete(reason: "نقص"), on: number, by: officer)
        let request = try #require(try office.pending().first)
        // From Sunday 1 November: 15 working days of weeks that end on Thursday.
        #expect(request.due?.iso == "2026-11-22" && !request.isOverdue)
        #expect(request.maskedIdentity?.hasSuffix("0007") == true)
        #expect(request.maskedIdentity?.contains("110000") == false)
        office = try fixture.open("2026-11-23T08:00:00Z")
        #expect(try office.pending().first?.isOverdue == true)
    }

    @Test("No report, and no two reports held against each other, show fewer answers than the smallest group")
    func suppression() throws {
        let fixture = try OfficeFixture()
        // A day has one answer to each of two services, for thirteen days.
        let scores = [5, 4, 5, 3, 5, 1, 5, 5, 4, 4, 2, 5, 1]
        for (index, score) in scores.enumerated() {
            let office = try fixture.open("2026-11-\(index + 10)T08:00:00Z")
            let officer = try fixture.actor("p-01", in: office)
            for service in ["aid", "visit"] where service == "aid" || index < 4 {
                try office.answerSurvey(service: service, score: score, words: nil, request: nil, channel: "phone", by: officer)
            }
        }
        let office = try fixture.open("2026-11-30T08:00:00Z")
        let whole = try office.report(try day("2026-11-01")...(try day("2026-11-30")))
        #expect(whole.satisfaction.map(\.service) == ["aid", "visit"])
        #expect(whole.satisfaction[0].count == 10 && whole.satisfaction[0].mean == 410)
        #expect(whole.satisfaction[1].count == nil && whole.satisfaction[1].scores.isEmpty)
        // A group counts where all of it is of the days: the first five are of 10 to 14 November, the next of 15 to 19.
        for (from, to, count) in [(10, 14, 5), (10, 13, nil), (11, 18, nil), (11, 22, 5), (10, 18, 5), (10, 19, 10)] as [(Int, Int, Int?)] {
            let report = try office.report(try day("2026-11-\(from)")...(try day("2026-11-\(to)")))
            #expect(report.satisfaction[0].count == count, "\(from) \(to)")
        }
        // All spans of days: what any two of them differ in is nothing, or a group and more.
        var shown: [[Int]] = []
        for from in 10...22 {
            for to in from...22 {
                let report = try office.report(try day("2026-11-\(from)")...(try day("2026-11-\(to)")))
                for row in report.satisfaction { shown.append(row.scores.isEmpty ? [0, 0, 0, 0, 0] : row.scores) }
            }
        }
        for a in shown {
            for b in shown {
                #expect((a.reduce(0, +) - b.reduce(0, +)).isMultiple(of: 5), "\(a) \(b)")
            }
        }
        let text = try #require(whole.tables.first { $0.name == "satisfaction" })
        #expect(text.rows == [["aid", "4.10", "10", "1", "0", "1", "3", "5"], ["visit", "محجوب", "", "", "", "", "", ""]])
    }

    @Test("The CSV files are read again by Python's own reader, the Arabic whole")
    func csv() throws {
        let fixture = try OfficeFixture()
        _ = try fixture.decidedRequest()
        let office = try fixture.open("2026-11-12T08:00:00Z")
        let report = try office.report(try day("2026-10-31")...(try day("2026-11-30")))
        let table = try #require(report.tables.first { $0.name == "requests" })
        let path = try fixture.temporary.write(table.csv, to: "requests.csv")
        let script = "import csv,sys; [print('|'.join(r)) for r in csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline=''))]"
        let read = try ProgramRun("python3", ["-c", script, path])
        #expect(
            read.outputText
                == "رقم الطلب|الحالة|الخطوة التالية|أول يوم للرد|آخر موعد|التأخر\n"
                + "1448/ط/00001|مقبول|إصدار خطاب القبول والقيد ثم تقديم الخدمة|2026-11-15||\n")
    }
}
